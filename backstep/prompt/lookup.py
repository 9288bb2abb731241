"""What a dotted name stands for, found by tables alone: nothing of the person's runs for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from backstep.engine import Function, Variable
from backstep.language import Runtime
from backstep.language.guarding.attributes import may_read, read
from backstep.language.guarding.session_types import SessionType
from backstep.language.guarding.tables import TABLES
from backstep.language.library import training
from backstep.language.library.modules import Module

MISSING = object()


@dataclass(frozen=True)
class Found:
    """A thing, and whether it is a method reached through its instance (self is given then)."""

    thing: Any
    bound: bool = False


NOTHING = Found(MISSING)


def look_up(dotted: str, runtime: Runtime) -> Found:
    """What `x`, `x.grad`, `F.sin`, `Square.forward` stand for; NOTHING where that is not known.

    A property of the person's own is not known: reading it would run it.
    """
    head, *rest = dotted.split(".")
    if not (head in runtime.ready or (head in runtime.namespace and not head.startswith("__"))):
        return NOTHING
    found = Found(runtime.namespace.get(head, runtime.namespace["__builtins__"].get(head)))
    for name in rest:
        found = _part(found.thing, name)
        if found is NOTHING:
            break
    return found


def _part(owner: Any, name: str) -> Found:
    kind = type(owner)
    if kind is Module:
        return Found(owner.table[name]) if name in owner.table else NOTHING
    if owner is MISSING or not may_read(owner, name):
        return NOTHING
    if isinstance(owner, type):
        return _of_class(owner, name, bound=False)
    if isinstance(kind, SessionType) and name in object.__getattribute__(owner, "__dict__"):
        return Found(object.__getattribute__(owner, "__dict__")[name])
    method = _of_class(kind, name, bound=True)
    if method is not NOTHING:
        return method
    if isinstance(owner, training.KINDS):  # a property may compute with what the person put there
        held = object.__getattribute__(owner, "__dict__")
        return Found(held[name]) if name in held else NOTHING
    if isinstance(owner, Variable) and name == "T":
        return Found(owner)  # it has the same attributes, and making it would add to the graph
    if kind in TABLES or (isinstance(owner, (Variable, Function)) and not _own(kind, name)):
        try:
            return Found(read(owner, name))
        except Exception:  # an attribute that is not there yet, as `input` before the call
            return NOTHING
    return NOTHING


def _of_class(cls: type, name: str, *, bound: bool) -> Found:
    """A method, or what a class of the session holds under a name, as it stands there."""
    for each in cls.__mro__:
        if name not in vars(each):
            continue
        thing = vars(each)[name]
        if isinstance(thing, FunctionType):
            return Found(thing, bound)
        if isinstance(thing, staticmethod):
            return Found(thing.__func__)
        if isinstance(thing, classmethod):
            return Found(thing.__func__, True)
        held = isinstance(each, SessionType) and not hasattr(type(thing), "__get__")
        return Found(thing) if held else NOTHING
    return NOTHING


def _own(kind: type, name: str) -> bool:
    return any(name in vars(each) for each in kind.__mro__ if isinstance(each, SessionType))


def attribute_names(dotted: str, runtime: Runtime) -> list[str]:
    """What may follow `dotted.`, private names of the person's own with it."""
    owner = look_up(dotted, runtime).thing
    if owner is MISSING or owner is None:
        return []
    if type(owner) is Module:
        return sorted(owner.table)
    return [name for name in dir(owner) if not name.startswith("__") and _offered(owner, name)]


def _offered(owner: Any, name: str) -> bool:
    own = isinstance(owner, SessionType) or isinstance(type(owner), SessionType)
    return may_read(owner, name) and (own or not name.startswith("_"))


def text_keys(dotted: str, runtime: Runtime) -> Iterable[str]:
    """The keys of a dictionary that are texts which can be typed."""
    owner = look_up(dotted, runtime).thing
    if type(owner) is not dict:
        return []
    return [key for key in owner if type(key) is str and key.isprintable()]
