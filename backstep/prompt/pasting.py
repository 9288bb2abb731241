"""What is pasted, made what its author meant: line ends, prompts, tabs, an indent of its own."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings

RETURNS = r"\r+"
LEADING = r"(?m)^[ \t]+"


def pasted(text: str) -> str:
    """A pasted program as it is to be run.

    >>> pasted("    >>> x = 1\\r\\n    >>> for i in x:\\r\\n    ...     print(i)\\r\\n")
    'x = 1\\nfor i in x:\\n    print(i)'
    >>> pasted("    if x:\\n        y\\n    z")
    'if x:\\n    y\\nz'
    """
    from backstep.language import without_prompts  # loaded behind the first prompt

    code = without_prompts(textwrap.dedent(_one_line_end(text)))
    return _first_line_aligned(_spaces(textwrap.dedent(code)))


def pasted_into(text: str, line: str) -> str:
    """A pasted piece where something stands already; in an indented line its lines follow that.

    >>> pasted_into("a = 1\\n    b = 2\\n", "    ")
    'a = 1\\n    b = 2\\n    '
    """
    if line.strip() or not line or "\n" not in _one_line_end(text):
        return _one_line_end(text)
    return pasted(text).replace("\n", "\n" + line)


def _one_line_end(text: str) -> str:
    r"""Lines that end in a newline. Terminals make a return of a newline, and so two of \r\n.

    >>> _one_line_end("a\r\rb\r\r\r\rc\r\r"), _one_line_end("a\r\r\rb\rc")
    ('a\nb\n\nc\n', 'a\n\n\nb\nc')
    """
    runs = re.findall(RETURNS, text)
    if "\n" not in text and len(runs) > 2 and all(len(run) % 2 == 0 for run in runs):
        text = text.replace("\r\r", "\r")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _spaces(text: str) -> str:
    """Indents of tabs made spaces, as everything that is typed here has; texts keep their tabs."""
    if "\t" not in text:
        return text
    indents = re.findall(LEADING, text)
    size = 4 if all(not indent.strip("\t") for indent in indents) else 8
    spaced = re.sub(LEADING, lambda found: found[0].expandtabs(size), text)
    before, after = _tree(text), _tree(spaced)
    return spaced if before is None or before == after else text


def _first_line_aligned(text: str) -> str:
    """Where the first line was copied without its indent, the others lose theirs."""
    first, newline, rest = text.partition("\n")
    if not newline or _tree(text) is not None:
        return text
    aligned = f"{first}\n{textwrap.dedent(rest)}"
    return aligned if _tree(aligned) is not None else text


def _tree(text: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
