"""Python text read as a tree, whoever wrote it."""

from __future__ import annotations

import ast
import warnings

UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def module_of(text: str) -> ast.Module:
    """The statements of a text. Raises one of UNPARSABLE where it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python would print what it finds odd in a stranger's text
        return ast.parse(text)


def expression_of(text: str) -> ast.Expression:
    """An expression alone. Raises one of UNPARSABLE where the text is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval")
