"""An engine as plain as the book's, up to its step 36: the side that ours is held against.

Nothing is done here to be slow, and nothing to be fast: the queue is sorted at every push,
`using_config` is entered at every pop, generations are the max of a list, and every output goes
through `as_array`.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np


class Config:
    enable_backprop = True


@contextlib.contextmanager
def using_config(name: str, value: bool) -> Iterator[None]:
    before = getattr(Config, name)
    setattr(Config, name, value)
    try:
        yield
    finally:
        setattr(Config, name, before)


def as_array(x: Any) -> Any:
    return np.array(x) if np.isscalar(x) else x


def as_variable(x: Any) -> Variable:
    return x if isinstance(x, Variable) else Variable(x)


class Variable:
    __array_priority__ = 200

    def __init__(self, data: Any, name: str | None = None) -> None:
        if data is not None and not isinstance(data, np.ndarray):
            raise TypeError(f"{type(data)} is no array")
        self.data = data
        self.name = name
        self.grad: Any = None
        self.creator: Any = None
        self.generation = 0

    def set_creator(self, f: Function) -> None:
        self.creator = f
        self.generation = f.generation + 1

    def cleargrad(self) -> None:
        self.grad = None

    def backward(self, retain_grad: bool = False, create_graph: bool = False) -> None:
        if self.grad is None:
            self.grad = Variable(np.ones_like(self.data))
        funcs: list[Any] = []
        seen_set: set[Any] = set()

        def add_func(f: Any) -> None:
            if f not in seen_set:
                funcs.append(f)
                seen_set.add(f)
                funcs.sort(key=lambda f: f.generation)

        add_func(self.creator)
        while funcs:
            f = funcs.pop()
            gys = [output().grad for output in f.outputs]
            with using_config("enable_backprop", create_graph):
                gxs = f.backward(*gys)
                if not isinstance(gxs, tuple):
                    gxs = (gxs,)
                for x, gx in zip(f.inputs, gxs):  # noqa: B905  # as plain as the book's
                    x.grad = gx if x.grad is None else x.grad + gx
                    if x.creator is not None:
                        add_func(x.creator)
            if not retain_grad:
                for y in f.outputs:
                    y().grad = None


class Function:
    def __call__(self, *given: Any) -> Any:
        variables = [as_variable(each) for each in given]
        results = self.forward(*[x.data for x in variables])
        if not isinstance(results, tuple):
            results = (results,)
        made = [Variable(as_array(result)) for result in results]
        if Config.enable_backprop:
            self.generation = max([x.generation for x in variables])
            for y in made:
                y.set_creator(self)
            self.inputs = variables
            self.outputs = [weakref.ref(y) for y in made]
        return made[0] if len(made) == 1 else made

    def forward(self, *xs: Any) -> Any:
        raise NotImplementedError

    def backward(self, *gys: Any) -> Any:
        raise NotImplementedError


class Add(Function):
    def forward(self, x0: Any, x1: Any) -> Any:
        return x0 + x1

    def backward(self, gy: Any) -> Any:
        return gy, gy


class Mul(Function):
    def forward(self, x0: Any, x1: Any) -> Any:
        return x0 * x1

    def backward(self, gy: Any) -> Any:
        x0, x1 = self.inputs
        return gy * x1, gy * x0


class Neg(Function):
    def forward(self, x: Any) -> Any:
        return -x

    def backward(self, gy: Any) -> Any:
        return -gy


class Sub(Function):
    def forward(self, x0: Any, x1: Any) -> Any:
        return x0 - x1

    def backward(self, gy: Any) -> Any:
        return gy, -gy


class Div(Function):
    def forward(self, x0: Any, x1: Any) -> Any:
        return x0 / x1

    def backward(self, gy: Any) -> Any:
        x0, x1 = self.inputs
        return gy / x1, gy * (-x0 / x1**2)


class Pow(Function):
    def __init__(self, c: float) -> None:
        self.c = c

    def forward(self, x: Any) -> Any:
        return x**self.c

    def backward(self, gy: Any) -> Any:
        (x,) = self.inputs
        return self.c * x ** (self.c - 1) * gy


class Sin(Function):
    def forward(self, x: Any) -> Any:
        return np.sin(x)

    def backward(self, gy: Any) -> Any:
        (x,) = self.inputs
        return gy * cos(x)


class Cos(Function):
    def forward(self, x: Any) -> Any:
        return np.cos(x)

    def backward(self, gy: Any) -> Any:
        (x,) = self.inputs
        return gy * -sin(x)


class Tanh(Function):
    def forward(self, x: Any) -> Any:
        return np.tanh(x)

    def backward(self, gy: Any) -> Any:
        y = self.outputs[0]()
        return gy * (1 - y * y)


class Exp(Function):
    def forward(self, x: Any) -> Any:
        return np.exp(x)

    def backward(self, gy: Any) -> Any:
        y = self.outputs[0]()
        return gy * y


def add(x0: Any, x1: Any) -> Any:
    return Add()(x0, as_array(x1))


def mul(x0: Any, x1: Any) -> Any:
    return Mul()(x0, as_array(x1))


def sub(x0: Any, x1: Any) -> Any:
    return Sub()(x0, as_array(x1))


def div(x0: Any, x1: Any) -> Any:
    return Div()(x0, as_array(x1))


def neg(x: Any) -> Any:
    return Neg()(x)


def sin(x: Any) -> Any:
    return Sin()(x)


def cos(x: Any) -> Any:
    return Cos()(x)


def tanh(x: Any) -> Any:
    return Tanh()(x)


def exp(x: Any) -> Any:
    return Exp()(x)


OPERATORS = {
    "__add__": add,
    "__radd__": add,
    "__mul__": mul,
    "__rmul__": mul,
    "__sub__": sub,
    "__rsub__": lambda x0, x1: sub(as_array(x1), x0),
    "__truediv__": div,
    "__rtruediv__": lambda x0, x1: div(as_array(x1), x0),
    "__neg__": neg,
    "__pow__": lambda x, c: Pow(c)(x),
}
for name, operator in OPERATORS.items():
    setattr(Variable, name, operator)
