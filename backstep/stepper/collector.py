"""Python's cycle collector, kept from walking over recordings again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from backstep.recording.making.notes import FROZEN

SELDOM = 20_000  # new objects, after which it looks for cycles: about as many as a screen takes


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let the collector pass over all that is there already, and look at what is new but seldom.

    A pass of 10,000 pops is half a million objects, none of them in a cycle, and to walk them takes
    longer than many a step. What somebody else has frozen is not thawed.
    """
    frozen, often = gc.get_freeze_count(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        if frozen <= FROZEN:
            gc.unfreeze()
