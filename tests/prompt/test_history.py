"""The history file: whole cells, and several prompts that write it at once."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from backstep.prompt.history import READ, SharedHistory


def entries(path: Path) -> list[str]:
    """Oldest first."""
    return list(SharedHistory(path).load_history_strings())[::-1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history"


@pytest.mark.parametrize(
    "cell",
    ["x = 1", "def f():\n    return 1\n\n\n    # and\nf()", "+x\n# y", "é\u2028ß\x0c1", "# only"],
)
def test_an_entry_comes_back_as_it_was(path: Path, cell: str) -> None:
    SharedHistory(path).append_string(cell)
    assert entries(path) == [cell]


def test_blank_ends_and_repeats_are_left_out(path: Path) -> None:
    history = SharedHistory(path)
    for cell in ("x\n    \n", "x", "  ", "y", "x"):
        history.append_string(cell)
    assert entries(path) == ["x", "y", "x"]


def test_a_lone_surrogate_does_not_stop_it(path: Path) -> None:
    SharedHistory(path).append_string("'\ud800'")
    assert entries(path) == ["'?'"]


def test_only_the_owner_may_read_it(path: Path) -> None:
    SharedHistory(path).append_string("x")
    assert path.stat().st_mode & 0o077 == 0


def test_of_a_long_file_the_newest_entries_are_read(path: Path) -> None:
    path.write_text("".join(f"\n# t\n+{i:0>99}\n" for i in range(2 * READ // 100)))
    found = entries(path)
    assert found[-1] == f"{2 * READ // 100 - 1:0>99}"
    assert all(len(entry) == 99 for entry in found)


def store(path: Path, mark: str) -> None:
    for i in range(40):
        SharedHistory(path).store_string("\n".join([f"{mark}{i}"] * 500))


def test_prompts_that_write_at_once_lose_and_mix_nothing(path: Path) -> None:
    writers = [multiprocessing.Process(target=store, args=(path, mark)) for mark in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = entries(path)
    assert len(found) == 120
    assert all(len(set(entry.split("\n"))) == 1 for entry in found)


def test_where_the_file_is_gone_the_prompt_goes_on(tmp_path: Path) -> None:
    history = SharedHistory(tmp_path / "none" / "history")
    history.append_string("x")
    assert history.get_strings() == ["x"]
