"""Every gradient of both sides in one table: as it is now, and at the end which ones are wrong."""

from __future__ import annotations

from dataclasses import dataclass

from backstep.messages import padded, tr
from backstep.recording.comparing.apart import is_wrong
from backstep.recording.comparing.comparison import Comparison, FinalGrad
from backstep.recording.comparing.sums import costs
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Value
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.stepper.sides.opened import side_moment
from backstep.stepper.text import Line, Run, fitted, fitted_name, plain
from backstep.stepper.view import View

MOST_CANDIDATES = 400
LEAST_ROWS = 2  # of Variables, below which nothing is said of others
WIDE = 60  # cells in which every value has its shape and its ends
SIGNS = {"set": "=", "add": "+=", "seed": "=", "found": "="}


@dataclass(frozen=True)
class Widths:
    """The cells of each column."""

    label: int
    grad: int
    note: int


def at_the_end(view: View) -> bool:
    """Whether both passes are over."""
    return view.position == view.timeline.length


def table_title(view: View) -> str:
    """What the table is of, now."""
    return tr("Gradients at the end") if at_the_end(view) else tr("Gradients now")


def table_lines(view: View, width: int, height: int) -> list[Line]:
    """A heading, a row a Variable, and below what the two passes cost where there is room."""
    comparison = view.sides
    assert comparison is not None
    moments = (side_moment(view, 0), side_moment(view, 1))
    finals = {final.variable: final for final in comparison.finals} if at_the_end(view) else {}
    order = _order(comparison, moments, finals)
    labels = [moments[0].label(i) for i in order]
    widths = _widths(labels, width)
    told = at_the_end(view) or len(order) + 2 <= height
    below = _costs(comparison) if height >= 6 and told else []
    room = max(1, height - 1 - len(below))
    if len(order) > room > LEAST_ROWS:
        room -= 1  # for how many more there are
    shown = _shown(view, comparison, moments, order, finals, room)
    rows = [_row(view, comparison, moments, finals.get(i), i, widths) for i in shown]
    if len(order) > len(shown) > LEAST_ROWS - 1:
        more = tr("{sign} {n} more: j k", sign=view.signs.cut, n=len(order) - len(shown))
        rows.append([Run(f" {more}", "dim")])
    rows = [_heading(comparison, widths, finals), *rows]
    if below and len(rows) + len(below) <= height:
        rows += [[] for _ in range(height - len(rows) - len(below))] + below
    return rows[:height]


def table_height(view: View) -> int:
    """The rows that the table would like."""
    comparison = view.sides
    assert comparison is not None
    return min(len(comparison.sides[0].timeline.grad_order), MOST_CANDIDATES) + 4


def short(value: Value | None, width: int) -> str:
    """A value in a narrow column: of an array its ends, where they fit, rather than its shape."""
    text = value_text(value, max(4, width))
    if value is None or value.size <= 1 or ".." in text or "[" in text:
        return text
    ends = value_text(value, WIDE).rpartition(") ")[2]
    return ends if len(ends) <= width else text


def _widths(labels: list[str], width: int) -> Widths:
    label = max(6, min(max(map(len, labels), default=1) + 2, width // 4, 24))
    note = 6 if width < 56 else 14 if width < 70 else 16
    grad = min((width - label - note) // 2, 30)
    return Widths(label, grad, width - label - 2 * grad)


def _order(
    comparison: Comparison, moments: tuple[Moment, Moment], finals: dict[int, FinalGrad]
) -> list[int]:
    """Which Variables have a row: at the end those that matter then, before all that can change;
    of very many the leaves, and what is touched now."""
    if finals:
        return list(finals)
    nodes = comparison.sides[0].recording.variables
    order = [
        i
        for i in comparison.sides[0].timeline.grad_order
        if nodes[i].named or nodes[i].creator is not None  # the constants are nobody's concern
    ]
    if len(order) <= MOST_CANDIDATES:
        return order
    near = dict.fromkeys(i for moment in moments for i in _beside_pop(moment))
    leaves = [i for i in order if nodes[i].creator is None and nodes[i].named]
    return list(dict.fromkeys([*near, *leaves[:MOST_CANDIDATES]]))


def _beside_pop(moment: Moment) -> list[int]:
    """The Variables that the function of the pop under way takes and makes."""
    if moment.pop is None:
        return []
    outputs = moment.recording.functions[moment.pop.function].outputs
    return [*(d.to for d in moment.pop.deliveries), *(i for i in outputs if i is not None)]


def _shown(
    view: View,
    comparison: Comparison,
    moments: tuple[Moment, Moment],
    order: list[int],
    finals: dict[int, FinalGrad],
    room: int,
) -> list[int]:
    """The rows that there is room for: what this pop changes, what differs, what is held."""
    if len(order) <= room:
        return order
    if view.scroll > 0:
        first = min(view.scroll, len(order) - room)
        return order[first : first + room]
    if finals:
        return order[:room]
    begun = [m.timeline.starts[m.pop_index] if m.pop_index >= 0 else 0 for m in moments]
    nodes = comparison.sides[0].recording.variables
    near = set().union(*(_beside_pop(moment) for moment in moments))

    def rank(i: int) -> tuple[bool, ...]:
        grads = [moment.grad(i) for moment in moments]
        events = [moment.last_change(i) for moment in moments]
        recent = any(e is not None and e.step > b for e, b in zip(events, begun, strict=True))
        differs = not comparison.near(*grads)
        held, named, leaf = any(grads), nodes[i].named, nodes[i].creator is None
        told = held and named, i in near, leaf, held, named
        return not recent, not differs, *(not each for each in told)

    return sorted(sorted(order, key=rank)[:room], key=order.index)


def _heading(comparison: Comparison, widths: Widths, finals: dict[int, FinalGrad]) -> Line:
    called = comparison.names if widths.grad >= 18 else comparison.short_names
    room = widths.grad - 1
    names = [Run(f"{plain(fitted([Run(tr(name))], room))} ", "pane") for name in called]
    wrong = any(final.differs for final in finals.values()) and not comparison.retains
    last = tr("right") if wrong and widths.note >= 5 else ""
    first = f" {tr('variable')}" if widths.label > 9 else ""
    return [Run(padded(first, widths.label), "dim"), *names, Run(last, "dim")]


def _row(
    view: View,
    comparison: Comparison,
    moments: tuple[Moment, Moment],
    final: FinalGrad | None,
    i: int,
    widths: Widths,
) -> Line:
    label = fitted_name(moments[0].label(i), widths.label - 2)
    line: Line = [Run(" "), *label, Run(" ")]
    for side in (0, 1):
        line += fitted(_grad(view, comparison, moments[side], final, i, side, widths), widths.grad)
    return [*line, *_note(view, comparison, moments, final, i, widths)]


def _grad(
    view: View,
    comparison: Comparison,
    moment: Moment,
    final: FinalGrad | None,
    i: int,
    side: int,
    widths: Widths,
) -> Line:
    """One gradient: how it came, and its value."""
    grad, event = moment.grad(i), moment.last_change(i)
    text = short(grad, widths.grad - 4)
    if final is not None and not comparison.retains and is_wrong(final.verdicts[side]):
        return [Run(f"{view.signs.wrong:<3}{text}", "error")]
    if event is None:
        return [Run("   None", "dim")]
    if grad is None:
        return [Run(f"{view.signs.freed:<3}None", "freed")]
    now = event.step == moment.position and moment.position > 0
    role = "hot" if now else {"add": "add", "set": "set"}.get(event.change, "")
    return [Run(f"{SIGNS[event.change]:<3}{text}", role)]


def _note(
    view: View,
    comparison: Comparison,
    moments: tuple[Moment, Moment],
    final: FinalGrad | None,
    i: int,
    widths: Widths,
) -> Line:
    """What is to be said of a row: the right value at the end, that the two differ before it."""
    grads = [moment.grad(i) for moment in moments]
    if comparison.retains:
        return _kept(grads, widths)
    if final is not None and final.differs:
        if any(verdict == "left over" for verdict in final.verdicts):
            return [Run(tr("left over") if widths.note > 10 else "left", "dim")]
        return [Run(short(final.right, widths.note - 1), "set")]
    if final is not None and "unknown" in final.verdicts and not comparison.near(*grads):
        return [Run(tr("not known") if widths.note > 10 else "?", "dim")]
    if final is not None:
        told = {"same": view.signs.done, "near": "~", "unknown": "?"}
        return [Run(told.get(final.verdicts[1], ""), "dim")]
    if comparison.near(*grads):
        return []
    return [
        Run(
            tr("{sign} differ", sign=view.signs.differs) if widths.note > 9 else view.signs.differs,
            "add",
        )
    ]


def _kept(grads: list[Value | None], widths: Widths) -> Line:
    if grads[0] is not None or grads[1] is None:
        return []
    text = f"+{bytes_text(grads[1].nbytes)}"
    return [Run(text if len(text) < widths.note else f"+{grads[1].nbytes}", "add")]


def _costs(comparison: Comparison) -> list[Line]:
    """What each pass takes, in a line."""
    line: Line = [Run(" ")]
    for name, one, other in costs(comparison):
        same = one == other
        text = one if same else f"{one} | {other}"
        line += [Run(f"{name} ", "dim"), Run(text, "" if same else "hot"), Run("   ")]
    return [line]
