"""Small words that every answer is made of: names, counts, places, values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backstep.recording.records import FunctionNode, Value
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.recording.visible import visible
from backstep.stepper.signs import ASCII
from backstep.stepper.view import View

# What the panes put as signs, in words that can be read out.
SPOKEN = replace(
    ASCII, arrow="to", freed="freed,", trouble="trouble", cut="and more", ellipsis="..."
)
WIDTH = 60  # cells that a value may take in a sentence
MOST = 20  # lines of a list, before `all` is to be asked for


def place(view: View) -> str:
    """Where the view stands, as the prompt says it: `pop 3/4 step 16/22`."""
    moment = view.moment
    if view.sides is not None:
        text = " and ".join(view.sides.names)
        return f"{text} pop {moment.pop_index + 1} step {view.position}/{view.timeline.length}"
    text = f"pop {moment.pop_index + 1}/{len(view.recording.pops)}"
    text += f" step {view.position}/{view.timeline.length}"
    several = len(view.passes.recordings)
    return f"pass {view.index + 1}/{several} {text}" if several > 1 else text


def value(of: Value | None) -> str:
    """A value in a sentence."""
    return value_text(of, WIDTH)


def count(n: int, one: str, many: str = "") -> str:
    """`1 pop`, `2 pops`."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def listed(labels: Sequence[str], most: int = MOST) -> str:
    """`a`, `a and b`, `a, b and c`; of many, the first and a count."""
    if len(labels) > most:
        labels = [*labels[: most - 1], f"{len(labels) - most + 1} more"]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def near(word: str, words: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean ...?` where one of the words is near, else a dot."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else "."


def quoted(text: str) -> str:
    """What a person typed, as it may be said again: on one line, harmless, not too long."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."


def labels_of(moment: Moment, variables: Iterable[int | None]) -> str:
    """Variables by their labels: `a and b`; `nothing` for none."""
    labels = [moment.label(i) for i in variables]
    return listed(labels) if labels else "nothing"


def data_text(moment: Moment, variable: int) -> str:
    """`a = 4.0`; a constant says its number once."""
    label, data = moment.label(variable), value(moment.node(variable).data)
    return label if label == f"const({data})" else f"{label} = {data}"


def rule_text(f: FunctionNode, algorithm: str) -> list[str]:
    """The rule of a function's backward, a line for each input."""
    if algorithm == "numeric":
        return ["gx = gy * (f(x + eps) - f(x)) / eps"]
    if not f.formula:
        return [f"gxs = {f.class_name}.backward(gy)"]
    if len(f.formula) == 1:
        return [f"gx = {f.formula[0]}"]
    return [f"gx{i} = {rule}" for i, rule in enumerate(f.formula)]
