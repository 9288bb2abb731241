"""The worker's own side: reads its job, confines itself, runs the cells, tells what they did."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from backstep.engine.config import Config
from backstep.language import Cell, CellSyntaxError, Problem, Stopped, Ticks, split_cells
from backstep.messages import tr, use_language
from backstep.recording.records import Recording
from backstep.session import records
from backstep.session.errors import SessionError, shown
from backstep.session.journal import Journal
from backstep.session.lines import encoded
from backstep.session.live import LiveSession
from backstep.session.packing import packed
from backstep.session.seeds import begin_random_numbers
from backstep.session.worker.confinement import confine, release, unenforced
from backstep.session.worker.limits import LIMITS, Limit
from backstep.session.worker.messages import (
    Broken,
    Finished,
    Job,
    Message,
    Ran,
    Ready,
    Said,
    Shown,
    Struck,
    job_of,
    place,
)


class TooLarge(Exception):
    """A record that no session file would take."""


class Wire(Journal):
    """A journal that is read by the parent as it is written, instead of kept in a file."""

    def __init__(self, descriptor: int, streamed: bool = False) -> None:
        super().__init__(Path("worker"), descriptor)
        self.streamed = streamed

    def append(self, record: records.Known | records.Unknown | Message) -> None:
        """Send a record. Raises TooLarge for what is larger than a line may be."""
        try:
            left = memoryview(encoded(record))
        except SessionError as error:
            raise TooLarge(str(error)) from None
        while left:
            left = left[os.write(self._descriptor, left) :]

    def back(self, cell: int, recording: Recording) -> None:
        """Send a pass at the end of its cell, where it has not been sent at once."""
        if not self.streamed:
            super().back(cell, recording)

    def stream(self, recording: Recording) -> None:
        """Send a pass as soon as it has ended."""
        self.append(packed(recording, self.cells))


def main() -> None:
    """Do one job from beginning to end; the process ends here, whatever becomes of it."""
    wire = Wire(os.dup(1))
    try:
        wire.append(Ready(unenforced()))
        job = job_of(sys.stdin.buffer.read())
        wire.streamed = job.streamed
        use_language(job.language)
        confine(job.limits)
        try:
            wire.append(Finished(work(job, wire)))
        except MemoryError:
            release()
            wire.append(Struck("memory"))
        except Stopped as stop:  # in a __repr__ of the program's own
            wire.append(Struck(_limit(stop.limit)))
        except TooLarge as error:
            wire.append(Broken(str(error)))
    except BrokenPipeError:
        os._exit(1)  # the parent has gone
    except BaseException as error:
        release()
        wire.append(Broken(shown(f"{type(error).__name__}: {error}")))
        os._exit(1)
    os._exit(0)  # no finalizer of the program's own runs after it


def work(job: Job, wire: Wire) -> int:
    """Run what the job says, as a session does; gives how many figures were never shown."""
    begin_random_numbers(job.seed)
    live = LiveSession(
        lambda text: wire.append(Said(text)),
        wire,
        echo=job.echo,
        streamed=wire.stream if job.streamed else None,
        check_own=job.check_own,
        echoed=lambda text, number: wire.append(Shown(text)),
        ticks=Ticks(job.limits.ticks, job.limits.output),
    )
    try:
        for cell, algorithm in _cells(job):
            ran = _run(live, cell, algorithm)
            wire.append(ran)
            if ran.stopped or (ran.problem and not job.persevering):
                break
    except CellSyntaxError as error:
        wire.append(Ran(place(error.problem)))
    return live.runtime.figures.unshown()


def _cells(job: Job) -> Iterator[tuple[Cell, str]]:
    if job.program is not None:
        yield from ((cell, job.algorithm) for cell in split_cells(job.program))
    for each in job.cells:
        yield Cell(each.source, 1, command=False), each.algorithm


def _run(live: LiveSession, cell: Cell, algorithm: str) -> Ran:
    if cell.command:
        return Ran(place(_no_command(cell)))
    Config.algorithm = algorithm
    result = live.run(cell.source, cell.first_line)
    live.recordings.clear()  # they have been sent
    live.cells.clear()
    outcome = result.outcome
    stopped = _limit(outcome.stopped) if outcome.stopped else None
    if outcome.problem is not None and outcome.problem.kind == "MemoryError":
        stopped = "memory"
    return Ran(place(outcome.problem), result.dropped, stopped)


def _limit(name: str) -> Limit:
    return next(limit for limit in LIMITS if limit == name)


def _no_command(cell: Cell) -> Problem:
    return Problem(
        "NotAvailable",
        tr("commands of the prompt do not run in a sandbox"),
        cell.first_line,
        cell.source,
        0,
        len(cell.source),
    )
