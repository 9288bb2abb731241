"""Finite differences on the page are those of the terminal's pop pane."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import pytest

from backstep.export.html import checking
from backstep.export.html.checking import checks
from backstep.export.subject import Subject
from backstep.stepper.panes.pop import pop_parts
from backstep.stepper.view import View, first_view
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, of_source, written

WRONG = """
class Cube(Function):
    def forward(self, x):
        return x ** 3
    def backward(self, gy):
        (x,) = self.inputs
        return 2 * x.data ** 2 * gy

x = Variable(np.array(2.0))
y = Cube()(x) + 1.0
y.backward()
"""
SUBJECTS = {
    "wrong": lambda: of_source(WRONG),
    "mlp": lambda: Subject(every_recording()["s43_mlp"][:1]),
    "by differences": lambda: Subject(every_recording()["by numeric"][:1]),
}


ROWS = """() => [...document.querySelectorAll("#pop .row")].map(row =>
    [row.querySelector("dt").textContent, [...row.querySelectorAll(".item, dd")]
        .filter(each => !each.querySelector(".item")).map(each => each.textContent)])"""
ROWS_AT = f"""async positions => {{
    const found = [];
    for (const position of positions) {{
        await backstep.go(0, position);
        found.push(({ROWS})());
    }}
    return found;
}}"""
Rows: TypeAlias = list[tuple[str, list[str]]]


def of_checks(found: list[list[Any]]) -> Rows:
    """Those of a pane's rows that are about a check."""
    return [(label, items) for label, items in found if label in ("check", "check!", "!")]


def rows(page: Opened) -> Rows:
    """The rows about a check that stand in the pop pane."""
    return of_checks(page.run(ROWS))


def terminals(view: View) -> Rows:
    """Those of the terminal's."""
    parts = pop_parts(view, 64) if view.moment.pop is not None else []
    return [(p.label, p.items) for p in parts if p.label in ("check", "check!", "!") and p.items]


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_step_has_the_terminals_rows(browser: Any, tmp_path: Any, name: str) -> None:
    subject = SUBJECTS[name]()
    view = first_view(subject.recordings, 0, 0)
    with opened(browser, written(tmp_path, subject), "#step=0") as page:
        for differences in (True, False):
            page.press("f")
            view = replace(view, differences=differences)
            found = page.run(ROWS_AT, [*range(view.timeline.length + 1)])
            for position, each in enumerate(found):
                there = [(label, [i for i in items if i]) for label, items in of_checks(each)]
                assert there == terminals(view.to(position))
            page.press("f")
            page.press("f")
        assert page.quiet


def test_a_wrong_backward_is_found(browser: Any, tmp_path: Any) -> None:
    with opened(browser, written(tmp_path, of_source(WRONG)), "#step=0") as page:
        page.press("f", "n", "n")
        (row,) = rows(page)
        assert row == ("check!", ["gx 8.0, by differences 12.0: differs"])
        assert page.run("() => Boolean(document.querySelector('#pop .row.error'))")


def test_of_a_long_pass_there_is_a_sentence(browser: Any, tmp_path: Any) -> None:
    long = "y = x = Variable(np.array(0.5))\nfor i in range(501):\n    y = sin(y)\ny.backward()"
    with opened(browser, written(tmp_path, of_source(long)), "#step=0") as page:
        page.press("f")
        assert page.text("#sentence").startswith("This page has the finite differences of shorter")
        page.press("n")
        assert rows(page)[0][1][0].startswith("This page has the finite differences of shorter")


def test_large_arrays_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_ELEMENTS", 3)
    source = "x = Variable(np.ones(4))\ny = (x * 2.0).sum()\ny.backward()"
    view = first_view(of_source(source).recordings, 0, 0)
    assert {items[0] for _, _, items in checks(view)} == {  # type: ignore[index]
        "its arrays are too large to be tried for a page"
    }
    assert np.ones(4).size > checking.MOST_ELEMENTS
