"""What is asked of a pass, and at which positions: few questions, at the moments that tell most.

The same pass has the same questions, whoever steps through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from backstep.recording.looking.columns import STEPS_BESIDE_DELIVERIES
from backstep.recording.looking.queueing import algorithm_of, at_first
from backstep.recording.records import Delivery, Pop, Recording, Value
from backstep.recording.telling.narration import along_paths
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_text

Kind: TypeAlias = Literal["own", "next", "gx", "shape", "how", "then", "grad"]
KINDS: tuple[Kind, ...] = ("next", "gx", "shape", "how", "then", "grad", "own")

MOST_ASKED = 24
FEW_ELEMENTS = 8  # of an array: one of them is asked for; of a larger one, the shape
SHORT = 6  # characters of a number that is worked out in the head
LONG = 30.0  # what a question about a number that takes paper is put back by

# The moments that a pass is remembered by, from the most telling on: what is rare and surprising
# first. SPREAD are then asked of the rest of it.
TELLING = (
    "nan",
    "lost",
    "twice",
    "tie",
    "add",
    "seen",
    "gx",
    "freed",
    "kept",
    "generation",
    "shape",
)
SPREAD = (*TELLING, "set", "queued")
MOST_OF_A_POP = 2


@dataclass(frozen=True)
class Question:
    """What is asked at a position, before the next step is shown.

    `pop` is the pop that it is about; `input` the input of its function, where it is about one;
    `element` the place in an array. An author's has his words as `text`, and `why` for its answer;
    one of the kind "own" has its `answer` too, and what is `offered`.
    """

    kind: Kind
    position: int
    pop: int
    input: int | None = None
    element: tuple[int, ...] = ()
    text: str = ""
    answer: str = ""
    offered: tuple[str, ...] = ()
    why: str = ""
    by_author: bool = False


class Candidate(NamedTuple):
    """A question that could be asked, and which kind of moment it is about; see SPREAD."""

    question: Question
    moment: str
    hard: bool = False


def questions_of(timeline: Timeline) -> tuple[Question, ...]:
    """The questions of a pass, in the order in which they come.

    The first moment of every telling kind, then the rest spread over the pass.
    """
    found = list(candidates(timeline))
    wanted = how_many(len(timeline.recording.pops))
    firsts: dict[str, Candidate] = {}
    for candidate in found:
        first = firsts.get(candidate.moment)
        if first is None or (first.hard and not candidate.hard):
            firsts[candidate.moment] = candidate
    chosen: list[Question] = []
    of_pop: Counter[int] = Counter()
    for moment in TELLING:
        first = firsts.get(moment)
        if first is None or first.hard or len(chosen) == wanted:
            continue
        if of_pop[first.question.pop] < MOST_OF_A_POP:
            chosen.append(first.question)
            of_pop[first.question.pop] += 1
    chosen += _spread(found, chosen, wanted - len(chosen), len(timeline.recording.pops))
    return tuple(sorted(chosen, key=order_of))


def how_many(pops: int) -> int:
    """How many questions a pass of some pops has: 5 of 4 pops, 21 of 1,000."""
    return min(MOST_ASKED, max(2, round(1 + 2 * log2(max(1, pops)))))


def order_of(question: Question) -> tuple[int, bool, int]:
    """Where a question stands among others: at one position, an author's come first."""
    return question.position, not question.by_author, KINDS.index(question.kind)


def _spread(
    found: list[Candidate], chosen: list[Question], wanted: int, pops: int
) -> list[Question]:
    """One question out of each of as many equal stretches of the pass; kinds take turns."""
    if wanted <= 0 or not found:
        return []
    taken = {question.pop for question in chosen}
    stretches: list[list[Candidate]] = [[] for _ in range(wanted)]
    for each in found:
        if each.question.pop not in taken:
            stretches[each.question.pop * wanted // pops].append(each)
    asked: Counter[str] = Counter(question.kind for question in chosen)
    more = []
    for stretch in stretches:
        best = min(
            stretch,
            key=lambda each: (
                asked[each.question.kind] * 4 + SPREAD.index(each.moment) + LONG * each.hard
            ),
            default=None,
        )
        if best is not None:
            asked[best.question.kind] += 1
            more.append(best.question)
    return more


def candidates(timeline: Timeline) -> Iterator[Candidate]:
    """Every question that could be asked of a pass, pop by pop."""
    recording = timeline.recording
    generations = [f.generation for f in recording.functions]
    queue: Counter[int] = Counter(generations[f] for f in at_first(recording) if f is not None)
    waiting = queue.total()
    chosen_by_queue = algorithm_of(recording).order != "preset" and not along_paths(recording)
    for k, (pop, start) in enumerate(zip(recording.pops, timeline.starts, strict=True)):
        own = generations[pop.function]
        if waiting > 1 and chosen_by_queue:
            yield Candidate(Question("next", start, k), "tie" if queue[own] > 1 else "generation")
        queue[own] -= 1
        waiting -= 1
        if pop.gxs is None:
            return
        yield from _of_gxs(recording, pop, k, start)
        for i, delivery in enumerate(pop.deliveries):
            at = start + STEPS_BESIDE_DELIVERIES - 1 + i
            yield from _of_delivery(recording, delivery, k, i, at)
            if delivery.then == "queued" and delivery.creator is not None:
                queue[generations[delivery.creator]] += 1
                waiting += 1
        yield from _of_outputs(recording, pop, k, timeline.end_of_pop(k) - 1)


def _of_gxs(recording: Recording, pop: Pop, k: int, start: int) -> Iterator[Candidate]:
    """What is delivered: a number, an element of a small array, the shape of a large one."""
    f = recording.functions[pop.function]
    i = next((i for i, x in enumerate(f.inputs) if _told_of(recording, x)), None)
    if i is None or pop.gxs is None or not f.formula or along_paths(recording):
        return
    gx, at = pop.gxs[i], start + 2
    if gx.size > FEW_ELEMENTS or gx.array is None:
        yield Candidate(Question("shape", at, k, i), "shape", hard=gx.shape == _shape_of(pop.gys))
        return
    if gx.array.dtype.kind not in "fiu" or not gx.size or any(gy is None for gy in pop.gys):
        return
    element = telling_element(gx)
    number = float(gx.array[element])
    if not np.isfinite(number) and all(_is_finite(gy) for gy in pop.gys):
        yield Candidate(Question("gx", at, k, i, element), "nan")
        return
    easy = len(value_text(gx)) <= SHORT if not element else len(f"{number:g}") <= SHORT
    handed_on = gx == pop.gys[0]  # add and its like: there is nothing to work out
    yield Candidate(Question("gx", at, k, i, element), "gx", hard=handed_on or not easy)


def _told_of(recording: Recording, variable: int) -> bool:
    """Whether a person knows a Variable: by a name, or as what a function made."""
    node = recording.variables[variable]
    return node.creator is not None or (node.named and not node.label.startswith("const("))


def telling_element(gx: Value) -> tuple[int, ...]:
    """Which element of an array is asked for: the first that is not zero, else the first."""
    assert gx.array is not None
    if gx.shape == ():
        return ()
    places = np.argwhere(gx.array != 0)
    place = places[0] if len(places) else np.zeros(len(gx.shape), dtype=int)
    return tuple(int(each) for each in place)


def _shape_of(gys: tuple[Value | None, ...]) -> tuple[int, ...] | None:
    return None if not gys or gys[0] is None else gys[0].shape


def _is_finite(value: Value | None) -> bool:
    return value is not None and value.array is not None and bool(np.isfinite(value.array).all())


def _of_delivery(
    recording: Recording, delivery: Delivery, k: int, i: int, at: int
) -> Iterator[Candidate]:
    """Whether a gradient is set or added, and whether the creator is queued."""
    if not _told_of(recording, delivery.to):
        return
    how = Question("how", at, k, i)
    if delivery.how == "set" and delivery.before is not None and not along_paths(recording):
        yield Candidate(how, "lost")
    else:
        yield Candidate(how, delivery.how)
    if delivery.creator is None or algorithm_of(recording).order == "preset":
        return
    then = Question("then", at, k, i)
    if delivery.then == "queued" and delivery.before is not None:
        yield Candidate(then, "twice")
    elif delivery.then in ("seen", "queued"):
        yield Candidate(then, delivery.then)


def _of_outputs(recording: Recording, pop: Pop, k: int, at: int) -> Iterator[Candidate]:
    """Whether the gradient that the pop used is there afterwards."""
    output = recording.functions[pop.function].outputs
    if not output or output[0] is None or along_paths(recording) or pop.gys[0] is None:
        return
    yield Candidate(Question("grad", at, k), "freed" if output[0] in pop.freed else "kept")
