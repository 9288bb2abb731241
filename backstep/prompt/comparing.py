"""Two algorithms over one graph: `%compare` at the prompt, `backstep compare` on the command line.

In a session the graph is still there, and the functions' own code runs again, on copies of them;
from a file there is only the recording, and nothing of the file runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstep.engine import ALGORITHMS, BackstepError
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.messages import later, tr, trn
from backstep.prompt.stage import open_as
from backstep.prompt.tables import in_lines, table, table_width
from backstep.prompt.terminal import width_of
from backstep.recording.comparing.apart import outcome, parting_told
from backstep.recording.comparing.beside import beside_json, cost_rows, grad_rows, pop_rows
from backstep.recording.comparing.comparison import Comparison, compared
from backstep.recording.making.checks import live_functions
from backstep.recording.making.traces import taken_back
from backstep.recording.records import Recording
from backstep.recording.values import value_of

if TYPE_CHECKING:
    from backstep.engine import Variable
    from backstep.prompt.preferences import Preferences
    from backstep.recording.figures import Figure
    from backstep.recording.rerunning.again import Run
    from backstep.session.live import LiveSession
    from backstep.stepper.notebook import Kept

DEFAULT = ("generation", "stack")
PRINTED_WIDTH = 100  # cells of a line where nobody knows
GXS = (3, 7)  # the columns of a row of pops that are left out first


class CompareError(BackstepError):
    """Two passes that cannot be compared."""


def algorithms_of(text: str) -> tuple[str, str]:
    """The two algorithms that a text names, `stack` and `stack,queue` alike; one alone is compared
    with `generation`. Raises CompareError for anything else."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in ALGORITHMS:
            told = later("{name!r} is none of {names}")
            raise CompareError(tr(told, name=name, names=", ".join(ALGORITHMS)))
    if len(names) == 1 and names[0] != DEFAULT[0]:
        names.insert(0, DEFAULT[0])
    if len(names) != 2 or names[0] == names[1]:
        told = later("{text!r}: name two different algorithms, as in generation,stack")
        raise CompareError(tr(told, text=text))
    return names[0], names[1]


def chosen_pass(recordings: Sequence[Recording], number: int, where: str) -> int:
    """The index of the pass of a number from 1. Raises CompareError where there is none."""
    if not recordings:
        raise CompareError(tr("{file} has no backward pass to compare", file=where))
    if not 1 <= number <= len(recordings):
        raise CompareError(
            trn(
                "{file} has {n} backward pass: there is no {number}",
                "{file} has {n} backward passes: there is no {number}",
                len(recordings),
                file=where,
                number=number,
            )
        )
    return number - 1


def runner(live: LiveSession, target: Variable | None = None) -> Run:
    """How a pass of this session is run again: with the functions themselves where they are there
    still, unheard and without a trace. `target` is what the pass is on, where it has no name."""

    def run(recording: Recording, algorithm: str, retain_grad: bool) -> Recording | str:
        from backstep.recording.rerunning.again import run_again

        functions = _functions(live, recording, target)
        with _untraced(live, functions.values()):
            return run_again(recording, algorithm, retain_grad, functions)

    return run


def unheard(live: LiveSession, target: Variable) -> AbstractContextManager[None]:
    """While the functions behind a Variable run again: what they print and write is not kept."""
    return _untraced(live, functions_behind(target))


@contextmanager
def _untraced(live: LiveSession, functions: Iterable[Function]) -> Iterator[None]:
    kinds = {type(f) for f in functions if _is_own(type(f))}
    with ExitStack() as stack:
        stack.enter_context(live.recorder.checks.trying())
        for kind in kinds:
            stack.enter_context(taken_back(kind))
        yield


def _functions(
    live: LiveSession, recording: Recording, target: Variable | None
) -> dict[int, Function]:
    """The functions behind what a pass was on, if that is still the same."""
    if target is None:
        target = live.runtime.variables().get(recording.target_node.label)
    if target is None or target.data is None or value_of(target.data) != recording.target_node.data:
        return {}
    return live_functions(recording, target)


def _is_own(kind: type[Function]) -> bool:
    return not kind.__module__.startswith("backstep.engine.")


@dataclass(frozen=True)
class Shown:
    """Where a comparison is shown: on a "screen", in a "plain" conversation, as "json" lines, else
    as lines that `say` writes; `like`, `figures` and `kept` are for the stepper."""

    kind: str
    like: Preferences
    say: Callable[[str], object]
    kept: Kept
    figures: Sequence[Figure] = ()


def show_beside(
    passes: Sequence[Recording],
    index: int,
    algorithms: tuple[str, str],
    where: Shown,
    run: Run | None = None,
) -> None:
    """A pass by two algorithms. Raises CompareError where one of them cannot be run."""
    from backstep.recording.rerunning.again import Rerun, run_again

    run = run or run_again
    found = compared(passes[index], *algorithms, run)
    if isinstance(found, str):
        raise CompareError(
            tr("{one} and {other}: {told}", one=algorithms[0], other=algorithms[1], told=found)
        )
    if where.kind in ("screen", "plain"):
        open_as(
            where.kind,
            passes,
            index,
            like=where.like,
            figures=where.figures,
            say=where.say,
            kept=where.kept,
            rerun=Rerun(_knowing(found, passes[index], run), algorithms),
        )
    elif where.kind == "json":
        for line in beside_json(found):
            where.say(f"{line}\n")
    else:
        where.say(comparison_text(found, width_of(sys.stdout) or PRINTED_WIDTH))


def _knowing(found: Comparison, of: Recording, run: Run) -> Run:
    """A runner that need not run again what a comparison has run already."""
    known = {side.recording.algorithm: side.recording for side in found.sides}

    def again(recording: Recording, algorithm: str, retain_grad: bool) -> Recording | str:
        if recording is of and algorithm in known and retain_grad == of.retain_grad:
            return known[algorithm]
        return run(recording, algorithm, retain_grad)

    return again


def comparison_text(comparison: Comparison, width: int) -> str:
    """The comparison in plain lines: the pops, where they part, the gradients, the costs."""
    return "\n".join([*_lines(comparison, width), ""])


def _lines(comparison: Comparison, width: int) -> Iterator[str]:
    recording = comparison.sides[0].recording
    one, other = comparison.names
    yield tr("{title}: {one} beside {other}", title=recording.title, one=one, other=other)
    rows = pop_rows(comparison)
    if table_width(rows) > width:
        rows = [tuple(cell for i, cell in enumerate(row) if i not in GXS) for row in rows]
    yield from table(rows, width)
    yield ""
    parting = comparison.parting
    told = tr("They do the same in every pop.")
    if parting is not None:
        why = parting_told(comparison)
        told = tr("They part at pop {pop}: {why}", pop=parting.pop + 1, why=why)
    yield from in_lines(told.split(" "), width)
    yield ""
    yield from table(grad_rows(comparison), width)
    yield ""
    yield from table(cost_rows(comparison), width)
    yield from in_lines(outcome(comparison).split(" "), width)
