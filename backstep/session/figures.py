"""A few figures of a session under way, for a toolbar: quick enough for every key."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable
from backstep.session.live import LiveSession
from backstep.session.places import data_folder


@dataclass(frozen=True)
class Figures:
    """`functions` counts those of the newest graph; `unsaved` the cells in no file that a person
    chose (they are in the data folder all the same)."""

    variables: int
    functions: int
    unsaved: int


def figures(live: LiveSession) -> Figures:
    """The figures of a session; they are counted anew only when a cell has run."""
    state = (live.last_number, len(live.cells), id(live.runtime), _is_kept(live))
    known = _KNOWN.get(live.runtime)
    if known is None or known[0] != state:
        newest = newest_graph(live)
        functions = 0 if newest is None else len(functions_behind(newest[1]))
        variables = len(live.runtime.variables())
        unsaved = 0 if _is_kept(live) else len(live.cells)
        known = _KNOWN[live.runtime] = (state, Figures(variables, functions, unsaved))
    return known[1]


def newest_graph(live: LiveSession) -> tuple[str, Variable] | None:
    """The named Variable that was computed last, with its name."""
    made = [(n, v) for n, v in live.runtime.variables().items() if v.creator is not None]
    return max(made, key=lambda pair: pair[1].creator.serial, default=None)  # type: ignore[union-attr]


def _is_kept(live: LiveSession) -> bool:
    """Whether the session is written to a file that the person named."""
    return live.journal is not None and live.journal.path.parent != data_folder() / "sessions"


_KNOWN: WeakKeyDictionary[object, tuple[object, Figures]] = WeakKeyDictionary()
