"""Commands on the cells of the session: %history, %undo, %redo, %reset."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Sequence

from backstep.language import visible
from backstep.prompt.commands.command import Command, CommandError, Stage, counted, number
from backstep.prompt.tables import cut
from backstep.session.live import LiveCell
from backstep.session.undoing import CannotRepeat, redo, undo

LONG = 2.0  # seconds; what takes longer is announced
MOST_OUTPUT_LINES = 20
MOST_NAMED = 3


def _history(stage: Stage, argument: str) -> None:
    words = argument.split()
    with_output = "-o" in words
    wanted = " ".join(word for word in words if word != "-o")
    cells = _matching(stage.live.cells, wanted)
    if not cells:
        raise CommandError(
            f"%history: no cell has {wanted} in it" if wanted else "%history: no cell has run yet"
        )
    width = len(str(cells[-1].n))
    for cell in cells:
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
        lines = [*lines[:MOST_OUTPUT_LINES], f"... and {counted(hidden, 'more line')}"]
    if cell.problem is not None:
        lines.append(visible(f"{cell.problem.kind}: {cell.problem.message}"))
    return lines


def _undo(stage: Stage, argument: str) -> None:
    live, count = stage.live, number("undo", argument, 1)
    if not live.cells:
        raise CommandError("%undo: there is no cell to take back")
    if count > len(live.cells):
        there = counted(len(live.cells), "cell")
        raise CommandError(f"%undo: only {there} ran in this session: %undo {len(live.cells)}")
    gone = _attempt(stage, "undo", live.cells[:-count], lambda: undo(live, count))
    stage.say(f"undone: {_told(gone, stage.width - 8)}")


def _redo(stage: Stage, argument: str) -> None:
    live, count = stage.live, number("redo", argument, 1)
    if not live.undone:
        raise CommandError("%redo: nothing was undone since the last cell")
    if count > len(live.undone):
        raise CommandError(f"%redo: only {counted(len(live.undone), 'cell')} can be put back")
    cells = [*live.cells, *live.undone[:count]]
    back = _attempt(stage, "redo", cells, lambda: redo(live, count))
    stage.say(f"redone: {_told(back, stage.width - 8)}")


def _reset(stage: Stage, argument: str) -> None:
    live = stage.live
    if argument not in ("", "-f"):
        raise CommandError(f"%reset: {argument} is nothing it knows: write %reset, or %reset -f")
    if not live.cells:
        stage.say("nothing to forget: no cell has run yet")
        return
    what = (
        f"{counted(len(live.runtime.user_names()), 'name')} of {counted(len(live.cells), 'cell')}"
    )
    if not argument and not stage.agrees(f"forget {what}?"):
        stage.say("nothing was forgotten")
        return
    count = len(live.cells)
    undo(live, count)
    stage.say(f"forgot {what}; %redo{f' {count}' if count > 1 else ''} brings everything back")


def _attempt(
    stage: Stage, name: str, again: Sequence[LiveCell], change: Callable[[], list[LiveCell]]
) -> list[LiveCell]:
    """Make a change for which cells run again; where it cannot be made, say that nothing was."""
    seconds = sum(cell.seconds for cell in again)
    if seconds > LONG:
        stage.say(
            f"running {counted(len(again), 'cell')} again, about {seconds:.0f} s; "
            "Ctrl-C leaves everything as it is"
        )
    done = "undone" if name == "undo" else "redone"
    try:
        return change()
    except CannotRepeat as error:
        raise CommandError(f"%{name}: {error}: nothing was {done}") from None
    except KeyboardInterrupt:
        raise CommandError(f"%{name}: interrupted: nothing was {done}") from None


def _told(cells: Sequence[LiveCell], width: int) -> str:
    """`y = square(x) (cell 3)`, or `cells 3 to 5: ...`."""
    if len(cells) == 1:
        end = f"  (cell {cells[0].n})"
        return cut(_first_line(cells[0]), width - len(end)) + end
    named = "; ".join(_first_line(cell) for cell in cells[:MOST_NAMED])
    more = "; ..." if len(cells) > MOST_NAMED else ""
    joined = "and" if len(cells) == 2 else "to"
    return cut(f"cells {cells[0].n} {joined} {cells[-1].n}: {named}{more}", width)


def _first_line(cell: LiveCell) -> str:
    lines = visible(cell.source).strip("\n").split("\n")
    return lines[0] + (" ..." if len(lines) > 1 else "")


COMMANDS = (
    Command(
        "history",
        "[-o] [N|TEXT]",
        "the cells of this session, by number",
        _history,
        """Only the last N, or those with TEXT in them. The number is that of In[n] and Out[n].
TEXT may have * and ? in it; -o shows what each
cell said as well.
  %history 5                     the last five
  %history -o backward           those with backward in them, and their output""",
    ),
    Command(
        "undo",
        "[N]",
        "take back the last cell, or the last N",
        _undo,
        """The session is then as if they had never been typed: the cells before them run again
unheard, and where they do not come to the same values, nothing is undone. The session file keeps
what was undone, marked so.
  %undo""",
    ),
    Command(
        "redo",
        "[N]",
        "put back the cell that was undone last, or the last N",
        _redo,
        """It is there until the next cell is typed.
  %redo""",
    ),
    Command(
        "reset",
        "[-f]",
        "forget every name and begin anew",
        _reset,
        """It asks first; with -f it does not. Like %undo of everything:
until the next cell is typed, %redo brings it back.
  %reset""",
        seldom=True,
    ),
)
