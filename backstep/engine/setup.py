"""Operators and methods of Variables: `x + 1`, `x @ w`, `x[0]` (book steps 20 and on)."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine import operations
from backstep.engine.errors import DataError
from backstep.engine.operations import abs as absolute
from backstep.engine.operations import add, div, get_item, matmul, mul, neg, pow, rdiv, rsub, sub
from backstep.engine.operations.arithmetic import rpow
from backstep.engine.run import run
from backstep.engine.variable import Operand, Variable
from backstep.messages import tr


def rmatmul(x0: Operand, x1: Operand) -> Variable:
    """x1 @ x0: what `array @ x` calls."""
    return matmul(x1, x0)


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
    "__matmul__": matmul,
    "__rmatmul__": rmatmul,
    "__neg__": neg,
    "__abs__": absolute,
    "__getitem__": get_item,
}
METHODS = ("reshape", "transpose", "sum", "max", "min", "mean", "dot", "matmul")
COMPARISONS = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
OF_ARRAYS = {
    "add": add,
    "subtract": sub,
    "multiply": mul,
    "divide": div,
    "true_divide": div,
    "power": pow,
    "matmul": matmul,
}
UNDERIVED = {"__floordiv__": "//", "__rfloordiv__": "//", "__mod__": "%", "__rmod__": "%"}
REMEDIES = {"absolute": "abs(x)", "negative": "-x"}


def _not_compared(sign: str) -> Callable[[Variable, object], bool]:
    def compare(self: Variable, other: object) -> bool:
        raise DataError(
            tr("Variables are not compared, their data is: write x.data {sign} ...", sign=sign)
        )

    return compare


def _underived(sign: str) -> Callable[[Variable, object], Variable]:
    def compute(self: Variable, other: object) -> Variable:
        raise DataError(
            tr(
                "there is no operation for {sign}, and so no gradient: write x.data {sign} ...",
                sign=sign,
            )
        )

    return compute


def array_ufunc(self: Variable, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
    """What numpy asks a Variable when it meets one.

    `array * x` is the operation. `x.data -= lr * x.grad` works on the array, with a warning. Other
    functions of numpy raise DataError with the remedy: they would lose the graph.
    """
    name = ufunc.__name__
    if method == "__call__" and options.get("out") is not None:
        warnings.warn(
            tr("a Variable was given where an array belongs; its .data was taken (write g.data)"),
            stacklevel=2,
        )
        return ufunc(*[x.data if isinstance(x, Variable) else x for x in inputs], **options)
    if method == "__call__" and name in OF_ARRAYS and not options:
        return OF_ARRAYS[name](*inputs)
    raise _takes_arrays(name)


def array_function(self: Variable, function: Any, *_: Any) -> Any:
    """What numpy asks a Variable that was given to np.sum, np.where and the like: DataError."""
    raise _takes_arrays(function.__name__)


def array(self: Variable, *_: Any, **__: Any) -> Any:
    """What numpy asks a Variable that shall be an array, as in np.array([x0, x1]): DataError."""
    raise DataError(tr("np.array takes numbers and arrays, not Variables: give it x.data"))


def _takes_arrays(name: str) -> DataError:
    ours = f"x.{name}()" if name in METHODS else f"{name}(x)"
    remedy = REMEDIES.get(name) or (ours if name in operations.__all__ else "")
    if remedy:
        told = tr(
            "np.{name} takes arrays, not Variables: write {remedy}, or give it x.data",
            name=name,
            remedy=remedy,
        )
        return DataError(told)
    return DataError(tr("np.{name} takes arrays, not Variables: give it x.data", name=name))


def setup_variable() -> None:
    """Give Variable its operators and methods; runs once, when the engine is imported.

    The book's programs call it; here that changes nothing. Book steps 20 and 23.
    """
    Variable._run = run
    for name, operation in OPERATORS.items():
        setattr(Variable, name, operation)
    for name in METHODS:
        setattr(Variable, name, getattr(operations, name))
    for name, sign in COMPARISONS.items():
        setattr(Variable, name, _not_compared(sign))
    for name, sign in UNDERIVED.items():
        setattr(Variable, name, _underived(sign))
    Variable.T = property(operations.transpose, doc="All axes reversed. Book step 41.")  # type: ignore[assignment,method-assign]
    Variable.__array_ufunc__ = array_ufunc  # type: ignore[method-assign]
    Variable.__array_function__ = array_function  # type: ignore[attr-defined]
    Variable.__array__ = array  # type: ignore[attr-defined]
