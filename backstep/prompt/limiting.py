"""The flags of the limits that code of strangers is held to, and what a person is told of them.

Nothing is imported here until a limit is needed: every start of backstep reads its flags.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from backstep.messages import later, tr

if TYPE_CHECKING:
    from backstep.session.worker.limits import Limits
    from backstep.session.worker.process import Worker

UNITS = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}
SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([KMG]?B?)", re.IGNORECASE | re.ASCII)
LONGEST = 24 * 3600.0  # seconds
LARGEST = 1 << 40  # bytes, and ticks


def parsed_size(text: str) -> int:
    """A size that a person has written: `256KB`, `1.5 GB`, `1000`. Raises ValueError.

    >>> parsed_size("64MB") == 64 << 20
    True
    """
    found = SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(tr("{text!r} is no size: write one like 256KB, 64MB or 1GB", text=text))
    unit = found[2].upper()
    return _within(int(float(found[1]) * UNITS[unit + "B" if unit in "KMG" else unit]), text)


def parsed_count(text: str) -> int:
    """A number of ticks: `5000000`, `5_000_000`. Raises ValueError."""
    if not re.fullmatch(r"\d[\d_,]{0,15}", text, re.ASCII):
        raise ValueError(tr("{text!r} is no number of ticks: write one like 5000000", text=text))
    return _within(int(re.sub("[_,]", "", text)), text)


def parsed_seconds(text: str) -> float:
    """A time in seconds: `10`, `0.5`, `2s`. Raises ValueError."""
    if not re.fullmatch(r"\d{0,6}(\.\d{1,3})? ?s?", text, re.ASCII) or not re.search(r"\d", text):
        raise ValueError(tr("{text!r} is no time in seconds: write one like 10 or 0.5", text=text))
    seconds = float(text.rstrip("s "))
    if not 0 < seconds <= LONGEST:
        raise ValueError(
            tr(
                "{text}: the time is more than 0 s and at most {most:,.0f} s",
                text=text,
                most=LONGEST,
            )
        )
    return seconds


def _within(number: int, text: str) -> int:
    if not 0 < number <= LARGEST:
        raise ValueError(
            tr("{text}: write a number above 0, and at most {most:,}", text=text, most=LARGEST)
        )
    return number


FLAGS: dict[str, tuple[str, str, Callable[[str], Any], str]] = {
    "time": ("seconds", "SECONDS", parsed_seconds, later("seconds of work (default 10)")),
    "memory": ("memory", "SIZE", parsed_size, later("memory beside backstep's own (default 1GB)")),
    "ticks": ("ticks", "COUNT", parsed_count, later("turns of loops and calls (default 5000000)")),
    "output": ("output", "SIZE", parsed_size, later("what it may print (default 256KB)")),
}


def add_flags(parser: argparse.ArgumentParser, title: str) -> None:
    """Add the four flags to a command."""
    group = parser.add_argument_group(title)
    for name, (_, metavar, parse, told) in FLAGS.items():
        group.add_argument(f"--{name}", metavar=metavar, type=_typed(parse), help=tr(told))


def _typed(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """A parser whose sentence argparse shows, as a message of wrong usage."""

    def parsed(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parsed


def given(options: argparse.Namespace) -> list[str]:
    """The flags that the person has used."""
    return [f"--{name}" for name in FLAGS if getattr(options, name) is not None]


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that the person has chosen."""
    from backstep.session.worker.limits import Limits

    chosen = {field: getattr(options, name, None) for name, (field, *_) in FLAGS.items()}
    return Limits(**{field: value for field, value in chosen.items() if value is not None})


def tell_unenforced(worker: Worker) -> None:
    """Say which limits this system does not keep; the worker tells when it is up."""
    for limit in worker.unenforced:
        told = tr("note: this system does not enforce the limit of {limit}", limit=limit)
        print(told, file=sys.stderr)
