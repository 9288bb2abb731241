"""Several things named in a sentence: `a and b`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from backstep.messages.catalogue import later, tr

TWO = later("{one} and {other}")


def both(names: Iterable[str]) -> str:
    """Names with an `and` between each and the next.

    >>> both(["x.grad", "w.grad"]), both(["a"])
    ('x.grad and w.grad', 'a')
    """
    parts = list(names)
    return reduce(lambda one, other: tr(TWO, one=one, other=other), parts) if parts else ""


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(names) == 1:
        return names[0]
    return tr(TWO, one=", ".join(names[:-1]), other=names[-1])
