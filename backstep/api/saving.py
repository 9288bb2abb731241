"""Recordings of a program as a session file: to be replayed, with marks and notes put to them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from backstep.messages import language, tr
from backstep.prompt.keeping import Keeping
from backstep.recording.records import Recording
from backstep.session.digest import digest_of
from backstep.session.errors import SessionError
from backstep.session.journal import Journal, with_ending
from backstep.stepper.notebook import Kept

CELL = 1  # the one that holds the passes: a program of Python's own cannot be run again from here


def save(recordings: Sequence[Recording], path: str | os.PathLike[str], title: str = "") -> None:
    """Write recordings to a new session file; `.jsonl` is added to a bare name.

    Raises SessionError where that cannot be written, or is there already.
    """
    _begun(recordings, Path(os.path.expanduser(path)), title).close()


def _begun(recordings: Sequence[Recording], path: Path, title: str = "") -> Journal:
    """A session of one cell, which is a comment, with the recordings as what it made."""
    journal = Journal.create(with_ending(path), title, language=language())
    try:
        told = tr("recorded in a Python program; there is nothing here to run again")
        journal.cell(f"# {told}")
        for recording in recordings:
            journal.back(CELL, recording)
        journal.done(CELL, "", None, digest_of({}))
    except BaseException:
        journal.close()
        raise
    return journal


def unsaved(recordings: Sequence[Recording]) -> Kept:
    """The keeper for a stepper on them: what is put to them goes into a file once one is named."""

    def opened() -> Journal:
        raise SessionError(tr("these passes are in no file"))

    def copied(path: Path) -> Journal:
        return _begun(recordings, path)

    places = [(CELL, each.id) for each in recordings]
    return Kept(keeper=Keeping(places, opened, copied))
