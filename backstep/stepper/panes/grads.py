"""The grads pane: every Variable's gradient now, what changed it, and the bytes that are held.

Where there is room, and wherever the person asked for it (`view.grads`), the changes stand as a
list of events, the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backstep.messages import later, tr
from backstep.recording.looking.held import bytes_text
from backstep.recording.telling.narration import grad_change
from backstep.recording.timeline import GradEvent
from backstep.recording.values import value_text
from backstep.stepper.panes.rows import (
    clipped,
    column_width,
    longest,
    more_mark,
    scroll_of,
    scrolled,
)
from backstep.stepper.text import Line, Run, fitted, fitted_name
from backstep.stepper.view import View

SIGNS = {"set": "=", "add": "+=", "seed": "=", "found": "="}
WORDS = {
    "set": later("set"),
    "add": later("accumulated"),
    "seed": later("seed"),
    "found": later("from before"),
    "freed": later("freed"),
}
ROLES = {"add": "add", "freed": "freed", "set": "set", "seed": "set"}
EVENTS_FROM = 5  # rows left over, below which there is no list of events
MEMORY_FROM = 6  # rows, below which there is no line on the bytes
TEXT_WIDTH = 24  # of the column of gradients, before there are further columns
MANY = 400  # Variables, above which not every one is looked at for every picture
HEADS = {"by": later("by "), "word": "", "step": later("step ")}  # before what is in a column


def grads_title(view: View) -> str:
    """The pane's title."""
    return tr("Grads: every change") if view.grads == "events" else tr("Grads")


def grads_note(view: View) -> str:
    """The bytes that gradients hold now, or the flag."""
    return f"retain_grad = {view.recording.retain_grad}"


@dataclass(frozen=True)
class Row:
    """One line of the table: a gradient now, or one change of one.

    `texts` are ways to say it, the fullest first.
    """

    mark: str
    label: str
    sign: str
    texts: tuple[str, ...]
    word: str
    by: str
    step: str
    role: str


def grads_lines(view: View, width: int, height: int) -> list[Line]:
    """One row a Variable with its gradient now; the bytes held; the latest events if they fit."""
    return clipped(_lines(view, width, height), width, height)


def _lines(view: View, width: int, height: int) -> list[Line]:
    if view.grads == "events":
        memory = _memory(view, width) if height >= MEMORY_FROM else []
        return [*_events(view, width, height - len(memory)), *memory]
    count = len(view.timeline.grad_order)
    memory = _memory(view, width) if height > count or height >= MEMORY_FROM else []
    room = height - len(memory)
    if count > room:
        return [*_now_cut(view, width, room), *memory]
    rows = _table(view, [_row_now(view, i) for i in view.timeline.grad_order], width)
    spare = room - len(rows) - 1
    made = view.timeline.held.count_at(view.position)
    if spare < EVENTS_FROM or not made:
        return [*rows, *[[] for _ in range(max(0, room - len(rows)))], *memory]
    heading: Line = [Run(tr(" every change so far, the newest first"), "dim")]
    events = _events(view, width, min(spare - 1, made))
    rows += [[], heading, *events]
    return [*rows, *[[] for _ in range(room - len(rows))], *memory]


def _now_cut(view: View, width: int, height: int) -> list[Line]:
    """The rows where not all fit: those scrolled to, else the ones that tell most."""
    order = view.timeline.grad_order
    if scroll_of(view, "grads") > 0:
        top = min(max(0, scroll_of(view, "grads")), max(0, len(order) - height))
        lines = dict(
            zip(
                range(top, top + height),
                _table(view, [_row_now(view, i) for i in order[top : top + height]], width),
                strict=True,
            )
        )
        return scrolled(view, "grads", len(order), height, lines.__getitem__)
    chosen = _most_telling(view, max(1, height - 1))
    rows = _table(view, [_row_now(view, i) for i in chosen], width)
    if height < 2:
        return rows
    return [*rows, more_mark(view, "grads", len(order) - len(chosen), "")]


def _most_telling(view: View, most: int) -> list[int]:
    """What this step has changed, then what this pop has changed or gathers, then gradients that
    are held, then what a person named, then the rest; in the order in which gradients arrive."""
    moment, nodes = view.moment, view.recording.variables
    held = view.timeline.held
    now = set(held.variables[held.count_at(view.position - 1) : held.count_at(view.position)])
    outputs = moment.function.outputs if moment.function else ()
    here: set[int | None] = {*_recent(view), *outputs}
    order = _candidates(view, most)

    def rank(i: int) -> tuple[bool, ...]:
        return i not in now, i not in here, moment.grad(i) is None, not nodes[i].named

    chosen = set(sorted(order, key=rank)[:most])
    return [i for i in order if i in chosen]


def _candidates(view: View, most: int) -> list[int]:
    """The Variables to choose from: all, or of very many the ones that changed last."""
    order = view.timeline.grad_order
    if len(order) <= MANY:
        return order
    held = view.timeline.held
    now = held.count_at(view.position)
    changed = dict.fromkeys(reversed(held.variables[max(0, now - MANY) : now]))
    latest = list(changed)[: 2 * most]
    return [*reversed(latest), *[i for i in order[-most:] if i not in changed]]


def _recent(view: View) -> set[int]:
    """The Variables whose gradient this pop has changed."""
    held = view.timeline.held
    return set(held.variables[held.count_at(_begun(view)) : held.count_at(view.position)])


def _row_now(view: View, variable: int) -> Row:
    moment = view.moment
    label = moment.label(variable)
    event = moment.last_change(variable)
    if event is None:
        return Row(" ", label, "", ("None",), "", "", "", "dim")
    return _row(view, event, event.step > _begun(view))


def _begun(view: View) -> int:
    """The position before the first step of the pop under way."""
    k = view.moment.pop_index
    return view.timeline.starts[k] if k >= 0 else 0


def _row(view: View, event: GradEvent, whole: bool) -> Row:
    """A change as a row: `whole` tells how it came about, else there is what it came to."""
    mark = " "
    if whole:
        mark = view.signs.here if 0 < event.step == view.position else view.signs.recent
    by = "" if event.by is None else view.recording.functions[event.by].label
    sign = view.signs.freed if event.change == "freed" else SIGNS[event.change]
    role = "hot" if mark == view.signs.here else ROLES.get(event.change, "")
    return Row(
        mark,
        view.moment.label(event.variable),
        sign,
        _texts(event, whole),
        tr(WORDS[event.change]),
        "backward()" if event.change == "seed" else by,
        str(event.step) if event.step else "",
        role,
    )


def _texts(event: GradEvent, whole: bool) -> tuple[str, ...]:
    after = value_text(event.after)
    if event.change == "freed":
        return tr("None, was {value}", value=value_text(event.before)), "None"
    if not whole or event.change == "found":
        return after, value_text(event.after, 12)
    change = grad_change(event.before, event.gx, event.after, event.change == "add")
    if event.before is None:  # that it was None before, the sign says
        return change, after, value_text(event.after, 12)
    return change, f"-> {after}", after, value_text(event.after, 12)


def _events(view: View, width: int, height: int) -> list[Line]:
    """The changes up to now, the newest first."""
    held = view.timeline.held
    count = held.count_at(view.position)
    if not count:
        return [[Run(tr(" no gradient has changed yet"), "dim")]]
    height = max(1, height)
    top = 0
    if count > height:
        top = min(max(0, scroll_of(view, "grads")), count - height)
    shown = range(top, min(count, top + height))

    def row(i: int) -> Row:
        at = count - 1 - i
        event = view.timeline.change_at(held.steps[at], held.variables[at])
        made = _row(view, event, True)
        return made if event.step > _begun(view) else replace(made, mark=" ")

    lines = dict(zip(shown, _table(view, [row(i) for i in shown], width), strict=True))
    return scrolled(view, "grads", count, height, lines.__getitem__)


def _table(view: View, rows: list[Row], width: int) -> list[Line]:
    """The rows with their columns one below the other; the last columns only where all fit."""
    labels = column_width((row.label for row in rows), max(9, width // 4), 1)
    left = width - 1 - labels - 1 - 3  # the mark, the label, a space, the sign
    texts = column_width((row.texts[0] for row in rows), left)
    columns: list[tuple[str, int]] = []
    digits = column_width((row.step for row in rows), 12)
    rows = [replace(row, step=row.step and f"{row.step:>{digits}}") for row in rows]
    for name, head in HEADS.items():
        told = [tr(head) + getattr(row, name) for row in rows if getattr(row, name)]
        room = 2 + column_width(told, 24)
        if told and room <= left - min(texts, TEXT_WIDTH):
            columns.append((name, room))
            left -= room
    texts = min(texts, left)
    order = [each for name in ("word", "by", "step") for each in columns if each[0] == name]
    return [_line(row, labels, texts, order) for row in rows]


def _line(row: Row, labels: int, texts: int, columns: list[tuple[str, int]]) -> Line:
    line: Line = [
        Run(row.mark, "hot"),
        *fitted_name(row.label, labels),
        Run(" "),
        Run(f"{row.sign:<3}", row.role),
        *fitted([Run(longest(row.texts, texts), row.role)], texts),
    ]
    for name, room in columns:
        text = getattr(row, name)
        head = tr(HEADS[name]) if text else ""
        line += [Run("  "), *fitted([Run(head + text, "dim")], room - 2)]
    return line


def _memory(view: View, width: int) -> list[Line]:
    """The bytes that gradients hold now, the most so far, and what retain_grad would change."""
    held = view.timeline.held
    now, so_far = held.at(view.position), held.peak_at(view.position)
    other = "" if held.other_peak is None else bytes_text(held.other_peak)
    flag = view.recording.retain_grad
    begun = tr(" held now {bytes}", bytes=bytes_text(now))
    whole = tr(
        "{begun}   peak so far {bytes}   of the pass {peak}",
        begun=begun,
        bytes=bytes_text(so_far),
        peak=bytes_text(held.peak),
    )
    short = tr("{begun}, peak {bytes}", begun=begun, bytes=bytes_text(held.peak))
    told = [whole, short, begun]
    if other:
        kept = later("with retain_grad {other}")
        if flag:
            kept = later("without retain_grad {other}")
        also = tr(kept, other=other)
        told[0] = f"{whole}, " + tr("with retain_grad={flag} {other}", flag=not flag, other=other)
        peak = bytes_text(held.peak)
        told[1:1] = [
            f"{short}, {also}",
            tr(" held {bytes}, peak {peak}", bytes=bytes_text(now), peak=peak) + f", {also}",
            tr(" {bytes}, peak {peak}", bytes=bytes_text(now), peak=peak) + f", {also}",
        ]
    return [[Run(longest(told, width), "dim")]]
