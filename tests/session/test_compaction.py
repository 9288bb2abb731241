"""Compaction leaves out what no longer counts, and nothing else; and it is whole or not at all."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.session import Journal, Session, SessionError, read_session
from backstep.session.compaction import compact, compacted
from tests.session.material import (
    CELL,
    DONE,
    back_record,
    diamond,
    json_line,
    recorded,
    session_file,
)
from tests.test_cli import backstep

SECOND = CELL | {"n": 2, "source": ["x = 1"]}
THIRD = CELL | {"n": 3}
UNDO, REDO = {"kind": "undo", "cells": [2]}, {"kind": "redo", "cells": [2]}
STRANGE = b'{"kind": "hologram",  "cell": 2, "at": 1.50, "text": "\\u00e4"}\n'


def at(kind: str, step: int, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "cell": 1, "pass": 1, "step": step} | fields


def lines_left(folder: Path, *records: object) -> list[str]:
    """The lines after the header that compaction leaves."""
    path = session_file(folder, *records)
    compact(path)
    return path.read_text().splitlines()[1:]


def as_lines(*records: object) -> list[str]:
    return [json_line(r).decode().rstrip("\n") for r in records]


def test_undone_cells_go_with_all_that_is_about_them(tmp_path: Path) -> None:
    back = back_record()
    mine = back | {"cell": 2, "id": 2}
    note = {"kind": "note", "cell": 2, "pass": 2, "step": 1, "text": "gone"}
    plot = {"kind": "plot", "cell": 2, "plots": []}
    records = [CELL, back, DONE, SECOND, mine, plot, DONE | {"cell": 2}, note, UNDO, THIRD]
    assert lines_left(tmp_path, *records) == as_lines(CELL, back, DONE, THIRD)


def test_what_was_put_back_stays_and_its_way_there_goes(tmp_path: Path) -> None:
    assert lines_left(tmp_path, CELL, SECOND, UNDO, REDO) == as_lines(CELL, SECOND)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ([at("note", 3, text="a"), at("note", 3, text="b")], [1]),
        ([at("note", 3, text="a"), at("note", 4, text="b")], [0, 1]),
        ([at("mark", 3), at("mark", 3)], [0]),
        ([at("note", 3, text="a"), at("mark", 3)], [0]),
        ([at("mark", 3), at("note", 3, text="a")], [1]),
        ([at("note", 3, text="a"), at("mark", 3, gone=True)], []),
        ([at("mark", 3, gone=True)], []),
        ([at("mark", 3), at("mark", 3, gone=True), at("mark", 3)], [2]),
        ([at("note", 3, text="a"), at("note", 3)], [1]),
        ([at("view", 3), at("view", 7)], [1]),
        ([at("ask", 3, question="next"), at("ask", 3, question="next", given="x")], [0, 1]),
    ],
)
def test_of_marks_notes_and_views_the_last_that_holds_stays(
    tmp_path: Path, given: list[dict[str, Any]], left: list[int]
) -> None:
    back = back_record()
    assert lines_left(tmp_path, CELL, back, *given) == as_lines(
        CELL, back, *[given[i] for i in left]
    )


def test_all_other_lines_stay_to_the_byte(tmp_path: Path) -> None:
    path = session_file(tmp_path, b"# a talk\n", CELL, b"\n", STRANGE, SECOND, b"#end  \n", UNDO)
    before = path.read_bytes()
    assert compact(path).cells == 1
    assert path.read_bytes() == before.replace(json_line(SECOND), b"").replace(json_line(UNDO), b"")


def test_a_torn_line_is_left_out(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, b'{"kind": "done", "ce')
    done = compact(path)
    assert done.torn and path.read_bytes().endswith(json_line(CELL))


def test_a_file_with_nothing_to_leave_out_is_not_touched(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, b'{"kind": "x"}')
    inode, before = path.stat().st_ino, path.read_bytes()
    done = compact(path)
    assert not done.changed
    assert (path.stat().st_ino, path.read_bytes()) == (inode, before)


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, SECOND, UNDO, b"{oops}\n", THIRD)
    before = path.read_bytes()
    with pytest.raises(SessionError, match="line 5: not a line of JSON"):
        compact(path)
    assert path.read_bytes() == before


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    with Journal.create(path) as journal:
        journal.undo([journal.cell("x = 1")])
        with pytest.raises(SessionError, match="another backstep is writing"):
            compact(path)
    assert compact(path).cells == 1


def test_its_mode_and_a_link_to_it_stay(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, SECOND, UNDO)
    path.chmod(0o644)
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    compact(link)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o644
    assert sorted(os.listdir(tmp_path)) == ["link.jsonl", "talk.jsonl"]


def test_it_goes_on_as_before(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, SECOND, UNDO, THIRD)
    compact(path)
    with Journal.open_for_append(path) as journal:
        assert journal.cell("z = 3") == 4


def held(session: Session) -> object:
    """All that a session comes to, but for what was undone."""
    cells = [
        replace(cell, annotations={i: one for i, one in cell.annotations.items() if one})
        for cell in session.cells
    ]
    unknown = [one.content for one in session.records]
    return session.header, cells, unknown, session.looked


@pytest.mark.parametrize("seed", range(30))
def test_it_comes_to_the_same_session_and_once_is_enough(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = tmp_path / "talk.jsonl"
    passes = {}
    with Journal.create(path) as journal:
        holding: list[int] = []
        gone: list[int] = []
        for _ in range(30):
            match rng.randrange(4):
                case 0:
                    n = journal.cell("y.backward()")
                    (recording,) = recorded(diamond)
                    journal.back(n, recording)
                    passes[n] = recording.id
                    holding.append(n)
                case 1 if holding:
                    gone.append(holding.pop(rng.randrange(len(holding))))
                    journal.undo(gone[-1:])
                case 2 if gone:
                    holding.append(gone.pop(rng.randrange(len(gone))))
                    journal.redo(holding[-1:])
                case _ if passes:
                    step = rng.randrange(3)
                    one = rng.choice(
                        [Mark(step), Mark(step, True), Note(step, "a"), Note(step, ""),
                         Ask(step, "next"), Looked(step)]
                    )  # fmt: skip
                    n = rng.choice(list(passes))
                    journal.annotate(n, passes[n], one)
    before, data = read_session(path), path.read_bytes()
    compact(path)
    assert held(read_session(path)) == held(before)
    assert read_session(path).undone == ()
    assert len(path.read_bytes()) <= len(data)
    assert compacted(path, path.read_bytes())[0] == path.read_bytes()


# a crash on the way


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = session_file(tmp_path, CELL, SECOND, UNDO)
    before, real = path.read_bytes(), getattr(os, step)

    def failing(*arguments: Any, **options: Any) -> Any:
        if step == "open" and not str(arguments[0]).endswith(".part"):
            return real(*arguments, **options)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing)
        with pytest.raises(SessionError, match=r"^cannot write .*: No space left on device$"):
            compact(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["talk.jsonl"]


@pytest.mark.parametrize("calls", range(1, 9))
def test_a_process_that_is_killed_leaves_the_old_file_or_the_new(
    tmp_path: Path, calls: int
) -> None:
    """Killed before its n-th call of the system, for each of those that matter."""
    path = session_file(tmp_path, CELL, SECOND, UNDO, THIRD)
    old = path.read_bytes()
    new = compacted(path, old)[0]
    program = f"""
        import os, signal
        from pathlib import Path
        from backstep.session.compaction import compact
        left = [{calls}]
        def before(real):
            def called(*arguments, **options):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **options)
            return called
        for name in ("write", "fsync", "replace", "chmod"):
            setattr(os, name, before(getattr(os, name)))
        compact(Path({str(path)!r}))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    replaced = calls > 4  # chmod, write, fsync, replace; then the folder's fsync
    assert done.returncode == (-signal.SIGKILL if calls <= 5 else 0)
    assert path.read_bytes() == (new if replaced else old)
    assert compact(path).changed is not replaced


def test_a_writer_that_waited_writes_to_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backstep.session import files

    path = session_file(tmp_path, CELL, SECOND, UNDO)
    real, done = files.lock, []

    def exchanged_first(target: Path, descriptor: int) -> None:
        if not done:
            done.append(True)
            compact(path)
        real(target, descriptor)

    monkeypatch.setattr(files, "lock", exchanged_first)
    with Journal.open_for_append(path) as journal:
        journal.cell("not lost")
    assert [cell.source for cell in read_session(path).cells] == ["y.backward()", "not lost"]


# the command


def test_the_command_says_what_it_left_out(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, SECOND, UNDO, b'{"kind')
    size = len(path.read_bytes())
    done = backstep("compact", str(path), home=tmp_path)
    assert done.stdout == (
        f"{path}: {size} bytes are now {len(path.read_bytes())}; "
        "left out: 1 undone cell, a line that was cut off\n"
    )
    done = backstep("compact", str(path), str(tmp_path / "none"), home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == f"{path}: there is nothing to leave out\n"
    assert done.stderr == f"backstep: {tmp_path / 'none'}: there is no such file\n"
