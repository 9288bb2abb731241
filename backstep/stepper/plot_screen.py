"""The screen of a session's plots: one at a time, as large as the screen, drawn anew when it is
resized."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from backstep.messages import tr
from backstep.recording.figures import Figure
from backstep.stepper.plots.keys import LEAVE, MOVES, NONE, SCROLL
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.plots.terminal import style_of
from backstep.stepper.text import Line, Run, fitted
from backstep.stepper.themes import Theme


class PlotPage(Widget, can_focus=True):
    """A plot as lines, with a line below that says which and how to go on."""

    def __init__(self, figures: Sequence[Figure], look: Theme, *, ascii_only: bool) -> None:
        super().__init__()
        self.figures = figures
        self.look = look
        self.pen = Pen(look.name != "mono", ascii_only, shaded=look.shaded)
        self.index = len(figures) - 1
        self.top = 0
        self.lines: list[Line] = []

    def on_resize(self, event: events.Resize) -> None:
        """Draw at the new size."""
        self.draw()

    def draw(self) -> None:
        """Make the lines of the plot that is shown."""
        width, height = self.size
        if self.figures:
            self.lines = figure_lines(self.figures[self.index], width, height - 1, self.pen)
            self.scroll_lines(0)
        else:
            self.lines = [[Run(f" {tr(NONE)}")]]
        self.refresh()

    def go(self, amount: int) -> None:
        """Show another plot, within the ends."""
        index = min(max(self.index + amount, 0), max(len(self.figures) - 1, 0))
        if index != self.index and self.figures:
            self.index, self.top = index, 0
            self.draw()

    def scroll_lines(self, amount: int) -> None:
        """Move within a plot that is higher than the screen: several below each other."""
        last = max(0, len(self.lines) - (self.size.height - 1))
        self.top = min(max(0, self.top + amount), last)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line; the last says which plot this is."""
        width, height = self.size
        line: Line = self.lines[y + self.top] if y + self.top < len(self.lines) else []
        if y == height - 1:
            line = self._foot()
        runs = fitted(line, width)
        return Strip([Segment(run.text, style_of(self.look, run.role)) for run in runs], width)

    def _foot(self) -> Line:
        hints = [("q", tr("back"))]
        if len(self.lines) > self.size.height - 1:
            hints.insert(0, ("j k", tr("scroll")))
        if len(self.figures) > 1:
            hints = [("n", tr("next")), ("N", tr("previous")), *hints]
        told = ""
        if self.figures:
            told = f" {tr('plot {i} of {n}', i=self.index + 1, n=len(self.figures))}"
        foot = [Run(told, "title")]
        for key, word in hints:
            foot += [Run(f"  {key}", "key"), Run(f" {word}", "footer")]
        return foot


class PlotScreen(ModalScreen[None]):
    """The plots of a session, the last one first."""

    CSS = "PlotScreen { layout: vertical; } PlotPage { width: 100%; height: 100%; }"

    def __init__(self, figures: Sequence[Figure], look: Theme, *, ascii_only: bool) -> None:
        super().__init__()
        self.page = PlotPage(figures, look, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """The page fills the screen."""
        yield self.page

    def on_key(self, event: events.Key) -> None:
        """Go to another plot, or leave."""
        event.stop()
        event.prevent_default()
        if event.key in MOVES:
            self.page.go(MOVES[event.key])
        elif event.key in SCROLL:
            self.page.scroll_lines(SCROLL[event.key])
        elif event.key in LEAVE and self.is_current:  # keys that come faster leave it once
            self.dismiss()
