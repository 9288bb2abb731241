"""Whole conversations as goldens: a transcript holds what was typed and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backstep.recording.records import Recording
from tests.stepper.plain.talking import failing, golden, second, shipped, transcript, typed_in

TALKS = Path(__file__).parent / "talks"


@pytest.mark.parametrize(
    ("name", "passes"),
    [
        ("diamond", lambda: shipped("diamond")),
        ("second-order", second),
        ("failing", failing),
        ("mlp", lambda: golden("s43_mlp")[:2]),
    ],
)
def test_the_transcript_is_the_golden(
    name: str, passes: Callable[[], tuple[Recording, ...]]
) -> None:
    """The goldens are read by ear when they change: does each answer say enough by itself?"""
    text = (TALKS / f"{name}.txt").read_text(encoding="utf-8")
    assert transcript(passes(), typed_in(text)) == text
