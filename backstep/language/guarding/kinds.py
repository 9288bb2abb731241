"""Python's own str, list, tuple, set, frozenset, dict and slice, as a session has them.

They make what Python's make, within bounds, and stand for it in `isinstance`, in `type(x) is list`
and in `case list():`.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Any

from backstep.language.errors import NotAvailable
from backstep.language.guarding.bounds import (
    MOST_STARRED,
    compared,
    each_compared,
    gathered,
    sliced,
    written,
)
from backstep.language.guarding.texts import SEARCHING
from backstep.messages import tr


class Kind(type):
    """The type of such a class: what the real one answers to, this one does."""

    real: type
    make: Callable[..., Any]

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        return cls.make(*arguments, **options)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real)

    def __subclasscheck__(cls, other: type) -> bool:
        return other is cls or issubclass(other, cls.real)

    def __getattr__(cls, name: str) -> Any:
        if name == "fromkeys":
            return from_keys
        if cls.real is str and name in SEARCHING:
            return SEARCHING[name]
        return getattr(cls.real, name)

    def __getitem__(cls, item: object) -> Kind:
        return cls  # `list[int]` is only read by people

    def __dir__(cls) -> list[str]:
        return dir(cls.real)

    def __repr__(cls) -> str:
        return repr(cls.real)


def text(value: Any = "", *rest: Any) -> str:
    """The builtin str; of bytes it makes nothing here."""
    if rest:
        raise NotAvailable(tr("str of bytes is not available here"))
    return str(written(value))


def gathering(kind: Callable[..., Any], hashes: bool) -> Callable[..., Any]:
    """A class that gathers the items it is given, and may hash them."""

    def make(*items: Any, **options: Any) -> Any:
        if not items:
            return kind(**options)
        found = gathered(kind.__name__, iter(items[0]) if hashes else items[0])
        if hashes:
            each_compared(found)
        return kind(found, *items[1:], **options)

    return make


def holding(kind: Callable[..., Any]) -> Callable[..., Any]:
    """dict and its relatives: made of a dict, or of pairs."""

    def make(*items: Any, **named: Any) -> Any:
        *before, last = items or (None,)
        if not items or not hasattr(type(last), "__iter__") or hasattr(type(last), "keys"):
            return kind(*items, **named)
        return kind(*before, pairs_of(kind.__name__, last), **named)

    return make


def pairs_of(who: str, items: Iterable[Any]) -> Any:
    """The pairs that a dict is about to be made of; their keys are hashed."""
    pairs = gathered(who, items, MOST_STARRED)
    for pair in pairs:
        each_compared(pair)
    return pairs


def from_keys(keys: Iterable[Any], value: Any = None) -> dict[Any, Any]:
    """dict.fromkeys, within bounds."""
    found = gathered("fromkeys", keys, MOST_STARRED)
    each_compared(found)
    return dict.fromkeys(found, value)


def sorted_(items: Iterable[Any], /, *, key: Any = None, reverse: bool = False) -> list[Any]:
    """The builtin sorted."""
    found = gathered("sorted", items)
    each_compared(found)
    return sorted(found, key=compared_key(key), reverse=reverse)


def compared_key(key: Any) -> Any:
    """The `key` of a sort: what it gives is compared."""
    return key and (lambda item: compared(key(item)))


def is_instance(thing: object, kinds: Any) -> bool:
    """The builtin isinstance."""
    if type(kinds) is tuple and tuple in map(type, kinds):
        compared(kinds)
    return isinstance(thing, kinds)


def is_subclass(thing: Any, kinds: Any) -> bool:
    """The builtin issubclass."""
    if type(kinds) is tuple and tuple in map(type, kinds):
        compared(kinds)
    return issubclass(thing, kinds)


def kind_of(real: type, make: Callable[..., Any]) -> Kind:
    """What stands for a type in a session, and how it makes its values."""
    made = Kind(real.__name__, (), {"__doc__": real.__doc__, "__module__": "builtins"})
    made.real, made.make = real, staticmethod(make)
    return made


KINDS: dict[str, Kind] = {
    "str": kind_of(str, text),
    "list": kind_of(list, gathering(list, hashes=False)),
    "tuple": kind_of(tuple, gathering(tuple, hashes=False)),
    "set": kind_of(set, gathering(set, hashes=True)),
    "frozenset": kind_of(frozenset, gathering(frozenset, hashes=True)),
    "dict": kind_of(dict, holding(dict)),
    "slice": kind_of(slice, sliced),
}
KIND_OF: dict[type, Kind] = {kind.real: kind for kind in KINDS.values()}
assert all(hasattr(builtins, name) for name in KINDS)
