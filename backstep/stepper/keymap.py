"""Which keys do what now: the registry's, and in their place what a person has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from backstep.stepper.key_names import shown_key


@dataclass(frozen=True)
class KeyWish:
    """A line of a config file: the keys that a person wants for an action, as they wrote them.

    The action "preset" stands for a whole set of keys, by its name.
    """

    line: int
    action: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Keymap:
    """The keys of the actions that have other ones than in the registry, by name of the action.

    `preset` is the name of the set that they began with. `mistakes` are sentences on what was
    asked for and could not be done.
    """

    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    preset: str = ""
    mistakes: tuple[str, ...] = ()

    def keys(self, name: str, own: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of an action now; `own` are those of the registry."""
        return _changed(self.changes).get(name, own)

    def key(self, name: str) -> str:
        """The key to name in a sentence on an action; the palette's where it has none."""
        own = _registered()
        keys = self.keys(name, own[name]) or self.keys("palette", own["palette"]) or ("f1",)
        return shown_key(keys[0])


REGISTERED = Keymap()


@lru_cache(maxsize=8)
def _changed(changes: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    return dict(changes)


@lru_cache(maxsize=1)
def _registered() -> dict[str, tuple[str, ...]]:
    # Not at the top: the actions' modules import the screens whose sentences ask this.
    from backstep.stepper.actions import ACTIONS

    return {action.name: action.keys for action in ACTIONS}
