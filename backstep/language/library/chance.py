"""Python's random as a session has it: its own numbers, drawn from a state of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import wraps
from math import isfinite
from typing import Any

import numpy as np

from backstep.engine.errors import kind_of
from backstep.language.errors import LimitError
from backstep.language.guarding.bounds import gathered
from backstep.messages import tr

MOST_DRAWN = 10**7
STATE = random.Random()  # `STATE.seed(n)` makes a session's draws repeat


def choices(
    population: Sequence[Any], weights: Any = None, *, cum_weights: Any = None, k: int = 1
) -> list[Any]:
    """random.choices, at most ten million of them."""
    _check("choices", k)
    if weights is not None:
        weights = gathered("choices", weights)
    return STATE.choices(population, weights, cum_weights=cum_weights, k=k)


def sample(population: Sequence[Any], k: int) -> list[Any]:
    """random.sample, at most ten million of them."""
    _check("sample", k)
    return STATE.sample(population, k)


def shuffle(x: list[Any]) -> None:
    """random.shuffle, of a list."""
    if type(x) is not list:
        raise TypeError(tr("random.shuffle takes a list, not {kind}", kind=kind_of(x)))
    STATE.shuffle(x)


def seed(a: int | float | str | None = None) -> None:
    """random.seed."""
    if not isinstance(a, (int, float, str, type(None))):
        raise TypeError(tr("random.seed takes a number or text, not {kind}", kind=kind_of(a)))
    STATE.seed(a)


def _check(name: str, k: Any) -> None:
    if k > MOST_DRAWN:
        raise LimitError(
            tr(
                "random.{name}: {k:,} are more than the {most:,} allowed",
                name=name,
                k=k,
                most=MOST_DRAWN,
            )
        )


def _of_numbers(name: str) -> Callable[..., Any]:
    """A distribution: of plain numbers that are finite, for some are drawn until they fit."""
    draw = getattr(STATE, name)

    @wraps(draw, updated=())
    def drawn(*parameters: Any, **named: Any) -> Any:
        for each in (*parameters, *named.values()):
            if not (isinstance(each, NUMBERS) and isfinite(each)):
                raise TypeError(tr("random.{name} takes finite numbers", name=name))
        return draw(*parameters, **named)

    return drawn


NUMBERS = (int, float, np.integer, np.floating)
DISTRIBUTIONS = "betavariate expovariate gauss normalvariate uniform".split()
DRAWN = "choice randint random randrange".split()
RANDOM: dict[str, Any] = {name: getattr(STATE, name) for name in DRAWN}
RANDOM |= {name: _of_numbers(name) for name in DISTRIBUTIONS}
RANDOM |= {"choices": choices, "sample": sample, "seed": seed, "shuffle": shuffle}
