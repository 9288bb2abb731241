"""Optimizers: ways to change parameters by their gradients (book step 46)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from backstep.engine.errors import ArgumentError, DataError, kind_of
from backstep.engine.hooks import ClipGrad, FreezeParam, WeightDecay
from backstep.engine.variable import Array, Variable
from backstep.messages import tr

__all__ = [
    "SGD",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "ClipGrad",
    "FreezeParam",
    "MomentumSGD",
    "Optimizer",
    "WeightDecay",
]

Hook = Callable[[list[Variable]], object]
Some = TypeVar("Some", bound="Optimizer")


class Target(Protocol):
    """What can be trained: whatever gives its parameters. A Layer does."""

    def params(self) -> Iterable[Variable]: ...


class Optimizer:
    """The base of optimizers; a subclass says in `update_one` what to do with one parameter.

    `optimizer = SGD(lr=0.1).setup(model)`; `optimizer.update()` then changes every parameter that
    has a gradient. Hooks run before it, on the list of these. Book step 46.
    """

    def __init__(self) -> None:
        self.target: Target | None = None
        self.hooks: list[Hook] = []

    def setup(self: Some, target: Target) -> Some:
        """Take the model whose parameters are to be changed; gives the optimizer itself.

        Raises ArgumentError for what has no parameters to give.
        """
        if not callable(getattr(target, "params", None)):
            raise ArgumentError(
                tr(
                    "setup: takes a model or a layer, which has params(), not a {kind}",
                    kind=type(target).__name__,
                )
            )
        self.target = target
        return self

    def update(self) -> None:
        """Change every parameter that has a gradient."""
        if self.target is None:
            raise ArgumentError(
                tr(
                    "update: this {who} has no model yet: call setup(model) first",
                    who=type(self).__name__,
                )
            )
        wanted = [_parameter(each) for each in self.target.params()]
        wanted = [parameter for parameter in wanted if parameter.grad is not None]
        for hook in self.hooks:
            hook(wanted)
        for parameter in wanted:
            if parameter.grad is not None:  # a hook may have taken it away
                self.update_one(parameter)

    def update_one(self, param: Any) -> None:
        """Change one parameter; a subclass says how."""
        raise NotImplementedError(
            tr("{who} has no update_one: define update_one(self, param)", who=type(self).__name__)
        )

    def add_hook(self, f: Hook) -> None:
        """Have `f(params)` called before every update."""
        self.hooks.append(f)


class SGD(Optimizer):
    """Down the gradient: `data -= lr * grad`."""

    def __init__(self, lr: float = 0.01) -> None:
        super().__init__()
        self.lr = lr

    def update_one(self, param: Variable) -> None:
        """One step down."""
        param.data -= self.lr * _gradient(param)


class MomentumSGD(Optimizer):
    """Down the gradient with a velocity: `v = momentum * v - lr * grad; data += v`."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr = lr
        self.momentum = momentum
        self.vs: State = WeakKeyDictionary()

    def update_one(self, param: Variable) -> None:
        """One step with the velocity."""
        v = _state(self.vs, param)
        v *= self.momentum
        v -= self.lr * _gradient(param)
        param.data += v


class AdaGrad(Optimizer):
    """Smaller steps where gradients were large: `h += grad**2; data -= lr * grad / (sqrt(h)+eps)`.

    Duchi, Hazan, Singer 2011.
    """

    def __init__(self, lr: float = 0.001, eps: float = 1e-8) -> None:
        super().__init__()
        self.lr = lr
        self.eps = eps
        self.hs: State = WeakKeyDictionary()

    def update_one(self, param: Variable) -> None:
        """One step, scaled by the gradients so far."""
        grad = _gradient(param)
        h = _state(self.hs, param)
        h += grad * grad
        param.data -= self.lr * grad / (np.sqrt(h) + self.eps)


class AdaDelta(Optimizer):
    """Steps as large as the recent ones, by gradients as large as the recent ones. Zeiler 2012."""

    def __init__(self, rho: float = 0.95, eps: float = 1e-6) -> None:
        super().__init__()
        self.rho = rho
        self.eps = eps
        self.msg: State = WeakKeyDictionary()
        self.msdx: State = WeakKeyDictionary()

    def update_one(self, param: Variable) -> None:
        """One step, scaled by running means of squared gradients and squared steps."""
        grad = _gradient(param)
        msg, msdx = _state(self.msg, param), _state(self.msdx, param)
        msg += (1 - self.rho) * (grad * grad - msg)
        dx = np.sqrt((msdx + self.eps) / (msg + self.eps)) * grad
        msdx += (1 - self.rho) * (dx * dx - msdx)
        param.data -= dx


class Adam(Optimizer):
    """Running means of gradients and of their squares, corrected for their start at zero.

    `lr` is the rate of the coming step, made of alpha and how many there were. Kingma, Ba 2015.
    """

    def __init__(
        self, alpha: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__()
        self.t = 0
        self.alpha = alpha
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.ms: State = WeakKeyDictionary()
        self.vs: State = WeakKeyDictionary()

    def update(self) -> None:
        """Change every parameter that has a gradient."""
        self.t += 1
        super().update()

    @property
    def lr(self) -> float:
        """The rate, corrected: alpha * sqrt(1 - beta2**t) / (1 - beta1**t)."""
        if self.t == 0:
            return 0.0
        rate: float = self.alpha * (1 - self.beta2**self.t) ** 0.5 / (1 - self.beta1**self.t)
        return rate

    @lr.setter
    def lr(self, rate: float) -> None:
        raise ArgumentError(
            tr("Adam makes its lr of alpha and of how many steps there were: set alpha")
        )

    def update_one(self, param: Variable) -> None:
        """One step by the corrected means."""
        grad = _gradient(param)
        m, v = _state(self.ms, param), _state(self.vs, param)
        m += (1 - self.beta1) * (grad - m)
        v += (1 - self.beta2) * (grad * grad - v)
        param.data -= self.lr * m / (np.sqrt(v) + self.eps)


State = WeakKeyDictionary[Variable, Array]


def _state(kept: State, parameter: Variable) -> Array:
    """What an optimizer keeps of a parameter; zeros of its shape at first."""
    if parameter not in kept:
        kept[parameter] = np.zeros_like(parameter.data)
    return kept[parameter]


def _gradient(parameter: Variable) -> Array:
    assert parameter.grad is not None  # update asked
    gradient: Array = parameter.grad.data
    return gradient


def _parameter(each: object) -> Variable:
    if not isinstance(each, Variable):
        raise DataError(tr("update: params() gives Parameters, not {kind}", kind=kind_of(each)))
    return each
