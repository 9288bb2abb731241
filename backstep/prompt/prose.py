"""The prose of a lecture on a terminal: paragraphs in its width, all else as it stands."""

from __future__ import annotations

import re
import sys

from backstep.prompt.tables import in_lines
from backstep.prompt.terminal import width_of
from backstep.recording.visible import visible

FENCES = ("```", "~~~")
ITEM = re.compile(r"(?:[-*+]|\d{1,2}[.)]) +")
STRESSED = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*]+)\*\*")  # and not x**2


def in_paragraphs(text: str) -> str:
    """Prose as it is written to standard output: folded where that is a terminal."""
    width = width_of(sys.stdout)
    if width is None:
        return visible(text)
    return "\n".join(part for line in flowed(text).split("\n") for part in _folded(line, width))


def _folded(line: str, width: int) -> list[str]:
    """One line in a width; what an item of a list goes on with stands below its beginning."""
    sign = ITEM.match(line)
    hang = len(sign[0]) if sign else 0
    parts = in_lines(line[hang:].split(" "), width - hang) or [""]
    return [f"{line[:hang] if i == 0 else ' ' * hang}{part}" for i, part in enumerate(parts)]


def flowed(text: str) -> str:
    """Prose with each paragraph and each item of a list in one line; quotes, tables and code stay
    as they are, and words that are stressed lose their stars.

    >>> flowed("One\\n**line**.\\n\\n- a**2\\n  is\\n- b**2")
    'One line.\\n\\n- a**2 is\\n- b**2'
    """
    paragraphs: list[str] = []
    fenced = False
    for paragraph in STRESSED.sub(r"\1", visible(text)).split("\n\n"):
        lines = paragraph.split("\n")
        begun = fenced
        for line in lines:
            fenced ^= line.lstrip(" ").startswith(FENCES)
        kept = any(line[:1] in ">|#" or line.startswith("    ") for line in lines if line)
        paragraphs.append(paragraph if begun or fenced or kept else _joined(lines))
    return "\n\n".join(paragraphs)


def _joined(lines: list[str]) -> str:
    """A paragraph in one line, or in one for each item of its list."""
    parts: list[str] = []
    for line in lines:
        if parts and not ITEM.match(line):
            parts[-1] += f" {line.strip(' ')}"
        else:
            parts.append(line)
    return "\n".join(parts)
