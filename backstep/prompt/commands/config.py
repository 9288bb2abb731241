"""The command on the config file: %config."""

from __future__ import annotations

from dataclasses import replace

from backstep.engine.config import Config
from backstep.prompt.commands.command import Command, Stage
from backstep.prompt.settings import config_text, read_config


def _config(stage: Stage, argument: str) -> None:
    """What applies now, whether a file, a flag or a command has set it."""
    now = replace(
        stage.like.settings,
        theme=stage.like.theme,
        autostep=stage.like.autostep,
        algorithm=Config.algorithm,
        check=stage.live.recorder.check_own,
    )
    stage.say(config_text(read_config(), now))


COMMANDS = (
    Command(
        "config",
        "",
        "the settings that apply, and the file to set them in",
        _config,
        """Write the lines that you want otherwise into that file, as they are shown; they apply
from the next start. Flags of the command line and commands of the prompt go before it. Below a
line [keymap] stand the keys of the stepper, as in next_pop = "n" or preset = "pudb".
  %config""",
    ),
)
