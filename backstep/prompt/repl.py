"""The prompt with a keyboard: reads a cell, runs it, opens the stepper, and reads the next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from backstep.engine import BackstepError
from backstep.language import (
    Cell,
    CellSyntaxError,
    is_command,
    split_cells,
    visible,
    without_prompts,
)
from backstep.prompt.commands import Stage, run_command
from backstep.prompt.piped import summaries, tell
from backstep.prompt.plots import drawing, tell_unshown
from backstep.prompt.preferences import Preferences
from backstep.prompt.script import run_script
from backstep.prompt.settings import Settings
from backstep.prompt.stage import edits_lines, has_screen, show_stepper
from backstep.prompt.tables import cells as width_of
from backstep.session.live import LiveSession

GREETING = (
    "backstep {version}: type a graph, call backward() on its end.\n"
    "%help helps, F5 steps again, Ctrl-D leaves."
)


class Reader(Protocol):
    """Where cells come from: the line editor, or plain lines."""

    draft: str

    def read(self, prefill: str = "") -> str:
        """A whole cell. Raises EOFError at the end, KeyboardInterrupt where it is dropped."""

    def remember(self, cell: str) -> None:
        """Put a cell into the history."""


@dataclass
class Prompt:
    """A conversation: one cell after the other until Ctrl-D."""

    live: LiveSession
    reader: Reader
    like: Preferences = field(default_factory=Preferences)

    def run(self) -> None:
        """Read and run cells until the input ends."""
        prefill = ""
        while True:
            try:
                text = self.reader.read(prefill)
            except KeyboardInterrupt:
                prefill = ""
                continue  # Ctrl-C drops what was typed, as in every shell
            except EOFError:
                return
            prefill = self.reader.draft
            try:
                prefill = self.enter(text) or prefill
            except BackstepError as error:
                print(error, file=sys.stderr)
            except KeyboardInterrupt:
                print("interrupted", file=sys.stderr)

    def enter(self, text: str) -> str:
        """Run what was typed; gives the text that the next prompt begins with."""
        source = without_prompts(text).strip("\n")
        if not source.strip():
            return ""
        if is_command(source) and "\n" not in source.strip():
            return self.command(source)
        try:
            cells = split_cells(source)
        except CellSyntaxError:
            cells = []  # running it says what is wrong, and keeps it
        self.cells(cells if len(cells) > 1 else [Cell(source, 1, False)])
        return ""

    def command(self, line: str) -> str:
        """Run a % command; gives the text that it wants at the next prompt."""
        stage = Stage(self.live, interactive=True, like=self.like)
        run_command(line, stage)
        return stage.prefill

    def cells(self, cells: Sequence[Cell]) -> None:
        """Run cells up to the first that fails, then step through what they went back through."""
        first: list[int] = []
        ran = run_script(cells, lambda cell: self.cell(cell, first))
        if len(cells) > 1:
            for cell in [*ran.done, *([ran.failed] if ran.failed else [])]:
                self.reader.remember(cell.source)
        if ran.left:
            self.reader.remember(ran.rest)
            print(f"{ran.told}; the up key brings them back", file=sys.stderr)
        if first and self.like.autostep and has_screen():
            show_stepper(self.live, self.live.recordings, first[0], self.like)

    def cell(self, cell: Cell, stepped: list[int]) -> bool:
        """Run one cell; `stepped` gets the number of the pass that is to be stepped through."""
        if cell.command:
            return run_command(cell.source, Stage(self.live, interactive=False, like=self.like))
        before = len(self.live.recordings)
        result = self.live.run(cell.source, cell.first_line)
        for line in summaries(result) if result.recordings else ():
            self.live.write(line + "\n")
        if result.outcome.steps and result.recordings:
            stepped.append(before)
        if result.outcome.problem is not None:
            tell(result.outcome.problem)
            return False
        return True


def converse(live: LiveSession, version: str, like: Preferences | None = None) -> None:
    """Greet, and hold the conversation with the terminal."""
    like = like or Preferences()
    print(GREETING.format(version=version))
    live.echoed = shown_value
    live.plotted = drawing(like)
    Prompt(live, reader(live, replace(like.settings, theme=like.theme)), like).run()
    tell_unshown(live)


def reader(live: LiveSession, settings: Settings) -> Reader:
    """The line editor where the terminal can move a cursor, else plain lines."""
    if not edits_lines():
        from backstep.prompt.plain_input import LineInput

        return LineInput()
    from backstep.prompt.keyboard import keyboard

    return keyboard(live, settings=settings)


def shown_value(text: str, number: int) -> None:
    """A value at the prompt, with its place in Out at the right where there is room."""
    label = f"Out[{number}]"
    lines = visible(text).split("\n")
    width = shutil.get_terminal_size().columns - 1
    room = width - width_of(lines[-1]) - len(label)
    if room < 2:
        lines.append("")
        room = max(0, width - len(label))
    print("\n".join(lines) + " " * room + dim(label))


def dim(text: str) -> str:
    """Text that stands back, on a terminal with colours."""
    return text if os.environ.get("NO_COLOR") or not has_screen() else f"\x1b[2m{text}\x1b[0m"
