"""How long the queue is over the whole pass, as bars under the scrubber's track."""

from __future__ import annotations

from functools import lru_cache

from backstep.messages import tr
from backstep.recording.timeline import Timeline
from backstep.stepper.panes.rows import longest
from backstep.stepper.panes.scrubber import INDENT, column_of, scrubber_lines, track_cells
from backstep.stepper.text import Line, Run
from backstep.stepper.view import View

HIGHEST = 6  # of the bars' eighths, so that they do not run into the line below
SAMPLES = 4  # positions that are looked at for one bar, where it stands for more


def scrubber_rows(view: View, width: int, rows: int) -> list[Line]:
    """The scrubber in some rows: the track, the names of the pops, the queue's length."""
    lines = scrubber_lines(view, width, rows > 1)
    return [*lines, queue_length_line(view, width)] if rows > 2 else lines


def queue_length_line(view: View, width: int) -> Line:
    """A bar under each cell of the track, the one at the position marked; the number now."""
    cells = track_cells(view, width)
    lengths = _lengths(view.timeline, cells)
    most = max(lengths)
    blocks = view.signs.blocks[:HIGHEST]
    bars = "".join(_bar(n, most, blocks) for n in lengths)
    at = column_of(view, cells, view.position)
    now = len(view.moment.queue)
    told = longest(
        [tr("  queue {now}", now=now), tr(" queue {now}", now=now), f" q {now}"],
        width - cells - INDENT,
    )
    return [
        Run(" " * INDENT),
        Run(bars[:at], "queued"),
        Run(bars[at], "hot"),
        Run(bars[at + 1 :], "dim"),
        Run(told, "dim"),
    ]


def _bar(n: int, most: int, blocks: str) -> str:
    """Nothing for an empty queue; else the fuller the longer, the least bar for one entry."""
    if n == 0:
        return " "
    return blocks[round((n - 1) / max(1, most - 1) * (len(blocks) - 1)) if most > 1 else 0]


@lru_cache(maxsize=8)
def _lengths(timeline: Timeline, cells: int) -> tuple[int, ...]:
    """The longest that the queue is within each cell's share of the pass."""
    share = timeline.length / max(1, cells - 1)
    lengths = []
    for cell in range(cells):
        around = [cell - 0.5 + k / SAMPLES for k in range(SAMPLES)] if share > 1 else [cell]
        steps = {min(max(round(at * share), 0), timeline.length) for at in around}
        lengths.append(max(_length(timeline, step) for step in steps))
    return tuple(lengths)


def _length(timeline: Timeline, step: int) -> int:
    return timeline.stays.count(step) - (timeline.pop_at(step) + 1)
