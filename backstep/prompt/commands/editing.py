"""The command that changes a cell: %edit."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.language import visible
from backstep.messages import later, tr, trn
from backstep.prompt.commands.command import Command, CommandError, ProgramError, Stage
from backstep.prompt.terminal import in_width, width_of
from backstep.session.live import CellResult, LiveCell, LiveSession
from backstep.session.undoing import CannotRepeat

if TYPE_CHECKING:
    from backstep.session.editing import Edited

ASKED = re.compile(r"(?P<editor>-e)?\s*(?P<n>\d{1,9})?(?:\s*\n(?P<cell>.*)|\s+(?P<line>.*))?", re.S)


def _edit(stage: Stage, argument: str) -> None:
    found = ASKED.fullmatch(argument)
    if found is None:
        raise CommandError(
            tr("%edit: {text} is no number of a cell: write %edit 3, or %edit", text=argument)
        )
    cell = _cell(stage.live, found["n"])
    source = found["cell"] or found["line"]
    if source:
        _change(stage, cell, source)
    elif found["editor"]:
        _in_editor(stage, cell)
    elif stage.interactive:
        _offer(stage, cell.n, visible(cell.source))
        stage.say(tr("change it: Enter runs it and the rest again, Ctrl-C leaves it as it is"))
    else:
        raise CommandError(tr("%edit: say what the cell is to be: %edit {n} x = 3", n=cell.n))


def _cell(live: LiveSession, number: str | None) -> LiveCell:
    """The cell of a number; the last without one."""
    if not live.cells:
        raise CommandError(tr("%edit: no cell has run yet"))
    if number is None:
        return live.cells[-1]
    for cell in live.cells:
        if cell.n == int(number):
            return cell
    raise CommandError(tr("%edit: no cell that holds has number {n}: %history", n=int(number)))


def _offer(stage: Stage, n: int, source: str) -> None:
    """Put a cell at the next prompt, to be changed."""
    stage.prefill = f"%edit {n}\n{source}"


def _change(stage: Stage, cell: LiveCell, source: str) -> None:
    """Run a cell anew, and those after it again; where that fails, all is as before."""
    from backstep.prompt.piped import summaries  # which has the commands in it
    from backstep.session.editing import NotEdited, edit

    live = stage.live

    def heard(result: CellResult) -> None:
        live.end_line()
        for line in summaries(result) if result.recordings else ():
            stage.say(in_width(line))

    try:
        done = edit(live, cell.n, source, heard)
    except NotEdited as failed:
        live.end_line()
        if stage.interactive:
            _offer(stage, cell.n, source)
        told = failed.problem.render(width_of(sys.stderr))
        where = tr("the cell") if failed.own else _named(failed.cell)
        said = tr("%edit: {where} ends in an error: cell {n} is as it was", where=where, n=cell.n)
        raise ProgramError(f"{told}\n{said}") from None
    except CannotRepeat as error:
        raise CommandError(tr("%edit: {why}: nothing was changed", why=error)) from None
    except KeyboardInterrupt:
        raise CommandError(tr("%edit: {why}: nothing was changed", why=tr("interrupted"))) from None
    stage.say(_told(done))


def _named(cell: LiveCell) -> str:
    first, *more = visible(cell.source).strip("\n").split("\n")
    return first + (" ..." if more else "")


def _told(done: Edited) -> str:
    """`cell 2 is cell 5 now, and 2 cells after it ran again: 6 to 7`."""
    old, new = done.old[0].n, [cell.n for cell in done.new]
    told = tr("cell {old} is cell {new} now", old=old, new=new[0])
    after = len(new) - 1
    if after:
        told = trn(
            "{edited}, and the cell after it ran again as {first}",
            "{edited}, and the {n} cells after it ran again as {first} to {last}",
            after,
            edited=told,
            first=new[1],
            last=new[-1],
        )
    if done.lost:
        lost = trn(
            "{n} note or question has no place in it any more",
            "{n} notes or questions have no place in it any more",
            done.lost,
        )
        told = f"{told}; {lost}"
    return told


def _in_editor(stage: Stage, cell: LiveCell) -> None:
    """Open a cell in the editor of the person, and run what it has become."""
    if not stage.interactive:
        raise CommandError(tr("%edit: an editor opens at the prompt alone"))
    source = edited_text(cell.source)
    if source is None or source == cell.source.rstrip("\n"):
        stage.say(tr("cell {n} is as it was", n=cell.n))
        return
    _change(stage, cell, source)


def edited_text(source: str) -> str | None:
    """A text as it is after $VISUAL or $EDITOR; None where that gave up, or left nothing."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="backstep-") as folder:
        path = Path(folder, "cell.py")
        path.write_text(f"{source}\n", encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(path)], check=False)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(
                tr("%edit: {editor}: {reason}: set EDITOR", editor=editor, reason=reason)
            ) from None
        try:
            text = path.read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError):
            return None
    return text if done.returncode == 0 and text.strip() else None


def _words(live: LiveSession) -> list[tuple[str, str]]:
    return [(str(cell.n), _named(cell)) for cell in live.cells[-100:]]


COMMANDS = (
    Command(
        "edit",
        "[-e] [N]",
        later("change cell N, or the last, and run the rest again"),
        _edit,
        later(
            """It stands at the prompt, or with -e in $EDITOR; what runs then has new numbers. Where
anything ends in an error, all is as it was. Notes, stops and questions
go over to the places of the same name.
  %edit 2 x = Variable(np.array(3.0))"""
        ),
        _words,
    ),
)
