"""The screens of the stepper by mode, and the lines of whichever is shown."""

from __future__ import annotations

from collections.abc import Callable

from backstep.messages import tr
from backstep.stepper.lecture.screen import lecture_lines
from backstep.stepper.mark_list import list_lines
from backstep.stepper.panes.bars import sentence_lines
from backstep.stepper.predict.asking import asking_lines
from backstep.stepper.predict.score import score_lines
from backstep.stepper.screen import Hints, steps_lines
from backstep.stepper.sides import sides_lines
from backstep.stepper.text import Line, fitted, in_signs, wrapped
from backstep.stepper.view import View

SCREENS: dict[str, Callable[[View, Hints], list[Line]]] = {
    "steps": steps_lines,
    "jump": steps_lines,
    "marks": list_lines,
    "compare": sides_lines,
    "retain": sides_lines,
    "predict": asking_lines,
    "score": score_lines,
    "lecture": lecture_lines,
}
# Those with a place for what is asked or said; on the others it covers the lines above the footer.
WITH_SENTENCE = {"steps", "jump", "compare", "retain", "predict"}
SMALLEST = (20, 8)  # below it there is no screen


def screen_lines(view: View, hints: Hints) -> list[Line]:
    """Every line of the screen, each exactly as wide as it; `hints` are the footer's."""
    width, height = view.size
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return too_small(width, height)
    lines = SCREENS[view.mode](view, hints)
    said_there = view.mode == "lecture" and view.entry is None
    if view.mode not in WITH_SENTENCE and not said_there and (view.entry or view.message):
        said = sentence_lines(view, width, 2)
        lines[height - 1 - len(said) : height - 1] = said
    return [in_signs(fitted(line, width), view.signs) for line in lines[:height]]


def too_small(width: int, height: int) -> list[Line]:
    """What stands on a screen in which nothing else would: the shortest words come first."""
    words = tr(
        "{size} is too small: {least} at least. q quits.",
        size=f"{width}x{height}",
        least=f"{SMALLEST[0]}x{SMALLEST[1]}",
    )
    lines = wrapped(words, max(1, width), "sentence")[:height]
    return [fitted(line, width) for line in [*lines, *([] for _ in range(height - len(lines)))]]
