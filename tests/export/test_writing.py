"""Writing an export: whole or not at all, and over nothing that is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backstep.export.writing import write_new
from backstep.session import SessionError


def test_a_file_is_not_overwritten_without_being_told_to(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    write_new(path, "one\n")
    with pytest.raises(SessionError, match="is there already: choose another name"):
        write_new(path, "two\n")
    assert path.read_text() == "one\n"
    write_new(path, "two\n", overwrite=True)
    assert path.read_text() == "two\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match=r"talk\.md cannot be written: No such file"):
        write_new(tmp_path / "no" / "talk.md", "one\n")


def test_what_is_no_file_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    """Whoever may write to /dev would have no /dev/null any more."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_new(pipe, "it", overwrite=True)
        assert os.read(reading, 100) == b"it"
    finally:
        os.close(reading)
    assert pipe.is_fifo()
