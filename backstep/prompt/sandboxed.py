"""`backstep run --sandbox`: a program runs in a worker, and is seen as if it had run here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from backstep.prompt.limiting import tell_unenforced
from backstep.prompt.piped import not_kept, steps_text, tell
from backstep.prompt.plots import tell_count_unshown
from backstep.prompt.terminal import complain
from backstep.recording.figures import Figure
from backstep.recording.making.recorder import KEEP_ALL, MIDDLE
from backstep.recording.records import Recording
from backstep.recording.visible import visible
from backstep.session import Journal, records
from backstep.session.worker import messages
from backstep.session.worker.limits import LimitStruck
from backstep.session.worker.messages import Job
from backstep.session.worker.process import Worker
from backstep.session.worker.received import Pass, Plotted, Received, WorkerFailed


@dataclass
class SandboxedRun:
    """What has come of a program by now: its passes, and whether it went well.

    `plotted` draws each figure, `steps` prints every step of each pass, as they come. `streamed`,
    when given, gets the passes, and then none is in `recordings`.
    """

    write: Callable[[str], None]
    plotted: Callable[[Figure], None]
    journal: Journal | None = None
    steps: bool = False
    streamed: Callable[[Recording], None] | None = None
    recordings: list[Recording] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    good: bool = True

    def run(self, worker: Worker, job: Job) -> bool:
        """Run a job to its end, good or bad, which has been told then."""
        self._backs: list[records.Back] = []  # of this cell
        self._many = False
        try:
            for message in worker.messages(job):
                self._take(message, worker)
        except (LimitStruck, WorkerFailed) as error:
            self._save_passes()
            self._tell(str(error))
        tell_count_unshown(worker.unshown)
        tell_unenforced(worker)
        return self.good

    def _take(self, message: Received, worker: Worker) -> None:
        match message:
            case messages.Said(text=text):
                self.write(visible(text))  # in a pipe too: who knows where it ends
            case Pass():
                self._take_pass(message)
            case Plotted():
                self._take_plot(message)
            case records.Cell():
                self._save(message)
            case records.Done():
                self._save_passes()
                self._save(message)
            case messages.Ran(problem=problem, dropped=dropped, stopped=stopped):
                if dropped and self.steps:
                    self.write(not_kept(dropped) + "\n")
                if problem is not None:
                    self.good = False
                    told = problem.problem()
                    if stopped is not None:
                        sentence = worker.limits.sentence(stopped)
                        told = replace(told, kind="Stopped", message=sentence)
                    tell(told)

    def _take_pass(self, taken: Pass) -> None:
        self._backs.append(taken.record)
        if self.streamed is not None:
            self.streamed(taken.recording)
            self._many |= len(self._backs) > KEEP_ALL
            if self._many:  # as a session keeps them
                del self._backs[MIDDLE]
            return
        self.recordings.append(taken.recording)
        if self.steps:
            self.write(steps_text(taken.recording))

    def _take_plot(self, taken: Plotted) -> None:
        self._save(taken.record)
        self.figures.append(taken.figure)
        self.plotted(taken.figure)

    def _save(self, record: records.Known) -> None:
        if self.journal is not None:
            self.journal.append(record)

    def _save_passes(self) -> None:
        for back in self._backs:
            self._save(back)
        self._backs.clear()
        self._many = False

    def _tell(self, sentence: str) -> None:
        self.good = False
        complain(f"backstep: {sentence}")
