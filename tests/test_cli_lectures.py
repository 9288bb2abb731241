"""Lectures on the command line, in processes of their own: run, saved, replayed, exported."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from backstep.recording.annotations import Ask
from backstep.session import Journal, read_session
from tests.session.lectures.material import TALK
from tests.test_cli import backstep as run_backstep


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def backstep(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_backstep(*arguments, home=home)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text(TALK)
    return path


def test_a_lecture_is_read_from_beginning_to_end(home: Path, talk: Path) -> None:
    done = backstep(home, "run", "--plain", str(talk))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    told = [
        "Where two paths of unequal length meet, the order of the pops matters.",
        "    y = add(square(a), square(a))",
        "    question: What will x.grad be at the end?",
        "    note: And a paragraph of its own.",
        "    question: What comes to x? (16: a lot, 64.0, nothing at all)",
        "    note: Half of it is lost.",
        "Change this and look again: `y = square(a) + square(a) + square(a)`.",
    ]
    assert [line for line in lines if line in told] == told


@pytest.mark.parametrize("how", ["--plain", "--json"])
def test_a_replay_tells_what_the_run_told(home: Path, talk: Path, tmp_path: Path, how: str) -> None:
    session = tmp_path / "talk.jsonl"
    ran = backstep(home, "run", how, "--save", str(session), str(talk))
    replayed = backstep(home, "replay", how, str(session))
    assert ran.returncode == replayed.returncode == 0, ran.stderr + replayed.stderr
    assert replayed.stdout == ran.stdout


def test_json_tells_prose_notes_stops_and_questions(home: Path, talk: Path) -> None:
    done = backstep(home, "run", "--json", str(talk))
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [e["event"] for e in events if e["event"] not in ("backward", "pop", "done")] == [
        *("text", "text", "note", "stop", "ask", "ask", "ask", "ask", "ask", "text", "note"),
        *("stop", "text"),
    ]


def test_export_writes_the_lecture_back(home: Path, talk: Path, tmp_path: Path) -> None:
    session = str(tmp_path / "talk.jsonl")
    assert backstep(home, "run", "--plain", "--save", session, str(talk)).returncode == 0
    talk.unlink()
    done = backstep(home, "export", "--lecture", session, str(talk))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert talk.read_text() == TALK
    assert backstep(home, "export", "--lecture", session, "-").stdout == TALK
    again = backstep(home, "export", session, str(talk))
    assert again.returncode == 1
    assert "is there already: choose another name, or add --force" in again.stderr
    assert backstep(home, "export", "-f", session, str(talk)).returncode == 0


def test_the_handout_runs_as_the_lecture_does(home: Path, talk: Path, tmp_path: Path) -> None:
    """Run, save, export, run: the session is the same, and so is the next handout."""
    sessions = [str(tmp_path / name) for name in ("one.jsonl", "other.jsonl")]
    handouts = [str(tmp_path / name) for name in ("one.md", "other.md")]
    program = str(talk)
    for session, handout in zip(sessions, handouts, strict=True):
        assert backstep(home, "run", "--plain", "--save", session, program).returncode == 0
        assert backstep(home, "export", session, handout).returncode == 0
        program = handout
    first, again = (Path(handout).read_text() for handout in handouts)
    assert "```mermaid" in first and first == again
    assert backstep(home, "export", "--lecture", sessions[1], "-").stdout == TALK
    first, again = (Path(session).read_text() for session in sessions)
    assert first == again


def test_the_session_of_an_edited_lecture_takes_the_place_of_the_old_one(
    home: Path, talk: Path, tmp_path: Path
) -> None:
    session = tmp_path / "talk.jsonl"
    for text in (TALK, TALK.replace("np.array(2.0)", "np.array(3.0)")):
        talk.write_text(text)
        assert backstep(home, "run", "--plain", "--save", str(session), str(talk)).returncode == 0
    assert read_session(session).cells[0].source.startswith("x = Variable(np.array(3.0))")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["talk.jsonl", "talk.md"]


def test_a_session_with_answers_in_it_is_kept_beside_the_new_one(
    home: Path, talk: Path, tmp_path: Path
) -> None:
    session = tmp_path / "talk.jsonl"
    save = ("run", "--plain", "--save", str(session), str(talk))
    assert backstep(home, *save).returncode == 0
    answers = [
        Ask(12, "next", answer="square#2", given=given, confidence=3, right=False)
        for given in ("square#1", "square#3")
    ]
    for answer in answers:
        with Journal.open_for_append(session) as journal:
            journal.annotate(2, 1, answer)
        done = backstep(home, *save)
        assert "the session before had 1 answer: it is kept as" in done.stderr
        assert answer not in read_session(session).annotations[0].asks
    for name, answer in zip(("answered", "answered-2"), answers, strict=True):
        assert answer in read_session(tmp_path / f"talk-{name}.jsonl").annotations[0].asks
    assert backstep(home, *save).stderr == ""


def test_no_other_session_is_replaced(home: Path, talk: Path, tmp_path: Path) -> None:
    session, program = tmp_path / "talk.jsonl", tmp_path / "p.py"
    program.write_text("print(1)\n")
    assert backstep(home, "run", "--save", str(session), str(program)).returncode == 0
    before = session.read_bytes()
    done = backstep(home, "run", "--plain", "--save", str(session), str(talk))
    assert done.returncode == 1
    assert "is there already, and is not of this lecture: choose another name" in done.stderr
    assert session.read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("> note pop 9: no", "there is no pop 9: the pass has 4 pops"),
        ("```python\nsquar(x)\n```", "squar(x)"),
    ],
)
def test_nothing_is_written_of_a_lecture_that_is_wrong(
    home: Path, talk: Path, tmp_path: Path, wrong: str, said: str
) -> None:
    lines = TALK.split("\n")
    at = lines.index("> ask pop 3: next")
    talk.write_text("\n".join([*lines[:at], wrong, "", *lines[at:]]))
    done = backstep(home, "run", "--plain", "--save", str(tmp_path / "talk.jsonl"), str(talk))
    assert done.returncode == 1
    assert f"line {at + 1 + wrong.count('```') // 2}: {said}" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["talk.md"]


@pytest.mark.parametrize("command", ["replay", "resume", "verify"])
def test_what_wants_a_session_says_how_a_lecture_becomes_one(
    home: Path, talk: Path, command: str
) -> None:
    done = backstep(home, command, str(talk))
    assert done.returncode == 1
    assert "is a lecture, not a session: backstep run --save FILE makes one" in done.stderr


def test_a_lecture_s_pass_is_compared(home: Path, talk: Path) -> None:
    done = backstep(home, "compare", "--plain", str(talk))
    assert done.returncode == 0, done.stderr
    assert "They part at pop 3: stack pops square#1" in done.stdout


@pytest.mark.parametrize("how", ["--plain", "--json"])
def test_a_sandbox_tells_and_saves_what_a_run_does(
    home: Path, talk: Path, tmp_path: Path, how: str
) -> None:
    files = [tmp_path / "here.jsonl", tmp_path / "there.jsonl"]
    here = backstep(home, "run", how, "--save", str(files[0]), str(talk))
    there = backstep(home, "run", "--sandbox", how, "--save", str(files[1]), str(talk))
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("> note pop 9: no", "there is no pop 9: the pass has 4 pops"),
        ("```python\nsquar(x)\n```", "squar(x)"),
        ("```python\nwhile True:\n    pass\n```", "while True:"),
    ],
)
def test_a_sandbox_writes_nothing_of_a_lecture_that_is_wrong(
    home: Path, talk: Path, tmp_path: Path, wrong: str, said: str
) -> None:
    lines = TALK.split("\n")
    at = lines.index("> ask pop 3: next")
    talk.write_text("\n".join([*lines[:at], wrong, "", *lines[at:]]))
    flags = ("--sandbox", "--plain", "--ticks", "100000")
    done = backstep(home, "run", *flags, "--save", str(tmp_path / "talk.jsonl"), str(talk))
    assert done.returncode == 1
    line = at + 1 + wrong.count("```") // 2
    assert f"line {line}: {said}" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["talk.md"]
