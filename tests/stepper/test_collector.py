"""The collector passes over recordings while they are stepped through, and over nothing after."""

from __future__ import annotations

import gc

from backstep.recording.making.notes import FROZEN
from backstep.stepper.collector import collector_resting


def test_what_is_there_is_passed_over_until_the_stepper_is_left() -> None:
    before, often = gc.get_freeze_count(), gc.get_threshold()
    assert before <= FROZEN
    with collector_resting():
        assert gc.get_freeze_count() > before
        assert gc.isenabled() and gc.get_threshold() > often
    assert gc.get_freeze_count() <= FROZEN
    assert gc.get_threshold() == often


def test_what_was_frozen_before_stays_so() -> None:
    gc.freeze()
    try:
        with collector_resting():
            pass
        assert gc.get_freeze_count() > FROZEN
    finally:
        gc.unfreeze()
