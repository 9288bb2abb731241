"""The canary: whether a payload got through, and by what."""

from __future__ import annotations

import builtins
import os
import signal
import tempfile
import tracemalloc
import types
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from backstep import entry
from backstep.engine import Config, Function, Variable, operations
from backstep.language import Runtime, Ticks, bounded_repr
from backstep.language.guarding.session_types import SessionType
from backstep.recording.making.recorder import Recorder
from backstep.recording.visible import visible
from tests.language.escapes.looking import looked_at
from tests.language.escapes.reading import Payload

MOST_BYTES = 450 << 20  # that one payload may hold at once
BUDGET = 2_000_000  # ticks; those of a stop are fewer
SIZES = ("allocations", "exponential values", "huge arrays", "huge numbers", "format widths")

LEADING_OUT = (
    types.ModuleType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    types.CellType,
    types.MappingProxyType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    memoryview,
    np.ufunc,
    Runtime,
    Recorder,
    Ticks,
)
UNSAFE = (
    *(
        open,
        exec,
        eval,
        compile,
        input,
        vars,
        dir,
        globals,
        locals,
        breakpoint,
        builtins.__import__,
    ),
    *(getattr, setattr, delattr, type, str, list, dict, BaseException, KeyboardInterrupt),
    *(SystemExit, GeneratorExit, SessionType, np.ndarray, np.load, np.save),
)
DEEPEST = 4


def leads_out(thing: Any, depth: int = 0) -> bool:
    """Whether something that a session holds leads out of it."""
    if isinstance(thing, LEADING_OUT) or any(thing is each for each in UNSAFE):
        return True
    if isinstance(thing, BaseException) and not isinstance(thing, Exception):
        return True
    if isinstance(thing, np.ndarray):
        return thing.dtype.hasobject
    if isinstance(thing, (tuple, list, set, frozenset)) and depth < DEEPEST and len(thing) < 100:
        return any(leads_out(each, depth + 1) for each in thing)
    if isinstance(thing, dict) and depth < DEEPEST and len(thing) < 100:
        return any(leads_out(each, depth + 1) for each in [*thing, *thing.values()])
    return False


def through(payload: Payload, *, ticks: bool = False) -> str:
    """By what a payload got through; empty where it was held."""
    with _elsewhere() as folder, patch.object(Config, "algorithm", "generation"):
        before = _engine()
        if payload.mode == "host":
            found = looked_at(payload)
        elif payload.mode == "stop":
            found = _stopped(payload, ticks)
        else:
            found = _run(payload, Ticks(BUDGET) if ticks else None)
        if not found and list(folder.iterdir()):
            found = "a file was written"
        return found or ("" if _engine() == before else "the engine is not what it was")


def _run(payload: Payload, ticks: Ticks | None) -> str:
    got: list[Any] = []
    runtime = Runtime(lambda text: None, Recorder(check_own=True), ticks)
    runtime.offer(got=lambda *things: got.extend(things))
    table = dict(runtime.namespace["__builtins__"])
    with _measured(payload.family in SIZES) as held:
        outcome = runtime.run(payload.source)
        shown = bounded_repr(outcome.value)
    values = [runtime.namespace[name] for name in runtime.user_names()]
    if any(map(leads_out, [*got, outcome.value, *values])):
        return "it got what leads out"
    if runtime.namespace["__builtins__"] != table:
        return "a guard or a builtin is another"
    if held[0] > MOST_BYTES:
        return f"it held {held[0]:,} bytes"
    told = "" if outcome.problem is None else outcome.problem.render()
    if visible(shown) != shown or visible(told) != told:
        return "the terminal would obey it"
    if ticks is not None and outcome.stopped == "ticks":
        return ""
    return _other_end(payload, None if outcome.problem is None else outcome.problem.message)


def _other_end(payload: Payload, message: str | None) -> str:
    """What is wrong with how it ended."""
    if message is None:
        return f"it ran, and should end in {payload.said[0]!r}" if payload.said else ""
    if any(sentence in message for sentence in payload.said):
        return ""
    return f"it ended in another sentence: {message}"


def _stopped(payload: Payload, counted: bool) -> str:
    """Run a payload that is stopped by `now()` and tells by `out()` that it goes on."""
    gone: list[str] = []
    asked: list[str] = []
    got: list[Any] = []
    ticks = Ticks(20_000) if counted else None

    def now(*_: Any) -> None:
        asked.append("now")
        if ticks is None:
            signal.raise_signal(signal.SIGINT)
        else:
            ticks.tick(ticks.budget)

    runtime = Runtime(lambda text: None, Recorder(check_own=True), ticks)
    runtime.offer(now=now, out=lambda: gone.extend(asked), got=lambda *a: got.extend(a))
    outcome = runtime.run(payload.source)
    if gone:
        return "it went on after the stop"
    if any(map(leads_out, got)):
        return "it got what leads out"
    if outcome.stopped or outcome.interrupted or not (asked or payload.said):
        return ""
    return _other_end(payload, None if outcome.problem is None else outcome.problem.message)


@contextmanager
def _elsewhere() -> Iterator[Path]:
    """An empty folder to be in, and an error stream that is nobody's."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(here)


@contextmanager
def _measured(wanted: bool) -> Iterator[list[int]]:
    """The most bytes that were held at once, where that is asked for."""
    held = [0]
    if wanted:
        tracemalloc.start()
    try:
        yield held
    finally:
        if wanted:
            held[0] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()


def _engine() -> list[Any]:
    """What of the engine a session may not change."""
    settings = [Config.enable_backprop, Config.train, Config.recorder, Config.source_finder]
    kinds = [Function, Variable, *vars(operations).values()]
    classes = [dict(vars(kind)) for kind in kinds if isinstance(kind, type)]
    for each in classes:
        each.pop("__slotnames__", None)  # what copy finds out about a class, and keeps there
    return [settings, classes]


def on_a_terminal(text: str) -> str:
    """What is written where the output is a terminal."""
    stream = StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    with patch.object(entry.sys, "stdout", stream):
        entry._write(text)
    return stream.getvalue()
