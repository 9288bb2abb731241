"""Hooks of an optimizer: what is done to gradients before each update (book step 46).

They give a parameter a new gradient and leave the old one as it is: an addition hands the same
gradient to both of its inputs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from backstep.engine.errors import ArgumentError, kind_of
from backstep.engine.layers import Layer
from backstep.engine.variable import Variable
from backstep.messages import tr

__all__ = ["ClipGrad", "FreezeParam", "WeightDecay"]


class WeightDecay:
    """Add `rate` times the data to each gradient, which pulls the parameters towards 0."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def __call__(self, params: Iterable[Variable]) -> None:
        for parameter in with_gradient(params):
            parameter.grad = Variable(parameter.grad.data + self.rate * parameter.data)  # type: ignore[union-attr]


class ClipGrad:
    """Shrink all gradients together so that their norm is at most `max_norm`."""

    def __init__(self, max_norm: float) -> None:
        self.max_norm = max_norm

    def __call__(self, params: Iterable[Variable]) -> None:
        wanted = with_gradient(params)
        squares = [float(np.sum(p.grad.data**2)) for p in wanted]  # type: ignore[union-attr]
        norm = math.sqrt(sum(squares))
        rate = self.max_norm / (norm + 1e-6)
        if rate < 1:
            for parameter in wanted:
                parameter.grad = Variable(parameter.grad.data * rate)  # type: ignore[union-attr]


class FreezeParam:
    """Leave some parameters as they are: their gradients are taken away before each update.

    Takes Parameters, and layers, whose parameters are meant then.
    """

    def __init__(self, *layers: Variable | Layer) -> None:
        self.freeze_params: list[Variable] = []
        for each in layers:
            if isinstance(each, Variable):
                self.freeze_params.append(each)
            elif isinstance(each, Layer):
                self.freeze_params.extend(each.params())
            else:
                raise ArgumentError(
                    tr("FreezeParam: takes layers and Parameters, not {kind}", kind=kind_of(each))
                )

    def __call__(self, params: Iterable[Variable]) -> None:
        for parameter in self.freeze_params:
            parameter.cleargrad()


def with_gradient(params: Iterable[Variable]) -> list[Variable]:
    """The parameters that have a gradient."""
    return [p for p in params if isinstance(p, Variable) and p.grad is not None]
