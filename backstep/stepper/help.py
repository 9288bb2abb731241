"""The help page on the screen: it scrolls and searches, and any other key or a click leaves it."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from backstep.stepper.help_page import Page, help_lines, pressed, scrolled, searched
from backstep.stepper.pointing import WHEEL_ROWS
from backstep.stepper.text import Line
from backstep.stepper.themes import Theme
from backstep.stepper.view import View


class HelpPage(Widget, can_focus=True):
    """The page as lines."""

    def __init__(self, view: View, look: Theme) -> None:
        super().__init__()
        self.view = view
        self.look = look
        self.page = Page()
        self.lines: list[Line] = []
        self.made: tuple[Page, tuple[int, int]] | None = None

    def show(self, page: Page) -> None:
        """Show another part of it."""
        self.page = page
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of it; all are made when the first is asked for."""
        size = (self.size.width, self.size.height)
        if self.made != (self.page, size):
            self.lines = help_lines(self.view, self.page, *size)
            self.made = (self.page, size)
        line = self.lines[y] if y < len(self.lines) else []
        segments = [Segment(run.text, self.look.style(run.role)) for run in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.look.base)


class HelpScreen(ModalScreen[None]):
    """Keys and signs."""

    CSS = "HelpScreen { layout: vertical; } HelpPage { width: 100%; height: 100%; }"

    def __init__(self, view: View, look: Theme) -> None:
        super().__init__()
        self.page = HelpPage(view, look)

    def compose(self) -> ComposeResult:
        """The page fills the screen."""
        yield self.page

    @property
    def room(self) -> tuple[int, int]:
        """The cells that the page has."""
        size = self.page.size or self.app.size  # a key may come before the page is laid out
        return size.width, size.height

    def on_key(self, event: events.Key) -> None:
        """Scroll, search, or leave."""
        event.stop()
        event.prevent_default()
        shown = self.page
        page = pressed(shown.view, shown.page, event.key, event.character, self.room)
        if page is None:
            self.leave()
        else:
            shown.show(page)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is searched for, where a search is typed."""
        event.stop()
        self.page.show(searched(self.page.page, event.text))

    def on_click(self) -> None:
        """A click leaves."""
        self.leave()

    def leave(self) -> None:
        """Go back; keys that come faster than the page goes leave it once."""
        if self.is_current:
            self.dismiss()

    def _turned(self, rows: int) -> None:
        shown = self.page
        shown.show(scrolled(shown.view, shown.page, rows, self.room))

    def on_mouse_scroll_down(self) -> None:
        """The wheel, towards the person."""
        self._turned(WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """The wheel, away from the person."""
        self._turned(-WHEEL_ROWS)
