"""The command on retain_grad: the same pass with the gradients kept, or freed, beside this one."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.recording.held import bytes_text
from backstep.recording.retained import switched
from backstep.recording.timeline import Timeline
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.words import MOST, count, value
from backstep.stepper.view import View


def _retain(view: View, argument: str) -> Iterator[str]:
    recording, here = view.recording, view.moment
    other = switched(recording)
    if isinstance(other, str):
        yield f"The pass cannot be had with the other retain_grad: {other}"
        return
    timeline = Timeline(other)
    beside = timeline.at(view.position)
    if timeline.length != view.timeline.length:  # it takes another way, so their ends are compared
        here, beside = view.timeline.at(view.timeline.length), timeline.at(timeline.length)
        yield "With the other retain_grad the pass goes otherwise; this is at the end of both."
    for moment, this in ((here, "this pass"), (beside, "the other")):
        held = moment.timeline.held
        flag = f"retain_grad={moment.recording.retain_grad}"
        at, peak = held.at(moment.position), held.peak
        yield f"{flag}, {this}: {bytes_text(at)} held here, at the most {bytes_text(peak)}"
    apart = [i for i in view.timeline.grad_order if here.grad(i) != beside.grad(i)]
    if not apart:
        yield "Here both hold the same gradients."
    for i in apart[:MOST]:
        mine, theirs = value(here.grad(i)), value(beside.grad(i))
        yield f"{here.grad_label(i)}: {mine} in this pass, {theirs} in the other"
    if len(apart) > MOST:
        yield f"and {count(len(apart) - MOST, 'gradient')} more"


COMMANDS = (
    Command(
        "retain",
        telling(_retain),
        "the same pass with retain_grad the other way: what is kept, and its bytes",
        "Compare",
        also=("r",),
    ),
)
