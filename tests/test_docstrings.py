"""What help() says of every public name: what it does, on which shapes, what it raises, whence."""

from __future__ import annotations

import inspect
import pydoc
import re
from typing import Any

import pytest

import backstep
from backstep.engine import BackstepError, Function, operations

NAMES = sorted(backstep.__all__)
DATA = {"ALGORITHMS", "Config"}  # values, not things with a docstring of their own
SHAPES = re.compile(r"shape|axis|axes|\(n, |elements|0-d|size|of the given sizes", re.IGNORECASE)
WHENCE = re.compile(r"[Bb]ook (step|appendix)|Not in the book")
OPERATIONS = sorted(name for name in operations.__all__ if name.islower())
# What the book has no step for, and what has no one step there.
OURS = {
    "Recording",
    "Recordings",
    "GradientReport",
    "GraphSize",
    "export",
    "graph_size",
    "narrate",
    "record",
    "step",
}


def doc(name: str) -> str:
    return inspect.getdoc(getattr(backstep, name)) or ""


def is_error(name: str) -> bool:
    thing = getattr(backstep, name)
    return isinstance(thing, type) and issubclass(thing, (BackstepError, Warning))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in DATA])
def test_every_public_name_says_what_it_is_in_a_sentence(name: str) -> None:
    first = doc(name).split("\n\n")[0]
    assert first[:1] and first.rstrip()[-1] in ".:", first
    assert doc(name) != inspect.getdoc(object)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in NAMES
        if name not in DATA | OURS
        and not is_error(name)
        and not inspect.ismodule(getattr(backstep, name))
    ],
)
def test_what_is_of_the_book_says_where_it_stands_there(name: str) -> None:
    thing = getattr(backstep, name)
    inherited = isinstance(thing, type) and issubclass(thing, (Function,)) and thing is not Function
    assert WHENCE.search(doc(name)) or inherited or name in {"Function", "DataLoader"}, doc(name)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_its_shapes_and_its_step(name: str) -> None:
    text = doc(name)
    assert len(text.splitlines()) > 1, text
    assert SHAPES.search(text), text
    assert WHENCE.search(text), text


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Variable", "DataError"),
        ("add", "ShapeError"),
        ("pow", "DataError"),
        ("reshape", "ShapeError"),
        ("sum", "ShapeError"),
        ("max", "ShapeError"),
        ("matmul", "ShapeError"),
        ("get_item", "ItemError"),
        ("dropout", "ArgumentError"),
        ("clip", "ArgumentError"),
        ("softmax_cross_entropy", "ArgumentError"),
        ("using_config", "ConfigError"),
        ("record", "ArgumentError"),
        ("narrate", "ArgumentError"),
        ("step", "BackwardError"),
        ("step", "ConfigError"),
    ],
)
def test_what_is_raised_is_said(name: str, error: str) -> None:
    assert re.search(rf"Raises [^.]*\b{error}\b", " ".join(doc(name).split()))


@pytest.mark.parametrize(
    "thing",
    [backstep, backstep.Variable, backstep.square, backstep.step, backstep.export],
    ids=lambda thing: thing.__name__,
)
def test_help_renders(thing: Any) -> None:
    text = pydoc.plain(pydoc.render_doc(thing))
    assert "Traceback" not in text and len(text.splitlines()) > 5


def test_help_of_the_package_begins_with_how_to_see_a_pass() -> None:
    text = pydoc.plain(pydoc.render_doc(backstep))
    beginning = text.partition("PACKAGE CONTENTS")[0]
    for said in ("step(y)", "record()", "narrate(", "export(", "%load_ext backstep"):
        assert said in beginning


@pytest.mark.parametrize("cls", [backstep.Variable, backstep.Recording, backstep.Recordings])
def test_every_method_that_is_public_says_what_it_does(cls: type) -> None:
    own = {name for each in cls.__mro__ if "backstep" in each.__module__ for name in vars(each)}
    silent = [
        name
        for name in own
        if not name.startswith("_")
        and callable(getattr(cls, name))
        and not inspect.getdoc(getattr(cls, name))
    ]
    assert silent == []
