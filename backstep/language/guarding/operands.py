"""The operands of `-`, `/`, `@` and the like: what numpy would make arrays of, and how large."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backstep.engine import DataError, Parameter, Variable
from backstep.engine.unfolding import VIEWS
from backstep.language.errors import LimitError
from backstep.language.guarding.kinds import pairs_of
from backstep.language.library.array_sizes import LARGEST_ARRAY, size_of_matmul
from backstep.language.library.arrays import check_argument
from backstep.messages import tr

WORD = 64  # bits; numpy computes with larger numbers as Python does, and as slowly
# Single numbers, and what looks after itself.
SINGLE = frozenset({float, int, bool, complex, Variable, Parameter}).union(
    np.dtype(code).type for code in "?bhilqBHILQefd"
)
STEADY = SINGLE - {int}  # no array becomes one of objects beside these
LISTS = frozenset({list, tuple, range})
SETS = (set, frozenset, *VIEWS)


def guarded(sign: str, operate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """An operator whose operands are looked at, unless both are single numbers."""

    def guard(left: Any, right: Any) -> Any:
        if type(left) not in SINGLE or type(right) not in SINGLE:
            check_operands(sign, left, right)
        return operate(left, right)

    guard.__name__ = guard.__qualname__ = operate.__name__
    return guard


def check_operands(sign: str, left: Any, right: Any) -> None:
    """Refuse what would become too large an array, or one of objects. Raises LimitError."""
    one, other = type(left), type(right)
    if one is np.ndarray and other in STEADY:
        return  # what training loops do most
    if one is np.ndarray and other is np.ndarray:
        _check_arrays(sign, left, right)
    elif _is_numeric(left):
        _check_beside(sign, right)
    elif _is_numeric(right):
        _check_beside(sign, left)
    elif one in VIEWS or other in VIEWS:
        for side in (left, right):
            if not isinstance(side, SETS):
                raise TypeError(
                    tr("{sign} of the keys of a dict takes a set: write set(...)", sign=sign)
                )


def _is_numeric(value: Any) -> bool:
    if type(value) is np.ndarray:
        if value.dtype.hasobject:
            raise DataError(tr("an array here holds numbers, not objects"))
        return True
    return isinstance(value, (Variable, np.generic))


def _check_beside(sign: str, value: Any) -> None:
    kind = type(value)
    if kind in LISTS:
        check_argument(sign, value)
    elif kind is int and value.bit_length() > WORD:
        raise LimitError(
            tr(
                "{sign}: an array has no numbers of {bit_length:,} bits",
                sign=sign,
                bit_length=value.bit_length(),
            )
        )
    else:
        _is_numeric(value)


def _check_arrays(sign: str, left: Any, right: Any) -> None:
    if left.dtype.hasobject or right.dtype.hasobject:
        raise DataError(tr("{sign}: an array here holds numbers, not objects", sign=sign))
    if left.size * right.size <= LARGEST_ARRAY:
        return
    try:
        shape = np.broadcast_shapes(left.shape, right.shape) if sign != "@" else ()
        size = math.prod(shape) if sign != "@" else size_of_matmul(left, right)
    except ValueError:
        return  # numpy says it better
    if size > LARGEST_ARRAY:
        raise LimitError(
            tr(
                "{sign}: shapes {left_shape} and {right_shape} make {size:,.0f} elements, more "
                "than the {most:,} allowed",
                sign=sign,
                left_shape=left.shape,
                right_shape=right.shape,
                size=size,
                most=LARGEST_ARRAY,
            )
        )


def merged(left: Any, right: Any) -> Any:
    """`left |= right`, where a dict takes pairs too."""
    if isinstance(left, Mapping) and not isinstance(right, Mapping):
        right = pairs_of("|=", right)
    left |= right
    return left


def checked_divmod(left: Any, right: Any) -> Any:
    """The builtin divmod."""
    if type(left) not in SINGLE or type(right) not in SINGLE:
        check_operands("divmod", left, right)
    return divmod(left, right)


subtract = guarded("-", operator.sub)
divide = guarded("/", operator.truediv)
floor_divide = guarded("//", operator.floordiv)
matmul = guarded("@", operator.matmul)
bit_and = guarded("&", operator.and_)
bit_or = guarded("|", operator.or_)
bit_xor = guarded("^", operator.xor)
