"""The language: Python as a reader of the book types it, compiled under a policy of default deny.

The policy (policy.py, with assignments.py and patterns.py; names.py for identifiers) says which
syntax is allowed and what it is rewritten to. The tables (tables.py by type, modules.py and
arrays.py by import, builtin_table.py) say what the rewritten code may reach, through the guards
(attributes.py, writes.py, guards.py). runtime.py runs a cell and tells what came of it; spans.py,
labels.py and explain.py know whose text it was. ticks.py counts and stops the code of strangers,
in which ticking.py sets the ticks.
"""

from backstep.language.cells import (
    Cell,
    CellSyntaxError,
    is_command,
    is_complete,
    split_cells,
    without_prompts,
)
from backstep.language.errors import LimitError, NotAvailable, Problem
from backstep.language.formatting import bounded_repr
from backstep.language.runtime import Outcome, Runtime
from backstep.language.ticks import Stopped, Ticks
from backstep.recording.visible import visible

__all__ = [
    "Cell",
    "CellSyntaxError",
    "LimitError",
    "NotAvailable",
    "Outcome",
    "Problem",
    "Runtime",
    "Stopped",
    "Ticks",
    "bounded_repr",
    "is_command",
    "is_complete",
    "split_cells",
    "visible",
    "without_prompts",
]
