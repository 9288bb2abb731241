"""The queue pane: the list `funcs`, why its end is next, who was refused, what has been popped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from backstep.messages import later, tr
from backstep.recording.looking.queueing import Queued, algorithm_of
from backstep.recording.telling.narration import along_paths
from backstep.recording.telling.why import still_to_queue, why_next
from backstep.stepper.panes.rows import (
    clipped,
    column_width,
    joined_to_fit,
    labelled,
    longest,
    padded,
    room_for_text,
    scrolled,
)
from backstep.stepper.predict.quiz import hides_next
from backstep.stepper.text import Line, Run, width_of
from backstep.stepper.view import View

ORDERS = {
    "sorted": later("by generation"),
    "stack": later("a stack"),
    "fifo": later("first in, first out"),
    "preset": later("filled before the loop"),
}
RULES = {
    "sorted": later("pop() takes the end: the highest generation, of equals the one pushed last"),
    "stack": later("pop() takes the end: the one pushed last, whatever its generation"),
    "fifo": later("pushed at the front, popped at the end: the one that has waited longest"),
    "preset": later("nothing is pushed: the list was filled before the loop, inputs first"),
}
WIDE = 46  # cells, from which there is a column for who added it
LOOKED_BACK = 500  # pops that are searched for refused pushes
MOST_TOLD = 40  # names in a row of names


@dataclass(frozen=True)
class Part:
    """Some rows under a label; those with the least worth make way for others."""

    label: str
    text: str
    worth: int
    role: str = ""


def queue_title(view: View) -> str:
    """The pane's title."""
    return tr(
        "Queue  {n} in funcs, {order}",
        n=len(view.moment.queue),
        order=tr(ORDERS[algorithm_of(view.recording).order]),
    )


def queue_lines(view: View, width: int, height: int) -> list[Line]:
    """The entries with the end of the list last, then what there is to say of them."""
    if hides_next(view):
        return [
            [Run(tr(" hidden: {key} asks which is next", key=view.keymap.key("next pop")), "dim")]
        ]
    queue = view.moment.queue
    shown = range(max(0, len(queue) - height), len(queue))
    labels = column_width((_label(view, queue[i].function) for i in shown), 24, 8)
    heading = [_heading(labels, width)] if height > 3 else []
    least = min(len(queue) or 1, 3 if height >= 5 else 2 if height >= 3 else 1)
    told = _told(view, width, height - len(heading) - least)
    room = max(1, height - len(heading) - sum(map(len, told)))
    if not queue:
        text = tr("empty") if view.position else tr("empty: backward has not begun")
        rows: list[Line] = [[Run(f" {text}", "dim")]]
    else:

        def row(i: int) -> Line:
            return _entry(view, queue[i], i == len(queue) - 1, labels, width)

        rows = scrolled(view, "queue", len(queue), room, row, first=len(queue) - room)
    spare = height - len(heading) - len(rows) - sum(map(len, told))
    gaps = len(told) if spare >= len(told) else min(spare, 1)
    parts = [[*([[]] if i < gaps else []), *part] for i, part in enumerate(told)]
    return clipped([*heading, *rows, *chain.from_iterable(parts)], width, height)


def _heading(labels: int, width: int) -> Line:
    by = tr("  added by") if width >= WIDE else ""
    return [
        Run(tr(" idx gen  {function}{by}", function=padded(tr("function"), labels), by=by), "dim")
    ]


def _label(view: View, function: int) -> str:
    return view.recording.functions[function].label


def _entry(view: View, entry: Queued, next_out: bool, labels: int, width: int) -> Line:
    label = _label(view, entry.function)
    role = "queued.next" if next_out else "queued"
    line = [Run(f" {entry.index:>3} {entry.generation:>3}  "), Run(padded(label, labels), role)]
    if width >= WIDE:
        by = "backward()" if entry.added_by is None else _label(view, entry.added_by)
        line.append(Run(f"  {padded(by, 12)}", "dim"))
    if next_out:
        room = width - width_of(line) - 1
        ways = [view.signs.pop_end, view.signs.current[1]]
        line.append(Run(f" {longest(ways, room)}", "hot"))
    return line


def _told(view: View, width: int, room: int) -> list[list[Line]]:
    """What there is to say below the entries: by worth as much as has room, in its own order."""
    text_room = room_for_text(width)
    parts = [part for part in _parts(view, text_room) if part.text]
    shown: dict[int, list[Line]] = {}
    for i in sorted(range(len(parts)), key=lambda i: -parts[i].worth):
        rows = labelled(parts[i].label, [parts[i].text], width, parts[i].role)
        if parts[i].label == "next" and len(rows) > max(1, room // 2):
            rows = labelled("next", [_why_shortly(view, text_room)], width)[: max(room, 0)]
        if len(rows) <= room:
            shown[i] = rows
            room -= len(rows)
    return [shown[i] for i in sorted(shown)]


def _parts(view: View, room: int) -> list[Part]:
    algorithm = algorithm_of(view.recording)
    parts = [
        Part("next", _why(view), 90),
        Part("refused", _refused(view, room), 80),
        Part("popped", _popped(view, room), 60),
        Part("rule", tr(RULES[algorithm.order]), 30, "dim"),
    ]
    if along_paths(view.recording):
        parts[-1] = Part(
            "rule", tr("each entry is one path: a function is visited once for each"), 30
        )
    if not algorithm.seen_set:
        none = tr("none: a function is queued once for each delivery to what it made")
        return [*parts, Part("seen_set", none, 70, "dim")]
    return [*parts, Part("seen_set", _seen(view, room), 70, "dim")]


def _why(view: View) -> str:
    """Why the end of the queue is next, in a sentence or two."""
    told = why_next(view.moment).removeprefix(tr("Next is "))
    told = told.replace(tr("Nothing is next:"), tr("nothing:"))
    return told.replace(tr("The queue is empty so far. But"), tr("nothing so far, but"))


def _why_shortly(view: View, room: int) -> str:
    """Why the end of the queue is next, in a few words."""
    queue = view.moment.queue
    if not queue:
        return tr("nothing yet") if view.position < view.timeline.length else tr("nothing: the end")
    entry = queue[-1]
    label = _label(view, entry.function)
    if still_to_queue(view.moment):
        return longest(
            [
                tr("{label} so far; this pop will add more", label=label),
                tr("{label} so far", label=label),
            ],
            room,
        )
    if len(queue) == 1:
        return tr("{label}, the only one", label=label)
    order = algorithm_of(view.recording).order
    if order == "sorted":
        before = queue[-2]
        if before.generation < entry.generation:
            return longest([tr("{label}: highest generation", label=label), label], room)
        after = tr(
            "{label}: tie, pushed after {other}", label=label, other=_label(view, before.function)
        )
        return longest([after, tr("{label}: tie, pushed last", label=label), label], room)
    said = {"stack": tr("pushed last"), "fifo": tr("waited longest"), "preset": tr("at the end")}[
        order
    ]
    return longest([f"{label}: {said}", label], room)


def _refusals(view: View) -> Iterator[tuple[int, int, int]]:
    """The pushes that seen_set has refused, the latest first: function, by whom, in which pop."""
    moment = view.moment
    for k in range(moment.pop_index, max(-1, moment.pop_index - LOOKED_BACK), -1):
        pop = view.recording.pops[k]
        first = view.timeline.starts[k] + 4
        for i in reversed(range(len(pop.deliveries))):
            d = pop.deliveries[i]
            if d.then == "seen" and d.creator is not None and first + i <= view.position:
                yield d.creator, pop.function, k


def _refused(view: View, room: int) -> str:
    if algorithm_of(view.recording).order == "preset":
        return ""
    told: list[str] = []
    count = 0
    for function, by, k in _refusals(view):
        count += 1
        if count <= 2:
            told.append(
                tr(
                    "{label} by {other} in pop {k}",
                    label=_label(view, function),
                    other=_label(view, by),
                    k=k + 1,
                )
            )
    more = tr(", {count} more", count=count - len(told)) if count > len(told) else ""
    if not told:
        return ""
    whole = ", ".join(told) + more
    few = told[0] + (tr(", {count} more", count=count - 1) if count > 1 else "")
    fewest = few.partition(tr(" in pop"))[0]
    return longest([tr("{whole}: already in seen_set", whole=whole), whole, few, fewest], room)


def _popped(view: View, room: int) -> str:
    """What has been popped, the current one last, each with its generation."""
    pops = view.recording.pops
    last = view.moment.pop_index
    if last < 0:
        return ""
    first = max(0, last + 1 - MOST_TOLD)
    done = view.moment.phase == "free"
    names = []
    for k in range(first, last + 1):
        node = view.recording.functions[pops[k].function]
        now = k == last and not done
        sign = f"{view.signs.here}" if now else ""
        tick = "" if now else f" {view.signs.done}"
        names.append(f"{sign}{node.label}({node.generation}){tick}")
    return joined_to_fit(names, room, view.signs.cut, left_out=first)


def _seen(view: View, room: int) -> str:
    timeline = view.timeline
    count = timeline.seen_count(view.position)
    told = timeline.seen_at(view.position, last=MOST_TOLD)
    names = [_label(view, f) for f in told]
    if algorithm_of(view.recording).order == "preset":
        return tr("{count} functions, all seen while the list was filled", count=count)
    inner = joined_to_fit(names, max(2 * room - 4, 8), view.signs.cut, left_out=count - len(names))
    return "{" + inner + "}"
