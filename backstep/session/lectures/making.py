"""Running a lecture: a cell for each fence, and what stands after it put to the passes it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from backstep.engine.config import Config
from backstep.language import Problem
from backstep.messages import tr, trn
from backstep.recording.annotations import Annotation, Ask, Looked, Mark, Note
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.session.lectures.asking import ask_of
from backstep.session.lectures.lecture import (
    Lecture,
    LectureCell,
    LectureError,
    Placed,
    PlacedAsk,
    PlacedNote,
    Stop,
    Watch,
    Wrong,
    wrong,
)
from backstep.session.lectures.positions import NoSuchPlace, position_of
from backstep.session.live import CellResult, LiveSession
from backstep.session.seeds import begin_random_numbers


class CellFailed(LectureError):
    """A cell that ended in an error which the lecture does not name; `problem` has the place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def make(
    lecture: Lecture,
    live: LiveSession,
    before: Callable[[LectureCell], object] = lambda cell: None,
    after: Callable[[LectureCell, CellResult], object] = lambda cell, result: None,
) -> None:
    """Run a lecture in a session that begins. `before` and `after` hear of each cell.

    Raises CellFailed, and LectureError where a directive does not fit what its cell came to.
    """
    begin_random_numbers(lecture.seed)
    placing = Placing(lecture)
    for cell in lecture.cells:
        Config.algorithm = cell.algorithm
        before(cell)
        result = live.run(cell.source, text=cell.text)
        stopped = result.outcome.interrupted or bool(result.outcome.stopped)
        check_end(lecture, cell, result.outcome.problem, stopped=stopped)
        for recording, one in placing.of(cell, result.recordings):
            live.put(live.cells[-1].n, recording.id, one)
        after(cell, result)
    if lecture.closing:
        live.close_with(lecture.closing)


def check_end(
    lecture: Lecture, cell: LectureCell, problem: Problem | None, *, stopped: bool
) -> None:
    """See that a cell ended as the lecture says. Raises CellFailed, or LectureError."""
    if problem is None:
        if cell.fails is not None:
            what = tr("this cell is said to fail, and ended well: take > fails away")
            raise wrong(lecture.file, cell.line, what)
        return
    if cell.fails is None or stopped:
        line = cell.line + problem.line - 1 if problem.line > 0 else 0
        raise CellFailed(replace(problem, line=line))
    if cell.fails not in ("", problem.kind):
        what = tr(
            "this cell is said to end in {kind}, and ended in {other}: {message}",
            kind=cell.fails,
            other=problem.kind,
            message=problem.message,
        )
        raise wrong(lecture.file, cell.line, what)


@dataclass
class Placing:
    """Puts what stands after the cells of a lecture to their passes, cell by cell."""

    lecture: Lecture
    watched: Watch | None = None

    def of(
        self, cell: LectureCell, recordings: Sequence[Recording]
    ) -> Iterator[tuple[Recording, Annotation]]:
        """What is put to which pass. Raises LectureError where it does not fit."""
        timelines: dict[int, Timeline] = {}
        taken: set[tuple[object, ...]] = set()
        for one in cell.placed:
            try:
                recording = pass_of(recordings, one.pass_)
                timeline = timelines.setdefault(recording.id, Timeline(recording))
                annotation = annotation_of(timeline, one)
                _check_alone(taken, recording.id, annotation)
                self._watch(one)
            except (Wrong, NoSuchPlace) as error:
                raise wrong(self.lecture.file, one.line, str(error)) from None
            yield recording, annotation

    def _watch(self, one: Placed) -> None:
        if not isinstance(one, Watch):
            return
        if self.watched is not None:
            n = self.watched.line
            raise Wrong(tr("a replay opens once: line {n} has a watch already", n=n))
        self.watched = one


def pass_of(recordings: Sequence[Recording], number: int | None) -> Recording:
    """A pass of a cell by its number, or its last that ran inside of no other. Raises Wrong."""
    if not recordings:
        raise Wrong(tr("the cell before this made no backward pass to put it to"))
    if number is not None:
        if number > len(recordings):
            raise Wrong(
                trn(
                    "there is no pass {number}: the cell made {n} pass",
                    "there is no pass {number}: the cell made {n} passes",
                    len(recordings),
                    number=number,
                )
            )
        return sorted(recordings, key=lambda each: each.id)[number - 1]
    outer = [each for each in recordings if each.parent is None]
    return max(outer or recordings, key=lambda each: each.id)


def annotation_of(timeline: Timeline, one: Placed) -> Annotation:
    """What is placed, at its position. Raises Wrong or NoSuchPlace."""
    match one:
        case PlacedNote(text=text):
            return Note(position_of(timeline, one.place), text)
        case Stop():
            return Mark(position_of(timeline, one.place))
        case PlacedAsk():
            return ask_of(timeline, one)
        case Watch():
            return Looked(
                position_of(timeline, one.place),
                one.pane,
                one.zoomed,
                one.order,
                one.direction,
                one.detail,
            )


def _check_alone(taken: set[tuple[object, ...]], pass_id: int, one: Annotation) -> None:
    """See that nothing of its sort is there already: a later one would take its place."""
    key: tuple[object, ...] = ("view",)
    told = ""
    match one:
        case Ask():
            key = (pass_id, "ask", one.step, one.question, one.input, one.text)
            told = tr("the same is asked there already")
        case Note(step=step) | Mark(step=step):
            key = (pass_id, "mark", step)
            told = tr("there is a note or a stop at this place already: say both in one note")
        case _:
            return
    if key in taken:
        raise Wrong(told)
    taken.add(key)
