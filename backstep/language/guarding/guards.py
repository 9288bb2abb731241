"""The guards: what the policy's rewritten code calls instead of operating by itself."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine import Parameter, Variable
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.guarding.attributes import read
from backstep.language.guarding.bounds import LONGEST, check_length, compared, gathered, starred
from backstep.language.guarding.formatting import percent
from backstep.language.guarding.operands import SINGLE, check_operands, merged
from backstep.language.guarding.session_types import SessionType
from backstep.language.guarding.tables import type_name
from backstep.language.guarding.unwinding import Unwinding, handled
from backstep.language.guarding.writes import writer
from backstep.language.labels import label
from backstep.language.library.standard import deque
from backstep.messages import tr

MOST_BITS = 100_000
KEYS = frozenset({tuple, list, slice})
ROWS = frozenset({list, deque})  # `+=` takes any items
WORD = 64  # bits; numpy computes with larger numbers as Python does, and as slowly
REPEATABLE = frozenset(LONGEST)
WHOLE = frozenset({int, bool, *(np.dtype(code).type for code in "bhilqBHILQ")})
GROWING = REPEATABLE | WHOLE
# What no operator makes larger than its operands.
STEADY = frozenset({float, Variable, Parameter, np.float64, np.float32})

IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "%=": operator.imod,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "@=": operator.imatmul,
    "|=": merged,
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
    if type(left) not in STEADY and type(right) not in STEADY:
        check_operands("*", left, right)
        check_size("*", left, right)
    return left * right


def power(left: Any, right: Any) -> Any:
    """`left ** right`."""
    if type(left) not in STEADY:
        check_operands("**", left, right)
        check_size("**", left, right)
    return left**right


def shift(left: Any, right: Any) -> Any:
    """`left << right`."""
    check_size("<<", left, right)
    return left << right


def remainder(left: Any, right: Any) -> Any:
    """`left % right`, which formats a text."""
    if isinstance(left, str):
        return percent(left, right)
    if type(left) is bytes:
        raise NotAvailable(tr("bytes are not formatted here"))
    if type(left) not in SINGLE or type(right) not in SINGLE:
        check_operands("%", left, right)
    return left % right


def check_size(sign: str, left: Any, right: Any) -> None:
    """Refuse a number, a sequence or an array that would be too large. Raises LimitError."""
    kind, other = type(left), type(right)
    if kind in WHOLE and other in WHOLE:
        if kind is int or other is int:
            _check_bits(sign, int(left), int(right))
    elif sign == "*" and kind in REPEATABLE and other in WHOLE:
        check_length(sign, kind, len(left) * int(right))
    elif sign == "*" and other in REPEATABLE and kind in WHOLE:
        check_length(sign, other, len(right) * int(left))
    elif sign == "**" and kind in WHOLE and isinstance(right, np.generic):
        _check_bits(sign, int(left), WORD)


def _check_bits(sign: str, left: int, right: int) -> None:
    bits = _bits(sign, left, right)
    if bits > MOST_BITS:
        raise LimitError(
            tr(
                "{sign}: a number of {bits:,} bits is more than the {most:,} allowed",
                sign=sign,
                bits=bits,
                most=MOST_BITS,
            )
        )


def _bits(sign: str, left: int, right: int) -> int:
    if sign == "*":
        return left.bit_length() + right.bit_length()
    if sign == "<<":
        return left.bit_length() + right if left else 0
    return left.bit_length() * right if abs(left) > 1 else 1


def in_place(sign: str, left: Any, right: Any) -> Any:
    """`left op= right`."""
    kind = type(left)
    if kind in LONGEST:
        if sign == "%=":
            return remainder(left, right)
        if sign == "+=":
            right = gathered("+=", right) if kind in ROWS else right
            check_length("+=", kind, len(left) + operator.length_hint(right, 0))
    if type(right) not in SINGLE:
        check_operands(sign[:-1], left, right)
    plain = IN_PLACE.get(sign)
    if plain is not None:
        return plain(left, right)
    if kind not in STEADY:
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
    result = in_place(sign, obj[hashed(key)], value)
    target[key] = result if called is None else label(called, result)


def get_item(obj: Any, key: Any) -> Any:
    """`obj[key]`."""
    if type(key) in KEYS:
        hashed(key)
    return obj[key]


def apply(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """A call with * or **."""
    return function(*arguments, **options)


def hashed(key: Any) -> Any:
    """What stands for a key, an item or an index: it is about to be hashed, or made an array."""
    kind = type(key)
    if kind is slice:
        if slice in (type(key.start), type(key.stop), type(key.step)):
            raise TypeError(tr("the bounds of a slice are numbers or None"))
    elif kind in KEYS and not KEYS.isdisjoint(map(type, key)):
        compared(key)
        for part in key:
            if type(part) is slice:
                hashed(part)
    return key


def key_of(key: Any) -> Any:
    """What an item is written to by: as hashed, and no slice, which its brackets have to show."""
    if type(key) is slice:
        raise TypeError(tr("a slice is written to as x[i:j] = ..., not by a slice object"))
    return hashed(key)


def subject(value: Any) -> Any:
    """What stands behind `match`: a range would be made a list by `case [*xs]`."""
    if type(value) is range:
        starred(value)
    return compared(value)


def kind_of_error(obj: Any, name: str) -> Any:
    """`obj.name` in an except clause, read while Ctrl-C may be going by."""
    with Unwinding():
        return read(obj, name)


class Context:
    """A `with` block's manager, which cannot swallow Ctrl-C whatever its `__exit__` answers.

    A manager of the session's own is told of exceptions, but gets no traceback to hold.
    """

    __slots__ = ("_exit", "_manager", "_ours")

    def __init__(self, manager: Any) -> None:
        kind = type(manager)
        if not (hasattr(kind, "__enter__") and hasattr(kind, "__exit__")):
            made = tr(": is it to be called first, as in no_grad()?") if callable(manager) else ""
            raise TypeError(
                tr(
                    "with: {kind} has no __enter__ and __exit__{made}",
                    kind=type_name(manager),
                    made=made,
                )
            )
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
        handled()
        if issubclass(kind, Exception):
            shown = traceback if self._ours else None
            return bool(self._exit(self._manager, kind, error, shown))
        with Unwinding():
            if self._ours:
                self._exit(self._manager, kind, error, traceback)
            else:  # the class of a stop, once known, could be caught
                self._exit(self._manager, RuntimeError, RuntimeError("interrupted"), None)
        return False
