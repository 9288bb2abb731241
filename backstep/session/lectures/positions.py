"""Places in a pass as people write them, and the positions that they are: `pop 3 deliver 1`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backstep.messages import tr, trn
from backstep.recording.looking.columns import STEPS_BESIDE_DELIVERIES
from backstep.recording.timeline import Timeline

PHASES = ("pop", "gather", "multiply", "deliver", "free")
PLACES = "start, seed, pop 3, pop 3 gather, pop 3 deliver 1, end"
_NUMBER = r"[1-9]\d{0,8}"
PLACE = (
    rf"(?:start|seed|end|step \d{{1,9}}"
    rf"|pop {_NUMBER}(?: (?:pop|gather|multiply|free|deliver {_NUMBER}))?)(?![\w-])"
)
_PLACE = re.compile(PLACE)


class NoSuchPlace(Exception):
    """A place that a pass does not have; the message says what it has."""


@dataclass(frozen=True)
class Place:
    """A place by name: a pop (counted from 1) with its phase and delivery, or one of few words.

    `word` is "start", "seed", "end", "step" (then `step` is the position) or "pop"; `phase` is ""
    for the whole of a pop.
    """

    word: str
    pop: int = 0
    phase: str = ""
    delivery: int = 0
    step: int = 0

    def __str__(self) -> str:
        if self.word == "step":
            return f"step {self.step}"
        if self.word != "pop":
            return self.word
        number = f" {self.delivery}" if self.phase == "deliver" else ""
        return f"pop {self.pop} {self.phase}{number}".rstrip()


START = Place("start")


def place_named(text: str) -> Place | None:
    """The place that a text names; None where it names none.

    >>> place_named("pop 3 deliver 1")
    Place(word='pop', pop=3, phase='deliver', delivery=1, step=0)
    """
    if not _PLACE.fullmatch(text):
        return None
    word, number, phase, delivery = (*text.split(), "", "", "")[:4]
    if word == "step":
        return Place(word, step=int(number))
    return Place(word, int(number or 0), phase, int(delivery or 0))


def position_of(timeline: Timeline, place: Place) -> int:
    """The position of a place: after what it names. Raises NoSuchPlace."""
    match place.word:
        case "start":
            return 0
        case "seed":
            return 1
        case "end":
            return timeline.length
        case "step":
            if place.step > timeline.length:
                raise NoSuchPlace(
                    trn(
                        "there is no {place}: the pass has {n} step",
                        "there is no {place}: the pass has {n} steps",
                        timeline.length,
                        place=place,
                    )
                )
            return place.step
    k = pop_index(timeline, place)
    pop = timeline.recording.pops[k]
    start, end = timeline.starts[k], timeline.end_of_pop(k)
    if place.phase in ("", "free"):
        if place.phase and pop.gxs is None:
            raise NoSuchPlace(tr("pop {n} ended in an error: it frees nothing", n=place.pop))
        return end
    if place.phase != "deliver":
        return start + 1 + PHASES.index(place.phase)
    many = len(pop.deliveries)
    if place.delivery > many:
        raise no_delivery(place, many)
    return start + STEPS_BESIDE_DELIVERIES - 1 + place.delivery


def no_delivery(place: Place, many: int) -> NoSuchPlace:
    """What is said of a delivery that a pop does not have."""
    return NoSuchPlace(
        trn(
            "there is no {place}: pop {pop} has {n} delivery",
            "there is no {place}: pop {pop} has {n} deliveries",
            many,
            place=place,
            pop=place.pop,
        )
    )


def pop_index(timeline: Timeline, place: Place) -> int:
    """The index of the pop that a place names. Raises NoSuchPlace."""
    pops = len(timeline.recording.pops)
    if place.pop > pops:
        raise NoSuchPlace(
            trn(
                "there is no {place}: the pass has {n} pop",
                "there is no {place}: the pass has {n} pops",
                pops,
                place=place,
            )
        )
    return place.pop - 1


def place_at(timeline: Timeline, position: int) -> Place:
    """The name of a position: the one that says most of it."""
    step = timeline.step(position)
    if step is None:
        return START
    if step.phase == "seed":
        return Place("seed")
    if position == timeline.length:
        return Place("end")
    if step.phase == "deliver":
        return Place("pop", step.pop + 1, "deliver", (step.delivery or 0) + 1)
    return Place("pop", step.pop + 1, "" if step.phase == "free" else step.phase)


def place_after(timeline: Timeline, position: int) -> Place:
    """The name of what comes next at a position, before the end: what a question is about."""
    step = timeline.step(position + 1)
    assert step is not None
    if step.phase == "seed":
        return START
    if step.phase == "deliver":
        return Place("pop", step.pop + 1, "deliver", (step.delivery or 0) + 1)
    return Place("pop", step.pop + 1, "" if step.phase == "pop" else step.phase)


def position_before(timeline: Timeline, place: Place) -> int:
    """The position before what a place names, where a question about it is asked.

    Raises NoSuchPlace.
    """
    if place.word == "end":
        raise NoSuchPlace(tr("nothing comes after the end, so nothing is asked there: name a pop"))
    if place.word == "pop" and not place.phase:
        return timeline.starts[pop_index(timeline, place)]
    return max(0, position_of(timeline, place) - 1)
