"""A session under way: cells run one after the other, each on disk before it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from backstep.language import Outcome, Runtime, bounded_repr
from backstep.recording.checks import OwnChecks
from backstep.recording.recorder import KEEP_FIRST, KEEP_LAST, Recorder
from backstep.recording.records import Recording
from backstep.session.digest import digest_of
from backstep.session.errors import SessionError
from backstep.session.journal import Journal


@dataclass(frozen=True)
class CellResult:
    """What running a cell came to: the outcome, and the backward passes that it made.

    `dropped` counts the passes in the middle of a long loop, which were not kept.
    """

    outcome: Outcome
    recordings: tuple[Recording, ...]
    dropped: int = 0


@dataclass
class LiveSession:
    """The runtime, the recorder and the journal of a session, moving together.

    `write` takes what the program prints. `streamed`, when given, gets each pass as soon as the
    outermost backward has ended, and then none is in `recordings`. With `check_own` a function of
    the person's own is checked against finite differences when it is first recorded.
    """

    write: Callable[[str], None]
    journal: Journal | None = None
    echo: bool = True
    streamed: Callable[[Recording], None] | None = None
    check_own: bool = True
    recordings: list[Recording] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._output: list[str] = []
        self._streamed: list[Recording] = []  # of this cell, for the journal
        self.recorder = Recorder(
            passed=self._stream if self.streamed else None, check_own=self.check_own
        )
        self.runtime = Runtime(self._write, recorder=self.recorder)
        self.recorder.names = self.runtime.variables
        self.recorder.source_of = self.runtime.source_of
        self.recorder.checks = OwnChecks(self.runtime.sources.place)

    def run(self, source: str, first_line: int = 1) -> CellResult:
        """Run a cell: written to the journal first, then run, then its results written."""
        number = self._noted(lambda journal: journal.cell(source)) or 0
        self.cells.append(source)
        self._output.clear()
        self.recorder.checks.begin()
        outcome = self.runtime.run(source, first_line=first_line)
        if self.echo and outcome.shows:
            self._write(bounded_repr(outcome.value) + "\n")
        dropped = self.recorder.dropped
        made = tuple(self.recorder.take())
        self.recordings += made
        for recording in [*self._streamed, *made]:
            self._noted(partial(Journal.back, cell=number, recording=recording))
        self._streamed.clear()
        output, digest = "".join(self._output), digest_of(self.runtime.variables())
        self._noted(lambda journal: journal.done(number, output, outcome.problem, digest))
        return CellResult(outcome, made, dropped)

    def _noted(self, write: Callable[[Journal], int | None]) -> int | None:
        """Write to the journal; where that fails, say so once and go on without saving."""
        if self.journal is None:
            return None
        try:
            return write(self.journal)
        except SessionError as error:
            self.journal.close()
            self.journal = None
            self.write(f"warning: {error}; the session goes on without being saved\n")
            return None

    def _write(self, text: str) -> None:
        if self.recorder.checks.running:
            return  # a forward that prints has done so once
        self._output.append(text)
        self.write(text)

    def _stream(self) -> None:
        assert self.streamed is not None
        for recording in self.recorder.take():
            self.streamed(recording)
            if self.journal is not None:
                self._streamed.append(recording)
                del self._streamed[KEEP_FIRST:-KEEP_LAST]
