"""A value at the prompt, and where it says that it can be found again."""

from __future__ import annotations

import pytest

from backstep.prompt.repl import shown_value


@pytest.fixture(autouse=True)
def forty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("variable(32.0)", ["variable(32.0)" + " " * 19 + "Out[7]"]),
        ("[[1. 2.]\n [3. 4.]]", ["[[1. 2.]", " [3. 4.]]" + " " * 24 + "Out[7]"]),
        ("x" * 31, ["x" * 31 + "  Out[7]"]),
        ("x" * 32, ["x" * 32, " " * 33 + "Out[7]"]),
        ("重" * 15, ["重" * 15 + "   Out[7]"]),
        ("\x1b[2J", ["\\x1b[2J" + " " * 26 + "Out[7]"]),
    ],
)
def test_its_number_stands_at_the_right_where_there_is_room(
    text: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown_value(text, 7)
    assert capsys.readouterr().out.rstrip("\n").split("\n") == lines
