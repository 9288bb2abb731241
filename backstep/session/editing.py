"""Changing a cell: it runs anew in the place of the old one, and the cells after it run again.

The file keeps what was before: the old cells are undone there, and the new ones have numbers of
their own. Where anything goes wrong, the old ones hold again, as if nothing had been tried. Notes,
stops and an author's questions go over to the new passes, to the places of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backstep.engine.config import Config
from backstep.engine.errors import BackstepError
from backstep.language import Problem
from backstep.recording.annotations import Annotation, Annotations, Ask, Looked, Mark, Note
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.session.lectures.asking import ask_of, placed_ask
from backstep.session.lectures.lecture import Wrong
from backstep.session.lectures.positions import NoSuchPlace, place_at, position_of
from backstep.session.live import CellResult, LiveCell, LiveSession
from backstep.session.undoing import go_back_to, interrupted_before, random_state, repeat


class NotEdited(BackstepError):
    """A cell that ended in an error: its own when it was changed, or one that ran again after it.

    `cell` is what ran, `own` whether that is the changed one.
    """

    def __init__(self, problem: Problem, cell: LiveCell, *, own: bool) -> None:
        super().__init__(problem.message)
        self.problem, self.cell, self.own = problem, cell, own


@dataclass(frozen=True)
class Edited:
    """What an edit came to: the old cells and the new, and how many notes lost their place."""

    old: Sequence[LiveCell]
    new: Sequence[LiveCell]
    lost: int = 0


def edit(
    live: LiveSession,
    n: int,
    source: str,
    heard: Callable[[CellResult], object] = lambda result: None,
) -> Edited:
    """Run a cell, that of number `n`, changed, and those after it again; `heard` gets each result.

    Raises NotEdited, CannotRepeat or KeyboardInterrupt, and everything is as before then.
    """
    at = next(i for i, cell in enumerate(live.cells) if cell.n == n)
    kept, old, undone = live.cells[:at], live.cells[at:], list(live.undone)
    interrupted_before(old[1:])
    before = _Before(live)
    repeat(live, kept)
    closing, live.closing = live.closing, ""
    try:
        live.hold(kept, [])
        lost = 0
        for cell in old:
            heard(_run(live, cell, source if cell is old[0] else cell.source, own=cell is old[0]))
            lost += _carry(live, cell, live.cells[-1])
    except BaseException:
        before.come_back()
        live.closing = closing
        live.hold([*kept, *old], undone)
        raise
    before.leave()
    if closing:
        live.close_with(closing)
    return Edited(old, live.cells[at:], lost)


class _Before:
    """How a session was before an edit."""

    def __init__(self, live: LiveSession) -> None:
        self.live = live
        self.runtime = (live.runtime, live.recorder, live.typed, live.shown)
        self.switches = (Config.enable_backprop, Config.train)
        self.algorithm, self.check_own = Config.algorithm, live.recorder.check_own
        self.numbers = random_state()

    def come_back(self) -> None:
        """Be there again. Ids that the new passes have had are not given twice."""
        live, made = self.live, self.live.recorder.made
        live.runtime, live.recorder, live.typed, live.shown = self.runtime
        live.recorder.made = max(live.recorder.made, made)
        Config.enable_backprop, Config.train = self.switches
        go_back_to(self.numbers)
        self.leave()

    def leave(self) -> None:
        """Let what is typed next run as before."""
        Config.algorithm, self.live.recorder.check_own = self.algorithm, self.check_own


def _run(live: LiveSession, cell: LiveCell, source: str, *, own: bool) -> CellResult:
    """Run a cell in the place of one that was. Raises NotEdited where it ends in an error, unless
    it is one that ran to the same error before."""
    Config.algorithm, live.recorder.check_own = cell.algorithm, cell.check_own
    result = live.run(source, cell.first_line, cell.text)
    outcome = result.outcome
    if outcome.interrupted:
        raise KeyboardInterrupt
    problem, was = outcome.problem, cell.problem
    if problem is not None and (own or was is None or was.kind != problem.kind):
        raise NotEdited(problem, live.cells[-1], own=own)
    return result


def _carry(live: LiveSession, old: LiveCell, new: LiveCell) -> int:
    """Put to the new passes of a cell what was put to the old; gives how many have no place."""
    lost = 0
    for i, before in enumerate(old.recordings):
        known = Annotations().adding(*live.annotations.get(before.id, ()))
        after = new.recordings[i] if i < len(new.recordings) else None
        for one in carried(before, after, known):
            if one is None:
                lost += 1
            elif after is not None:
                live.put(new.n, after.id, one)
    return lost


def carried(
    before: Recording, after: Recording | None, known: Annotations
) -> Iterator[Annotation | None]:
    """What was put to a pass, at the places of the same name in another; None for what has none
    there. What people answered stays behind."""
    one = Timeline(before)
    other = None if after is None else Timeline(after)
    for each in known:
        if isinstance(each, Ask) and not each.by_author:
            continue
        try:
            yield None if other is None else _moved(one, other, each)
        except (NoSuchPlace, Wrong):
            yield None


def _moved(one: Timeline, other: Timeline, each: Annotation) -> Annotation | None:
    if isinstance(each, Ask):
        asked = placed_ask(one, each, None)
        return None if asked is None else ask_of(other, asked)
    step = position_of(other, place_at(one, each.step))
    match each:
        case Note(text=text):
            return Note(step, text)
        case Mark():
            return Mark(step)
        case Looked():
            return Looked(step, each.pane, each.zoomed, each.order, each.direction, each.detail)
