"""The gradient on its way: which wires it runs along after a step, and how far it has come.

A flow is a short run of frames over the step just taken. Everything but the graph shows the step's
end at once; in the graph gys run into the function, or gxs run back from it, and where one is added
the sum is seen before what it comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from backstep.recording.records import Delivery
from backstep.recording.values import value_text
from backstep.stepper.graph import Edge, Key

if TYPE_CHECKING:
    from backstep.stepper.view import View

TRAVEL = 8  # frames on the way
SUM = 5  # frames in which a sum is seen
SECONDS = 0.045  # that a frame lasts
MULTIPLY = 3  # steps into a pop at which nothing is delivered yet
VALUE_WIDTH = 12
FASTEST = 1.0  # when playing faster, there is no time for it


@dataclass(frozen=True)
class Parcel:
    """One gradient on its way along a wire, between a function and a variable.

    `added` is the sum that it becomes a part of, `8.0 + 8.0`; empty where there was none before.
    """

    edge: Edge
    text: str
    variable: int
    added: str = ""


@dataclass(frozen=True)
class Flow:
    """What runs along the wires in a frame: all of it together.

    With two passes side by side it is that of the leading one, and `beside` is that of the other.
    """

    phase: Literal["gather", "deliver"]
    parcels: tuple[Parcel, ...]
    frame: int = 0
    beside: Flow | None = None

    @property
    def part(self) -> float:
        """How much of the way is done, from 0 to 1."""
        return min(1.0, (self.frame + 1) / TRAVEL)

    @property
    def summing(self) -> bool:
        """Whether all have arrived, and a sum is seen."""
        return self.frame >= TRAVEL

    def parcel_to(self, variable: int) -> Parcel | None:
        """What is being delivered to a variable."""
        if self.phase != "deliver":
            return None
        return next((each for each in self.parcels if each.variable == variable), None)


def frames_of(flow: Flow) -> int:
    """How many frames a flow has."""
    beside = () if flow.beside is None else flow.beside.parcels
    return TRAVEL + (SUM if any(parcel.added for parcel in (*flow.parcels, *beside)) else 0)


def flow_between(before: View, after: View) -> Flow | None:
    """The flow that shows how one view came to be the next; None where that was no step on.

    A single step shows what it did, a whole pop all that it delivers.
    """
    moved = after.position - before.position
    if after.passes is not before.passes or after.index != before.index or moved <= 0:
        return None
    moment, pop = after.moment, after.moment.pop
    if pop is None or after.order != 1 or after.mode != before.mode:
        return None
    here = Key("f", pop.function)
    if moved == 1 and moment.phase == "gather":
        outputs = after.recording.functions[pop.function].outputs
        gathered = [
            Parcel((here, Key("v", y)), value_text(gy, VALUE_WIDTH), y)
            for y, gy in zip(outputs, pop.gys, strict=True)
            if y is not None and gy is not None
        ]
        return Flow("gather", tuple(gathered)) if gathered else None
    if moved == 1:
        delivered = [] if moment.delivery is None else [moment.delivery]
    else:
        started = before.position <= after.timeline.starts[moment.pop_index] + MULTIPLY
        whole_pop = after.position == after.timeline.end_of_pop(moment.pop_index)
        same_or_next = before.moment.pop_index >= moment.pop_index - 1
        delivered = list(pop.deliveries) if started and whole_pop and same_or_next else []
    parcels = tuple(_parcel(here, d) for d in delivered)
    return Flow("deliver", parcels) if parcels else None


def _parcel(function: Key, delivery: Delivery) -> Parcel:
    text = value_text(delivery.gx, VALUE_WIDTH)
    added = ""
    if delivery.how == "add":
        added = f"{value_text(delivery.before, VALUE_WIDTH)} + {text}"
    return Parcel((Key("v", delivery.to), function), text, delivery.to, added)


def flowing(before: View, after: View) -> View:
    """The next view with the flow that leads to it, where flows are wanted and there is time."""
    if (after.index, after.position) == (before.index, before.position):
        return after
    brisk = after.playing and after.speed > FASTEST
    wanted = after.animated and not brisk
    if not wanted:
        return replace(after, flow=None)
    if after.sides is None:
        return replace(after, flow=flow_between(before, after))
    from backstep.stepper.sides.flowing import flow_beside  # which knows this module

    return replace(after, flow=flow_beside(before, after))


def advanced(flow: Flow) -> Flow | None:
    """The next frame; None after the last."""
    following = replace(flow, frame=flow.frame + 1)
    return following if following.frame < frames_of(flow) else None


def animated(environment: Mapping[str, str]) -> bool:
    """Whether flows are shown without being asked for: not over ssh, where every byte is a wait,
    and not where TEXTUAL_ANIMATIONS says none."""
    asked = environment.get("TEXTUAL_ANIMATIONS", "").lower()
    if asked:
        return asked != "none"
    return not (environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
