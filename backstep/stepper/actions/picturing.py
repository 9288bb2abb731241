"""The action that puts the screen, or the pass, into a file; which file is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from backstep.messages import later, tr
from backstep.stepper.actions.action import Action
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.exporting import PICTURES
from backstep.stepper.view import View

LONGEST_TITLE = 24


def names(view: View) -> Iterator[str]:
    """Names for a picture of this step, the shortest first."""
    title = re.sub(r"\W+", "-", view.recording.title).strip("-")[:LONGEST_TITLE].rstrip("-")
    name = f"{title or 'backstep'}-step-{view.position}"
    yield f"{name}.svg"
    for number in count(2):
        yield f"{name}-{number}.svg"


def there_is(path: Path) -> bool:
    """Whether something has this name already; also what cannot be asked about is taken for so."""
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return True


def _offered(view: View) -> tuple[str, ...]:
    """The endings that may be; of two passes side by side there is only the screen."""
    return view.endings if view.sides is None else PICTURES


def asked(view: View) -> View:
    """Ask for the file, with a name to begin with that nothing has."""
    name = next((name for name in names(view) if not there_is(Path(name))), "")
    told = tr(
        "the ending is the format: {endings}; Tab goes through them",
        endings=" ".join(_offered(view)),
    )
    choices = tuple(name.removesuffix(".svg") + ending for ending in _offered(view))
    entry = Entry(tr("Export to:"), wanted, name, len(name), choices, told=told)
    return replace(view, entry=entry, playing=False)


def wanted(view: View, text: str) -> View:
    """The view with the wish for a picture, which the app fulfils. Raises Refused for a file that
    will not do."""
    path = Path(text or next(names(view)))
    if path.suffix == "":
        path = path.with_name(f"{path.name}.svg") if path.name else path
    if path.suffix.lower() not in _offered(view):
        told = tr(
            "the ending says what is written: one of {endings}", endings=" ".join(_offered(view))
        )
        raise Refused(told)
    try:
        known = path.expanduser()
    except RuntimeError:
        user = text.split("/", maxsplit=1)[0]
        raise Refused(tr("there is no home folder for {user}", user=user)) from None
    if not there_is(known.parent):
        raise Refused(tr("there is no folder {folder}", folder=known.parent))
    if there_is(known):
        raise Refused(tr("{file} is there already: choose another name", file=text))
    return replace(view, picture=str(known))


ACTIONS = (
    Action(
        later("export"),
        ("e",),
        later("put the screen or the pass into a file: .svg .txt .html .cast .md .dot and others"),
        "Program",
        change=asked,
    ),
)
