"""Subjects to export: shipped sessions, and passes of programs."""

from __future__ import annotations

from functools import cache

from backstep.export.subject import Subject, of_live, of_session
from backstep.session import find_session, read_session
from backstep.session.live import LiveSession

SHIPPED = ("diamond", "create-graph", "mlp", "reuse", "orders", "layers", "mutate", "no-grad")
CHAIN = (
    "x = Variable(np.array(1.0), 'x')\ny = x\nfor i in range({n}):\n    y = sin(y)\ny.backward()"
)


@cache
def shipped(name: str) -> Subject:
    """A session that comes with backstep."""
    return of_session(read_session(find_session(name)))


@cache
def chain(n: int) -> Subject:
    """A pass through a chain of functions."""
    return of_program(CHAIN.format(n=n))


def of_program(*cells: str) -> Subject:
    """What the cells of a program come to, whether they end well or not."""
    live = LiveSession(lambda text: None)
    for cell in cells:
        live.run(cell)
    return of_live(live, seed=0)
