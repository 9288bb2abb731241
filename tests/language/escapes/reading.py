"""The payloads of a family, read from its file.

A file begins with what its family is. `=== name` begins lines that payloads may take over with
`+ name`; `--- name` begins a payload. Its last line `=> sentence` says what it ends in: one of
several between bars, or without the line or with `(runs)`, nothing at all. `{}: words` makes one
payload of each word, put in place of `{}`. `python:` gives the source as an expression, where it is
too long or too odd to stand here. `mode: stop` and `mode: host` are for whole families.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FAMILIES = Path(__file__).parent / "families"
BEGINNING = re.compile(r"^(===|---|mode:) (.*)$")


@dataclass(frozen=True)
class Payload:
    """A program, and the sentences of which one has to be its end; none where it runs through."""

    family: str
    name: str
    mode: str
    source: str
    said: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"


def payloads() -> list[Payload]:
    """Every payload there is."""
    return [each for path in sorted(FAMILIES.glob("*.txt")) for each in _read(path)]


def _read(path: Path) -> list[Payload]:
    family, mode = path.stem.replace("_", " "), ""
    shared: dict[str, str] = {}
    found: list[Payload] = []
    for kind, name, lines in _parts(path.read_text(encoding="utf-8")):
        if kind == "mode:":
            mode = name
        elif kind == "===":
            shared[name] = "\n".join(lines)
        else:
            found += _payloads(family, mode, name, lines, shared)
    return found


def _parts(text: str) -> list[tuple[str, str, list[str]]]:
    parts: list[tuple[str, str, list[str]]] = []
    for line in text.split("\n"):
        begun = BEGINNING.match(line)
        if begun:
            parts.append((begun[1], begun[2], []))
        elif parts:
            parts[-1][2].append(line)
    for _, _, lines in parts:
        while lines and not lines[-1].strip():
            lines.pop()
    return parts


def _payloads(
    family: str, mode: str, name: str, lines: list[str], shared: dict[str, str]
) -> list[Payload]:
    said: tuple[str, ...] = ()
    if lines[-1].startswith("=> "):
        told = lines.pop().removeprefix("=> ")
        said = () if told == "(runs)" else tuple(told.split(" | "))
    words = [w for line in lines if line.startswith("{}: ") for w in line[4:].split()]
    code = [line for line in lines if not line.startswith("{}: ")]
    if code[0].startswith("python: "):
        source = str(eval(code[0].removeprefix("python: ")))
    else:
        source = "\n".join(shared[ln[2:]] if ln.startswith("+ ") else ln for ln in code)
    return [
        Payload(family, name.replace("{}", w), mode, source.replace("{}", w), said) for w in words
    ] or [Payload(family, name, mode, source, said)]
