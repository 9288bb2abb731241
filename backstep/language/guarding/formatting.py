"""Text formatting within bounds: widths are limited, fields name values only."""

from __future__ import annotations

import re
import reprlib
import string
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from backstep.engine.unfolding import array_characters, extent, nests
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.guarding.bounds import LONGEST_TEXT, check_length, written
from backstep.messages import tr
from backstep.recording.visible import visible

WIDEST = 10_000
LONGEST_PART = 10**6  # characters of one {} in a text
LONGEST_REPR = 2000
MOST_LINES = 40
WIDTHS = re.compile(r"[#0\- +]*[\d*]*(\.[\d*]*)?[hlL]?")  # up to the conversion itself


def check_spec(spec: str) -> None:
    """Refuse a width or precision beyond the limit."""
    for digits in re.findall(r"\d+", spec):
        if len(digits) > 6 or int(digits) > WIDEST:
            raise LimitError(
                tr(
                    "a width of {digits} is more than the {most} allowed",
                    digits=digits,
                    most=WIDEST,
                )
            )


def formatted(value: Any, spec: str = "") -> str:
    """`format(value, spec)` within bounds; a 0-d Variable formats as its number."""
    if spec:
        check_spec(spec)
        if isinstance(value, Variable) and value.data is not None and value.size == 1:
            value = value.data.item()
    text = format(written(value), spec)
    if len(text) > LONGEST_PART:
        raise LimitError(
            tr("a part of {n:,} characters is more than {most:,}", n=len(text), most=LONGEST_PART)
        )
    return text


class _Fields(string.Formatter):
    """`str.format` whose fields are plain names and numbers, without a way into objects."""

    def __init__(self) -> None:
        self.length = 0

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if "." in field_name or "[" in field_name:
            raise NotAvailable(
                tr("only plain fields like {} and {name} are available in format here")
            )
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = formatted(value, format_spec)
        self.length += len(text)
        check_length("format", str, self.length)
        return text


def safe_format(template: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> str:
    """`template.format(*args, **options)`."""
    return _Fields().vformat(template, args, options)


def percent(template: str, values: Any) -> str:
    """`template % values` within bounds."""
    each = 0.0
    for value in values if type(values) is tuple else (values,):
        each = max(each, extent(value).characters if _nests(value) else _length(value))
    if each * template.count("%") > LONGEST_TEXT and each > LONGEST_REPR:
        raise LimitError(tr("%: a text of more than {most:,} characters", most=LONGEST_TEXT))
    at = template.find("%")
    while at >= 0:
        at = _after_key(template, at + 1)
        found = WIDTHS.match(template, at)
        assert found is not None  # every part of it may be empty
        if "*" in found.group():
            raise NotAvailable(tr("a * width is not available in % formatting here"))
        check_spec(found.group())
        at = template.find("%", found.end() + 1)  # the character between is the conversion
    return template % values


def _nests(value: object) -> bool:
    return nests(type(value))


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else 0


def _after_key(template: str, at: int) -> int:
    """Where `(key)` ends, if one stands there; parentheses inside it count."""
    if template[at : at + 1] != "(":
        return at
    depth = 0
    for i in range(at, len(template)):
        depth += {"(": 1, ")": -1}.get(template[i], 0)
        if depth == 0:
            return i + 1
    return len(template)


def session_repr(value: object) -> str:
    """The builtin repr as a session has it: bounded, and an error inside it is the session's."""
    return _bounded(_sampled(value))


def bounded_repr(value: object) -> str:
    """repr in at most 2000 characters and 40 lines, for a terminal.

    An error in a `__repr__` is told instead; Ctrl-C and a stop go on.
    """
    try:
        return visible(_bounded(_sampled(value)))
    except RecursionError:
        return "<nested too deeply to show>"
    except Exception as error:  # a learner's own __repr__ may raise anything
        return f"<{type(value).__name__}: its repr raised {type(error).__name__}>"


class _Abridged(reprlib.Repr):
    """repr of what unfolds to too much: the first items of the first levels."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 5
        self.maxstring = self.maxother = 100

    def repr_instance(self, x: Any, level: int) -> str:
        return f"<{type(x).__name__}>" if _nests(x) else super().repr_instance(x, level)


def _sampled(value: object) -> str:
    """repr, made from the first items only where a container or a text is long."""
    if type(value) is str:
        return repr(value[:LONGEST_REPR])
    if isinstance(value, np.ndarray) and array_characters(value) > LONGEST_TEXT:
        return f"<array of shape {value.shape}>"
    if isinstance(value, (list, tuple)) and len(value) > LONGEST_REPR:
        value = value[:LONGEST_REPR]
    if isinstance(value, dict) and len(value) > LONGEST_REPR:
        value = dict(islice(value.items(), LONGEST_REPR))
    if isinstance(value, (set, frozenset)) and len(value) > LONGEST_REPR:
        value = set(islice(value, LONGEST_REPR))
    if _nests(value) and extent(value).characters > LONGEST_TEXT:
        return _Abridged().repr(value)
    return repr(value)


def _bounded(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        text = "\n".join(
            [*lines[:MOST_LINES], tr("... and {n} more lines", n=len(lines) - MOST_LINES)]
        )
    return text if len(text) <= LONGEST_REPR else text[: LONGEST_REPR - 3] + "..."
