"""The prompt with a keyboard: reads a cell, runs it, opens the stepper, and reads the next."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field

from prompt_toolkit import PromptSession

from backstep.engine import BackstepError
from backstep.language import is_command, visible, without_prompts
from backstep.prompt.commands import Stage, run_command
from backstep.prompt.keyboard import keyboard
from backstep.prompt.piped import summaries
from backstep.prompt.preferences import Preferences
from backstep.prompt.stage import has_screen, show_stepper
from backstep.prompt.tables import cells
from backstep.session.live import LiveSession

GREETING = (
    "backstep {version}: type a graph, then call backward() on its end to step through.\n"
    "%help for help, F5 to step again, Ctrl-D to leave."
)


@dataclass
class Prompt:
    """A conversation: one cell after the other until Ctrl-D."""

    live: LiveSession
    session: PromptSession[str]
    like: Preferences = field(default_factory=Preferences)

    def run(self) -> None:
        """Read and run cells until the input ends."""
        prefill = ""
        while True:
            try:
                text = self.session.prompt(">>> ", default=prefill)
            except KeyboardInterrupt:
                prefill = ""
                continue  # Ctrl-C drops what was typed, as in every shell
            except EOFError:
                return
            prefill = ""
            try:
                prefill = self.enter(text)
            except BackstepError as error:
                print(error, file=sys.stderr)
            except KeyboardInterrupt:
                print("interrupted", file=sys.stderr)

    def enter(self, text: str) -> str:
        """Run what was typed; gives the text that the next prompt begins with."""
        source = without_prompts(text).strip("\n")
        if not source.strip():
            return ""
        if source.lstrip().startswith("%") or is_command(source):
            stage = Stage(self.live, interactive=True, like=self.like)
            run_command(source, stage)
            return stage.prefill
        before = len(self.live.recordings)
        result = self.live.run(source)
        for line in summaries(result) if result.recordings else ():
            self.live.write(line + "\n")
        if result.outcome.problem is not None:
            print(result.outcome.problem.render(), file=sys.stderr)
        steps = result.outcome.steps and self.like.autostep
        if steps and result.recordings and has_screen():
            show_stepper(self.live, self.live.recordings, before, self.like)
        return ""


def converse(live: LiveSession, version: str, like: Preferences | None = None) -> None:
    """Greet, and hold the conversation with the terminal."""
    print(GREETING.format(version=version))
    live.echoed = shown_value
    Prompt(live, keyboard(live), like or Preferences()).run()


def shown_value(text: str, number: int) -> None:
    """A value at the prompt, with its place in Out at the right where there is room."""
    label = f"Out[{number}]"
    lines = visible(text).split("\n")
    width = shutil.get_terminal_size().columns - 1
    room = width - cells(lines[-1]) - len(label)
    if room < 2:
        lines.append("")
        room = max(0, width - len(label))
    print("\n".join(lines) + " " * room + dim(label))


def dim(text: str) -> str:
    """Text that stands back, on a terminal with colours."""
    return text if os.environ.get("NO_COLOR") or not has_screen() else f"\x1b[2m{text}\x1b[0m"
