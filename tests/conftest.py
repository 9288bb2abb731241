"""What every test gets: a data folder, engine settings and a language of its own, and laws without
a clock."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from backstep.engine import Config
from backstep.messages import in_language

settings.register_profile("laws", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("laws")

# Millions of objects stay to the end, hardly any in a cycle: the old are gone through seldom.
gc.set_threshold(*gc.get_threshold()[:2], 10 * gc.get_threshold()[2])

# A shell that starts the suite in the background has it ignore Ctrl-C, and all its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for data folders, which nobody has made so far."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_data_folder(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point backstep's data folder to one of the test's own, which is made when it is written to.

    Few tests write to it: a `tmp_path` for each would be some ten thousand folders in one, which is
    read for each of them.
    """
    folder = next(homes)
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
