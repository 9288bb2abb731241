"""Optimizers take the steps of their formulas, and train what book steps 46 to 48 train."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import MLP, Layer, Parameter, Variable, mean_squared_error
from backstep.engine.errors import BackstepError
from backstep.engine.optimizers import (
    SGD,
    AdaDelta,
    AdaGrad,
    Adam,
    ClipGrad,
    FreezeParam,
    MomentumSGD,
    Optimizer,
    WeightDecay,
)

GRADIENTS = [3.0, -1.0]


def stepped(optimizer: Optimizer, *hooks: Callable[[list[Variable]], object]) -> list[float]:
    """A parameter that begins at 2, after a step with each of the gradients."""
    layer = Layer()
    layer.w = Parameter(np.array([2.0]))
    optimizer.setup(layer)
    for hook in hooks:
        optimizer.add_hook(hook)
    found = []
    for gradient in GRADIENTS:
        layer.w.grad = Variable(np.array([gradient]))
        optimizer.update()
        found.append(layer.w.data.item())
    return found


def test_setup_gives_the_optimizer() -> None:
    optimizer = SGD(0.1)
    assert optimizer.setup(Layer()) is optimizer


def test_sgd_goes_down_the_gradient() -> None:
    assert stepped(SGD(lr=0.1)) == pytest.approx([2 - 0.3, 2 - 0.3 + 0.1])


def test_momentum_keeps_a_velocity() -> None:
    velocities = [-0.3, 0.5 * -0.3 + 0.1]
    expected = [2 + velocities[0], 2 + velocities[0] + velocities[1]]
    assert stepped(MomentumSGD(lr=0.1, momentum=0.5)) == pytest.approx(expected)


def test_adagrad_divides_by_the_root_of_all_squares() -> None:
    first = 2 - 0.1 * 3 / 3
    assert stepped(AdaGrad(lr=0.1, eps=0)) == pytest.approx([first, first + 0.1 / math.sqrt(10)])


def test_adam_begins_with_steps_of_alpha() -> None:
    # Kingma, Ba 2015, section 2: the corrected means of one gradient are it and its square
    assert stepped(Adam(alpha=0.1, eps=0))[0] == pytest.approx(1.9)


def test_adam_corrects_its_means() -> None:
    m = 0.9 * 0.1 * 3 + 0.1 * -1
    v = 0.999 * 0.001 * 9 + 0.001 * 1
    step = 0.1 * (m / (1 - 0.9**2)) / math.sqrt(v / (1 - 0.999**2))
    assert stepped(Adam(alpha=0.1, eps=0))[1] == pytest.approx(1.9 - step)


def test_adadelta_begins_with_the_root_of_eps() -> None:
    first = 3 * math.sqrt(1e-6 / (0.05 * 9 + 1e-6))
    assert stepped(AdaDelta(rho=0.95, eps=1e-6))[0] == pytest.approx(2 - first)


def test_weight_decay_pulls_to_zero() -> None:
    assert stepped(SGD(lr=0.1), WeightDecay(0.5))[0] == pytest.approx(2 - 0.1 * (3 + 0.5 * 2))


def test_clip_grad_shrinks_what_is_longer() -> None:
    assert stepped(SGD(lr=0.1), ClipGrad(2.0)) == pytest.approx([1.8, 1.9], abs=1e-6)


def test_a_hook_leaves_a_gradient_that_two_share_as_it_is() -> None:
    layer, shared = Layer(), Variable(np.array([3.0]))
    layer.a, layer.b = Parameter(np.array([2.0])), Parameter(np.array([2.0]))
    layer.a.grad = layer.b.grad = shared
    optimizer = SGD(0.1).setup(layer)
    optimizer.add_hook(WeightDecay(0.5))
    optimizer.update()
    assert shared.data.item() == 3.0
    assert layer.a.data == layer.b.data == pytest.approx(1.6)


def test_a_frozen_parameter_stays() -> None:
    layer, inner = Layer(), Layer()
    layer.a, layer.b, inner.c = (Parameter(np.array([2.0])) for _ in range(3))
    layer.inner = inner
    optimizer = SGD(0.1).setup(layer)
    optimizer.add_hook(FreezeParam(layer.a, inner))
    for parameter in layer.params():
        parameter.grad = Variable(np.array([1.0]))
    optimizer.update()
    assert [p.data.item() for p in layer.params()] == [2.0, 1.9, 2.0]


def test_a_parameter_without_a_gradient_stays() -> None:
    layer = Layer()
    layer.w = Parameter(np.array(2.0))
    SGD(0.1).setup(layer).update()
    assert layer.w.data == 2.0


def test_an_optimizer_of_one_s_own_says_what_one_update_is() -> None:
    class Sign(Optimizer):
        def update_one(self, param: Variable) -> None:
            assert param.grad is not None
            param.data -= np.sign(param.grad.data)

    assert stepped(Sign()) == [1.0, 2.0]


# What the book's own library computes for its step 43 data, in 100 steps from seed 0.
TRAINED = {
    "SGD": (lambda: SGD(0.2), 0.255470),
    "MomentumSGD": (lambda: MomentumSGD(0.1), 0.252485),
    "AdaGrad": (lambda: AdaGrad(0.1), 0.248073),
    "AdaDelta": (AdaDelta, 0.421882),
    "Adam": (lambda: Adam(0.05), 0.245039),
}


@pytest.mark.parametrize("name", TRAINED)
def test_the_sine_is_learned_as_the_book_s_library_learns_it(name: str) -> None:
    make, loss = TRAINED[name]
    np.random.seed(0)
    x = np.random.rand(100, 1)
    y = np.sin(2 * np.pi * x) + np.random.rand(100, 1)
    model = MLP((10, 1))
    optimizer = make().setup(model)
    for _ in range(100):
        found = mean_squared_error(y, model(x))
        model.cleargrads()
        found.backward()
        optimizer.update()
    assert float(found.data) == pytest.approx(loss, abs=2e-6)


def test_the_rate_of_adam_is_alpha_s() -> None:
    adam = Adam(alpha=0.1)
    assert adam.lr == 0
    with pytest.raises(BackstepError, match="set alpha"):
        adam.lr = 0.2


TROUBLES = {
    "a number": (lambda: SGD().setup(3), "setup: takes a model or a layer"),
    "no setup": (lambda: SGD().update(), "this SGD has no model yet"),
    "no update_one": (lambda: stepped(Optimizer()), "Optimizer has no update_one"),
    "frozen text": (lambda: FreezeParam("l1"), "takes layers and Parameters, not a str"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_cannot_be_has_its_sentence(name: str) -> None:
    make, sentence = TROUBLES[name]
    with pytest.raises((BackstepError, NotImplementedError)) as caught:
        make()
    assert sentence in str(caught.value)


def test_what_is_no_parameter_is_not_changed() -> None:
    class Odd:
        def params(self) -> list[object]:
            return [object()]

    with pytest.raises(BackstepError, match="gives Parameters, not an object"):
        SGD().setup(Odd()).update()
