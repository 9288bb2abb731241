"""Small words that every answer is made of: names, counts, places, values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backstep.messages import later, tr, trc
from backstep.recording.records import FunctionNode, Value
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.recording.visible import visible
from backstep.stepper.signs import ASCII, Signs
from backstep.stepper.view import View

WIDTH = 60  # cells that a value may take in a sentence
MOST = 20  # lines of a list, before `all` is to be asked for
PLACE = later("pop {pop}/{pops} step {step}/{steps}")
PLACE_IN_PASS = later("pass {i}/{n} pop {pop}/{pops} step {step}/{steps}")


def spoken() -> Signs:
    """What the panes put as signs, in words that can be read out."""
    return replace(
        ASCII,
        arrow=trc("sign read out", "to"),
        freed=trc("sign read out", "freed,"),
        trouble=trc("sign read out", "trouble"),
        cut=trc("sign read out", "and more"),
        ellipsis="...",
    )


def place(view: View) -> str:
    """Where the view stands, as the prompt says it: `pop 3/4 step 16/22`."""
    moment = view.moment
    if view.sides is not None:
        return tr(
            "{names} pop {pop} step {step}/{steps}",
            names=listed(view.sides.names),
            pop=moment.pop_index + 1,
            step=view.position,
            steps=view.timeline.length,
        )
    several = len(view.passes.recordings)
    told = PLACE_IN_PASS if several > 1 else PLACE
    return tr(
        told,
        i=view.index + 1,
        n=several,
        pop=moment.pop_index + 1,
        pops=len(view.recording.pops),
        step=view.position,
        steps=view.timeline.length,
    )


def value(of: Value | None) -> str:
    """A value in a sentence."""
    return value_text(of, WIDTH)


def listed(labels: Sequence[str], most: int = MOST, *, choice: bool = False) -> str:
    """`a`, `a and b`, `a, b and c`; of many, the first and a count; of a `choice`, `a or b`."""
    if len(labels) > most:
        labels = [*labels[: most - 1], tr("{n} more", n=len(labels) - most + 1)]
    if len(labels) == 1:
        return labels[0]
    told = later("{one} or {other}") if choice else later("{one} and {other}")
    return tr(told, one=", ".join(labels[:-1]), other=labels[-1])


def near(word: str, words: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean ...?` where one of the words is near, else a dot."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return tr("; did you mean {near}?", near=found[0]) if found else "."


def quoted(text: str) -> str:
    """What a person typed, as it may be said again: on one line, harmless, not too long."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."


def labels_of(moment: Moment, variables: Iterable[int | None]) -> str:
    """Variables by their labels: `a and b`; `nothing` for none."""
    labels = [moment.label(i) for i in variables]
    return listed(labels) if labels else tr("nothing")


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
