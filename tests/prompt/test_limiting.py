"""The flags of the limits: what a person may write, and what it means."""

from __future__ import annotations

import pytest

from backstep.prompt.limiting import limits_of
from backstep.prompt.usage.parser import parsed
from backstep.session.worker.limits import Limits


def limits(*flags: str) -> Limits:
    return limits_of(parsed(["verify", "x", *flags]))


def test_without_flags_they_are_those_of_the_design() -> None:
    assert limits() == Limits(seconds=10.0, memory=1024**3, ticks=5_000_000, output=256 * 1024)


@pytest.mark.parametrize(
    ("flag", "text", "field", "expected"),
    [
        ("--time", "2.5", "seconds", 2.5),
        ("--time", "30s", "seconds", 30.0),
        ("--memory", "64MB", "memory", 64 << 20),
        ("--memory", "1.5 gb", "memory", 3 << 29),
        ("--memory", "2G", "memory", 2 << 30),
        ("--output", "1000", "output", 1000),
        ("--ticks", "1_000", "ticks", 1000),
        ("--ticks", "5,000,000", "ticks", 5_000_000),
    ],
)
def test_they_are_written_as_people_write_them(
    flag: str, text: str, field: str, expected: float
) -> None:
    assert getattr(limits(flag, text), field) == expected


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("--time", "0"),
        ("--time", "-1"),
        ("--time", "soon"),
        ("--time", "nan"),
        ("--time", "999999"),
        ("--memory", "much"),
        ("--memory", "0"),
        ("--memory", "999999999GB"),
        ("--ticks", "1e6"),
        ("--ticks", "0"),
        ("--output", "-5"),
    ],
)
def test_anything_else_is_wrong_usage(
    flag: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        limits(f"{flag}={text}")
    assert ended.value.code == 2
    assert flag in capsys.readouterr().err


def test_a_limit_of_run_needs_the_sandbox(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed(["run", "--memory", "1MB", "x.py"])
    assert ended.value.code == 2
    assert "add --sandbox" in capsys.readouterr().err
    assert limits_of(parsed(["run", "--sandbox", "--memory", "1MB", "x.py"])).memory == 1 << 20
