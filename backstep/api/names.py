"""What Variables are called in a plain Python program: the names of whoever called backward."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import FrameType, FunctionType, MethodType, ModuleType
from typing import Any, cast

from backstep.api.calls import BACKWARD, is_ours
from backstep.engine import Layer, Variable
from backstep.language.labels import UNNAMED, label, label_in

MOST_ATTRIBUTES = 100  # of an object that are looked at for Variables
NO_OWNERS = (ModuleType, type, FunctionType, MethodType)
CONTAINERS = (list, tuple, dict)
OWN = "self"


def name_variables() -> None:
    """Tell the Variables of whoever called backward what they are called there.

    The innermost function goes first, then who called it, up to the module. The Variables of lists
    are `params[0]`, those of objects and layers `net.W`.
    """
    told: set[int] = set()  # by identity; and by `type`, for a proxy may do anything when asked
    owners: list[tuple[str, object]] = []
    for frame in _calling(sys._getframe(1)):
        names = {name: value for name, value in frame.f_locals.items() if name[:1] != "_"}
        for name, value in names.items():
            if issubclass(type(value), Variable):
                if id(value) not in told:
                    told.add(id(value))
                    label_in(names, name, value)
            elif type(value) in CONTAINERS or _is_owner(value):
                owners.append((name, value))
    for name, value in sorted(owners, key=lambda each: each[0] == OWN):  # `net` rather than `self`
        if type(value) in CONTAINERS or issubclass(type(value), Layer):
            label(name, value)
        else:
            _name_attributes(name, value)


def _calling(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames of the program that called backward, the innermost first, up to its module."""
    while frame is not None and frame.f_code is not BACKWARD:
        frame = frame.f_back
    while frame is not None:
        if not is_ours(frame.f_code):
            yield frame
            if frame.f_locals is frame.f_globals:
                return
        frame = frame.f_back


def _is_owner(value: object) -> bool:
    return not issubclass(type(value), NO_OWNERS) and len(_held(value)) <= MOST_ATTRIBUTES


def _held(value: object) -> Mapping[str, object]:
    """What an object keeps, where it keeps it as most do; none of its code runs."""
    try:
        held = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return held if type(held) is dict else {}


def _name_attributes(name: str, owner: object) -> None:
    for attribute, value in _held(owner).items():
        if issubclass(type(value), Variable):
            variable = cast(Variable, value)
            if variable.label in UNNAMED:
                variable.label = f"{name}.{attribute}"
        elif type(value) in CONTAINERS:
            label(f"{name}.{attribute}", value)


def own_source(method: Callable[..., Any]) -> str | None:
    """The text of a method that a person wrote, without its indent, where Python can tell it."""
    try:
        return textwrap.dedent(inspect.getsource(method)).rstrip("\n")
    except (OSError, TypeError, SyntaxError):
        return None
