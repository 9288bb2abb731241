"""The words for a step: every position has a sentence, and the sentence has the step's numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Function, Variable, add, square
from backstep.recording.records import Recording
from backstep.recording.telling.narration import grad_change, plain_steps, sentence, summary
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_of, value_text
from tests.recording.passes import Both, diamond, graphs, record, recording, variable


def sentences(pass_: Recording) -> list[str]:
    timeline = Timeline(pass_)
    return [sentence(timeline.at(p)) for p in range(timeline.length + 1)]


def raising(error: BaseException) -> Recording:
    """A pass whose second pop raises an error of the learner's."""

    class Stops(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> Variable:
            raise error

    y = square(Stops()(variable(3)))
    with recording() as recorder, pytest.raises(type(error)):
        y.backward()
    return recorder.take()[0]


def test_the_diamond_is_told_step_by_step() -> None:
    told = sentences(record(diamond()[2]))
    assert told[:10] == [
        "y.backward() is about to go back through 4 functions.",
        "y.grad is None, so it starts at 1.0, the derivative of y by itself; "
        "add goes into the queue.",
        "Pop add (generation 2): it is the only one in the queue.",
        "Gather gys, the gradients of what add made: y.grad = 1.0.",
        "add.backward multiplies gy by its local derivative: gx0 = gy = 1.0; gx1 = gy = 1.0.",
        "The output of square#2 had no gradient, so square#2.grad is set to 1.0; its creator "
        "square#2 is queued.",
        "The output of square#3 had no gradient, so square#3.grad is set to 1.0; its creator "
        "square#3 is queued.",
        "retain_grad is False, so y.grad is freed: back to None.",
        "Pop square#3 from the end of the queue: square#2 has generation 1 too, "
        "but square#3 was pushed last.",
        "Gather gys, the gradients of what square#3 made: square#3.grad = 1.0.",
    ]
    assert told[10] == (
        "square#3.backward multiplies gy by its local derivative: gx = 1.0 * 2 * 4.0 = 8.0."
    )


@given(graphs(), st.booleans(), st.booleans())
def test_every_position_has_a_sentence(graph, retain_grad: bool, create_graph: bool) -> None:
    pass_ = record(graph.build()[1], retain_grad=retain_grad, create_graph=create_graph)
    for told in sentences(pass_):
        assert told.endswith(".") and not re.search(r"None\.grad|\bNone\b \+|  ", told), told


@given(graphs())
def test_an_addition_is_told_with_its_three_numbers(graph) -> None:
    timeline = Timeline(record(graph.build()[1]))
    for position in range(timeline.length + 1):
        moment = timeline.at(position)
        d = moment.delivery
        if d is not None:
            told = sentence(moment)
            numbers = [value_text(d.before), value_text(d.gx), value_text(d.after)]
            wanted = f"{numbers[0]} + {numbers[1]} = {numbers[2]}"
            assert (wanted in told) == (d.how == "add")
            assert numbers[2] in told


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (ValueError("stop here"), "ValueError: stop here."),
        (ValueError("stop here."), "ValueError: stop here."),
        (KeyError(), "KeyError: KeyError."),
        (KeyboardInterrupt(), "The pass was interrupted here, in pop 2."),
    ],
    ids=["plain", "with a full stop", "without a message", "interrupted"],
)
def test_a_failed_pass_ends_with_a_sentence_on_its_error(error: BaseException, ending: str) -> None:
    assert sentences(raising(error))[-1].endswith(ending)


def test_a_step_before_the_failure_is_told_as_always() -> None:
    assert sentences(raising(ValueError("stop")))[-2].startswith("Gather gys")


@pytest.mark.parametrize(("retain_grad", "verb"), [(False, "are freed"), (True, "are kept")])
def test_two_gradients_are_freed_or_kept_together(retain_grad: bool, verb: str) -> None:
    product, total = Both()(variable(2, "a"), variable(3, "b"))
    told = sentences(record(product * total, retain_grad=retain_grad))
    assert [s for s in told if verb in s and " and " in s]


def test_of_a_function_whose_rule_is_not_known_only_the_result_is_told() -> None:
    class Quiet(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x**2

        def backward(self, gy: Variable) -> Variable:
            return 2 * self.inputs[0] * gy

    assert "quiet.backward turns gy into gx: gx = 6.0." in sentences(record(Quiet()(variable(3))))


@pytest.mark.parametrize(
    ("retain_grad", "told"),
    [
        (False, "retain_grad is False, so y.grad is freed: back to None."),
        (True, "retain_grad is True, so y.grad = 1.0 is kept."),
    ],
)
def test_the_free_phase_tells_what_became_of_the_gradient(retain_grad: bool, told: str) -> None:
    assert told in sentences(record(diamond()[2], retain_grad=retain_grad))


def test_a_function_that_is_reached_again_is_told_to_be_in_the_seen_set() -> None:
    told = [s for s in sentences(record(diamond()[2])) if "seen_set" in s]
    assert told == [
        "a already had a gradient, so 8.0 is added: 8.0 + 8.0 = 16.0; "
        "square#1 is in seen_set and not queued again."
    ]


def test_a_leaf_is_told_to_be_one() -> None:
    assert "x had no gradient, so x.grad is set to 64.0; x is a leaf." in sentences(
        record(diamond()[2])
    )


def test_a_seed_of_the_learner_s_is_told_to_be_there() -> None:
    y = diamond()[2]
    y.grad = variable(10)
    assert sentences(record(y))[1].startswith("y.grad is already there, so 10.0 is the seed;")


def test_create_graph_tells_the_functions_that_were_born() -> None:
    told = sentences(record(diamond()[2], create_graph=True))
    assert any(s.endswith("create_graph=True: 2 new functions in this pop.") for s in told)


@pytest.mark.parametrize(("ties", "words"), [(2, "p1 has"), (3, "p1 and p2 have"), (5, "4 others")])
def test_a_tie_names_those_that_wait_too(ties: int, words: str) -> None:
    class P(Function):
        def forward(self, *xs: np.ndarray) -> np.ndarray:
            return sum(xs)

        def backward(self, gy: Variable) -> tuple[Variable, ...]:
            return (gy,) * len(self.inputs)

    x = variable(1)
    y = P()(*[P()(x) for _ in range(ties)])
    told = [s for s in sentences(record(y)) if "pushed last" in s]
    assert words.replace("p1", "p#1").replace("p2", "p#2") in told[0]


SUMMARIES: dict[str, tuple[Callable[[], Recording], str]] = {
    "plain": (
        lambda: record(diamond()[2]),
        "y.backward(): 4 pops over 4 functions, x.grad = 64.0",
    ),
    "retained": (
        lambda: record(diamond()[2], retain_grad=True),
        "y.backward(retain_grad=True): 4 pops over 4 functions, x.grad = 64.0",
    ),
    "failed": (
        lambda: raising(ValueError("stop")),
        "square.backward(): 2 pops over 2 functions, stopped at pop 2 by ValueError",
    ),
    "without names": (
        lambda: record(square(variable(1))),
        "square.backward(): 1 pop over 1 function",
    ),
}


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_summary_is_one_line_on_the_whole_pass(name: str) -> None:
    make, line = SUMMARIES[name]
    assert summary(make()) == line


def test_a_summary_of_many_leaves_names_four() -> None:
    y = variable(0)
    for i in range(6):
        y = add(y, variable(i, f"x{i}"))
    assert summary(record(y)).endswith("x3.grad = 1.0, and 2 more")


def test_plain_steps_are_one_line_a_position() -> None:
    pass_ = record(diamond()[2])
    lines = plain_steps(pass_)
    assert len(lines) == Timeline(pass_).length + 1
    assert lines[3].split() == f"step 3 pop 1 gather {sentence(Timeline(pass_).at(3))}".split()
    assert not any("\n" in line for line in lines)


@pytest.mark.parametrize(("added", "text"), [(True, "8.0 + 2.0 -> 10.0"), (False, "8.0 -> 10.0")])
def test_a_change_of_a_gradient_in_figures(added: bool, text: str) -> None:
    before, gx, after = (value_of(np.array(x)) for x in (8.0, 2.0, 10.0))
    assert grad_change(before, gx, after, added) == text
