"""Recordings as rich tables: for `rich.print(recording)` and for consoles that use it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from backstep.messages import tr
from backstep.recording.records import Pop, Recording
from backstep.recording.telling.narration import summary
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_text

MOST_POPS = 50  # rows; of more, those at both ends
CELLS = 24  # of one value
SIGNS = {"set": "=", "add": "+="}  # as in the stepper


def table_of(recording: Recording) -> Group:
    """What a pass came to, its pops in a table, and the gradients that are left."""
    timeline = Timeline(recording)
    table = Table(title=_literal(recording.title), title_justify="left")
    table.add_column(tr("pop"), justify="right")
    for name in (tr("function"), tr("generation"), "gys", "gxs", tr("delivered"), tr("freed")):
        table.add_column(_literal(name), overflow="fold")
    pops = recording.pops
    hidden = max(0, len(pops) - MOST_POPS)
    for k, pop in enumerate(pops):
        if k < MOST_POPS // 2 or k >= MOST_POPS // 2 + hidden:
            table.add_row(str(k + 1), *map(_literal, _cells(timeline, k, pop)))
        elif k == MOST_POPS // 2:
            table.add_row("", _literal(tr("and {n} more", n=hidden)))
    left = [(name, value) for name, value in recording.grads if value is not None]
    grads = ", ".join(f"{name}.grad = {value_text(value, CELLS)}" for name, value in left)
    return Group(_literal(summary(recording)), table, *([_literal(grads)] if grads else []))


def table_of_all(recordings: Sequence[Recording]) -> Table:
    """A row for each pass."""
    table = Table()
    table.add_column("", justify="right")
    for name in (tr("backward pass"), tr("algorithm"), tr("functions"), tr("pops"), ""):
        table.add_column(_literal(name), overflow="fold")
    for i, each in enumerate(recordings):
        ended = each.failure.error if each.failure else ""
        inside = "" if each.parent is None else tr("inside another")
        table.add_row(
            str(i),
            *map(
                _literal,
                (
                    each.title,
                    each.algorithm,
                    str(len(each.first_order)),
                    str(len(each.pops)),
                    ended or inside,
                ),
            ),
        )
    return table


def _cells(timeline: Timeline, k: int, pop: Pop) -> list[str]:
    """The row of one pop, but for its number."""
    after = timeline.at(timeline.end_of_pop(k))
    f = timeline.recording.functions[pop.function]
    return [
        f.label,
        str(f.generation),
        ", ".join(value_text(gy, CELLS) for gy in pop.gys),
        tr("its backward failed")
        if pop.gxs is None
        else ", ".join(value_text(gx, CELLS) for gx in pop.gxs),
        "\n".join(
            f"{after.label(d.to)} {SIGNS[d.how]} {value_text(d.gx, CELLS)}" for d in pop.deliveries
        ),
        ", ".join(after.label(i) for i in pop.freed),
    ]


def _literal(text: str) -> Text:
    """A text as it is: what stands in brackets is no markup."""
    return Text(text)
