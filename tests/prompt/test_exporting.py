"""Exports from the stepper: the key and the command write what is shown, over nothing there is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from backstep.export.formats import endings
from backstep.prompt import keeping
from backstep.prompt.commands import Stage, run_command
from backstep.prompt.handing import exporter_of
from backstep.recording.annotations import Note
from backstep.session import Journal, find_session, read_session
from backstep.session.lectures import lecture_of
from backstep.session.live import LiveSession
from backstep.stepper.actions.picturing import asked
from backstep.stepper.app import Stepper
from backstep.stepper.notebook import Kept
from backstep.stepper.plain.conversation import hold
from backstep.stepper.view import View, first_view

DIAMOND = """x = Variable(np.array(2.0))
a = square(x)
y = square(a) + square(a)
y.backward()"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def session_under_way(journal: Journal | None = None) -> LiveSession:
    live = LiveSession(lambda text: None, journal)
    live.run(DIAMOND)
    return live


def stepper_of(kept: Kept, view: View) -> Stepper:
    view = replace(view, notebook=kept.notebook, endings=(".svg", ".txt", *kept.exporter.endings))
    return Stepper(view, keeper=kept.keeper, exporter=kept.exporter)


async def typed(app: Stepper, name: str) -> str:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "ctrl+u", *map(key_of, name), "enter")
        await pilot.pause()
        entry = app.view.entry
        return app.view.message if entry is None else entry.mistake


def key_of(character: str) -> str:
    return {".": "full_stop", "-": "minus"}.get(character, character)


@pytest.mark.parametrize("ending", endings())
def test_the_key_writes_every_format(ending: str) -> None:
    live = session_under_way()
    kept = keeping.of_session(live, live.recordings)
    told = asyncio.run(typed(stepper_of(kept, first_view(live.recordings).to(9)), f"talk{ending}"))
    assert Path(f"talk{ending}").read_text(encoding="utf-8")
    assert str(Path(f"talk{ending}").absolute()) in told


def test_what_is_written_is_this_position_of_this_pass() -> None:
    live = session_under_way()
    live.run(DIAMOND.replace("2.0", "3.0"))
    kept = keeping.of_session(live, live.recordings)
    asyncio.run(typed(stepper_of(kept, first_view(live.recordings, 1).to(9)), "talk.dot"))
    assert (
        "step 9 of 22" in Path("talk.dot").read_text()
        and "data 3.0" in Path("talk.dot").read_text()
    )


def test_a_file_that_is_there_stays_and_another_name_is_asked_for() -> None:
    Path("talk.md").write_text("mine")
    live = session_under_way()
    kept = keeping.of_session(live, live.recordings)
    told = asyncio.run(typed(stepper_of(kept, first_view(live.recordings)), "talk.md"))
    assert told == "talk.md is there already: choose another name"
    assert Path("talk.md").read_text() == "mine"


def test_an_ending_of_no_format_is_told_with_those_there_are() -> None:
    live = session_under_way()
    kept = keeping.of_session(live, live.recordings)
    told = asyncio.run(typed(stepper_of(kept, first_view(live.recordings)), "talk.pdf"))
    assert told.startswith("the ending says what is written: one of .svg .txt")
    assert all(ending in told for ending in endings())


def test_tab_goes_through_the_endings() -> None:
    live = session_under_way()
    kept = keeping.of_session(live, live.recordings)
    entry = asked(stepper_of(kept, first_view(live.recordings)).view).entry
    assert entry is not None
    assert {Path(choice).suffix for choice in entry.choices} == set(endings())


def test_a_note_that_no_file_keeps_is_in_the_lecture(tmp_path: Path) -> None:
    """A shipped session is not written to; what was put to it while stepping is not lost."""
    session = read_session(find_session("diamond"))
    with keeping.of_file(session) as kept:
        view = replace(first_view(session.recordings), notebook=kept.notebook)
        before = kept.notebook.pages[0].marks
        noted = view.noting(Note(3, "Mine."))
        told = kept.exporter.write(noted, tmp_path / "talk.md")
    assert told == f"Exported to {tmp_path / 'talk.md'}."
    lecture = lecture_of((tmp_path / "talk.md").read_text())
    texts = [getattr(one, "text", "") for cell in lecture.cells for one in cell.placed]
    assert "Mine." in texts
    assert {" ".join(text.split()) for text in before.values()} <= {
        " ".join(t.split()) for t in texts
    }


def test_a_session_with_a_journal_is_exported_with_what_is_in_it(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "s.jsonl", "Mine", seed=7) as journal:
        live = session_under_way(journal)
        kept = keeping.of_session(live, live.recordings)
        kept.exporter.write(first_view(live.recordings), tmp_path / "talk.md")
    assert (tmp_path / "talk.md").read_text().startswith("# Mine\n\n> seed 7\n\n```python\nx =")


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    live = session_under_way()
    exporter = exporter_of()
    told = exporter.write(first_view(live.recordings), tmp_path / "no" / "talk.dot")
    assert told.startswith("Not exported: ") and "No such file" in told


def conversation(kept: Kept, live: LiveSession, *lines: str) -> str:
    said: list[str] = []
    typed_lines = iter(lines)

    def ask(prompt: str, offered: object) -> str:
        try:
            return next(typed_lines)
        except StopIteration:
            raise EOFError from None

    hold(live.recordings, ask=ask, say=said.append, kept=kept)
    return "\n".join(said)


@pytest.mark.parametrize("ending", endings())
def test_the_conversation_writes_every_format(ending: str) -> None:
    live = session_under_way()
    kept = keeping.of_session(live, live.recordings)
    said = conversation(kept, live, "n", f"export talk{ending}", f"export talk{ending}", "export")
    assert Path(f"talk{ending}").read_text(encoding="utf-8")
    assert f"Exported to {Path(f'talk{ending}').absolute()}" in said
    assert f"talk{ending} is there already: choose another name" in said
    assert "Say which file: export talk.md." in said


def at_the_prompt(line: str, journal: Journal | None = None) -> str:
    said: list[str] = []
    live = session_under_way(journal)
    live.write = said.append
    run_command(line, Stage(live, interactive=True))
    return "".join(said)


@pytest.mark.parametrize("ending", endings())
def test_the_command_writes_every_format_with_or_without_a_journal(
    ending: str, tmp_path: Path
) -> None:
    with Journal.create(tmp_path / "s.jsonl") as journal:
        assert "written to one" in at_the_prompt(f"%export one{ending}", journal)
    assert "written to other" in at_the_prompt(f"%export other{ending}")
    assert Path(f"one{ending}").stat().st_size and Path(f"other{ending}").stat().st_size


def test_the_command_says_how_a_lecture_is_run() -> None:
    assert at_the_prompt("%export talk") == ("written to talk.md: backstep run talk.md runs it\n")


def test_the_command_overwrites_only_with_f(capsys: pytest.CaptureFixture[str]) -> None:
    Path("talk.dot").write_text("mine")
    assert at_the_prompt("%export talk.dot") == ""
    assert (
        "talk.dot is there already: choose another name, or %export -f" in capsys.readouterr().err
    )
    assert Path("talk.dot").read_text() == "mine"
    at_the_prompt("%export -f talk.dot")
    assert Path("talk.dot").read_text().startswith("digraph")


def test_the_command_says_which_passes_are_not_in_it() -> None:
    said: list[str] = []
    live = session_under_way()
    live.run(DIAMOND)
    live.write = said.append
    run_command("%export talk.dot", Stage(live, interactive=True))
    run_command("%export --pass 2 other.dot", Stage(live, interactive=True))
    assert "".join(said) == (
        "written to talk.dot; not in it: 1 other backward pass (--pass 2 writes the last)\n"
        "written to other.dot\n"
    )
