"""The signs that carry every state without colour, in Unicode and in ASCII."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from backstep.messages import later

# Terminals whose fonts have not all of the signs, whatever the locale says.
FEW_SIGNS = ("linux", "ansi", "cons25", "sun", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420")
COERCED = "C.UTF-8"  # what Python makes of a C locale

STATES = (later("paused"), later("playing"))


@dataclass(frozen=True)
class Signs:
    """One set of signs; the names say what each stands for."""

    current: tuple[str, str]
    here: str
    pointed: tuple[str, str]
    recent: str
    done: str
    freed: str
    trouble: str
    differs: str
    wrong: str
    arrow: str
    back: tuple[str, str]  # which way a gradient runs in a drawing: to the left, or up
    pop_end: str
    paused: str
    playing: str
    cut: str
    ellipsis: str
    corners: tuple[str, str, str, str]
    horizontal: str
    vertical: str
    track: tuple[str, str, str, str, str, str]  # ends, line, pop, this pop, position
    blocks: str
    mark: tuple[str, str]  # bare, with a note
    shades: str  # from nothing to full
    chosen: tuple[str, str]  # around what is inspected
    added: str  # beside a variable in the graph
    port: str  # below a function's name, where another of its wires comes in
    dots: str  # a variable without gradient, set, added, freed; a function that waits
    strip: str  # of an overview: waiting, in the queue, the current one, some done, all done
    sides: tuple[str, str]  # above and below


UNICODE = Signs(
    current=("▶", "◀"),
    here="▶",
    pointed=("»", "«"),
    recent="·",
    done="✓",
    freed="∅",
    trouble="!",
    differs="≠",
    wrong="✗",
    arrow="→",
    back=("◀", "▲"),
    pop_end="◀── pop()",
    paused="‖ paused",
    playing="▶ playing",
    cut="⋯",
    ellipsis="…",
    corners=("┌", "┐", "└", "┘"),
    horizontal="─",
    vertical="│",
    track=("├", "┤", "─", "┼", "◆", "●"),
    blocks="▁▂▃▄▅▆▇█",
    mark=("▽", "▼"),
    shades="·░▒▓█",
    chosen=("«", "»"),
    added="+=",
    port="╯",
    dots="○●⊕∅□",
    strip="·q▶╌━",
    sides=("↑", "↓"),
)

ASCII = Signs(
    current=(">", "<"),
    here=">",
    pointed=("{", "}"),
    recent=".",
    done="v",
    freed="/",
    trouble="!",
    differs="!=",
    wrong="X",
    arrow="->",
    back=("<", "^"),
    pop_end="<-- pop()",
    paused="|| paused",
    playing="> playing",
    cut="...",
    ellipsis="~",
    corners=("+", "+", "+", "+"),
    horizontal="-",
    vertical="|",
    track=("|", "|", "-", "+", "#", "@"),
    blocks="_.-=*#",
    mark=("m", "M"),
    shades=".:=*#",
    chosen=("{", "}"),
    added="+=",
    port="^",
    dots="o=*0#",
    strip=".q>-=",
    sides=("^", "v"),
)


def knows_unicode(environ: Mapping[str, str] = os.environ, encoding: str | None = None) -> bool:
    """Whether a terminal shows the Unicode signs: by its name, the locale, the encoding.

    A locale that nobody has set says nothing: containers have none, in terminals that know Unicode.

    >>> knows_unicode({"TERM": "xterm", "LANG": "de_AT.UTF-8"}, "utf-8")
    True
    >>> [knows_unicode({"LC_ALL": name}, "utf-8") for name in ("C", "de_AT.ISO-8859-1")]
    [False, False]
    """
    encoding = encoding or getattr(sys.__stderr__, "encoding", None) or "ascii"
    if not _is_utf8(encoding) or environ.get("TERM", "").split("-")[0] in FEW_SIGNS:
        return False
    character = environ.get("LC_CTYPE", "")
    if sys.flags.utf8_mode and character == COERCED:
        character = ""
    locale = environ.get("LC_ALL") or character or environ.get("LANG") or ""
    named = "." in locale or locale in ("C", "POSIX")
    return not named or _is_utf8(locale.partition(".")[2])


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").startswith("utf8")
