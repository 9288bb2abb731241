"""The guards: what the policy's rewritten code calls instead of operating by itself."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine import Variable
from backstep.language.arrays import LARGEST_ARRAY
from backstep.language.attributes import read
from backstep.language.errors import LimitError
from backstep.language.formatting import percent
from backstep.language.labels import label
from backstep.language.session_types import SessionType
from backstep.language.tables import type_name
from backstep.language.writes import writer

MOST_BITS = 100_000
REPEATABLE = frozenset({list, str, tuple, bytes})
GROWING = REPEATABLE | {int, bool, *(np.dtype(code).type for code in "bhilqBHILQ")}

IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "%=": operator.imod,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "@=": operator.imatmul,
    "|=": operator.ior,
    "&=": operator.iand,
    "^=": operator.ixor,
    ">>=": operator.irshift,
}
CHECKED_IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "*=": operator.imul,
    "**=": operator.ipow,
    "<<=": operator.ilshift,
}


def multiply(left: Any, right: Any) -> Any:
    """`left * right`. It is large only where both sides are of the types that can make it so."""
    if type(left) in GROWING and type(right) in GROWING:
        check_size("*", left, right)
    return left * right


def power(left: Any, right: Any) -> Any:
    """`left ** right`."""
    if type(left) in GROWING:
        check_size("**", left, right)
    return left**right


def shift(left: Any, right: Any) -> Any:
    """`left << right`."""
    check_size("<<", left, right)
    return left << right


def remainder(left: Any, right: Any) -> Any:
    """`left % right`, which formats a text."""
    return percent(left, right) if isinstance(left, str) else left % right


def check_size(sign: str, left: Any, right: Any) -> None:
    """Refuse a whole number or a sequence that would be too long. Raises LimitError."""
    if isinstance(left, int) and isinstance(right, int):
        bits = _bits(sign, left, right)
        if bits > MOST_BITS:
            raise LimitError(
                f"{sign}: a number of {bits:,} bits is more than the {MOST_BITS:,} allowed"
            )
    elif sign == "*":
        sequence, times = (left, right) if type(left) in REPEATABLE else (right, left)
        counted = type(sequence) in REPEATABLE and isinstance(times, (int, np.integer))
        if counted and len(sequence) * times > LARGEST_ARRAY:
            raise LimitError(
                f"*: {len(sequence) * times:,} items are more than the {LARGEST_ARRAY:,} allowed"
            )


def _bits(sign: str, left: int, right: int) -> int:
    if sign == "*":
        return left.bit_length() + right.bit_length()
    if sign == "<<":
        return left.bit_length() + right if left else 0
    return left.bit_length() * right if abs(left) > 1 else 1


def in_place(sign: str, left: Any, right: Any) -> Any:
    """`left op= right`."""
    if sign == "%=" and isinstance(left, str):
        return percent(left, right)
    plain = IN_PLACE.get(sign)
    if plain is not None:
        return plain(left, right)
    if type(left) in GROWING:
        check_size(sign[:-1], left, right)
    return CHECKED_IN_PLACE[sign](left, right)


def augment_attribute(sign: str, obj: Any, name: str, value: Any, called: str | None) -> None:
    """`obj.name op= value`: one read, one write. A Variable that comes of it is `called` so."""
    if name == "data" and type(obj) is Variable:  # the step of a training loop
        obj.data = in_place(sign, obj.data, value)
        return
    result = in_place(sign, read(obj, name), value)
    setattr(writer(obj), name, result if called is None else label(called, result))


def augment_item(sign: str, obj: Any, key: Any, value: Any, called: str | None) -> None:
    """`obj[key] op= value`."""
    target = writer(obj)
    result = in_place(sign, obj[key], value)
    target[key] = result if called is None else label(called, result)


def get_item(obj: Any, key: Any) -> Any:
    """`obj[key]`."""
    return obj[key]


def apply(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """A call with * or **."""
    return function(*arguments, **options)


class Context:
    """A `with` block's manager, which cannot swallow Ctrl-C whatever its `__exit__` answers.

    A manager of the session's own is told of exceptions, but gets no traceback to hold.
    """

    __slots__ = ("_exit", "_manager", "_ours")

    def __init__(self, manager: Any) -> None:
        kind = type(manager)
        if not (hasattr(kind, "__enter__") and hasattr(kind, "__exit__")):
            raise TypeError(f"with: {type_name(manager)} has no __enter__ and __exit__")
        self._manager = manager
        self._exit = kind.__exit__
        self._ours = not isinstance(kind, SessionType)

    def __enter__(self) -> Any:
        return type(self._manager).__enter__(self._manager)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: Any
    ) -> bool:
        if kind is None or error is None:
            return bool(self._exit(self._manager, None, None, None))
        if issubclass(kind, Exception):
            shown = traceback if self._ours else None
            return bool(self._exit(self._manager, kind, error, shown))
        if self._ours:
            self._exit(self._manager, kind, error, traceback)
        else:  # the class of a stop, once known, could be caught
            self._exit(self._manager, RuntimeError, RuntimeError("interrupted"), None)
        return False
