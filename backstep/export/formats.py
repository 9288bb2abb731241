"""The formats that there are: ONE entry here makes a new export.

Nothing heavy is imported: the command line reads this for its help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from backstep.messages import later, tr, trn

if TYPE_CHECKING:
    from backstep.export.subject import Subject
    from backstep.export.wanted import Wanted

Make: TypeAlias = "Callable[[Subject, Wanted], str]"


def _nothing(subject: Subject, wanted: Wanted) -> str:
    return ""


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, a few words on what it is, and the function that makes
    its text.

    `also` are other endings for the same. `left_out` says what of the subject is not in it, empty
    where all is; it is told once the file is written. A `single` format holds one pass.
    """

    ending: str
    does: str
    make: Make
    also: tuple[str, ...] = ()
    left_out: Make = _nothing
    single: bool = False

    @property
    def told(self) -> str:
        """What it is, in the language in use."""
        return tr(self.does)


def _markdown(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.markdown import markdown

    return markdown(subject, wanted)


def _no_part_of_a_lecture(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.markdown import left_out

    return left_out(subject)


def _jsonl(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.jsonl import jsonl

    return jsonl(subject, wanted)


def _cast(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.cast import as_cast

    return as_cast(subject, wanted)


def _no_frame_of_a_cast(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.cast import left_out

    return left_out(subject, wanted)


def _dot(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.dot import dot

    return dot(subject, wanted)


def _mermaid(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.mermaid import mermaid

    return mermaid(subject, wanted)


def _svg(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.svg import svg

    return svg(subject, wanted)


def _text(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.screen import text

    return text(subject, wanted)


def _html(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.html import html_of

    return html_of(subject, wanted)


def _no_room_on_a_page(subject: Subject, wanted: Wanted) -> str:
    from backstep.export.html.choosing import left_out

    return left_out(subject, wanted)


# The order is that of help.
FORMATS: tuple[Format, ...] = (
    Format(
        ".md",
        later("handout and lecture"),
        _markdown,
        also=(".markdown",),
        left_out=_no_part_of_a_lecture,
    ),
    Format(".html", later("the stepper in a browser"), _html, left_out=_no_room_on_a_page),
    Format(
        ".cast",
        later("the stepping, for asciinema"),
        _cast,
        left_out=_no_frame_of_a_cast,
        single=True,
    ),
    Format(".svg", later("screen or graph"), _svg, single=True),
    Format(".txt", later("screen as text"), _text, single=True),
    Format(".dot", later("graph for Graphviz"), _dot, (".gv",), single=True),
    Format(".mmd", later("graph for Mermaid"), _mermaid, (".mermaid",), single=True),
    Format(".jsonl", later("the recording"), _jsonl),
)


def told_left_out(form: Format, subject: Subject, wanted: Wanted) -> str:
    """What of a subject is not in an export, empty where all is."""
    parts = [part for part in (form.left_out(subject, wanted),) if part]
    others = len(subject.recordings) - 1
    if form.single and others > 0 and not wanted.alone:
        told = trn("{n} other backward pass", "{n} other backward passes", others)
        told = tr("{passes} (--pass {number} writes the last)", passes=told, number=others + 1)
        parts.append(told)
    return "; ".join(parts)


def endings() -> tuple[str, ...]:
    """The ending of each format."""
    return tuple(each.ending for each in FORMATS)


def format_of(name: str) -> Format | None:
    """The format of a file, by the ending of its name; None for one that there is not.

    >>> format_of("talk.MD").ending, format_of("talk.pdf")
    ('.md', None)
    """
    return format_named(PurePath(name).suffix)


def format_named(ending: str) -> Format | None:
    """The format of an ending, with or without its dot; None for one that there is not."""
    wanted = f".{ending.lower().removeprefix('.')}"
    return next((each for each in FORMATS if wanted in (each.ending, *each.also)), None)


def unknown(name: str) -> str:
    """The sentence for a name that has no ending of a format."""
    return tr(
        "{name}: the ending says what is written, and must be one of {endings}",
        name=name,
        endings=" ".join(endings()),
    )
