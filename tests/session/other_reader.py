"""A reader of session files in plain Python, written from the docstring of backstep.session alone.

It is what somebody would write in another language: it imports json and nothing of ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Cell:
    """A cell that holds: its text, the prose before it, what it printed, and its passes."""

    source: str
    text: str
    output: str = ""
    passes: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)  # by pass and step


@dataclass
class File:
    """A session: its title, the cells that hold by number, and the prose after the last."""

    title: str
    cells: dict[int, Cell]
    closing: str
    torn: bool


def read(data: bytes) -> File:  # noqa: PLR0912 (a file is read from top to bottom)
    """Read a session; raises ValueError for a newer major version."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    records = []
    torn = False
    for i, line in enumerate(lines):
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            records.append(json.loads(line))
        except ValueError:
            if i + 1 < len(lines):
                raise
            torn = True
    header = records[0]
    if header["format"][0] > 1:
        raise ValueError("a newer format")
    every: dict[int, Cell] = {}
    undone: set[int] = set()
    texts: list[str] = []
    for record in records[1:]:
        match record["kind"]:
            case "text":
                texts.append("\n".join(record["lines"]))
            case "cell":
                every[record["n"]] = Cell("\n".join(record["source"]), "\n\n".join(texts))
                texts = []
            case "done":
                every[record["cell"]].output = record["output"]
            case "undo":
                undone.update(record["cells"])
                texts = []
            case "redo":
                undone.difference_update(record["cells"])
                texts = []
            case "back":
                every[record["cell"]].passes.append(record)
            case "mark" | "note" if "pass" in record:
                _mark(every[record["cell"]], record)
    held = {n: cell for n, cell in every.items() if n not in undone}
    return File(header.get("title", ""), held, "\n\n".join(texts), torn)


def _mark(cell: Cell, record: dict[str, Any]) -> None:
    place = record["pass"], record["step"]
    if record["kind"] == "note":
        cell.marks[place] = record.get("text", "")
    elif record.get("gone", False):
        cell.marks.pop(place, None)
    else:
        cell.marks.setdefault(place, "")


def steps_of(back: dict[str, Any]) -> int:
    """How many steps a pass has."""
    return 1 + sum(
        3 if p["gxs"] is None else 4 + len(p["delivered"]) for p in map(whole, back["pops"])
    )


def whole(pop: dict[str, Any]) -> dict[str, Any]:
    """A pop with what is absent in it."""
    return {"gxs": None, "delivered": [], "freed": []} | pop


def final_grads(back: dict[str, Any]) -> dict[int, Any]:
    """Every gradient at the end of a pass, by Variable, worked out pop by pop."""
    grads: dict[int, Any] = dict(map(tuple, back["found"]))
    grads[back["target"]] = back["seed"]
    for pop in map(whole, back["pops"]):
        for gx, delivery in zip(pop["gxs"] or [], pop["delivered"], strict=True):
            after = delivery.get("after", gx)
            for variable in [delivery["to"], *delivery.get("shared", [])]:
                grads[variable] = after
        for variable in pop["freed"]:
            grads[variable] = None
    return grads


def queued_at_each_pop(back: dict[str, Any]) -> list[set[int]]:
    """The functions that have been queued by each pop and not yet popped."""
    waiting = [back["variables"][back["target"]]["creator"]]
    found = []
    for pop in map(whole, back["pops"]):
        found.append(set(waiting))
        waiting.remove(pop["function"])
        waiting += [d["creator"] for d in pop["delivered"] if d["then"] == "queued"]
    return found
