"""`step()`: what it does to the gradients, what it opens where, and what it refuses."""

from __future__ import annotations

import asyncio
from html import unescape
from typing import Any

import numpy as np
import pytest

import backstep
from backstep.api import notebook
from backstep.engine import (
    ArgumentError,
    BackstepError,
    BackwardError,
    Config,
    ConfigError,
    Function,
    Variable,
    square,
)


def variable(value: Any = 3.0) -> Variable:
    return Variable(np.array(value))


class Broken(Function):
    """Gives a gradient of a shape that does not fit."""

    def forward(self, x: Any) -> Any:
        return x

    def backward(self, gy: Any) -> Any:
        return Variable(np.zeros(7))


@pytest.mark.parametrize("options", [{}, {"retain_grad": True}, {"create_graph": True}])
def test_step_leaves_what_backward_leaves(options: Any) -> None:
    def graph() -> tuple[Variable, Variable, Variable]:
        x = variable()
        a = square(x)
        return x, a, square(a)

    ours, theirs = graph(), graph()
    backstep.step(ours[2], **options)
    theirs[2].backward(**options)
    for one, other in zip(ours, theirs, strict=True):
        assert str(one.grad) == str(other.grad)
        if one.grad is not None and other.grad is not None:
            assert (one.grad.creator is None) == (other.grad.creator is None)


def test_without_a_terminal_it_is_a_line_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    x = variable()
    y = square(x)
    backstep.step(y)
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "y.backward(): 1 pop over 1 function, x.grad = 6.0"
    assert "step 4  pop 1   multiply" in out


def test_recordings_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    x = variable()
    with backstep.record() as recordings:
        square(x).backward()
        (x * x).backward()
    before = x.grad
    backstep.step(recordings)
    both = capsys.readouterr().out
    recordings[1].step()
    one = capsys.readouterr().out
    assert both == backstep.narrate(recordings) + "\n"
    assert one == backstep.narrate(recordings[1]) + "\n"
    assert x.grad is before


def test_another_algorithm_runs_for_this_pass_alone(capsys: pytest.CaptureFixture[str]) -> None:
    x = variable()
    y = square(x)
    backstep.step(y, algorithm="stack")
    assert capsys.readouterr().out.startswith("y.backward(), by stack: 1 pop")
    assert Config.algorithm == "generation"


def test_a_pass_that_fails_is_shown_and_then_raised(capsys: pytest.CaptureFixture[str]) -> None:
    x = variable()
    y = Broken()(x)
    with pytest.raises(BackwardError):
        backstep.step(y)
    assert "stopped at pop 1" in capsys.readouterr().out


def test_inside_a_running_loop_it_does_not_crash(capsys: pytest.CaptureFixture[str]) -> None:
    async def main() -> None:
        x = variable()
        backstep.step(square(x))

    asyncio.run(main())
    assert "step 0" in capsys.readouterr().out


def test_a_session_is_shown_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    backstep.step("diamond")
    assert "x.grad = 64.0" in capsys.readouterr().out


def test_a_session_in_a_notebook_is_a_page_with_its_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    monkeypatch.setattr(notebook, "is_notebook", lambda: True)
    monkeypatch.setattr(notebook, "_displayed", lambda page, words: pages.append(unescape(page)))
    backstep.step("diamond")
    backstep.step(square(variable()))
    assert "iframe" in pages[0] and "Two paths" in pages[0]
    assert len(pages) == 2


@pytest.mark.parametrize(
    ("what", "options", "error", "told"),
    [
        (None, {}, ArgumentError, "only None: is it a grad that is not there"),
        (3.0, {}, ArgumentError, "step takes a Variable or recordings, not float"),
        ("diamant", {}, BackstepError, "no such file or shipped session; did you mean diamond"),
        ([], {}, ArgumentError, "no backward pass was recorded"),
        ([variable()], {}, ArgumentError, "takes recordings, .* not Variable"),
        (variable(), {}, BackwardError, "no creator"),
        (square(variable()), {"algorithm": "fast"}, ConfigError, "no algorithm 'fast'"),
        (square(variable()), {"theme": "pink"}, ArgumentError, "no theme 'pink'; there are dark"),
    ],
)
def test_what_cannot_be_stepped_is_said(what: Any, options: Any, error: Any, told: str) -> None:
    with pytest.raises(error, match=told):
        backstep.step(what, **options)


def test_a_recording_takes_no_options_of_backward() -> None:
    x = variable()
    with backstep.record() as recordings:
        square(x).backward()
    with pytest.raises(ArgumentError, match="retain_grad is for the backward of a Variable"):
        backstep.step(recordings, retain_grad=True)
