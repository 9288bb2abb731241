"""The registry: every command is run, completed and explained from its one entry."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from backstep.prompt.commands import COMMANDS, Command
from backstep.prompt.commands.registry import parted
from backstep.prompt.completion import SessionCompleter
from backstep.prompt.manual.asking import topic_page
from backstep.prompt.manual.topics import TOPICS
from tests.prompt.commands.conversations import DIAMOND, Conversation

EVERY = pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)


def completed(talk: Conversation, line: str) -> set[str]:
    found = SessionCompleter(talk.live).get_completions(Document(line), CompleteEvent())
    return {completion.text for completion in found}


@EVERY
def test_help_of_a_command_has_its_usage_its_line_and_an_example(
    talk: Conversation, command: Command
) -> None:
    usage, line, *more = talk.said(f"%help %{command.name}\n").splitlines()
    assert (usage, line.strip()) == (command.usage, command.help)
    assert any(each.startswith(f"  %{command.name} ") for each in [line + " " for line in more])


@EVERY
@pytest.mark.parametrize("columns", [60, 80])
def test_help_keeps_to_the_width(
    talk: Conversation, command: Command, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = talk.said(f"%help\n%help %{command.name}\n").splitlines()
    assert [line for line in lines if len(line) > max(columns, 73)] == []
    assert columns < 80 or not any(line.endswith("...") for line in lines)


def test_the_page_of_all_commands_fits_a_small_screen(talk: Conversation) -> None:
    prompt_and_toolbar = 2
    assert len(talk.said("%help\n").splitlines()) + prompt_and_toolbar <= 24


@pytest.mark.parametrize("topic", TOPICS)
def test_help_shows_the_page_of_a_topic(talk: Conversation, topic: str) -> None:
    assert talk.said(f"%help {topic}\n") == f"{topic_page(topic, 80)}\n"


def test_help_tells_a_word_of_backward(talk: Conversation) -> None:
    assert "keeps the gradient of every Variable" in talk.said("%help retain_grad\n")
    assert talk.said("retain_grad?\n") == talk.said("%help retain_grad\n")


def test_a_name_of_the_session_goes_before_a_topic(talk: Conversation) -> None:
    assert talk.said("keys = 3\n%help keys\n").startswith("keys: an int")


def test_what_is_a_command_and_a_name_has_both_told(talk: Conversation) -> None:
    told = talk.said("def graph(x):\n    return x\n\n%help graph\n")
    assert told.startswith("%graph [NAME]\n")
    assert told.endswith("\n\ndef graph(x):\n    return x\n")


@EVERY
def test_a_command_is_completed(talk: Conversation, command: Command) -> None:
    assert f"%{command.name}" in completed(talk, f"%{command.name[:-1]}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("%vars ", {"x", "a", "y"}),
        ("%graph ", {"x", "a", "y"}),
        ("%step ", {"x", "a", "y"}),
        ("%check o", {"on", "off"}),
        ("%autostep ", {"on", "off"}),
        ("%algorithm st", {"stack"}),
        ("%theme ", {"dark", "light", "mono"}),
        ("%replay dia", {"diamond"}),
        ("%time y", {"y.backward()"}),
        ("%help und", {"undo"}),
        ("%undo ", set()),
    ],
)
def test_what_may_follow_a_command_is_completed(
    talk: Conversation, line: str, words: set[str]
) -> None:
    talk.run(DIAMOND)
    assert words <= completed(talk, line)
    assert bool(words) is bool(completed(talk, line))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("%vras", "%vras: no such command; did you mean vars?; %help lists them"),
        ("%theme drak", "ansi, ansi-light or mono; did you mean dark?"),
        ("%autostep no", "%autostep: there is no no: write on or off"),
        ("%graph yy", "%graph: no Variable is called yy; did you mean y?"),
        ("%check yy", "%check: no backward pass on yy; did you mean y?"),
        ("%help grpah", "%help: nothing is called grpah; did you mean graph?"),
        ("%vars q", "%vars: no name matches q"),
        ("%undo x", "%undo: x is no count: write a number from 1, or nothing"),
        ("%undo 0", "%undo: 0 is no count"),
        ("%redo", "%redo: nothing was undone since the last cell"),
        ("%reset now", "%reset: now is nothing it knows"),
        ("%run nowhere.py", "nowhere.py: No such file or directory"),
        ("%run", "%run: say which program: %run step16.py"),
        ("%history zzz", "%history: no cell has zzz in it"),
        ("%step squar(x)", "NameError: squar is not defined; did you mean square?"),
        ("%time squar(x)", "NameError: squar is not defined; did you mean square?"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    talk: Conversation, line: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run(DIAMOND.replace("x", "yy").replace("yy", "x") + line + "\n") == 1
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("%vars", ("vars", "")),
        ("%vars  w* ", ("vars", "w*")),
        ("vars?", ("help", "vars")),
        ("%vars?", ("help", "%vars")),
        ("x.grad?", ("help", "x.grad")),
        ("?x.grad", ("help", "x.grad")),
        ("?%vars", ("help", "%vars")),
        ("%time\nfor i in range(3):\n    f(i)", ("time", "for i in range(3):\n    f(i)")),
        ("%", ("", "")),
    ],
)
def test_a_line_is_parted_into_name_and_argument(line: str, parts: tuple[str, str]) -> None:
    assert parted(line) == parts


def test_commands_say_nothing_into_the_session(talk: Conversation) -> None:
    talk.run(DIAMOND + "%vars\n%graph\n%history\n%help\n")
    assert "".join(cell.output for cell in talk.live.cells) == ""
