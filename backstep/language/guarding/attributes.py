"""Reading attributes: by the exact type of the object, default deny.

A class made in the session is known by its metaclass. Its instances are the person's own, so what
they define may be read; what comes from a base outside the session goes by that base's table.
"""

from __future__ import annotations

from types import FunctionType, GetSetDescriptorType, MemberDescriptorType
from typing import Any

from backstep.engine import Function, Variable
from backstep.language.compiling.names import DEFINABLE, allowed_name
from backstep.language.errors import NotAvailable, hint
from backstep.language.guarding import own_state
from backstep.language.guarding.session_types import SessionType, base_of, defines
from backstep.language.guarding.tables import (
    ARRAY,
    BOUND,
    CLASS_TABLES,
    NAMED,
    TABLES,
    table_of,
    type_name,
)
from backstep.language.library import training
from backstep.language.library.modules import Module, not_available
from backstep.messages import tr

THIS_CLASS = super.__dict__["__thisclass__"]
SELF_CLASS = super.__dict__["__self_class__"]


# Of these names nothing stands in the attribute's place: most reads end here.
PLAIN = {
    kind: frozenset(name for name in table if (kind, name) not in BOUND)
    for kind, table in TABLES.items()
}
NOTHING: frozenset[str] = frozenset()
SLOTS = (MemberDescriptorType, GetSetDescriptorType)


def read(obj: Any, name: str) -> Any:
    """`obj.name`, if that may be read. Raises AttributeError or NotAvailable with a sentence."""
    if name in PLAIN.get(type(obj), NOTHING):
        return getattr(obj, name)
    return _read_otherwise(obj, name)


def _read_otherwise(obj: Any, name: str) -> Any:
    kind = type(obj)
    if (kind, name) in BOUND:
        return BOUND[kind, name](obj)
    if kind is Module:
        return _read_module(obj, name)
    if name in OWN_STATE:
        return OWN_STATE[name](obj)
    if not may_read(obj, name):
        raise _unreadable(obj, name)
    try:
        found = _arguments(obj) if name == "args" else getattr(obj, name)
    except AttributeError as error:
        if error.name != name or error.obj is not obj:
            raise  # it comes from inside a property of the person's own
        raise _no_such(obj, name) from None
    if type(found) in SLOTS:  # in a class of one's own it would set what the engine keeps
        raise NotAvailable(
            tr("{name} of {kind} is not available here", name=name, kind=type_name(obj))
        )
    if type(found) is not FunctionType:
        return found
    if kind is super:  # in a classmethod, where it gives plain functions
        return own_state.of_instances(SELF_CLASS.__get__(obj), name, found)
    return own_state.of_instances(obj, name, found) if isinstance(obj, type) else found


def _arguments(error: Any) -> Any:
    """`error.args`; numpy's own errors hold functions of numpy there, and tell as much in words."""
    if isinstance(error, BaseException) and base_of(type(error)).__module__.startswith("numpy"):
        return (str(error),)
    return error.args


OWN_STATE = {"__dict__": own_state.attributes_of, "__setattr__": own_state.setter_of}


def may_read(obj: Any, name: str) -> bool:
    """Whether an attribute may be read by the type of the object (it may be missing)."""
    kind = type(obj)
    if name in TABLES.get(kind, ()):
        return True
    if kind is super:
        this = THIS_CLASS.__get__(obj)
        return isinstance(this, SessionType) and _may_read_own(SELF_CLASS.__get__(obj), name)
    if isinstance(obj, type):
        return _may_read_class(obj, name)
    if name == "__class__":
        return isinstance(kind, SessionType) or issubclass(kind, (Variable, Function, Exception))
    if isinstance(kind, SessionType):
        return _may_read_own(kind, name)
    if training.holds(obj, name):
        return allowed_name(name)
    return issubclass(kind, Exception) and name == "args"


def _may_read_own(kind: type, name: str) -> bool:
    """Whether instances of a session's class may read a name, from wherever it comes."""
    if name in DEFINABLE or name == "__doc__":
        return True
    if not allowed_name(name):
        return False
    base = base_of(kind)
    return not hasattr(base, name) or name in table_of(base) or defines(kind, name)


def _may_read_class(cls: type, name: str) -> bool:
    if name in NAMED:
        return True
    if isinstance(cls, SessionType):
        return name in DEFINABLE or (not hasattr(type, name) and _may_read_own(cls, name))
    return name in CLASS_TABLES.get(cls, ())


def readable(obj: Any) -> list[str]:
    """The attributes of an object that may be read: what completion offers."""
    kind = type(obj)
    if kind is Module:
        return sorted(obj.table)
    there = [name for name in dir(obj) if not name.startswith("_")]
    return [name for name in there if may_read(obj, name)]


def _read_module(module: Module, name: str) -> Any:
    if name in module.table:
        return module.table[name]
    if name in module.known:
        raise NotAvailable(not_available(f"{module.name}.{name}"))
    raise AttributeError(
        tr(
            "{module} has no {name}{hint}",
            module=module.name,
            name=name,
            hint=hint(name, module.table),
        )
    )


def _unreadable(obj: Any, name: str) -> Exception:
    """Not available where there is one, no such attribute where there is none."""
    if hasattr(type(obj), name) or name in getattr(obj, "__dict__", ()):
        return NotAvailable(
            tr("{name} of {kind} is not available here", name=name, kind=type_name(obj))
        )
    if isinstance(obj, type) and hasattr(obj, name):
        return NotAvailable(
            tr("{name} of {kind} is not available here", name=name, kind=type_name(obj))
        )
    return _no_such(obj, name)


def _no_such(obj: Any, name: str) -> AttributeError:
    if obj is None and name in ("data", "shape", "backward"):
        return AttributeError(
            tr(
                "None has no attribute {name}: a grad is None before backward, after cleargrad, "
                "and where it was freed (backward(retain_grad=True) keeps it)",
                name=name,
            )
        )
    if isinstance(obj, Variable) and name in ARRAY:
        return AttributeError(
            tr(
                "{kind} has no attribute {name}, its array has: write x.data.{name}",
                kind=type_name(obj),
                name=name,
            )
        )
    return AttributeError(
        tr(
            "{kind} has no attribute {name}{hint}",
            kind=type_name(obj),
            name=name,
            hint=hint(name, readable(obj)),
        ),
        name=name,
        obj=obj,
    )
