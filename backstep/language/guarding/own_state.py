"""What an object of the person's own holds: `self.__dict__`, `super().__setattr__(name, value)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from backstep.engine import Function, Variable
from backstep.language.compiling.names import allowed_name
from backstep.language.errors import NotAvailable
from backstep.language.guarding.bounds import written
from backstep.language.guarding.session_types import SessionType, base_of
from backstep.language.library import training
from backstep.messages import tr

SELF = super.__dict__["__self__"]


class Attributes(Mapping[str, Any]):
    """The attributes that an object holds, as `__dict__` gives them; to be read only."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = {name: value for name, value in held.items() if allowed_name(name)}

    def __getitem__(self, name: str) -> Any:
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return repr(written(self._held))


ATTRIBUTES_TABLE = frozenset({"get", "items", "keys", "values"})


def attributes_of(obj: Any) -> Attributes:
    """`obj.__dict__`, of objects whose classes the session made, and of layers and the like."""
    if isinstance(type(obj), SessionType) or isinstance(obj, training.KINDS):
        return Attributes(getattr(obj, "__dict__", {}))
    raise NotAvailable(tr("__dict__ of a {kind} is not available here", kind=type(obj).__name__))


def setter_of(parent: Any) -> Callable[[str, Any], None]:
    """`super().__setattr__`, as a class that overrides __setattr__ calls it."""
    obj = SELF.__get__(parent) if type(parent) is super else None
    kind = type(obj)
    if not isinstance(kind, SessionType):
        raise NotAvailable(tr("__setattr__ is available as super().__setattr__(name, value) only"))
    if issubclass(base_of(kind), (Variable, Function)):
        raise NotAvailable(
            tr(
                "__setattr__ is not available in a Function or a Variable, whose attributes the "
                "engine sets"
            )
        )

    def set_attribute(name: str, value: Any) -> None:
        if type(name) is not str or not allowed_name(name):
            raise NotAvailable(
                tr("the attribute {name} is not available here", name=str(name)[:40])
            )
        parent.__setattr__(name, value)

    return set_attribute


def of_instances(cls: type, name: str, method: FunctionType) -> Callable[..., Any]:
    """A method as its class gives it, `Layer.__init__`: one of ours is for its instances only.

    With anything else for self it would set attributes past the guards. What the person's own
    class holds is the person's to call.
    """
    owner = next((each for each in cls.__mro__ if vars(each).get(name) is method), None)
    if owner is None or isinstance(owner, SessionType):  # a staticmethod is none of its class's
        return method

    def called(self: Any, *arguments: Any, **options: Any) -> Any:
        if not isinstance(self, owner):
            raise TypeError(
                tr(
                    "{owner}.{method} takes a {owner} first",
                    owner=owner.__name__,
                    method=method.__name__,
                )
            )
        return method(self, *arguments, **options)

    return called
