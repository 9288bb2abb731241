"""The modules that an import may name: fixed tables of names, nothing of the real modules."""

from __future__ import annotations

import contextlib
import math
import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import numpy as np

from backstep import engine
from backstep.engine import operations
from backstep.engine.errors import DataError
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError, NotAvailable

LARGEST_ARRAY = 10**8

NUMPY_NAMES = (
    "abs absolute add all allclose amax amin any arange arccos arcsin arctan arctan2 argmax "
    "argmin argsort around array array_equal asarray atleast_1d atleast_2d average broadcast_to "
    "ceil clip column_stack concatenate cos cosh cumprod cumsum deg2rad degrees diag diff "
    "divide dot empty equal exp expand_dims expm1 eye fabs flip floor full full_like greater "
    "greater_equal hstack identity inner isclose isfinite isinf isnan less less_equal linspace "
    "log log10 log1p log2 logaddexp logical_and logical_not logical_or logspace matmul max "
    "maximum mean median meshgrid min minimum mod moveaxis multiply nan_to_num negative nonzero "
    "not_equal ones ones_like outer percentile power prod rad2deg radians ravel reciprocal "
    "repeat reshape rint roll round sign sin sinh sort split sqrt square squeeze stack std "
    "subtract sum swapaxes take tan tanh tensordot tile trace transpose tril triu true_divide "
    "unique var vstack where zeros zeros_like "
).split()
RANDOM_NAMES = "seed rand randn randint random permutation uniform normal choice shuffle".split()
MATH_NAMES = (
    "acos acosh asin asinh atan atan2 atanh ceil cos cosh degrees e erf erfc exp expm1 fabs "
    "floor fmod fsum gamma hypot inf isclose isfinite isinf isnan log log10 log1p log2 nan pi "
    "pow radians sin sinh sqrt tan tanh tau trunc "
).split()


class Module:
    """A table of names that looks like a module. Reads go through our attribute guard.

    `known` are the names of the real module, for telling a missing name from a refused one.
    """

    __slots__ = ("known", "name", "table")

    def __init__(self, name: str, table: Mapping[str, Any], known: Iterable[str] = ()) -> None:
        self.name = name
        self.table = dict(table)
        self.known = frozenset(known)

    def __repr__(self) -> str:
        return f"<module {self.name}>"


class _NdarrayType(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, np.ndarray)


class ndarray(metaclass=_NdarrayType):
    """Stands for numpy.ndarray in isinstance; it does not make arrays (np.array does)."""

    def __new__(cls, *arguments: object) -> ndarray:
        raise NotAvailable("np.ndarray(...) is not available here: write np.array(...) or np.zeros")


def _numeric(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A numpy function that takes numbers and gives numbers, within the size limit."""

    @wraps(function, assigned=("__name__", "__doc__"), updated=())
    def checked(*arguments: Any, **options: Any) -> Any:
        for argument in arguments:
            if isinstance(argument, Variable):
                remedy = f"{name}(x), or np.{name}(x.data)" if name in operations.__all__ else ""
                remedy = remedy or f"np.{name}(x.data)"
                raise DataError(f"np.{name} takes arrays, not Variables: write {remedy}")
        if name in SIZED:
            _check_size(name, arguments, options)
        result = function(*arguments, **options)
        if isinstance(result, np.ndarray) and result.dtype.kind not in "biufc":
            raise DataError(f"np.{name}: an array here holds numbers, not {result.dtype} data")
        return result

    return checked


def _check_size(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> None:
    size = 1.0
    try:
        size = SIZED[name](*arguments, **options)
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return  # numpy says it better
    if size > LARGEST_ARRAY:
        raise LimitError(
            f"np.{name}: {size:.3g} elements are more than the {LARGEST_ARRAY:,} allowed"
        )


def _product(shape: Any, *rest: Any, **options: Any) -> float:
    return math.prod(shape) if isinstance(shape, (tuple, list)) else float(shape)


def _range_size(*arguments: Any, **options: Any) -> float:
    start, stop = (0, arguments[0]) if len(arguments) == 1 else arguments[:2]
    step = arguments[2] if len(arguments) > 2 else 1
    return float(abs((stop - start) / step))


SIZED: dict[str, Callable[..., float]] = {
    **dict.fromkeys(("zeros", "ones", "empty", "full", "identity"), _product),
    "eye": lambda n, m=None, *rest, **options: float(n) * float(m or n),
    "arange": _range_size,
    "linspace": lambda start, stop, num=50, *rest, **options: float(num),
    "logspace": lambda start, stop, num=50, *rest, **options: float(num),
    "tile": lambda a, reps: np.size(a) * _product(reps),
    "repeat": lambda a, repeats, *rest, **options: np.size(a) * float(np.max(repeats)),
    "broadcast_to": lambda a, shape, **options: _product(shape),
    "outer": lambda a, b, **options: float(np.size(a)) * np.size(b),
    "diag": lambda v, *rest, **options: float(np.size(v)) ** (2 if np.ndim(v) == 1 else 1),
    "rand": lambda *shape: float(math.prod(shape)),
    "randn": lambda *shape: float(math.prod(shape)),
    "random": lambda size=1: _product(size),
    "permutation": lambda x: float(x) if isinstance(x, int) else 1.0,
    "randint": lambda low, high=None, size=1, **options: _product(size or 1),
    "uniform": lambda low=0, high=1, size=1: _product(size or 1),
    "normal": lambda loc=0, scale=1, size=1: _product(size or 1),
    "choice": lambda a, size=1, *rest, **options: _product(size or 1),
}


def _numpy() -> Module:
    table: dict[str, Any] = {n: _numeric(n, getattr(np, n)) for n in NUMPY_NAMES}
    random = {n: _numeric(n, getattr(np.random, n)) for n in RANDOM_NAMES}
    types = (
        "float16 float32 float64 int8 int16 int32 int64 uint8 bool_ complex64 complex128".split()
    )
    table |= {name: getattr(np, name) for name in types}
    table |= {"pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None}
    table |= {"ndarray": ndarray, "random": Module("numpy.random", random, dir(np.random))}
    norm = _numeric("norm", np.linalg.norm)
    linalg = Module("numpy.linalg", {"norm": norm}, dir(np.linalg))
    return Module("numpy", table | {"linalg": linalg}, dir(np))


def _factorial(n: int) -> int:
    if n > 5000:
        raise LimitError("math.factorial: more than 5000 is more than this program may ask for")
    return math.factorial(n)


def _comb(n: int, k: int) -> int:
    if n > 10_000:
        raise LimitError("math.comb: more than 10000 is more than this program may ask for")
    return math.comb(n, k)


NUMPY = _numpy()
MATH = Module(
    "math",
    {name: getattr(math, name) for name in MATH_NAMES} | {"factorial": _factorial, "comb": _comb},
)


FUNCTIONS = Module("dezero.functions", {n: getattr(operations, n) for n in operations.__all__})
CORE = {
    name: getattr(engine, name)
    for name in engine.__all__
    if name not in operations.__all__ and name not in ("ALGORITHMS", "setup_variable")
} | {"setup_variable": lambda: None}
OPERATION_CLASSES = {n: c for n, c in FUNCTIONS.table.items() if isinstance(c, type)}


def _engine_module(name: str) -> Module:
    core = Module(f"{name}.core", CORE | FUNCTIONS.table)
    return Module(
        name, CORE | FUNCTIONS.table | {"functions": FUNCTIONS, "core": core, "core_simple": core}
    )


DEZERO = _engine_module("dezero")
BACKSTEP = _engine_module("backstep")
CONTEXTLIB = Module("contextlib", {"contextmanager": contextlib.contextmanager})
WEAKREF = Module("weakref", {"ref": weakref.ref})

MODULES: dict[str, Module] = {
    "numpy": NUMPY,
    "numpy.random": NUMPY.table["random"],
    "numpy.linalg": NUMPY.table["linalg"],
    "math": MATH,
    "contextlib": CONTEXTLIB,
    "weakref": WEAKREF,
    **{
        f"{module.name}{dotted}": module.table[dotted[1:]] if dotted else module
        for module in (DEZERO, BACKSTEP)
        for dotted in ("", ".functions", ".core", ".core_simple")
    },
}
STAR_MODULES = ("dezero", "backstep", "dezero.functions", "backstep.functions")


def module_named(name: str) -> Module:
    """The table of a module. Raises ImportError with what there is instead."""
    module = MODULES.get(name)
    if module is None:
        known = "numpy, math, dezero, dezero.functions, contextlib and weakref"
        raise ImportError(f"{name} is not available here; there are {known}")
    return module


def import_(name: str, wanted: str) -> Module:
    """What `import name` binds: the module, or its top one for `import a.b`."""
    module_named(name)
    return module_named(wanted)


def from_(name: str, attribute: str) -> Any:
    """What `from name import attribute` binds."""
    module = module_named(name)
    if attribute not in module.table:
        known = attribute in module.known
        raise ImportError(
            f"{name}.{attribute} is not available here" if known else f"{name} has no {attribute}"
        )
    return module.table[attribute]


def star_names(name: str) -> dict[str, Any]:
    """What `from name import *` binds; only the engine's names can be taken so."""
    if name not in STAR_MODULES:
        raise ImportError(f"from {name} import * is not available here: name what you need")
    return {n: v for n, v in module_named(name).table.items() if not isinstance(v, Module)}
