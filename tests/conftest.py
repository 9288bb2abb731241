"""What every test gets: a data folder, engine settings and a language of its own, and laws without
a clock."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from backstep.engine import Config
from backstep.messages import in_language

settings.register_profile("laws", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("laws")

# A shell that starts the suite in the background has it ignore Ctrl-C, and all its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point backstep's data folder into the test's own folder."""
    folder = tmp_path / "backstep-home"
    monkeypatch.setenv("BACKSTEP_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def nobody_watches() -> None:
    """What a module makes for its tests finds no sources either: see own_settings."""
    Config.source_finder = None


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the engine's settings back after the test, whatever it did to them.

    Nobody finds sources at its beginning: whoever takes a name from `backstep` itself, in any file,
    has every call of the process watched.
    """
    for name in ("enable_backprop", "train", "algorithm", "recorder"):
        monkeypatch.setattr(Config, name, getattr(Config, name))
    monkeypatch.setattr(Config, "source_finder", None)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English whatever the locale, here and in processes, unless a test says otherwise."""
    monkeypatch.setenv("LC_MESSAGES", "C")
    with in_language("en"):
        yield


@pytest.fixture(autouse=True)
def no_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a terminal say how large it is: readline puts the size of ours into the environment."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
