"""The registry of actions: keys, footer, command palette and help all come from here."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from backstep.messages import tr
from backstep.stepper.actions import (
    asking,
    drawing,
    inspecting,
    jumping,
    lecturing,
    looking,
    looks,
    marking,
    passing,
    picturing,
    playing,
    predicting,
    program,
    seeking,
    siding,
    stepping,
)
from backstep.stepper.actions.action import Action, always
from backstep.stepper.key_names import shown_key
from backstep.stepper.keymap import Keymap
from backstep.stepper.view import View

# The order is that of help, of the footer, and of who gets a key that several actions could take.
ACTIONS: tuple[Action, ...] = (
    *stepping.ACTIONS,
    *asking.ACTIONS,
    *playing.ACTIONS,
    *seeking.ACTIONS,
    *marking.ACTIONS,
    *looking.ACTIONS,
    *jumping.ACTIONS,
    *looks.ACTIONS,
    *drawing.ACTIONS,
    *inspecting.ACTIONS,
    *siding.ACTIONS,
    *passing.ACTIONS,
    *predicting.ACTIONS,
    *lecturing.ACTIONS,
    *marking.IN_LIST,
    *picturing.ACTIONS,
    *program.ACTIONS,
)
# What a new user needs is in the footer where there is no room for more.
FIRST = (
    "next pop",
    "previous pop",
    "next phase",
    "play or pause",
    "why",
    "compare",
    "retain_grad",
    "predict",
)
# Screens on which only some groups of actions are there.
CLOSED = {
    "marks": ("List of marks", "Program"),
    "predict": ("Predict", "Program"),
    "score": ("Predict", "Program"),
    "lecture": ("Lecture", "Program"),
}
# What is there while two passes are shown side by side; anything else is about one pass.
BESIDE = {each.name for group in (stepping, playing, siding, program) for each in group.ACTIONS} | {
    "scroll down",
    "scroll up",
    "direction",
    "detail",
    "pan left",
    "pan down",
    "pan up",
    "pan right",
    "follow",
    "theme",
    "why",
    "export",
}


def keys_of(action: Action, view: View) -> tuple[str, ...]:
    """The keys of an action as they are now."""
    return view.keymap.keys(action.name, action.keys)


def is_there(action: Action, view: View) -> bool:
    """Whether an action can be done in what is shown."""
    if view.mode == jumping.JUMP and action.when is not jumping.jumping:
        return action.effect in ("help", "quit")
    groups = CLOSED.get(view.mode)
    if groups is not None and action.group not in groups:
        return False
    return action.when(view) and (view.sides is None or action.name in BESIDE)


@lru_cache(maxsize=8)
def _by_key(keymap: Keymap) -> dict[str, list[Action]]:
    """The actions that each key may stand for: every step asks for those in the footer."""
    found: dict[str, list[Action]] = {}
    for action in ACTIONS:
        for key in dict.fromkeys(keymap.keys(action.name, action.keys)):
            found.setdefault(key, []).append(action)
    return found


def action_for(key: str, view: View) -> Action | None:
    """What a key does here; None where it does nothing. What is there only at times comes first."""
    found = [each for each in _by_key(view.keymap).get(key, ()) if is_there(each, view)]
    if not found and view.mode == jumping.JUMP:  # any other key takes no pane
        return jumping.ACTIONS[-1]
    return min(found, key=lambda each: each.when is always, default=None)


def changed(view: View, action: Action) -> View:
    """The view after an action that changes it; what was said, and what still moves, ends."""
    before = replace(view, message="", flow=None)
    return before if action.change is None else action.change(before)


def footer_hints(view: View) -> list[tuple[str, str]]:
    """Key and word of each action that is in the footer; help and quit come last.

    While a question is open, the keys that answer it. What another has the first key of is left
    out.
    """
    if view.entry is not None:
        completes = [("Tab", tr("completes"))] if view.entry.choices else []
        return [*completes, ("Enter", tr("does it")), ("Esc", tr("leaves it"))]
    shown = [action for action in ACTIONS if action.footer and is_there(action, view)]
    shown.sort(key=_worth)
    keyed = [(keys_of(action, view), action) for action in shown]
    return [
        (shown_key(keys[0]), action.word)
        for keys, action in keyed
        if keys and action_for(keys[0], view) is action
    ]


def _worth(action: Action) -> tuple[bool, int]:
    place = FIRST.index(action.name) if action.name in FIRST else len(FIRST)
    return not action.urgent, len(FIRST) + 1 if action.group == "Program" else place
