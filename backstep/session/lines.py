"""Between a record and its line of JSON. A line of a kind that we do not know stays a dict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from backstep.messages import tr
from backstep.session import annotation_records, limits
from backstep.session.errors import SessionError, Unreadable, shown
from backstep.session.records import Back, Cell, Done, Header, Known, Redo, Text, Undo, Unknown


class NotJson(Exception):
    """A line that is no JSON, or is cut off: what a torn last line looks like."""


class _Kind(msgspec.Struct, rename={"of": "pass"}):
    kind: str
    of: Any = None


class _Format(msgspec.Struct):
    kind: str
    format: list[int]


_FORMAT = msgspec.json.Decoder(_Format)
_KIND = msgspec.json.Decoder(_Kind)
_ANY = msgspec.json.Decoder(dict[str, Any])
_KNOWN: dict[str, msgspec.json.Decoder[Any]] = {
    "header": msgspec.json.Decoder(Header),
    "text": msgspec.json.Decoder(Text),
    "cell": msgspec.json.Decoder(Cell),
    "done": msgspec.json.Decoder(Done),
    "back": msgspec.json.Decoder(Back),
    "undo": msgspec.json.Decoder(Undo),
    "redo": msgspec.json.Decoder(Redo),
}
_OF_PASSES = {name: msgspec.json.Decoder(kind) for name, kind in annotation_records.KINDS.items()}


def _decoder(told: _Kind) -> msgspec.json.Decoder[Any]:
    """What decodes a kind of record; that of plots is made for the first of them.

    A note that names no pass is about no position: it is not of a kind that we know.
    """
    if told.kind == "plot" and told.kind not in _KNOWN:
        from backstep.session.plot_records import Plot

        _KNOWN[told.kind] = msgspec.json.Decoder(Plot)
    if told.of is not None and told.kind in _OF_PASSES:
        return _OF_PASSES[told.kind]
    return _KNOWN.get(told.kind, _ANY)


_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<field>.*)`)?", re.DOTALL)


def encoded(record: msgspec.Struct | Unknown) -> bytes:
    """The line for a record, with its newline.

    UTF-8 has no lone surrogates: one is written as the six characters of its escape. Raises
    SessionError for a record that is larger than a reader takes.
    """
    try:
        line = msgspec.json.encode(record)
    except UnicodeEncodeError:
        line = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(record)))
    if len(line) > limits.LINE_BYTES:
        raise SessionError(
            tr(
                "this record would take {size}, and a line of a session takes {most} "
                "at most: record a smaller graph",
                size=limits.megabytes(len(line)),
                most=limits.megabytes(limits.LINE_BYTES),
            )
        )
    return line + b"\n"


def decoded(line: bytes) -> Known | Unknown:
    """The record of a line.

    Raises NotJson for what is no JSON, Unreadable for what is JSON and still cannot be.
    """
    try:
        told = _KIND.decode(line)
        if told.kind != "back":  # long, and its own fields already hold it to the limits
            _check_limits(line)
        record: Known | Unknown = _decoder(told).decode(line)
    except msgspec.ValidationError as error:
        raise _unreadable(error) if _is_whole(line) else NotJson(shown(error)) from None
    except RecursionError:
        raise _too_deep() from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJson(shown(error)) from None
    return record


def _is_whole(line: bytes) -> bool:
    """Whether a line in which a field is wrong is JSON up to its end."""
    try:
        msgspec.json.decode(line)
    except (msgspec.ValidationError, RecursionError):  # a number beyond any float; too deep
        return True
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def told_format(line: bytes) -> list[int] | None:
    """The format that a header tells, whatever else is in it; None when it is no header."""
    try:
        told = _FORMAT.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return told.format if told.kind == "header" else None


def values_in(line: bytes) -> int:
    """How many values a line of JSON holds at most: what it costs in memory, told quickly."""
    return 1 + line.count(b",") + line.count(b"[") + line.count(b"{")


def check_integer(field: str, number: int) -> None:
    """Refuse an integer that most readers of JSON could not hold."""
    if not limits.SMALLEST_INTEGER <= number <= limits.LARGEST_INTEGER:
        raise Unreadable(field, tr("an integer beyond 64 bits"))


def _check_limits(line: bytes) -> None:
    """Hold a whole line to the limits of depth and integers; a loop, since recursion has an end."""
    if line.count(b"[") + line.count(b"{") <= limits.DEPTH and not _LONG_NUMBER.search(line):
        return
    level: list[Any] = [msgspec.json.decode(line)]
    for _ in range(limits.DEPTH):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    if any(isinstance(item, (dict, list)) for item in level):
        raise _too_deep()


def _inside(item: Any) -> Iterator[Any]:
    if isinstance(item, dict):
        yield from item.values()
    elif isinstance(item, list):
        yield from item
    elif isinstance(item, int):
        check_integer("", item)


def _too_deep() -> Unreadable:
    return Unreadable("", tr("nested deeper than {most} levels", most=limits.DEPTH))


def _unreadable(error: msgspec.ValidationError) -> Unreadable:
    match = _PLACE.fullmatch(str(error))
    assert match is not None  # the pattern takes any text
    what = match["what"].replace("`", "")
    field = (match["field"] or "").replace("[...]", "")  # which key of a mapping, it does not say
    return Unreadable(field, shown(what[:1].lower() + what[1:]))


def _without_surrogates(x: Any) -> Any:
    if isinstance(x, str):
        return x.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(x, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        return [_without_surrogates(item) for item in x]
    return x
