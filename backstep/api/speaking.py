"""The language of what programs and notebooks are told: the config file's, or the locale's."""

from __future__ import annotations

import os

from backstep.messages import language_of, use_language
from backstep.prompt.settings import read_config


def speak() -> None:
    """Use the language that the person wants, as the commands do."""
    use_language(language_of(os.environ, read_config().settings.language))
