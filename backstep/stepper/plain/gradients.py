"""Commands on gradients: grads, check."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.messages import later, tr, trn
from backstep.recording.looking.held import bytes_text
from backstep.recording.looking.trouble import compared_text
from backstep.recording.timeline import GradEvent, Moment
from backstep.stepper.entry import Refused
from backstep.stepper.plain.arrays import elements_told
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.naming import variable_named, variables_of
from backstep.stepper.plain.words import (
    MOST,
    quoted,
    value,
)
from backstep.stepper.view import View

MOST_CHECKED = 50  # pops; each evaluates its forward some times
VERDICTS = {  # of finite differences
    "agrees": later("agrees"),
    "kink": later("kink"),
    "differs": later("differs"),
    "unclear": later("unclear"),
}


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
    bytes_held = view.timeline.held
    yield trn(
        "{held} of {n} gradient held, {bytes}, at the most {most} so far",
        "{held} of {n} gradients held, {bytes}, at the most {most} so far",
        len(order),
        held=len(held),
        bytes=bytes_text(bytes_held.at(view.position)),
        most=bytes_text(bytes_held.peak_at(view.position)),
    )
    shown = order if argument == "all" else _most_telling(moment, order)
    for i in shown:
        yield _grad_now(moment, i)
    if len(shown) < len(order):
        yield tr("{n} more: grads all tells them", n=len(order) - len(shown))


def _most_telling(moment: Moment, order: list[int]) -> list[int]:
    """What has a gradient or had one, and what a person named, before the rest."""
    nodes = moment.recording.variables
    latest = {i: moment.last_change(i) for i in order}

    def rank(i: int) -> tuple[bool, bool, int]:
        event = latest[i]
        return (moment.grad(i) is None, not nodes[i].named, -event.step if event else 0)

    return sorted(sorted(order, key=rank)[:MOST], key=order.index)


def _grad_now(moment: Moment, i: int) -> str:
    """One gradient and its latest change; what this step changed is told with its numbers."""
    name = moment.grad_label(i)
    event = moment.last_change(i)
    if event is None:
        return tr("{name} is None", name=name)
    when = tr("before this pass")
    if event.step == moment.position and moment.position:
        when = tr("in this step")
    elif event.step:
        when = tr("in step {step}", step=event.step)
    if event.change == "freed":
        return tr(
            "{name} is None, freed {when}, was {before}",
            name=name,
            when=when,
            before=value(event.before),
        )
    told = NOW[event.change, event.by is not None]
    by = "" if event.by is None else moment.recording.functions[event.by].label
    return tr(told, name=name, value=value(event.after), when=when, by=by, sum=_sum(event))


# A gradient as it is by the latest change of it, and whether a function is known to have made that.
NOW = {
    ("seed", False): later("{name} is {value}, set as the seed {when}"),
    ("seed", True): later("{name} is {value}, set as the seed {when}"),
    ("found", False): later("{name} is {value}, there {when}"),
    ("found", True): later("{name} is {value}, there {when}"),
    ("add", False): later("{name} is {value}, added to ({sum}) {when}"),
    ("add", True): later("{name} is {value}, added to by {by} ({sum}) {when}"),
    ("set", False): later("{name} is {value}, set {when}"),
    ("set", True): later("{name} is {value}, set by {by} {when}"),
}


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
        nothing = tr("Nothing has happened yet.")
        yield tr("No gradient has changed yet.") if view.position else nothing
    if len(events) > most:
        yield trn(
            "{n} event before these: grads events all tells them",
            "{n} events before these: grads events all tells them",
            len(events) - most,
        )
    for event in events[-most:]:
        yield event_told(moment, event)


def event_told(moment: Moment, event: GradEvent) -> str:
    """One change of a gradient, in a line."""
    told = CHANGED[event.change, event.by is not None]
    if event.change == "set" and event.before is not None:
        told = LOST[event.by is not None]
    return tr(
        told,
        step=event.step,
        name=moment.grad_label(event.variable),
        by="" if event.by is None else moment.recording.functions[event.by].label,
        before=value(event.before),
        value=value(event.after),
        sum=_sum(event),
    )


# A change of a gradient, and whether a function is known to have made it.
CHANGED = {
    ("freed", False): later("step {step}: {name} freed, was {before}"),
    ("freed", True): later("step {step}: {name} freed by {by}, was {before}"),
    ("add", False): later("step {step}: {name} added to: {sum}"),
    ("add", True): later("step {step}: {name} added to by {by}: {sum}"),
    ("found", False): later("step {step}: {name} is {value}, from before this pass"),
    ("found", True): later("step {step}: {name} is {value}, from before this pass"),
    ("seed", False): later("step {step}: {name} set to {value}, the seed"),
    ("seed", True): later("step {step}: {name} set to {value}, the seed"),
    ("set", False): later("step {step}: {name} set to {value}"),
    ("set", True): later("step {step}: {name} set to {value} by {by}"),
}
LOST = {
    False: later("step {step}: {name} set to {value}, {before} is lost"),
    True: later("step {step}: {name} set to {value} by {by}, {before} is lost"),
}


def _check(view: View, argument: str) -> Iterator[str]:
    """The finite differences of this pop, or of every pop up to here."""
    if argument not in ("", "all"):
        raise Refused(tr("Say check or check all, not check {word}.", word=quoted(argument)))
    last = view.moment.pop_index
    if last < 0:
        yield tr("No function is popped yet; n pops the first.")
        return
    first = max(0, last + 1 - MOST_CHECKED) if argument else last
    if argument and first:
        yield tr("the last {n} pops up to here", n=MOST_CHECKED)
    for k in range(first, last + 1):
        f = view.recording.functions[view.recording.pops[k].function]
        check = view.passes.check(view.index, k)
        if isinstance(check, str):
            yield tr(
                "pop {pop}, {function}: no check, {reason}",
                pop=k + 1,
                function=f.label,
                reason=check,
            )
            continue
        for n, one in enumerate(check.inputs):
            yield f"pop {k + 1}, {f.label}: {compared_text(check, n)}: {tr(VERDICTS[one.verdict])}"


COMMANDS = (
    Command(
        "grads",
        telling(_grads),
        later("tell every gradient now, or of a NAME; grads events: every change so far"),
        "Tell",
        argument="[NAME|all|events]",
        more=later("grads x, grads all, grads events, grads events x."),
        words=lambda view: ("all", "events", *variables_of(view)),
    ),
    Command(
        "check",
        telling(_check),
        later("hold the gxs of this pop against finite differences of its forward"),
        "Tell",
        argument="[all]",
        also=("f",),
        words=lambda view: ("all",),
    ),
)
