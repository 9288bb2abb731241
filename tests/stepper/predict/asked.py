"""Going through the questions of a pass by keys, without an app."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.entry import typed
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View


def press(view: View, *keys: str) -> View:
    """The view after keys, those of an open entry included."""
    for key in keys:
        entry = view.entry
        if entry is None:
            action = action_for(key, view)
            assert action is not None, f"{key} does nothing in {view.mode}"
            view = changed(view, action)
        elif key == "enter":
            view = entry.answer(replace(view, entry=None, message=""), entry.text.strip())
        elif key == "escape":
            left = replace(view, entry=None)
            view = left if entry.left is None else entry.left(left)
        else:
            view = replace(view, entry=typed(entry, key, key))
    return view


def answered(view: View, text: str, sure: int) -> View:
    """The view after an answer, typed or chosen, and how sure it is."""
    if view.entry is not None:
        return press(view, *text, "enter", str(sure))
    from backstep.stepper.predict.wording import choices

    question = open_question(view)
    assert question is not None
    at = choices(view.timeline, question).index(text)
    return press(view, "abcdef"[at], str(sure))


def shown(view: View) -> str:
    """The screen as text."""
    return "\n".join(plain(line).rstrip() for line in screen_lines(view, footer_hints(view)))
