"""Writing attributes and items: the person's own, lists, dicts, arrays, and little else."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from backstep.engine import Config, Variable
from backstep.engine.calls import CALLS
from backstep.engine.errors import kind_of
from backstep.language.compiling.names import DEFINABLE
from backstep.language.errors import NotAvailable, hint
from backstep.language.guarding.bounds import check_length, gathered
from backstep.language.guarding.session_types import BOOKKEEPING, SessionType, base_of
from backstep.language.guarding.tables import CONFIG, VARIABLE, VARIABLE_WRITES, type_name
from backstep.language.library import standard, training
from backstep.language.library.arrays import check_argument
from backstep.messages import tr

NOTHING: frozenset[str] = frozenset()


def sliced_writer(obj: Any) -> Any:
    """What a slice is written to: a list may not become much longer by it."""
    return LongList(obj) if type(obj) is list else writer(obj)


def writer(obj: Any) -> Any:
    """What an attribute or item is written to: the object itself, or a Writer before it."""
    kind = type(obj)
    if kind is list or kind is dict or kind is SessionType or kind in standard.HOLDERS:
        return obj
    if isinstance(kind, SessionType):
        return obj if base_of(kind) is object else OwnWriter(obj)
    if isinstance(obj, Variable):
        return Writer(obj, VARIABLE_WRITES)
    if isinstance(obj, training.KINDS):
        return OwnWriter(obj)
    return Writer(obj, CONFIG if obj is Config else NOTHING)


class Writer:
    """Stands before an object that is not the person's own while it is written to."""

    __slots__ = ("_names", "_obj")
    _names: frozenset[str]
    _obj: Any

    def __init__(self, obj: Any, names: frozenset[str]) -> None:
        object.__setattr__(self, "_obj", obj)
        object.__setattr__(self, "_names", names)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._names:
            raise _not_writable(self._obj, name)
        setattr(self._obj, name, _fitting(self._obj, name, value))

    def __delattr__(self, name: str) -> None:
        raise NotAvailable(
            tr("{name} of {kind} cannot be deleted", name=name, kind=type_name(self._obj))
        )

    def __setitem__(self, key: Any, value: Any) -> None:
        if not isinstance(self._obj, np.ndarray):
            raise _no_items(self._obj)
        if type(value) in (list, tuple, range):
            check_argument("[...] =", value)
        self._obj[key] = value
        CALLS.array_changed(self._obj)

    def __delitem__(self, key: Any) -> None:
        raise TypeError(tr("items of {kind} cannot be deleted", kind=type_name(self._obj)))


class LongList(Writer):
    """Stands before a list of which a slice is written: it may not become much longer."""

    __slots__ = ()

    def __init__(self, obj: Any) -> None:
        super().__init__(obj, NOTHING)

    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is slice:
            value = gathered("[:] =", value)
            check_length("[:] =", list, len(self._obj) + len(value))
        self._obj[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._obj[key]


class OwnWriter(Writer):
    """Stands before an instance of a session's class that has a base of the engine.

    Everything may be written but the names it is given: what the engine keeps there.
    """

    __slots__ = ()

    def __init__(self, obj: Any) -> None:
        super().__init__(obj, _kept(base_of(type(obj))))

    def __setattr__(self, name: str, value: Any) -> None:
        self._refuse(name)
        setattr(self._obj, name, _fitting(self._obj, name, value))

    def __delattr__(self, name: str) -> None:
        self._refuse(name)
        if isinstance(self._obj, Variable) and name in VARIABLE_WRITES:
            raise NotAvailable(
                tr("{name} of {kind} cannot be deleted", name=name, kind=type_name(self._obj))
            )
        delattr(self._obj, name)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._obj[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._obj[key]

    def _refuse(self, name: str) -> None:
        if name in self._names:
            raise _not_writable(self._obj, name)


def _fitting(obj: Any, name: str, value: Any) -> Any:
    """What may stand there: a Variable's grad is a Variable or None, its name text or None.

    An array given for a grad becomes a Variable, as the book's steps before 32 write it.
    """
    if obj is Config:
        return bool(value)
    if not isinstance(obj, Variable) or value is None:
        return value
    if name == "grad" and not isinstance(value, Variable):
        return Variable(value)
    if name == "name" and not isinstance(value, str):
        raise TypeError(tr("the name of a Variable is text, not {kind}", kind=kind_of(value)))
    return value


@cache
def _kept(base: type) -> frozenset[str]:
    """What the engine keeps in instances of a base, less what a person may set."""
    kept = [names for kind, names in BOOKKEEPING.items() if issubclass(base, kind)]
    writable = VARIABLE_WRITES if issubclass(base, Variable) else NOTHING
    return NOTHING.union(*kept) - writable


def _not_writable(obj: Any, name: str) -> Exception:
    who = type_name(obj)
    if isinstance(obj, type) and name in DEFINABLE:
        return NotAvailable(
            tr("{name} of {who} cannot be set: its operators are there already", name=name, who=who)
        )
    if name in VARIABLE or hasattr(obj, name):
        return NotAvailable(tr("{name} of {who} cannot be set", name=name, who=who))
    near = hint(name, VARIABLE_WRITES) if isinstance(obj, Variable) else ""
    return NotAvailable(
        tr("{who} has no attribute {name} to set{near}", who=who, name=name, near=near)
    )


def _no_items(obj: Any) -> Exception:
    if isinstance(obj, Variable):
        return TypeError(tr("items of a Variable cannot be assigned: write x.data[...] = value"))
    return TypeError(tr("items of {kind} cannot be assigned", kind=type_name(obj)))
