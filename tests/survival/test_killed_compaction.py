"""A compaction that is killed leaves the old file or the new one, and neither is in the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backstep.session import Journal, read_session
from backstep.session.compaction import compact, compacted
from backstep.session.live import LiveSession
from backstep.session.undoing import undo

PROGRAM = """
import sys
from pathlib import Path
from backstep.session.compaction import compact
from tests.survival.nursery import die_at
die_at(int(sys.argv[2]), half=True)
compact(Path(sys.argv[1]))
"""
STEPS = ("write", "fsync", "replace")


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A session with cells that were taken back, and a line that was cut off."""
    path = tmp_path / "talk.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        for source in ("x = Variable(np.array(3.0))", "(x * x).backward()", "x.grad"):
            live.run(source)
        undo(live, 1)
    path.write_bytes(path.read_bytes() + b'{"kind":"cell","n":4,"sou')
    return path


@pytest.mark.parametrize("step", [*STEPS, "nothing"])
def test_it_is_the_old_session_or_the_new_one(step: str, session: Path) -> None:
    before = session.read_bytes()
    after, _ = compacted(session, before)
    fatal = [*STEPS, "nothing"].index(step) + 1
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(session), str(fatal)],
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    assert killed.returncode == (0 if step == "nothing" else -signal.SIGKILL)
    assert session.read_bytes() == (after if step == "nothing" else before)
    compact(session)
    assert session.read_bytes() == after
    with Journal.open_for_append(session) as journal:
        journal.cell("and on")
    assert [cell.n for cell in read_session(session).cells] == [1, 2, 3]
