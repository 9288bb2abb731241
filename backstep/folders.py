"""Where a person's files are: the data folder and the config file. BACKSTEP_HOME names one folder
for both."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """The person's data folder for backstep."""
    home = _home()
    if home is not None:
        return home
    from platformdirs import user_data_path

    return user_data_path("backstep", appauthor=False)


def history_path() -> Path:
    """The prompt's history."""
    return data_folder() / "history"


def config_path() -> Path:
    """The config file."""
    home = _home()
    if home is not None:
        return home / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("backstep", appauthor=False) / "config.toml"


def _home() -> Path | None:
    home = os.environ.get("BACKSTEP_HOME")
    return Path(os.path.expanduser(home)) if home else None
