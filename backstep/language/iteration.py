"""The names of itertools, as generators: Ctrl-C gets into these between any two items."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    """start, start + step, ... without an end."""
    yield from itertools.count(start, step)


def cycle(iterable: Iterable[Any]) -> Iterator[Any]:
    """All items, again and again."""
    yield from itertools.cycle(iterable)


def repeat(object: Any, times: int | None = None) -> Iterator[Any]:
    """One object, again and again."""
    yield from itertools.repeat(object) if times is None else itertools.repeat(object, times)


def chain(*iterables: Iterable[Any]) -> Iterator[Any]:
    """The items of several, one after the other."""
    for each in iterables:
        yield from each


def islice(iterable: Iterable[Any], *bounds: int | None) -> Iterator[Any]:
    """Some of the items: up to a stop, or from a start to a stop by a step."""
    yield from itertools.islice(iterable, *bounds)


def product(*iterables: Iterable[Any], repeat: int = 1) -> Iterator[tuple[Any, ...]]:
    """Every choice of one item from each."""
    yield from itertools.product(*iterables, repeat=repeat)


def permutations(iterable: Iterable[Any], r: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Every order of r of the items."""
    yield from itertools.permutations(iterable, r)


def combinations(iterable: Iterable[Any], r: int) -> Iterator[tuple[Any, ...]]:
    """Every choice of r of the items."""
    yield from itertools.combinations(iterable, r)


def accumulate(
    iterable: Iterable[Any], func: Callable[[Any, Any], Any] | None = None, *, initial: Any = None
) -> Iterator[Any]:
    """The sums so far, or what `func` makes of them."""
    yield from itertools.accumulate(iterable, func, initial=initial)


def pairwise(iterable: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each item with the next."""
    yield from itertools.pairwise(iterable)


def takewhile(predicate: Callable[[Any], object], iterable: Iterable[Any]) -> Iterator[Any]:
    """The items before the first that the predicate denies."""
    yield from itertools.takewhile(predicate, iterable)


def dropwhile(predicate: Callable[[Any], object], iterable: Iterable[Any]) -> Iterator[Any]:
    """The items from the first that the predicate denies."""
    yield from itertools.dropwhile(predicate, iterable)


def zip_longest(*iterables: Iterable[Any], fillvalue: Any = None) -> Iterator[tuple[Any, ...]]:
    """zip that goes on to the end of the longest."""
    yield from itertools.zip_longest(*iterables, fillvalue=fillvalue)


def starmap(function: Callable[..., Any], iterable: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """`function(*item)` for each item."""
    yield from itertools.starmap(function, iterable)


ITERTOOLS = {
    function.__name__: function
    for function in (
        accumulate,
        chain,
        combinations,
        count,
        cycle,
        dropwhile,
        islice,
        pairwise,
        permutations,
        product,
        repeat,
        starmap,
        takewhile,
        zip_longest,
    )
}
