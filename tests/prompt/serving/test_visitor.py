"""A visitor's stepper steps, and writes no file of the machine that it runs on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backstep.prompt.serving.visitor import Visit, visit
from backstep.stepper.actions import Action
from backstep.stepper.actions.registry import ACTIONS, changed, is_there
from backstep.stepper.text import plain
from backstep.stepper.view import first_view
from tests.stepper.passes import diamond, recorded
from tests.stepper.sessions import copy_of

VIEW = replace(first_view(recorded(diamond), position=7), size=(80, 24))


def asks_or_keeps(action: Action) -> bool:
    """Whether an action asks for something, or puts something to the pass."""
    if action.change is None or not is_there(action, VIEW):
        return False
    view = changed(VIEW, action)
    return view.entry is not None or view.notebook != VIEW.notebook


ASKING = [action for action in ACTIONS if asks_or_keeps(action)]


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder, with what is in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def after(path: Path, action: Action, *keys: str) -> str:
    """What is shown after an action, and after some keys."""
    app: Visit = visit(path, "dark", ascii_only=False)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("n", "m")
            app.perform(action)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()

    asyncio.run(run())
    return "\n".join(plain(line) for line in app.surface.lines)


def test_what_asks_is_found() -> None:
    assert {"export", "save", "mark", "note"} <= {action.name for action in ASKING}


@pytest.mark.parametrize("action", ASKING, ids=lambda action: action.name)
def test_no_action_writes_a_file(
    action: Action, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(copy_of("diamond", tmp_path))
    before = list(files(tmp_path))
    after(path, action, *"x.svg", "enter", "enter")
    assert list(files(tmp_path)) == before


@pytest.mark.parametrize(("name", "told"), [("export", "browser"), ("save", "until you leave")])
def test_what_would_write_a_file_asks_for_none(name: str, told: str, tmp_path: Path) -> None:
    (action,) = [a for a in ACTIONS if a.name == name]
    shown = after(Path(copy_of("diamond", tmp_path)), action)
    assert told in shown


def test_marks_are_there_until_the_visit_ends(tmp_path: Path) -> None:
    (action,) = [a for a in ACTIONS if a.name == "list of marks"]
    shown = after(Path(copy_of("diamond", tmp_path)), action)
    assert "pop 1" in shown
