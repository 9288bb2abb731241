"""`backstep run --sandbox talk.md`: the cells of a lecture run in a worker, and are read here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import structs

from backstep.language import Problem
from backstep.messages import tr
from backstep.prompt.keeping import of_journal, opening
from backstep.prompt.lecturing import Reader
from backstep.prompt.piped import tell
from backstep.prompt.sandboxed import SandboxedRun
from backstep.recording.annotations import Annotation
from backstep.recording.figures import Figure
from backstep.recording.visible import visible
from backstep.session import Journal, records
from backstep.session.lectures import CellFailed, Lecture, Placing, check_end
from backstep.session.worker import messages
from backstep.session.worker.limits import Limits
from backstep.session.worker.messages import Job, JobCell
from backstep.session.worker.process import Worker
from backstep.session.worker.received import Received, WorkerFailed
from backstep.stepper.notebook import Kept


def run_sandboxed(
    lecture: Lecture,
    limits: Limits,
    write: Callable[[str], None],
    plotted: Callable[[Figure], None],
    journal: Journal | None,
    kind: str,
    *,
    check_own: bool,
) -> SandboxedLecture:
    """Run a lecture in a worker, told as it runs; `kind` is how its passes are shown.

    Raises LectureError where a directive does not fit.
    """
    ran = SandboxedLecture(write, plotted, journal, lecture=lecture, kind=kind)
    job = Job(
        limits=limits,
        cells=[JobCell(cell.source, cell.algorithm) for cell in lecture.cells],
        check_own=check_own,
        echo=True,
        persevering=True,
        seed=lecture.seed,
    )
    with Worker(limits) as worker:
        try:
            ran.run(worker, job)
        except CellFailed as failed:
            ran.good = False
            ran.end_line()
            tell(failed.problem)
    if ran.good:
        ran.close()
    return ran


@dataclass
class SandboxedLecture(SandboxedRun):
    """What has come of a lecture by now. `known` is what was put to each pass, by its id."""

    lecture: Lecture = field(default_factory=lambda: Lecture(()))
    kind: str = "lines"
    known: dict[int, list[Annotation]] = field(default_factory=dict)
    done: int = 0  # cells
    first: int = 0  # pass of the cell that runs
    number: int = 0  # of that cell in the file
    mid_line: bool = False

    def __post_init__(self) -> None:
        as_json = self.kind == "json"
        self.placing = Placing(self.lecture)
        self.reader = Reader(self.write, self.known, self.kind == "lines", as_json)

    def end_line(self) -> None:
        """Where what was said ended in the middle of a line, begin a new one."""
        if self.mid_line:
            self.write("\n")
        self.mid_line = False

    def close(self) -> None:
        """Tell the prose after the last cell."""
        if self.lecture.closing and self.journal is not None:
            self.journal.text(self.lecture.closing)
        self.reader.closing(self.lecture.closing)

    def kept(self) -> Kept:
        """What is known of its passes, for the stepper."""
        return opening(of_journal(self.journal, self.recordings, self.known))

    def _take(self, message: Received, worker: Worker) -> None:
        match message:
            case records.Cell() if self.done >= len(self.lecture.cells):
                raise WorkerFailed(tr("the worker process ran more cells than it was given"))
            case records.Cell(n=n):
                cell = self.lecture.cells[self.done]
                if cell.text and self.journal is not None:
                    self.journal.text(cell.text)
                self.number, self.first = n, len(self.recordings)
                self.reader.before(cell)
            case messages.Said(text=text) if text:
                self.mid_line = not text.endswith("\n")
            case messages.Shown(text=text):
                self.end_line()
                self.write(visible(text) + "\n")
            case messages.Ran(problem=problem, stopped=stopped):
                if stopped is None:
                    self._ended(None if problem is None else problem.problem())
                    return
                self.end_line()
                if problem is not None and problem.line > 0:
                    line = self.lecture.cells[self.done].line + problem.line - 1
                    problem = structs.replace(problem, line=line)
                    message = structs.replace(message, problem=problem)
        super()._take(message, worker)

    def _ended(self, problem: Problem | None) -> None:
        """Put to the passes of a cell what stands after it, and tell what came of it."""
        cell, made = self.lecture.cells[self.done], self.recordings[self.first :]
        self.done += 1
        check_end(self.lecture, cell, problem, stopped=False)
        for recording, one in self.placing.of(cell, made):
            self.known.setdefault(recording.id, []).append(one)
            if self.journal is not None:
                self.journal.annotate(self.number, recording.id, one)
        self.end_line()
        self.reader.after(problem, made)
