"""Commands on files: %save, %load, %replay, %run."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from backstep.export.markdown import ENDINGS, as_markdown, write_new
from backstep.language import CellSyntaxError, split_cells, visible
from backstep.prompt.commands.command import Command, CommandError, ProgramError, Stage, counted
from backstep.prompt.plots import draw
from backstep.prompt.programs import read_text
from backstep.prompt.terminal import stepper_kind, width_of
from backstep.session import find_session, read_session, shipped_sessions
from backstep.session.live import LiveSession

DEEPEST = 8  # a file that runs a file


def _save(stage: Stage, argument: str) -> None:
    if not argument:
        raise CommandError("%save: say where: %save my-session")
    journal = stage.live.journal
    if journal is None:
        raise CommandError("%save: this session has no journal to save")
    journal.save_as(Path(argument).expanduser())
    stage.say(f"saved to {journal.path}; it goes on there")


def _load(stage: Stage, argument: str) -> None:
    """Put a session's program at the prompt, as IPython's %load does: Enter runs it, or not."""
    session = read_session(find_session(_named("load", argument)))
    program = "\n".join(cell.source for cell in session.cells)
    stage.say(
        f"{session.path.name}: {counted(len(session.cells), 'cell')}, "
        f"{counted(len(session.recordings), 'backward pass', 'backward passes')}; nothing was run"
    )
    if stage.interactive:
        stage.prefill = visible(program)
        stage.say("its program is at the prompt: Enter runs it, Ctrl-C drops it")
    else:
        stage.say(visible(program))


def _replay(stage: Stage, argument: str) -> None:
    session = read_session(find_session(_named("replay", argument)))
    if not session.recordings and not session.plots:
        raise CommandError(f"%replay: {session.path.name} has no backward pass to replay")
    if stepper_kind(stage.like.settings.stepper) != "screen" or not session.recordings:
        for figure in session.plots:
            draw(figure, stage.like)
    if session.recordings:
        stage.show(list(session.recordings), 0, session)


def _shipped(live: LiveSession) -> list[tuple[str, str]]:
    return [(name, "shipped session") for name in shipped_sessions()]


def _named(command: str, argument: str) -> str:
    if not argument:
        raise CommandError(f"%{command}: say which session: a file, or a shipped one like diamond")
    return argument


def _run(stage: Stage, argument: str) -> None:
    """Run a program's cells in this session, until one ends in an error."""
    from backstep.prompt.commands.registry import perform

    if not argument:
        raise CommandError("%run: say which program: %run step16.py")
    if stage.depth >= DEEPEST:
        raise CommandError(f"%run: {argument}: files that run files, {DEEPEST} deep")
    try:
        cells = split_cells(read_text(os.path.expanduser(argument)))
    except CellSyntaxError as error:
        told = error.problem.render(width_of(sys.stderr))
        raise ProgramError(f"{argument}:\n{told}") from None
    live, inner = stage.live, replace(stage, interactive=False, depth=stage.depth + 1)
    before, echo = len(live.recordings), live.echo
    live.echo = False
    try:
        for cell in cells:
            inner.line = cell.first_line
            if cell.command:
                perform(cell.source, inner)
            else:
                inner.run(cell.source)
    except ProgramError as error:
        raise ProgramError(f"{argument}:\n{error}") from None
    finally:
        live.echo = echo
    passes = len(live.recordings) - before
    told = f"{argument}: {counted(len(cells), 'cell')}"
    if passes > 0:
        told += f", {counted(passes, 'backward pass', 'backward passes')} to %step through"
    stage.say(told)


def _export(stage: Stage, argument: str) -> None:
    """Write the session as a lecture."""
    words = argument.split()
    overwrite = "-f" in words
    name = " ".join(word for word in words if word != "-f")
    if not name:
        raise CommandError("%export: say where: %export talk.md")
    path = Path(name).expanduser()
    path = path if path.suffix else path.with_suffix(".md")
    if path.suffix.lower() not in ENDINGS:
        raise CommandError(f"%export: {name}: there is an export to .md so far, and no other")
    journal = stage.live.journal
    if journal is None:
        raise CommandError("%export: this session has no journal to export")
    text, left_out = as_markdown(read_session(journal.path))
    if os.path.lexists(path) and not overwrite:
        raise CommandError(f"%export: {path} is there already: choose another name, or %export -f")
    write_new(path, text, overwrite=overwrite)
    told = f"; not in it: {left_out.told}" if left_out.told else ""
    stage.say(f"written to {path}: backstep run {path} runs it{told}")


COMMANDS = (
    Command(
        "save",
        "FILE",
        "save the session to FILE and go on writing there",
        _save,
        """A name without an ending gets .jsonl. Every session is also kept in your data folder as
you type, whether it is saved or not.
  %save talk                     and later backstep replay talk.jsonl""",
        files=True,
    ),
    Command(
        "load",
        "FILE",
        "put a session's program at the prompt; runs nothing",
        _load,
        """FILE is a session file or the name of a shipped session.
  %load diamond""",
        _shipped,
        files=True,
    ),
    Command(
        "replay",
        "FILE",
        "step through a saved or shipped session; runs nothing",
        _replay,
        """What is shown is what was recorded then.
  %replay create-graph""",
        _shipped,
        files=True,
    ),
    Command(
        "export",
        "[-f] FILE",
        "write the session as a lecture in Markdown",
        _export,
        """A fence for each cell, with the notes, stops and questions of its passes. It can be
edited and run again: backstep run talk.md. With -f also over a file that is there.
  %export talk.md""",
        files=True,
        seldom=True,
    ),
    Command(
        "run",
        "FILE",
        "run a program in this session, cell by cell",
        _run,
        """Up to its first error. Its names and its backward passes are then there as if they
had been typed.
  %run step16.py""",
        files=True,
    ),
)
