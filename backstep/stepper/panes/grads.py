"""The grads pane: every Variable's gradient now, and the latest change to it."""

from __future__ import annotations

from backstep.recording.narration import grad_change
from backstep.recording.timeline import GradEvent, Moment
from backstep.recording.values import value_text
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, fitted_name, width_of
from backstep.stepper.view import View

WORDS = {
    "set": ("=", "set"),
    "add": ("+=", "accumulated"),
    "seed": ("=", "seed"),
    "found": ("=", "from before"),
}


def grads_title(view: View) -> str:
    """The pane's title."""
    return "Grads"


def grads_lines(view: View, width: int, height: int) -> list[Line]:
    """One row a Variable, in the order in which gradients arrive.

    What this step changed is marked, and what this pop changed shows how.
    """
    moment = view.moment
    order = _order(moment)
    now = [i for i in order if _changed_since(moment, i, moment.position - 1)]
    begun = moment.timeline.starts[moment.pop_index] if moment.pop_index >= 0 else 0
    recent = {i for i in order if _changed_since(moment, i, begun)}
    label_width = min(max([len(moment.label(i)) for i in order], default=1), max(6, width // 4))
    signs = {i: view.signs.here if i in now else view.signs.recent for i in recent}
    rows = [_row(moment, i, signs.get(i), label_width, width, view.signs) for i in order]
    if len(rows) <= height:
        return rows
    if view.pane == "grads" and view.scroll:
        first = min(max(0, view.scroll), len(rows) - height)
        return rows[first : first + height]
    chosen = _most_telling(moment, order, recent, height - 1)
    more = f" {view.signs.cut} {len(rows) - len(chosen)} more: Tab here, then j and k"
    return [*(rows[order.index(i)] for i in chosen), [Run(more, "dim")]]


def _most_telling(moment: Moment, order: list[int], recent: set[int], most: int) -> list[int]:
    """What this pop has changed or gathers, then gradients that are held, then what a person named,
    then the rest; in the order of the rows."""
    nodes = moment.recording.variables
    here: set[int | None] = {*recent, *(moment.function.outputs if moment.function else ())}
    ranked = sorted(
        order, key=lambda i: (i not in here, moment.grad(i) is None, not nodes[i].named)
    )
    return sorted(ranked[:most], key=order.index)


def _order(moment: Moment) -> list[int]:
    touched = moment.timeline.touched()
    known = set(touched)
    rest = [
        i for i, node in enumerate(moment.recording.variables) if i not in known and node.order == 1
    ]
    return touched + rest


def _changed_since(moment: Moment, variable: int, position: int) -> bool:
    event = moment.last_change(variable)
    return event is not None and event.step > max(position, 0)


def _row(
    moment: Moment, i: int, mark: str | None, label_width: int, width: int, signs: Signs
) -> Line:
    label = fitted_name(moment.label(i), label_width)
    now = mark is not None
    head = [Run(mark or " ", "hot"), *label, Run(" ")]
    event = moment.last_change(i)
    if event is None:
        return [*head, Run("   None", "dim")]
    sign, text = _told(event, now, signs)
    role = "hot" if now else {"add": "add", "freed": "freed", "set": "set"}.get(event.change, "")
    line = [*head, Run(f"{sign:<3}", role), Run(text, role)]
    by = "" if event.by is None else moment.recording.functions[event.by].label
    if by and width_of(line) + len(by) + 5 <= width:
        line.append(Run(f"  by {by}", "dim"))
    whole = text.split(" (")[0]
    _, arrow, after = whole.rpartition("-> ")
    shorter = [whole, arrow + after]
    while width_of(line) > width and shorter:
        line[-1] = Run(shorter.pop(0), role)
    return line


def _told(event: GradEvent, now: bool, signs: Signs) -> tuple[str, str]:
    if event.change == "freed":
        return signs.freed, f"None (freed, was {value_text(event.before)})"
    sign, word = WORDS[event.change]
    if now and event.change != "found":
        added = event.change == "add"
        return sign, f"{grad_change(event.before, event.gx, event.after, added)} ({word})"
    return sign, f"{value_text(event.after)} ({word})"
