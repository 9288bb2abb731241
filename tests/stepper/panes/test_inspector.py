"""The inspector: what it tells of a Variable and of a Function at a moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.engine import operations as F
from backstep.session.packing import packed, unpacked
from backstep.stepper.actions import action_for, changed
from backstep.stepper.graph import Key
from backstep.stepper.panes.inspector import inspector_lines, inspector_title
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record
from tests.stepper.screens import session_view


def node(view: View, label: str) -> Key:
    """`a` is a Variable, `square#2()` a Function."""
    if label.endswith("()"):
        labels = [f.label for f in view.recording.functions]
        return Key("f", labels.index(label.removesuffix("()")))
    return Key("v", [v.label for v in view.recording.variables].index(label))


def rows_about(view: View, label: str, width: int = 70, height: int = 60) -> list[str]:
    there = replace(view, inspected=node(view, label))
    return [plain(line).rstrip() for line in inspector_lines(there, width, height)]


def diamond_at(position: int) -> View:
    return session_view("diamond", (120, 40), position)


def matrices() -> View:
    x = Variable(np.arange(6.0).reshape(2, 3), "x")
    w = Variable(np.ones((3, 2)), "w")
    return replace(first_view([record(F.sum(F.square(x @ w)))]), size=(120, 40))


def test_a_variable_is_told_with_its_maker_its_users_and_its_bytes() -> None:
    told = rows_about(diamond_at(16), "a")
    assert told[0] == " data     4.0"
    assert " grad     += 16.0" in told
    assert " kind     shape ()   float64   8 bytes   generation 1" in told
    assert " made by  square#1: square(x)" in told
    assert " used by  square#2, square#3" in told


def test_its_gradient_is_told_change_by_change_up_to_now() -> None:
    assert "▶ step 11  = None -> 8.0  set by square#3 in pop 2" in rows_about(diamond_at(11), "a")
    told = rows_about(diamond_at(16), "a")
    assert "  step 11  = None -> 8.0  set by square#3 in pop 2" in told
    assert "▶ step 16  += 8.0 + 8.0 -> 16.0  accumulated by square#2 in pop 3" in told
    assert not any("step 16" in row for row in rows_about(diamond_at(11), "a"))


def test_a_freed_gradient_says_what_it_was() -> None:
    assert " grad     ∅ None: freed, was 1.0" in rows_about(diamond_at(8), "y")


def test_a_function_is_told_with_its_rule_its_pop_and_how_it_was_queued() -> None:
    told = " ".join(" ".join(rows_about(diamond_at(16), "square#2()")).split())
    assert "rule gx = gy * 2 * x" in told
    assert "takes a = 4.0" in told
    assert "gxs gx = 1.0 * 2 * 4.0 = 8.0 → a.grad" in told
    assert "Step 5: add delivered to the output of square#2" in told
    assert "return gy * 2 * x" in told


def test_what_a_function_will_give_is_not_told_before() -> None:
    told = " ".join(rows_about(diamond_at(14), "square#2()"))
    assert "gys" in told and "gxs" not in told


def test_an_array_stands_as_a_table() -> None:
    told = rows_about(matrices(), "x")
    assert "  [1] 3.0 4.0 5.0" in told


def test_a_key_draws_arrays_otherwise_and_opens_the_inspector_for_it() -> None:
    view = matrices()
    action = action_for("h", view)
    assert action is not None
    heat = changed(view, action)
    assert (heat.arrays, heat.pane) == ("heat map", "inspector") and heat.inspected is not None
    assert changed(changed(heat, action), action).arrays == "table"
    assert any("░" in row or "█" in row for row in rows_about(heat, "x"))


def test_elements_that_were_not_kept_are_told_by_statistics() -> None:
    x = Variable(np.linspace(0.0, 9.9, 100).reshape(10, 10), "x")
    recording = unpacked(packed(record(F.sum(F.square(x))), 1))
    view = first_view([recording])
    for how in ("table", "heat map", "sparkline"):
        told = " ".join(rows_about(replace(view.to(99), arrays=how), "x"))
        assert "lowest 0.0   highest 9.9   mean 4.95" in told
        assert "[8,4]" in told


@pytest.mark.parametrize(("key", "title"), [("a", "a, a Variable"), ("add()", "add, a Function")])
def test_the_title_names_the_node(key: str, title: str) -> None:
    view = diamond_at(3)
    assert inspector_title(replace(view, inspected=node(view, key))) == f"Inspector  {title}"


def test_it_scrolls_and_says_that_there_is_more() -> None:
    view = replace(diamond_at(16), pane="inspector")
    assert "more below" in rows_about(view, "a", 60, 6)[-1]
    end = rows_about(replace(view, scroll=99), "a", 60, 6)
    assert "more above" in end[0] and "more" not in end[-1]
