"""What the tests export."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html import html_of
from backstep.export.subject import ProgramCell, Subject, of_session
from backstep.export.wanted import Wanted
from backstep.recording.records import Recording
from backstep.session import find_session, read_session
from backstep.session.live import LiveSession
from tests.golden_runs import RUNNABLE, load, run
from tests.recording import algorithm_runs as runs
from tests.stepper.passes import diamond, recorded

LESSONS = ("chain", "create-graph", "layers", "alias")
DIAMOND = "x = Variable(np.array(2.0))\na = square(x)\ny = square(a) + square(a)\ny.backward()\n"


def of_source(source: str, title: str = "") -> Subject:
    """A program run, with its cells."""
    live = LiveSession(lambda text: None)
    result = live.run(source)
    assert result.outcome.problem is None or live.recordings, result.outcome.problem
    passes = tuple(range(len(live.recordings)))
    return Subject(tuple(live.recordings), title, (ProgramCell(1, source, "", passes),))


def of_diamond(title: str = "") -> Subject:
    """The diamond, as the engine makes it."""
    return Subject(tuple(recorded(diamond)), title)


def of_lesson(name: str) -> Subject:
    """A shipped session."""
    return of_session(read_session(find_session(name)))


@cache
def every_recording() -> dict[str, tuple[Recording, ...]]:
    """The passes of every golden program, of some lessons, and by every algorithm, by name."""
    found = {name: tuple(run(load(name)["source"]).recordings.values()) for name in RUNNABLE}
    lessons = {f"lesson {name}": of_lesson(name).recordings for name in LESSONS}
    loops = {f"by {name}": _by(name) for name in ALGORITHMS}
    return {name: made for name, made in (found | lessons | loops).items() if made}


def _by(algorithm: str) -> tuple[Recording, ...]:
    graphs = (runs.diamond, runs.challenge, runs.doubling(3))
    return tuple(runs.recorded(graph, algorithm) for graph in graphs)


def written(folder: Path, subject: Subject, wanted: Wanted | None = None) -> Path:
    """The page of a subject as a file."""
    path = folder / "page.html"
    path.write_text(html_of(subject, wanted or Wanted()), encoding="utf-8")
    return path
