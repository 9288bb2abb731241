"""What an author asks, held against the pass that it is asked of."""

from __future__ import annotations

from backstep.messages import tr
from backstep.recording.annotations import OWN, Ask
from backstep.recording.looking.columns import STEPS_BESIDE_DELIVERIES
from backstep.recording.records import Pop, Recording
from backstep.recording.timeline import Timeline
from backstep.session.lectures.lecture import PlacedAsk, Wrong
from backstep.session.lectures.positions import (
    NoSuchPlace,
    Place,
    no_delivery,
    place_after,
    pop_index,
    position_before,
)

PLACES_OF_INPUTS = "pop 3, pop 3 deliver 2"
OF_INPUTS = ("gx", "shape", "how", "then")
FEW_ELEMENTS = 8  # of an array: of a larger one, only the shape is asked for


def ask_of(timeline: Timeline, one: PlacedAsk) -> Ask:
    """The question at its position. Raises Wrong or NoSuchPlace where the pass has no answer."""
    if one.kind == OWN:
        step = position_before(timeline, one.place)
        choices = tuple(sorted((one.answer, *one.choices))) if one.choices else ()
        return Ask(step, OWN, text=one.text, answer=one.answer, choices=choices, why=one.why)
    place = one.place
    inputs = one.kind in OF_INPUTS
    if place.word != "pop" or place.phase not in (("", "deliver") if inputs else ("",)):
        raise Wrong(
            tr(
                "{kind} is asked of a pop: write ask {places}: {kind}",
                kind=one.kind,
                places=PLACES_OF_INPUTS if inputs else "pop 3",
            )
        )
    k = pop_index(timeline, place)
    pop, start = timeline.recording.pops[k], timeline.starts[k]
    if one.kind == "next":
        return Ask(start, one.kind, text=one.text, why=one.why)
    if pop.gxs is None:
        raise Wrong(tr("pop {n} ended in an error: only ask pop {n}: next", n=place.pop))
    if one.kind == "grad":
        _check_grad(timeline.recording, pop, place)
        return Ask(timeline.end_of_pop(k) - 1, one.kind, text=one.text, why=one.why)
    if place.delivery > len(pop.deliveries):
        raise no_delivery(place, len(pop.deliveries))
    i = place.delivery - 1 if place.delivery else first_told(timeline.recording, pop)
    if one.kind in ("gx", "shape"):
        _check_gx(pop, one.kind, place, i)
        return Ask(start + 2, one.kind, text=one.text, why=one.why, input=i)
    if one.kind == "then" and pop.deliveries[i].creator is None:
        raise Wrong(
            tr("what pop {n} delivers to is a leaf: nothing is queued; ask how", n=place.pop)
        )
    step = start + STEPS_BESIDE_DELIVERIES - 1 + i
    return Ask(step, one.kind, text=one.text, why=one.why)


def _check_gx(pop: Pop, kind: str, place: Place, i: int) -> None:
    assert pop.gxs is not None
    gx = pop.gxs[i]
    if kind == "shape":
        return
    if gx.size > FEW_ELEMENTS or gx.array is None:
        raise Wrong(
            tr("gx of pop {n} has {size} elements: ask for its shape", n=place.pop, size=gx.size)
        )
    if gx.array.dtype.kind not in "fiu" or not gx.size:
        raise Wrong(tr("gx of pop {n} is no real number: ask something else", n=place.pop))


def _check_grad(recording: Recording, pop: Pop, place: Place) -> None:
    outputs = recording.functions[pop.function].outputs
    if not outputs or outputs[0] is None:
        raise Wrong(
            tr("pop {n} has no output that is still there: ask something else", n=place.pop)
        )


def first_told(recording: Recording, pop: Pop) -> int:
    """The first input that a person knows, by a name or as what a function made; else the first."""
    for i, x in enumerate(recording.functions[pop.function].inputs[: len(pop.deliveries)]):
        node = recording.variables[x]
        if node.creator is not None or (node.named and not node.label.startswith("const(")):
            return i
    return 0


def placed_ask(timeline: Timeline, ask: Ask, number: int | None) -> PlacedAsk | None:
    """A question of a session as an author places it; None where it can be none of these."""
    if ask.step >= timeline.length:
        return None
    place = place_after(timeline, ask.step)
    if ask.question == OWN:
        wrong = tuple(each for each in ask.choices if each != ask.answer)
        return PlacedAsk(place, OWN, ask.text, ask.answer, wrong, ask.why, number)
    pop = place.pop
    if not pop:
        return None
    i = place.delivery - 1 if place.phase == "deliver" else ask.input
    recording = timeline.recording
    told = Place("pop", pop)
    if ask.question in OF_INPUTS and i not in (
        None,
        first_told(recording, recording.pops[pop - 1]),
    ):
        assert i is not None
        told = Place("pop", pop, "deliver", i + 1)
    one = PlacedAsk(told, ask.question, ask.text, "", (), ask.why, number)
    try:
        again = ask_of(timeline, one)
    except (Wrong, NoSuchPlace):
        return None
    return one if again.step == ask.step else None
