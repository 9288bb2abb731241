"""The lessons: `python -m tests.lessons` makes every sessions/NAME.md into its session anew.

With names it makes these: `python -m tests.lessons chain muladd`. What has changed is then to be
looked at. curriculum.py holds what the numbers of each must be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from backstep.engine.config import Config
from backstep.recording.records import Recording
from backstep.session import Journal
from backstep.session.lectures import Lecture, lecture_of, make
from backstep.session.live import LiveSession

SESSIONS = Path(__file__).parents[2] / "sessions"
CHANGE = "Change this and look again:"


def lesson_names() -> list[str]:
    """The lessons that are written, by name."""
    return sorted(path.stem for path in SESSIONS.glob("*.md"))


def lecture_named(name: str) -> Lecture:
    """A lesson as it is written."""
    path = SESSIONS / f"{name}.md"
    return lecture_of(path.read_text("utf-8"), str(path))


def write_session(name: str) -> Path:
    """Run a lesson and put what came of it beside it, in place of what is there."""
    lecture = lecture_named(name)
    target = SESSIONS / f"{name}.jsonl"
    beside = SESSIONS / f".{name}.jsonl"
    beside.unlink(missing_ok=True)
    journal = Journal.create(beside, lecture.title, lecture.seed, lecture.language)
    try:
        live = LiveSession(lambda text: None, journal=journal)
        run_by_algorithms(lecture, live)
    except BaseException:
        beside.unlink()
        raise
    finally:
        journal.close()
    beside.replace(target)
    target.chmod(0o644)
    return target


def run_by_algorithms(lecture: Lecture, live: LiveSession) -> None:
    """Run a lesson; the algorithm is what it was before."""
    before = Config.algorithm
    try:
        make(lecture, live)
    finally:
        Config.algorithm = before


@dataclass
class Ran:
    """A lesson that has just run: what it printed, cell by cell, and its passes."""

    lecture: Lecture
    outputs: list[str] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)


def changed(lecture: Lecture, live: LiveSession) -> Ran:
    """Type what a lesson that has run suggests to change: every piece of code in that paragraph.

    After `%algorithm NAME` the line before it is typed again.
    """
    before = Config.algorithm
    ran = Ran(lecture)
    last = ""
    try:
        for code in suggested(lecture):
            if code.startswith("%algorithm "):
                Config.algorithm = code.split()[1]
            else:
                last = code
            made = live.run(last)
            assert made.outcome.problem is None, made.outcome.problem
            ran.outputs.append(live.cells[-1].output)
            ran.recordings += made.recordings
    finally:
        Config.algorithm = before
    return ran


def suggested(lecture: Lecture) -> list[str]:
    """The code that a lesson's last paragraph says to type."""
    _, found, paragraph = lecture.closing.partition(CHANGE)
    assert found, f"{lecture.title}: no {CHANGE}"
    return [each.replace("\n", " ") for each in re.findall(r"`([^`]+)`", paragraph)]
