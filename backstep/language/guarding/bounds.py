"""Bounds: what would take for ever or fill the memory inside Python's own C code is refused first.

A loop in C asks nobody whether it may go on, so its size is looked at before it begins: how long a
text or a list becomes, and what a nested value unfolds to where it is compared, hashed or shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np

from backstep.engine.dot import DotText
from backstep.engine.unfolding import CONTAINERS, array_characters, extent, nests
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError
from backstep.messages import later, tr

LONGEST_TEXT = 10**7  # characters
MOST_ITEMS = 10**7  # of a list
MOST_UNCOUNTED = 10**6  # items that come one by one, of a generator or a map
MOST_STARRED = 10**6  # items behind a * in a call or a list
MOST_COMPARED = 10**7  # items, counted wherever they are reached
MOST_COMPARED_TEXT = 10**10  # characters, likewise
DEEPEST = 10_000  # levels; below, Python's own recursion limit speaks
# Sequences that `+` and `*` make longer, and how long they may get.
LONGEST: dict[type, int] = {
    str: LONGEST_TEXT,
    bytes: LONGEST_TEXT,
    list: MOST_ITEMS,
    tuple: MOST_ITEMS,
    DotText: LONGEST_TEXT,
}
TEXTS = frozenset({str, bytes, DotText})
# What holds nothing else: most of what is compared and written.
SIMPLE = frozenset({int, float, bool, str, type(None), np.float64, np.int64, np.bool_, Variable})
LAZY = frozenset({map, filter, zip, enumerate})
MOST_LAZY = 50  # such iterators one inside the other
DESCRIPTORS = frozenset({property, classmethod, staticmethod})


def check_length(sign: str, kind: type, length: float) -> None:
    """Refuse a text or a list that would be too long. Raises LimitError."""
    most = LONGEST[kind]
    if length > most:
        told = later("{sign}: {n:,} items are more than the {most:,} allowed")
        if kind in TEXTS:
            told = later("{sign}: {n:,} characters are more than the {most:,} allowed")
        raise LimitError(tr(told, sign=sign, n=int(length), most=most))


def gathered(who: str, items: Any, most: int = MOST_ITEMS) -> Any:
    """Items that are about to be held all at once: as they are, or in a list where nobody knows
    how many will come. Raises LimitError for too many."""
    if not hasattr(type(items), "__len__"):
        most = min(most, MOST_UNCOUNTED)
        items = list(islice(items, most + 1))
    length = len(items)
    if length > most:
        raise LimitError(
            tr(
                "{who}: {length:,} items are more than the {most:,} allowed",
                who=who,
                length=length,
                most=most,
            )
        )
    return items


def compared(value: Any) -> Any:
    """A value that is about to be compared, or hashed: given on unless it unfolds to too much."""
    kind = type(value)
    if kind not in SIMPLE and nests(kind):
        found = extent(value)
        if found.items > MOST_COMPARED:
            raise LimitError(
                tr(
                    "this unfolds to more than {most:,} items, too many to be compared",
                    most=MOST_COMPARED,
                )
            )
        if found.characters > MOST_COMPARED_TEXT:
            raise LimitError(tr("this unfolds to more text than can be compared"))
        if found.depth > DEEPEST:
            raise LimitError(tr("this is nested more than {most:,} levels deep", most=DEEPEST))
    return value


def each_compared(values: Iterable[Any]) -> None:
    """The same for the items of a list, where some of them nest."""
    if isinstance(values, CONTAINERS):
        kinds = set(map(type, values))
        if any(nests(kind) for kind in kinds):
            for value in values:
                compared(value)


def written(value: Any) -> Any:
    """A value that is about to be written out in full: given on unless that is too long."""
    kind = type(value)
    if kind in SIMPLE:
        return value
    if nests(kind):
        if extent(value).characters > LONGEST_TEXT:
            raise LimitError(
                tr("this would be a text of more than {most:,} characters", most=LONGEST_TEXT)
            )
    elif kind is np.ndarray and array_characters(value) > LONGEST_TEXT:
        raise LimitError(
            tr("an array of shape {shape} is too large to be written out", shape=value.shape)
        )
    return value


def starred(items: Any) -> Any:
    """What stands behind a `*`: its items are about to be held at once."""
    return gathered("*", items, MOST_STARRED)


def check_nesting(iterators: Iterable[Any]) -> None:
    """Refuse lazy iterators one inside the other beyond any use: each step goes through all."""
    waiting = [each for each in iterators if type(each) in LAZY]
    found = 0
    while waiting:
        found += 1
        if found > MOST_LAZY:
            raise LimitError(
                tr("more than {most} iterators (map, zip ...) inside one another", most=MOST_LAZY)
            )
        state = waiting.pop().__reduce__()[1]
        parts = [*state, *(part for each in state if type(each) is tuple for part in each)]
        waiting += [part for part in parts if type(part) in LAZY]


def descriptor(kind: Callable[..., Any]) -> Callable[..., Any]:
    """property, classmethod or staticmethod, of functions: not of one another, without end."""

    def make(*functions: Any, **options: Any) -> Any:
        for function in (*functions, *options.values()):
            if type(function) in DESCRIPTORS:
                raise TypeError(
                    tr("{kind} takes a function, not another decorator's", kind=kind.__name__)
                )
        return kind(*functions, **options)

    make.__name__ = make.__qualname__ = kind.__name__
    make.__doc__ = kind.__doc__
    return make


def sliced(*parts: Any) -> slice:
    """The builtin slice; a slice of slices means nothing, and may be nested without end."""
    if slice in map(type, parts):
        raise TypeError(tr("the bounds of a slice are numbers or None"))
    return slice(*parts)
