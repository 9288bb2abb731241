"""The program beside a pass: its cells, and which piece of their text made each function."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from backstep.export.subject import ProgramCell
from backstep.recording.records import Recording
from backstep.recording.visible import visible

Span: TypeAlias = tuple[int, int, int]  # the cell, by its place, and the first and last character
MOST_FOUND = 40
CALL = re.compile(r"\.backward\s*\(")


class Program:
    """The cells of a subject, as far as they are known, and what one of their passes has of them.

    `texts` are what is shown of each; spans are places in these.
    """

    def __init__(self, cells: Sequence[ProgramCell], index: int) -> None:
        self.texts = [visible(cell.source) for cell in cells]
        self._at = next((i for i, cell in enumerate(cells) if index in cell.passes), None)
        self._nth = 0 if self._at is None else cells[self._at].passes.index(index)

    @property
    def cell(self) -> int | None:
        """The place of the cell that the pass ran in."""
        return self._at

    def spans(self, recording: Recording) -> dict[str, object]:
        """Where the text of each function stands, and the call of backward.

        A text that stands there several times is told apart by the order of the calls, where that
        can be; else all of its places are given.
        """
        if self._at is None:
            return {}
        by_source: defaultdict[str, list[int]] = defaultdict(list)
        for i, f in enumerate(recording.functions):
            if f.source and f.order == 1:
                by_source[f.source].append(i)
        found: dict[int, list[Span]] = {}
        for source, functions in by_source.items():
            places = self._places(source)
            for n, function in enumerate(functions):
                if places and len(functions) % len(places) == 0:
                    found[function] = [places[n % len(places)]]
                elif places:
                    found[function] = places
        text = self.texts[self._at]
        calls = [_span(self._at, text, match) for match in CALL.finditer(text)]
        call = calls[self._nth % len(calls) :][:1] if calls else []
        return {"functions": found, "call": call}

    def _places(self, source: str) -> list[Span]:
        """Where a text stands in the nearest cell, from the one of the pass back."""
        assert self._at is not None
        pattern = re.compile(rf"(?<![\w.]){re.escape(visible(source))}(?!\w)")
        for i in range(self._at, -1, -1):
            found = [_span(i, self.texts[i], match) for match in pattern.finditer(self.texts[i])]
            if found:
                return found[:MOST_FOUND]
        return []


def _span(cell: int, text: str, match: re.Match[str]) -> Span:
    """A match as the player counts: in units of UTF-16."""
    return cell, _units(text[: match.start()]), _units(text[: match.end()])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
