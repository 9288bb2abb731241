"""What a person likes of the prompt and the stepper, for as long as this backstep runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from backstep.prompt.settings import Settings


@dataclass
class Preferences:
    """`autostep`: a bare y.backward() opens the stepper. `theme` None is chosen by the terminal.

    `ascii_only` draws without Unicode. `settings` are those that it began with.
    """

    autostep: bool = True
    theme: str | None = None
    ascii_only: bool = False
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def of(cls, settings: Settings, theme: str | None, *, ascii_only: bool) -> Preferences:
        """What was asked for goes before what the config file says."""
        return cls(settings.autostep, theme or settings.theme, ascii_only, settings)
