"""`In`, `Out` and `_`: what was typed and what was shown, by the number of its cell."""

from __future__ import annotations

from collections.abc import Iterator
from reprlib import recursive_repr
from typing import Generic, TypeVar

from backstep.language.guarding.formatting import session_repr
from backstep.messages import tr

T = TypeVar("T")


class Numbered(Generic[T]):
    """Things by the number of their cell, to be read only: the newest of them.

    `wanting` is what a message says of a number that there is nothing for.
    """

    def __init__(self, name: str, wanting: str, most: int) -> None:
        self._name = name
        self._wanting = wanting
        self._most = most
        self._items: dict[int, T] = {}

    def __getitem__(self, number: int) -> T:
        if type(number) is int and number < 0 and -number <= len(self._items):
            number = list(self._items)[number]  # Out[-1], as in a list
        if type(number) is not int or number not in self._items:
            raise LookupError(self._missing(number))
        return self._items[number]

    def _missing(self, number: object) -> str:
        there = [*map(str, self._items)]
        have = (
            tr("there are {names}", names=", ".join(there[-8:]))
            if there
            else tr("there is none yet")
        )
        return f"{self._name}[{number!r:.20}]: {tr(self._wanting)}; {have}"

    def __contains__(self, number: object) -> bool:
        return type(number) is int and number in self._items

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._items))

    def __len__(self) -> int:
        return len(self._items)

    @recursive_repr("{...}")
    def __repr__(self) -> str:
        return session_repr(self._items)

    def __hash__(self) -> int:
        return id(self)


def note(items: Numbered[T], number: int, thing: T) -> None:
    """Put a thing to its number; the oldest of too many goes."""
    items._items[number] = thing
    while len(items._items) > items._most:
        del items._items[next(iter(items._items))]
