"""A forward that is only tried leaves no trace outside of itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backstep.engine import Function
from backstep.recording.making.traces import taken_back

number = 0
log: list[int] = []
table: dict[str, int] = {"runs": 0}
seen: set[int] = set()


class Writing(Function):
    """Writes wherever it can."""

    runs = 0
    history: list[int] = []  # noqa: RUF012

    def forward(self, x):
        global number, late  # noqa: PLW0603
        number += 1
        late = 1
        log.append(number)
        table["runs"] += 1
        seen.add(number)
        Writing.runs += 1
        self.history.append(1)

        def inner():
            table["inner"] = 1

        inner()
        return x


def test_names_and_what_they_hold_are_as_before() -> None:
    with taken_back(Writing):
        Writing().forward(1.0)
        assert (number, len(log), Writing.runs) == (1, 1, 1)
    assert (number, log, table, seen) == (0, [], {"runs": 0}, set())
    assert (Writing.runs, Writing.history) == (0, [])


def test_they_are_the_same_objects() -> None:
    """Somebody else may hold them too."""
    holders = (log, table, seen)
    with taken_back(Writing):
        Writing().forward(1.0)
    assert all(a is b for a, b in zip((log, table, seen), holders, strict=True))


def counting() -> tuple[type[Function], Callable[[], int]]:
    runs = 0

    class Counting(Function):
        def forward(self, x):
            nonlocal runs
            runs += 1
            return x

    return Counting, lambda: runs


def test_names_of_the_function_around_it_are_as_before() -> None:
    kind, runs = counting()
    with taken_back(kind):
        kind().forward(1.0)
        assert runs() == 1
    assert runs() == 0


def test_after_an_error_it_is_the_same() -> None:
    with pytest.raises(KeyboardInterrupt), taken_back(Writing):
        Writing().forward(1.0)
        raise KeyboardInterrupt
    assert (number, log) == (0, [])


def test_a_forward_that_is_no_function_is_left_alone() -> None:
    class Odd(Function):
        forward = abs

    with taken_back(Odd):
        pass
