"""The Textual app: one surface that paints a view, and keys that change it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from backstep.messages import tr
from backstep.recording.figures import Figure
from backstep.recording.records import Recording
from backstep.recording.rerunning.again import Rerun
from backstep.stepper.actions import (
    Action,
    action_for,
    changed,
    footer_hints,
)
from backstep.stepper.collector import collector_resting
from backstep.stepper.colours import TRUE_COLOUR, Depth, depth_of, theme_for
from backstep.stepper.entry import Entry, Refused, pasted, typed
from backstep.stepper.exporting import NOBODY, PICTURES, Exporter, exported
from backstep.stepper.flow import SECONDS, advanced, animated, flowing
from backstep.stepper.help import HelpScreen
from backstep.stepper.keymap import KeyWish
from backstep.stepper.leaving import ENDING, drop_late_replies, failed, signals_kept
from backstep.stepper.looked import as_looked
from backstep.stepper.notebook import Keeper, Kept, Notebook, entered_since, unkept
from backstep.stepper.painting import Frame, changed_spans, frame_of
from backstep.stepper.palette import PaletteScreen
from backstep.stepper.pictures import put_beside, svg_of, written
from backstep.stepper.pointing import WHEEL_ROWS, clicked, dragged, wheeled
from backstep.stepper.remapping import with_keys, with_mistakes
from backstep.stepper.screens import screen_lines
from backstep.stepper.seeking import played
from backstep.stepper.sides import opened
from backstep.stepper.signs import ASCII, UNICODE, knows_unicode
from backstep.stepper.text import Line
from backstep.stepper.themes import look_of
from backstep.stepper.view import View, first_view

STEP_SECONDS = 0.8  # at speed 1


class Surface(Widget, can_focus=True, inherit_bindings=False):
    """The whole screen in one widget: it paints a view, and only the cells that have changed.

    Every key and every move of the mouse arrives here and goes on to the app.
    """

    def __init__(self, view: View, depth: Depth) -> None:
        super().__init__()
        self.view = view
        self.depth = depth
        self.look = look_of(view.theme, depth)
        self.lines: list[Line] = []
        self.held: tuple[int, int] | None = None  # where the mouse button went down
        self.last: tuple[int, int] | None = None
        self.dragging = False

    def show(self, view: View) -> None:
        """Paint another view."""
        relooked = view.theme != self.view.theme
        self.view, self.look = view, look_of(view.theme, self.depth)
        before, self.lines = self.lines, screen_lines(view, footer_hints(view))
        if relooked or len(before) != len(self.lines):
            self.refresh()
            return
        changed = [
            Region(start, y, end - start, 1)
            for y, (old, new) in enumerate(zip(before, self.lines, strict=True))
            if old != new
            for start, end in changed_spans(old, new)
        ]
        if changed:
            self.refresh(*changed)

    def on_mount(self) -> None:
        """Have the first lines ready: else an empty screen would be painted before them."""
        width, height = self.app.size
        self.view = replace(self.view, size=(width, height))
        self.lines = screen_lines(self.view, footer_hints(self.view))

    def on_resize(self, event: events.Resize) -> None:
        """Lay the view out at the new size."""
        size = (event.size.width, event.size.height)
        if size == self.view.size and self.lines:
            return
        self.lines = []
        self.stepper.change(replace(self.view, size=size))

    @property
    def stepper(self) -> Stepper:
        """The app that this is the screen of."""
        assert isinstance(self.app, Stepper)
        return self.app

    def on_key(self, event: events.Key) -> None:
        """No key is Textual's own while this is on the screen."""
        event.stop()
        event.prevent_default()
        page = self.app.screen
        if page is self.screen:
            self.stepper.pressed(event)
        else:  # typed on at once, after the key that opened a page
            page.post_message(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the question that is open, and nowhere else."""
        event.stop()
        if self.view.entry is not None:
            entry = pasted(self.view.entry, event.text)
            self.stepper.change(replace(self.view, entry=entry))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Where a drag may begin."""
        self.held = self.last = (event.x, event.y)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag, while a button is held."""
        if self.held is None or self.last is None:
            return
        moved = (event.x - self.last[0], event.y - self.last[1])
        if moved == (0, 0):
            return
        self.dragging = True
        self.last = (event.x, event.y)
        self.stepper.change(dragged(self.view, (event.x, self.held[1]), moved))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A click, where nothing was dragged."""
        self.release_mouse()
        held, self.held = self.held, None
        if held is not None and not self.dragging:
            self.stepper.change(clicked(self.view, event.x, event.y))
        self.dragging = False

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel, towards the person."""
        self.stepper.change(wheeled(self.view, event.x, event.y, WHEEL_ROWS))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, away from the person."""
        self.stepper.change(wheeled(self.view, event.x, event.y, -WHEEL_ROWS))

    def render_line(self, y: int) -> Strip:
        """One line of the screen as Textual wants it."""
        line = self.lines[y] if y < len(self.lines) else []
        segments = [Segment(run.text, self.look.style(run.role)) for run in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.look.base)


class Stepper(App[View]):
    """Steps through recordings; returns the view it was left with."""

    TITLE = "backstep"
    ENABLE_COMMAND_PALETTE = False  # ours is made from the registry, in the stepper's own look
    CSS = "Screen { layout: vertical; } Surface { width: 100%; height: 100%; }"

    def __init__(
        self,
        view: View,
        figures: Sequence[Figure] = (),
        keeper: Keeper = unkept,
        depth: Depth = TRUE_COLOUR,
        exporter: Exporter = NOBODY,
    ) -> None:
        super().__init__(ansi_color=True)  # the terminal's colours stay what they are
        self.figures = figures
        self.keeper = keeper
        self.exporter = exporter
        self.surface = Surface(view, depth)
        self.frame: Frame | None = None  # what was written last
        self.clock: Timer | None = None
        self.stream: Timer | None = None
        self.signalled: signal.Signals | None = None  # what ended it, where no key did
        self.failure: Exception | None = None

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield self.surface

    def on_mount(self) -> None:
        """Take the keys, and leave cleanly when the process is told to end."""
        self.surface.focus()
        self.app_resume_signal.subscribe(self.surface, lambda _: self.repaint())
        loop = asyncio.get_running_loop()
        for number in ENDING:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.end, number)

    def end(self, number: signal.Signals) -> None:
        """Leave because of a signal."""
        self.signalled = number
        self.exit(self.view)

    def _handle_exception(self, error: Exception) -> None:
        """Keep a mistake of ours: Textual ends the app, and whoever opened it is told."""
        self.failure = self.failure or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without the traceback that Textual would print."""
        self._close_messages_no_wait()

    def get_line_filters(self) -> list[LineFilter]:
        """No filter of Textual's: a theme has the colours of the terminal, and mono has none."""
        return []

    @property
    def view(self) -> View:
        """What is shown."""
        return self.surface.view

    def change(self, view: View) -> None:
        """Show another view, and keep the clock in step with its playing and speed."""
        before = self.view
        for entered in entered_since(before.notebook, view.notebook):
            key = view.keymap.key("save")
            told = self.keeper(entered).replace(tr("w saves"), tr("{key} saves", key=key))
            told = told.replace(tr("w asks for"), tr("{key} asks for", key=key))
            view = view.saying(told or view.message)
        if view.picture:
            view = self.put(view)
        view = flowing(before, view)
        self.surface.show(view)
        self._stream(view.flow is not None)
        if (view.playing, view.speed) != (before.playing, before.speed):
            if self.clock is not None:
                self.clock.stop()
                self.clock = None
            if view.playing:
                self.clock = self.set_interval(STEP_SECONDS / view.speed, self.tick)

    def put(self, view: View) -> View:
        """Write the file that is wanted: the screen as it stands, or by the exporter."""
        if Path(view.picture).suffix.lower() in PICTURES:
            return written(view)
        return exported(view, self.exporter)

    def _stream(self, flows: bool) -> None:
        """Start or stop the frames of a flow."""
        if flows and self.stream is None:
            self.stream = self.set_interval(SECONDS, self.next_frame)
        elif not flows and self.stream is not None:
            self.stream.stop()
            self.stream = None

    def next_frame(self) -> None:
        """One frame of a flow; it ends by itself, and any key ends it at once."""
        flow = self.view.flow
        self.change(replace(self.view, flow=None if flow is None else advanced(flow)))

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write a frame in fewer bytes than Textual would, and none twice: at the start it paints
        the whole screen several times."""
        frame = frame_of(renderable)
        if frame is not None:
            frame.coloured = self.surface.look.coloured
        if frame is None:
            super()._display(screen, renderable)
        elif not frame.shows(self.frame):
            self.frame = frame
            super()._display(screen, frame)

    def repaint(self) -> None:
        """Paint every line again: after a stop, the terminal shows something else."""
        self.frame = None
        self.surface.refresh()
        self.screen.refresh(layout=True)

    def tick(self) -> None:
        """One step of playing."""
        self.change(played(self.view))

    def pressed(self, event: events.Key) -> None:
        """A key: it is typed into the question that is open, or looked up in the registry."""
        entry = self.view.entry
        if entry is None:
            action = action_for(event.key, self.view)
            if action is not None:
                self.perform(action)
        elif event.key in ("escape", "ctrl+c"):
            view = replace(self.view, entry=None)
            self.change(view if entry.left is None else entry.left(view))
        elif event.key == "enter":
            self.answer(entry)
        else:
            self.change(replace(self.view, entry=typed(entry, event.key, event.character)))

    def answer(self, entry: Entry[View]) -> None:
        """Do what the answer asks for; one that will not do stays, with the reason."""
        view = replace(self.view, entry=None, message="")
        try:
            self.change(entry.answer(view, entry.text.strip()))
        except Refused as refused:
            self.change(replace(self.view, entry=replace(entry, mistake=str(refused))))

    def perform(self, action: Action) -> None:
        """Do what an action says."""
        if action.change is not None:
            self.change(changed(self.view, action))
        elif action.effect == "help":
            self.push_screen(HelpScreen(self.view, self.surface.look))
        elif action.effect == "palette":
            self.push_screen(PaletteScreen(self.view, self.surface.look), self.taken)
        elif action.effect == "plots":
            self.push_screen(self._plots())
        elif action.effect == "suspend":
            self.action_suspend_process()
        elif action.effect == "quit":
            self.exit(self.view)

    def taken(self, action: Action | None) -> None:
        """Do what was taken in the palette."""
        if action is not None:
            self.perform(action)

    def _plots(self) -> Screen[None]:
        from backstep.stepper.plot_screen import PlotScreen

        return PlotScreen(self.figures, self.surface.look, ascii_only=self.view.signs is ASCII)


def open_stepper(
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    ascii_only: bool = False,
    theme: str | None = None,
    figures: Sequence[Figure] = (),
    kept: Kept | None = None,
    rerun: Rerun | None = None,
    keymap: Sequence[KeyWish] = (),
) -> None:
    """Open the full-screen stepper on recordings, at one of them; return when it is left.

    A mistake of its own raises StepperFailed. A signal that ends the process still does, when the
    terminal is as it was before.

    `figures` are the session's plots, which are there beside the passes. `kept` is what is
    known of each pass already, and who keeps what is put to it. `rerun` is how a pass is run again,
    and which two algorithms are shown side by side at first. `keymap` is what the config file says
    of keys.
    """
    signs = UNICODE if not ascii_only and knows_unicode() else ASCII
    view = with_keys(first_view(recordings, index, 0, signs, theme_for(theme)), keymap)
    kept = kept or Kept()
    view = replace(view, notebook=kept.notebook, animated=animated(os.environ))
    if kept.looked is not None:
        view = as_looked(view, kept.looked)
    if rerun is not None:
        view = replace(view, passes=replace(view.passes, run=rerun.run))
        view = view if rerun.algorithms is None else opened(view, rerun.algorithms)
    view = replace(view, endings=tuple(dict.fromkeys((*PICTURES, *kept.exporter.endings))))
    app = Stepper(with_mistakes(view), figures, kept.keeper, depth_of(), kept.exporter)
    with signals_kept(), collector_resting():
        app.run()
    drop_late_replies()
    if app.failure is not None:
        raise failed(app.failure, app.view, kept.file) from app.failure
    if app.signalled is not None:
        signal.raise_signal(app.signalled)


def screenshot(
    recordings: Sequence[Recording],
    path: Path,
    size: tuple[int, int],
    *,
    index: int = 0,
    position: int = 0,
    ascii_only: bool = False,
    theme: str | None = None,
    notebook: Notebook | None = None,
) -> None:
    """Write the stepper's screen at a position to an SVG file, without a terminal."""
    signs = ASCII if ascii_only else UNICODE
    view = first_view(recordings, index, position, signs, theme or "dark")
    picture(replace(view, notebook=notebook or view.notebook), path, size)


def picture(view: View, path: Path, size: tuple[int, int]) -> None:
    """Write the screen of a view to an SVG file, without a terminal."""
    put_beside(path, svg_of(replace(view, size=size)))
