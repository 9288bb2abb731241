"""The shipped sessions: every one replays, shows the curriculum's figures, and runs to the same.

Those that are made of a lesson have their figures in tests/lessons.
"""

from __future__ import annotations

import pytest

from backstep.recording.telling.narration import plain_steps, sentence
from backstep.recording.timeline import Timeline
from backstep.session import Session, read_session, shipped_sessions
from tests.lessons import lesson_names

SHIPPED = shipped_sessions()


def session_of(name: str) -> Session:
    return read_session(SHIPPED[name])


def test_every_lesson_has_its_session() -> None:
    assert set(SHIPPED) == set(lesson_names())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_has_its_sentence(name: str) -> None:
    for recording in session_of(name).recordings:
        timeline = Timeline(recording)
        assert len(plain_steps(recording)) == timeline.length + 1
        assert all(sentence(timeline.at(p))[-1] in ".?" for p in range(timeline.length + 1))
