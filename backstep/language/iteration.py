"""The names of itertools, as generators: Ctrl-C gets into these between any two items."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

NAMES = (
    "accumulate combinations combinations_with_replacement count cycle dropwhile filterfalse "
    "islice pairwise permutations product repeat starmap takewhile zip_longest"
).split()


def stepwise(function: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
    """A function of itertools whose items pass through a loop of Python's on their way."""

    @wraps(function, assigned=("__name__", "__doc__"), updated=())
    def items(*arguments: Any, **options: Any) -> Iterator[Any]:
        # Python looks for signals after a yield, but not in yield from.
        for item in function(*arguments, **options):  # noqa: UP028
            yield item

    return items


class Chain:
    """itertools.chain, and chain.from_iterable: the items of several, one after the other."""

    __slots__ = ()

    def __call__(self, *iterables: Iterable[Any]) -> Iterator[Any]:
        return self.from_iterable(iterables)

    def from_iterable(self, iterables: Iterable[Iterable[Any]]) -> Iterator[Any]:
        """Of one iterable of iterables."""
        return (item for each in iterables for item in each)

    def __repr__(self) -> str:
        return "<function chain>"


ITERTOOLS: dict[str, Any] = {name: stepwise(getattr(itertools, name)) for name in NAMES}
ITERTOOLS["chain"] = Chain()
