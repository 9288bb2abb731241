"""The pictures are those that were looked at. On one Python: what they hold is the same on all."""

from __future__ import annotations

import sys

import pytest

from backstep.stepper.pictures import svg_of
from tests.stepper.snapshots import FOLDER, SNAPSHOTS


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="compared on one Python only")
@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_picture_is_the_snapshot(name: str) -> None:
    """Line by line: an SVG in one piece would be unreadable where it differs."""
    made = svg_of(SNAPSHOTS[name]).splitlines()
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").splitlines()
    assert [line for line in made if line not in kept] == []
    assert made == kept
