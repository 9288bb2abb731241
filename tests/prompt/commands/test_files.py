"""%run: a program's cells, in this session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prompt.commands.conversations import DIAMOND, Conversation


def test_a_program_runs_cell_by_cell_and_leaves_its_names(
    talk: Conversation, tmp_path: Path
) -> None:
    program = tmp_path / "step16.py"
    program.write_text(DIAMOND + "x.grad\nprint(x.grad)\n")
    told = talk.said(f"%run {program}\n")
    assert told == f"variable(64.0)\n{program}: 6 cells, 1 backward pass to %step through\n"
    assert talk.said("x.grad\n") == "variable(64.0)\n"


def test_it_stops_at_its_first_error_with_the_line_in_the_file(
    talk: Conversation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "broken.py"
    program.write_text("x = 1\n\ny = squar(x)\nz = 3\n")
    assert talk.run(f"%run {program}\n") == 1
    told = f"{program}:\nline 3: y = squar(x)\n            ^^^^^\nNameError"
    assert told in capsys.readouterr().err
    assert talk.live.runtime.user_names() == ["x"]


def test_a_syntax_error_is_told_before_anything_runs(
    talk: Conversation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "broken.py"
    program.write_text("x = 1\ny = (\n")
    assert talk.run(f"%run {program}\n") == 1
    assert "line 2" in capsys.readouterr().err
    assert talk.live.cells == []


def test_a_file_that_runs_itself_ends(
    talk: Conversation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "again.py"
    program.write_text(f"%run {program}\n")
    assert talk.run(f"%run {program}\n") == 1
    assert "files that run files, 8 deep" in capsys.readouterr().err
