"""Actions that go from one backward pass to another."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import later, tr
from backstep.recording.rerunning.onward import leaves_with_gradients
from backstep.stepper.actions.action import Action
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.view import View


def several(view: View) -> bool:
    """Whether there is another pass to go to."""
    return len(view.passes.recordings) > 1


def outer(view: View) -> View:
    """The pass that this one ran inside of."""
    index = view.passes.outer(view.index)
    if index is None:
        return view.saying(tr("This pass did not run inside another."))
    return view.of_pass(index)


def inner(view: View) -> View:
    """A pass that ran inside this one."""
    index = view.passes.inner(view.index)
    if index is None:
        return view.saying(tr("No other backward ran inside this pass."))
    return view.of_pass(index)


def onward(view: View) -> View:
    """The pass over the graph that this one makes, or made; which leaf's is asked where several."""
    leaves = leaves_with_gradients(view.recording)
    if not leaves:
        return view.saying(tr("No named leaf has a gradient here to go on from."))
    if len(leaves) == 1:
        return onward_from(view, leaves[0])
    names = {view.recording.variables[i].label: i for i in leaves}
    first = next(iter(names))

    def answered(view: View, text: str) -> View:
        if (text or first) not in names:
            raise Refused(tr("{text} is none of {names}", text=text, names=", ".join(names)))
        return onward_from(view, names[text or first])

    asked = tr("go on from the gradient of")
    told = tr("Enter takes {name}", name=first)
    return replace(view, entry=Entry(asked, answered, choices=tuple(names), told=told))


def onward_from(view: View, leaf: int) -> View:
    """The pass that goes on from a leaf's gradient, at its start."""
    found = view.passes.onward(view.index, leaf)
    if isinstance(found, str):
        return view.saying(f"{found[0].upper()}{found[1:]}.")
    passes, index = found
    name = view.recording.variables[leaf].label
    there = replace(view, passes=passes).of_pass(index)
    return there.saying(
        tr(
            "{target} is {name}.grad, made with create_graph=True; "
            "this is its backward, with every gradient cleared before.",
            target=there.recording.target_node.label,
            name=name,
        )
    )


ACTIONS = (
    Action(
        later("next pass"),
        ("pagedown",),
        later("go to the next backward pass of the session"),
        "Passes",
        later("pass"),
        lambda view: view.of_pass(view.index + 1),
        when=several,
    ),
    Action(
        later("previous pass"),
        ("pageup",),
        later("go to the backward pass before"),
        "Passes",
        change=lambda view: view.of_pass(view.index - 1),
        when=several,
    ),
    Action(
        later("step on into the next order"),
        ("O",),
        later("go on from x.grad: its own backward, over the graph that create_graph=True builds"),
        "Passes",
        change=onward,
    ),
    Action(
        later("outer backward"),
        ("u",),
        later("go to the backward that this one ran inside of"),
        "Passes",
        change=outer,
    ),
    Action(
        later("inner backward"),
        ("d",),
        later("go to a backward that ran inside this one"),
        "Passes",
        change=inner,
    ),
)
