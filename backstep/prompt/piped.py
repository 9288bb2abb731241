"""Programs without a keyboard: piped input and `backstep run`, cell by cell, in plain lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from backstep.engine import Variable
from backstep.language import Cell, CellSyntaxError, Problem, split_cells
from backstep.messages import later, tr, trn
from backstep.prompt.commands import Stage, run_command
from backstep.prompt.plots import drawing, tell_unshown
from backstep.prompt.preferences import Preferences
from backstep.prompt.terminal import complain, width_of
from backstep.recording.records import Recording
from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import disagreements, plain_steps, summary
from backstep.session.live import CellResult, LiveSession

MOST_TOLD = 5  # passes of one cell that get a line


def cells_of(source: str) -> list[Cell] | None:
    """The cells of a program; None when it has a syntax error, which is then told."""
    try:
        return split_cells(source)
    except CellSyntaxError as error:
        tell(error.problem)
        return None


def tell(problem: Problem) -> None:
    """A problem on the error stream. Raises BrokenPipeError where nobody reads what is printed."""
    if problem.kind == BrokenPipeError.__name__:  # `| head`: no fault of the program
        raise BrokenPipeError
    complain(problem.render(width_of(sys.stderr)))


def run_piped(source: str, live: LiveSession, like: Preferences | None = None) -> int:
    """Run what was piped into the prompt: values are echoed, each pass gets one line.

    Stops at the first error; the exit code is 1 then.
    """
    cells = cells_of(source)
    if cells is None:
        return 1
    stage = Stage(live, interactive=False, like=like or Preferences())
    live.plotted = live.plotted or drawing(stage.like)
    for cell in cells:
        if cell.command:
            stage.line = cell.first_line
            if not run_command(cell.source, stage):
                return 1
            continue
        result = live.run(cell.source, cell.first_line)
        told = [*(summaries(result) if result.outcome.steps else remarks(result.recordings))]
        if told:
            live.end_line()
        for line in told:
            live.write(line + "\n")
        if result.outcome.problem is not None:
            tell(result.outcome.problem)
            return 1
    tell_unshown(live)
    return 0


def summaries(result: CellResult) -> Iterator[str]:
    """A line on each pass of a cell, nested ones left to their parents; of those that are not
    told, what checks contradict in them."""
    outer = [r for r in result.recordings if r.parent is None]
    for recording in outer[:MOST_TOLD]:
        yield summary(recording)
    hidden = len(outer) - MOST_TOLD + result.dropped
    if hidden > 0:
        yield trn("and {n} more pass", "and {n} more passes", hidden)
    told = {recording.id for recording in outer[:MOST_TOLD]}
    yield from remarks(each for each in result.recordings if each.id not in told)


def remarks(recordings: Iterable[Recording]) -> Iterator[str]:
    """What is told even of passes that nobody asked to be told of."""
    for recording in recordings:
        yield from disagreements(recording)


def run_program(
    cells: list[Cell], live: LiveSession, *, steps: bool, like: Preferences | None = None
) -> bool:
    """Run a program's cells; with `steps`, print every step of each pass as it comes.

    Gives False when the program ended in an error, which has been told.
    """
    stage = Stage(live, interactive=False, like=like or Preferences())
    live.plotted = live.plotted or drawing(stage.like, plain=steps)
    for cell in cells:
        if cell.command:
            stage.line = cell.first_line
            if not run_command(cell.source, stage):
                return False
            continue
        result = live.run(cell.source, cell.first_line)
        if steps:
            if result.recordings:
                live.end_line()
            for recording in result.recordings:
                live.write(steps_text(recording))
            if result.dropped:
                live.write(not_kept(result.dropped) + "\n")
        if result.outcome.problem is not None:
            tell(result.outcome.problem)
            return False
    tell_unshown(live)
    return True


def nothing_to_step(live: LiveSession, *, opens: bool) -> str:
    """What is said where a program has ended well and the stepper has nothing to open on.

    Where none was to open, only that a Variable of the program's own, as the book's first chapters
    write it, is none that backstep can see.
    """
    own = live.runtime.namespace.get("Variable")
    if isinstance(own, type) and not issubclass(own, Variable) and hasattr(own, "backward"):
        told = later(
            "note: this program has a Variable of its own, which backstep does not see: there is "
            "no backward pass to step through. With `from dezero import Variable, Function` in "
            "place of those classes there is one."
        )
        return tr(told)
    if not opens or live.figures:
        return ""
    return tr("note: this program made no backward pass to step through")


def not_kept(n: int) -> str:
    """How many passes of a loop are not there."""
    return trn(
        "({n} pass in the middle of a loop was not kept)",
        "({n} passes in the middle of a loop were not kept)",
        n,
    )


def steps_text(recording: Recording) -> str:
    """A pass in plain lines, under its summary."""
    return "\n".join([summary(recording), *(f"  {line}" for line in plain_steps(recording))]) + "\n"


def print_json(recording: Recording) -> None:
    """A pass as JSON lines on standard output."""
    for line in json_lines(recording):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
