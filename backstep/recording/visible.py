"""Text of strangers made harmless: what a program or a file says, on its way to a terminal."""

from __future__ import annotations

import unicodedata

LONGEST = 500


def visible(text: str) -> str:
    """The text with control, bidi and lone surrogate characters written out.

    Newline and tab stay. What a session or a program says goes through here on its way to a
    terminal.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(c if _harmless(c) else _written_out(c) for c in text)


def one_line(text: str) -> str:
    """The same on one line and of bearable length: a label, a source text, a message.

    >>> one_line("a\\nb")
    'a\\\\nb'
    """
    text = visible(text[:LONGEST]).replace("\n", "\\n").replace("\t", "\\t")
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _harmless(c: str) -> bool:
    return c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _written_out(c: str) -> str:
    return c.encode("unicode_escape", "surrogatepass").decode("ascii")
