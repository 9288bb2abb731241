"""The programs from the book's topics, step by step: each with what it prints, at its end."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MARK = "# prints:\n"


class Program(NamedTuple):
    """A program's file, its code, and the lines that it prints."""

    path: Path
    source: str
    prints: list[str]


def read(path: Path) -> Program:
    """A program with the comment that says what it prints."""
    source, mark, expected = path.read_text(encoding="utf-8").partition(MARK)
    assert mark, f"{path.name} does not say what it prints"
    return Program(path, source, [line[2:].rstrip() for line in expected.splitlines()])


PROGRAMS = {
    path.stem: read(path) for path in sorted((Path(__file__).parent / "programs").glob("*.py"))
}
