"""Taking cells back, and putting them back: the cells that hold run again in a fresh runtime.

Nobody hears them again, and nothing is recorded again: what they came to the first time stands.
Where they do not come to the same, everything stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from backstep.engine.config import Config
from backstep.engine.errors import BackstepError
from backstep.language.library import chance
from backstep.messages import tr
from backstep.session.digest import digest_of

if TYPE_CHECKING:
    from backstep.session.live import LiveCell, LiveSession

RandomState: TypeAlias = tuple[dict[str, Any], tuple[Any, ...]]  # numpy's, and Python's


class CannotRepeat(BackstepError):
    """Cells that do not come to the same when they run again."""


def random_state() -> RandomState:
    """Where the random numbers of a session are now."""
    return np.random.get_state(legacy=False), chance.STATE.getstate()


def go_back_to(state: RandomState) -> None:
    """Have the random numbers come again that came from there."""
    np.random.set_state(state[0])
    chance.STATE.setstate(state[1])


def undo(live: LiveSession, count: int) -> list[LiveCell]:
    """Take the last cells back; gives them. Raises CannotRepeat, and changes nothing then."""
    kept, gone = live.cells[:-count], live.cells[-count:]
    repeat(live, kept)
    live.hold(kept, [*gone, *live.undone])
    return gone


def redo(live: LiveSession, count: int) -> list[LiveCell]:
    """Put back what was taken back last; gives it. Raises CannotRepeat, and changes nothing."""
    back, rest = live.undone[:count], live.undone[count:]
    repeat(live, [*live.cells, *back])
    live.hold([*live.cells, *back], rest)
    return back


def interrupted_before(cells: Sequence[LiveCell]) -> None:
    """See that no cell was interrupted. Raises CannotRepeat."""
    for cell in cells:
        if cell.interrupted:
            raise CannotRepeat(
                tr(
                    "cell {n} was interrupted, and when run again it would not stop where it did",
                    n=cell.n,
                )
            )


def repeat(live: LiveSession, cells: Sequence[LiveCell]) -> None:
    """Come to where these cells lead from the beginning. Raises CannotRepeat."""
    interrupted_before(cells)
    with _undisturbed(live):
        live.begin_anew(live.check_own)
        if live.beginning is not None:
            go_back_to(live.beginning)
        Config.enable_backprop = Config.train = True
        for cell in cells:
            _run_again(live, cell)


def _run_again(live: LiveSession, cell: LiveCell) -> None:
    Config.algorithm, live.recorder.check_own = cell.algorithm, cell.check_own
    outcome = live.run_quietly(cell.n, cell.source, cell.first_line)
    live.recorder.drop()
    if outcome.interrupted:
        raise KeyboardInterrupt
    was, now = cell.problem, outcome.problem
    if now is not None and (was is None or was.kind != now.kind):
        raise CannotRepeat(
            tr(
                "cell {n} ends in an error when run again: {message}",
                n=cell.n,
                message=now.message,
            )
        )
    if (was is None) is not (now is None) or digest_of(live.runtime.variables()) != cell.digest:
        raise CannotRepeat(tr("cell {n} does not come to the same values when run again", n=cell.n))


@contextmanager
def _undisturbed(live: LiveSession) -> Iterator[None]:
    """Run without being heard; when it ends in an error, everything is as before."""
    kept = (live.runtime, live.recorder, live.typed, live.shown)
    switches = (Config.enable_backprop, Config.train)
    algorithm, check_own, numbers = Config.algorithm, live.recorder.check_own, random_state()
    live.muted = True
    try:
        yield
    except BaseException:
        live.runtime, live.recorder, live.typed, live.shown = kept
        Config.enable_backprop, Config.train = switches
        go_back_to(numbers)
        raise
    finally:
        live.muted = False
        Config.algorithm, live.recorder.check_own = algorithm, check_own
        live.recorder.made = max(live.recorder.made, kept[1].made)  # an id is never given twice
