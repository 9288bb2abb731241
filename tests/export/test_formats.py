"""The registry of formats, and how the command line and %export follow from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstep.cli import main
from backstep.export.errors import ExportError
from backstep.export.formats import FORMATS, Format, endings, format_named, format_of
from backstep.prompt.commands.files import _with_endings
from backstep.prompt.exporting import typed

PROGRAM = "x = Variable(np.array(2.0))\ny = x * x\nprint('said')\ny.backward()\n"


def test_no_two_formats_have_an_ending_in_common() -> None:
    every = [ending for each in FORMATS for ending in (each.ending, *each.also)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("ending", endings())
def test_a_format_is_found_by_its_ending_however_that_is_written(ending: str) -> None:
    for name in (f"a b{ending}", f"a{ending.upper()}", f"folder.x/a.b{ending}"):
        found = format_of(name)
        assert found is not None and found.ending == ending
    assert format_named(ending.removeprefix(".")) is format_named(ending)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_each_format_is_written_from_the_command_line(form: Format, tmp_path: Path) -> None:
    out = tmp_path / f"out{form.ending}"
    assert main(["export", "diamond", str(out)]) == 0
    assert out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_help_names_each_format(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert f"{form.ending} (" in " ".join(capsys.readouterr().out.split())


def test_an_ending_that_there_is_not_is_told_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "diamond", str(tmp_path / "talk.pdf")]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "talk.pdf" in told and all(ending in told for ending in endings())
    assert list(tmp_path.iterdir()) == []


def test_a_program_is_run_and_what_it_prints_stays_out_of_the_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "p.py"
    program.write_text(PROGRAM)
    assert main(["export", str(program), "-", "--format", "jsonl"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith('{"event":"backward"') and "said" not in told.out
    assert told.err == "said\n"


def test_a_program_that_fails_is_exported_as_far_as_it_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "p.py"
    program.write_text(PROGRAM + "nothing\n")
    out = tmp_path / "out.jsonl"
    assert main(["export", str(program), str(out)]) == 1
    assert '"event":"done"' in out.read_text()
    assert "nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--pass", "9"], "there is no 9"),
        (["--pass", "0"], "there is no 0"),
        (["--at", "999"], "there is no step 999: the pass has steps from 0 to"),
        (["--at", "-1"], "there is no step -1"),
        (["--format", "pdf"], "pdf is none of"),
    ],
)
def test_what_there_is_not_is_refused_and_nothing_is_written(
    flags: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "diamond", str(tmp_path / "a.jsonl"), *flags]) == 1
    assert told in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["a.md", "-o", "b.md"], ["a.md", "--pace", "0"]])
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "diamond", *arguments])
    assert ended.value.code == 2


@pytest.mark.parametrize("program", ["x = Variable(\n", "x = 1\nnothing\n"])
def test_a_program_that_fails_before_a_pass_writes_nothing(program: str, tmp_path: Path) -> None:
    path = tmp_path / "p.py"
    path.write_text(program)
    assert main(["export", str(path), str(tmp_path / "out.md")]) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--at", "9", "diamond", "OUT"],
        ["diamond", "--at", "9", "OUT"],
        ["diamond", "OUT", "--at", "9"],
        ["diamond", "-o", "OUT", "--at", "9"],
        ["-o", "OUT", "diamond", "--at", "9"],
    ],
)
def test_flags_may_stand_anywhere(arguments: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.dot"
    assert main(["export", *(str(out) if each == "OUT" else each for each in arguments)]) == 0
    assert "step 9 of 22" in out.read_text()


def test_a_word_too_many_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "diamond", "--at", "9", "a.dot", "b.dot"])
    assert ended.value.code == 2 and "unrecognized arguments" in capsys.readouterr().err


def test_a_file_is_not_overwritten_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    out.write_text("mine")
    assert main(["export", "diamond", "-o", str(out)]) == 1
    assert out.read_text() == "mine"
    assert main(["export", "diamond", "-o", str(out), "-f"]) == 0
    assert out.read_text() != "mine"


def test_what_follows_the_command_at_the_prompt_is_taken_apart() -> None:
    asked = typed("-f --pass 2 my talk.jsonl --at=7 --graph")
    assert (asked.path, asked.form.ending) == (Path("my talk.jsonl"), ".jsonl")
    assert (asked.overwrite, asked.number, asked.at) == (True, 2, 7)
    assert (asked.graph, asked.lecture) == (True, False)
    assert typed("talk").path == Path("talk.md")
    assert typed('-f "my talk.dot"').path == Path("my talk.dot")


@pytest.mark.parametrize("argument", ["", "-f", "-", "--pass x a.md", "--wide a.md", "a.pdf"])
def test_what_cannot_be_meant_at_the_prompt_is_refused(argument: str) -> None:
    with pytest.raises(ExportError, match="%export"):
        typed(argument)


@pytest.mark.parametrize("begun", ["talk", "talk.", "-f my/talk"])
def test_a_name_is_completed_with_every_ending(begun: str) -> None:
    offered = [word for word, _ in _with_endings(begun)]
    assert offered == [f"{begun.removesuffix('.')}{ending}" for ending in endings()]


def test_an_ending_that_is_begun_is_completed() -> None:
    assert [word for word, _ in _with_endings("talk.js")] == ["talk.jsonl"]
    assert list(_with_endings("--pass")) == []
