"""The panes as text at three sizes, and their numbers against those of DeZero."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from backstep.recording.values import value_of, value_text
from backstep.stepper.panes.grads import grads_lines
from backstep.stepper.panes.pop import pop_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View
from tests.golden_runs import load
from tests.stepper.panes.goldens import FOLDER, text_of, views
from tests.stepper.panes.test_every_pane import PROGRAMS, passes

VIEWS = views()


@pytest.mark.parametrize("name", VIEWS)
def test_the_panes_are_the_golden(name: str) -> None:
    """The goldens are read by eye when they change; a difference here is a change to look at."""
    assert text_of(VIEWS[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def there(x: Any, text: str) -> bool:
    """Whether a number stands in a text, as a float or, of whole numbers, as an int."""
    ways = {value_text(value_of(np.array(float(x))))}
    if float(x).is_integer():
        ways.add(str(int(x)))
    return any(re.search(rf"(?<![\d.]){re.escape(way)}(?![\d.])", text) for way in ways)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_numbers_in_the_panes_are_those_of_dezero(name: str) -> None:
    """Every gy, gx and gradient that is a single number stands where its pop is shown."""
    of = passes(name)
    golden = [each for each in load(name)["backwards"] if each["pops"]]
    first = golden[0]
    view = View(of)
    assert [each["func"] for each in first["pops"]] == [
        view.recording.functions[each.function].class_name for each in view.recording.pops
    ]
    for k, pop in enumerate(first["pops"][:12]):
        if pop["gxs"] is None:
            continue
        after_pop = view.to(view.timeline.end_of_pop(k))
        told = " ".join(map(plain, pop_lines(after_pop, 140, 40)))
        grads = " ".join(map(plain, grads_lines(after_pop, 140, 60)))
        for gx in pop["gxs"]:
            if not isinstance(gx, list):
                assert there(gx, told)
        for _, _, after, _ in pop["delivered"]:
            if not isinstance(after, list):
                assert there(after, grads)
