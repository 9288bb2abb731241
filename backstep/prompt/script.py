"""Several cells entered at once, as a pasted program is: run one after the other, none lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backstep.language import Cell
from backstep.messages import later, tr


@dataclass(frozen=True)
class Ran:
    """How far a script came: the cells that ran well, the one that failed, those not run."""

    done: Sequence[Cell]
    failed: Cell | None = None
    left: Sequence[Cell] = ()

    @property
    def rest(self) -> str:
        """The program text that was not run; what failed is not in it."""
        return "\n".join(cell.source for cell in self.left)

    @property
    def told(self) -> str:
        """Which lines were not run, and how they come back; empty where all were."""
        if not self.left:
            return ""
        first, last = self.left[0].first_line, self.left[-1]
        end = last.first_line + last.source.count("\n")
        if first == end:
            return tr("line {line} was not run; the up key brings it back", line=first)
        told = later("lines {first} to {last} were not run; the up key brings them back")
        return tr(told, first=first, last=end)


def run_script(cells: Sequence[Cell], run: Callable[[Cell], bool]) -> Ran:
    """Run cells until one fails; `run` says whether a cell went well.

    >>> cells = [Cell("a", 1, False), Cell("b", 2, False), Cell("c\\nd", 4, False)]
    >>> run_script(cells, lambda cell: cell.source != "b").told
    'lines 4 to 5 were not run; the up key brings them back'
    """
    for i, cell in enumerate(cells):
        if not run(cell):
            return Ran(cells[:i], cell, cells[i + 1 :])
    return Ran(cells)
