"""Small sessions that the stepper is looked at with; lessons may change, these stay.

`diamond` is y = square(a) + square(a) with a = square(x), then the book's challenge; `create-graph`
goes back through x ** 4 - 2 * x ** 2 twice, in several ways.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from backstep.recording.records import Recording
from backstep.session import find_session, read_session

FOLDER = Path(__file__).parent


def passes_of(name: str) -> list[Recording]:
    """The passes of a session of these, else of a shipped one."""
    path = FOLDER / f"{name}.jsonl"
    return list(read_session(path if path.exists() else find_session(name)).recordings)


def copy_of(name: str, folder: Path) -> str:
    """A copy of one of these in a folder, for who may write to it."""
    return shutil.copy(FOLDER / f"{name}.jsonl", folder)
