"""What a frame writes to the terminal: the cells that have changed, and no code twice.

Textual writes a changed line from its beginning, and every run of it with all its colours. Over ssh
a step then takes tens of kilobytes. Here a line is held against what stood there before, and of its
looks only what differs from the cell written last is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from backstep.stepper.text import Line, width_of

CLOSE = 5  # cells between two spans, up to which writing them is no longer than to jump over them
ATTRIBUTES = frozenset({"21", "51", "52", "53"})  # of two digits
SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})  # underlines, reverse, strike, overline
SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}


def changed_spans(before: Line, after: Line) -> list[tuple[int, int]]:
    """From where to where, in cells, two lines of one width differ; near ones are joined.

    From the first run that differs all is one span where a character there does not take one cell:
    half of one cannot be written.
    """
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = width_of(before[:same])
    old, new = _cells(before[same:]), _cells(after[same:])
    if old is None or new is None or len(old[0]) != len(new[0]):
        return [(start, start + max(width_of(before[same:]), width_of(after[same:])))]
    spans: list[tuple[int, int]] = []
    for x, cell in enumerate(zip(*old, *new, strict=True), start):
        if cell[0] == cell[2] and cell[1] == cell[3]:
            continue
        if spans and x - spans[-1][1] <= CLOSE:
            spans[-1] = (spans[-1][0], x + 1)
        else:
            spans.append((x, x + 1))
    return spans


def _cells(line: Line) -> tuple[str, list[str]] | None:
    """The character and the role of each cell; None where a character does not take one."""
    text = "".join(run.text for run in line)
    if not text.isascii() and not all(map(_is_single, set(text))):
        return None
    roles: list[str] = []
    for run in line:
        roles += [run.role] * len(run.text)
    return text, roles


@lru_cache(maxsize=4096)
def _is_single(character: str) -> bool:
    return cell_len(character) == 1


PLAIN = Style.null()


class Look(NamedTuple):
    """A style as a terminal is told it: attributes, foreground, background, as their codes."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""

    def on_blanks(self, now: Look) -> Look:
        """A look that is the same on blanks, and as near as can be to the one that is on now."""
        seen = self.attributes & SEEN_ON_BLANKS
        if seen:
            return self
        attributes = now.attributes - SEEN_ON_BLANKS
        return Look(attributes, now.foreground, self.background)


@lru_cache(maxsize=4096)
def look_of(style: Style, system: ColorSystem) -> Look:
    """The codes of a style, each where it belongs."""
    told, closed, _ = style.render(" ", color_system=system).removeprefix("\x1b[").partition("m")
    codes = iter(told.split(";") if closed else ())
    attributes, grounds = set(), {"3": "", "4": ""}
    for code in codes:
        if code in ("38", "48"):  # 5;n or 2;r;g;b follow
            kind = next(codes)
            parts = [next(codes) for _ in range(1 if kind == "5" else 3)]
            grounds[code[0]] = ";".join((code, kind, *parts))
        elif len(code) == 1 or code in ATTRIBUTES:
            attributes.add(code)
        else:
            grounds["3" if code[0] in "39" else "4"] = code
    return Look(frozenset(attributes), grounds["3"], grounds["4"])


@lru_cache(maxsize=65536)
def change_of(now: Look, to: Look) -> str:
    """The code that makes one look of another; empty where they are alike."""
    if not any(to):
        return "\x1b[0m" if any(now) else ""
    dropped = now.attributes - to.attributes
    off = {OFF.get(code, "0") for code in dropped}
    if "0" in off:
        now, off = Look(), {"0"}
    kept = {code for code in now.attributes if OFF.get(code) not in off}
    codes = [*sorted(off), *sorted(to.attributes - kept)]
    if to.foreground != now.foreground:
        codes.append(to.foreground or "39")
    if to.background != now.background:
        codes.append(to.background or "49")
    return f"\x1b[{';'.join(codes)}m" if codes else ""


class Placed(NamedTuple):
    """A strip and the cell that it begins at."""

    x: int
    y: int
    strip: Strip


class Frame(CompositorUpdate):
    """Strips written at their places, with only as many codes as tell them apart."""

    def __init__(self, placed: list[Placed]) -> None:
        self.placed = placed
        self.coloured = True  # without, only attributes are told, also of widgets of Textual's
        self.written = False

    def shows(self, other: Frame | None) -> bool:
        """Whether another frame has written the same already."""
        return other is not None and other.written and self.placed == other.placed

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The same, where something else than a terminal asks."""
        for each in self.placed:
            yield from each.strip

    def render_segments(self, console: Console) -> str:
        """The codes and the text, one after the other."""
        self.written = True
        system = SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        parts: list[str] = []
        now, at = Look(), (-1, -1)
        looks: dict[int, Look] = {}  # by the style's id: its hash takes longer than all the rest
        for x, y, strip in self.placed:
            if at != (x, y):
                forward = at[1] == y and x > at[0]
                parts.append(f"\x1b[{x - at[0]}C" if forward else f"\x1b[{y + 1};{x + 1}H")
            for segment in strip:
                text, style, _ = segment
                if style is None:
                    style = PLAIN
                look = looks.get(id(style))
                if look is None:
                    look = look_of(style, system)
                    look = looks[id(style)] = look if self.coloured else Look(look.attributes)
                if look is not now and text.isspace():
                    look = look.on_blanks(now)
                if look is not now:
                    parts.append(change_of(now, look))
                parts.append(text)
                now = look
            at = (x + strip.cell_length, y)
        return "".join([*parts, change_of(now, Look())])


def frame_of(update: RenderableType | None) -> Frame | None:
    """An update of Textual's as a Frame; None for what is none."""
    if isinstance(update, ChopsUpdate):
        return Frame(list(_chopped(update)))
    if isinstance(update, LayoutUpdate):
        return Frame(list(_laid_out(update)))
    return None


def _chopped(update: ChopsUpdate) -> Iterator[Placed]:
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            left, right = max(first, x), min(last, end)
            if strip is not None and left < right:
                yield Placed(left, y, strip.crop(left - x, right - x))


def _laid_out(update: LayoutUpdate) -> Iterator[Placed]:
    for y, strips in enumerate(update.strips, update.region.y):
        yield Placed(update.region.x, y, Strip.join(strips))
