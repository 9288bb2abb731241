"""Tables in plain text: aligned columns, whatever is wide in them, within a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GAP = "  "


def table(rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """The lines of a table; where they are wider than `width`, they end in an ellipsis."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        parts = [text + " " * (w - cells(text)) for text, w in zip(row, widths, strict=True)]
        line = GAP.join(parts).rstrip()
        lines.append(line if width is None else cut(line, width))
    return lines


def table_width(rows: Sequence[Sequence[str]]) -> int:
    """The cells that a table takes."""
    return max(map(cells, table(rows)), default=0)


def cells(text: str) -> int:
    """The cells that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # not needed at start-up

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; three dots say that there was more.

    >>> cut("gradient", 6), cut("grad", 6)
    ('gra...', 'grad')
    """
    if cells(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, max(0, width - 3)).rstrip() + "..."[:width]


def in_lines(words: Iterable[str], width: int, indent: str = "") -> list[str]:
    """Words one after the other, in lines of at most `width` cells beside the indent."""
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > width:
            lines.append(indent + line)
            line = word
        else:
            line = longer
    return [*lines, indent + line] if line else lines
