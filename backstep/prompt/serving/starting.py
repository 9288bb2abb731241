"""Starting the site: what is served, where, and what is said of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.messages import lesson_text, tr
from backstep.prompt.learning.lessons import lessons
from backstep.prompt.programs import UsageError
from backstep.recording.visible import one_line
from backstep.session import read_session
from backstep.session.lectures import translated

if TYPE_CHECKING:
    from backstep.prompt.serving.site import Lent, Site

NEEDED = "textual_serve"


def check_extra() -> None:
    """Raises UsageError, with the remedy, where what serves is not installed."""
    if find_spec(NEEDED) is None:
        raise UsageError(
            tr(
                "serve needs the package textual-serve: {command} installs it",
                command=f"{sys.executable} -m pip install textual-serve",
            )
        )


def the_lessons() -> dict[str, Lent]:
    """Every lesson, by its name."""
    from backstep.prompt.serving.site import Lent

    return {
        each.name: Lent(
            each.path, one_line(lesson_text(each.glance().title)) or each.name, each.number
        )
        for each in lessons()
    }


def one_session(path: Path, title: str = "") -> dict[str, Lent]:
    """One session as the whole site. Raises UsageError where it has no pass."""
    from backstep.prompt.serving.site import Lent

    session = translated(read_session(path))
    if not session.recordings:
        raise UsageError(tr("{file} has no backward pass to step through", file=path.name))
    return {"": Lent(path.resolve(), one_line(session.header.title or title or path.stem))}


def start(site: Site, say: Callable[[str], object]) -> None:
    """Serve until Ctrl-C; says where, and warns where others can reach it."""
    from backstep.prompt.serving.site import address, is_loopback, serve

    def said(port: int) -> None:
        where = site.base or address(site.host, port)
        if not is_loopback(site.host):
            say(
                tr(
                    "warning: whoever can reach {where} gets a process on this machine, without a "
                    "password and unencrypted, up to {n} at a time. It steps through what is "
                    "recorded, keeps nothing, and writes no file.",
                    where=where,
                    n=site.most,
                )
            )
        told = tr("The stepper is at {where}", where=where)
        if "" not in site.lent:
            told = tr("The lessons are at {where}", where=where)
        say(f"{told} {tr('(Ctrl-C ends it)')}")

    asyncio.run(serve(site, said))
