"""The questions that an author asks of a pass, as the stepper asks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import get_args

from backstep.recording.annotations import OWN, Annotations, Ask
from backstep.recording.records import Value
from backstep.recording.timeline import Timeline
from backstep.stepper.predict.questions import (
    FEW_ELEMENTS,
    Kind,
    Question,
    order_of,
    telling_element,
)

PHASES = {"next": "pop", "gx": "multiply", "shape": "multiply", "how": "deliver", "then": "deliver"}


def authored(timeline: Timeline, page: Annotations) -> tuple[Question, ...]:
    """The author's questions of a pass, in the order in which they come; each once. One that the
    pass has no answer to, as a stranger's file may have it, is left out."""
    unique: dict[Question, None] = {}
    for ask in page.asks:
        if ask.by_author and ask.step < timeline.length:
            question = _question(timeline, ask)
            if question is not None:
                unique.setdefault(question)
    return tuple(sorted(unique, key=order_of))


def merged(own: Iterable[Question], found: Iterable[Question]) -> tuple[Question, ...]:
    """An author's questions among those that are found, in the place of one that is the same."""
    own = tuple(own)
    asked = {(q.kind, q.position, q.input) for q in own}
    rest = [q for q in found if (q.kind, q.position, q.input) not in asked]
    return tuple(sorted([*own, *rest], key=order_of))


def _question(timeline: Timeline, ask: Ask) -> Question | None:
    step = timeline.step(ask.step + 1)
    kind = next((kind for kind in get_args(Kind) if kind == ask.question), None)
    if step is None or kind is None:
        return None
    asked = Question(kind, ask.step, step.pop, text=ask.text, why=ask.why, by_author=True)
    if kind == OWN:
        offered = ask.choices if ask.answer in ask.choices else ()
        return replace(asked, answer=ask.answer, offered=offered)
    i = ask.input or 0
    if step.phase != PHASES.get(kind, "free"):
        return None
    if any(_problems(timeline, kind, step.pop, i, step.delivery)):
        return None
    if kind not in ("gx", "shape"):
        return replace(asked, input=step.delivery)
    gxs = timeline.recording.pops[step.pop].gxs
    assert gxs is not None
    return replace(asked, input=i, element=telling_element(gxs[i]) if kind == "gx" else ())


def _problems(
    timeline: Timeline, kind: Kind, k: int, i: int, delivery: int | None
) -> Iterator[bool]:
    """What keeps a question from having an answer."""
    recording = timeline.recording
    pop = recording.pops[k]
    f = recording.functions[pop.function]
    yield kind != "next" and pop.gxs is None
    if kind in ("gx", "shape"):
        yield pop.gxs is None or i >= min(len(pop.gxs), len(f.inputs))
    if kind == "gx":
        yield pop.gxs is None or not _is_told(pop.gxs[i])
    if kind == "then":
        yield delivery is None or pop.deliveries[delivery].creator is None
    if kind == "grad":
        yield not f.outputs or f.outputs[0] is None


def _is_told(gx: Value) -> bool:
    few = 0 < gx.size <= FEW_ELEMENTS
    return few and gx.array is not None and gx.array.dtype.kind in "fiu"
