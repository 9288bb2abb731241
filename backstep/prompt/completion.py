"""Completion: % commands and their arguments, names, attributes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from backstep.engine import ALGORITHMS
from backstep.prompt.commands import COMMANDS
from backstep.session import shipped_sessions
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
        what = COMMANDS[name].completes if name in COMMANDS else ""
        if what in ("path", "session"):
            yield from PathCompleter(expanduser=True).get_completions(Document(argument), event)
        offered: Iterable[str] = ()
        if what == "session":
            offered = shipped_sessions()
        elif what == "help":
            offered = [*COMMANDS, *self.live.runtime.names()]
        elif what == "name":
            offered = self.live.runtime.variables()
        elif what == "check":
            offered = [*self.live.runtime.variables(), "on", "off"]
        elif what == "algorithm":
            offered = ALGORITHMS
        for name in offered:
            if name.startswith(argument) and not Path(argument).exists():
                yield Completion(name, -len(argument))
