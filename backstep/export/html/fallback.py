"""What stands on the page where no script runs: a pass as a table of its pops."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from backstep.messages import tr
from backstep.recording.telling.narration import grad_change, summary
from backstep.recording.values import value_text
from backstep.recording.visible import visible
from backstep.stepper.view import View

MOST = 200


def fallback(view: View) -> str:
    """The summary of the pass that a view shows and a row for each pop, as HTML."""
    recording, label = view.recording, view.moment.grad_label
    rows = []
    for k, pop in enumerate(recording.pops[:MOST]):
        f = recording.functions[pop.function]
        gxs = () if pop.gxs is None else pop.gxs
        told = [
            f"{label(d.to)}: {grad_change(d.before, d.gx, d.after, d.how == 'add')}"
            for d in pop.deliveries
        ]
        rows.append(
            [
                str(k + 1),
                f.label,
                str(f.generation),
                ", ".join(map(value_text, pop.gys)),
                ", ".join(map(value_text, gxs)),
                "; ".join(told),
            ]
        )
    heads = [tr("pop"), tr("function"), tr("gen"), "gys", "gxs", tr("delivered")]
    more = len(recording.pops) - len(rows)
    below = tr("and {more:,} more", more=more) if more > 0 else ""
    return (
        f"<h1>{_text(recording.title)}</h1>\n"
        f"<p>{_text(tr('This page steps through a backward pass; for that it needs JavaScript.'))}"
        f"</p>\n<p>{_text(summary(recording))}</p>\n"
        f"<table><thead>{_row(heads, 'th')}</thead>\n"
        f"<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody></table>\n"
        f"<p>{_text(below)}</p>"
    )


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>\n"


def _text(text: str) -> str:
    return escape(visible(text))
