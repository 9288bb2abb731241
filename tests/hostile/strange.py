"""Hostile files, each by its name, and what is said of those that are refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from tests.hostile.mutations import BACKWARDS, RULES, STATISTICS, TEXTS
from tests.session.material import CELL, DONE, HEADER, json_line, session_file

KEPT = [
    text for text in TEXTS if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)
]
Made: TypeAlias = Callable[[Path], Path]
MB = 1024 * 1024


def small_pass(**fields: Any) -> dict[str, Any]:
    """The record of `y = square(x)` at 2, with some fields otherwise."""
    record = {
        "kind": "back",
        "cell": 1,
        "id": 1,
        "target": 1,
        "algorithm": "generation",
        "retain_grad": False,
        "create_graph": False,
        "classes": [{"name": "Square", "formula": ["gy * 2 * x"]}],
        "functions": [
            {"class": 0, "label": "square#1", "generation": 0, "inputs": [0], "outputs": [1]}
        ],
        "variables": [
            {"label": "x", "named": True, "data": 2.0, "generation": 0},
            {"label": "y", "named": True, "data": 4.0, "generation": 1, "creator": 0},
        ],
        "seed": 1.0,
        "seeded": True,
        "pops": [small_pop()],
        "found": [],
        "grads": [["x", 4.0], ["y", None]],
    }
    return record | fields


def small_pop(**fields: Any) -> dict[str, Any]:
    """Its one pop."""
    delivered = [{"to": 0, "how": "set", "then": "leaf"}]
    return {
        "function": 0,
        "gys": [1.0],
        "gxs": [4.0],
        "delivered": delivered,
        "freed": [1],
    } | fields


def of(*records: object, name: str = "strange.jsonl") -> Made:
    """A file with a header and these records."""
    return lambda folder: session_file(folder, *records, name=name)


def of_bytes(data: bytes) -> Made:
    """A file with this content."""

    def made(folder: Path) -> Path:
        path = folder / "strange.jsonl"
        path.write_bytes(data)
        return path

    return made


def in_pass(old: str, new: str) -> Made:
    """The small pass with another text in its JSON, which nobody's encoder would write."""
    text = json.dumps(small_pass())
    assert old in text
    return of(CELL, text.replace(old, new, 1).encode() + b"\n")


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "strange.jsonl")
    return folder / "strange.jsonl"


def loop_of_links(folder: Path) -> Path:
    (folder / "strange.jsonl").symlink_to(folder / "other.jsonl")
    (folder / "other.jsonl").symlink_to(folder / "strange.jsonl")
    return folder / "strange.jsonl"


def link_to_nothing(folder: Path) -> Path:
    (folder / "strange.jsonl").symlink_to(folder / "nothing")
    return folder / "strange.jsonl"


def link_to_a_device(folder: Path) -> Path:
    (folder / "strange.jsonl").symlink_to("/dev/zero")
    return folder / "strange.jsonl"


def with_a_hole(size: int, *records: object) -> Made:
    """A file that says it is so long, and takes no room on disk."""

    def made(folder: Path) -> Path:
        path = session_file(folder, *records, name="strange.jsonl")
        os.truncate(path, size)
        return path

    return made


def wide(n: int) -> Made:
    """One variable that goes into one function so many times."""
    delivered = [{"to": 0, "how": "add", "then": "leaf", "before": 0}] * n
    f = {"class": 0, "label": "f#1", "generation": 0, "inputs": [0] * n, "outputs": [1]}
    pop = small_pop(gxs=[4.0] * n, delivered=delivered)
    return of(CELL, small_pass(functions=[f], pops=[pop]))


def users(n: int) -> Made:
    """One variable that so many functions take."""
    first = small_pass()["functions"][0]
    others = [first | {"outputs": [None]}] * (n - 1)
    return of(CELL, small_pass(functions=[first, *others]))


def many_passes(n: int) -> Made:
    """So many passes of one pop."""
    return lambda folder: session_file(
        folder, CELL, *(small_pass(id=i + 1) for i in range(n)), name="strange.jsonl"
    )


def many_values(n: int) -> Made:
    """A pass with two numbers for each of so many outputs."""
    f = small_pass()["functions"][0] | {"outputs": [1] + [None] * n}
    pop = small_pop(gys=[1] * (n + 1), freed=[])
    return of(CELL, small_pass(functions=[f], pops=[pop]))


def array(shape: list[int], dtype: str = "float64", **fields: Any) -> dict[str, Any]:
    """A value, with statistics unless it is given elements."""
    return {"shape": shape, "dtype": dtype} | (fields or {"statistics": STATISTICS})


def texts(text: str) -> dict[str, Any]:
    """A pass in which every text is this one."""
    f = small_pass()["functions"][0]
    x, y = small_pass()["variables"]
    return small_pass(
        classes=[{"name": text, "formula": [text, text], "backward_source": text}],
        functions=[f | {"label": text, "source": text, "constants": {text[:50]: 2}}],
        variables=[x | {"label": text}, y | {"label": text}],
        grads=[[text, 4.0]],
        failure={"pop": 1, "error": text, "message": text},
    )


def nested(levels: int) -> list[Any]:
    """The elements of an array of so many axes of one, and one of none."""
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner]
    return inner


def at(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "cell": 1, "pass": 1, "step": 1} | fields


NOT_REGULAR = "is not a regular file"
DEEP = "nested deeper than 100 levels"
BAD_JSON = "not a line of JSON"

REFUSED: dict[str, tuple[Made, str]] = {
    "a pipe": (fifo, NOT_REGULAR),
    "a device": (lambda folder: Path("/dev/zero"), NOT_REGULAR),
    "a terminal": (lambda folder: Path("/dev/tty"), "cannot open|" + NOT_REGULAR),
    "a folder": (lambda folder: folder, "is a folder"),
    "links in a circle": (loop_of_links, "Too many levels|no such file"),
    "a link to nothing": (link_to_nothing, "there is no such file"),
    "a link to a device": (link_to_a_device, NOT_REGULAR),
    "the memory of a process": (lambda folder: Path("/proc/self/mem"), "is empty"),
    "a file of the system": (lambda folder: Path("/proc/self/environ"), "is empty"),
    "a terabyte of nothing": (with_a_hole(2**40, CELL), "larger than 256 MB"),
    "200 MB of nothing": (with_a_hole(200 * MB, CELL), "longer than 64 MB|not UTF-8|" + BAD_JSON),
    "an endless line": (of(CELL, b'{"kind":"x","y":"' + b"x" * (65 * MB)), "longer than 64 MB"),
    "too many records": (of(CELL, b'{"kind":"x"}\n' * 1_000_000), "more than 1,000,000 records"),
    "too many lines": (of(CELL, b"#\n" * 2_000_000), "more than 2,000,000 lines"),
    "too many values": (of(CELL, b'{"kind":"x","y":[' + b"[]," * 8_000_001 + b"0]}\n"), "values"),
    "a record nested deeply": (of(CELL, b'{"k":' * 10**6), BAD_JSON + "|" + DEEP),
    "lists nested deeply": (of(b'{"kind":"x","y":' + b"[" * 10**6 + b"]" * 10**6 + b"}\n"), DEEP),
    "a pass nested deeply": (in_pass('"seed": 1.0', f'"z": {"[" * 10**5}{"]" * 10**5}'), DEEP),
    "a value nested deeply": (
        in_pass(
            '"seed": 1.0',
            '"seed": {"shape": [], "dtype": "float64", "values": '
            + "[" * 10**5
            + "]" * 10**5
            + "}",
        ),
        DEEP,
    ),
    "an integer of a million digits": (of(b'{"kind":"x","n":' + b"9" * 10**6 + b"}\n"), "range"),
    "a generation of a million digits": (
        in_pass('"generation": 1', '"generation": ' + "9" * 10**6),
        r"variables\[1\].generation",
    ),
    "an integer of 65 bits": (of({"kind": "x", "n": 2**64}), "an integer beyond 64 bits"),
    "a lone surrogate in JSON": (
        of(CELL, small_pass(grads=[["\ud800", 1.0]]), DONE),
        "malformed: unexpected end of hex escape",
    ),
    "NaN": (in_pass('"seed": 1.0', '"seed": NaN'), BAD_JSON),
    "Infinity": (in_pass('"seed": 1.0', '"seed": -Infinity'), BAD_JSON),
    "a number beyond any float": (in_pass('"seed": 1.0', '"seed": 1e999'), "out of range"),
    "a lone surrogate in UTF-8": (of(b'{"kind":"\xed\xa0\x80"}\n', CELL), "not UTF-8"),
    "an escape in a message": (of({"kind": "cell", "n": "\x1b[2J\u202e"}), "expected int"),
    "a field of another type": (of(CELL | {"source": {"a": 1}}), "field source: expected array"),
    "a step that is not there": (of(CELL, small_pass(), at("note", step=99)), "field step"),
    "a pass that is not there": (of(CELL, small_pass(), at("note", **{"pass": 9})), "field pass"),
    "a cell that is not there": (of(CELL, small_pass(), at("ask", cell=9, question="a")), "cell"),
    "a pop of a function that is not there": (
        of(CELL, small_pass(pops=[small_pop(function=9)])),
        r"pops\[0\].function",
    ),
    "a pop that nothing queued": (
        of(CELL, small_pass(pops=[small_pop(), small_pop()])),
        "it is not in the queue",
    ),
    "a function that makes its own input": (
        of(CELL, small_pass(functions=[small_pass()["functions"][0] | {"inputs": [1]}])),
        "is made only later",
    ),
    "a gradient that is freed often": (
        of(CELL, small_pass(pops=[small_pop(freed=[1] * 10**5)])),
        "number 1 is there already",
    ),
    "more rules than inputs can have": (
        of(CELL, small_pass(classes=[{"name": "F", "formula": ["gy"] * 10**5}])),
        "formula: expected array of length <= 100",
    ),
    "a type that numpy has not": (
        of(CELL, small_pass(seed=array([1], "float1024", values=[1.0]))),
        "'float1024' is no numeric type",
    ),
    "objects": (of(CELL, small_pass(seed=array([1], "object", values=[1.0]))), "no numeric type"),
    "fewer elements than promised": (
        of(CELL, small_pass(seed=array([10**12], values=[1.0]))),
        "not as many as the shape says",
    ),
    "a shape beyond any array": (of(CELL, small_pass(seed=array([2**62, 2**62]))), "larger than"),
    "a shape of no elements beyond any array": (
        of(CELL, small_pass(seed=array([0, 2**62], values=[]))),
        "field seed.shape",
    ),
    "two headers": (of(HEADER), "a second header"),
    "a newer format": (of_bytes(json_line(HEADER | {"format": [2, 0]})), "update backstep"),
    "another file": (of_bytes(b"\x7fELF\x02\x01\x01" + bytes(100)), "is not a backstep session"),
}

SHOWN: dict[str, Made] = {
    **{f"text {i}": of(CELL, texts(text), DONE) for i, text in enumerate(KEPT)},
    **{
        f"rule {i}": of(CELL, small_pass(classes=[{"name": "F", "formula": [rule, rule]}]))
        for i, rule in enumerate(RULES)
    },
    **{
        f"backward {i}": of(
            CELL, small_pass(classes=[{"name": "F", "formula": [], "backward_source": text}])
        )
        for i, text in enumerate(BACKWARDS)
    },
    "notes": of(
        CELL,
        small_pass(),
        *(at("note", step=i % 5, text=text[:9_000]) for i, text in enumerate(KEPT)),
        *(at("ask", question=t[:90], about=t, text=t, answer=t, given=t) for t in KEPT),
        at("view", pane="\x1b[2J", direction="\u202e", detail="[/]"),
    ),
    "keys that stand twice": in_pass('"seed": 1.0', '"seed": 7.0, "seed": 1.0'),
    "kinds that stand twice": of(CELL, b'{"kind":"cell","kind":"note","n":5}\n', small_pass()),
    "numbers that cannot be": of(
        CELL,
        small_pass(
            seed=-0.0,
            pops=[
                small_pop(
                    gys=["nan"],
                    gxs=["-inf"],
                    delivered=[
                        {"to": 0, "how": "add", "then": "leaf", "before": 1e308, "after": 7}
                    ],
                    born=2**62,
                    check=[{"gx": 0, "difference": 0, "verdict": "differs", "at": []}],
                )
            ],
            evaluations=2**62,
            parent=2**62,
            grads=[["x", 999.0]],
        ),
    ),
    "generations without end": of(
        CELL,
        small_pass(
            functions=[small_pass()["functions"][0] | {"generation": 2**63 - 1}],
            variables=[v | {"generation": 2**62} for v in small_pass()["variables"]],
        ),
    ),
    "arrays of 10^12 elements": of(
        CELL,
        small_pass(
            seed=array([10**6, 10**6]),
            variables=[v | {"data": array([10**12], "int8")} for v in small_pass()["variables"]],
            pops=[small_pop(gys=[array([10**12])], gxs=[array([10**6, 1, 10**6], "complex128")])],
        ),
    ),
    "arrays of 64 axes": of(CELL, small_pass(seed=array([1] * 63 + [0], values=nested(63)))),
    "no elements": of(CELL, small_pass(seed=array([0, 10**9], values=[]))),
    "a torn end": of(CELL, small_pass(), b'{"kind":"done","cell":1,"outp'),
    "no pops": of(CELL, small_pass(pops=[], grads=[])),
    "no passes": of(CELL, DONE),
    "no cells": of(),
    "one variable in one function 2,000 times": wide(2_000),
    "one variable in 20,000 functions": users(20_000),
    "300 passes": many_passes(300),
}
