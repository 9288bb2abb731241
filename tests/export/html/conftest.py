"""One browser for all tests of the page in a process; without Chromium they are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.export.html.browsing import browser as started
from tests.export.html.browsing import chromium


@pytest.fixture(scope="package")  # its event loop runs as long: other tests want their own
def browser() -> Iterator[Any]:
    if chromium() is None:
        pytest.skip("there is no Chromium on this machine")
    with started() as opened:
        yield opened
