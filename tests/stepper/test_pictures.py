"""The screen put into a file: what is in it, what it is called, and what cannot be written."""

from __future__ import annotations

import asyncio
import os
import xml.etree.ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.actions.picturing import asked, wanted
from backstep.stepper.app import Stepper
from backstep.stepper.entry import Refused
from backstep.stepper.pictures import put_beside, svg_of, text_of, written
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.themes import THEMES
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded

DEFAULT = "y-step-16.svg"


@pytest.fixture
def view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> View:
    monkeypatch.chdir(tmp_path)
    return first_view(recorded(diamond)).to(16)


def test_the_name_to_begin_with_is_one_that_nothing_has(view: View) -> None:
    first = asked(view).entry
    assert first is not None
    assert first.text == DEFAULT
    Path(DEFAULT).touch()
    second = asked(view).entry
    assert second is not None
    assert second.text == DEFAULT.replace(".svg", "-2.svg")


def test_the_text_is_the_screen_without_the_question(view: View) -> None:
    written(wanted(asked(view), "it.txt"))
    lines = [plain(line).rstrip() for line in screen_lines(view, footer_hints(view))]
    assert Path("it.txt").read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_the_picture_has_every_word_of_the_screen(view: View, theme: str) -> None:
    svg = svg_of(replace(view, theme=theme))
    root = xml.etree.ElementTree.fromstring(svg)
    words = " ".join("".join(root.itertext()).replace("\xa0", " ").split())
    assert "8.0 + 8.0 -> 16.0" in words
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "").replace(
        "https://www.textualize.io", ""
    )


def test_a_sentence_says_where_it_is(view: View, tmp_path: Path) -> None:
    after = written(wanted(view, "it"))
    assert after.message == f"The screen is in {tmp_path / 'it.svg'}."
    assert after.picture == ""
    assert (tmp_path / "it.svg").read_text(encoding="utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("it.png", "the ending says what is written: one of .svg .txt"),
        ("it.md", "the ending says what is written: one of .svg .txt"),
        ("none/it.svg", "there is no folder none"),
        ("there.svg", "there.svg is there already: choose another name"),
    ],
)
def test_a_file_that_will_not_do_is_refused(view: View, text: str, sentence: str) -> None:
    Path("there.svg").touch()
    with pytest.raises(Refused) as refused:
        wanted(view, text)
    assert str(refused.value) == sentence


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be written there")
def test_what_cannot_be_written_is_said_in_a_sentence(view: View, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert (
        "could not be written to it.svg: Permission denied."
        in written(replace(view, picture="it.svg")).message
    )


def test_a_file_that_is_a_folder_by_then_is_said_and_nothing_is_left(view: View) -> None:
    Path("it.svg").mkdir()
    assert "could not be written to it.svg" in written(replace(view, picture="it.svg")).message
    assert os.listdir() == ["it.svg"]


def test_a_file_is_there_whole_or_not_at_all(view: View) -> None:
    Path("it.txt").write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        put_beside(Path("it.txt"), "half\ud800")
    assert Path("it.txt").read_text(encoding="utf-8") == "before"
    assert os.listdir() == ["it.txt"]


def test_the_key_writes_it_in_the_app(view: View) -> None:
    app = Stepper(view)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("e", "enter")
            assert app.view.message.startswith("The screen is in ")
            assert app.view.entry is None

    asyncio.run(run())
    assert os.listdir() == [DEFAULT]
    assert "Export to" not in Path(DEFAULT).read_text(encoding="utf-8")


def test_it_works_with_two_passes_side_by_side(view: View) -> None:
    action = action_for("r", view)
    assert action is not None
    both = changed(view, action)
    picture = action_for("e", both)
    assert picture is not None
    assert picture.name == "export"
    assert "retain_grad=True" in text_of(both)


@pytest.mark.parametrize("mode", ["steps", "marks", "score"])
def test_the_question_is_seen_on_every_screen(view: View, mode: str) -> None:
    view = asked(replace(view, mode=mode))
    lines = [plain(line) for line in screen_lines(view, footer_hints(view))]
    assert any("Export to: y-step-16.svg" in line for line in lines)
    assert len(lines) == view.size[1]


def test_what_is_no_file_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    """Whoever may write to /dev would have no /dev/null any more."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        put_beside(pipe, "it")
        assert os.read(reading, 100) == b"it"
    finally:
        os.close(reading)
    assert pipe.is_fifo()
