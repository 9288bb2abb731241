"""Running a session's cells again in a worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backstep.messages import tr
from backstep.recording.records import Recording
from backstep.session import records
from backstep.session.reader import Session, SessionCell
from backstep.session.verification.sessions import CellAgain, plot_text
from backstep.session.worker import messages
from backstep.session.worker.limits import LimitStruck
from backstep.session.worker.messages import Job, JobCell
from backstep.session.worker.process import Worker
from backstep.session.worker.received import Pass, Plotted, WorkerFailed

CUT = ("KeyboardInterrupt", "Stopped")


def rerun(session: Session) -> tuple[SessionCell, ...]:
    """The cells of a session that can run again: one that was cut off, interrupted, or stopped by a
    limit cannot end where it did."""
    return tuple(
        cell
        for cell in session.cells
        if cell.finished and (cell.error is None or cell.error.kind not in CUT)
    )


def algorithms(cells: Sequence[SessionCell]) -> list[str]:
    """By which algorithm each cell ran: its passes say so, and those before tell of the others."""
    found, last = [], "generation"
    for cell in cells:
        last = cell.recordings[0].algorithm if cell.recordings else last
        found.append(last)
    return found


def run_again(session: Session, worker: Worker) -> list[CellAgain]:
    """Run the cells of a session in a worker; what they came to, one for each of `rerun`.

    Raises LimitStruck where a limit strikes, WorkerFailed where the worker fails.
    """
    cells = rerun(session)
    job = Job(
        limits=worker.limits,
        cells=[
            JobCell(cell.source, algorithm)
            for cell, algorithm in zip(cells, algorithms(cells), strict=True)
        ],
        check_own=any(pop.check for recording in session.recordings for pop in recording.pops),
        echo=True,
        persevering=True,
        seed=session.header.seed,
        language=session.header.language,  # warnings are part of what a cell has written
    )
    again: list[CellAgain] = []
    try:
        for cell in _ran(worker, job):
            again.append(cell)
    except LimitStruck as struck:
        if len(again) == len(cells):
            raise
        what = tr("cell {n}", n=cells[len(again)].n)
        raise LimitStruck(struck.limit, worker.limits, what) from None
    if len(again) != len(cells):
        raise WorkerFailed(tr("the worker process did not run all the cells that it was given"))
    return again


def _ran(worker: Worker, job: Job) -> Iterator[CellAgain]:
    """Each cell as it has run."""
    running = _Running()
    for message in worker.messages(job):
        match message:
            case messages.Shown(text=text):
                running.shown = text + "\n"
            case Pass(recording=recording):
                running.recordings.append(recording)
            case Plotted(record=plot):
                running.plots.append(plot_text(plot))
            case records.Done():
                running.done = message
            case messages.Ran(stopped=stopped):
                if stopped is not None:
                    raise LimitStruck(stopped, worker.limits)
                yield running.closed()
                running = _Running()


@dataclass
class _Running:
    """A cell while its records come in."""

    shown: str = ""
    done: records.Done | None = None
    recordings: list[Recording] = field(default_factory=list)
    plots: list[str] = field(default_factory=list)

    def closed(self) -> CellAgain:
        if self.done is None:
            raise WorkerFailed(tr("the worker process did not say what a cell came to"))
        error = "" if self.done.error is None else self.done.error.kind
        output = self.done.output.removesuffix(self.shown)
        return CellAgain(
            output,
            self.shown,
            error,
            self.done.digest,
            tuple(self.recordings),
            tuple(self.plots),
            "" if self.done.error is None else self.done.error.message,
        )
