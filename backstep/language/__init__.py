"""The language: Python as a reader of the book types it, compiled under a policy of default deny.

compiling/ goes from source to code: policy.py says which syntax is allowed and what it is rewritten
to, cells.py where a cell ends, spans.py whose text an instruction was. guarding/ is what the
rewritten code calls: what may be read (attributes.py, by the tables in tables.py), written, called
and iterated, and within which bounds; ticks.py counts and stops the code of strangers. library/ is
what a session has: builtins, the modules that an import may name, all as fixed tables. runtime.py
runs a cell and tells what came of it; labels.py and explain.py know whose text it was.
"""

from backstep.language.compiling.cells import (
    Cell,
    CellSyntaxError,
    is_command,
    is_complete,
    is_edit,
    split_cells,
    without_prompts,
)
from backstep.language.errors import LimitError, NotAvailable, Problem
from backstep.language.guarding.formatting import bounded_repr
from backstep.language.guarding.ticks import Stopped, Ticks
from backstep.language.runtime import Outcome, Runtime
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
    "is_edit",
    "split_cells",
    "visible",
    "without_prompts",
]
