"""Commands on files: %save, %load, %replay, %run."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from pathlib import Path

from backstep.engine import Config
from backstep.export.formats import FORMATS, told_left_out
from backstep.language import CellSyntaxError, split_cells, visible
from backstep.messages import later, tr
from backstep.prompt.commands.command import (
    Command,
    CommandError,
    ProgramError,
    Stage,
    cells,
    passes,
)
from backstep.prompt.plots import draw
from backstep.prompt.programs import read_text
from backstep.prompt.tables import in_lines
from backstep.prompt.terminal import stepper_kind, width_of
from backstep.session import Session, find_session, read_session, shipped_sessions
from backstep.session.lectures import translated
from backstep.session.live import LiveSession

MOST_LISTED = 12
LECTURE = ".md"
DEEPEST = 8  # a file that runs a file


def _save(stage: Stage, argument: str) -> None:
    if not argument:
        raise CommandError(tr("%save: say where: %save my-session"))
    journal = stage.live.journal
    if journal is None:
        raise CommandError(tr("%save: this session has no journal to save"))
    journal.save_as(Path(argument).expanduser())
    stage.say(tr("saved to {path}; it goes on there", path=journal.path))


def _load(stage: Stage, argument: str) -> None:
    """Put a session's program at the prompt, as IPython's %load does: Enter runs it, or not."""
    session = read_session(find_session(_named("load", argument)))
    program = _program(session)
    stage.say(
        tr(
            "{file}: {cells}, {passes}; nothing was run",
            file=session.path.name,
            cells=cells(len(session.cells)),
            passes=passes(len(session.recordings)),
        )
    )
    if stage.interactive:
        stage.prefill = visible(program)
        stage.say(tr("its program is at the prompt: Enter runs it, Ctrl-C drops it"))
    else:
        stage.say(visible(program))


def _program(session: Session) -> str:
    """The cells as one text, with the command for the algorithm wherever it is another."""
    from backstep.session.verification import algorithms  # the worker's modules are not for a start

    lines, now = [], Config.algorithm
    for cell, algorithm in zip(session.cells, algorithms(session.cells), strict=True):
        if algorithm != now:
            lines.append(f"%algorithm {algorithm}")
        now = algorithm
        lines.append(cell.source)
    return "\n".join(lines)


def _replay(stage: Stage, argument: str) -> None:
    if not argument:
        _list_sessions(stage)
        return
    session = translated(read_session(find_session(_named("replay", argument))))
    if not session.recordings and not session.plots:
        told = later("%replay: {file} has no backward pass to replay")
        raise CommandError(tr(told, file=session.path.name))
    if stepper_kind(stage.like.settings.stepper) != "screen" or not session.recordings:
        for figure in session.plots:
            draw(figure, stage.like)
    if session.recordings:
        stage.show(list(session.recordings), 0, session)


def _list_sessions(stage: Stage) -> None:
    """The last sessions of this person, and those that come with backstep."""
    from backstep.prompt.sessions import listing
    from backstep.session.listing import own_sessions

    ours = stage.live.journal.path if stage.live.journal else None
    for line in listing(own_sessions(), stage.width, MOST_LISTED, ours):
        stage.say(line)
    shipped = tr("shipped: {names}", names=", ".join(shipped_sessions()))
    for line in in_lines(shipped.split(), stage.width):
        stage.say(line)


def _own_and_shipped(live: LiveSession) -> list[tuple[str, str]]:
    from backstep.prompt.sessions import titled
    from backstep.session.listing import own_sessions

    own = [(one.name, titled(one)) for one in own_sessions() if one.passes][:MOST_LISTED]
    return [*_shipped(live), *own]


def _shipped(live: LiveSession) -> list[tuple[str, str]]:
    return [(name, tr("shipped session")) for name in shipped_sessions()]


def _named(command: str, argument: str) -> str:
    if not argument:
        told = later("%{command}: say which session: a file, or a shipped one like diamond")
        raise CommandError(tr(told, command=command))
    return argument


def _run(stage: Stage, argument: str) -> None:
    """Run a program's cells in this session, until one ends in an error."""
    from backstep.prompt.commands.registry import perform
    from backstep.prompt.lecturing import is_lecture

    if not argument:
        raise CommandError(tr("%run: say which program: %run step16.py"))
    if stage.depth >= DEEPEST:
        told = later("%run: {file}: files that run files, {n} deep")
        raise CommandError(tr(told, file=argument, n=DEEPEST))
    if is_lecture(argument):
        raise CommandError(
            tr("%run: {file} is a lecture: backstep run {file} runs it", file=argument)
        )
    try:
        program = split_cells(read_text(os.path.expanduser(argument)))
    except CellSyntaxError as error:
        told = error.problem.render(width_of(sys.stderr))
        raise ProgramError(f"{argument}:\n{told}") from None
    live, inner = stage.live, replace(stage, interactive=False, depth=stage.depth + 1)
    before, echo = len(live.recordings), live.echo
    live.echo = False
    try:
        for cell in program:
            inner.line = cell.first_line
            if cell.command:
                perform(cell.source, inner)
            else:
                inner.run(cell.source)
    except ProgramError as error:
        raise ProgramError(f"{argument}:\n{error}") from None
    finally:
        live.echo = echo
    made = len(live.recordings) - before
    ran = cells(len(program))
    if made > 0:
        told = later("{file}: {cells}, {passes} to %step through")
        stage.say(tr(told, file=argument, cells=ran, passes=passes(made)))
    else:
        stage.say(f"{argument}: {ran}")


def _export(stage: Stage, argument: str) -> None:
    """Write the session, or one of its passes, in the format that the file's ending names."""
    from backstep.export.subject import of_live
    from backstep.export.writing import write_new
    from backstep.prompt.exporting import exported, typed

    asked = typed(argument)
    if os.path.lexists(asked.path) and not asked.overwrite:
        told = later("%export: {path} is there already: choose another name, or %export -f")
        raise CommandError(tr(told, path=asked.path))
    subject = of_live(stage.live)
    wanted = asked.wanted(subject, stage.like)
    text = exported(asked.form, subject, wanted)
    write_new(asked.path, text, overwrite=asked.overwrite)
    missing = told_left_out(asked.form, subject, wanted)
    left_out = tr("; not in it: {missing}", missing=missing) if missing else ""
    told = later("written to {path}{told}")
    if asked.form.ending == LECTURE:
        told = later("written to {path}: backstep run {path} runs it{told}")
    stage.say(tr(told, path=asked.path, told=left_out))


def _with_endings(typed: str) -> list[tuple[str, str]]:
    """The name that is being typed, with each ending that it may get."""
    start, name = re.fullmatch(r"(.*?)([^\s/]*)", typed, re.DOTALL).groups()  # type: ignore[union-attr]
    stem, dot, begun = name.rpartition(".")
    stem, begun = (stem, begun) if dot else (name, "")
    if not stem or stem.startswith("-"):
        return []
    return [
        (f"{start}{stem}{each.ending}", each.told)
        for each in FORMATS
        if each.ending.startswith(f".{begun}")
    ]


COMMANDS = (
    Command(
        "save",
        "FILE",
        later("save the session to FILE and go on writing there"),
        _save,
        later("""A name without an ending gets .jsonl. Every session is also kept in your data
folder as you type, whether it is saved or not.
  %save talk                     and later backstep replay talk.jsonl"""),
        files=True,
    ),
    Command(
        "load",
        "FILE",
        later("put a session's program at the prompt; runs nothing"),
        _load,
        later("""FILE is a session file or the name of a shipped session.
  %load diamond"""),
        _shipped,
        files=True,
    ),
    Command(
        "replay",
        "[FILE]",
        later("step through a session, or list yours; runs nothing"),
        _replay,
        later("""FILE is a session file, or the name of a shipped session or of yours; alone, the
command lists your last. What is shown is what was recorded then. backstep resume NAME
runs one again and goes on with it.
  %replay create-graph"""),
        _own_and_shipped,
        files=True,
    ),
    Command(
        "export",
        "[-f] FILE",
        later("write the session in another format, by the ending of FILE"),
        _export,
        later("""With -f also over a file that is there. --pass 2 is about the second pass alone,
--at 7 about its step 7; --graph is a picture of the graph alone, --lecture Markdown
without what is made of the passes. The endings:
  %export talk.md                and later backstep run talk.md
  %export --at 16 diamond.svg"""),
        files=True,
        seldom=True,
        continued=_with_endings,
        listed=lambda: [(each.ending, each.told) for each in FORMATS],
    ),
    Command(
        "run",
        "FILE",
        later("run a program in this session, cell by cell"),
        _run,
        later("""Up to its first error. Its names and its backward passes are then there as if
they had been typed.
  %run step16.py"""),
        files=True,
    ),
)
