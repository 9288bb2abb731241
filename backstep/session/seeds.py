"""Random numbers that come again: a session's header keeps the seed that they began with."""

from __future__ import annotations

import secrets

import numpy as np


def new_seed() -> int:
    """A seed that nobody has chosen."""
    return secrets.randbits(32)


def begin_random_numbers(seed: int | None) -> None:
    """Let numpy's random numbers begin as a session's did; without a seed they go on."""
    if seed is not None:
        np.random.seed(seed % 2**32)
