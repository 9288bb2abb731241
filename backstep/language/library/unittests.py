"""unittest as book step 10 uses it: test cases of a session, run and told by `unittest.main()`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backstep.engine.errors import BackstepError
from backstep.engine.variable import Variable
from backstep.language.compiling.names import CELL
from backstep.language.errors import sentence_of
from backstep.language.guarding.bounds import compared
from backstep.language.guarding.kinds import is_instance
from backstep.language.guarding.unwinding import Unwinding
from backstep.messages import tr

LONGEST_SHOWN = 60


class TestsFailed(BackstepError):
    """Some tests of a session failed; what and why has been told by then."""


class TestCase:
    """The base of test cases: methods whose names begin with `test`, run in alphabetical order.

    `setUp` runs before each and `tearDown` after. Each assertion raises AssertionError, with both
    values.
    """

    __test__ = False  # pytest would take it for its own

    def setUp(self) -> None:
        """Runs before each test."""

    def tearDown(self) -> None:
        """Runs after each test."""

    def assertEqual(self, first: Any, second: Any, msg: Any = None) -> None:
        """first == second."""
        _require(_equal(first, second), f"{_shown(first)} != {_shown(second)}", msg)

    def assertNotEqual(self, first: Any, second: Any, msg: Any = None) -> None:
        """first != second."""
        _require(not _equal(first, second), f"{_shown(first)} == {_shown(second)}", msg)

    def assertTrue(self, expr: Any, msg: Any = None) -> None:
        """Whether it counts as true."""
        _require(expr, tr("{shown} is not true", shown=_shown(expr)), msg)

    def assertFalse(self, expr: Any, msg: Any = None) -> None:
        """Whether it counts as false."""
        _require(not expr, tr("{shown} is not false", shown=_shown(expr)), msg)

    def assertIs(self, first: Any, second: Any, msg: Any = None) -> None:
        """first is second."""
        _require(
            first is second,
            tr("{shown} is not {shown2}", shown=_shown(first), shown2=_shown(second)),
            msg,
        )

    def assertIsNone(self, obj: Any, msg: Any = None) -> None:
        """obj is None."""
        _require(obj is None, tr("{shown} is not None", shown=_shown(obj)), msg)

    def assertIsNotNone(self, obj: Any, msg: Any = None) -> None:
        """obj is not None."""
        _require(obj is not None, tr("it is None"), msg)

    def assertIn(self, member: Any, container: Any, msg: Any = None) -> None:
        """member in container."""
        _require(
            compared(member) in container,
            tr("{shown} is not in {shown2}", shown=_shown(member), shown2=_shown(container)),
            msg,
        )

    def assertIsInstance(self, obj: Any, cls: Any, msg: Any = None) -> None:
        """isinstance(obj, cls)."""
        _require(
            is_instance(obj, cls),
            tr("{shown} is a {kind}", shown=_shown(obj), kind=type(obj).__name__),
            msg,
        )

    def assertGreater(self, a: Any, b: Any, msg: Any = None) -> None:
        """a > b."""
        _require(
            compared(a) > b,
            tr("{shown} is not greater than {shown2}", shown=_shown(a), shown2=_shown(b)),
            msg,
        )

    def assertLess(self, a: Any, b: Any, msg: Any = None) -> None:
        """a < b."""
        _require(
            compared(a) < b,
            tr("{shown} is not less than {shown2}", shown=_shown(a), shown2=_shown(b)),
            msg,
        )

    def assertAlmostEqual(
        self, first: Any, second: Any, places: int = 7, msg: Any = None, delta: Any = None
    ) -> None:
        """Equal to so many decimal places, or within `delta`."""
        difference = abs(float(first) - float(second))
        near = difference <= delta if delta is not None else round(difference, places) == 0
        _require(
            near,
            tr(
                "{shown} and {shown2} differ by {difference:g}",
                shown=_shown(first),
                shown2=_shown(second),
                difference=difference,
            ),
            msg,
        )

    def assertRaises(self, expected: Any, function: Any = None, *arguments: Any) -> Any:
        """`with self.assertRaises(TypeError):`, or with a function and its arguments."""
        raising = Raising(expected)
        if function is None:
            return raising
        with raising:
            function(*arguments)
        return None


class Raising:
    """A `with` block that has to raise a kind of error; `exception` is the one that came."""

    def __init__(self, expected: Any) -> None:
        self.expected = expected
        self.exception: BaseException | None = None

    def __enter__(self) -> Raising:
        return self

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> bool:
        if kind is None:
            name = getattr(self.expected, "__name__", "the error")
            raise AssertionError(tr("{name} was not raised", name=name))
        if not issubclass(kind, Exception):
            return False  # Ctrl-C is no error that a test expects
        self.exception = error
        return issubclass(kind, Exception) and issubclass(kind, self.expected)  # never Ctrl-C


def main(*arguments: Any, **options: Any) -> None:
    """Run every test case that the session has defined; raises TestsFailed when one fails.

    Takes unittest.main's arguments, which make no difference here.
    """
    space, write = _session()
    failed, tests = [], list(_tests(space))
    for case, name in tests:
        try:
            _run(case, name)
        except Exception as error:
            kind = "FAIL" if isinstance(error, AssertionError) else "ERROR"
            failed.append(f"{case.__name__}.{name}")
            write(f"{kind}: {failed[-1]}{_line_of(error)}: {_told(error)}\n")
    ran = f"Ran {len(tests)} test{'' if len(tests) == 1 else 's'}"
    write(f"{ran}: {f'{len(failed)} failed' if failed else 'OK'}\n")
    if failed:
        raise TestsFailed(
            tr(
                "{n} of {n2} tests failed: {names}",
                n=len(failed),
                n2=len(tests),
                names=", ".join(failed)[:200],
            )
        )


def _session() -> tuple[Mapping[str, Any], Callable[[str], None]]:
    """The names of the session that is calling, and its way to print."""
    frame = sys._getframe(1)
    while not frame.f_code.co_filename.startswith(CELL):
        assert frame.f_back is not None  # a cell called main
        frame = frame.f_back
    show = frame.f_builtins["print"]
    return frame.f_globals, lambda text: show(text, end="")


def _tests(space: Mapping[str, Any]) -> list[tuple[type[TestCase], str]]:
    cases = [v for v in space.values() if isinstance(v, type) and issubclass(v, TestCase)]
    return [
        (case, name)
        for case in dict.fromkeys(cases)
        for name in sorted(dir(case))
        if name.startswith("test") and callable(getattr(case, name))
    ]


def _run(case: type[TestCase], name: str) -> None:
    test = case()
    test.setUp()
    try:
        getattr(test, name)()
    finally:
        with Unwinding():
            test.tearDown()


def _require(holds: Any, otherwise: str, message: Any) -> None:
    if not holds:
        raise AssertionError(otherwise if message is None else f"{otherwise}: {message}")


def _equal(first: Any, second: Any) -> Any:
    """Equality as a test means it: of arrays that every element is equal."""
    pair = [x.data if isinstance(x, Variable) else x for x in (first, second)]
    result = compared(pair[0]) == pair[1]
    return bool(np.all(result)) if isinstance(result, np.ndarray) else result


def _line_of(error: BaseException) -> str:
    """Where in the test it was."""
    line, traceback = None, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.startswith(CELL):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return "" if line is None else f" (line {line})"


def _told(error: BaseException) -> str:
    text = sentence_of(error)
    return text if isinstance(error, AssertionError) else f"{type(error).__name__}: {text}"


def _shown(value: object) -> str:
    from backstep.language.guarding.formatting import (
        bounded_repr,  # the session's bounds hold here too
    )

    text = bounded_repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


UNITTEST = {"TestCase": TestCase, "main": main}
