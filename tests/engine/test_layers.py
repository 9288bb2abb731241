"""Layers find their parameters, and draw their weights when they first see an input."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest

from backstep.engine import MLP, Layer, Model, Parameter, Sequential, Variable, sin, tanh
from backstep.engine import operations as F
from backstep.engine.errors import BackstepError
from backstep.engine.layers import Linear


class TwoLayers(Model):
    """The network of book step 45."""

    def __init__(self, hidden: int = 4, out: int = 2) -> None:
        super().__init__()
        self.l1 = Linear(hidden)
        self.l2 = Linear(out)

    def forward(self, x: Any) -> Variable:
        return self.l2(F.sigmoid(self.l1(x)))


def parameter(value: float = 1.0) -> Parameter:
    return Parameter(np.array(value))


def test_params_are_the_parameters_among_the_attributes_in_their_order() -> None:
    layer = Layer()
    layer.b, layer.a = parameter(2.0), parameter(1.0)
    layer.x, layer.text = Variable(np.array(3.0)), "no parameter"
    assert list(layer.params()) == [layer.b, layer.a]
    assert layer._params == {"a", "b"}


def test_an_attribute_that_is_no_parameter_any_more_is_none() -> None:
    layer = Layer()
    layer.w = parameter()
    layer.w = None
    assert list(layer.params()) == []


def test_params_are_found_in_layers_of_layers_and_counted_once() -> None:
    outer, inner = Layer(), Layer()
    inner.w = parameter()
    outer.a, outer.b, outer.w = inner, inner, inner.w
    assert list(outer.params()) == [inner.w]


def test_flattened_parameters_have_their_paths() -> None:
    model, flat = TwoLayers(), {}
    model._flatten_params(flat)
    assert list(flat) == ["l1/W", "l1/b", "l2/W", "l2/b"]


def test_a_subclass_needs_no_init_of_the_base() -> None:
    class Bare(Layer):
        def __init__(self) -> None:
            self.w = parameter()

    assert len(list(Bare().params())) == 1


def test_parameters_are_labelled_by_their_way() -> None:
    outer = Layer()
    outer.net = TwoLayers()
    assert [p.label for p in outer.params()] == [
        f"net.{layer}.{name}" for layer in ("l1", "l2") for name in ("W", "b")
    ]


def test_a_label_of_another_place_stays() -> None:
    first, second = Layer(), Layer()
    first.l = Linear(1)
    second.m = first.l
    assert first.l.b.label == "l.b"


def test_cleargrads_clears_every_gradient() -> None:
    model = TwoLayers()
    F.sum(model(np.ones((3, 2)))).backward()
    assert all(p.grad is not None for p in model.params())
    model.cleargrads()
    assert all(p.grad is None for p in model.params())


def test_linear_is_the_operation_on_its_parameters() -> None:
    layer, x = Linear(3, in_size=2), np.array([[1.0, 2.0]])
    layer.b.data = np.array([1.0, 2.0, 3.0])
    assert np.allclose(layer(x).data, x @ layer.W.data + [1.0, 2.0, 3.0])


def test_linear_draws_its_weights_at_the_first_call() -> None:
    layer = Linear(100)
    assert layer.W.data is None
    layer(np.zeros((2, 400)))
    W = layer.W.data
    assert (W.shape, W.dtype, layer.in_size) == ((400, 100), np.float32, 400)
    assert abs(W.std() * 20 - 1) < 0.05  # divided by the root of 400
    layer(np.zeros((2, 400)))
    assert layer.W.data is W


def test_linear_takes_nobias_and_a_dtype() -> None:
    layer = Linear(3, nobias=True, dtype=np.float64, in_size=2)
    assert layer.b is None
    assert layer.W.dtype == np.float64
    assert len(list(layer.params())) == 1


def test_a_layer_keeps_what_went_in_and_out_weakly() -> None:
    layer = Linear(1)
    x = Variable(np.ones((2, 2)))
    y = layer(x)
    assert layer.inputs[0]() is x
    assert layer.outputs[0]() is y
    gone = weakref.ref(y)
    del y
    gc.collect()
    assert gone() is None


def test_a_layer_of_several_inputs_and_outputs_gives_a_tuple() -> None:
    class Swap(Layer):
        def forward(self, x0: Any, x1: Any) -> Any:
            return x1, x0

    x0, x1 = Variable(np.array(1.0)), Variable(np.array(2.0))
    assert Swap()(x0, x1) == (x1, x0)


def test_mlp_has_the_activation_between_its_layers_alone() -> None:
    model, x = MLP((5, 3), activation=tanh), np.ones((2, 4))
    y = model(x)
    hidden = np.tanh(x @ model.l0.W.data + model.l0.b.data)
    assert np.allclose(y.data, hidden @ model.l1.W.data + model.l1.b.data)
    assert len(list(model.params())) == 4


def test_sequential_takes_layers_and_functions() -> None:
    layer = Linear(2)
    model, x = Sequential(layer, sin), np.ones((1, 3))
    assert np.allclose(model(x).data, np.sin(layer(x).data))
    assert list(model.params()) == [layer.W, layer.b]


def test_a_layer_shows_what_it_is_made_of() -> None:
    assert repr(TwoLayers()) == "TwoLayers(l1: Linear, l2: Linear)"
    assert repr(Linear(2)) == "Linear(W: no data yet, b: (2,))"


TROUBLES = {
    "no forward": (lambda: Layer()(1.0), "Layer has no forward"),
    "vector": (lambda: Linear(2)(np.ones(3)), "it needs (samples, columns): x.reshape(-1, 1)"),
    "number": (lambda: Linear(2)(np.array(1.0)), "it needs (samples, columns)"),
    "other columns": (lambda: Linear(2, in_size=3)(np.ones((1, 2))), "do not fit"),
    "no size": (lambda: Linear(0), "out_size is a whole number from 1 up, not 0"),
    "size of text": (lambda: Linear("3"), "out_size is a whole number from 1 up, not 3"),
    "huge": (lambda: Linear(10**9), "out_size is more than"),
    "huge product": (lambda: Linear(10**5, in_size=10**5), "has more than the 100,000,000"),
    "whole weights": (lambda: Linear(2, dtype=np.int64), "weights are floats"),
    "objects": (lambda: Linear(2, dtype=object), "weights are floats"),
    "mlp of a number": (lambda: MLP(3), "output sizes of its layers in a tuple"),
    "mlp of nothing": (lambda: MLP(()), "output sizes of its layers in a tuple"),
    "sequential of a list": (lambda: Sequential([sin]), "takes layers and functions"),
    "saving": (lambda: Layer().save_weights("a.npz"), "save_weights is not available here"),
    "loading": (lambda: Layer().load_weights("a.npz"), "load_weights is not available here"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_cannot_be_has_its_sentence(name: str) -> None:
    make, sentence = TROUBLES[name]
    with pytest.raises((BackstepError, NotImplementedError)) as caught:
        make()
    assert sentence in str(caught.value)
