"""Run a cell in a fresh session and look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backstep.language import Outcome, Problem, Runtime


@dataclass
class Ran:
    """A runtime after its cells, with the last one's outcome and everything it printed."""

    runtime: Runtime
    outcome: Outcome
    text: str

    @property
    def problem(self) -> Problem:
        """The last cell's problem; there must be one."""
        assert self.outcome.problem is not None
        return self.outcome.problem

    def __getitem__(self, name: str) -> Any:
        return self.runtime.namespace[name]


def ran(*cells: str) -> Ran:
    """The cells run one after the other in one session, whatever comes of them."""
    written: list[str] = []
    runtime = Runtime(written.append)
    outcomes = [runtime.run(cell) for cell in cells]
    return Ran(runtime, outcomes[-1], "".join(written))


def value(*cells: str) -> Any:
    """The value of the last cell; none of the cells may have a problem."""
    result = ran(*cells)
    assert result.outcome.problem is None, result.outcome.problem.render()
    return result.outcome.value


def refusal(*cells: str) -> str:
    """`Kind: sentence` of the last cell's problem."""
    problem = ran(*cells).problem
    return f"{problem.kind}: {problem.message}"
