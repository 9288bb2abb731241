"""A person's sessions as a table or as JSON, and the question which of them goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from backstep.engine.errors import BackstepError
from backstep.messages import later, tr, trn
from backstep.prompt.tables import cells as width_of_text
from backstep.prompt.tables import cut, table
from backstep.prompt.terminal import complain, width_of
from backstep.recording.visible import one_line
from backstep.session.listing import Listed, own_sessions, resumable
from backstep.session.places import sessions_folder

MOST_OFFERED = 9
LONGEST_TITLE = 40
SHORTEST_TITLE = 12
LONGEST_NAME = 24
WIDE = 100  # columns from which there is room for the time of the last change
CUT_OFF, OPEN, OURS = later("cut off"), later("open"), later("this one")


class NoSession(BackstepError):
    """There is no session to go on with, or none was chosen."""


def list_sessions(*, as_json: bool = False) -> int:
    """Print the sessions of the data folder; 0, whatever is in it."""
    found = own_sessions()
    if as_json:
        for one in found:
            print(json.dumps(event(one), separators=(",", ":"), ensure_ascii=True))
        return 0
    print("\n".join(listing(found, width_of(sys.stdout))))
    return 0


def event(one: Listed) -> dict[str, Any]:
    """A session as one JSON object; of one that cannot be read, its file and the reason."""
    told: dict[str, Any] = {
        "event": "session",
        "name": one.name,
        "file": str(one.path),
        "written": _when(one).isoformat(timespec="seconds"),
        "size": one.size,
    }
    if one.wrong:
        return told | {"error": one.wrong}
    return told | {
        "title": one.title,
        "cells": one.cells,
        "passes": one.passes,
        "torn": one.torn,
        "unfinished": one.unfinished,
        "locked": one.locked,
    }


def listing(
    found: Sequence[Listed], width: int | None, most: int | None = None, ours: Path | None = None
) -> list[str]:
    """The lines that tell of sessions, the newest first; `ours` is the one that is under way.

    Those in which no cell has run are not listed, only counted.
    """
    told = [one for one in found if one.cells or one.wrong]
    if not told:
        place = sessions_folder()
        return [tr("no sessions yet: what is typed at the prompt is kept in {place}", place=place)]
    lines = rows_of(told[:most], width, ours)
    if most is not None and len(told) > most:
        more = f"{len(told) - most:,}"
        lines.append(tr("and {more} more: backstep sessions lists them all", more=more))
    return lines


def rows_of(
    found: Sequence[Listed], width: int | None, ours: Path | None = None, *, numbered: bool = False
) -> list[str]:
    """A table with a line for each session, in which a broken one is a line with its reason."""
    whole = [one for one in found if not one.wrong]
    room = _room_for_titles(whole, width, numbered)
    wide = width is None or width >= WIDE
    rows = [_row(one, room, ours, wide=wide) for one in whole]
    written = [tr("written")] if wide else []
    heads = (tr("session"), *written, tr("title"), tr("cells"), tr("passes"), tr("size"), "")
    rows.insert(0, heads)
    counts = range(2 + wide, 5 + wide)
    sizes = [max(width_of_text(row[i]) for row in rows) for i in counts]
    for k, row in enumerate(rows):
        right = [_to_the_right(row[i], size) for i, size in zip(counts, sizes, strict=True)]
        rows[k] = (*row[: counts.start], *right, *row[counts.stop :])
    made = iter(table(rows))
    head = next(made)
    lines = [head] if whole else []
    first = max(width_of_text(row[0]) for row in rows)  # where the second column begins
    for one in found:
        name = _named(one)
        reason = f"{name}{' ' * (first - width_of_text(name))}  {one_line(one.wrong)}"
        line = reason if one.wrong else next(made)
        lines.append(line if width is None else cut(line, width - 4 * numbered))
    if numbered:
        return [f"    {lines[0]}", *(f"{k:>2}  {line}" for k, line in enumerate(lines[1:], 1))]
    return lines


def _room_for_titles(found: Sequence[Listed], width: int | None, numbered: bool) -> int:
    if width is None:
        return LONGEST_TITLE
    names = max((width_of_text(_named(one)) for one in found), default=0)
    heads = f"    {tr('cells')}  {tr('passes')}  999.9 kB  {tr(CUT_OFF)}"
    rest = width_of_text(heads) + 4 * numbered
    rest += len("  2026-11-21 13:55") if width >= WIDE else 0
    return max(SHORTEST_TITLE, min(LONGEST_TITLE, width - names - rest))


def _row(one: Listed, room: int, ours: Path | None, *, wide: bool) -> tuple[str, ...]:
    written = [_when(one).strftime("%Y-%m-%d %H:%M")] if wide else []
    counts = (f"{one.cells:,}", f"{one.passes:,}", sized(one.size))
    return _named(one), *written, cut(titled(one), room), *counts, _flag(one, ours)


def _named(one: Listed) -> str:
    """Its name; of a long path the end, which tells more."""
    name = one_line(one.name)
    if width_of_text(name) <= LONGEST_NAME:
        return name
    while width_of_text(name) > LONGEST_NAME - 3:
        name = name[1:]
    return f"...{name}"


def titled(one: Listed) -> str:
    """Its title, or else the line that it begins with."""
    if one.title.strip():
        return one_line(one.title.strip())
    lines = [line for line in one.source.split("\n") if line.strip()]
    return one_line(lines[0].strip()) if lines else ""


def _flag(one: Listed, ours: Path | None) -> str:
    if ours is not None and one.path.name == ours.name and one.locked:
        return tr(OURS)
    if one.locked:
        return tr(OPEN)
    return tr(CUT_OFF) if one.torn or one.unfinished else ""


def _to_the_right(text: str, size: int) -> str:
    return " " * (size - width_of_text(text)) + text


def _when(one: Listed) -> datetime:
    return datetime.fromtimestamp(one.written).astimezone()


def sized(count: int) -> str:
    """A number of bytes in a few characters.

    >>> sized(512), sized(7433), sized(25_205_000)
    ('512 B', '7.3 kB', '24.0 MB')
    """
    if count < 1024:
        return f"{count} B"
    size, unit = (count / 1024, "kB") if count < 1 << 20 else (count / (1 << 20), "MB")
    return f"{size:.1f} {unit}"


def chosen() -> Path:
    """The session that goes on: one of the last, as the person says; without a terminal the newest.

    Raises NoSession where there is none, or none is wanted.
    """
    found = list(resumable(own_sessions()))
    if not found:
        place = sessions_folder()
        raise NoSession(tr("there is no session to go on with in {place}", place=place))
    if not sys.stdin.isatty():
        newest = found[0]
        told = trn(
            "resuming the last session, {name}: {title} ({n} cell)",
            "resuming the last session, {name}: {title} ({n} cells)",
            newest.cells,
            name=_named(newest),
            title=titled(newest),
        )
        complain(told)
        return newest.path
    offered = found[:MOST_OFFERED]
    print("\n".join(rows_of(offered, width_of(sys.stdout), numbered=True)))
    if len(found) > len(offered):
        more = f"{len(found) - len(offered):,}"
        told = tr("and {more} more: backstep sessions lists them; resume NAME takes one", more=more)
        print(f"    {told}")
    return offered[_answer(len(offered)) - 1].path


def _answer(most: int) -> int:
    """Which one the person wants, counted from 1. Raises NoSession where it is none."""
    which = tr("Which one goes on, 1 to {most}? Enter: 1; q: none", most=most)
    if most == 1:
        which = tr("Enter goes on with it; q: none")
    while True:
        try:
            answer = input(f"{which} ").strip().lower()
        except EOFError:
            print()
            answer = "q"
        if answer in ("", "1"):
            return 1
        if answer in ("q", "n", "no", "none", "0"):
            raise NoSession(tr("nothing was resumed"))
        if answer.isascii() and answer.isdigit() and len(answer) < 3 and int(answer) <= most:
            return int(answer)
        said = one_line(answer[:20])
        print(tr("{said} is none of them: write a number from 1 to {most}", said=said, most=most))
