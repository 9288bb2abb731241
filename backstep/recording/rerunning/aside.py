"""What is run aside: nobody watches it, and nothing of it shows in the session afterwards."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from backstep.engine.calls import CALLS
from backstep.engine.config import Config


@contextmanager
def set_aside() -> Iterator[None]:
    """Nobody watches, and nothing of it shows afterwards."""
    kept = Config.recorder, Config.source_finder
    counts = CALLS.made, CALLS.tried, CALLS.last_change
    dice = np.random.get_state()
    collecting = gc.isenabled()
    gc.disable()  # or Python's cycle collector walks the whole graph again and again
    Config.recorder = Config.source_finder = None
    Config.passes += 1
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Config.passes -= 1
        Config.recorder, Config.source_finder = kept
        CALLS.made, CALLS.tried, CALLS.last_change = counts
        np.random.set_state(dice)
        if collecting:
            gc.enable()
