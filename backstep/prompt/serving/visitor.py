"""The stepper of one visitor: it reads one session, keeps nothing, and writes no file.

Run as a process of its own by the site; its driver speaks textual-serve's protocol over the
standard streams.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

from backstep.messages import later, tr, use_language
from backstep.prompt.settings import read_config
from backstep.session import read_session
from backstep.session.lectures import translated
from backstep.stepper.actions import Action
from backstep.stepper.app import Stepper
from backstep.stepper.collector import collector_resting
from backstep.stepper.flow import animated
from backstep.stepper.looked import as_looked
from backstep.stepper.notebook import Entered, Save, notebook_of
from backstep.stepper.pictures import svg_of
from backstep.stepper.remapping import with_keys, with_mistakes
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.view import View, first_view

ALONE = 3.0  # seconds between two looks whether the site is still there
EXPORTS = ("export",)  # what would put what is shown into a file
SAVES = ("save",)
NOT_SAVED = later("Nothing is saved from a browser: your marks are there until you leave.")


def untouched(entered: Entered | Save) -> str:
    """The keeper of a visit: marks, notes and answers are there while it lasts."""
    return tr(NOT_SAVED) if isinstance(entered, Save) else ""


class Visit(Stepper):
    """A stepper that asks for no file of the machine that it runs on, and writes none: a picture
    goes to the visitor's own."""

    def on_mount(self) -> None:
        """Leave when the site is gone, which may not have had the time to say so."""
        site = os.getppid()
        self.set_interval(ALONE, lambda: None if os.getppid() == site else self.exit(self.view))

    def perform(self, action: Action) -> None:
        """Do what an action says, but for those that would ask for a file."""
        if action.name in EXPORTS:
            self.hand_over()
        elif action.name in SAVES:
            self.change(self.view.saying(tr(NOT_SAVED)))
        else:
            super().perform(action)

    def change(self, view: View) -> None:
        """Show another view, without what would be written for it."""
        super().change(replace(view, picture=""))

    def hand_over(self) -> None:
        """Have the browser download the screen as a picture."""
        name = f"backstep-step-{self.view.position}.svg"
        told = tr("The screen goes to your downloads: {name}.", name=name)
        if self.is_web:
            picture = StringIO(svg_of(self.view))
            self.deliver_text(picture, save_filename=name, mime_type="image/svg+xml")
        else:
            told = tr("There is no browser to download it.")
        self.change(self.view.saying(told))


def visit(path: Path, theme: str, *, ascii_only: bool) -> Visit:
    """The stepper on a session's passes, opened where it was saved."""
    session = translated(read_session(path))
    index, looked = session.looked or (0, None)
    view = first_view(session.recordings, index, 0, ASCII if ascii_only else UNICODE, theme)
    view = with_keys(view, read_config().settings.keymap)
    view = replace(view, notebook=notebook_of(session.annotations), animated=animated(os.environ))
    if looked is not None:
        view = as_looked(view, looked)
    return Visit(with_mistakes(view), session.plots, untouched)


def main(arguments: Sequence[str] | None = None) -> None:
    """The process of a visitor."""
    reader = argparse.ArgumentParser()
    reader.add_argument("path", type=Path)
    reader.add_argument("--theme", default="dark")
    reader.add_argument("--lang", default="en")
    reader.add_argument("--ascii", action="store_true")
    options = reader.parse_args(arguments)
    use_language(options.lang)
    with collector_resting():
        app = visit(options.path, options.theme, ascii_only=options.ascii)
        app.run()
    if app.failure is not None:
        raise app.failure
