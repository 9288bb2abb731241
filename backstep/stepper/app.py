"""The Textual app: one surface that paints a view, and keys that change it."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from backstep.recording.figures import Figure
from backstep.recording.records import Recording
from backstep.stepper.actions import ACTIONS, BY_KEY, Action, footer_hints
from backstep.stepper.help import HelpScreen
from backstep.stepper.screen import arrangement, screen_lines
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import Line
from backstep.stepper.themes import Theme, theme_named
from backstep.stepper.view import View, first_view

STEP_SECONDS = 0.8  # at speed 1


class Surface(Widget, can_focus=True, inherit_bindings=False):
    """The whole screen in one widget: it paints a view, and only the lines that have changed."""

    def __init__(self, view: View, look: Theme) -> None:
        super().__init__()
        self.view = view
        self.look = look
        self.lines: list[Line] = []

    def show(self, view: View) -> None:
        """Paint another view."""
        self.view = view
        before, self.lines = self.lines, screen_lines(view, footer_hints(view))
        if len(before) != len(self.lines):
            self.refresh()
            return
        changed = [y for y, line in enumerate(self.lines) if line != before[y]]
        if changed:
            self.refresh(*[Region(0, y, self.size.width, 1) for y in changed])

    def on_resize(self, event: events.Resize) -> None:
        """Lay the view out at the new size."""
        size = (event.size.width, event.size.height)
        self.lines = []
        self.app.change(replace(self.view, size=size))  # type: ignore[attr-defined]

    def render_line(self, y: int) -> Strip:
        """One line of the screen as Textual wants it."""
        line = self.lines[y] if y < len(self.lines) else []
        segments = [Segment(run.text, self.look.style(run.role)) for run in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.look.base)


class Stepper(App[View]):
    """Steps through recordings; returns the view it was left with."""

    TITLE = "backstep"
    CSS = "Screen { layout: vertical; } Surface { width: 100%; height: 100%; }"
    BINDINGS = [  # noqa: RUF012 (Textual declares it a class variable)
        Binding(",".join(action.keys), f"act({action.name!r})", action.help, show=False)
        for action in ACTIONS
    ]

    def __init__(self, view: View, look: Theme, figures: Sequence[Figure] = ()) -> None:
        super().__init__(ansi_color=look.name == "mono")
        self.look = look
        self.figures = figures
        self.surface = Surface(view, look)
        self.clock: Timer | None = None

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield self.surface

    def on_mount(self) -> None:
        """Take the keys, and leave cleanly when the process is told to end."""
        self.surface.focus()
        self.app_resume_signal.subscribe(self.surface, lambda _: self.repaint())
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    @property
    def view(self) -> View:
        """What is shown."""
        return self.surface.view

    def change(self, view: View) -> None:
        """Show another view, and keep the clock in step with its playing and speed."""
        before = self.view
        self.surface.show(view)
        if (view.playing, view.speed) != (before.playing, before.speed):
            if self.clock is not None:
                self.clock.stop()
                self.clock = None
            if view.playing:
                self.clock = self.set_interval(STEP_SECONDS / view.speed, self.tick)

    def repaint(self) -> None:
        """Paint every line again: after a stop, the terminal shows something else."""
        self.surface.refresh()
        self.screen.refresh(layout=True)

    def tick(self) -> None:
        """One step of playing; it ends at the end."""
        view = self.view.to(self.view.position + 1)
        self.change(replace(view, playing=view.position < view.timeline.length))

    def on_key(self, event: events.Key) -> None:
        """Every key is looked up in the registry of actions."""
        action = BY_KEY.get(event.key)
        if action is not None and self.screen is self.screen_stack[0]:
            event.stop()
            event.prevent_default()
            self.perform(action)

    def action_act(self, name: str) -> None:
        """A binding or the palette names an action."""
        if self.screen is self.screen_stack[0]:
            self.perform(next(action for action in ACTIONS if action.name == name))

    def perform(self, action: Action) -> None:
        """Do what an action says."""
        if action.change is not None:
            self.change(action.change(self.view))
        elif action.effect == "help":
            self.push_screen(HelpScreen(self.look))
        elif action.effect == "plots":
            self.push_screen(self._plots())
        elif action.effect == "suspend":
            self.action_suspend_process()
        elif action.effect == "quit":
            self.exit(self.view)

    def _plots(self) -> Screen[None]:
        from backstep.stepper.plot_screen import PlotScreen

        return PlotScreen(self.figures, self.look, ascii_only=self.view.signs is ASCII)

    def on_click(self, event: events.Click) -> None:
        """A click on the scrubber goes there; a click on a pane chooses it."""
        view = self.view
        width, height = view.size
        places = arrangement(view)
        if event.y == height - 1 - places.sentence - places.scrubber:
            inner = max(4, width - len(f" {view.position}/{view.timeline.length}") - 4)
            self.change(view.to(round((event.x - 2) / max(1, inner - 1) * view.timeline.length)))
            return
        for name, rect in places.panes.items():
            if 0 <= event.x - rect.x < rect.width and 0 <= event.y - rect.y < rect.height:
                self.change(replace(view, pane=name))

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """The palette's entries: the registry."""
        for action in ACTIONS:
            yield SystemCommand(
                f"{action.name} ({action.shown})",
                action.help,
                lambda action=action: self.perform(action),
            )


@contextmanager
def signals_kept() -> Iterator[None]:
    """Put the terminal's stop and continue signals back: Textual leaves its own handlers behind."""
    names = [name for name in ("SIGTSTP", "SIGCONT", "SIGTERM") if hasattr(signal, name)]
    kept = {getattr(signal, name): signal.getsignal(getattr(signal, name)) for name in names}
    try:
        yield
    finally:
        for number, handler in kept.items():
            if handler is not None:
                signal.signal(number, handler)


def open_stepper(
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    ascii_only: bool = False,
    theme: str | None = None,
    position: int = 0,
    figures: Sequence[Figure] = (),
) -> None:
    """Open the full-screen stepper on recordings, at one of them; return when it is left.

    `figures` are the session's plots, which are there beside the passes.
    """
    view = first_view(recordings, index, position, ASCII if ascii_only else UNICODE)
    with signals_kept():
        Stepper(view, theme_named(theme), figures).run()
    _drop_late_replies()


def _drop_late_replies() -> None:
    """A terminal's late answers to Textual's questions would be typed into the next prompt."""
    with suppress(ImportError, OSError, ValueError):
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def screenshot(
    recordings: Sequence[Recording],
    path: Path,
    size: tuple[int, int],
    *,
    index: int = 0,
    position: int = 0,
    ascii_only: bool = False,
    theme: str | None = None,
) -> None:
    """Write the stepper's screen at a position to an SVG file, without a terminal."""
    view = first_view(recordings, index, position, ASCII if ascii_only else UNICODE)
    app = Stepper(view, theme_named(theme))

    async def shoot() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return app.export_screenshot(title=view.recording.title)

    path.write_text(_self_contained(asyncio.run(shoot())), encoding="utf-8")


def _self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with its spaces kept."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: monospace")
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
