"""A session under way: cells run one after the other, each on disk before it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from backstep.engine.config import Config
from backstep.language import Outcome, Problem, Runtime, Ticks, bounded_repr
from backstep.language.shown import Numbered, note
from backstep.messages import later, tr
from backstep.recording.making.checks import OwnChecks
from backstep.recording.making.recorder import KEEP_ALL, MIDDLE, Recorder
from backstep.recording.records import Recording
from backstep.session.digest import digest_of
from backstep.session.errors import SessionError
from backstep.session.journal import Journal, with_ending
from backstep.session.seeds import begin_random_numbers
from backstep.session.undoing import RandomState, random_state
from backstep.session.waiting import ctrl_c_waits

if TYPE_CHECKING:
    from backstep.recording.annotations import Annotation
    from backstep.recording.figures import Figure

MOST_SHOWN = 100  # values that Out keeps alive, each with the graph behind it
MOST_TYPED = 1000
MOST_FIGURES = 100  # of a cell
LONGEST_OUTPUT = 20_000  # characters of a cell's output that are kept for %history


@dataclass(frozen=True)
class CellResult:
    """What running a cell came to: the outcome, and the backward passes that it made.

    `dropped` counts the passes in the middle of a long loop, which were not kept.
    """

    outcome: Outcome
    recordings: tuple[Recording, ...]
    dropped: int = 0


@dataclass(frozen=True)
class LiveCell:
    """A cell that has run: what was typed, how it was run, and what came of it.

    `n` is its number, `seconds` the time that its program took. `digest` is that of the named
    values after it. Until it is done, it is one that was interrupted. `text` is the prose before
    it.
    """

    n: int
    source: str
    first_line: int
    algorithm: str
    check_own: bool
    output: str = ""
    problem: Problem | None = None
    interrupted: bool = True
    digest: str = ""
    seconds: float = 0.0
    recordings: tuple[Recording, ...] = ()
    figures: tuple[Figure, ...] = ()
    text: str = ""


@dataclass
class LiveSession:
    """The runtime, the recorder and the journal of a session, moving together.

    `write` takes what the program prints. `streamed`, when given, gets each pass as soon as the
    outermost backward has ended, and then none is in `recordings`. With `check_own` a function of
    the person's own is checked against finite differences when it is first recorded. `echoed`,
    when given, gets the text of each value that is shown, and its cell's number, instead of
    `write`. `plotted` draws each figure that is shown. `ticks`, when given, counts what the cells
    do, and stops them. While `muted`, nothing that runs is heard. `annotations` are what was put to
    each pass, by its id; `closing` is the prose after the last cell. `in_flight` is the cell that
    ran when the session was cut off: it did not run again, and the next prompt begins with it.
    """

    write: Callable[[str], None]
    journal: Journal | None = None
    echo: bool = True
    streamed: Callable[[Recording], None] | None = None
    check_own: bool = True
    echoed: Callable[[str, int], None] | None = None
    plotted: Callable[[Figure], None] | None = None
    ticks: Ticks | None = None
    recordings: list[Recording] = field(default_factory=list)
    cells: list[LiveCell] = field(default_factory=list)
    undone: list[LiveCell] = field(default_factory=list)
    muted: bool = False
    annotations: dict[int, list[Annotation]] = field(default_factory=dict)
    closing: str = ""
    in_flight: str = ""

    def __post_init__(self) -> None:
        self._output: list[str] = []
        self._streamed: list[Recording] = []  # of this cell, for the journal
        self._figures: list[Figure] = []  # of this cell
        self._undrawn = 0
        self._many = False  # so many that those in the middle are not kept
        self.last_number = self.journal.cells if self.journal else 0
        begin_random_numbers(self.journal.seed if self.journal else None)
        self.beginning: RandomState | None = None
        self.begin_anew(self.check_own)

    def begin_anew(self, check_own: bool) -> None:
        """A runtime and a recorder that know nothing yet; the cells and passes stay."""
        self.recorder = Recorder(
            passed=self._stream if self.streamed else None, check_own=check_own
        )
        self.runtime = Runtime(
            self._write, recorder=self.recorder, ticks=self.ticks, show=self._plot
        )
        self.recorder.names = self.runtime.variables
        self.recorder.ahead = self.runtime.loops.ahead
        self.recorder.source_of = self.runtime.source_of
        self.recorder.checks = OwnChecks(self.runtime.sources.place)
        self.typed: Numbered[str] = Numbered("In", later("no such cell"), MOST_TYPED)
        self.shown: Numbered[object] = Numbered(
            "Out", later("that cell showed no value"), MOST_SHOWN
        )
        self.runtime.offer(In=self.typed, Out=self.shown)

    def run(self, source: str, first_line: int = 1, text: str = "") -> CellResult:
        """Run a cell: written to the journal first, then run, then its results written.

        `text` is prose that stands before it. The value that the cell ends in is shown last: what a
        person has seen of a result is on disk.
        """
        if self.beginning is None:
            self.beginning = random_state()
        if text:
            self._noted(lambda journal: journal.text(text))
        text, self.closing = "\n\n".join(each for each in (self.closing, text) if each), ""
        number = self._noted(lambda journal: journal.cell(source)) or self.last_number + 1
        self.last_number = number
        self.undone.clear()
        self._output.clear()
        self._figures.clear()
        cell = LiveCell(
            number, source, first_line, Config.algorithm, self.recorder.check_own, text=text
        )
        self.cells.append(cell)
        began = perf_counter()
        outcome = self.run_quietly(number, source, first_line)
        seconds = perf_counter() - began
        self._tell_undrawn()
        shown = _repr(outcome.value) if self.echo and outcome.shows else None
        dropped = self.recorder.dropped
        made = tuple(self.recorder.take())
        self.recordings += made
        with ctrl_c_waits():
            for recording in [*self._streamed, *made]:
                self._note_pass(number, recording)
            self._streamed.clear()
            self._many = False
            output = "".join([*self._output, *([] if shown is None else [shown, "\n"])])
            digest = digest_of(self.runtime.variables())
            self._noted(lambda journal: journal.done(number, output, outcome.problem, digest))
            self.cells[-1] = replace(
                cell,
                output=output[:LONGEST_OUTPUT],
                problem=outcome.problem,
                interrupted=outcome.interrupted,
                digest=digest,
                seconds=seconds,
                recordings=made,
                figures=tuple(self._figures),
            )
        if shown is not None:
            self._show(shown, number)
        return CellResult(outcome, made, dropped)

    def put(self, cell: int, pass_id: int, one: Annotation) -> None:
        """Put a mark, a note or a question to a pass that a cell made."""
        self.annotations.setdefault(pass_id, []).append(one)
        self._noted(lambda journal: journal.annotate(cell, pass_id, one))

    def close_with(self, text: str) -> None:
        """Write the prose after the last cell."""
        self.closing = text
        self._noted(lambda journal: journal.text(text))

    def run_quietly(self, number: int, source: str, first_line: int) -> Outcome:
        """Run a cell without a word in the journal; what it gives is in Out and in `_`."""
        note(self.typed, number, source)
        self.recorder.checks.begin()
        outcome = self.runtime.run(source, first_line=first_line)
        if outcome.shows and not isinstance(outcome.value, Numbered):
            note(self.shown, number, outcome.value)
            self.runtime.offer(_=outcome.value)
        return outcome

    def hold(self, cells: list[LiveCell], undone: list[LiveCell]) -> None:
        """Say which cells hold from now on, and which could be put back; the journal is told."""
        held = {cell.n for cell in cells}
        holding = {cell.n for cell in self.cells}
        gone = [cell for cell in self.cells if cell.n not in held]
        back = [cell for cell in cells if cell.n not in holding]
        dropped = {recording.id for cell in gone for recording in cell.recordings}
        kept = [recording for recording in self.recordings if recording.id not in dropped]
        kept += [recording for cell in back for recording in cell.recordings]
        self.recordings[:] = kept
        self.cells[:], self.undone[:] = cells, undone
        if gone:
            self._noted(lambda journal: journal.undo([cell.n for cell in gone]))
        if back:
            self._noted(lambda journal: journal.redo([cell.n for cell in back]))
        if self.closing and (gone or back):
            self.close_with(self.closing)

    def save_to(self, path: Path) -> Journal:
        """Begin a file with what there is of the session so far, and go on there.

        Raises SessionError where it cannot be written.
        """
        journal = Journal.create(with_ending(path))
        for cell in self.cells:
            journal.cells = cell.n - 1
            if cell.text:
                journal.text(cell.text)
            journal.cell(cell.source)
            for recording in cell.recordings:
                journal.back(cell.n, recording)
            for figure in cell.figures:
                journal.plot(cell.n, figure, max((r.id for r in cell.recordings), default=0))
            if not cell.interrupted:
                journal.done(cell.n, cell.output, cell.problem, cell.digest)
            for recording in cell.recordings:
                for one in self.annotations.get(recording.id, ()):
                    journal.annotate(cell.n, recording.id, one)
        if self.closing:
            journal.text(self.closing)
        self.journal = journal
        return journal

    def _show(self, text: str, number: int) -> None:
        if self.echoed is not None:
            self.end_line()
        self._output.append(text + "\n")
        if self.echoed is not None:
            self.echoed(text, number)
        else:
            self.write(text + "\n")

    def end_line(self) -> None:
        """Where the last cell's output ended in the middle of a line, begin a new one."""
        last = next((text for text in reversed(self._output) if text), "\n")
        if not last.endswith("\n"):
            self.write("\n")

    @property
    def figures(self) -> list[Figure]:
        """Every figure that the session has shown, in order."""
        return [figure for cell in self.cells for figure in cell.figures]

    def _plot(self, figure: Figure) -> None:
        """Keep a figure that a cell shows, on disk before it is drawn."""
        if self.muted or self.recorder.checks.running:
            return
        if len(self._figures) >= MOST_FIGURES:
            self._undrawn += 1
            return
        after = self.recorder.made
        kept = self._noted(lambda journal: journal.plot(self.last_number, figure, after))
        if kept is False:
            self._write(
                tr("warning: the session holds many plots; this one is drawn, but not kept\n")
            )
        self._figures.append(figure)
        if self.plotted is not None:
            self.plotted(figure)

    def _tell_undrawn(self) -> None:
        if self._undrawn:
            self._write(
                tr(
                    "warning: {undrawn:,} more plots were not drawn: a cell shows {most}\n",
                    undrawn=self._undrawn,
                    most=MOST_FIGURES,
                )
            )
        self._undrawn = 0

    def _note_pass(self, number: int, recording: Recording) -> None:
        self._noted(lambda journal: journal.back(number, recording))

    def _noted(self, write: Callable[[Journal], int | None]) -> int | None:
        """Write to the journal; where that fails, say so once and go on without saving."""
        if self.journal is None:
            return None
        try:
            return write(self.journal)
        except SessionError as error:
            self.journal.close()
            self.journal = None
            self.write(
                tr("warning: {error}; the session goes on without being saved\n", error=error)
            )
            return None

    def _write(self, text: str) -> None:
        if self.muted or self.recorder.checks.running:
            return  # what runs again has been heard once
        self._output.append(text)
        self.write(text)

    def _stream(self) -> None:
        assert self.streamed is not None
        if self.muted:
            self.recorder.drop()
            return
        for recording in self.recorder.take():
            self.streamed(recording)
            if self.journal is not None:
                self._streamed.append(recording)
                self._many |= len(self._streamed) > KEEP_ALL
                if self._many:
                    del self._streamed[MIDDLE]


def _repr(value: object) -> str:
    try:
        return bounded_repr(value)
    except KeyboardInterrupt:  # in a __repr__ of the person's own
        return "<interrupted>"
