"""Completion: % commands and their arguments, names, attributes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from backstep.prompt.commands import COMMANDS, offered
from backstep.session.live import LiveSession

WORD = re.compile(r"((?:[^\W\d]\w*\.)*)([^\W\d]\w*)?$")


class SessionCompleter(Completer):
    """Completes what a session knows; nothing that is typed is ever run for it."""

    def __init__(self, live: LiveSession) -> None:
        self.live = live

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """The completions of the word before the cursor."""
        before = document.text_before_cursor
        if before.startswith("%"):
            yield from self._command(before, complete_event)
            return
        match = WORD.search(document.current_line_before_cursor)
        if match is None:
            return
        owner, start = match.group(1).rstrip("."), match.group(2) or ""
        candidates = self._attributes(owner) if owner else self._names()
        if not owner and not start:
            return
        for name in sorted(candidates):
            if name.startswith(start):
                yield Completion(name, -len(start))

    def _names(self) -> set[str]:
        return {*self.live.runtime.names(), *keyword.kwlist}

    def _attributes(self, owner: str) -> Iterable[str]:
        return self.live.runtime.attributes(owner)

    def _command(self, before: str, event: CompleteEvent) -> Iterable[Completion]:
        name, space, argument = before[1:].partition(" ")
        if not space:
            for command in COMMANDS.values():
                if command.name.startswith(name):
                    yield Completion(f"%{command.name}", -len(before), display_meta=command.help)
            return
        for word, meta in offered(name, self.live):
            if word.startswith(argument):
                yield Completion(word, -len(argument), display_meta=meta)
        if name in COMMANDS and COMMANDS[name].files:
            yield from PathCompleter(expanduser=True).get_completions(Document(argument), event)
