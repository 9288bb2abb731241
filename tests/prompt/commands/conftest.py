"""A conversation of its own for every test, at a width that does not depend on the terminal."""

from __future__ import annotations

import pytest

from tests.prompt.commands.conversations import Conversation


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Conversation:
    monkeypatch.setenv("COLUMNS", "80")
    return Conversation()
