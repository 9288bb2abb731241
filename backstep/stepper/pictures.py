"""The screen of a view as a file: an SVG picture, or its plain text; whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.segment import Segment, Segments

from backstep.messages import tr
from backstep.messages.system import reason
from backstep.recording.visible import one_line, visible
from backstep.stepper.actions.registry import footer_hints
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import Line, plain
from backstep.stepper.themes import look_of
from backstep.stepper.view import View

NO_XML = re.compile("[\ufffe\uffff]")


def lines_of(view: View) -> list[Line]:
    """The screen without a question in it, and without what was said last."""
    bare = replace(view, entry=None, message="", picture="", playing=False)
    return screen_lines(bare, footer_hints(bare))


def text_of(view: View) -> str:
    """The screen as text."""
    return "".join(f"{plain(line).rstrip()}\n" for line in lines_of(view))


def svg_of(view: View) -> str:
    """The screen as an SVG picture in the view's theme, with nothing in it from elsewhere."""
    look, lines = look_of(view.theme), lines_of(view)
    width, height = view.size
    console = Console(
        width=width,
        height=height,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    rows = [[Segment(_drawn(run.text), look.style(run.role)) for run in line] for line in lines]
    parts = [part for row in rows for part in (*row, Segment.line())]
    console.print(Segments(parts[:-1]), end="")
    svg = console.export_svg(title=_drawn(one_line(view.recording.title)))
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!-- .*? -->", "", svg, count=1)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: monospace")
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def _drawn(text: str) -> str:
    """The text without what XML has no place for."""
    return NO_XML.sub("\ufffd", visible(text))


def written(view: View) -> View:
    """The view after its screen was written to the file that is wanted; a sentence says where, or
    why not."""
    path = Path(view.picture).expanduser()
    done = replace(view, picture="")
    try:
        whole = text_of(view) if path.suffix.lower() == ".txt" else svg_of(view)
        put_beside(path, whole)
    except (OSError, ValueError) as error:
        told = tr(
            "The picture could not be written to {path}: {reason}.", path=path, reason=reason(error)
        )
        return done.saying(told)
    return done.saying(tr("The screen is in {path}.", path=path.absolute()))


def put_beside(path: Path, text: str) -> None:
    """Write a file beside the one that is meant, and then in its place; into what is no file, as
    /dev/null is, and stays there."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    passing = path.parent / f".{secrets.token_hex(6)}.part"
    try:
        passing.write_text(text, encoding="utf-8")
        os.replace(passing, path)
    except BaseException:
        with suppress(OSError):
            passing.unlink()
        raise
