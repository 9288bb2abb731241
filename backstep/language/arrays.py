"""The functions of numpy that a session has: numbers in, numbers out, within a size."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import numpy as np

from backstep.engine import operations
from backstep.engine.errors import DataError
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError, NotAvailable

LARGEST_ARRAY = 10**8
NUMERIC_KINDS = "biufc"

FUNCTION_NAMES = (
    "abs absolute add all allclose amax amin any arange arccos arcsin arctan arctan2 argmax "
    "argmin argsort around array array_equal asarray atleast_1d atleast_2d average broadcast_to "
    "ceil clip column_stack concatenate cos cosh cumprod cumsum deg2rad degrees diag diff "
    "divide dot empty equal exp expand_dims expm1 eye fabs flip floor full full_like greater "
    "greater_equal hstack identity inner isclose isfinite isinf isnan isscalar less less_equal "
    "linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logspace matmul "
    "max maximum mean median meshgrid min minimum mod moveaxis multiply nan_to_num negative "
    "nonzero not_equal ones ones_like outer percentile power prod rad2deg radians ravel "
    "reciprocal repeat reshape rint roll round sign sin sinh sort split sqrt square squeeze stack "
    "std subtract sum swapaxes take tan tanh tensordot tile trace transpose tril triu true_divide "
    "unique var vstack where zeros zeros_like"
).split()
RANDOM_NAMES = "seed rand randn randint random permutation uniform normal choice shuffle".split()
DTYPE_NAMES = (
    "float16 float32 float64 int8 int16 int32 int64 uint8 bool_ complex64 complex128"
).split()
CONSTANTS = {"pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None}


class _NdarrayType(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, np.ndarray)


class ndarray(metaclass=_NdarrayType):
    """Stands for numpy.ndarray in isinstance; it does not make arrays (np.array does)."""

    __module__ = "numpy"

    def __new__(cls, *arguments: object) -> ndarray:
        raise NotAvailable("np.ndarray(...) is not available here: write np.array(...) or np.zeros")


def numeric_dtype(who: str, dtype: Any) -> np.dtype[Any]:
    """A dtype of numbers. Raises DataError for objects, text, dates and records."""
    wanted = np.dtype(dtype)
    if wanted.kind not in NUMERIC_KINDS:
        raise DataError(f"{who}: an array here holds numbers, not {wanted} data")
    return wanted


def numeric(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A numpy function that takes numbers and gives numbers, within the size limit."""
    size = SIZES.get(name)

    @wraps(function, assigned=("__name__", "__doc__"), updated=())
    def checked(*arguments: Any, **options: Any) -> Any:
        _check_variables(name, [*arguments, *options.values()])
        if options.get("dtype") is not None:
            numeric_dtype(f"np.{name}", options["dtype"])
        if size is not None:
            _check_size(name, size, arguments, options)
        result = function(*arguments, **options)
        for each in result if isinstance(result, (list, tuple)) else (result,):
            if isinstance(each, (np.ndarray, np.generic)):
                numeric_dtype(f"np.{name}", each.dtype)
        return result

    checked.__qualname__ = name
    return checked


def _check_variables(name: str, arguments: Iterable[Any]) -> None:
    for argument in arguments:
        if isinstance(argument, Variable):
            own = f"write {_own(name)}(x), or " if name in operations.__all__ else ""
            raise DataError(f"np.{name} takes arrays, not Variables: {own}give it x.data")
        if type(argument) in (list, tuple) and any(isinstance(a, Variable) for a in argument):
            raise DataError(
                f"np.{name} takes numbers and arrays, not a {type(argument).__name__} of "
                "Variables: write [x.data for x in xs]"
            )


def _own(name: str) -> str:
    """What a session calls an operation: Python's own `max` keeps its name there."""
    return f"F.{name}" if hasattr(builtins, name) and name != "abs" else name


def _check_size(
    name: str,
    size: Callable[..., float],
    arguments: tuple[Any, ...],
    options: Mapping[str, Any],
) -> None:
    try:
        asked = size(*arguments, **options)
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return  # the parameters are named as numpy's are, so numpy refuses these too, and better
    if asked > LARGEST_ARRAY:
        raise LimitError(
            f"np.{name}: {asked:.3g} elements are more than the {LARGEST_ARRAY:,} allowed"
        )


def _product(shape: Any) -> float:
    """The elements of a shape; 1 where numpy takes None for a single value."""
    if shape is None:
        return 1.0
    return float(math.prod(int(n) for n in np.atleast_1d(np.asarray(shape)).ravel()))


def _size_of_shape(shape: Any, *rest: Any, **options: Any) -> float:
    return _product(shape)


def _size_of_shapes(*shape: int) -> float:
    return _product(shape)


def _size_of_eye(N: Any, M: Any = None, *rest: Any, **options: Any) -> float:
    return float(N) * float(N if M is None else M)


def _size_of_identity(n: Any, *rest: Any, **options: Any) -> float:
    return float(n) ** 2


def _size_of_arange(
    start: Any, stop: Any = None, step: Any = 1, *rest: Any, **options: Any
) -> float:
    first, last = (0, start) if stop is None else (start, stop)
    return float(abs((last - first) / (1 if step is None else step)))


def _size_of_linspace(start: Any, stop: Any, num: Any = 50, *rest: Any, **options: Any) -> float:
    return float(num)


def _size_of_tile(A: Any, reps: Any) -> float:
    return np.size(A) * _product(reps)


def _size_of_repeat(a: Any, repeats: Any, *rest: Any, **options: Any) -> float:
    return np.size(a) * float(np.max(repeats))


def _size_of_broadcast(array: Any, shape: Any, **options: Any) -> float:
    return _product(shape)


def _size_of_outer(a: Any, b: Any, **options: Any) -> float:
    return float(np.size(a)) * np.size(b)


def _size_of_diag(v: Any, *rest: Any, **options: Any) -> float:
    return float(np.size(v)) ** (2 if np.ndim(v) == 1 else 1)


def _size_of_meshgrid(*axes: Any, **options: Any) -> float:
    return float(math.prod(np.size(axis) for axis in axes)) * len(axes)


def _size_of_permutation(x: Any) -> float:
    return float(x) if isinstance(x, (int, np.integer)) else 1.0


def _size_of_randint(low: Any, high: Any = None, size: Any = None, **options: Any) -> float:
    return _product(size)


def _size_of_sample(first: Any = 0, second: Any = 1, size: Any = None, **options: Any) -> float:
    return _product(size)


def _size_of_choice(a: Any, size: Any = None, *rest: Any, **options: Any) -> float:
    return _product(size)


def _size_of_random(size: Any = None) -> float:
    return _product(size)


SIZES: dict[str, Callable[..., float]] = {
    **dict.fromkeys(("zeros", "ones", "empty", "full"), _size_of_shape),
    **dict.fromkeys(("linspace", "logspace"), _size_of_linspace),
    **dict.fromkeys(("rand", "randn"), _size_of_shapes),
    **dict.fromkeys(("uniform", "normal"), _size_of_sample),
    "eye": _size_of_eye,
    "identity": _size_of_identity,
    "arange": _size_of_arange,
    "tile": _size_of_tile,
    "repeat": _size_of_repeat,
    "broadcast_to": _size_of_broadcast,
    "outer": _size_of_outer,
    "diag": _size_of_diag,
    "meshgrid": _size_of_meshgrid,
    "permutation": _size_of_permutation,
    "randint": _size_of_randint,
    "choice": _size_of_choice,
    "random": _size_of_random,
}

FUNCTIONS = {name: numeric(name, getattr(np, name)) for name in FUNCTION_NAMES}
RANDOM = {name: numeric(name, getattr(np.random, name)) for name in RANDOM_NAMES}
LINALG = {"norm": numeric("norm", np.linalg.norm)}
DTYPES = {name: getattr(np, name) for name in DTYPE_NAMES}
