"""Commands on the cells of the session: %history, %undo, %redo, %reset."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Sequence

from backstep.language import visible
from backstep.messages import later, tr, trn
from backstep.prompt.commands.command import Command, CommandError, Stage, cells, number
from backstep.prompt.tables import cells as width_of
from backstep.prompt.tables import cut
from backstep.session.live import LiveCell
from backstep.session.undoing import CannotRepeat, redo, undo

LONG = 2.0  # seconds; what takes longer is announced
MOST_OUTPUT_LINES = 20
MOST_NAMED = 3
NOT_UNDONE = later("%undo: {why}: nothing was undone")
NOT_REDONE = later("%redo: {why}: nothing was redone")


def _history(stage: Stage, argument: str) -> None:
    words = argument.split()
    with_output = "-o" in words
    wanted = " ".join(word for word in words if word != "-o")
    found = _matching(stage.live.cells, wanted)
    if not found and wanted:
        raise CommandError(tr("%history: no cell has {text} in it", text=wanted))
    if not found:
        raise CommandError(tr("%history: no cell has run yet"))
    width = len(str(found[-1].n))
    for cell in found:
        first, *more = visible(cell.source).split("\n")
        stage.say(f"{cell.n:>{width}}  {first}")
        for line in more:
            stage.say(f"{'':{width}}  {line}".rstrip())
        if with_output:
            for line in _output(cell):
                stage.say(f"{'':{width}}  | {line}")


def _matching(cells: Sequence[LiveCell], wanted: str) -> list[LiveCell]:
    """The last N cells, or those with a text or a pattern in them, or all."""
    if not wanted:
        return list(cells)
    if wanted.isascii() and wanted.isdigit():
        return list(cells[-number("history", wanted, 1) :])
    if any(c in wanted for c in "*?"):
        return [cell for cell in cells if fnmatch.fnmatchcase(cell.source, f"*{wanted}*")]
    return [cell for cell in cells if wanted in cell.source]


def _output(cell: LiveCell) -> list[str]:
    lines = visible(cell.output).rstrip("\n").split("\n") if cell.output else []
    hidden = len(lines) - MOST_OUTPUT_LINES
    if hidden > 0:
        more = trn("... and {n} more line", "... and {n} more lines", hidden)
        lines = [*lines[:MOST_OUTPUT_LINES], more]
    if cell.problem is not None:
        lines.append(visible(f"{cell.problem.kind}: {cell.problem.message}"))
    return lines


def _undo(stage: Stage, argument: str) -> None:
    live, count = stage.live, number("undo", argument, 1)
    if not live.cells:
        raise CommandError(tr("%undo: there is no cell to take back"))
    if count > len(live.cells):
        raise CommandError(
            trn(
                "%undo: only {n} cell ran in this session: %undo {n}",
                "%undo: only {n} cells ran in this session: %undo {n}",
                len(live.cells),
            )
        )
    gone = _attempt(stage, live.cells[:-count], lambda: undo(live, count), NOT_UNDONE)
    told = tr("undone:") + " "
    stage.say(told + _told(gone, stage.width - width_of(told)))


def _redo(stage: Stage, argument: str) -> None:
    live, count = stage.live, number("redo", argument, 1)
    if not live.undone:
        raise CommandError(tr("%redo: nothing was undone since the last cell"))
    if count > len(live.undone):
        raise CommandError(
            trn(
                "%redo: only {n} cell can be put back",
                "%redo: only {n} cells can be put back",
                len(live.undone),
            )
        )
    again = [*live.cells, *live.undone[:count]]
    back = _attempt(stage, again, lambda: redo(live, count), NOT_REDONE)
    told = tr("redone:") + " "
    stage.say(told + _told(back, stage.width - width_of(told)))


def _reset(stage: Stage, argument: str) -> None:
    live = stage.live
    if argument not in ("", "-f"):
        told = later("%reset: {text} is nothing it knows: write %reset, or %reset -f")
        raise CommandError(tr(told, text=argument))
    if not live.cells:
        stage.say(tr("nothing to forget: no cell has run yet"))
        return
    count, names = len(live.cells), len(live.runtime.user_names())
    what = trn("{n} name of {cells}", "{n} names of {cells}", names, cells=cells(count))
    if not argument and not stage.agrees(tr("forget {what}?", what=what)):
        stage.say(tr("nothing was forgotten"))
        return
    undo(live, count)
    back = f"%redo {count}" if count > 1 else "%redo"
    stage.say(tr("forgot {what}; {command} brings everything back", what=what, command=back))


def _attempt(
    stage: Stage, again: Sequence[LiveCell], change: Callable[[], list[LiveCell]], failed: str
) -> list[LiveCell]:
    """Make a change for which cells run again; where it cannot be made, `failed` says why."""
    seconds = sum(cell.seconds for cell in again)
    if seconds > LONG:
        told = later(
            "running {cells} again, about {seconds:.0f} s; Ctrl-C leaves everything as it is"
        )
        stage.say(tr(told, cells=cells(len(again)), seconds=seconds))
    try:
        return change()
    except CannotRepeat as error:
        raise CommandError(tr(failed, why=error)) from None
    except KeyboardInterrupt:
        raise CommandError(tr(failed, why=tr("interrupted"))) from None


def _told(those: Sequence[LiveCell], width: int) -> str:
    """`y = square(x) (cell 3)`, or `cells 3 to 5: ...`."""
    first, last = those[0], those[-1]
    if first is last:
        end = "  " + tr("(cell {n})", n=first.n)
        return cut(_first_line(first), width - width_of(end)) + end
    named = "; ".join(_first_line(cell) for cell in those[:MOST_NAMED])
    more = "; ..." if len(those) > MOST_NAMED else ""
    told = tr("cells {first} to {last}:", first=first.n, last=last.n)
    if len(those) == 2:
        told = tr("cells {first} and {last}:", first=first.n, last=last.n)
    return cut(f"{told} {named}{more}", width)


def _first_line(cell: LiveCell) -> str:
    lines = visible(cell.source).strip("\n").split("\n")
    return lines[0] + (" ..." if len(lines) > 1 else "")


COMMANDS = (
    Command(
        "history",
        "[-o] [N|TEXT]",
        later("the cells of this session, by number"),
        _history,
        later("""Only the last N, or those with TEXT in them. The number is that of In[n] and
Out[n]. TEXT may have * and ? in it; -o shows what each cell said as well.
  %history 5                     the last five
  %history -o backward           those with backward in them, and their output"""),
    ),
    Command(
        "undo",
        "[N]",
        later("take back the last cell, or the last N"),
        _undo,
        later("""The session is then as if they had never been typed: the cells before them run
again unheard, and where they do not come to the same values, nothing is undone. The session
file keeps what was undone, marked so.
  %undo"""),
    ),
    Command(
        "redo",
        "[N]",
        later("put back the cell that was undone last, or the last N"),
        _redo,
        later("""It is there until the next cell is typed.
  %redo"""),
    ),
    Command(
        "reset",
        "[-f]",
        later("forget every name and begin anew"),
        _reset,
        later("""It asks first; with -f it does not. Like %undo of everything:
until the next cell is typed, %redo brings it back.
  %reset"""),
        seldom=True,
    ),
)
