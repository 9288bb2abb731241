"""The help page, made from the registry of actions."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from backstep.stepper.actions import ACTIONS, shown_key
from backstep.stepper.text import Line, Run, fitted
from backstep.stepper.themes import Theme

SIGNS_TOLD = (
    ("▶ ◀", "the function being popped"),
    ("qN", "in the queue, at index N"),
    ("✓", "done"),
    ("=", "gradient set: there was none"),
    ("+=", "gradient accumulated: added to the one that was there"),
    ("∅", "gradient freed: None again, since retain_grad is False"),
    ("!", "trouble: nan or inf is born here, or finite differences disagree"),
    ("≠ ✗", "two passes side by side: they differ here; this gradient is wrong"),
    ("mul'1 ══", "made by this pass (create_graph=True): the second-order graph"),
)


def help_lines(width: int) -> list[Line]:
    """Every action under its group, then the signs; in two columns where they fit."""
    rows: list[Line] = []
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            rows += [[], [Run(f" {group}", "pane")]]
        keys = " ".join(shown_key(key) for key in action.keys)
        rows.append([Run(f"  {keys:<15}", "key"), Run(action.help)])
    rows += [[], [Run(" Signs", "pane")]]
    rows += [[Run(f"  {sign:<15}", "key"), Run(text)] for sign, text in SIGNS_TOLD]
    rows = rows[1:]
    if width < 130:
        return rows
    half = (len(rows) + 1) // 2
    left, right = rows[:half], rows[half:]
    right += [[]] * (half - len(right))
    return [
        [*fitted(a, width // 2), *fitted(b, width - width // 2)]
        for a, b in zip(left, right, strict=True)
    ]


class HelpPage(Widget, can_focus=True):
    """The page as lines, scrolled with the arrow keys."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self.look = look
        self.top = 0

    def render_line(self, y: int) -> Strip:
        """One line of the page; the last says how to go on."""
        width, height = self.size
        rows = help_lines(width)
        line: Line
        if y == height - 1:
            more = "j k scroll   " if len(rows) > height - 1 else ""
            line = [Run(f" {more}any other key: back", "dim")]
        else:
            line = rows[y + self.top] if y + self.top < len(rows) else []
        runs = fitted(line, width)
        return Strip([Segment(run.text, self.look.style(run.role)) for run in runs], width)

    def scroll_lines(self, amount: int) -> None:
        """Move the page by some lines, within its ends."""
        last = max(0, len(help_lines(self.size.width)) - self.size.height + 1)
        self.top = min(max(0, self.top + amount), last)
        self.refresh()


class HelpScreen(ModalScreen[None]):
    """Keys and signs; any key that does not scroll goes back."""

    CSS = "HelpScreen { layout: vertical; } HelpPage { width: 100%; height: 100%; }"
    SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}  # noqa: RUF012

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self.page = HelpPage(look)

    def compose(self) -> ComposeResult:
        """The page fills the screen."""
        yield self.page

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        event.stop()
        event.prevent_default()
        if event.key in self.SCROLL:
            self.page.scroll_lines(self.SCROLL[event.key])
        else:
            self.dismiss()
