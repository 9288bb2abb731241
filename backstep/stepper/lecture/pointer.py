"""What the lecture points at: a node of the small graph, moved over it by keys, told in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from backstep.messages import tr
from backstep.messages.lists import both
from backstep.recording.values import value_text
from backstep.stepper.graph import Key
from backstep.stepper.sketch import small_layout
from backstep.stepper.view import View

Way: TypeAlias = Literal["left", "right", "up", "down"]


def pointed(view: View, key: Key | None) -> View:
    """The view with the pointer on a node; on that node already, or on none, it is put away."""
    new = None if key == view.lecture.pointer else key
    return replace(view, lecture=replace(view.lecture, pointer=new))


def here(view: View) -> Key | None:
    """Where a pointer begins: the function being popped, before the first pop the last one."""
    pop, target = view.moment.pop, view.recording.target_node
    function = target.creator if pop is None else pop.function
    return None if function is None else Key("f", function)


def walked(view: View, way: Way) -> View:
    """The pointer moved: left and right along a wire to the nearest layer, up and down within its
    layer. One that is nowhere comes up where the pass is."""
    layout = small_layout(view)
    key = view.lecture.pointer
    if key is None or key not in layout.boxes:
        start = here(view)
        there = start if start in layout.boxes else min(layout.boxes, default=None)
        return replace(view, lecture=replace(view.lecture, pointer=there))
    layers, box = layout.scene.layers, layout.boxes[key]
    if way in ("left", "right"):
        ends = {(a, b) if way == "right" else (b, a) for a, b in layout.scene.edges}
        found = min(
            (b for a, b in ends if a == key),
            key=lambda k: (abs(layers[k] - layers[key]), abs(layout.boxes[k].y - box.y), k),
            default=key,
        )
    else:
        beside = sorted(
            (k for k in layers if layers[k] == layers[key]), key=lambda k: _row(view, k)
        )
        at = beside.index(key) + (1 if way == "down" else -1)
        found = beside[min(max(at, 0), len(beside) - 1)]
    return replace(view, lecture=replace(view.lecture, pointer=found))


def _row(view: View, key: Key) -> tuple[int, int]:
    box = small_layout(view).boxes[key]
    return box.y, box.x


def pointer_told(view: View) -> str:
    """The name and the value of what is pointed at, in words; empty where it is nothing."""
    key, moment = view.lecture.pointer, view.moment
    if key is None:
        return ""
    if key.kind == "v":
        node = moment.node(key.number)
        value = value_text(node.data)
        name = value if node.label == f"const({value})" else f"{node.label} = {value}"
        grad = moment.grad(key.number)
        if grad is None:
            return tr("{name}, without a gradient now", name=name)
        return tr("{name}, and its gradient is {value}", name=name, value=value_text(grad))
    f = view.recording.functions[key.number]
    takes = both(dict.fromkeys(moment.label(i) for i in f.inputs))
    state = {
        "current": tr("is popped now"),
        "queued": tr("waits in the queue"),
        "done": tr("is done"),
        "waiting": tr("is not reached yet"),
    }[moment.state_of(key.number)]
    return tr("{label} {state}; it takes {takes}", label=f.label, state=state, takes=takes)
