"""Variables learn the names that they are assigned to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backstep.engine import Layer, Variable
from backstep.engine.layers import name_parameters
from backstep.language.guarding.session_types import SessionType

MOST_ITEMS = 100
LONGEST_KEY = 20
HELD = re.compile(r"(\w+)[.[]")  # `params[0]`, `net.W`: as long as there is a params, a net
UNNAMED = (None, "const")  # a constant that is assigned is one no more


def label(name: str, value: Any) -> Any:
    """Tell a Variable the name it is assigned to, unless it has one; give the value on.

    Items of a short list, tuple or dict become `name[0]`, `name['w']`; what an object holds, and
    the parameters of a layer's layers, `name.w`, `name.l1.W`.
    """
    kind = type(value)
    if isinstance(value, Variable):
        if value.label in UNNAMED:
            value.label = name
    elif kind is list or kind is tuple or kind is dict:
        _label_items(name, value)
    elif isinstance(kind, SessionType) or isinstance(value, Layer):
        _label_attributes(name, value)
    return value


def label_in(names: Mapping[str, Any], name: str, value: Any) -> Any:
    """The same at a session's own level, where `names` says what is called what.

    A label that belongs to nothing in the session (any more, or because it was made inside a
    function) makes room for the new one: after `y = f(x)` people say y.
    """
    if not isinstance(value, Variable):
        return label(name, value)
    if not _still_called(names, value):
        value.label = name
    return value


def _still_called(names: Mapping[str, Any], value: Variable) -> bool:
    old = value.label
    if old is None:
        return False
    held = HELD.match(old)
    if held is not None:
        return held[1] in names
    return names.get(old) is value


def _label_items(name: str, items: list[Any] | tuple[Any, ...] | dict[Any, Any]) -> None:
    if len(items) > MOST_ITEMS:
        return
    pairs = items.items() if isinstance(items, dict) else enumerate(items)
    for key, item in pairs:
        if isinstance(item, Variable):
            if item.label in UNNAMED:
                item.label = f"{name}[{_short(key)}]"
        elif isinstance(item, Layer):
            name_parameters(item, f"{name}[{_short(key)}]")


def _label_attributes(name: str, owner: Any) -> None:
    if isinstance(owner, Layer):
        name_parameters(owner, name)
    for attribute, value in getattr(owner, "__dict__", {}).items():
        if isinstance(value, Variable) and value.label in (*UNNAMED, attribute):
            value.label = f"{name}.{attribute}"


def _short(key: object) -> str:
    if isinstance(key, str):
        return repr(key) if len(key) <= LONGEST_KEY else repr(key[:LONGEST_KEY]) + "..."
    return str(key) if type(key) is int and abs(key) < 10**LONGEST_KEY else "..."
