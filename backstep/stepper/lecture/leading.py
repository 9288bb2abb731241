"""Going through a lecture, as functions from a view to a view.

While the screen is blank, whatever is done shows it again and does nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from backstep.messages import tr
from backstep.stepper.lecture.beats import beat_after, beat_before, next_asked
from backstep.stepper.lecture.state import Lecture
from backstep.stepper.predict.quiz import questions

if TYPE_CHECKING:
    from backstep.stepper.view import View

MODE = "lecture"
IN_CONTRAST = {"dark": "contrast", "light": "contrast-light"}  # a theme that was chosen is kept


def opened(view: View) -> View:
    """The lecture at the same position: in high contrast, without animation, with no questions but
    its own."""
    lecture = Lecture(animated=view.animated, asking=view.quiz.on, theme=view.theme)
    quiz, theme = replace(view.quiz, on=False), IN_CONTRAST.get(view.theme, view.theme)
    return replace(view, mode=MODE, lecture=lecture, animated=False, quiz=quiz, theme=theme)


def left(view: View) -> View:
    """Back to the pass at the same position, animated, asking and looking as before."""
    quiz = replace(view.quiz, on=view.lecture.asking)
    before = replace(view, mode="steps", lecture=Lecture(), quiz=quiz)
    return replace(before, animated=view.lecture.animated, theme=view.lecture.theme)


def awake(change: Callable[[View], View]) -> Callable[[View], View]:
    """A change that on a blank screen only shows it again; elsewhere, what comes is asked anew."""

    def changed(view: View) -> View:
        if view.lecture.blank:
            return replace(view, lecture=replace(view.lecture, blank=False))
        after = change(view)
        if after.position == view.position:
            return after
        return replace(after, lecture=replace(after.lecture, revealed=None))

    return changed


def blanked(view: View) -> View:
    """An empty screen, so that the room listens; playing pauses."""
    return replace(view, playing=False, lecture=replace(view.lecture, blank=True))


def next_beat(view: View) -> View:
    """The next result, or the next mark."""
    return view.to(beat_after(view.timeline, view.position, _marks(view)))


def previous_beat(view: View) -> View:
    """The result before, or the mark before."""
    return view.to(beat_before(view.timeline, view.position, _marks(view)))


def revealed(view: View) -> View:
    """The next result told, or asked again."""
    if not next_asked(view.timeline, view.position, questions(view)).names:
        return view.saying(tr("There is nothing more to reveal."))
    shown = view.lecture.revealed == view.position
    lecture = replace(view.lecture, revealed=None if shown else view.position)
    return replace(view, lecture=lecture)


def _marks(view: View) -> dict[int, str]:
    return dict(view.notebook.page(view.index).marks)
