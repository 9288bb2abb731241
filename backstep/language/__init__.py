"""The language: Python as a reader of the book types it, compiled under a policy of default deny.

policy.py says which syntax is allowed and what it is rewritten to; attributes.py, modules.py and
guards.py say what the rewritten code may reach; runtime.py runs a cell and tells what came of it.
"""

from backstep.language.cells import (
    Cell,
    CellSyntaxError,
    is_command,
    is_complete,
    split_cells,
    without_prompts,
)
from backstep.language.errors import LimitError, NotAvailable, Problem, visible
from backstep.language.formatting import bounded_repr
from backstep.language.runtime import Outcome, Runtime

__all__ = [
    "Cell",
    "CellSyntaxError",
    "LimitError",
    "NotAvailable",
    "Outcome",
    "Problem",
    "Runtime",
    "bounded_repr",
    "is_command",
    "is_complete",
    "split_cells",
    "visible",
    "without_prompts",
]
