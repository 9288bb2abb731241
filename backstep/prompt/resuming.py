"""`backstep resume`: runs a session's cells again, and goes on at the prompt with its names.

A file that was made here, by the prompt in the data folder, runs again at once and is written on.
Any other runs in a worker first, within the limits; when it has ended there, and the person agrees,
it runs here, counted by the same ticks, and the session goes on in a file of its own. Without a
terminal nobody can be asked, and the command itself is taken for a yes. The sessions that come with
backstep are no strangers.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence

from backstep.engine.config import Config
from backstep.engine.errors import BackstepError
from backstep.language import Ticks
from backstep.messages import tr
from backstep.prompt.commands.command import agrees, cells
from backstep.prompt.limiting import tell_unenforced
from backstep.prompt.sessions import chosen
from backstep.prompt.terminal import complain, in_width
from backstep.recording.annotations import Annotation
from backstep.session import Journal, Session, SessionError, find_session, read_session
from backstep.session.errors import shown, shown_path
from backstep.session.journal import autosaved
from backstep.session.live import LiveSession
from backstep.session.places import made_here, shipped_sessions
from backstep.session.seeds import begin_random_numbers
from backstep.session.verification import algorithms, rerun, run_again
from backstep.session.worker.limits import Limits, LimitStruck
from backstep.session.worker.process import Worker


class NotResumed(BackstepError):
    """A session that does not go on."""


@contextlib.contextmanager
def resumed(
    name: str | None,
    limits: Limits,
    write: Callable[[str], None],
    *,
    check_own: bool = True,
    language: str = "en",
) -> Iterator[LiveSession]:
    """The session of a file, run again and ready to go on; `language` is for a new file. Without
    a name it is one of this person's last sessions.

    Raises LimitStruck where a stranger's session strikes a limit, NotResumed where the person does
    not agree, SessionError where the file cannot be read or another backstep is writing it.
    """
    session = read_session(chosen() if name is None else find_session(name))
    own = made_here(session.path)
    foreign = not own and session.path not in shipped_sessions().values()
    if foreign:
        _try_out(session, limits)
        if sys.stdin.isatty() and not _agreed(session):
            raise NotResumed(tr("{session} was not resumed", session=shown_path(session.path)))
    ticks = Ticks(limits.ticks) if foreign else None
    goes_on = Journal.open_for_append(session.path) if own else None
    with goes_on or autosaved(language, seed=session.header.seed) as journal:
        live = LiveSession(_unheard, None if own else journal, check_own=check_own, ticks=ticks)
        live.echoed = _unheard
        if sys.stdin.isatty():
            print(tr("running {cells} again; Ctrl-C gives up", cells=cells(len(rerun(session)))))
        _run(live, session, limits)
        if ticks is not None:
            ticks.lift()
            live.ticks = live.runtime.ticks = None
        live.write, live.echoed, live.journal = write, None, journal
        if sys.stdin.isatty():
            write(in_width(_told(session, live)))
        yield live


def _try_out(session: Session, limits: Limits) -> None:
    """See in a worker that the session ends. Raises LimitStruck where it does not."""
    with Worker(limits) as worker:
        run_again(session, worker)
        tell_unenforced(worker)


def _agreed(session: Session) -> bool:
    """Ask whether a stranger's code may run here."""
    told = tr(
        "{session} was not made here. Its {cells} ended within the limits in a worker process.",
        session=shown_path(session.path),
        cells=cells(len(rerun(session))),
    )
    print(in_width(told))
    try:
        answer = input(tr("Run them here, and go on? [y/N] "))
    except EOFError:
        print()
        return False
    except KeyboardInterrupt:
        print()
        raise
    return agrees(answer)


def _run(live: LiveSession, session: Session, limits: Limits) -> None:
    """Run the cells again, each under its number and by its algorithm."""
    begin_random_numbers(session.header.seed)
    again = rerun(session)
    for cell, algorithm in zip(again, algorithms(again), strict=True):
        Config.algorithm = algorithm
        if live.journal is None:
            live.last_number = cell.n - 1
        if cell.recordings:  # those that were made of undone cells do not come again
            first = min(r.id for r in cell.recordings)
            live.recorder.made = max(live.recorder.made, first - 1)
        outcome = live.run(cell.source, text=cell.text).outcome
        if outcome.interrupted:
            raise KeyboardInterrupt
        if outcome.stopped:
            raise LimitStruck("ticks", limits, tr("cell {n}", n=cell.n))
        if outcome.problem is not None and cell.error is None:
            _remark(
                tr(
                    "cell {n} ends in an error now: {message}",
                    n=cell.n,
                    message=outcome.problem.message,
                )
            )
    left_out = len(session.cells) - len(again)
    if session.cells and not session.cells[-1].finished:
        cut = session.cells[-1]
        live.in_flight = cut.source
        _remark(tr("cell {n} was cut off while it ran, and did not run again", n=cut.n))
        left_out -= 1
    if left_out:
        _remark(
            tr(
                "{left_out} of its cells, cut off or stopped at the time, did not run again",
                left_out=left_out,
            )
        )
    ids = [r.id for cell in (*session.cells, *session.undone) for r in cell.recordings]
    live.recorder.made = max([live.recorder.made, *ids])
    live.last_number = max(live.last_number, session.last_number)
    _take_annotations(live, session)
    if session.closing:
        live.close_with(session.closing)


def _take_annotations(live: LiveSession, session: Session) -> None:
    """Go on with the marks and notes of the passes that came again, in a new file too."""
    made = {(cell.n, r.id) for cell in live.cells for r in cell.recordings}
    for cell in session.cells:
        for pass_id, known in cell.annotations.items():
            if (cell.n, pass_id) in made:
                live.annotations[pass_id] = [*known]
                if live.journal is not None:
                    _write_again(live.journal, cell.n, pass_id, live.annotations[pass_id])


def _write_again(journal: Journal, cell: int, pass_id: int, known: Sequence[Annotation]) -> None:
    for one in known:
        with contextlib.suppress(SessionError):  # it came again with fewer steps
            journal.annotate(cell, pass_id, one)


def _told(session: Session, live: LiveSession) -> str:
    named = {"file": shown_path(session.path), "cells": cells(len(rerun(session)))}
    if live.journal is None:
        told = tr("{file}: {cells} ran again; the session is not saved from here on", **named)
    elif live.journal.path == session.path:
        told = tr("{file}: {cells} ran again", **named)
    else:
        there = shown_path(live.journal.path)
        told = tr("{file}: {cells} ran again; the session goes on in {there}", **named, there=there)
    names = shown(", ".join(live.runtime.user_names())) or tr("none")
    lines = [told, tr("names: {names}", names=names)]
    if live.in_flight:
        lines.append(tr("what was cut off is at the prompt: Enter runs it, Ctrl-C drops it"))
    return "\n".join([*lines, ""])


def _remark(text: str) -> None:
    complain(tr("note: {text}", text=shown(text)))


def _unheard(*said: object) -> None:
    """Where output goes that a person has had once."""
