"""What a whole pass is asked for at once, against the same asked one pop after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.looking.columns import in_groups
from backstep.recording.timeline import Timeline
from tests.recording.algorithm_runs import diamond, recorded


@given(st.lists(st.integers(0, 20)))
def test_groups_stand_as_a_stable_sort_has_them(numbers: list[int]) -> None:
    expected = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert in_groups(np.array(numbers, dtype=np.int64)).tolist() == expected


@pytest.mark.parametrize("algorithm", ["generation", "stack", "naive"])
def test_a_pop_visits_again_where_its_function_was_popped_before(algorithm: str) -> None:
    recording = recorded(diamond, algorithm)
    popped = [pop.function for pop in recording.pops]
    again = [k for k, function in enumerate(popped) if function in popped[:k]]
    assert Timeline(recording).visited_again == again
    assert bool(again) == (algorithm == "naive")
