"""What fuzzing found once: each of these ended the stepper, or reached the terminal as it was."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstep.recording.telling.events import json_lines
from backstep.session import Session, read_session
from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.hostile.strange import wide
from tests.hostile.walking import hidden_in, whole
from tests.session.material import CELL, back_record, message_of, session_file


def read(folder: Path, record: dict[str, Any]) -> Session:
    return read_session(session_file(folder, CELL, record))


def screens(view: View) -> list[str]:
    """The text of the screen at every position, each seen to be whole."""
    found = []
    for position in range(view.timeline.length + 1):
        lines = screen_lines(view.to(position), footer_hints(view))
        whole(lines, view.size)
        found.append("\n".join(map(plain, lines)))
    return found


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("size", [(60, 18), (120, 40), (200, 60)])
def test_generations_of_which_most_are_not_there(
    tmp_path: Path, size: tuple[int, int], order: int
) -> None:
    record = back_record()
    for f in record["functions"]:
        f["generation"] += 2**62
    view = replace(first_view(read(tmp_path, record).recordings), size=size).drawn(order=order)
    assert any(str(2**62) in screen for screen in screens(view))


@pytest.mark.parametrize("generation", [-1, 2**63])
def test_a_generation_that_is_none(tmp_path: Path, generation: int) -> None:
    record = back_record()
    record["functions"][0]["generation"] = generation
    told = message_of(session_file(tmp_path, CELL, record))
    assert "field functions[0].generation: expected int" in told


def test_names_of_gradients_and_constants_have_nothing_hidden(tmp_path: Path) -> None:
    record = back_record()
    record["grads"][0][0] = "\u202egnp.exe\x9b2J"
    record["functions"][0]["constants"] = {"\u202ec": 2}
    (recording,) = read(tmp_path, record).recordings
    assert not any(map(hidden_in, json_lines(recording)))
    assert recording.functions[0].constants == (("\\u202ec", 2),)


def test_a_seed_that_is_said_to_be_larger_than_memory(tmp_path: Path) -> None:
    record = back_record()
    statistics = {"low": 1.0, "high": 1.0, "mean": 1.0, "sample": [1.0], "digest": ""}
    record["seed"] = {"shape": [2**40], "dtype": "bool", "statistics": statistics}
    told = first_view(read(tmp_path, record).recordings).passes.beside(0, ("stack", "unseen"))
    assert isinstance(told, str) and "its seed has 1,099,511,627,776 elements" in told


def test_a_pass_by_which_nothing_more_would_be_kept(tmp_path: Path) -> None:
    record = back_record()
    record["pops"], record["grads"] = [], []
    view = replace(first_view(read(tmp_path, record).recordings), size=(120, 40))
    action = action_for("r", view)
    assert action is not None
    screens(changed(view, action))


def test_a_rule_that_is_nested_without_end(tmp_path: Path) -> None:
    record = back_record()
    for each in record["classes"]:
        each["formula"] = ["-" * 490 + "gy"] * 2
    for size in ((80, 24), (200, 60)):
        screens(replace(first_view(read(tmp_path, record).recordings), size=size))


def test_a_rule_of_which_python_would_warn(tmp_path: Path) -> None:
    """An odd escape: Python prints what it thinks of it, on whatever is on the screen."""
    record = back_record()
    for each in record["classes"]:
        each["formula"] = ["gy * '\\d'", "gy * 2"]
        each["backward_source"] = "def backward(self, gy):\n    '\\d'\n    return gy * 2\n"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        screens(replace(first_view(read(tmp_path, record).recordings), size=(200, 60)))
    assert told == []


def test_a_check_of_nothing_against_nothing(tmp_path: Path) -> None:
    record = back_record()
    one = {"gx": 0.0, "difference": -0.0, "verdict": "differs", "at": []}
    record["pops"][0]["check"] = [one for _ in record["pops"][0]["gxs"]]
    screens(replace(first_view(read(tmp_path, record).recordings), size=(120, 40)))


@pytest.mark.parametrize("order", [1, 2])
def test_a_circle_through_what_functions_make(tmp_path: Path, order: int) -> None:
    """A variable that nobody is said to have made, and that a later function makes all the same."""
    record = back_record()
    record["variables"][0] |= {"creator": None}
    record["functions"][-1]["outputs"] = [0]
    for f in record["functions"]:
        f["order"] = order
    told = message_of(session_file(tmp_path, CELL, record))
    assert "functions[0].inputs[0]: number 0 is made only later" in told


@pytest.mark.parametrize("times", [13, 5_000])
def test_a_variable_that_goes_into_a_function_very_often(tmp_path: Path, times: int) -> None:
    path = wide(times)(tmp_path)
    view = replace(first_view(read_session(path).recordings), size=(200, 60))
    for position in (0, 3, 4, 5, view.timeline.length):
        lines = screen_lines(view.to(position), footer_hints(view))
        whole(lines, view.size)
    assert f"{view.signs.cut}{times - 12}" in "\n".join(map(plain, lines))


def test_more_samples_than_elements(tmp_path: Path) -> None:
    record = back_record()
    statistics = {"low": 1.0, "high": 1.0, "mean": 1.0, "sample": [1.0, 1.0], "digest": ""}
    record["seed"] = {"shape": [1], "dtype": "bool", "statistics": statistics}
    told = message_of(session_file(tmp_path, CELL, record))
    assert told.endswith("field seed.statistics.sample: more than the shape has elements")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("gx", [[1e308, 1e308], ["inf", "-inf"]])
def test_numbers_of_which_numpy_would_warn(tmp_path: Path, gx: list[float | str]) -> None:
    record = back_record()
    for each in record["classes"]:
        each["formula"] = ["x * 1e308 * -1e308 * gy", "gy * x"]
    for pop in record["pops"]:
        pop["gys"] = [{"shape": [2], "dtype": "float64", "values": gx}]
        pop["gxs"] = [-1e308 for _ in pop["gxs"]]
    screens(replace(first_view(read(tmp_path, record).recordings), size=(200, 60)))
