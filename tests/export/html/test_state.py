"""What the page works out at each step is what the timeline says, for every golden recording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backstep.export.subject import Subject
from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import why_next
from backstep.recording.timeline import Moment, Timeline
from backstep.recording.values import value_text
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, written

WIDTH = 40  # of a value in a pane
NAMES = sorted(every_recording())


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One page that holds the passes of every program."""
    recordings = tuple(each for name in NAMES for each in every_recording()[name])
    path = written(tmp_path_factory.mktemp("state"), Subject(recordings))
    with opened(browser, path) as page:
        yield page


def places_of(name: str) -> range:
    """Which passes of the page are those of a program."""
    before = NAMES[: NAMES.index(name)]
    start = sum(len(every_recording()[each]) for each in before)
    return range(start, start + len(every_recording()[name]))


def told(moment: Moment) -> dict[str, Any]:
    """A moment as the page tells of it."""
    timeline, recording = moment.timeline, moment.recording
    grads = {str(i): moment.grad(i) for i in range(len(recording.variables))}
    return {
        "position": moment.position,
        "phase": moment.phase,
        "pop": moment.pop_index,
        "delivery": None if moment.step is None else moment.step.delivery,
        "queue": [[entry.function, entry.added_by] for entry in moment.queue],
        "seen": timeline.seen_at(moment.position),
        "grads": {
            i: None if value is None else value_text(value, WIDTH) for i, value in grads.items()
        },
        "marks": [moment.state_of(i) for i in range(len(recording.functions))],
        "held": timeline.held.at(moment.position),
        "peak": timeline.held.peak_at(moment.position),
        "sentence": sentence(moment),
        "why": why_next(moment),
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_as_the_timeline_has_it(page: Opened, name: str) -> None:
    for place, recording in zip(places_of(name), every_recording()[name], strict=True):
        states = page.run("index => backstep.states(index)", place)
        timeline = Timeline(recording)
        assert len(states) == timeline.length + 1
        for position, state in enumerate(states):
            assert state == told(timeline.at(position))
    assert page.quiet


@pytest.mark.parametrize("name", ["s16_three_way_tie", "by queue", "by unseen"])
def test_going_back_is_as_going_there_at_once(page: Opened, name: str) -> None:
    place = places_of(name)[0]
    back = page.run(
        """async index => {
            const { length } = await backstep.states(index);
            const found = [];
            for (let p = length - 1; p >= 0; p--) found.unshift(await backstep.state(index, p));
            return JSON.stringify(found) === JSON.stringify(await backstep.states(index));
        }""",
        place,
    )
    assert back


FITTED = """async index => {
    await backstep.go(index, 1e9);
    const outside = [];
    for (const group of document.querySelectorAll(".order1 .node")) {
        const box = group.querySelector(".box").getBBox();
        for (const text of group.querySelectorAll("text")) {
            const { x, width } = text.getBBox();
            const inside = x >= box.x - 0.5 && x + width <= box.x + box.width + 0.5;
            if (!inside) outside.push(text.textContent);
        }
    }
    return outside;
}"""


@pytest.mark.parametrize("name", ["s24_goldstein", "s43_mlp", "s41_matmul", "s33_second"])
def test_what_a_box_says_has_room_in_it(page: Opened, name: str) -> None:
    for place in places_of(name):
        assert page.run(FITTED, place) == []
