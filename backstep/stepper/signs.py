"""The signs that carry every state without colour, in Unicode and in ASCII."""

from __future__ import annotations

from dataclasses import dataclass


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
    added: str  # beside a variable in the graph, apart from the wires
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
    added="+",
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
    freed="0",
    trouble="!",
    differs="x",
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
    added="*",
    dots="o=*0#",
    strip=".q>-=",
    sides=("^", "v"),
)
