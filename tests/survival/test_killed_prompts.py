"""`kill -9` at any moment loses at most the cell in flight."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backstep.session import shipped_sessions
from tests.survival.left import CELLS, PASSES, PROMPT, SOURCES, TYPED, check, ended
from tests.survival.prompts import SECONDS, Nursery, from_the_start

KILLS = 200
REAL = 8
STARTING = 20  # of them, while the prompt comes up
END = "Out[10]\r\n" + PROMPT
CHANGES = 2 + 4 * len(CELLS) + 2 * sum(PASSES)  # writes and fsyncs: header, cells, dones, passes
SAVED_AFTER = 4  # cells
SAVING = 2 + 4 * SAVED_AFTER + 2 * sum(PASSES[:SAVED_AFTER])  # changes before %save


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def home(own_data_folder: Path) -> Path:
    own_data_folder.mkdir()
    (own_data_folder / "config.toml").write_text("autostep = false\n")
    return own_data_folder


@pytest.fixture(scope="module")
def seconds(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, float]:
    """How long a prompt takes to come up, and then for all the cells."""
    home = tmp_path_factory.mktemp("timed")
    (home / "config.toml").write_text("autostep = false\n")
    times = [time.monotonic()]
    prompt = nursery.prompt(home)
    prompt.type(TYPED)
    for word in (PROMPT, END):
        assert prompt.listen(SECONDS, word), prompt.said
        times.append(time.monotonic())
    assert ended(prompt.kill()) == len(CELLS)
    return times[1] - times[0], times[2] - times[1]


def journal_of(home: Path) -> Path:
    """The session's file; where none was begun, one that is not there."""
    return next((home / "sessions").glob("*.jsonl"), home / "none.jsonl")


@pytest.mark.parametrize("number", range(KILLS))
def test_what_was_said_is_on_disk_when_it_is_killed_at_any_moment(
    number: int, nursery: Nursery, home: Path, seconds: tuple[float, float]
) -> None:
    starting = number < STARTING
    moment = random.Random(number).uniform(0.0, seconds[0 if starting else 1])
    prompt = nursery.prompt(home)
    prompt.type(TYPED)
    if not starting:
        assert prompt.listen(SECONDS, PROMPT)
    prompt.listen(moment, END)
    check(journal_of(home), prompt.kill())


@pytest.mark.parametrize("fatal", range(1, CHANGES + 1))
def test_what_was_said_is_on_disk_when_it_is_killed_in_any_write_or_before_any_fsync(
    fatal: int, nursery: Nursery, home: Path
) -> None:
    prompt = nursery.prompt(home, fatal, half=True)
    prompt.type(TYPED)
    assert END not in prompt.last_words()
    held = check(journal_of(home), prompt.said)
    assert held == (0 if fatal <= 2 else held)


def test_those_are_all_the_writes_that_there_are(nursery: Nursery, home: Path) -> None:
    prompt = nursery.prompt(home, CHANGES + 1)
    prompt.type(TYPED)
    assert prompt.listen(SECONDS, END)
    assert check(journal_of(home), prompt.kill()) == len(CELLS)


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("fatal", range(SAVING + 1, SAVING + 5))
def test_a_save_that_is_killed_leaves_one_file_whole_and_the_other_as_it_was(
    fatal: int, there: bool, nursery: Nursery, home: Path
) -> None:
    """Its write, its fsync, its replace, and the first write that goes into the new file."""
    talk = home / "talk.jsonl"
    if there:
        shutil.copy(shipped_sessions()["diamond"], talk)
    before = talk.read_bytes() if there else None
    lines = TYPED.splitlines(keepends=True)
    lines.insert(SAVED_AFTER, f"%save {talk}\n")
    prompt = nursery.prompt(home, fatal, half=True)
    prompt.type("".join(lines))
    said = prompt.last_words()
    saved = fatal > SAVING + 3
    assert ("saved to" in said) == saved
    if not saved:
        assert (talk.read_bytes() if talk.exists() else None) == before
    assert check(talk if saved else journal_of(home), said.replace(PROMPT, "", saved)) == 4


@pytest.mark.parametrize("number", range(REAL))
def test_a_prompt_that_nobody_prepared_keeps_what_it_said_too(number: int, home: Path) -> None:
    chance = random.Random(number)
    prompt = from_the_start(home)
    assert prompt.listen(SECONDS, PROMPT.strip())
    prompt.paste(SOURCES)
    last = chance.choice([result for _, result, _ in CELLS if result])
    assert prompt.listen(SECONDS, last), prompt.said
    prompt.listen(chance.uniform(0.0, 0.03), "\0")
    said = prompt.kill()
    assert check(journal_of(home), said) >= ended(said) > 0
