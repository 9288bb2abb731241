"""The rows of the table: what is measured, against what, and how much it may be."""

from __future__ import annotations

import gc
import math
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any

import backstep.engine as ours
from backstep.engine import Config
from backstep.recording.making.notes import Notes
from backstep.recording.making.recorder import Recorder
from backstep.session.live import LiveSession
from tests.benchmarks import book, floor, processes, programs, starting
from tests.benchmarks.export_rows import export_rows
from tests.benchmarks.layout_rows import layout_rows
from tests.benchmarks.screen_rows import screen_rows
from tests.benchmarks.table import Result, Row, ratio
from tests.benchmarks.timing import Setup, Task, fastest, side_by_side


def timed(setup: Callable[[Any], Setup], rounds: int = 9) -> Callable[[int], Result]:
    """Measure the same thing done by our engine and by the book's."""
    return against(setup(ours), setup(book), "the book's", rounds)


def against(
    mine: Setup, other: Setup, who: str = "the floor", rounds: int = 9
) -> Callable[[int], Result]:
    """Measure one task against another."""

    def measure(share: int) -> Result:
        return ratio(side_by_side(mine, other, max(3, rounds // share)), who)

    return measure


def backward_of(graph: Callable[[], tuple[Any, Any]], **options: bool) -> Setup:
    """Build a graph, then time its backward."""

    def setup() -> Task:
        kept = graph()  # the leaves too
        return lambda kept=kept: kept[1].backward(**options)

    return setup


def times(n: int, task: Task) -> Task:
    """A task done several times: for those that are too short to be timed alone."""

    def repeated() -> None:
        for _ in range(n):
            task()

    return repeated


@contextmanager
def recorded() -> Any:
    """A recorder is on, as at the prompt."""
    Config.recorder = recorder = Recorder()
    try:
        yield recorder
    finally:
        Config.recorder = None


def recorded_backward_of(graph: Callable[[], tuple[Any, Any]]) -> Setup:
    """Build a graph, then time its recorded backward; to look at the notes, or to let go of them,
    comes later."""

    def setup() -> Task:
        kept = [*graph()]

        def task() -> None:
            with recorded() as recorder:
                kept.append(recorder)
                kept[1].backward()

        return task

    return setup


def growth(graph: Callable[[Any, int], tuple[Any, Any]]) -> Callable[[int], Result]:
    """The exponent with which the time of backward grows with the number of functions."""

    def measure(share: int) -> Result:
        sizes = (2_000, 10_000, 100_000)
        times = [
            fastest(backward_of(lambda n=n: graph(ours, n)), max(2, rounds // share))
            for n, rounds in zip(sizes, (15, 9, 3), strict=True)
        ]
        exponents = [
            math.log(times[i + 1] / times[i]) / math.log(sizes[i + 1] / sizes[i]) for i in (0, 1)
        ]
        sides = ", ".join(f"{n:,}: {1e3 * t:.1f} ms" for n, t in zip(sizes, times, strict=True))
        return Result(max(exponents), sides, " and ".join(f"{e:.2f}" for e in exponents))

    return measure


def bytes_per_pop(graph: Callable[[], tuple[Any, Any]]) -> Callable[[int], Result]:
    """What a recorder holds after a pass, without the arrays, for each pop."""

    def measure(_: int) -> Result:
        kept = graph()
        with recorded() as recorder:
            gc.collect()
            tracemalloc.start()
            kept[1].backward()
            gc.collect()
            with_notes = tracemalloc.get_traced_memory()[0]
            notes = recorder._notes[0]
            pops, arrays = len(notes.functions), bytes_of_arrays(notes)
            recorder._notes.clear()
            del notes
            gc.collect()
            without = tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
        held = with_notes - without
        sides = f"{held:,} bytes over {pops:,} pops, {arrays:,} of them arrays"
        return Result((held - arrays) / pops, sides)

    return measure


def bytes_of_arrays(notes: Notes) -> int:
    """The arrays that only the notes keep alive, with numpy's own header for each."""
    held: dict[int, Any] = {}
    for noted in (*notes.gys, *notes.gxs, *notes.befores):
        if noted is not None and noted is not notes.target.grad:
            array = noted._data if isinstance(noted, ours.Variable) else noted
            held[id(array)] = array
    copies = [copy for _, copy in notes.copies.values()]
    return sum(map(sys.getsizeof, (*held.values(), *copies)))


def in_python(program: str) -> Setup:
    """Run a program by Python, with nothing of ours but the engine."""

    def setup() -> Task:
        return lambda: exec(compile(program, "program", "exec"), {"__name__": "__main__"})

    return setup


def in_a_session(program: str) -> Setup:
    """Run a program as a cell of a session: under the policy, with spans, recorded, summed up."""

    def setup() -> Task:
        live = LiveSession(lambda text: None)

        def task() -> None:
            assert live.run(program).outcome.problem is None

        return task

    return setup


def started(ours: str, theirs: str, *typed: str) -> Callable[[int], Result]:
    """Start two prompts in turn."""

    def measure(share: int) -> Result:
        pair = starting.starts(ours, theirs, max(3, 11 // share), *typed)
        low, high = pair.spread
        sides = f"{1e3 * min(pair.ours):.0f} ms, {theirs} {1e3 * min(pair.theirs):.0f} ms"
        return Result(pair.ratio, sides, f"{low:.3f} to {high:.3f}")

    return measure


def million() -> Setup:
    """A chain of a million functions, forward, backward, and freed."""

    def setup() -> Task:
        def task() -> None:
            _, y = programs.chain(ours, 1_000_000)
            y.backward()

        return task

    return setup


def once(setup: Setup) -> Callable[[int], Result]:
    """Seconds, with nothing beside them."""

    def measure(_: int) -> Result:
        start = time.perf_counter()
        taken = fastest(setup, 1)
        return Result(taken, f"{time.perf_counter() - start:.1f} s with the collector's walk")

    return measure


def rows() -> Iterable[Row]:
    """Every row, in the order of the table."""
    network = floor.MatrixMLP()
    yield Row(
        "forward",
        "forward, scalar formulas of 7,200 functions, against the book's engine",
        0.40,
        timed(lambda engine: lambda: lambda: programs.formulas(engine, 800)),
    )
    yield Row(
        "chain",
        "backward, chain of 10,000 scalars, against the book's loop",
        0.30,
        timed(lambda engine: backward_of(lambda: programs.chain(engine, 10_000))),
    )
    yield Row(
        "mlp",
        "backward, scalar MLP of 13,600 functions, against the book's loop",
        0.04,
        timed(lambda engine: backward_of(lambda: programs.scalar_mlp(engine)), 5),
    )
    yield Row(
        "floor",
        "backward, chain of 10,000 scalars, against the floor",
        5.0,
        against(backward_of(lambda: programs.chain(ours, 10_000)), lambda: floor.chain(10_000)),
    )
    yield Row("fan", "growth exponent of backward, fan", 1.25, growth(programs.fan))
    yield Row("tree", "growth exponent of backward, tree", 1.25, growth(programs.tree))
    yield Row(
        "matrix",
        "matrix MLP 64x784 -> 100 -> 10, forward and backward, against the floor",
        1.10,
        against(
            lambda: times(20, network.by_engine),
            lambda: times(20, network.by_hand),
            rounds=21,
        ),
    )
    yield Row(
        "tanh",
        "tanh to the 5th order, against the book's engine",
        0.40,
        timed(lambda engine: lambda: times(20, lambda: programs.derivatives_of_tanh(engine))),
    )
    yield Row(
        "second",
        "second backward of a chain of 1,000, against the book's loop",
        0.15,
        timed(lambda engine: backward_of(lambda: programs.second_order(engine, 1_000))),
    )
    for name, graph in (
        ("chain", lambda: programs.chain(ours, 10_000)),
        ("mlp", lambda: programs.scalar_mlp(ours)),
    ):
        yield Row(
            f"recording-{name}",
            f"recording on against off, {name}",
            1.4,
            against(recorded_backward_of(graph), backward_of(graph), "off", 15),
        )
        yield Row(
            f"memory-{name}",
            f"bytes of memory for each recorded pop, {name}, beside the arrays",
            300,
            bytes_per_pop(graph),
        )
    yield Row(
        "training",
        "a training loop of 10,000 turns (Rosenbrock) in a session, against plain Python",
        1.5,
        against(in_a_session(programs.ROSENBROCK), in_python(programs.ROSENBROCK), "Python", 7),
    )
    yield Row(
        "worker",
        "a worker process that runs one cell, against a Python that imports numpy",
        2.5,
        against(processes.worker, processes.bare, "numpy", 15),
    )
    yield Row(
        "start",
        "process start to a usable prompt, against a bare prompt_toolkit prompt with numpy",
        1.25,
        started("backstep", "bare"),
    )
    if starting.has_ipython():
        yield Row(
            "ipython",
            "process start to a usable prompt, against IPython",
            1.0,
            started("backstep", "ipython"),
        )
        yield Row(
            "answer",
            "process start to the answer of a first cell, against IPython",
            None,
            started("backstep", "ipython", f"6 * 7 * {10**6}\r", str(42 * 10**6)),
        )
    yield from layout_rows()
    yield from screen_rows()
    yield from export_rows()
    yield Row(
        "million", "seconds: a chain of 1,000,000, forward, backward, freed", None, once(million())
    )
