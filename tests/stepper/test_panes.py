"""The panes as text: goldens of the whole screen, and what each says in a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.stepper.panes.source import listing_of
from backstep.stepper.signs import ASCII
from backstep.stepper.view import first_view
from tests.stepper.screens import GOLDENS, SCREENS, session_view, text_of
from tests.stepper.sessions import passes_of


@pytest.mark.parametrize("golden", sorted(GOLDENS))
def test_the_screen_is_the_golden(golden: str) -> None:
    """The goldens are read by eye when they change; a difference here is a change to look at."""
    assert text_of(GOLDENS[golden]) == (SCREENS / f"{golden}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("position", range(23))
def test_ascii_screens_are_ascii(position: int) -> None:
    view = replace(session_view("diamond", (80, 24), position), signs=ASCII)
    assert text_of(view).isascii()


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("seed", "self.grad = Variable(np.ones_like(self.data))"),
        ("pop", "f = funcs.pop()"),
        ("gather", "gys = [output().grad for output in f.outputs]"),
        ("multiply", "gxs = f.backward(*gys)"),
        ("deliver: set", "x.grad = gx"),
        ("deliver: add", "x.grad = x.grad + gx"),
        ("free", "y().grad = None"),
    ],
)
def test_every_step_has_its_line_in_the_loop_that_ran(mark: str, code: str) -> None:
    listing = listing_of("generation")
    assert listing is not None
    assert listing.lines[listing.marks[mark]].strip() == code


def test_a_loop_that_is_not_here_says_so() -> None:
    view = session_view("diamond", (80, 24), 4)
    renamed = replace(view.recording, algorithm="another")
    assert "is not here" in text_of(replace(first_view([renamed]), size=(80, 24)))


def test_the_second_order_graph_grows_with_the_pass() -> None:
    boxes = []
    for position in (1, 4, 10, 23):
        view = session_view("create-graph", (200, 60), position).drawn(order=2)
        text = text_of(view).replace(" new]", "]")  # those of this pop
        boxes.append(sum(text.count(f"'{n}]") for n in range(1, 11)))
    assert boxes == sorted(boxes)
    assert (boxes[0], boxes[-1]) == (0, 10)


def test_without_create_graph_there_is_no_second_order() -> None:
    view = session_view("diamond", (80, 24), 4).drawn(order=2)
    assert "No second-order graph" in text_of(view)


@pytest.mark.parametrize(("asked", "shown"), [(-3, 0), (10**9, 22)])
def test_a_first_view_outside_of_the_pass_is_at_its_end(asked: int, shown: int) -> None:
    recordings = passes_of("diamond")
    assert first_view(recordings, position=asked).position == shown


def test_a_narrow_row_of_grads_keeps_the_value_and_tells_names_apart() -> None:
    text = text_of(session_view("diamond", (60, 18), 16))
    assert "are#2" in text and "are#3" in text
    assert "-> 16.0" in text
