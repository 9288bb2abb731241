"""Exports: what is recorded, in the formats of others. From a program this package can be called:

    backstep.export(recordings, "y.html")                  every pass, as a page
    backstep.export(recordings, "y.svg", index=2, at=14)   the screen at a step of the third
    backstep.export("diamond", "diamond.md")               a session, by its file or its name

The ending is the format, as for `backstep export FILE OUT`; `call.export` tells of every option
and of what is raised.

Each format is one module with one function, from a `Subject` (what) and a `Wanted` (how) to a text,
and one entry in `formats.FORMATS`. The command line, `%export`, the stepper's key, help, completion
and the messages all follow from that entry.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """This package, which can be called: its name is also that of what it does."""

    def __call__(self, what: Any, path: Any, **how: Any) -> None:
        """Write recordings or a session to a file, in the format of its ending."""
        from backstep.export.call import export

        export(what, path, **how)


sys.modules[__name__].__class__ = _Callable
