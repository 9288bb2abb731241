"""How a view comes to show two passes side by side, and goes back to the one it came from."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import tr
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.timeline import Moment
from backstep.stepper.flow import Flow
from backstep.stepper.notebook import Notebook
from backstep.stepper.seeking import Seeking
from backstep.stepper.view import Passes, View


def beside(view: View, comparison: Comparison) -> View:
    """The view of two passes, where this one is; the one with more pops leads."""
    origin = alone(view)
    recordings = tuple([side.recording for side in comparison.sides])
    passes = Passes(recordings, origin.passes.run)
    for index, side in enumerate(comparison.sides):
        passes.keep_timeline(index, side.timeline)
    shown = replace(
        origin,
        passes=passes,
        index=comparison.leading,
        position=0,
        mode="retain" if comparison.retains else "compare",
        pane="graph",
        zoomed=False,
        scroll=0,
        playing=False,
        inspected=None,
        notebook=Notebook(log=origin.notebook.log),  # the marks are of the one pass
        seeking=Seeking(),
        flow=None,
        sides=comparison,
        origin=origin,
    )
    shown = shown.drawn(order=1)  # what is run again makes no second
    own = _own_side(comparison, origin)
    return shown.to(0 if own is None else comparison.leading_position(own, origin.position))


def opened(view: View, algorithms: tuple[str, str]) -> View:
    """The view of its pass by two algorithms; the same with a sentence where that cannot be had."""
    found = view.passes.beside(view.index, algorithms)
    if isinstance(found, str):
        return view.saying(
            tr(
                "{algorithms} and {algorithms2}: {found}.",
                algorithms=algorithms[0],
                algorithms2=algorithms[1],
                found=found,
            )
        )
    return beside(view, found)


def alone(view: View) -> View:
    """The view of the one pass again, where its side is now."""
    origin, comparison = view.origin, view.sides
    if origin is None or comparison is None:
        return view
    back = replace(
        origin,
        size=view.size,
        theme=view.theme,
        signs=view.signs,
        speed=view.speed,
        entry=None,
        message="",
    )
    own = _own_side(comparison, origin)
    return back if own is None else back.to(comparison.positions(view.position)[own])


def is_beside(view: View) -> bool:
    """Whether two passes are shown."""
    return view.sides is not None


def _own_side(comparison: Comparison, origin: View) -> int | None:
    """Which side is the pass that the person came from: it has the same steps."""
    own = origin.recording.algorithm, origin.recording.retain_grad
    recordings = [side.recording for side in comparison.sides]
    told = [(each.algorithm, each.retain_grad) for each in recordings]
    return told.index(own) if own in told else None


def side_view(view: View, side: int, width: int) -> View:
    """The view of one side by itself, as wide as its column."""
    assert view.sides is not None
    position = view.sides.positions(view.position)[side]
    return replace(
        view,
        index=side,
        position=position,
        mode="steps",
        flow=_flow_of(view, side),
        size=(width, view.size[1]),
        entry=None,
        message="",
        sides=None,
        origin=None,
    )


def _flow_of(view: View, side: int) -> Flow | None:
    """What is on its way in the graph of one side."""
    flow = view.flow
    if flow is None or view.sides is None:
        return None
    if side != view.sides.leading:
        return None if flow.beside is None else replace(flow.beside, frame=flow.frame)
    return flow if flow.parcels else None


def side_moment(view: View, side: int) -> Moment:
    """The state of one side."""
    assert view.sides is not None
    return view.sides.sides[side].timeline.at(view.sides.positions(view.position)[side])
