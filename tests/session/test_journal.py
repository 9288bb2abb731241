"""The journal: every record whole, on disk at once, by one writer."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from backstep.language.errors import Problem
from backstep.session import Journal, SessionError, files, limits, read_session
from tests.session.material import CELL, diamond, recorded, session_file, written_session


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.create(tmp_path / "talk.jsonl", title="a talk", seed=7)


def test_the_header_says_what_made_it(journal: Journal) -> None:
    header = read_session(journal.path).header
    assert (header.title, header.seed, header.format) == ("a talk", 7, [1, 1])
    assert header.app.startswith("backstep ") and header.python == sys.version.split()[0]


def test_a_cell_is_on_disk_before_anything_else(journal: Journal) -> None:
    assert journal.cell("while True:\n    pass\n") == 1
    (cell,) = read_session(journal.path).cells
    assert (cell.source, cell.finished) == ("while True:\n    pass\n", False)


def test_what_a_killed_process_wrote_is_there(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    program = f"""
        import os, signal
        from pathlib import Path
        from backstep.session import Journal
        journal = Journal.create(Path({str(path)!r}))
        journal.done(journal.cell("x = 1"), "", None, "")
        journal.cell("crash()")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [(c.source, c.finished) for c in read_session(path).cells] == [
        ("x = 1", True),
        ("crash()", False),
    ]


def test_a_record_is_one_write_and_one_sync(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, fsync = os.write, os.fsync

    def counted_write(descriptor: int, data: bytes) -> int:
        calls.append("write")
        return write(descriptor, data)

    def counted_fsync(descriptor: int) -> None:
        calls.append("fsync")
        fsync(descriptor)

    monkeypatch.setattr(os, "write", counted_write)
    monkeypatch.setattr(os, "fsync", counted_fsync)
    journal.back(journal.cell("y.backward()"), recorded(diamond)[0])
    assert calls == ["write", "fsync"] * 2


def test_short_writes_are_gone_on_with(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda d, data: write(d, bytes(data)[:7]))
    journal.cell("x = 1\n" * 20)
    assert read_session(journal.path).cells[0].source == "x = 1\n" * 20


def test_the_error_of_a_cell_is_written(journal: Journal) -> None:
    journal.done(journal.cell("no"), "", Problem("NameError", "no such name: no", 1), "")
    error = read_session(journal.path).cells[0].error
    assert error is not None
    assert (error.kind, error.message, error.line) == ("NameError", "no such name: no", 1)


def test_lone_surrogates_are_written_out(journal: Journal) -> None:
    n = journal.cell("print('\ud800')")
    journal.done(n, "\udcff\n", Problem("E\ud801", "\ud802", 1), "")
    (cell,) = read_session(journal.path).cells
    assert cell.source == "print('\\ud800')" and cell.output == "\\udcff\n"
    assert cell.error is not None and cell.error.kind == "E\\ud801"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x0bb\x85c\u2028d", "", "\n", "a\n\n"])
def test_any_source_comes_back_as_it_was(journal: Journal, text: str) -> None:
    journal.cell(text)
    assert read_session(journal.path).cells[0].source == text


def test_create_makes_the_folders(tmp_path: Path) -> None:
    Journal.create(tmp_path / "a" / "b" / "talk.jsonl").close()
    assert read_session(tmp_path / "a" / "b" / "talk.jsonl").cells == ()


def test_create_leaves_a_file_that_is_there_alone(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text("mine")
    with pytest.raises(SessionError) as caught:
        Journal.create(path)
    assert str(caught.value) == f"{path} is there already: choose another name"
    assert path.read_text() == "mine"


def test_create_where_a_file_is_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionError, match=r"^cannot write .*talk\.jsonl: "):
        Journal.create(tmp_path / "file" / "talk.jsonl")


def full(*_: Any) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_create_on_a_full_disk_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", full)
    path = tmp_path / "talk.jsonl"
    with pytest.raises(SessionError) as caught:
        Journal.create(path)
    assert str(caught.value) == f"cannot write {path}: No space left on device"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fails", ["write", "second write", "fsync"])
def test_a_record_that_does_not_fit_leaves_no_trace(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    journal.cell("x = 1")
    before = journal.path.read_bytes()
    write, writes = os.write, iter(range(10))

    def filling(descriptor: int, data: bytes) -> int:
        return full() if next(writes) else write(descriptor, bytes(data)[:20])

    with monkeypatch.context() as patched:
        name = fails.removeprefix("second ")
        patched.setattr(os, name, filling if fails == "second write" else full)
        with pytest.raises(SessionError, match=r"No space left on device$"):
            journal.cell("y = 2")
    assert journal.path.read_bytes() == before
    assert journal.cells == 1
    assert journal.cell("z = 3") == 2
    assert [cell.source for cell in read_session(journal.path).cells] == ["x = 1", "z = 3"]


def test_an_interrupt_in_a_write_leaves_no_trace(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = journal.path.read_bytes()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.cell("y = 2")
    assert journal.path.read_bytes() == before


def test_a_record_that_no_reader_takes_is_not_written(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = journal.path.read_bytes()
    monkeypatch.setattr(limits, "LINE_BYTES", 2 * 1024 * 1024)
    with pytest.raises(SessionError) as caught:
        journal.cell("x" * 3 * 1024 * 1024)
    assert str(caught.value) == (
        "this record would take 3 MB, and a line of a session takes 2 MB at most: "
        "record a smaller graph"
    )
    assert journal.path.read_bytes() == before


@pytest.mark.parametrize(("limit", "value"), [("FILE_BYTES", 200), ("RECORDS", 2)])
def test_a_full_session_takes_no_more(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(SessionError, match=r" is full .*: begin a new session$"):
        for _ in range(10):
            journal.cell("x = 1")
    assert len(read_session(journal.path).cells) == journal.cells


def test_a_second_writer_is_refused(journal: Journal) -> None:
    with pytest.raises(SessionError) as caught:
        Journal.open_for_append(journal.path)
    assert str(caught.value) == (
        f"another backstep is writing {journal.path}: close it or choose another name"
    )
    journal.close()
    Journal.open_for_append(journal.path).close()


def test_a_second_process_is_refused(journal: Journal) -> None:
    program = (
        "import sys; from pathlib import Path; from backstep.session import *\n"
        "try: Journal.open_for_append(Path(sys.argv[1]))\n"
        "except SessionError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(journal.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(f"another backstep is writing {journal.path}")


def test_without_locks_one_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "fcntl", None)
    with Journal.create(tmp_path / "talk.jsonl") as journal:
        journal.cell("x = 1")
        assert len(read_session(journal.path).cells) == 1


def test_going_on_takes_the_next_number(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond", "nested")
    with Journal.open_for_append(path) as journal:
        assert journal.cells == 2
        assert journal.cell("z = 1") == 3
    assert [cell.n for cell in read_session(path).cells] == [1, 2, 3]


def test_going_on_counts_the_records_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = session_file(tmp_path, CELL, {"kind": "note"}, b"# no record\n")
    monkeypatch.setattr(limits, "RECORDS", 4)
    with Journal.open_for_append(path) as journal:
        journal.append({"kind": "mark", "at": 3})
        with pytest.raises(SessionError, match="is full"):
            journal.append({"kind": "mark", "at": 4})
    assert [record.content["kind"] for record in read_session(path).records] == ["note", "mark"]


def test_going_on_with_what_is_no_session_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(SessionError, match="is not a backstep session"):
        Journal.open_for_append(path)
    assert path.read_text() == "my notes"


def test_going_on_with_a_pipe_does_not_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SessionError, match="is not a regular file"):
        Journal.open_for_append(tmp_path / "pipe")


def test_closing_twice_is_closing(journal: Journal) -> None:
    journal.close()
    journal.close()
    assert len(read_session(journal.path).cells) == 0


def test_the_lines_are_plain_json(journal: Journal) -> None:
    journal.cell("é = 1")
    header, cell = journal.path.read_text(encoding="utf-8").splitlines()
    assert json.loads(header)["kind"] == "header"
    assert cell == '{"kind":"cell","n":1,"source":["é = 1"]}'
