"""Operators of Variables: `x + 1`, `2 / x`, `-x` call the operations (book steps 20 to 22)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from backstep.engine import operations
from backstep.engine.errors import DataError
from backstep.engine.operations import add, div, mul, neg, pow, rdiv, rsub, sub
from backstep.engine.operations.arithmetic import rpow
from backstep.engine.variable import Variable

OPERATORS = {
    "__add__": add,
    "__radd__": add,
    "__mul__": mul,
    "__rmul__": mul,
    "__sub__": sub,
    "__rsub__": rsub,
    "__truediv__": div,
    "__rtruediv__": rdiv,
    "__pow__": pow,
    "__rpow__": rpow,
    "__neg__": neg,
}
OF_ARRAYS = {
    "add": add,
    "subtract": sub,
    "multiply": mul,
    "divide": div,
    "true_divide": div,
    "power": pow,
}


def array_ufunc(self: Variable, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
    """What numpy asks a Variable when it meets one.

    `array * x` is the operation. `x.data -= lr * x.grad` works on the array, with a warning. Other
    functions of numpy raise DataError with the remedy: they would lose the graph.
    """
    name = ufunc.__name__
    if method == "__call__" and options.get("out") is not None:
        warnings.warn(
            "a Variable was given where an array belongs; its .data was taken (write g.data)",
            stacklevel=2,
        )
        return ufunc(*[x.data if isinstance(x, Variable) else x for x in inputs], **options)
    if method == "__call__" and name in OF_ARRAYS and not options:
        return OF_ARRAYS[name](*inputs)
    remedy = f"{name}(x), or " if name in operations.__all__ else ""
    raise DataError(f"np.{name} takes arrays, not Variables: write {remedy}np.{name}(x.data)")


def setup_variable() -> None:
    """Give Variable its operators; runs once, when the engine is imported."""
    for name, operation in OPERATORS.items():
        setattr(Variable, name, operation)
    Variable.__array_ufunc__ = array_ufunc  # type: ignore[method-assign]
