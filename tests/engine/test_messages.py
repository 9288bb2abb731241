"""What a learner reads at each slip, whole: the cause, and what to do about it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backstep.engine import BackwardError, Config, Function, Variable, mul, no_grad, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Failure


class Twice(Function):
    """A function of one's own; tests break one thing of it each."""

    def forward(self, x):
        return 2 * x

    def backward(self, gy):
        return 2 * gy


class Pair(Function):
    """x + 1 and 2 * x."""

    def forward(self, x):
        return x + 1, 2 * x

    def backward(self, g0, g1):
        return g0 + 2 * g1


class Product(Function):
    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        return gy


def variable(x: Any = 2.0, name: str = "x") -> Variable:
    return Variable(np.array(x), name)


def giving(gx: Any) -> Function:
    """Twice, with a backward that gives something."""

    class Gives(Twice):
        def backward(self, gy):
            return gx

    return Gives()


def a_leaf() -> None:
    variable().backward()


def under_no_grad() -> None:
    with no_grad():
        y = square(variable())
    y.name = "y"
    y.backward()


def a_grad_without_graph() -> None:
    x = variable()
    square(x).backward()
    x.grad.name = "gx"
    x.grad.backward()


def an_output_nobody_used() -> None:
    a, b = Pair()(variable())
    b.name = "b"
    square(a).backward()


def an_output_thrown_away() -> None:
    square(Pair()(variable())[0]).backward()


def a_seed_of_another_shape() -> None:
    y = square(variable([1.0, 2.0]))
    y.name, y.grad = "y", Variable(np.array(1.0))
    y.backward()


def a_gradient_of_another_shape() -> None:
    giving(np.ones(3))(variable([1.0, 2.0])).backward()


def too_few_gradients() -> None:
    Product()(variable(), variable()).backward()


def too_many_gradients() -> None:
    giving((1.0, 2.0, 3.0))(variable()).backward()


def no_gradient() -> None:
    giving(None)(variable()).backward()


def a_gradient_of_text() -> None:
    giving("steep")(variable()).backward()


def one_instance_twice() -> None:
    f = Twice()
    f(f(variable())).backward()


def no_backward() -> None:
    class Lost(Function):
        def forward(self, x):
            return x

    Lost()(variable()).backward()


def no_forward() -> None:
    Function()(variable())


def a_forward_without_return() -> None:
    class Lost(Function):
        def forward(self, x):
            x * 2

    Lost()(variable())


def a_seed_as_an_argument() -> None:
    square(variable()).backward(np.array(1.0))


def an_algorithm_there_is_not() -> None:
    Config.algorithm = "fastest"
    try:
        square(variable()).backward()
    finally:
        Config.algorithm = "generation"


def shapes_that_do_not_broadcast() -> None:
    mul(variable(np.ones((2, 3))), variable(np.ones((3, 2))))


MESSAGES = {
    a_leaf: "backward: x has no creator, so there is nothing to go back through. It is a leaf, "
    "given and not computed: call backward on what was computed from it",
    under_no_grad: "backward: y has no creator, so there is nothing to go back through. It was "
    "computed under no_grad, which builds no graph: compute it outside",
    a_grad_without_graph: "backward: gx has no creator, so there is nothing to go back through. It "
    "was computed by a backward() that built no graph: backward(create_graph=True) makes gradients "
    "that can be gone back through",
    an_output_nobody_used: "backward: output 1 of Pair (b) was never used, so its gradient is None "
    "and Pair.backward cannot compute with it: use that output, or let Pair.backward take None for "
    "zeros",
    an_output_thrown_away: "backward: output 1 of Pair was thrown away, so it has no gradient to "
    "gather: keep it in a variable, and use it",
    a_seed_of_another_shape: "backward: y.grad has shape (), but its data has shape (2,): a seed "
    "has the shape of the data (cleargrad() takes it away)",
    a_gradient_of_another_shape: "Gives.backward returned a gradient of shape (3,) for input 0 "
    "(x), whose shape is (2,): a gradient has the shape of its input (sum_to takes a broadcast "
    "back)",
    too_few_gradients: "Product.backward returned 1 gradient, but Product has 2 inputs: return one "
    "gradient for each input",
    too_many_gradients: "Gives.backward returned 3 gradients, but Gives has 1 input: return one "
    "gradient for each input",
    no_gradient: "Gives.backward returned None for input 0 (x): return its gradient (zeros where "
    "the output does not depend on it)",
    a_gradient_of_text: "Gives.backward, gradient 0: a Variable holds numbers, not the str 'steep'",
    one_instance_twice: "backward: one Twice was called twice, and remembers the inputs of its "
    "last call alone: make a new one for each call, Twice()(x)",
    no_backward: "Lost has no backward: define backward(self, gy)",
    no_forward: "Function has no forward: define forward(self, x)",
    a_forward_without_return: "Lost.forward: a Variable holds numbers, not None (return the array "
    "it computes)",
    a_seed_as_an_argument: "backward takes retain_grad and create_graph, each True or False; to "
    "start from another gradient than ones, set y.grad first",
    an_algorithm_there_is_not: "no algorithm 'fastest'; there are generation, overwrite, inplace, "
    "stack, naive, queue, unseen, paths, toposort, numeric, ndarray",
    shapes_that_do_not_broadcast: "mul: shapes (2, 3) and (3, 2) do not broadcast: the second "
    "transposed (.T) would fit",
}


@pytest.mark.parametrize("slip", MESSAGES, ids=lambda slip: slip.__name__)
def test_the_message_names_the_cause_and_what_to_do(slip: Callable[[], None]) -> None:
    with pytest.raises(Exception) as caught:
        slip()
    assert str(caught.value) == MESSAGES[slip]


@pytest.mark.parametrize("slip", MESSAGES, ids=lambda slip: slip.__name__)
def test_after_a_slip_the_engine_is_as_before(slip: Callable[[], None]) -> None:
    with pytest.raises(Exception):  # noqa: B017  # which one is the other test's business
        slip()
    assert (Config.enable_backprop, Config.passes, Config.algorithm) == (True, 0, "generation")
    x = variable(3.0)
    square(x).backward()
    assert x.grad.data == 6.0


@pytest.mark.parametrize(
    ("slip", "pops"),
    [
        (a_gradient_of_another_shape, 1),
        (too_few_gradients, 1),
        (an_output_nobody_used, 2),
        (one_instance_twice, 2),
        (no_backward, 1),
    ],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_a_slip_in_the_middle_leaves_the_recording_up_to_it(
    slip: Callable[[], None], pops: int
) -> None:
    Config.recorder = recorder = Recorder()
    try:
        with pytest.raises(Exception) as caught:
            slip()
    finally:
        Config.recorder = None
    (recording,) = recorder.take()
    assert recording.failure == Failure(pops, caught.typename, MESSAGES[slip])
    assert len(recording.pops) == pops
    assert [pop.gxs is None for pop in recording.pops] == [False] * (pops - 1) + [True]


@pytest.mark.parametrize("enabled", [True, False])
def test_python_s_collector_is_as_it_was_after_a_backward_and_after_an_error(enabled: bool) -> None:
    if not enabled:
        gc.disable()
    try:
        square(variable()).backward()
        assert gc.isenabled() is enabled
        with pytest.raises(BackwardError):
            too_few_gradients()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
