"""The modules that an import may name: fixed tables of names, nothing of the real modules."""

from __future__ import annotations

import builtins
import contextlib
import math
import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import numpy as np

from backstep import engine
from backstep.engine import DataError, Variable, operations
from backstep.language import arrays
from backstep.language.errors import LimitError

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


def _numpy() -> Module:
    random = Module("numpy.random", arrays.RANDOM, dir(np.random))
    linalg = Module("numpy.linalg", arrays.LINALG, dir(np.linalg))
    table = {**arrays.FUNCTIONS, **arrays.DTYPES, **arrays.CONSTANTS, "ndarray": arrays.ndarray}
    return Module("numpy", table | {"random": random, "linalg": linalg}, dir(np))


def _factorial(n: int) -> int:
    if n > 5000:
        raise LimitError("math.factorial: more than 5000 is more than this program may ask for")
    return math.factorial(n)


def _comb(n: int, k: int) -> int:
    if n > 10_000:
        raise LimitError("math.comb: more than 10000 is more than this program may ask for")
    return math.comb(n, k)


def _weak_reference(thing: Any) -> weakref.ref[Any]:
    """weakref.ref without a callback: an error in one would surface outside of every cell."""
    return weakref.ref(thing)


def _of_numbers(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of math. A Variable would go through as a number and leave its graph behind."""

    @wraps(function, updated=())
    def checked(*arguments: Any, **options: Any) -> Any:
        if any(isinstance(x, Variable) for x in arguments):
            own = f"write {name}(x), or " if name in operations.__all__ else "write "
            raise DataError(f"math.{name} takes numbers, not Variables: {own}math.{name}(x.data)")
        return function(*arguments, **options)

    return checked


def _math() -> Module:
    table = {name: getattr(math, name) for name in MATH_NAMES}
    table |= {"factorial": _factorial, "comb": _comb}
    return Module(
        "math", {n: _of_numbers(n, f) if callable(f) else f for n, f in table.items()}, dir(math)
    )


NUMPY = _numpy()
MATH = _math()
FUNCTIONS = Module("dezero.functions", {n: getattr(operations, n) for n in operations.__all__})
CORE = {
    name: getattr(engine, name)
    for name in engine.__all__
    if name not in operations.__all__ and name not in ("ALGORITHMS", "setup_variable")
} | {"setup_variable": lambda: None}
UTILS = Module(
    "dezero.utils",
    {
        "gradient_check": engine.gradient_check,
        "numerical_diff": engine.numerical_diff,
        "numerical_grad": engine.numerical_diff,  # the library's name for the book's function
        "sum_to": operations.sum_to,
    },
)
OPERATION_CLASSES = {n: c for n, c in FUNCTIONS.table.items() if isinstance(c, type)}


def _engine_module(name: str) -> Module:
    core = Module(f"{name}.core", CORE | FUNCTIONS.table)
    inner = {"functions": FUNCTIONS, "core": core, "core_simple": core, "utils": UTILS}
    return Module(name, CORE | FUNCTIONS.table | inner)


DEZERO = _engine_module("dezero")
BACKSTEP = _engine_module("backstep")
CONTEXTLIB = Module("contextlib", {"contextmanager": contextlib.contextmanager})
WEAKREF = Module("weakref", {"ref": _weak_reference})

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
        for dotted in ("", ".functions", ".core", ".core_simple", ".utils")
    },
}
# Operations with the name of a builtin: by that name they stand in dezero.functions only.
SHADOWING = frozenset(n for n in operations.__all__ if hasattr(builtins, n))
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
    hidden = () if name.endswith(".functions") else SHADOWING
    return {
        n: v
        for n, v in module_named(name).table.items()
        if not isinstance(v, Module) and n not in hidden
    }
