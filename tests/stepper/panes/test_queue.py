"""The queue pane: the list, why its end is next, who was refused, what was popped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.engine import Config
from backstep.stepper.panes.queue import queue_lines, queue_title
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import diamond, record
from tests.stepper.screens import session_view


def told(view: View, width: int = 66, height: int = 20) -> str:
    return " ".join(" ".join(plain(line) for line in queue_lines(view, width, height)).split())


def diamond_at(position: int, **changes: object) -> View:
    return replace(session_view("diamond", (120, 40), position), **changes)


def by(algorithm: str, position: int) -> View:
    Config.algorithm = algorithm
    try:
        return first_view([record(diamond()[2], retain_grad=True)]).to(position)
    finally:
        Config.algorithm = "generation"


def test_a_tie_is_explained_by_the_order_of_pushing() -> None:
    assert "next square#3 from the end of the queue: square#2 has generation 1 too" in told(
        diamond_at(7)
    )
    assert "next square#3: tie, pushed after square#2" in told(diamond_at(7), 50, 5)


def test_a_refused_push_names_who_tried_and_when() -> None:
    """Step 16 delivers to a for the second time; square#1 made a."""
    assert "refused" not in told(diamond_at(15))
    assert "refused square#1 by square#2 in pop 3: already in seen_set" in told(diamond_at(16))


def test_what_was_popped_stands_in_order_with_generations_the_current_one_marked() -> None:
    assert "popped add(2) ✓, square#3(1) ✓, ▶square#2(1)" in told(diamond_at(16))
    assert "▶" not in told(diamond_at(17))


def test_while_a_pop_is_not_done_the_next_one_is_the_next_so_far() -> None:
    """Step 5 has delivered to square#2's output only."""
    assert "next square#2 so far" in told(diamond_at(5), 50, 5)


@pytest.mark.parametrize(
    ("algorithm", "title", "rule"),
    [
        ("generation", "by generation", "the highest generation"),
        ("stack", "a stack", "whatever its generation"),
        ("queue", "first in, first out", "waited longest"),
        ("toposort", "filled before the loop", "nothing is pushed"),
        ("paths", "a stack", "each entry is one path"),
    ],
)
def test_each_algorithm_has_its_own_rule(algorithm: str, title: str, rule: str) -> None:
    view = by(algorithm, 9)
    assert title in queue_title(view)
    assert rule in told(view)


@pytest.mark.parametrize("algorithm", ["unseen", "naive", "paths"])
def test_without_seen_set_nothing_is_refused(algorithm: str) -> None:
    text = told(by(algorithm, 18))
    assert "seen_set none: a function is queued once for each" in text
    assert "refused" not in text


def test_the_pushes_of_a_filled_list_are_not_refused() -> None:
    text = told(by("toposort", 16))
    assert "refused" not in text
    assert "all seen while the list was filled" in text


@pytest.mark.parametrize("height", range(1, 9))
def test_at_any_height_the_next_function_is_there(height: int) -> None:
    rows = [plain(line) for line in queue_lines(diamond_at(7), 38, height)]
    assert len(rows) <= height
    assert any("square#3" in row and "◀" in row for row in rows)
