"""Commands that take steps, and what is said on the way of every move."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backstep.messages import later, tr, trn
from backstep.recording.comparing.apart import difference
from backstep.recording.telling.narration import sentence, summary
from backstep.recording.timeline import Moment, Timeline
from backstep.stepper.actions.stepping import next_phase, next_pop, previous_phase, previous_pop
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply
from backstep.stepper.plain.words import listed, quoted, value
from backstep.stepper.seeking import note_at
from backstep.stepper.view import View

MOST_STEPS = 40  # told one by one
MOST_GRADS = 6  # that are told to be again what they were


def moving(change: Callable[[View], View]) -> Callable[[View, str], Reply]:
    """A command that moves the view as an action does, and tells of the way."""

    def move(view: View, argument: str) -> Reply:
        refuse_more(argument)
        return moved(view, change(view), by_steps=True)

    return move


def refuse_more(argument: str) -> None:
    """Raise Refused where something follows a command that takes nothing."""
    if argument:
        raise Refused(tr("Nothing follows this command, and {word} does.", word=quoted(argument)))


def moved(before: View, after: View, *, by_steps: bool = False) -> Reply:
    """The reply to a move: what happened on the way forward, what is undone on the way back.

    Where the way was gone `by_steps`, each of them is told, unless they are many; else its end.
    """
    if after.index != before.index:
        return Reply(after, (*_said(after), *arrived(after)))
    if after.entry is not None and after.position == before.position:
        return Reply(after)
    said = _said(after)
    if after.position == before.position:
        asked = after.mode != before.mode
        return Reply(after, said or (() if asked else (_nowhere(after),)))
    if after.sides is not None:
        back = (tr("Back at the start."),) if after.position == 0 else ()
        return Reply(after, (*said, *back, difference(after.sides, after.position)))
    ahead = after.position > before.position
    steps = abs(after.position - before.position)
    if by_steps and steps <= MOST_STEPS:
        way = _steps_on(before, after) if ahead else _steps_back(before, after)
    else:
        way = _jumped(before, after)
    return Reply(after, (*said, *way, *_found(after)))


def _said(view: View) -> tuple[str, ...]:
    """The view's message without the sentence of its step, which is told in any case."""
    said = view.message.removesuffix(sentence(view.moment)).strip()
    return (said,) if said else ()


def arrived(view: View) -> Iterator[str]:
    """What is said first of a pass: which it is, and where the view stands in it."""
    recording = view.recording
    several = len(view.passes.recordings)
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    told = tr("{title}, by {algorithm}", title=recording.title, algorithm=recording.algorithm)
    if flags:
        told = tr("{told}, with {flags}", told=told, flags=listed(flags))
    if several > 1:
        told = tr("Pass {i} of {n}: {told}", i=view.index + 1, n=several, told=told)
    yield told
    yield tr(
        "{pops} in {steps}; this is step {step}",
        pops=trn("{n} pop", "{n} pops", len(recording.pops)),
        steps=trn("{n} step", "{n} steps", view.timeline.length),
        step=view.position,
    )
    yield sentence(view.moment)
    yield from _noted(view)


def _nowhere(view: View) -> str:
    if view.position == 0:
        return tr("This is the start: nothing has happened yet.")
    if view.position == view.timeline.length:
        return tr("This is the end of the pass. N goes back, goto start to the start.")
    return tr("This is step {step} already.", step=view.position)


def step_told(moment: Moment) -> str:
    """A step with its phase, if the sentence has not: `deliver: a had no gradient, so ...`."""
    told, phase = sentence(moment), moment.phase or tr("start")
    return told if told.lower().startswith(phase) else f"{phase}: {told}"


def _steps_on(before: View, after: View) -> Iterator[str]:
    timeline = after.timeline
    for position in range(before.position + 1, after.position + 1):
        yield step_told(timeline.at(position))


def _jumped(before: View, after: View) -> Iterator[str]:
    """A way that is told by its end, and by what went wrong on it."""
    steps = after.position - before.position
    where = _named_place(after.moment)
    if steps > 1:
        yield trn("{n} step on, {where}", "{n} steps on, {where}", steps, where=where)
        yield from _troubles(after.timeline, before.position, after.position)
    elif steps < 0:
        yield tr("Back {where}", where=where)
    if after.position:
        yield step_told(after.moment)


def _found(view: View) -> Iterator[str]:
    """What is there to be said of a place, besides its step: a note, and what the pass came to."""
    yield from _noted(view)
    if view.position == view.timeline.length and view.recording.failure is None:
        yield tr("The end: {summary}", summary=summary(view.recording))


def _noted(view: View) -> Iterator[str]:
    note = note_at(view)
    if note:
        yield tr("note: {note}", note=note)


def _named_place(moment: Moment) -> str:
    """`at the end of pop 2, square#3`."""
    f = moment.function
    if moment.position == 0:
        return tr("at the start: nothing has happened yet.")
    if f is None:
        return tr("after the seed, before the first pop")
    at_end = moment.position == moment.timeline.end_of_pop(moment.pop_index)
    if at_end:
        return tr("at the end of pop {pop}, {function}", pop=moment.pop_index + 1, function=f.label)
    return tr("in pop {pop}, {function}", pop=moment.pop_index + 1, function=f.label)


def _troubles(timeline: Timeline, start: int, end: int) -> Iterator[str]:
    """What went wrong between two positions that are not told one by one; at the end it is."""
    passed = timeline.at(end - 1)
    earlier = timeline.at(start)
    found = [
        each
        for of_pop in timeline.troubles.values()
        for each in of_pop
        if passed.has_seen(each) and not earlier.has_seen(each)
    ]
    for each in found[:3]:
        yield tr("on the way, in pop {pop}: {trouble}", pop=each.pop + 1, trouble=each.sentence)
    if len(found) > 3:
        yield tr("and {n} more like that", n=len(found) - 3)


def _steps_back(before: View, after: View) -> Iterator[str]:
    """Where this is now, and the gradients that are again what they were."""
    moment = after.moment
    ended = moment.position == moment.timeline.end_of_pop(moment.pop_index)
    where = _named_place(moment)
    if ended or moment.pop is None:
        yield tr("Back {where}", where=where)
    else:
        yield tr("Back {where}, after {phase}", where=where, phase=moment.phase)
    again = [
        tr("{grad} is {value} again", grad=moment.grad_label(i), value=value(moment.grad(i)))
        for i in _changed(after.timeline, after.position, before.position)
    ]
    yield from again[:MOST_GRADS]
    if len(again) > MOST_GRADS:
        more = len(again) - MOST_GRADS
        yield tr("and {n} more gradients", n=more)


def _changed(timeline: Timeline, start: int, end: int) -> list[int]:
    """The Variables whose gradient changes after one position and up to another, in order."""
    recording = timeline.recording
    found: dict[int, None] = {}
    for position in range(start + 1, end + 1):
        moment = timeline.at(position)
        if moment.phase == "seed" and recording.seeded:
            found[recording.target] = None
        elif moment.delivery is not None:
            found |= dict.fromkeys((moment.delivery.to, *moment.delivery.shared))
        elif moment.phase == "free" and moment.pop is not None:
            found |= dict.fromkeys(moment.pop.freed)
    return list(found)


COMMANDS = (
    Command(
        "next",
        moving(next_pop),
        later("go to the end of the next pop"),
        "Step",
        also=("n",),
        repeats=True,
    ),
    Command(
        "back",
        moving(previous_pop),
        later("go back to the end of the pop before"),
        "Step",
        also=("N", "b"),
        repeats=True,
    ),
    Command(
        "step",
        moving(next_phase),
        later("take one step: pop, gather, multiply, deliver or free"),
        "Step",
        also=("s", "."),
        repeats=True,
    ),
    Command(
        "unstep",
        moving(previous_phase),
        later("take one step back"),
        "Step",
        also=("S",),
        repeats=True,
    ),
)
