"""The pages say what is there: every action, loop, error, format; and their examples run."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import backstep
from backstep.engine import ALGORITHMS, Config
from backstep.export.formats import FORMATS
from backstep.messages import in_language, tr
from backstep.prompt.commands import COMMANDS
from backstep.prompt.manual import api, keys, language, lectures, sessions
from backstep.prompt.manual.asking import word_page
from backstep.prompt.manual.blocks import rendered
from backstep.prompt.manual.errors import MET, kinds, problem_of
from backstep.prompt.manual.glossary import ALSO, GLOSSARY
from backstep.prompt.manual.topics import TOPICS
from backstep.prompt.tables import cells
from backstep.session import annotation_records, plot_records, records
from backstep.session.journal import Journal
from backstep.session.lectures import lecture_of, make
from backstep.session.live import LiveSession
from backstep.stepper.actions import ACTIONS, shown_key
from backstep.stepper.help_page import MERGED

MARKUP = re.compile(r"`|\[/?(bold|dim|red|green|/)\]|\{\w+\}|%%|\x1b")
WIDE = 400  # where no sentence is broken


def page(name: str, width: int = WIDE) -> str:
    return "\n".join(rendered(TOPICS[name].page(), width))


@pytest.mark.parametrize("tag", ["en", "ko"])
@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_fits_a_width_and_has_no_markup_left(topic: str, width: int, tag: str) -> None:
    with in_language(tag):
        lines = rendered(TOPICS[topic].page(), width)
    assert max(map(cells, lines)) <= width
    text = "\n".join(lines)
    if topic != "lectures":  # whose example has a fence
        assert MARKUP.findall(text.replace("%%step", "")) == []
    assert len(lines) > 10


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_told_in_korean(topic: str) -> None:
    with in_language("ko"):
        assert re.search("[가-힣]", page(topic).partition("\n")[0])


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_the_keys_page_has_every_action_with_its_keys(action: object) -> None:
    assert hasattr(action, "told")
    text = page("keys")
    told = next(
        (tr(MERGED[word]) for word in MERGED if re.match(rf"{word} \w\b", action.name)),
        action.told,
    )
    lines = re.findall(rf"^  (.+?)  +{re.escape(told.split('{')[0])}", text, re.MULTILINE)
    assert any(shown_key(action.keys[0]) in line.split() for line in lines)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_algorithms_page_has_every_loop(name: str) -> None:
    summary = tr(ALGORITHMS[name].summary).replace("`", "")
    assert re.search(rf"^  {name} +{re.escape(summary)}$", page("algorithms"), re.MULTILINE)


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_the_errors_page_has_every_kind(kind: type[Exception]) -> None:
    first = (inspect.getdoc(kind) or "").split("\n")[0]
    assert re.search(rf"^  {kind.__name__}\b.*{re.escape(first)}$", page("errors"), re.MULTILINE)


@pytest.mark.parametrize("source", [source for _, source in MET])
def test_what_the_errors_page_shows_ends_in_an_error_and_says_so(source: str) -> None:
    problem = problem_of(source)
    assert problem is not None
    assert f"{problem.kind}: {problem.message}" in page("errors")
    assert Config.recorder is None


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_the_exports_page_has_every_format(form: object) -> None:
    assert re.search(rf"^  \{form.ending}\b.* {re.escape(form.told)}$", page("exports"), re.M)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_the_language_page_has_every_command(command: object) -> None:
    assert re.search(
        rf"^  {re.escape(command.usage)} +{re.escape(command.help)}$", page("language"), re.M
    )


@pytest.mark.parametrize("name", ["square", "softmax_cross_entropy", "Variable", "numpy", "MLP"])
def test_the_language_page_has_what_stands_ready(name: str) -> None:
    assert re.search(rf"\b{name}\b", page("language"))


def test_the_program_of_the_language_page_runs() -> None:
    live = LiveSession(lambda text: None)
    assert live.run(language.PROGRAM).outcome.problem is None
    assert len(live.recordings) == 1


@pytest.mark.parametrize("code", [code for code, _ in language.STATEMENTS])
def test_what_the_language_page_says_that_runs_does(code: str) -> None:
    live = LiveSession(lambda text: None)
    live.run("a, b, x, W = (Variable(np.ones((2, 2))) for i in range(4))")
    body = "\n    def forward(self, x):\n        return x"
    assert live.run(code.replace(" ...", body)).outcome.problem is None


@pytest.mark.parametrize("source", language.REFUSED)
def test_what_the_language_page_says_that_is_not_there_is_not(source: str) -> None:
    assert problem_of(f"x = Variable(np.array(2.0))\n{source}") is not None
    assert source in page("language")


def test_the_sessions_page_has_every_kind_of_record() -> None:
    told = {word for names, _ in sessions.RECORDS for word in names.split()}
    rooms = (records, annotation_records, plot_records)
    structs = [each for room in rooms for each in vars(room).values() if inspect.isclass(each)]
    tags = {each.__struct_config__.tag for each in structs if issubclass(each, msgspec.Struct)}
    assert told == {tag for tag in tags if tag is not None and tag.islower()}


def test_the_lecture_of_the_lectures_page_runs(tmp_path: Path) -> None:
    assert lectures.LECTURE in re.sub(r"^    ", "", page("lectures"), flags=re.MULTILINE)
    lecture = lecture_of(lectures.LECTURE)
    with Journal.create(tmp_path / "talk.jsonl", seed=0) as journal:
        make(lecture, LiveSession(lambda text: None, journal))
    assert lecture.title == "Two paths"


def test_every_directive_of_the_lectures_page_is_understood() -> None:
    every = [line.replace("TEXT", "Words.") for line, _ in lectures.DIRECTIVES]
    lines = {line.split()[1].rstrip(":"): line for line in every}
    fence = "```python\nx = Variable(np.array(2.0))\na = square(x)\n"
    fence += "y = square(a) + square(a)\ny.backward()\n```"
    told = "\n\n".join(
        line
        for word, line in lines.items()
        if word not in ("seed", "language", "algorithm", "fails", "ask", "why")
    )
    asks = [line for line in every if "> ask" in line]
    text = "\n\n".join(
        [
            f"# Title\n\n{lines['language']}\n{lines['seed']}",
            lines["algorithm"],
            fence,
            told,
            *asks,
            lines["why"],
            "```python\nraise ValueError('no')\n```",
            lines["fails"],
        ]
    )
    lecture = lecture_of(text)
    live = LiveSession(lambda said: None)
    make(lecture, live)
    (recording,) = live.recordings
    assert recording.algorithm == "stack"
    assert len(live.annotations[recording.id]) == 5  # note, stop, watch, two questions
    assert (lecture.seed, lecture.language) == (7, "ko")


def test_the_program_of_the_api_page_runs(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(api.PROGRAM)
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "x.grad = 32.0" in done.stdout


@pytest.mark.parametrize("name", [*backstep.TOOLS, "export"])
def test_the_api_page_has_every_tool(name: str) -> None:
    assert name in {re.split(r"\W", call)[0] for call, _ in api.CALLS}


@pytest.mark.parametrize("call", [call for call, _ in api.CALLS if "(" in call])
def test_what_the_api_page_says_can_be_given_can_be(call: str) -> None:
    name, _, given = call.removesuffix(")").partition("(")
    if name == "export":
        from backstep.export.call import export as function
    else:
        function = getattr(backstep, name)
    parameters = inspect.signature(function).parameters
    takes_more = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    options = dict(re.findall(r"(\w+)=(\(.*?\)|\w+)", given))
    for option, value in options.items():
        assert takes_more or option in parameters
        if option in parameters:
            assert repr(parameters[option].default) == value


@pytest.mark.parametrize("word", [*GLOSSARY, *ALSO])
def test_a_word_of_backward_is_told(word: str) -> None:
    told = word_page(word, 60)
    assert told is not None and told.startswith(f"{word}\n  ")
    assert max(map(len, told.split("\n"))) <= 60


def test_keys_that_the_config_file_gives_are_those_on_the_page(own_data_folder: Path) -> None:
    from backstep.prompt.settings import config_path

    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text('[keymap]\nnext_pop = ["f8"]\n')
    assert re.search(r"^  F8 +go to the end of the next pop", page("keys"), re.MULTILINE)
    assert keys.page()
