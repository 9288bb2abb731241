"""Layers, models, optimizers and datasets as a session may read them, and derive from them."""

from __future__ import annotations

from typing import Any

from backstep.engine import dataloaders, datasets, hooks, layers, models, optimizers, transforms

MODULES = (layers, models, optimizers, hooks, datasets, dataloaders, transforms)
KINDS: tuple[type, ...] = tuple(
    dict.fromkeys(
        value
        for module in MODULES
        for value in (getattr(module, name) for name in module.__all__)
        if isinstance(value, type)
    )
)
# The book's own classes of these names read them in their methods.
ALSO = frozenset({"_params", "_flatten_params"})


def public(kind: type) -> frozenset[str]:
    """The methods and properties of a class that are not its own affair."""
    return frozenset(name for name in dir(kind) if not name.startswith("_") or name in ALSO)


TABLES: dict[type, frozenset[str]] = {kind: public(kind) for kind in KINDS}
CLASS_TABLES: dict[type, frozenset[str]] = dict.fromkeys(KINDS, frozenset({"__init__"}))


def holds(obj: Any, name: str) -> bool:
    """Whether an object of this kind was given an attribute of a name: `model.l1`, `layer.W`."""
    return isinstance(obj, KINDS) and name in vars(obj)
