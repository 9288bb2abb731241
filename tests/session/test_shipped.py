"""The shipped sessions: every one replays, shows the curriculum's figures, and runs to the same.

Those that are made of a lesson have their figures in tests/lessons.
"""

from __future__ import annotations

import pytest

from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import plain_steps, sentence
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_json
from backstep.session import Session, read_session, shipped_sessions
from backstep.session.live import LiveSession
from tests.lessons import lesson_names

SHIPPED = shipped_sessions()
TYPED = sorted(set(SHIPPED) - set(lesson_names()))  # those that no lesson was written for yet

# Figures of the curriculum, measured with DeZero: x.grad (or a, b) after each pass; pops a pass.
GRADS = {
    "diamond": [{"x": 64.0}, {"a": 25.0, "b": 19.0}],
    "create-graph": [{"x": 24.0}, {"x": 44.0}, {"x": 24.0}, {"x": 68.0}, {"x": 24.0}],
}
POPS = {"diamond": [4, 5], "create-graph": [4, 9, 4, 9, 4]}


def session_of(name: str) -> Session:
    return read_session(SHIPPED[name])


def test_every_lesson_has_its_session() -> None:
    assert set(SHIPPED) >= {"diamond", "create-graph", *lesson_names()}


@pytest.mark.parametrize("name", GRADS)
def test_the_figures_are_the_curriculum_s(name: str) -> None:
    recordings = session_of(name).recordings
    assert [len(recording.pops) for recording in recordings] == POPS[name]
    for recording, expected in zip(recordings, GRADS[name], strict=True):
        named = {label: value_json(value) for label, value in recording.grads}
        assert {label: named[label] for label in expected} == expected


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_has_its_sentence(name: str) -> None:
    for recording in session_of(name).recordings:
        timeline = Timeline(recording)
        assert len(plain_steps(recording)) == timeline.length + 1
        assert all(sentence(timeline.at(p))[-1] in ".?" for p in range(timeline.length + 1))


@pytest.mark.parametrize("name", TYPED)
def test_running_it_again_gives_what_is_recorded(name: str) -> None:
    session = session_of(name)
    written: list[str] = []
    live = LiveSession(written.append, echo=False)
    for cell in session.cells:
        written.clear()
        result = live.run(cell.source)
        assert "".join(written) == cell.output
        assert result.outcome.problem is None
    again = [line for recording in live.recordings for line in json_lines(recording)]
    assert again == [line for recording in session.recordings for line in json_lines(recording)]


def test_the_last_gradient_of_create_graph_has_no_creator() -> None:
    assert session_of("create-graph").cells[-1].output == "variable(24.0) None\n"
