"""Iterators as a session has them: lazy ones are Python's own, in bounds; those that could go on
without running a line of Python are generators here, which can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from types import GeneratorType
from typing import Any

import numpy as np

from backstep.language.guarding.bounds import LONGEST, check_length, check_nesting, compared
from backstep.language.guarding.operands import SINGLE, check_operands
from backstep.language.guarding.stepping import each, stepped
from backstep.language.guarding.ticks import METER
from backstep.messages import tr

MANY = 10**4
NUMBERS = frozenset(
    {int, float, bool, complex, *(np.dtype(code).type for code in "?bhilqBHILQefd")}
)


def iterator(thing: Any, *sentinel: Any) -> Iterator[Any]:
    """The builtin iter; `iter(f, end)` is a generator."""
    if not sentinel:
        return iter(stepped(thing))
    if not callable(thing):
        raise TypeError(tr("iter(v, w): v must be callable"))
    return _called(thing, *sentinel)


def _called(f: Callable[[], Any], end: Any) -> Iterator[Any]:
    compared(end)
    while compared(value := f()) != end:
        METER.tick()
        yield value


def lazy(kind: Callable[..., Any]) -> Callable[..., Any]:
    """map, filter, zip or enumerate, which may not be put inside one another without end."""

    def make(*arguments: Any, **options: Any) -> Any:
        check_nesting(arguments)
        return stepped(kind(*map(stepped, arguments), **options))

    make.__name__ = make.__qualname__ = kind.__name__
    make.__doc__ = kind.__doc__
    return make


def delegated(thing: Any) -> Generator[Any, Any, Any]:
    """What stands behind `yield from`: a generator as it is, of anything else the items.

    An object of the person's own may have a method `throw`, and would be given a Ctrl-C by it.
    """
    return thing if type(thing) is GeneratorType else each(thing)


def total(items: Iterable[Any], /, start: Any = 0) -> Any:
    """The builtin sum; of anything but numbers it goes on in Python, where it can be stopped."""
    if type(start) in (str, bytes):
        raise TypeError(tr("sum() can't sum strings [use ''.join(seq) instead]"))
    if type(items) is range and items:
        return start + (items[0] + items[-1]) * len(items) // 2
    if isinstance(items, (list, tuple)) and NUMBERS.issuperset(map(type, items)):
        for first in range(0, len(items), MANY):  # large numbers take their time
            METER.tick()
            start = sum(items[first : first + MANY], start)
        return start
    for item in items:
        METER.tick()
        start = add(start, item)
    return start


def add(left: Any, right: Any) -> Any:
    """`left + right`; a text or a list does not become too long by it."""
    kind = type(left)
    if kind in LONGEST and type(right) in LONGEST:
        check_length("+", kind, len(left) + len(right))
    elif kind not in SINGLE or type(right) not in SINGLE:
        check_operands("+", left, right)
    return left + right


def hash_of(thing: Any) -> int:
    """The builtin hash."""
    return hash(compared(thing))
