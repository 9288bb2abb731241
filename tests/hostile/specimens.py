"""Sessions that a fuzz begins from, and hostile files of every kind, each by its name."""

from __future__ import annotations

from pathlib import Path

from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.session import Journal
from tests.session.material import PROGRAMS, written_session


def small_sessions(folder: Path) -> list[bytes]:
    """The bytes of a session for each of the odd programs, with notes and a plot in some."""
    made = []
    for i, program in enumerate(PROGRAMS):
        path = written_session(folder / f"{i}.jsonl", program)
        with Journal.open_for_append(path) as journal:
            pass_id = min(journal.cells_of_passes, default=1)
            ask = Ask(1, "next", answer="add", given="square#1", confidence=3, right=False)
            for one in (Mark(2), Note(1, "look [here]"), ask, Looked(2, "grads", True, 1)):
                journal.annotate(1, pass_id, one)
        made.append(path.read_bytes())
    return made
