"""The cells that a text takes on a terminal, by the standard library: Korean letters take two."""

from __future__ import annotations


def cells(text: str) -> int:
    """How many cells a text is wide.

    >>> cells("grad"), cells("기울기"), cells("e\u0301")
    (4, 6, 1)
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # English needs neither

    wide = sum(east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(combining(c) != 0 for c in text)


def padded(text: str, width: int) -> str:
    """The text with spaces after it, in at least so many cells.

    >>> padded("입력", 6) + "|"
    '입력  |'
    """
    return text + " " * (width - cells(text))
