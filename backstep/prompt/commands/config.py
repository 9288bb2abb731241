"""The command on the config file, and on the language: %config."""

from __future__ import annotations

import re
from dataclasses import replace

from backstep.engine.config import Config
from backstep.messages import LANGUAGES, language, later, spoken, tr, use_language
from backstep.prompt.commands.command import Command, CommandError, Stage, choice
from backstep.prompt.settings import config_text, read_config
from backstep.session.live import LiveSession

SPEAK = re.compile(r"language(?:\s*=\s*|\s+)[\"']?(?P<tag>[\w.-]+)[\"']?", re.ASCII)


def _config(stage: Stage, argument: str) -> None:
    """What applies now, whether a file, a flag or a command has set it."""
    if argument:
        _speak(stage, argument)
        return
    now = replace(
        stage.like.settings,
        theme=stage.like.theme,
        autostep=stage.like.autostep,
        algorithm=Config.algorithm,
        check=stage.live.recorder.check_own,
        language=language(),
    )
    stage.say(config_text(read_config(), now))


def _speak(stage: Stage, argument: str) -> None:
    """Speak a language from now on, as `language = "ko"` in the file would have it."""
    found = SPEAK.fullmatch(argument)
    if found is None:
        raise CommandError(tr("%config: only the language is set here: %config language ko"))
    tag = found["tag"]
    use_language(spoken(tag) or choice("config", tag, list(LANGUAGES)))
    stage.say(tr("from now on: {language}", language=LANGUAGES[language()]))


def _words(live: LiveSession) -> list[tuple[str, str]]:
    return [(f"language {tag}", called) for tag, called in LANGUAGES.items()]


COMMANDS = (
    Command(
        "config",
        "[language TAG]",
        later("the settings that apply, and the file to set them in"),
        _config,
        later("""Write the lines that you want otherwise into that file, as they are shown; they
apply from the next start. Flags of the command line and commands of the prompt go before it.
Below a line [keymap] stand the keys of the stepper, as in next_pop = "n" or preset = "pudb".
  %config
  %config language ko            speak Korean until you leave"""),
        _words,
    ),
)
