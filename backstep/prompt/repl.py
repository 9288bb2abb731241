"""What becomes of a typed cell: it is run, and the stepper opens on what it went back through."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstep.engine.errors import BackstepError
from backstep.language import (
    Cell,
    CellSyntaxError,
    is_command,
    is_edit,
    split_cells,
    visible,
    without_prompts,
)
from backstep.prompt.commands import Stage, run_command
from backstep.prompt.piped import summaries, tell
from backstep.prompt.plots import drawing, tell_unshown
from backstep.prompt.preferences import Preferences
from backstep.prompt.script import run_script
from backstep.prompt.stage import show_stepper
from backstep.prompt.tables import cells as width_of
from backstep.prompt.terminal import complain, has_screen, in_width, stepper_kind
from backstep.session.live import LiveSession

if TYPE_CHECKING:
    from backstep.prompt.start import Reader

LEAVING = ("exit", "quit", "exit()", "quit()", "%exit", "%quit")


@dataclass
class Prompt:
    """A conversation: one cell after the other until Ctrl-D."""

    live: LiveSession
    reader: Reader
    like: Preferences = field(default_factory=Preferences)

    def enter(self, text: str) -> str:
        """Run what was typed; gives the text that the next prompt begins with.

        Raises EOFError where what was typed is to leave.
        """
        source = without_prompts(text).strip("\n")
        if not source.strip():
            return ""
        if source.strip() in LEAVING and source.strip("()") not in self.live.runtime.user_names():
            raise EOFError
        if is_edit(source) or (is_command(source) and "\n" not in source.strip()):
            return self.command(source)
        try:
            cells = split_cells(source)
        except CellSyntaxError:
            cells = []  # running it says what is wrong, and keeps it
        self.cells(cells if len(cells) > 1 else [Cell(source, 1, False)])
        return ""

    def end(self) -> None:
        """Say what was left undone."""
        tell_unshown(self.live)

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
            complain(ran.told)
        steps = stepper_kind(self.like.settings.stepper) != "lines"
        if first and self.like.autostep and steps:
            try:
                show_stepper(self.live, self.live.recordings, first[0], self.like)
            except BackstepError as error:
                complain(str(error))

    def cell(self, cell: Cell, stepped: list[int]) -> bool:
        """Run one cell; `stepped` gets the number of the pass that is to be stepped through.

        Where it fails, that is its own pass or none: the stepper would cover what went wrong.
        """
        if cell.command:
            good = run_command(cell.source, Stage(self.live, interactive=False, like=self.like))
            stepped[:] = stepped if good else []
            return good
        before = len(self.live.recordings)
        result = self.live.run(cell.source, cell.first_line)
        self.live.end_line()
        for line in summaries(result) if result.recordings else ():
            self.live.write(in_width(line) + "\n")
        good = result.outcome.problem is None
        own = [before] if result.outcome.steps and result.recordings else []
        stepped[:] = [*stepped, *own] if good else own
        if result.outcome.problem is not None:
            tell(result.outcome.problem)
        return good


def at_a_terminal(live: LiveSession, like: Preferences) -> LiveSession:
    """A session that shows its values and plots as a terminal can."""
    live.echoed = shown_value
    live.plotted = drawing(like)
    return live


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
