"""What the toolbar says of a session: its Variables, its graph, its loop, where it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.engine import Config, Function, Variable
from backstep.folders import data_folder
from backstep.messages import tr, trn
from backstep.prompt.toolbar import Part, clipped
from backstep.recording.visible import visible
from backstep.session.live import LiveSession

LONGEST_NAME = 24
MOST_COUNTED = 1000  # functions; a larger graph is "1000+"


def standing(live: LiveSession) -> Iterator[Part]:
    """What a person wants to know of the session between two cells."""
    variables = live.runtime.variables()
    yield Part(trn("{n} variable", "{n} variables", len(variables)), 7)
    functions = functions_behind(variables)
    if functions:
        told = trn("{n} function", "{n} functions", functions)
        more = tr("{n}+ functions", n=functions)
        yield Part(more if functions >= MOST_COUNTED else told, 6)
    yield Part(Config.algorithm, 5 if Config.algorithm == "generation" else 8)
    kept = _where_kept(live)
    if kept:
        yield Part(kept, 4)


def functions_behind(variables: dict[str, Variable]) -> int:
    """How many functions the newest graph has: the one behind the Variable computed last."""
    creators = [v.creator for v in variables.values() if isinstance(v.creator, Function)]
    if not creators:
        return 0
    seen: set[int] = set()
    waiting = [max(creators, key=lambda f: f.serial)]
    while waiting and len(seen) < MOST_COUNTED:
        f = waiting.pop()
        if id(f) not in seen:
            seen.add(id(f))
            waiting += [x.creator for x in f.inputs if x.creator is not None]
    return len(seen)


def _where_kept(live: LiveSession) -> str:
    """The session's own file, or how many cells are only in the one that is kept anyway."""
    if live.journal is None:
        return tr("not kept on disk")
    if data_folder() in live.journal.path.parents:
        n = len(live.cells)
        return trn("{n} cell unsaved", "{n} cells unsaved", n) if n else ""
    return clipped(visible(live.journal.path.name), LONGEST_NAME)
