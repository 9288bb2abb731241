"""Two passes side by side as plain rows and as JSON: what `backstep compare` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from backstep.messages import later, tr, trn
from backstep.recording.comparing.apart import is_wrong, outcome, parting_told
from backstep.recording.comparing.comparison import Comparison, FinalGrad
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Pop, Value
from backstep.recording.values import value_json, value_text

Row: TypeAlias = tuple[str, ...]
ALL_POPS = 60  # of more than these, those around the parting and the last ones
BEFORE, AFTER, LAST = 6, 20, 4
VALUE_WIDTH = 24


def pop_rows(comparison: Comparison) -> list[Row]:
    """A heading, then a row for each pop: what each side pops, its gys and gxs; `!=` between two
    that differ, `!` behind one that should not be."""
    one, other = comparison.names
    rows: list[Row] = [(tr("pop"), one, "gy", "gx", "", other, "gy", "gx")]
    told = _told(comparison)
    for before, k in zip([-1, *told], told, strict=False):
        if k > before + 1:
            rows.append(("...", trn("{n} pop", "{n} pops", k - before - 1), *[""] * 6))
        left, right = _cells(comparison, 0, k), _cells(comparison, 1, k)
        rows.append((str(k + 1), *left, "!=" if comparison.differs_at(k) else "", *right))
    return rows


def _told(comparison: Comparison) -> list[int]:
    """The pops that get a row."""
    total = max(len(side.recording.pops) for side in comparison.sides)
    if total <= ALL_POPS:
        return list(range(total))
    at = 0 if comparison.parting is None else comparison.parting.pop
    near = range(max(0, at - BEFORE), min(total, at + AFTER))
    return sorted({*range(min(3, total)), *near, *range(total - LAST, total)})


def _cells(comparison: Comparison, side: int, k: int) -> Row:
    here = comparison.sides[side]
    if k >= len(here.recording.pops):
        return "", "", ""
    pop = here.recording.pops[k]
    odd = " !" if k in comparison.wrong_pops[side] or pop.gxs is None else ""
    label = here.recording.functions[pop.function].label
    return label + odd, _texts(pop.gys), tr("stops") if pop.gxs is None else _texts(pop.gxs)


def _texts(values: tuple[Value | None, ...]) -> str:
    return ", ".join(value_text(value, VALUE_WIDTH) for value in values)


def grad_rows(comparison: Comparison) -> list[Row]:
    """A heading, then each gradient at the end; the wrong ones are told, with what is right."""
    one, other = comparison.names
    rows: list[Row] = [(tr("gradient"), one, "", other, "", tr("right"))]
    nodes = comparison.sides[0].recording.variables
    told = [f for f in comparison.finals if f.differs or nodes[f.variable].named]
    for final in told:
        label = comparison.sides[0].timeline.at(0).grad_label(final.variable)
        left, right = (_grad(final, side) for side in (0, 1))
        rows.append((label, *left, *right, "" if comparison.why_unknown else _value(final.right)))
    if len(told) < len(comparison.finals):
        rows.append(
            (
                tr("and {n} unnamed", n=len(comparison.finals) - len(told)),
                *[tr("the same"), ""] * 2,
                "",
            )
        )
    return rows


WRONG = {
    "wrong": later("wrong"),
    "missing": later("missing"),
    "left over": later("left over"),
}


def _grad(final: FinalGrad, side: int) -> Row:
    verdict = final.verdicts[side]
    return _value(final.grads[side]), tr(WRONG[verdict]) if is_wrong(verdict) else ""


def _value(value: Value | None) -> str:
    return value_text(value, VALUE_WIDTH)


def cost_rows(comparison: Comparison) -> list[Row]:
    """What each side took, in figures."""
    sides = comparison.sides
    rows: list[Row] = [("", *comparison.names)]
    rows.append((tr("pops"), *[f"{len(side.recording.pops):,}" for side in sides]))
    rows.append((tr("longest queue"), *[f"{side.longest_queue:,}" for side in sides]))
    rows.append((tr("most held"), *[bytes_text(side.timeline.held.peak) for side in sides]))
    if any(side.recording.evaluations for side in sides):
        tried = [f"{side.recording.evaluations:,}" for side in sides]
        rows.append((tr("forward evaluations"), *tried))
    return rows


def beside_events(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """The comparison as events: compare, a pops each, the part, a grad each, done."""
    recording = comparison.sides[0].recording
    yield {
        "event": "compare",
        "id": recording.id,
        "target": recording.target_node.label,
        "algorithms": [side.recording.algorithm for side in comparison.sides],
        "retain_grad": [side.recording.retain_grad for side in comparison.sides],
        "functions": len(recording.first_order),
    }
    for k in range(max(len(side.recording.pops) for side in comparison.sides)):
        yield {
            "event": "pops",
            "pop": k + 1,
            "same": not comparison.differs_at(k),
            "sides": [_pop_json(comparison, side, k) for side in (0, 1)],
        }
    parting = comparison.parting
    if parting is not None:
        why = parting_told(comparison)
        yield {"event": "part", "pop": parting.pop + 1, "in": parting.parts, "why": why}
    for final in comparison.finals:
        yield {
            "event": "grad",
            "variable": recording.variables[final.variable].label,
            "sides": [value_json(grad) for grad in final.grads],
            "right": value_json(final.right),
            "verdicts": list(final.verdicts),
        }
    yield {
        "event": "done",
        "id": recording.id,
        "pops": [len(side.recording.pops) for side in comparison.sides],
        "longest_queue": [side.longest_queue for side in comparison.sides],
        "most_bytes": [side.timeline.held.peak for side in comparison.sides],
        "told": outcome(comparison),
    }


def _pop_json(comparison: Comparison, side: int, k: int) -> dict[str, Any] | None:
    here = comparison.sides[side]
    if k >= len(here.recording.pops):
        return None
    pop: Pop = here.recording.pops[k]
    f = here.recording.functions[pop.function]
    return {
        "function": f.class_name,
        "label": f.label,
        "gys": [value_json(gy) for gy in pop.gys],
        "gxs": None if pop.gxs is None else [value_json(gx) for gx in pop.gxs],
        "odd": k in comparison.wrong_pops[side],
    }


def beside_json(comparison: Comparison) -> Iterator[str]:
    """The events as lines of JSON."""
    for event in beside_events(comparison):
        yield json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
