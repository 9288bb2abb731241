"""The topics of help: ONE entry here, and a module with a function `page`, makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block


@dataclass(frozen=True)
class Topic:
    """A page: its name, which is that of its module, and a few words on it."""

    name: str
    does: str

    @property
    def told(self) -> str:
        """What it is about, in the language in use."""
        return tr(self.does)

    def page(self) -> Sequence[Block]:
        """Its blocks, made now."""
        made: Sequence[Block] = import_module(f"backstep.prompt.manual.{self.name}").page()
        return made


TOPICS = {
    topic.name: topic
    for topic in (
        Topic("language", later("what a program may be, and what stands ready in it")),
        Topic("keys", later("the keys of the prompt and of the stepper, and its signs")),
        Topic("sessions", later("the file of a session, and what can be done with one")),
        Topic("lectures", later("a lecture in Markdown: how to write one")),
        Topic("algorithms", later("the loops of backward() that there are")),
        Topic("errors", later("the errors that a program meets, with what to do")),
        Topic("exports", later("the formats that a pass can be written in")),
        Topic("api", later("from Python: scripts, IPython and notebooks")),
    )
}
