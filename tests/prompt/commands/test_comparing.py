"""%compare: two algorithms over the graph that is there, and nothing of the session changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backstep.engine.calls import CALLS
from backstep.prompt import stage
from backstep.prompt.comparing import CompareError, algorithms_of
from backstep.session.digest import digest_of
from backstep.stepper import app
from tests.prompt.commands.conversations import DIAMOND, Conversation
from tests.prompt.commands.test_registry import completed

OWN = """
import numpy as np
seen = []
class Twist(Function):
    def forward(self, x):
        return np.flip(x) * 2
    def backward(self, gy):
        seen.append(gy.data.sum())
        print("twist!")
        return Variable(np.flip(gy.data) * 2)

x = Variable(np.array([1.0, 2.0]))
a = Twist()(x)
y = square(a) + exp(a / 10)
"""


def test_the_last_pass_by_generation_and_stack(talk: Conversation) -> None:
    talk.run(DIAMOND)
    told = talk.said("%compare\n").split("\n")
    assert told[0] == "y = add(square(a), square(a)): generation beside stack"
    assert told[4].split() == "3 square#2 1.0 8.0 != square#1 ! 8.0 32.0".split()
    assert "They part at pop 3: stack pops square#1 before square#2 has delivered" in told[7]
    assert "x.grad    64.0          32.0   wrong      64.0" in told


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ("%compare y", "generation beside stack"),
        ("%compare y overwrite", "generation beside overwrite"),
        ("%compare y stack,queue", "stack beside queue"),
        ("%compare queue", "generation beside queue"),
        ("%compare square(x) + square(x) paths", "generation beside paths"),
    ],
)
def test_what_and_by_which_algorithms(talk: Conversation, typed: str, beside: str) -> None:
    talk.run(DIAMOND)
    assert beside in talk.said(typed + "\n")


def test_a_variable_that_has_the_name_of_an_algorithm_is_the_variable(talk: Conversation) -> None:
    talk.run(DIAMOND + "queue = square(y)\n")
    assert talk.said("%compare queue\n").startswith("queue = square(y): generation beside stack")


def test_no_gradient_no_count_and_no_name_changes(talk: Conversation) -> None:
    talk.run(OWN)
    live = talk.live
    state = np.random.get_state()[1].tolist()
    for typed in ("%compare y", "%compare y stack,overwrite", "%compare y numeric"):
        before = digest_of(live.runtime.variables()), CALLS.made, len(live.recordings)
        told = talk.said(typed + "\n")
        assert "twist!" not in told
        assert (digest_of(live.runtime.variables()), CALLS.made, len(live.recordings)) == before
    assert live.runtime.run("seen", first_line=1).value == []
    assert live.runtime.variables()["x"].grad is None
    assert np.random.get_state()[1].tolist() == state


def test_the_program_s_own_code_runs_for_it(talk: Conversation) -> None:
    """gy is not a multiple of the recorded one: only the code knows what comes of it."""
    talk.run(OWN + "y.backward()\n")
    told = talk.said("%compare y stack\n")
    assert "stops" not in told
    row = "x.grad [8.24428 16.2984] [0.244281 0.298365] wrong"
    assert row in " ".join(told.split())


def test_what_was_computed_anew_since_is_compared_as_it_is_now(talk: Conversation) -> None:
    talk.run(DIAMOND + "y = square(x)\n")
    assert talk.said("%compare y\n").startswith("y = square(x): generation beside stack")
    assert talk.live.runtime.variables()["x"].grad is not None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("%compare", "nothing to compare yet"),
        ("%compare nope", "NameError: nope is not defined"),
        ("%compare 3", "%compare: 3 is no Variable"),
        ("%compare stack,stack", "name two different algorithms"),
        ("%compare stack,sideways", "'sideways' is none of generation, overwrite"),
    ],
)
def test_what_cannot_be_compared_is_told_so(
    talk: Conversation, typed: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run(typed + "\n") == 1
    assert told in capsys.readouterr().err


def test_a_leaf_has_nothing_to_compare(
    talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run("x = Variable(np.array(2.0))\n%compare x\n") == 1
    assert "x has no creator" in capsys.readouterr().err


def test_on_a_screen_it_opens_side_by_side_and_the_live_code_serves_there(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, Any]] = []
    monkeypatch.setattr("backstep.prompt.commands.steps.stepper_kind", lambda _: "screen")
    monkeypatch.setattr(app, "open_stepper", lambda *_, **options: opened.append(options))
    talk.run(OWN + "y.backward()\n%compare y stack\n")
    (options,) = opened
    rerun = options["rerun"]
    assert rerun.algorithms == ("generation", "stack")
    found = rerun.run(talk.live.recordings[0], "naive", True)
    assert "not in the recording" not in str(found.failure)


def test_step_has_the_live_code_too(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[dict[str, Any]] = []
    monkeypatch.setattr(stage, "stepper_kind", lambda _: "screen")
    monkeypatch.setattr(app, "open_stepper", lambda *_, **options: opened.append(options))
    talk.run(OWN + "y.backward()\n%step\n")
    found = opened[-1]["rerun"].run(talk.live.recordings[0], "stack", False)
    assert found.failure is None


@pytest.mark.parametrize(
    ("text", "algorithms"),
    [
        ("stack", ("generation", "stack")),
        ("stack,queue", ("stack", "queue")),
        (" stack , queue ", ("stack", "queue")),
    ],
)
def test_one_algorithm_is_compared_with_generation(text: str, algorithms: tuple[str, str]) -> None:
    assert algorithms_of(text) == algorithms


@pytest.mark.parametrize(
    "text", ["", ",", "generation", "stack,stack", "a,b,c", "stack,queue,paths"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CompareError):
        algorithms_of(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("%compare y", {"y"}), ("%compare y sta", {"stack"}), ("%compare y stack,que", {"queue"})],
)
def test_both_what_and_by_which_are_completed(
    talk: Conversation, typed: str, words: set[str]
) -> None:
    talk.run(DIAMOND)
    assert completed(talk, typed) == words
