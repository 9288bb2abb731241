"""Commands on gradients: grads, check."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.recording.looking.held import bytes_text
from backstep.recording.looking.trouble import compared_text
from backstep.recording.timeline import GradEvent, Moment
from backstep.stepper.entry import Refused
from backstep.stepper.plain.arrays import elements_told
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.naming import variable_named, variables_of
from backstep.stepper.plain.words import (
    MOST,
    count,
    quoted,
    value,
)
from backstep.stepper.view import View

MOST_CHECKED = 50  # pops; each evaluates its forward some times


def _grads(view: View, argument: str) -> Iterator[str]:
    if argument.split()[:1] in (["events"], ["e"]):
        yield from _events(view, argument.partition(" ")[2].strip())
        return
    if argument not in ("", "all"):
        i = variable_named(view, argument)
        yield _grad_now(view.moment, i)
        grad = view.moment.grad(i)
        if grad is not None and grad.shape and not value(grad).startswith("["):
            yield from elements_told(grad)
        return
    moment = view.moment
    order = view.timeline.grad_order
    held = [i for i in order if moment.grad(i) is not None]
    yield f"{len(held)} of {count(len(order), 'gradient')} held{_bytes(view)}"
    shown = order if argument == "all" else _most_telling(moment, order)
    for i in shown:
        yield _grad_now(moment, i)
    if len(shown) < len(order):
        yield f"{len(order) - len(shown)} more: grads all tells them"


def _most_telling(moment: Moment, order: list[int]) -> list[int]:
    """What has a gradient or had one, and what a person named, before the rest."""
    nodes = moment.recording.variables
    latest = {i: moment.last_change(i) for i in order}

    def rank(i: int) -> tuple[bool, bool, int]:
        event = latest[i]
        return (moment.grad(i) is None, not nodes[i].named, -event.step if event else 0)

    return sorted(sorted(order, key=rank)[:MOST], key=order.index)


def _bytes(view: View) -> str:
    """`, 16 bytes, at the most 24 so far`."""
    held = view.timeline.held
    now, peak = held.at(view.position), held.peak_at(view.position)
    return f", {bytes_text(now)}, at the most {bytes_text(peak)} so far"


def _grad_now(moment: Moment, i: int) -> str:
    """One gradient and its latest change; what this step changed is told with its numbers."""
    name = moment.grad_label(i)
    event = moment.last_change(i)
    if event is None:
        return f"{name} is None"
    when = (
        "in this step"
        if event.step == moment.position and moment.position
        else (f"in step {event.step}" if event.step else "before this pass")
    )
    if event.change == "freed":
        return f"{name} is None, freed {when}, was {value(event.before)}"
    return f"{name} is {value(event.after)}, {_changed(moment, event)} {when}"


def _changed(moment: Moment, event: GradEvent) -> str:
    by = "" if event.by is None else f" by {moment.recording.functions[event.by].label}"
    match event.change:
        case "seed":
            return "set as the seed"
        case "found":
            return "there"
        case "add":
            return f"added to{by} ({_sum(event)})"
    return f"set{by}"


def _sum(event: GradEvent) -> str:
    return f"{value(event.before)} + {value(event.gx)} = {value(event.after)}"


def _events(view: View, argument: str) -> Iterator[str]:
    """Every change of a gradient so far, in order."""
    moment = view.moment
    most = MOST
    if argument in ("", "all"):
        chosen = view.timeline.touched()
        most = len(moment.recording.pops) * MOST if argument else MOST
    else:
        chosen = [variable_named(view, argument)]
        most = max(MOST, view.timeline.length)
    events = [
        event for i in chosen for event in view.timeline.changes(i) if event.step <= view.position
    ]
    events.sort(key=lambda event: event.step)
    if not events:
        yield "No gradient has changed yet." if view.position else "Nothing has happened yet."
    if len(events) > most:
        yield f"{count(len(events) - most, 'event')} before these: grads events all tells them"
    for event in events[-most:]:
        yield event_told(moment, event)


def event_told(moment: Moment, event: GradEvent) -> str:
    head = f"step {event.step}: {moment.grad_label(event.variable)}"
    by = "" if event.by is None else f" by {moment.recording.functions[event.by].label}"
    match event.change:
        case "freed":
            return f"{head} freed by {by.removeprefix(' by ')}, was {value(event.before)}"
        case "add":
            return f"{head} added to{by}: {_sum(event)}"
        case "found":
            return f"{head} is {value(event.after)}, from before this pass"
        case "seed":
            return f"{head} set to {value(event.after)}, the seed"
    lost = "" if event.before is None else f", {value(event.before)} is lost"
    return f"{head} set to {value(event.after)}{by}{lost}"


def _check(view: View, argument: str) -> Iterator[str]:
    """The finite differences of this pop, or of every pop up to here."""
    if argument not in ("", "all"):
        raise Refused(f"Say check or check all, not check {quoted(argument)}.")
    last = view.moment.pop_index
    if last < 0:
        yield "No function is popped yet; n pops the first."
        return
    first = max(0, last + 1 - MOST_CHECKED) if argument else last
    if argument and first:
        yield f"the last {MOST_CHECKED} pops up to here"
    for k in range(first, last + 1):
        f = view.recording.functions[view.recording.pops[k].function]
        check = view.passes.check(view.index, k)
        if isinstance(check, str):
            yield f"pop {k + 1}, {f.label}: no check, {check}"
            continue
        for n, one in enumerate(check.inputs):
            yield f"pop {k + 1}, {f.label}: {compared_text(check, n)}: {one.verdict}"


COMMANDS = (
    Command(
        "grads",
        telling(_grads),
        "tell every gradient now, or of a NAME; grads events: every change so far",
        "Tell",
        argument="[NAME|all|events]",
        more="grads x, grads all, grads events, grads events x.",
        words=lambda view: ("all", "events", *variables_of(view)),
    ),
    Command(
        "check",
        telling(_check),
        "hold the gxs of this pop against finite differences of its forward",
        "Tell",
        argument="[all]",
        also=("f",),
        words=lambda view: ("all",),
    ),
)
