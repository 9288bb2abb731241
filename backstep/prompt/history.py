"""The prompt's history: one file for every prompt, an entry written at once, cells kept whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import History, InMemoryHistory

from backstep.folders import history_path

SUGGESTING = 1000  # entries that are looked through at every key
READ = 2**20  # bytes at the end of the file; what is older is not worth the wait for a prompt


class SharedHistory(History):
    """Entries as prompt_toolkit's FileHistory has them: a comment, then each line after a +.

    Two prompts may write at once: an entry is one write under a lock. Where the file cannot be
    written any more, the entries last as long as the prompt.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__()

    def load_history_strings(self) -> Iterable[str]:
        """The entries in the file, the newest first."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - READ))
                data = file.read()
        except OSError:
            return []
        blocks = data.decode("utf-8", "replace").split("\n#")
        entries = (
            "\n".join(line[1:] for line in block.split("\n") if line.startswith("+"))
            for block in (blocks[1:] if size > READ else blocks)
        )
        return reversed([entry for entry in entries if entry])

    def append_string(self, string: str) -> None:
        """Add an entry, unless it is blank or the last one again."""
        entry = string.rstrip()
        if entry and self.get_strings()[-1:] != [entry]:
            super().append_string(entry)

    def store_string(self, string: str) -> None:
        """Add an entry to the end of the file."""
        lines = string.replace("\r", "").split("\n")
        entry = f"\n# {time.strftime('%Y-%m-%d %H:%M:%S')}\n" + "".join(f"+{e}\n" for e in lines)
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            descriptor = os.open(self.path, flags, 0o600)
            try:
                _lock(descriptor)
                os.write(descriptor, entry.encode("utf-8", "replace"))
            finally:
                os.close(descriptor)


class Suggestions(AutoSuggest):
    """What a newer entry went on with after the line that is being typed; of the newest only."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """The rest of the newest line that begins so."""
        typed = document.current_line_before_cursor
        if not typed.strip() or document.text_after_cursor.strip():
            return None
        for entry in reversed(buffer.history.get_strings()[-SUGGESTING:]):
            if typed in entry:
                for line in entry.split("\n"):
                    if line.startswith(typed) and line != typed:
                        return Suggestion(line[len(typed) :])
        return None


def _lock(descriptor: int) -> None:
    """Wait for other prompts; closing the file lets go. Without locks the append must do."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def history() -> History:
    """The history file; a history that lasts only for now where the file cannot be written."""
    path = history_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return SharedHistory(path)
