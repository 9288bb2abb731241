"""What the values of flags may be: each from its text, with a sentence where it is none."""

from __future__ import annotations

import argparse

from backstep.messages import LANGUAGES, spoken, tr

SHORTEST, LONGEST = 0.01, 60.0  # seconds of a step


def size(text: str) -> tuple[int, int]:
    """Columns and rows, `120x40`. Raises ArgumentTypeError for what is no size of a screen."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and len(text) < 10):
        raise argparse.ArgumentTypeError(
            tr("{text!r}: write columns x rows, as in 120x40", text=text)
        )
    if not (20 <= int(width) <= 500 and 8 <= int(height) <= 200):
        raise argparse.ArgumentTypeError(
            tr("{text}: a picture has from 20x8 to 500x200 cells", text=text)
        )
    return int(width), int(height)


def algorithm(name: str) -> str:
    """The name of a loop. Raises ArgumentTypeError with those that there are."""
    from backstep.engine import ALGORITHMS

    if name not in ALGORITHMS:
        raise argparse.ArgumentTypeError(
            tr("{name!r} is none of {names}", name=name, names=", ".join(ALGORITHMS))
        )
    return name


def algorithms(text: str) -> tuple[str, str]:
    """The names of two loops. Raises ArgumentTypeError for anything else."""
    from backstep.prompt.comparing import CompareError, algorithms_of

    try:
        return algorithms_of(text)
    except CompareError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def pace(text: str) -> float:
    """The seconds of a step. Raises ArgumentTypeError for what can be none."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST <= seconds <= LONGEST:
        told = tr("{text!r}: write the seconds of a step, from 0.01 to 60", text=text)
        raise argparse.ArgumentTypeError(told)
    return seconds


def port(text: str) -> int:
    """A port. Raises ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and int(text[:9]) < 1 << 16 and len(text) < 6):
        raise argparse.ArgumentTypeError(tr("{text!r}: a port is from 0 to 65535", text=text))
    return int(text)


def count(text: str) -> int:
    """A count from 1. Raises ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise argparse.ArgumentTypeError(tr("{text!r}: write a number from 1", text=text))
    return int(text)


def web_address(text: str) -> str:
    """An address of the web. Raises ArgumentTypeError for what is none."""
    if not text.startswith(("http://", "https://")) or any(c in text for c in " ?#\"'<>;,"):
        told = tr("{text!r}: write it whole, as in https://example.org/step", text=text)
        raise argparse.ArgumentTypeError(told)
    return text


def known_language(tag: str) -> str:
    """A language that backstep speaks. Raises ArgumentTypeError with those that there are."""
    found = spoken(tag)
    if found is None:
        names = ", ".join(f"{name} ({called})" for name, called in LANGUAGES.items())
        raise argparse.ArgumentTypeError(tr("{name!r} is none of {names}", name=tag, names=names))
    return found
