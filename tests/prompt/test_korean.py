"""The prompt in Korean: what it says, in the cells that it takes, with no English left in it."""

from __future__ import annotations

import re

import pytest

from backstep.messages import in_language
from backstep.prompt.commands import COMMANDS
from backstep.prompt.start import GREETING
from backstep.prompt.tables import cells
from tests.messages.bypassing import TWO_WORDS
from tests.prompt.commands.conversations import DIAMOND, Conversation

HANGUL = re.compile(r"[가-힣]")


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Conversation:
    monkeypatch.setenv("COLUMNS", "80")
    return Conversation()


def english(text: str) -> list[str]:
    """The lines that have words side by side, and no Korean one."""
    return [line for line in text.split("\n") if TWO_WORDS.search(line) and not HANGUL.search(line)]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_is_korean_and_fits(name: str, talk: Conversation) -> None:
    with in_language("ko"):
        said = talk.said(f"%help %{name}\n")
    assert HANGUL.search(said)
    assert english(said) == []
    assert max(map(cells, said.split("\n"))) <= 80


def test_the_page_of_help_is_korean_and_fits(talk: Conversation) -> None:
    with in_language("ko"):
        said = talk.said("%help\n")
    assert english(said) == []
    assert max(map(cells, said.split("\n"))) <= 80


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("y.bakward()", "Variable에는 bakward 속성이 없다(혹시 backward?)"),
        ("squar(x)", "squar: 정의되지 않은 이름이다(혹시 square?)"),
        (
            "x.backward()",
            "backward: x에 creator가 없어 거슬러 올라갈 것이 없다. 계산된 값이 아니라",
        ),
        ("Variable(3.0)", "Variable에는 배열이 들어간다 (float 3.0: 쓸 수 없는 값)"),
        ("Variable(np.ones((2, 3))) + np.ones(2)", "두 번째에 .reshape(2, 1)을 하면 맞는다"),
        ("open('x')", "open: 여기서는 쓸 수 없다: 여기서 프로그램은 파일에 닿지 못한다"),
        ("%undoo", "%undoo: 없는 명령이다(혹시 undo?). 목록은 %help"),
        ("%autostep maybe", "%autostep: maybe: 없는 값이다. on, off 가운데 하나를 쓰세요"),
    ],
)
def test_errors_are_told_in_korean(
    line: str, told: str, talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    with in_language("ko"):
        assert talk.run("x = Variable(np.array(2.0))\ny = x * x\n" + line + "\n") == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.startswith("3번째 줄: ")


def test_the_caret_stands_below_its_place_after_korean_letters(
    talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    with in_language("ko"):
        talk.run('"한글", squar\n')
    code, caret, _ = capsys.readouterr().err.split("\n", 2)
    assert cells(caret.rstrip("^")) == cells(code.partition("squar")[0])


def test_config_changes_the_language_at_once(talk: Conversation) -> None:
    with in_language("en"):
        assert (
            talk.said("%config language ko\n%vars\n") == "이제부터: 한국어\n아직 정의된 것이 없다\n"
        )
        assert 'language = "ko"' in talk.said("%config\n")
        assert talk.said('%config language = "en"\n') == "from now on: English\n"


def test_a_table_stands_in_columns_of_cells(talk: Conversation) -> None:
    with in_language("ko"):
        lines = talk.said(DIAMOND + "%vars\n").split("\n")
    head = next(line for line in lines if line.startswith("이름"))
    row = next(line for line in lines if line.startswith("x "))
    assert cells(head.partition("형상")[0]) == cells(row.partition("()")[0])


def test_the_greeting_fits_a_small_terminal() -> None:
    from backstep.messages import tr

    with in_language("ko"):
        lines = tr(GREETING, version="0.1.0").split("\n")
    assert max(map(cells, lines)) < 80


@pytest.mark.parametrize("name", ["sin", "Variable", "relu", "plt.plot", "MLP", "numerical_diff"])
def test_what_a_name_is_is_told_in_korean(name: str, talk: Conversation) -> None:
    with in_language("ko"):
        said = talk.said(f"import matplotlib.pyplot as plt\n%help {name}\n")
    assert HANGUL.search(said)
    assert english(said) == []


def test_the_loops_are_told_in_korean(talk: Conversation) -> None:
    with in_language("ko"):
        said = talk.said("%algorithm\n")
    assert all(HANGUL.search(line) for line in said.splitlines())
    assert max(map(cells, said.split("\n"))) <= 80
