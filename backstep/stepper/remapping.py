"""The keymap that a person's config file asks for, and a sentence on each line that cannot be had.

A key that is given to an action is taken from the one that had it, where both could be done at
once; two lines that want the same key are told, and the first has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from backstep.messages import later, tr
from backstep.stepper.actions import ACTIONS, Action
from backstep.stepper.actions.action import always, in_steps
from backstep.stepper.actions.lecturing import apart
from backstep.stepper.actions.passing import several
from backstep.stepper.key_names import read_key, shown_key
from backstep.stepper.keymap import Keymap, KeyWish
from backstep.stepper.presets import PRESETS
from backstep.stepper.view import View

PRESET = "preset"
KEPT = {
    "ctrl+c": later("line {line}: {key} always leaves"),
    "ctrl+z": later("line {line}: {key} always stops the program"),
}
ORDINARY = (
    always,
    in_steps,
    several,
    apart,
)  # where actions are there, of those that are mostly there


def config_name(action: Action) -> str:
    """The name of an action in a config file: `next_pop`, `pane_1_graph`."""
    return re.sub(r"\W+", "_", action.name).strip("_")


BY_NAME = {config_name(action): action for action in ACTIONS}


def remapped(wishes: Sequence[KeyWish]) -> Keymap:
    """The keys as they are asked for, each line on its own; mistakes are in the keymap."""
    mistakes: list[str] = []
    preset = _preset(wishes, mistakes)
    given: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for wish in wishes:
        if wish.action == PRESET:
            continue
        action = BY_NAME.get(wish.action)
        if action is None:
            mistakes.append(_no_action(wish))
        elif action.name in given:
            mistakes.append(
                tr(
                    "line {line}: {name} has its keys in line {other} already",
                    line=wish.line,
                    name=wish.action,
                    other=lines[action.name],
                )
            )
        else:
            lines[action.name] = wish.line
            found = list(_keys(wish, mistakes))
            if found or not wish.keys:
                given[action.name] = _not_taken(action, tuple(found), given, lines, mistakes)
    before = _settled(dict(PRESETS[preset]), {})
    changes = _settled(given, before)
    mistakes += _left_without(changes, given, before, lines)
    return Keymap(tuple(changes.items()), "" if preset == "default" else preset, tuple(mistakes))


def with_keys(view: View, wishes: Sequence[KeyWish]) -> View:
    """The view with the keys that are wanted."""
    return replace(view, keymap=remapped(wishes)) if wishes else view


def with_mistakes(view: View) -> View:
    """The view with what could not be had of them said first."""
    if not view.keymap.mistakes:
        return view
    ended = [each if each.endswith("?") else f"{each}." for each in view.keymap.mistakes]
    told = [tr("config.toml, {mistake}", mistake=each) for each in ended]
    return view.saying("\n".join([*told, *([view.message] if view.message else [])]))


def _preset(wishes: Sequence[KeyWish], mistakes: list[str]) -> str:
    name = "default"
    for wish in wishes:
        if wish.action == PRESET and len(wish.keys) == 1 and wish.keys[0] in PRESETS:
            name = wish.keys[0]
        elif wish.action == PRESET:
            names = ", ".join(PRESETS)
            mistakes.append(
                tr("line {line}: preset is one of {names}", line=wish.line, names=names)
            )
    return name


def _no_action(wish: KeyWish) -> str:
    near = get_close_matches(wish.action, BY_NAME, n=1, cutoff=0.5)
    if near:
        return tr(
            "line {line}: there is no action {name}; did you mean {near}?",
            line=wish.line,
            name=wish.action,
            near=near[0],
        )
    return tr(
        "line {line}: there is no action {name}; ? in the stepper, then /, finds its name",
        line=wish.line,
        name=wish.action,
    )


def _keys(wish: KeyWish, mistakes: list[str]) -> Iterator[str]:
    """The keys of a line that there are."""
    for text in wish.keys:
        key = read_key(text) if text else None
        if key is None:
            mistakes.append(
                tr(
                    "line {line}: there is no key {key!r}; "
                    'write "n", "?", "ctrl+n", "shift+tab", "pagedown", "f5"',
                    line=wish.line,
                    key=text,
                )
            )
        elif key in KEPT and not (key == "ctrl+c" and wish.action == "quit"):
            mistakes.append(tr(KEPT[key], line=wish.line, key=shown_key(key)))
        else:
            yield key


def _not_taken(
    action: Action,
    keys: tuple[str, ...],
    given: dict[str, tuple[str, ...]],
    lines: dict[str, int],
    mistakes: list[str],
) -> tuple[str, ...]:
    """The keys that no line before gives to an action that is there at the same time."""
    free = []
    for key in dict.fromkeys(keys):
        other = next(
            (each for each in ACTIONS if key in given.get(each.name, ()) and meet(each, action)),
            None,
        )
        if other is None:
            free.append(key)
        else:
            mistakes.append(
                tr(
                    "line {line}: {key} is {name}'s in line {other} already",
                    line=lines[action.name],
                    key=shown_key(key),
                    name=config_name(other),
                    other=lines[other.name],
                )
            )
    return tuple(free)


def meet(a: Action, b: Action) -> bool:
    """Whether both actions can be there at once, so that one key cannot be for both."""
    if a is b:
        return False
    return a.when is b.when or (a.when in ORDINARY and b.when in ORDINARY)


def _settled(
    given: dict[str, tuple[str, ...]], before: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """All keys that differ from the registry's, once others have given theirs up."""
    found = before | given
    for action in ACTIONS:
        if action.name in given:
            continue
        keys = found.get(action.name, action.keys)
        taken = {
            key
            for other in ACTIONS
            if other.name in given and meet(other, action)
            for key in given[other.name]
        }
        kept = tuple(key for key in keys if key not in taken or key in KEPT)
        if kept != keys:
            found[action.name] = kept
    if "quit" in given:
        found["quit"] = tuple(dict.fromkeys((*given["quit"], "ctrl+c")))
    return found


def _left_without(
    changes: dict[str, tuple[str, ...]],
    given: dict[str, tuple[str, ...]],
    before: dict[str, tuple[str, ...]],
    lines: dict[str, int],
) -> Iterator[str]:
    """A sentence on each action whose last key another one has taken."""
    for action in ACTIONS:
        if changes.get(action.name, action.keys) or action.name in given:
            continue
        taker = next(
            each
            for each in ACTIONS
            if meet(each, action)
            and set(given.get(each.name, ())) & set(before.get(action.name, action.keys))
        )
        yield tr(
            "line {line}: {name} has no key now, for {taker} took it: give it one",
            line=lines[taker.name],
            name=config_name(action),
            taker=config_name(taker),
        )
