"""The page on exports."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.export.formats import FORMATS
from backstep.messages import tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim

EXAMPLES = verbatim("""backstep export diamond talk.svg --at 16
backstep export diamond talk.cast --pace 0.5
backstep export talk.jsonl talk.md""")


def page() -> Sequence[Block]:
    """Every format, and the three ways to one."""
    return [
        Heading(tr("Exports")),
        Words(
            tr(
                "What is recorded, as a file for others. The ending of its name is the format. "
                "Nothing of a session is run for it; a program or a lecture is run first."
            )
        ),
        rows((" ".join((each.ending, *each.also)), each.told) for each in FORMATS),
        Heading(tr("From the command line, at the prompt, in the stepper")),
        Code(EXAMPLES),
        Code("%export talk.md"),
        Words(
            tr(
                "backstep export --help has the flags: which pass, which step, size, theme, pace. "
                "In the stepper, e asks for a name, and takes the step that is shown. From Python "
                "it is backstep.export(recordings, FILE)."
            )
        ),
    ]
