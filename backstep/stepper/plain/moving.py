"""Commands that go somewhere: by pops and phases, to a place, to another pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backstep.recording.narration import sentence, summary
from backstep.recording.timeline import Moment, Timeline
from backstep.stepper.actions.passing import inner, outer
from backstep.stepper.actions.stepping import next_phase, next_pop, previous_phase, previous_pop
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply, telling
from backstep.stepper.plain.words import count, listed, quoted, value
from backstep.stepper.view import View

MOST_STEPS = 14  # told one by one; of a longer way only the end is told
MOST_GRADS = 6  # that are told to be again what they were


def moving(change: Callable[[View], View]) -> Callable[[View, str], Reply]:
    """A command that moves the view as an action does, and tells of the way."""

    def move(view: View, argument: str) -> Reply:
        if argument:
            raise Refused(f"Nothing follows this command, and {quoted(argument)} does.")
        return moved(view, change(view))

    return move


def moved(before: View, after: View) -> Reply:
    """The reply to a move: what happened on the way forward, what is undone on the way back."""
    if after.index != before.index:
        return Reply(after, tuple(arrived(after)))
    if after.message and after.position == before.position:
        return Reply(after, (after.message,))
    said = (after.message,) if after.message else ()
    if after.position == before.position:
        return Reply(after, (*said, _nowhere(after)))
    if after.position > before.position:
        return Reply(after, (*said, *_forward(before.timeline, before.position, after.position)))
    return Reply(after, (*said, *_back(before.moment, after.moment)))


def arrived(view: View) -> Iterator[str]:
    """What is said first of a pass: which it is, and where the view stands in it."""
    recording = view.recording
    several = len(view.passes.recordings)
    head = f"Pass {view.index + 1} of {several}: " if several > 1 else ""
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    with_flags = f", with {listed(flags)}" if flags else ""
    yield f"{head}{recording.title}, by {recording.algorithm}{with_flags}"
    steps = count(view.timeline.length, "step")
    yield f"{count(len(recording.pops), 'pop')} in {steps}; this is step {view.position}"
    yield sentence(view.moment)


def _nowhere(view: View) -> str:
    if view.position == 0:
        return "This is the start: nothing has happened yet."
    if view.position == view.timeline.length:
        return "This is the end of the pass. N goes back, goto start to the start."
    return f"This is step {view.position} already."


def step_told(moment: Moment) -> str:
    """A step with its phase, if the sentence has not: `deliver: a had no gradient, so ...`."""
    told, phase = sentence(moment), moment.phase or "start"
    return told if told.lower().startswith(phase) else f"{phase}: {told}"


def _forward(timeline: Timeline, start: int, end: int) -> Iterator[str]:
    if end - start <= MOST_STEPS:
        for position in range(start + 1, end + 1):
            yield step_told(timeline.at(position))
    else:
        first, last = timeline.pop_at(start + 1), timeline.pop_at(end)
        if first == last:
            yield from _long_pop(timeline, start, end)
        else:
            yield f"{count(end - start, 'step')} on, to pop {last + 1}"
            yield from _troubles(timeline, start, end)
            yield step_told(timeline.at(end))
    if end == timeline.length and timeline.recording.failure is None:
        yield f"The end: {summary(timeline.recording)}"


def _long_pop(timeline: Timeline, start: int, end: int) -> Iterator[str]:
    """The first and the last steps of a pop that delivers to many."""
    ahead = MOST_STEPS - 3
    for position in range(start + 1, start + ahead + 1):
        yield step_told(timeline.at(position))
    yield f"and {end - start - ahead - 2} deliveries more"
    for position in range(end - 1, end + 1):
        yield step_told(timeline.at(position))


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
        yield f"on the way, in pop {each.pop + 1}: {each.sentence}"
    if len(found) > 3:
        yield f"and {len(found) - 3} more like that"


def _back(before: Moment, after: Moment) -> Iterator[str]:
    if after.position == 0:
        yield "Back at the start: nothing has happened yet."
    elif after.phase == "seed":
        yield "Back after the seed, before the first pop."
    else:
        f = after.function
        assert f is not None
        at_end = after.position == after.timeline.end_of_pop(after.pop_index)
        where = f"the end of pop {after.pop_index + 1}, {f.label}"
        if not at_end:
            where = f"pop {after.pop_index + 1}, {f.label}, after {after.phase}"
        yield f"Back at {where}."
    if before.position - after.position <= MOST_STEPS:
        again = [
            f"{after.grad_label(i)} is {value(after.grad(i))} again"
            for i in _changed(before.timeline, after.position, before.position)
        ]
        yield from again[:MOST_GRADS]
        if len(again) > MOST_GRADS:
            yield f"and {len(again) - MOST_GRADS} more gradients"


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


def _goto(view: View, argument: str) -> Reply:
    words = argument.lower().split()
    timeline = view.timeline
    match words:
        case ["end"]:
            return moved(view, view.to(timeline.length))
        case ["start"] | ["0"]:
            return moved(view, view.to(0))
        case ["pop", number] if number.isdecimal() and number.isascii():
            k, most = int(number[:9]), len(view.recording.pops)
            if k > most:
                raise Refused(f"There is no pop {k}: this pass has {count(most, 'pop')}.")
            return moved(view, view.to(timeline.end_of_pop(k - 1) if k else 1))
        case [number] | ["step", number] if number.isdecimal() and number.isascii():
            position = int(number[:9])
            if position > timeline.length:
                raise Refused(
                    f"There is no step {position}: this pass has {count(timeline.length, 'step')}."
                )
            return moved(view, view.to(position))
    raise Refused("Say where to: goto 12, goto pop 3, goto start or goto end.")


def _passes(view: View, argument: str) -> Iterator[str]:
    for i, recording in enumerate(view.passes.recordings):
        here = ", the one you are in" if i == view.index else ""
        inside = view.passes.outer(i)
        nested = "" if inside is None else f", inside pass {inside + 1}"
        yield f"pass {i + 1}{nested}{here}: {summary(recording)}"


def _pass(view: View, argument: str) -> Reply:
    several = len(view.passes.recordings)
    if argument in ("next", "previous", ""):
        if not argument:
            return Reply(view, tuple(arrived(view)))
        number = view.index + (2 if argument == "next" else 0)
    elif argument.isdecimal() and argument.isascii():
        number = int(argument[:9])
    else:
        raise Refused("Say which pass: pass 2, pass next or pass previous; passes lists them.")
    if not 1 <= number <= several:
        raise Refused(f"There is no pass {number}: there {_are(several)}.")
    if number - 1 == view.index:
        return Reply(view, (f"This is pass {number} already.",))
    return moved(view, view.of_pass(number - 1))


def _are(n: int) -> str:
    return "is one" if n == 1 else f"are {n}"


COMMANDS = (
    Command(
        "next",
        moving(next_pop),
        "go to the end of the next pop",
        "Step",
        also=("n",),
        repeats=True,
    ),
    Command(
        "back",
        moving(previous_pop),
        "go back to the end of the pop before",
        "Step",
        also=("N", "b"),
        repeats=True,
    ),
    Command(
        "step",
        moving(next_phase),
        "take one step: pop, gather, multiply, deliver or free",
        "Step",
        also=("s", "."),
        repeats=True,
    ),
    Command(
        "unstep",
        moving(previous_phase),
        "take one step back",
        "Step",
        also=("S",),
        repeats=True,
    ),
    Command(
        "goto",
        _goto,
        "go to a step, to the end of a pop, to the start or the end",
        "Go",
        argument="STEP",
        also=("g",),
        more="goto 12, goto pop 3, goto start, goto end.",
        words=lambda view: ("start", "end", "pop "),
    ),
    Command(
        "passes",
        telling(_passes),
        "list the backward passes, a line each",
        "Go",
    ),
    Command(
        "pass",
        _pass,
        "go to another backward pass; alone, say which this is",
        "Go",
        argument="[N]",
        more="pass 2, pass next, pass previous.",
        words=lambda view: (
            "next",
            "previous",
            *map(str, range(1, len(view.passes.recordings) + 1)),
        ),
    ),
    Command(
        "outer", moving(outer), "go to the backward that this one ran inside of", "Go", also=("u",)
    ),
    Command("inner", moving(inner), "go to a backward that ran inside this one", "Go", also=("d",)),
)
