"""Checkpointing: a Function that keeps nothing of a block and runs it again in its backward."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, exp, sin

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable, no_grad, square, using_config
from backstep.engine import exp as exp_
from backstep.engine import sin as sin_
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.recording.telling.narration import plain_steps

Block = Callable[[Variable], Variable]


class Checkpoint(Function):
    """A block as one function: forward without a graph, backward through a graph made anew."""

    def __init__(self, block: Block) -> None:
        self.block = block

    def forward(self, x):
        with no_grad():
            return self.block(Variable(x)).data

    def backward(self, gy):
        x = Variable(self.inputs[0].data, "x again")
        with using_config("enable_backprop", True):
            y = self.block(x)
        y.grad = gy
        y.backward()
        return x.grad


def block(x: Variable) -> Variable:
    return exp_(sin_(x)) * x


def slope(x: float) -> float:
    """The derivative of exp(sin(x)) * x, by hand."""
    return exp(sin(x)) * (cos(x) * x + 1)


def recordings(build: Block, x: float = 0.7) -> tuple[float, list[Recording]]:
    """The gradient at x, and the passes, outermost first."""
    Config.recorder = recorder = Recorder()
    leaf = Variable(np.array(x), "x")
    try:
        build(leaf).backward()
    finally:
        Config.recorder = None
    return float(leaf.grad.data), recorder.take()


def test_the_gradient_is_that_of_the_block() -> None:
    found, _ = recordings(lambda x: Checkpoint(block)(x) * 3.0)
    assert found == pytest.approx(3 * slope(0.7), rel=1e-14)


def test_the_backward_inside_is_a_recording_with_its_parent() -> None:
    _, (outer, inner) = recordings(lambda x: Checkpoint(block)(x) * 3.0)
    _, (plain,) = recordings(lambda x: block(x) * 3.0)
    assert (len(plain.pops), len(outer.pops), len(inner.pops)) == (4, 2, 3)
    assert (outer.parent, inner.parent) == (None, outer.id)
    names = [inner.functions[pop.function].class_name for pop in inner.pops]
    assert names == ["Mul", "Exp", "Sin"]
    assert not inner.seeded
    assert float(inner.seed.array) == 3.0


def test_the_outer_pop_s_gx_is_the_inner_pass_s_last_gradient() -> None:
    _, (outer, inner) = recordings(lambda x: Checkpoint(block)(x) * 3.0)
    (gx,) = outer.pops[1].gxs
    assert float(gx.array) == float(dict(inner.grads)["x again"].array)


def test_a_checkpoint_in_a_checkpoint_is_nested_twice() -> None:
    found, made = recordings(Checkpoint(lambda x: Checkpoint(block)(x) * 2.0))
    assert found == pytest.approx(2 * slope(0.7), rel=1e-14)
    assert [r.parent for r in made] == [None, made[0].id, made[1].id]


def test_the_curriculum_s_figure() -> None:
    """24: square(exp(x * sin(x))) at 0.5 has 2 outer pops where 4 were, and the same 2.966109."""
    plain, (whole,) = recordings(lambda x: square(exp_(x * sin_(x))), 0.5)
    found, (outer, _) = recordings(
        lambda x: square(Checkpoint(lambda x: exp_(x * sin_(x)))(x)), 0.5
    )
    assert (len(whole.pops), len(outer.pops)) == (4, 2)
    assert round(plain, 6) == round(found, 6) == 2.966109


def test_every_step_of_both_passes_has_its_sentence() -> None:
    for recording in recordings(lambda x: Checkpoint(block)(x) * 3.0)[1]:
        assert all(line.strip() for line in plain_steps(recording))


def test_a_second_derivative_through_a_checkpoint_says_what_is_missing() -> None:
    """Its backward builds no graph from x to gx, so the gradient has no creator."""
    x = Variable(np.array(0.7))
    Checkpoint(block)(x).backward(create_graph=True)
    assert x.grad.creator is None
