"""Everything that shows a session, done in a process that watches what is executed.

`python -m tests.replaying.watched HARMLESS HOSTILE FOLDER`: all is done with the harmless session,
so that whatever is loaded late has been; then the audit hook begins to listen, and all is done with
the hostile one. What it heard is printed as JSON lines; nothing is the good end.
"""

from __future__ import annotations

import ast
import asyncio
import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from backstep.cli import main
from backstep.export.formats import endings
from backstep.prompt.commands.command import Stage
from backstep.prompt.commands.registry import run_command
from backstep.prompt.keeping import of_file
from backstep.session import Journal, Session, read_session
from backstep.session.live import LiveSession
from backstep.stepper.actions import ACTIONS, changed, footer_hints, is_there
from backstep.stepper.app import Stepper
from backstep.stepper.notebook import notebook_of
from backstep.stepper.plain.conversation import hold
from backstep.stepper.plain.registry import COMMANDS
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.screens import screen_lines
from backstep.stepper.view import View, first_view
from tests.stepper.predict.asked import press
from tests.stepper.test_every_action import WAYS

# Events that nothing raises which only shows: code that runs, processes, sockets, foreign objects.
NEVER = (
    "exec",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "os.chown",
    "os.symlink",
    "os.link",
    "os.putenv",
    "subprocess.Popen",
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "ctypes.dlopen",
    "ctypes.dlsym",
    "pickle.find_class",
    "marshal.loads",
    "code.__new__",
    "function.__new__",
    "import",
    "shutil.rmtree",
    "urllib.Request",
    "webbrowser.open",
    "builtins.input",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
SIZES = ((60, 18), (120, 40))
ARGUMENTS = ("", "3", "1", "x", "y", "x.grad", "PWNED", "a note", "stack", "queue")


class Ear:
    """What the hook has heard since it listens; `folder` is where files may be written."""

    def __init__(self, folder: str) -> None:
        self.folder, self.listens, self.doing = folder, False, ""
        self.heard: list[dict[str, str]] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.listens:
            return
        if event == "os.remove" and os.path.realpath(str(arguments[0])).startswith(self.folder):
            return
        if event in NEVER or self._compiles(event) or self._writes(event, arguments):
            self.heard.append({"doing": self.doing, "event": event, "of": repr(arguments)[:300]})

    def _compiles(self, event: str) -> bool:
        """Whether a program is compiled: a rule is only parsed, by `ast.parse`, into a tree."""
        return event == "compile" and sys._getframe(2).f_code is not ast.parse.__code__

    def _writes(self, event: str, arguments: tuple[Any, ...]) -> bool:
        """Whether a file is opened to be written, and is none of those that were asked for."""
        if event != "open":
            return False
        path, mode, flags = arguments
        writes = bool(flags & WRITING) if mode is None else any(c in mode for c in "wax+")
        return writes and not os.path.realpath(str(path)).startswith(self.folder)


def surfaces(path: Path, folder: Path) -> Iterator[str]:
    """Show a session by everything that shows sessions; gives the name of each before it is."""
    session = read_session(path)
    picture = folder / "picture.svg"
    for arguments in (
        ["replay", "--plain"],
        ["replay", "--json"],
        ["replay", "--screenshot", str(picture), "--at", "5"],
        ["replay", "--screenshot", str(picture), "--pass", "2", "--size", "200x60"],
        ["compare", "--plain"],
        ["compare", "--json"],
        ["compare", "--screenshot", str(picture)],
        ["sessions"],
        ["sessions", "--json"],
    ):
        yield " ".join(arguments[:2])
        main([*arguments, *([] if arguments[0] == "sessions" else [str(path)])])
    for ending in endings():
        yield f"export {ending}"
        main(["export", "--force", str(path), str(folder / f"export{ending}")])
    yield "export --graph"
    main(["export", "--force", "--graph", "--at", "5", str(path), str(folder / "graph.svg")])
    for command in ("load", "replay"):
        yield f"%{command}"
        live = LiveSession(lambda text: None)
        run_command(f"%{command} {path}", Stage(live, interactive=command == "load"))
        assert not live.cells
    yield from _every_action(session)
    yield from _every_page(session)
    yield from _every_word(session)
    yield "marks are written"
    with Journal.open_for_append(path) as journal:
        assert journal.cells == len(session.cells)


def _views(session: Session) -> Iterator[View]:
    """At some positions of each pass, and from the first in every mode of the stepper."""
    notebook, seen = notebook_of(session.annotations), []
    base = replace(first_view(session.recordings), notebook=notebook)
    for index in range(len(session.recordings)):
        first = base.of_pass(index)
        length = first.timeline.length
        yield from (first.to(position) for position in (0, 4, length // 2, length))
    for known in (base, replace(base, notebook=notebook_of([]))):  # with an author's questions
        for way in WAYS:
            yield press(known, *way.split())
        asked = press(known, "p")
        while asked.mode != "score" and asked.position < asked.timeline.length:
            question = open_question(asked)
            if question is not None and question not in seen:
                seen.append(question)
                yield asked
            asked = press(asked, "escape" if question else "n")
        yield asked


def _every_action(session: Session) -> Iterator[str]:
    """Each action that changes a view, wherever it is there, and what is then shown."""
    done = set()
    for view in _views(session):
        for action in ACTIONS:
            if action.change is None or not is_there(action, view):
                continue
            yield f"{action.name} at {view.position} of pass {view.index} in {view.mode}"
            done.add(action.name)
            size = SIZES[len(done) % len(SIZES)]
            after = replace(changed(view, action), size=size)
            assert len(screen_lines(after, footer_hints(after))) == size[1]
    left = [a.name for a in ACTIONS if a.change and a.name not in done]
    assert not left, left


def _every_page(session: Session) -> Iterator[str]:
    """What only the app does, and some keys, in the app itself."""
    pages = [a.keys[0] for a in ACTIONS if a.effect not in ("", "quit", "suspend")]

    async def pressed() -> None:
        with of_file(session) as kept:
            app = Stepper(
                replace(first_view(session.recordings), notebook=kept.notebook),
            )
            async with app.run_test(size=(120, 40)) as pilot:
                await pilot.pause()
                for key in pages:
                    await pilot.press(key, "escape")
                await pilot.press("n", "s", "M", "x", "enter", "a", "enter", "n", "escape")

    yield "the app"
    asyncio.run(pressed())


def _every_word(session: Session) -> Iterator[str]:
    """Each command of the plain stepper, with this and that behind it."""
    lines = [f"{c.name} {a}" for c in COMMANDS for a in ARGUMENTS if c.name not in ("quit", "save")]

    def ask(prompt: str, offered: Any) -> str:
        offered("ma")
        if not lines:
            raise EOFError
        return lines.pop(0)

    yield "the plain stepper"
    with of_file(session) as kept:
        hold(session.recordings, ask=ask, say=lambda line: None, kept=kept, figures=session.plots)
    assert not lines


def watch(harmless: Path, hostile: Path, folder: Path) -> list[dict[str, str]]:
    """What was heard while the hostile session was shown."""
    codecs.lookup("unicode_escape")  # which is loaded when it is needed
    ear = Ear(os.path.realpath(folder))
    sys.addaudithook(ear)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for _ in surfaces(harmless, folder):
            pass
        ear.listens = True
        for ear.doing in surfaces(hostile, folder):
            pass
        ear.listens = False
    return ear.heard


if __name__ == "__main__":
    for each in watch(*map(Path, sys.argv[1:])):
        print(json.dumps(each))
    print(json.dumps("the end"))
