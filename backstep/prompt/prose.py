"""The prose of a lecture on a terminal: paragraphs in its width, all else as it stands."""

from __future__ import annotations

import re
import sys

from backstep.prompt.tables import in_lines
from backstep.prompt.terminal import width_of
from backstep.recording.visible import visible

FENCES = ("```", "~~~")
STRESSED = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*]+)\*\*")  # and not x**2


def in_paragraphs(text: str) -> str:
    """Prose as it is written to standard output: folded where that is a terminal."""
    width = width_of(sys.stdout)
    if width is None:
        return visible(text)
    lines = (in_lines(line.split(" "), width) or [""] for line in flowed(text).split("\n"))
    return "\n".join(part for parts in lines for part in parts)


def flowed(text: str) -> str:
    """Prose with each paragraph in one line; lists, quotes, tables and code stay as they are, and
    words that are stressed lose their stars.

    >>> flowed("One\\n**line**.\\n\\n- a**2\\n- b**2")
    'One line.\\n\\n- a**2\\n- b**2'
    """
    paragraphs: list[str] = []
    fenced = False
    for paragraph in STRESSED.sub(r"\1", visible(text)).split("\n\n"):
        lines = paragraph.split("\n")
        begun = fenced
        for line in lines:
            fenced ^= line.lstrip(" ").startswith(FENCES)
        kept = any(line[:1] in "-*>|`~#" or line.startswith("    ") for line in lines if line)
        paragraphs.append(paragraph if begun or fenced or kept else " ".join(lines))
    return "\n\n".join(paragraphs)
