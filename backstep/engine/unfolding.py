"""How large a value is when it is written out: a list in a list counts wherever it is reached.

Thirty lines of `a = [a, a]` make a thousand million items out of sixty. Whoever is about to walk
through a value of a person's (to show it, compare it or make an array of it) asks here first;
the answer takes time by what there is, not by what it unfolds to.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))
CONTAINERS = (list, tuple, set, frozenset, deque)
NESTING = (*CONTAINERS, Mapping, slice, partial, BaseException, *VIEWS)
NUMBER = 24  # characters, about, that a number takes
EDGE = 6  # numbers of an axis that numpy shows of a large array
SUMMED_UP = 1000  # elements above which it does so


class Extent(NamedTuple):
    """Items, levels and characters (about) of a value that is written out in full."""

    items: float
    depth: int
    characters: float


NOTHING = Extent(0, 0, 0)


def extent(value: Any) -> Extent:
    """Measure a value; one that holds itself counts once.

    >>> extent([1, [2, 3]])[:2]
    (4.0, 2)
    >>> a = [0]
    >>> for _ in range(30):
    ...     a = [a, a]
    >>> extent(a).items > 10**9
    True
    """
    parts: dict[int, tuple[Any, ...]] = {}
    inner: dict[int, list[Any]] = {}
    done: dict[int, Extent] = {}
    waiting = [value]
    while waiting:
        top = waiting[-1]
        key = id(top)
        if key in done:
            waiting.pop()
            continue
        if key not in parts:
            parts[key] = _parts(top)
            inner[key] = _of_kinds(parts[key], nests)
            if inner[key]:
                waiting += [part for part in inner[key] if id(part) not in parts]
                continue
        done[key] = _whole(parts[key], [done.get(id(part), NOTHING) for part in inner[key]])
        waiting.pop()
    return done[id(value)]


def nests(kind: type) -> bool:
    """Whether values of a type hold others that show, and count, with them."""
    known = _NESTS.get(kind)
    if known is None:
        known = _NESTS[kind] = issubclass(kind, NESTING)
    return known


_NESTS: WeakKeyDictionary[type, bool] = WeakKeyDictionary()


def array_characters(array: Any) -> float:
    """How many characters numpy writes of an array: of one with many short axes, too many."""
    size = array.size
    if size > SUMMED_UP:
        size = math.prod(min(n, EDGE) for n in array.shape)
    return float(size * NUMBER)


def _parts(value: Any) -> tuple[Any, ...]:
    kind = type(value)
    if kind is slice:
        return (value.start, value.stop, value.step)
    if kind is partial:
        return (*value.args, *value.keywords.values())
    if issubclass(kind, BaseException):
        return BaseException.args.__get__(value)  # type: ignore[attr-defined]
    if issubclass(kind, Mapping):
        return (*value.keys(), *value.values())
    return tuple(value) if nests(kind) else (value,)


def _counts_by_itself(kind: type) -> bool:
    return kind in (str, bytes, range, np.ndarray)


def _of_kinds(parts: tuple[Any, ...], wanted: Callable[[type], bool]) -> list[Any]:
    """The parts of some kinds: found by the few kinds that there are, for there may be many."""
    kinds = {kind for kind in set(map(type, parts)) if wanted(kind)}
    return [part for part in parts if type(part) in kinds] if kinds else []


def _whole(parts: tuple[Any, ...], inner: list[Extent]) -> Extent:
    """The extent of a value from that of its parts; a part that is under way holds the value."""
    items = float(len(parts)) + sum(each.items for each in inner)
    characters = 2.0 + NUMBER * (len(parts) - len(inner)) + sum(each.characters for each in inner)
    for part in _of_kinds(parts, _counts_by_itself):
        if isinstance(part, (str, bytes)):
            characters += len(part)
        elif isinstance(part, range):
            items += len(part)
        else:
            items += part.size
            characters += array_characters(part)
    return Extent(items, 1 + max([each.depth for each in inner], default=0), characters)
