"""Text formatting within bounds: widths are limited, fields name values only."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from backstep.engine.variable import Variable
from backstep.language.errors import LimitError, NotAvailable

WIDEST = 10_000
LONGEST_REPR = 2000
MOST_LINES = 40


def check_spec(spec: str) -> None:
    """Refuse a width or precision beyond the limit."""
    for digits in re.findall(r"\d+", spec):
        if len(digits) > 6 or int(digits) > WIDEST:
            raise LimitError(f"a width of {digits} is more than the {WIDEST} allowed")


def formatted(value: Any, spec: str) -> str:
    """`format(value, spec)` within bounds; a 0-d Variable formats as its number."""
    check_spec(spec)
    if isinstance(value, Variable) and value.data is not None and value.size == 1 and spec:
        value = value.data.item()
    return format(value, spec)


class _Fields(string.Formatter):
    """`str.format` whose fields are plain names and numbers, without a way into objects."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if "." in field_name or "[" in field_name:
            raise NotAvailable("only plain fields like {} and {name} are available in format here")
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        return formatted(value, format_spec)


def safe_format(template: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> str:
    """`template.format(*args, **options)`."""
    return _Fields().vformat(template, args, options)


def percent(template: str, values: Any) -> str:
    """`template % values` within bounds."""
    check_spec(template)
    if "*" in template:
        raise NotAvailable("a * width is not available in % formatting here")
    return template % values


def bounded_repr(value: object) -> str:
    """repr in at most 2000 characters and 40 lines."""
    try:
        text = repr(value)
    except RecursionError:
        return "<nested too deeply to show>"
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        text = "\n".join([*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} more lines"])
    return text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + "..."
