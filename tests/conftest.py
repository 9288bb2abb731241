"""What every test gets: a data folder of its own, so that no test touches a person's."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point backstep's data folder into the test's own folder."""
    folder = tmp_path / "backstep-home"
    monkeypatch.setenv("BACKSTEP_HOME", str(folder))
    return folder
