"""Where sessions are: journals in the data folder, shipped sessions beside us."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
from datetime import datetime
from pathlib import Path

from backstep.folders import data_folder
from backstep.messages import tr
from backstep.session.errors import SessionError, shown

MOST_SAVED = 500  # lines of the list of sessions that were saved elsewhere


def sessions_folder() -> Path:
    """Where the prompt keeps the sessions of this person."""
    return data_folder() / "sessions"


def journal_path(now: datetime) -> Path:
    """A file for a session that begins now: `sessions/2026-11-20-223901.jsonl`."""
    folder = sessions_folder()
    stem = now.strftime("%Y-%m-%d-%H%M%S")
    path, number = folder / f"{stem}.jsonl", 2
    while os.path.lexists(path):
        path, number = folder / f"{stem}-{number}.jsonl", number + 1
    return path


def remember_saved(path: Path) -> None:
    """Note that a session of the prompt goes on in a file of its own, to be found there later."""
    with contextlib.suppress(OSError), _saved_list().open("a", encoding="utf-8") as file:
        file.write(json.dumps(str(path)) + "\n")


def saved_sessions() -> list[Path]:
    """The files that sessions of the prompt were saved to and that are still there, once each."""
    try:
        lines = _saved_list().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found: dict[str, None] = {}
    for line in lines[-MOST_SAVED:]:
        with contextlib.suppress(ValueError):
            name = json.loads(line)
            outside = isinstance(name, str) and Path(name).parent != sessions_folder()
            if outside and os.path.isfile(name):
                found[name] = None
    return [Path(name) for name in found]


def _saved_list() -> Path:
    return data_folder() / "saved"


def made_here(path: Path) -> bool:
    """Whether a session was written by a prompt of this person: it lies in the data folder.

    No link leads there from outside of it, nor out of it; what anybody sends is somewhere else.
    """
    folder = os.path.realpath(sessions_folder())
    return os.path.dirname(os.path.realpath(path)) == folder and not os.path.islink(path)


def shipped_sessions() -> dict[str, Path]:
    """The sessions that come with backstep, by name."""
    package = Path(__file__).parents[1]
    for folder in (package / "sessions", package.parent / "sessions"):  # installed, or a checkout
        if folder.is_dir():
            return {path.stem: path for path in sorted(folder.glob("*.jsonl"))}
    return {}


def find_session(name: str) -> Path:
    """The file that a person means: a path, a path without its .jsonl, a shipped name, or the name
    of a session in the data folder.

    Raises SessionError, with near names, when there is none.
    """
    path = Path(os.path.expanduser(name))
    if found := _file_of(path):
        return found
    shipped = shipped_sessions()
    if name.removesuffix(".jsonl") in shipped:
        return shipped[name.removesuffix(".jsonl")]
    if path.name == name and (found := _file_of(sessions_folder() / name)):
        return found
    if os.path.isdir(path):
        raise SessionError(tr("{name} is a folder: name a file in it", name=shown(name)))
    near = difflib.get_close_matches(name.removesuffix(".jsonl"), list(shipped), n=3)
    hint = tr("did you mean {names}?", names=" or ".join(near)) if near else _shipped_hint(shipped)
    raise SessionError(
        tr("{name}: there is no such file or shipped session; {hint}", name=shown(name), hint=hint)
    )


def _file_of(path: Path) -> Path | None:
    """The file there, with or without its ending."""
    for candidate in (path, path.with_name(f"{path.name}.jsonl") if path.name else path):
        if os.path.exists(candidate) and not os.path.isdir(candidate):
            return candidate
    return None


def _shipped_hint(shipped: dict[str, Path]) -> str:
    return (
        tr("shipped are {names}", names=", ".join(shipped)) if shipped else tr("none are shipped")
    )
