"""Python's cycle collector, kept from walking over recordings again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from backstep.recording.notes import FROZEN


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let the collector pass over all that is there already; a pass of 10,000 pops is half a
    million objects, none of them in a cycle, and to walk them takes longer than many a step.

    What somebody else has frozen is not thawed.
    """
    frozen = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if frozen <= FROZEN:
            gc.unfreeze()
