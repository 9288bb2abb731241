"""Passes of every algorithm, written to a file and read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.engine import ALGORITHMS
from backstep.recording.timeline import Timeline
from backstep.session.errors import Unreadable
from backstep.session.packing import packed, unpacked
from tests.recording.algorithm_runs import Build, alias, diamond, recorded


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("build", [diamond, alias(4)])
def test_a_pass_of_every_algorithm_is_the_same_when_read_back(algorithm: str, build: Build) -> None:
    recording = recorded(build, algorithm, retain_grad=True)
    read = unpacked(packed(recording, 1))
    assert read == recording
    assert Timeline(read).length == Timeline(recording).length


def test_an_algorithm_that_there_is_not_is_refused_by_name() -> None:
    forged = replace(recorded(diamond, "generation"), algorithm="clairvoyant")
    with pytest.raises(Unreadable, match="algorithm"):
        unpacked(packed(forged, 1))


def test_a_popped_function_that_was_never_in_the_list_is_refused() -> None:
    recording = recorded(diamond, "toposort")
    twice = replace(recording, pops=(*recording.pops, recording.pops[0]))
    with pytest.raises(Unreadable, match="not in the queue"):
        unpacked(packed(twice, 1))
