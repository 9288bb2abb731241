"""Nothing gets through: every payload of the corpus, as at the prompt and as in a worker."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.language.escapes.canary import through
from tests.language.escapes.reading import payloads

PAYLOADS = payloads()


@pytest.mark.parametrize("payload", PAYLOADS, ids=str)
def test_it_is_held(payload) -> None:
    assert through(payload) == ""


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.mode == "stop"], ids=str)
def test_its_ticks_stop_it(payload) -> None:
    assert through(payload, ticks=True) == ""


def test_no_family_is_small() -> None:
    families = Counter(payload.family for payload in PAYLOADS)
    assert len(families) >= 15
    assert min(families.values()) >= 20
