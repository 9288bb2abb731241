"""The palette on the screen; it gives the action that was taken, or none."""

from __future__ import annotations

from dataclasses import replace

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from backstep.stepper.actions import Action
from backstep.stepper.entry import pasted
from backstep.stepper.palette_page import Palette, clicked, moved, palette_lines, pressed
from backstep.stepper.pointing import WHEEL_ROWS
from backstep.stepper.text import Line
from backstep.stepper.themes import Theme
from backstep.stepper.view import View


class PalettePage(Widget, can_focus=True):
    """The palette as lines."""

    def __init__(self, view: View, look: Theme) -> None:
        super().__init__()
        self.view = view
        self.look = look
        self.palette = Palette()
        self.lines: list[Line] = []
        self.made: tuple[Palette, tuple[int, int]] | None = None

    def show(self, palette: Palette) -> None:
        """Show it otherwise."""
        self.palette = palette
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of it; all are made when the first is asked for."""
        size = (self.size.width, self.size.height)
        if self.made != (self.palette, size):
            self.lines = palette_lines(self.view, self.palette, *size)
            self.made = (self.palette, size)
        line = self.lines[y] if y < len(self.lines) else []
        segments = [Segment(run.text, self.look.style(run.role)) for run in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.look.base)


class PaletteScreen(ModalScreen[Action | None]):
    """Every action by name."""

    CSS = "PaletteScreen { layout: vertical; } PalettePage { width: 100%; height: 100%; }"

    def __init__(self, view: View, look: Theme) -> None:
        super().__init__()
        self.page = PalettePage(view, look)

    def compose(self) -> ComposeResult:
        """The page fills the screen."""
        yield self.page

    def on_key(self, event: events.Key) -> None:
        """Type, choose, take, or leave."""
        event.stop()
        event.prevent_default()
        page = self.page
        height = (page.size or self.app.size).height  # a key may come before the page is laid out
        after = pressed(page.view, page.palette, event.key, event.character, height)
        if isinstance(after, Palette):
            page.show(after)
        else:
            self.leave(after)

    def leave(self, action: Action | None) -> None:
        """Give the action; keys that come faster than the page goes leave it once."""
        if self.is_current:
            self.dismiss(action)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is searched for."""
        event.stop()
        palette = self.page.palette
        self.page.show(replace(palette, search=pasted(palette.search, event.text), at=0))

    def on_click(self, event: events.Click) -> None:
        """A click on a row takes it; one beside them leaves."""
        page = self.page
        self.leave(clicked(page.view, page.palette, event.screen_y, page.size.height))

    def _turned(self, rows: int) -> None:
        self.page.show(moved(self.page.view, self.page.palette, rows))

    def on_mouse_scroll_down(self) -> None:
        """The wheel, towards the person."""
        self._turned(WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """The wheel, away from the person."""
        self._turned(-WHEEL_ROWS)
