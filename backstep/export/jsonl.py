"""The recordings as JSON events, one object a line: just what --json prints of them."""

from __future__ import annotations

from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.recording.telling.events import json_lines


def jsonl(subject: Subject, wanted: Wanted) -> str:
    """The events of every pass, or of the one that is wanted alone."""
    recordings = subject.recordings
    if wanted.alone:
        recordings = recordings[wanted.index : wanted.index + 1]
    return "".join(f"{line}\n" for each in recordings for line in json_lines(each))
