"""Recorded passes of every sort, and session files to read and to spoil."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable, operations, using_config
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.session import Journal, SessionError, read_session

HEADER = {"kind": "header", "format": [1, 0], "app": "a", "numpy": "n", "python": "p"}
CELL = {"kind": "cell", "n": 1, "source": ["y.backward()"]}
DONE = {"kind": "done", "cell": 1, "output": "", "error": None, "digest": ""}


class Halved(Function):
    """A function of a learner's own, whose backward is wrong."""

    def forward(self, x: Any) -> Any:
        return x / 2

    def backward(self, gy: Variable) -> Variable:
        raise ValueError("no \x1b[31mred here \ud800")


class Inner(Function):
    """A function whose backward runs a backward of its own."""

    def forward(self, x: Any) -> Any:
        return x * x

    def backward(self, gy: Variable) -> Variable:
        z = Variable(np.array(3.0), "z")
        with using_config("enable_backprop", True):
            operations.square(operations.square(z)).backward()
        assert z.grad is not None
        return gy * z.grad


def recorded(run: Callable[[], object]) -> list[Recording]:
    """The passes that a program makes."""
    recorder = Recorder(source_of=lambda cls: f"def backward(self, gy):  # of {cls.__name__}\n")
    Config.recorder = recorder
    try:
        run()
    finally:
        Config.recorder = None
    return recorder.take()


def variable(x: Any, name: str = "x", dtype: Any = np.float64) -> Variable:
    return Variable(np.array(x, dtype), name)


def diamond(create_graph: bool = False, retain_grad: bool = False) -> None:
    x = variable(2.0)
    a = operations.square(x)
    y = operations.add(operations.square(a), operations.square(a))
    a.name, y.name = "a", "y"
    y.backward(retain_grad=retain_grad, create_graph=create_graph)


def twice() -> None:
    x = variable(0.5)
    y = operations.sin(x)
    y.backward(create_graph=True)
    gx, x.grad = x.grad, None
    assert gx is not None
    gx.backward()


def matrices() -> None:
    x, w = variable(np.arange(80.0).reshape(8, 10)), variable(np.ones((8, 10)) / 3, "w")
    operations.sum(operations.square(operations.mul(x, w))).backward()


def not_finite() -> None:
    with np.errstate(all="ignore"):
        x = variable([0.0, -0.0, np.inf, np.nan])
        operations.sum(operations.log(operations.square(x))).backward()


def narrow() -> None:
    x = variable([0.1, 1e-40, 3.0], dtype=np.float32)
    operations.sum(operations.square(x)).backward()


def powers() -> None:
    operations.square(variable(3.0) ** 3).backward()


def grad_from_before() -> None:
    x = variable(3.0)
    for _ in range(2):
        y = operations.mul(x, x)
        y.grad = variable(0.1, "seed")
        y.backward()


def failure() -> None:
    with contextlib.suppress(ValueError):
        operations.square(Halved()(variable(1.0))).backward()


PROGRAMS: dict[str, Callable[[], None]] = {
    "diamond": diamond,
    "second order": lambda: diamond(create_graph=True),
    "retained": lambda: diamond(retain_grad=True),
    "backward of a backward": twice,
    "more than 64 elements": matrices,
    "nan and inf": not_finite,
    "float32": narrow,
    "constants": powers,
    "gradients from before": grad_from_before,
    "failure": failure,
    "nested": lambda: operations.square(Inner()(variable(2.0))).backward(),
}


def json_line(record: object) -> bytes:
    return json.dumps(record).encode() + b"\n"


def session_file(folder: Path, *records: object, name: str = "talk.jsonl") -> Path:
    """A file with these records after a header; bytes stand as they are."""
    path = folder / name
    lines = [r if isinstance(r, bytes) else json_line(r) for r in records]
    path.write_bytes(json_line(HEADER) + b"".join(lines))
    return path


def back_record() -> dict[str, Any]:
    """The record of a small pass, as JSON, to be spoilt."""
    from backstep.session.lines import encoded
    from backstep.session.packing import packed

    record = json.loads(encoded(packed(recorded(diamond)[0], 1)))
    assert isinstance(record, dict)
    return record


def written_session(path: Path, *programs: str) -> Path:
    """A file as a journal leaves it, with the passes of some programs."""
    with Journal.create(path) as journal:
        for program in programs or ("diamond", "nested", "more than 64 elements"):
            n = journal.cell(f"# {program} äöü 日本\ny.backward()")
            for recording in recorded(PROGRAMS[program]):
                journal.back(n, recording)
            journal.done(n, "variable(16.0)\n", None, "0" * 64)
    return path


def message_of(path: Path) -> str:
    """What a person is told of a bad file, with the file's folder left out."""
    with pytest.raises(SessionError) as caught:
        read_session(path)
    return str(caught.value).replace(str(path), path.name)
