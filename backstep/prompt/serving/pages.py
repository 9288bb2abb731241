"""The pages of the site, which fetch nothing from elsewhere: the list of lessons, a terminal.

textual-serve has a page of its own, which asks for a font from another site; its script, its style
sheet and its font are used here, all from this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from backstep.messages import language, tr

FOLDER = Path(__file__).parent / "page"
# The terminal's own code sets styles as it draws.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


class Entry(NamedTuple):
    """One line of the list."""

    number: int
    name: str
    title: str


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


def _filled(page: str, markup: str = "", /, **words: str | int) -> str:
    """A page with its words, each of them text, around what is markup already."""
    told = {key: escape(str(word)) for key, word in words.items()}
    return _template(page).substitute(told, markup=markup)


def list_page(entries: Sequence[Entry], base: str = "") -> str:
    """The lessons, each a link to its stepper."""
    rows = [
        _filled("row", base=base, number=each.number, name=each.name, title=each.title)
        for each in entries
    ]
    return _filled(
        "list",
        "".join(rows),
        language=language(),
        title=tr("backstep: the lessons"),
        told=tr("Each opens the stepper on what was recorded. In it, ? shows the keys."),
        base=base,
    )


def terminal_page(
    title: str, *, base: str, socket: str, colours: tuple[str, str], listed: bool, size: int
) -> str:
    """A stepper: `socket` is where its process is reached, `colours` the ground and the text."""
    links = [("", tr("Open it again")), *([(f"{base}/", tr("All lessons"))] if listed else [])]
    ways = [f'<a href="{escape(href)}">{escape(word)}</a>' for href, word in links]
    return _filled(
        "terminal",
        " ".join(ways),
        language=language(),
        title=title,
        base=base,
        socket=socket,
        ground=colours[0],
        text=colours[1],
        size=size,
        opening=tr("The stepper is coming up."),
        ended=tr("The stepper has ended."),
    )
