"""The names of itertools, as generators: Ctrl-C, and the ticks of a program that is counted, get
into these between any two items."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from backstep.language.errors import LimitError
from backstep.language.guarding.bounds import MOST_STARRED, gathered
from backstep.language.guarding.iterating import add
from backstep.language.guarding.stepping import stepped
from backstep.language.guarding.ticks import METER
from backstep.messages import tr

MOST_POOLS = 1000

NAMES = (
    "accumulate combinations combinations_with_replacement count cycle dropwhile filterfalse "
    "islice pairwise permutations product repeat starmap takewhile zip_longest"
).split()


def stepwise(name: str, function: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
    """A function of itertools whose items pass through a loop of Python's on their way."""

    def items(*arguments: Any, **options: Any) -> Iterator[Any]:
        # Python looks for signals after a yield, but not in yield from.
        for item in function(*map(stepped, arguments), **options):
            METER.tick()
            yield item

    items.__name__ = items.__qualname__ = name
    items.__doc__ = getattr(itertools, name).__doc__
    return items


class Chain:
    """itertools.chain, and chain.from_iterable: the items of several, one after the other."""

    __slots__ = ()

    def __call__(self, *iterables: Iterable[Any]) -> Iterator[Any]:
        return self.from_iterable(iterables)

    def from_iterable(self, iterables: Iterable[Iterable[Any]]) -> Iterator[Any]:
        """Of one iterable of iterables."""
        for each in iterables:
            for item in each:
                METER.tick()
                yield item

    def __repr__(self) -> str:
        return "<function chain>"


def _product(*iterables: Iterable[Any], repeat: int = 1) -> Iterable[tuple[Any, ...]]:
    if repeat * len(iterables) > MOST_POOLS:
        raise LimitError(tr("product: more than the {most} iterables allowed", most=MOST_POOLS))
    pools = [gathered("product", each, MOST_STARRED) for each in iterables]
    return itertools.product(*pools, repeat=repeat)


def _permutations(iterable: Iterable[Any], r: int | None = None) -> Iterable[tuple[Any, ...]]:
    return itertools.permutations(gathered("permutations", iterable, MOST_STARRED), r)


def _combinations(iterable: Iterable[Any], r: int) -> Iterable[tuple[Any, ...]]:
    pool = gathered("combinations", iterable, MOST_STARRED)
    return itertools.combinations(pool, min(r, len(pool) + 1))


def _with_replacement(iterable: Iterable[Any], r: int) -> Iterable[tuple[Any, ...]]:
    if r > MOST_POOLS:
        raise LimitError(
            tr("combinations_with_replacement: more than {most} of them", most=MOST_POOLS)
        )
    pool = gathered("combinations_with_replacement", iterable, MOST_STARRED)
    return itertools.combinations_with_replacement(pool, r)


def _accumulate(
    iterable: Iterable[Any], func: Callable[[Any, Any], Any] | None = None, *, initial: Any = None
) -> Iterable[Any]:
    return itertools.accumulate(iterable, func or add, initial=initial)


# Those of itertools that hold what they are given, or add: within bounds.
BOUNDED: dict[str, Callable[..., Iterable[Any]]] = {
    "accumulate": _accumulate,
    "combinations": _combinations,
    "combinations_with_replacement": _with_replacement,
    "permutations": _permutations,
    "product": _product,
}
ITERTOOLS: dict[str, Any] = {
    name: stepwise(name, BOUNDED.get(name, getattr(itertools, name))) for name in NAMES
}
ITERTOOLS["chain"] = Chain()
