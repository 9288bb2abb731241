"""What of numpy is more than a function: `np.add.at`, `np.maximum.reduce`, `np.c_[a, b]`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine.calls import CALLS
from backstep.engine.errors import DataError, kind_of
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError
from backstep.language.library.array_sizes import LARGEST_ARRAY
from backstep.language.library.arrays import FUNCTIONS, check_argument, numeric
from backstep.messages import tr

NAMES = "add subtract multiply maximum minimum".split()


class Ufunc:
    """A function of numpy with `at` and `reduce`: called, it is the function."""

    __slots__ = ("_function", "_name", "at", "reduce")

    def __init__(self, name: str) -> None:
        self._name = name
        self._function: Callable[..., Any] = FUNCTIONS[name]
        self.reduce = numeric(f"{name}.reduce", getattr(np, name).reduce)
        self.at = _at(name)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._function(*arguments, **options)

    def __repr__(self) -> str:
        return f"<function {self._name} of numpy>"


def _at(name: str) -> Callable[..., None]:
    function = getattr(np, name)

    def at(a: Any, indices: Any, b: Any) -> None:
        if not isinstance(a, np.ndarray) or isinstance(b, Variable):
            wrong = a if not isinstance(a, np.ndarray) else b
            raise DataError(
                tr(
                    "np.{name}.at takes arrays, not {kind}: give it x.data",
                    name=name,
                    kind=kind_of(wrong),
                )
            )
        for given in (indices, b):
            check_argument(f"np.{name}.at", given)
        function.at(a, indices, b)
        CALLS.array_changed(a)

    return at


class Joined:
    """`np.c_[a, b]` and `np.r_[a, b]`, of arrays and numbers."""

    __slots__ = ("_join", "_name")

    def __init__(self, name: str, join: Any) -> None:
        self._name = name
        self._join = join

    def __getitem__(self, parts: Any) -> Any:
        given = parts if isinstance(parts, tuple) else (parts,)
        if any(isinstance(part, (str, slice)) for part in given):
            raise DataError(
                tr("np.{name} here joins arrays: write np.arange for a range", name=self._name)
            )
        if sum(np.size(part) for part in given) > LARGEST_ARRAY:
            raise LimitError(
                tr(
                    "np.{name}: more than the {most:,} elements allowed",
                    name=self._name,
                    most=LARGEST_ARRAY,
                )
            )
        return numeric(self._name, lambda *arrays: self._join[arrays])(
            *[part if np.isscalar(part) else FUNCTIONS["array"](part) for part in given]
        )

    def __repr__(self) -> str:
        return f"<np.{self._name}>"


UFUNCS = {name: Ufunc(name) for name in NAMES}
JOINED = {"c_": Joined("c_", np.c_), "r_": Joined("r_", np.r_)}
