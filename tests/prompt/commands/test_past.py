"""%history, %undo, %redo, %reset: what they say, and what is there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstep.prompt.commands import Stage, run_command
from backstep.session import Journal, read_session
from tests.prompt.commands.conversations import DIAMOND, Conversation


def test_history_numbers_the_cells_and_keeps_their_lines(talk: Conversation) -> None:
    talk.run("x = 1\nfor i in range(2):\n    print(i)\n\nx\n")
    assert talk.said("%history\n").splitlines() == [
        "1  x = 1",
        "2  for i in range(2):",
        "       print(i)",
        "3  x",
    ]


def test_history_shows_output_and_errors_when_asked(talk: Conversation) -> None:
    talk.run("print('a'); print('b')\n1 / 0\n")
    assert talk.said("%history -o\n").splitlines() == [
        "1  print('a'); print('b')",
        "   | a",
        "   | b",
        "2  1 / 0",
        "   | ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers"), [("2", ["3", "4"]), ("square", ["2", "3"]), ("*add*a*", ["3"])]
)
def test_history_is_narrowed(talk: Conversation, wanted: str, numbers: list[str]) -> None:
    talk.run(DIAMOND)
    told = talk.said(f"%history {wanted}\n").splitlines()
    assert [line.split()[0] for line in told] == numbers


def test_undo_takes_the_last_cell_back_and_says_which(talk: Conversation) -> None:
    talk.run(DIAMOND)
    assert talk.said("%undo\nprint(x.grad)\n") == "undone: y.backward()  (cell 4)\nNone\n"
    assert talk.live.recordings == []


def test_redo_puts_it_back_with_its_pass(talk: Conversation) -> None:
    talk.run(DIAMOND)
    talk.run("%undo 2\n%redo 2\n")
    assert talk.said("print(x.grad)\n") == "variable(64.0)\n"
    assert [len(recording.pops) for recording in talk.live.recordings] == [4]


def test_what_ran_is_not_heard_again(talk: Conversation) -> None:
    talk.run("print('once')\nx = Variable(np.array(1.0))\nx\ny = 2\n")
    assert talk.said("%undo\n%redo\n").count("\n") == 2


def test_a_new_cell_ends_what_can_be_redone(
    talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run("x = 1\ny = 2\n%undo\nz = 3\n%redo\n") == 1
    assert "nothing was undone since the last cell" in capsys.readouterr().err


def test_reset_forgets_every_name_and_redo_brings_them_back(talk: Conversation) -> None:
    talk.run(DIAMOND)
    assert talk.said("%reset\n%vars\n") == (
        "forgot 3 names of 4 cells; %redo 4 brings everything back\nnothing is defined yet\n"
    )
    assert talk.said("%redo 4\nprint(x.grad)\n").endswith("variable(64.0)\n")


def test_reset_asks_a_person_first(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.run(DIAMOND)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, names in (("n", 3), ("", 3), ("y", 0)):
        monkeypatch.setattr("builtins.input", lambda question, answer=answer: answer)
        assert run_command("%reset", Stage(talk.live, interactive=True))
        assert len(talk.live.runtime.user_names()) == names


def test_more_than_there_is_cannot_be_undone(
    talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run("x = 1\n%undo 2\n") == 1
    assert capsys.readouterr().err == "line 2: %undo: only 1 cell ran in this session: %undo 1\n"


def test_a_file_says_what_was_undone_and_replays_the_rest(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "s.jsonl") as journal:
        talk = Conversation(journal)
        talk.run(DIAMOND + "z = square(y)\nz.backward()\n%undo 2\nw = exp(x)\n")
    session = read_session(tmp_path / "s.jsonl")
    assert [cell.n for cell in session.cells] == [1, 2, 3, 4, 7]
    assert [cell.n for cell in session.undone] == [5, 6]
    assert [recording.title for recording in session.recordings] == [
        "y = add(square(a), square(a))"
    ]


def test_load_puts_only_what_holds_at_the_prompt(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "s.jsonl") as journal:
        Conversation(journal).run("x = 1\ny = 2\n%undo\n")
        fresh = Conversation()
        stage = Stage(fresh.live, interactive=True)
        assert run_command(f"%load {tmp_path / 's.jsonl'}", stage)
    assert stage.prefill == "x = 1"


def test_load_puts_the_algorithms_before_the_cells_that_ran_by_them() -> None:
    stage = Stage(Conversation().live, interactive=True)
    assert run_command("%load reuse", stage)
    commands = [line for line in stage.prefill.split("\n") if line.startswith("%")]
    assert commands == ["%algorithm overwrite", "%algorithm generation"]
