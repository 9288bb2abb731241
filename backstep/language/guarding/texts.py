"""Methods of texts that search; some of Python's take the product of both lengths at worst."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from backstep.language.errors import LimitError
from backstep.messages import tr

MOST_STEPS = 10**9  # characters compared, at worst


def _bounded(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    @wraps(method, updated=())
    def search(text: str, *arguments: Any, **options: Any) -> Any:
        wanted = options.get("sep", arguments[0] if arguments else None)
        if len(text) * _length(wanted) > MOST_STEPS:
            raise LimitError(
                tr(
                    "{name}: a text of {n:,} characters and one of {length:,} are more than are "
                    "compared here",
                    name=name,
                    n=len(text),
                    length=_length(wanted),
                )
            )
        return method(text, *arguments, **options)

    return search


def _affix(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    @wraps(method, updated=())
    def match(text: str, affix: Any, *places: Any) -> Any:
        if type(affix) is tuple and max(map(_length, affix), default=0) * len(affix) > MOST_STEPS:
            raise LimitError(
                tr("{name}: {n:,} texts are too long to be compared here", name=name, n=len(affix))
            )
        return method(text, affix, *places)

    return match


def _length(wanted: Any) -> int:
    return len(wanted) if isinstance(wanted, str) else 0


NAMES = "rfind rindex rsplit rpartition strip lstrip rstrip".split()
SEARCHING: dict[str, Callable[..., Any]] = {
    **{name: _bounded(name) for name in NAMES},
    **{name: _affix(name) for name in ("startswith", "endswith")},
}
