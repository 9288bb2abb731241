"""%edit: a cell at the prompt again, or in an editor, and what is said of what came of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backstep.language import is_complete
from backstep.prompt.commands import Stage, run_command
from backstep.session import Journal, read_session
from tests.prompt.commands.conversations import DIAMOND, Conversation


@pytest.fixture
def talked() -> Conversation:
    conversation = Conversation()
    conversation.said(DIAMOND)
    return conversation


def stage(talk: Conversation) -> Stage:
    return Stage(talk.live, interactive=True)


def test_it_says_what_is_cell_now_and_what_ran_again(talked: Conversation) -> None:
    assert talked.said("%edit 1 x = Variable(np.array(3.0))") == (
        "y.backward(): 4 pops over 4 functions, x.grad = 216.0\n"
        "cell 1 is cell 5 now, and the 3 cells after it ran again as 6 to 8\n"
    )
    assert talked.said("%edit 8 y.backward(retain_grad=True)").endswith("cell 8 is cell 9 now\n")


def test_it_stands_at_the_prompt_to_be_changed(talked: Conversation) -> None:
    here = stage(talked)
    assert run_command("%edit 2", here)
    assert here.prefill == "%edit 2\na = square(x)"
    assert run_command(here.prefill.replace("square", "exp"), stage(talked))
    assert talked.live.cells[1].source == "a = exp(x)"
    last = stage(talked)
    assert run_command("%edit", last)
    assert last.prefill == f"%edit {talked.live.cells[-1].n}\ny.backward()"


def test_a_cell_of_several_lines_is_whole_when_the_cell_is(talked: Conversation) -> None:
    assert is_complete("%edit 2\na = exp(x)")
    assert not is_complete("%edit 2\nfor k in range(3):")
    assert not is_complete("%edit 2\nfor k in range(3):\n    a = exp(x)")
    assert is_complete("%edit 2\nfor k in range(3):\n    a = exp(x)\n")
    assert is_complete("%edit 2")


def test_one_that_fails_stands_at_the_prompt_again(
    talked: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    here, before = stage(talked), list(talked.live.cells)
    assert not run_command("%edit 2\na = squar(x)", here)
    said = capsys.readouterr().err
    assert "squar is not defined" in said
    assert "%edit: the cell ends in an error: cell 2 is as it was" in said
    assert here.prefill == "%edit 2\na = squar(x)"
    assert talked.live.cells == before


def test_a_later_cell_that_fails_is_named(
    talked: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talked.run("%edit 3 y = 7") == 1
    assert "%edit: y.backward() ends in an error: cell 3 is as it was" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("%edit 9", "%edit: no cell that holds has number 9: %history"),
        ("%edit x", "%edit: x is no number of a cell: write %edit 3, or %edit"),
        ("%edit 2", "%edit: say what the cell is to be: %edit 2 x = 3"),
        ("%edit -e 2", "%edit: an editor opens at the prompt alone"),
    ],
)
def test_what_cannot_be_edited_is_told(
    talked: Conversation, capsys: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    assert talked.run(typed) == 1
    assert said in capsys.readouterr().err


def test_an_undone_cell_is_not_there_to_be_edited(
    talked: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talked.run("%undo\n%edit 4 y.backward()") == 1
    assert "no cell that holds has number 4" in capsys.readouterr().err


def editor(tmp_path: Path, program: str) -> str:
    path = tmp_path / "editor.py"
    path.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{program}\n")
    return f"{sys.executable} {path}"


def test_an_editor_changes_it(
    talked: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = "path.write_text(path.read_text().replace('square', 'exp'))"
    monkeypatch.setenv("VISUAL", editor(tmp_path, change))
    assert run_command("%edit -e 2", stage(talked))
    assert talked.live.cells[1].source == "a = exp(x)"


@pytest.mark.parametrize("program", ["pass", "sys.exit(1)", "path.write_text('')", "path.unlink()"])
def test_an_editor_that_gives_up_leaves_it(
    talked: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, program))
    before = list(talked.live.cells)
    assert run_command("%edit -e 2", stage(talked))
    assert talked.output.endswith("cell 2 is as it was\n")
    assert talked.live.cells == before


def test_an_editor_that_is_not_there_is_told(
    talked: Conversation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert not run_command("%edit -e", stage(talked))
    assert "no-such-editor: No such file or directory: set EDITOR" in capsys.readouterr().err


def test_the_file_replays_what_was_edited(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "talk.jsonl", seed=7) as journal:
        talk = Conversation(journal)
        talk.said(f"{DIAMOND}%edit 1 x = Variable(np.array(3.0))\n")
        session = read_session(journal.path)
    assert [cell.n for cell in session.cells] == [5, 6, 7, 8]
    assert dict(session.recordings[0].grads)["x"].array == 216.0
