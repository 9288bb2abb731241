"""What C code goes through item by item, as generators: the stop gets in between two of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

import numpy as np

from backstep.language.errors import LimitError
from backstep.language.guarding.bounds import LAZY, compared
from backstep.language.guarding.ticks import METER
from backstep.messages import tr

SHORT = 10**5  # items of a range that C code goes through in no time
MOST_SEARCHED = 10**9  # characters, of a text that is compared with every item of a list
LONG_TEXT = 1000
# Iterators that end late, if ever, and run no line of Python on the way.
ENDLESS = frozenset({type(iter(range(0))), type(iter(range(2**70))), type(reversed([]))})
LISTS = (list, tuple)


def each(items: Iterable[Any]) -> Generator[Any, Any, Any]:
    """The items one after the other, with a tick for each where somebody counts."""
    for item in items:
        METER.tick()
        yield item


def stepped(items: Any) -> Any:
    """What C code is about to go through: itself where it soon ends, else as a generator.

    Anything that is no iterable goes through as it is.
    """
    kind = type(items)
    if kind is range:
        return items if _is_short(items) else each(items)
    if kind in ENDLESS or (kind in LAZY and METER.ticks is not None):
        return each(items)
    return items


def _is_short(numbers: range) -> bool:
    return (numbers.stop - numbers.start) // numbers.step <= SHORT


def backwards(thing: Any) -> Iterator[Any]:
    """The builtin reversed."""
    found = reversed(thing)
    return each(found) if type(thing) is range and not _is_short(thing) else found


def all_of(items: Iterable[Any], /) -> bool:
    """The builtin all."""
    return all(stepped(items))


def any_of(items: Iterable[Any], /) -> bool:
    """The builtin any."""
    return any(stepped(items))


def float_sum(items: Iterable[Any], /) -> float:
    """math.fsum."""
    return math.fsum(stepped(items))


def stepping(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that goes through what it is given."""

    def make(*arguments: Any, **options: Any) -> Any:
        return function(*map(stepped, arguments), **options)

    return make


def contains(item: Any, container: Any) -> bool:
    """`item in container`: of a range it is computed, of an iterator it is looked for in Python."""
    compared(item)
    kind = type(container)
    if kind in LISTS:
        check_searched(item, container)
    elif kind is range and not _is_short(container):
        return _in_range(item, container)
    elif kind is np.ndarray and type(item) in LISTS:
        return item in np.asarray(container)
    elif not hasattr(kind, "__contains__"):
        return item in each(container)
    return item in container


def check_searched(item: Any, items: Any) -> None:
    """Refuse a long text that is about to be compared with each of many."""
    if type(item) is str and len(item) > LONG_TEXT and len(item) * len(items) > MOST_SEARCHED:
        raise LimitError(
            tr(
                "a text of {n:,} characters is not looked for in {n2:,} items here",
                n=len(item),
                n2=len(items),
            )
        )


def _in_range(item: Any, numbers: range) -> bool:
    """Whether a number is in a range, without going through it as Python does for a 2.0."""
    if isinstance(item, (int, np.integer)):
        return int(item) in numbers
    if isinstance(item, (float, np.floating)):
        return float(item).is_integer() and int(item) in numbers
    return item in each(numbers)
