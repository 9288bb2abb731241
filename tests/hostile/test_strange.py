"""Every hostile file is refused in a sentence, or shown: whole, with nothing hidden in it."""

from __future__ import annotations

import random
import re
import xml.dom.minidom
from pathlib import Path

import pytest

from backstep.cli import main
from backstep.session import read_session
from tests.hostile.strange import REFUSED, SHOWN
from tests.hostile.walking import hidden_in, walk_screens
from tests.session.material import message_of

SIZES = ["20x8", "80x24", "200x60"]
COMMANDS = [["replay", "--plain"], ["replay", "--json"], ["verify"], ["compact"]]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    made, told = REFUSED[name]
    said = message_of(made(tmp_path))
    assert re.search(told, said)
    assert said.isprintable() and len(said) < 400


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", ["a pipe", "links in a circle", "NaN", "an escape in a message"])
def test_every_command_says_it_so(
    name: str, command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, told = REFUSED[name]
    assert main([command[0], str(made(tmp_path)), *command[1:]]) == 1
    out, trouble = capsys.readouterr()
    assert out == "" and re.search(told, trouble)
    assert trouble.endswith("\n") and not hidden_in(trouble.replace("\n", ""))


@pytest.mark.parametrize("name", SHOWN)
def test_what_can_be_is_shown(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    path = SHOWN[name](tmp_path)
    session = read_session(path)
    good = 0 if session.shown else 1
    for how in ("--plain", "--json"):
        assert main(["replay", str(path), how]) == (good if how == "--plain" else 0)
        for line in capsys.readouterr().out.split("\n"):
            assert not hidden_in(line), line
    for size in SIZES:
        picture = tmp_path / f"{size}.svg"
        assert main(["replay", str(path), "--screenshot", str(picture), "--size", size]) == good
        if not good:
            text = picture.read_text(encoding="utf-8")
            assert not hidden_in(text.replace("\n", ""))
            xml.dom.minidom.parseString(text.encode())
    walk_screens(session, random.Random(name), count=12)
    assert not recwarn.list
