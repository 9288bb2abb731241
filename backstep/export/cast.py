"""The stepping through a pass as a recording of a terminal: asciicast v2, as asciinema plays it.

A line of JSON for the header, then one for each event: what is written to the terminal, and when;
and a marker at each note and mark. A frame writes only the cells that have changed. A short pass
goes phase by phase with the gradients on their way, a longer one pop by pop, and a very long one
several pops at a time, as its title says.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from backstep.export.errors import ExportError
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr
from backstep.recording.visible import one_line, visible
from backstep.stepper.actions.registry import footer_hints
from backstep.stepper.flow import SECONDS, flow_between, frames_of
from backstep.stepper.notebook import notebook_of
from backstep.stepper.painting import Frame, Placed, changed_spans
from backstep.stepper.screens import screen_lines
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import Line, width_of
from backstep.stepper.themes import look_of
from backstep.stepper.themes.palettes import PALETTES
from backstep.stepper.view import SPEEDS, View, first_view

MOST_PHASES = 400  # steps of a pass that is shown phase by phase
MOST_FRAMES = 240  # four minutes at a second each, and seconds to make
FLOWING = 0.8  # seconds a step, from which there is time to see gradients on their way
STAYS = 4.0  # seconds that the last frame stays
READ = 15.0  # letters of a note that are read in a second
LONGEST_NOTE = 12.0  # seconds
LABEL = 60  # letters of a marker
BEGIN = "\x1b[?25l\x1b[0m\x1b[2J"  # no cursor, nothing on the screen
END = "\x1b[{1};{0}H\x1b[?25h"  # the cursor in the corner, where it covers nothing


@dataclass(frozen=True)
class Stop:
    """A position that is shown, and what stands there: None for nothing, "" for a bare mark."""

    position: int
    note: str | None = None

    def seconds(self, pace: float) -> float:
        """How long it is shown: as playing stops at a note, it is left time to read."""
        if self.note is None:
            return pace
        return pace + min(LONGEST_NOTE, max(pace, len(self.note) / READ))


def as_cast(subject: Subject, wanted: Wanted) -> str:
    """The recording of one pass, from the position that is wanted, or its start, to its end.

    Raises ExportError where there is none.
    """
    view = _first(subject, wanted)
    stride = stride_of(view)
    events = list(_events(view, stops_of(view, stride), wanted.pace, flows=stride == 0))
    title = one_line(subject.title or view.recording.title)
    if stride > 1:
        title = tr("{title}: {n} pops at a time", title=title, n=stride)
    header = {
        "version": 2,
        "width": view.size[0],
        "height": view.size[1],
        "duration": events[-1][0],
        "title": title,
        "env": {"TERM": "xterm-256color"},
        **_colours(view.theme),
    }
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in (header, *events))


def left_out(subject: Subject, wanted: Wanted) -> str:
    """Which of the pass's steps the recording has no frame of; empty where it has all."""
    stride = stride_of(_first(subject, wanted))
    if stride > 1:
        return tr("single pops of so long a pass: it goes on by {n} at a time", n=stride)
    return tr("the phases of so long a pass: it goes on pop by pop") if stride else ""


def _first(subject: Subject, wanted: Wanted) -> View:
    """The view that it begins with, at the speed of the stepper that is nearest to the pace."""
    if not subject.recordings:
        raise ExportError(tr("there is no backward pass to make a recording of"))
    signs = ASCII if wanted.ascii_only else UNICODE
    view = first_view(subject.recordings, wanted.index, wanted.at or 0, signs, wanted.theme)
    speed = min(SPEEDS, key=lambda each: abs(math.log(each * max(wanted.pace, 0.001))))
    return replace(view, size=wanted.size, speed=speed, notebook=notebook_of(subject.pages))


def screen_of(view: View) -> list[Line]:
    """The screen as it is while playing, which goes on until the end."""
    played = replace(view, playing=view.position < view.timeline.length)
    return screen_lines(played, footer_hints(played))


def stride_of(view: View) -> int:
    """How many pops a frame goes on from a view; 0 for a single phase."""
    if view.timeline.length - view.position <= MOST_PHASES:
        return 0
    pops = len(view.recording.pops) - max(0, view.moment.pop_index)
    return -(-pops // MOST_FRAMES)


def stops_of(view: View, stride: int) -> list[Stop]:
    """The positions that are shown, in order; every note and mark is one."""
    timeline, marks = view.timeline, view.notebook.page(view.index).marks
    positions: Sequence[int] = range(view.position, timeline.length + 1)
    if stride:
        ends = range(timeline.pop_at(view.position), len(view.recording.pops), stride)
        shown = {timeline.end_of_pop(k) for k in ends} | {view.position, timeline.length}
        shown |= set(marks)
        positions = [step for step in sorted(shown) if step in positions]
    return [Stop(step, marks.get(step)) for step in positions]


def _events(
    view: View, stops: list[Stop], pace: float, *, flows: bool
) -> Iterator[tuple[float, str, str]]:
    """When what is written; flows are shown where a step leaves the time."""
    pen = Pen(view.theme)
    now, before = 0.0, view
    for stop in stops:
        after = view.to(stop.position)
        if stop.note is not None:
            yield (_at(now), "m", one_line(" ".join(stop.note.split())[:LABEL].rstrip()))
        flow = flow_between(before, after) if flows and pace >= FLOWING else None
        count = 0 if flow is None else frames_of(flow)
        for i in range(count):
            assert flow is not None
            moving = replace(after, flow=replace(flow, frame=i))
            yield from _written(now + i * SECONDS, pen.drawn(screen_of(moving)))
        yield from _written(now + count * SECONDS, pen.drawn(screen_of(after)))
        now += stop.seconds(pace)
        before = after
    yield (_at(now + STAYS), "o", END.format(*view.size))


def _written(seconds: float, text: str) -> Iterator[tuple[float, str, str]]:
    if text:
        yield (_at(seconds), "o", text)


def _at(seconds: float) -> float:
    return round(seconds, 3)


class Pen:
    """Writes screens to a terminal, one after the other, each as what it changes of the last."""

    def __init__(self, theme: str) -> None:
        self.look = look_of(theme)
        self.lines: list[Line] | None = None
        self.styles: dict[str, Style] = {}
        self.console = Console(file=StringIO(), force_terminal=True, color_system="truecolor")

    def drawn(self, lines: list[Line]) -> str:
        """What makes a terminal that shows the last screen show this one."""
        before, self.lines = self.lines, lines
        if before is None:
            placed = [Placed(0, y, self._strip(line)) for y, line in enumerate(lines)]
        else:
            placed = [
                Placed(start, y, strip.crop(start, end))
                for y, (old, new) in enumerate(zip(before, lines, strict=True))
                if old != new
                for strip in [self._strip(new)]
                for start, end in changed_spans(old, new)
            ]
        frame = Frame(placed)
        frame.coloured = self.look.coloured
        text = frame.render_segments(self.console) if placed else ""
        return text if before is not None else BEGIN + text

    def _strip(self, line: Line) -> Strip:
        parts = [Segment(harmless(run.text), self._style(run.role)) for run in line]
        return Strip(parts, width_of(line))

    def _style(self, role: str) -> Style:
        """The style of a role, one for all of its runs: a frame knows it again."""
        if role not in self.styles:
            self.styles[role] = self.look.style(role)
        return self.styles[role]


def harmless(text: str) -> str:
    """A text of a screen without anything that a terminal would obey; it takes as many cells.

    Panes write such characters out; one that any of them should let through ends here.

    >>> harmless("a\\x1b[1m")
    'a[1m'
    """
    if text.isprintable():
        return text
    kept = "".join(c for c in text if visible(c) == c and c not in "\n\t")
    return set_cell_size(kept, cell_len(text))


def _colours(theme: str) -> dict[str, dict[str, str]]:
    """The colours around the screen, which a player would take of its own; a theme of the
    terminal's colours has none."""
    colours = PALETTES.get(theme)
    if colours is None:
        return {}
    eight = (
        colours.ground,
        colours.error,
        colours.set,
        colours.yellow,
        colours.blue,
        colours.order2,
        colours.accent,
        colours.text,
    )
    return {"theme": {"fg": colours.text, "bg": colours.ground, "palette": ":".join(eight)}}
