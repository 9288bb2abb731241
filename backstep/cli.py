"""The command line: what is asked for, and the prompt, which stands before all that is heavy.

What the flags are is in prompt/usage, what the other commands do in entry.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

from backstep.messages import LANGUAGES, language_of, spoken, tr, use_language
from backstep.messages.system import reason
from backstep.prompt.usage.making import LANG
from backstep.prompt.usage.parser import parsed
from backstep.version import VERSION

if TYPE_CHECKING:
    from backstep.session.live import LiveSession


def speak(arguments: Sequence[str]) -> None:
    """Use the language that is wanted, before anything is said: by flag, config file or locale."""
    from backstep.prompt.settings import read_config

    named = _named_language(arguments)
    wanted = named or language_of(os.environ, read_config().settings.language)
    use_language(wanted if _can_be_written(LANGUAGES[wanted]) else "en")


def _named_language(arguments: Sequence[str]) -> str | None:
    """What `--lang` names, as far as that can be known before the flags are read."""
    found = None
    for flag, value in pairwise([*arguments, ""]):
        if flag == LANG:
            found = spoken(value)
        elif flag.startswith(f"{LANG}="):
            found = spoken(flag.removeprefix(f"{LANG}="))
    return found


def _can_be_written(text: str) -> bool:
    """Whether both streams have the letters of a language."""
    try:
        for stream in (sys.stdout, sys.stderr):
            text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 good, 1 the input's fault, 2 wrong usage."""
    _stand_in_for_closed_streams()
    speak(sys.argv[1:] if arguments is None else arguments)
    options = parsed(arguments)
    try:
        code = prompt(options) if _is_typed(options) else _entered(options)
        sys.stdout.flush()  # what cannot be written is told of here, not by Python at its end
        return code
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        print(tr("interrupted"), file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a terminal that has gone
        print(f"backstep: {reason(error)}", file=sys.stderr)
        return _closed_pipe()
    except Exception as error:
        from backstep.engine.errors import BackstepError

        if not isinstance(error, BackstepError):
            raise
        from backstep.prompt.terminal import complain

        complain(f"backstep: {error}")
        return 1


def _is_typed(options: argparse.Namespace) -> bool:
    return options.command in (None, "resume") and sys.stdin.isatty()


def _entered(options: argparse.Namespace) -> int:
    from backstep import entry

    does = {
        "run": entry.sandbox if options.command == "run" and options.sandbox else entry.run,
        "replay": entry.replay,
        "compare": entry.compare,
        "export": entry.export,
        "serve": entry.serve,
        "completion": entry.completion,
        "help": entry.told,
        "verify": entry.verify,
        "compact": entry.compact,
        "sessions": entry.sessions,
        "learn": entry.learn,
    }
    command = options.command
    code = does.get(command, entry.piped)(options)
    return prompt(options) if (command, options.command) == ("learn", "resume") else code


def prompt(options: argparse.Namespace) -> int:
    """The prompt: a conversation with a terminal."""
    from backstep.prompt.later import Later
    from backstep.prompt.preferences import Preferences
    from backstep.prompt.settings import read_config
    from backstep.prompt.start import converse
    from backstep.prompt.terminal import complain

    config = read_config()
    for mistake in config.mistakes:
        complain(mistake)
    like = Preferences.of(config.settings, options.theme, ascii_only=options.ascii)
    warnings: list[str] = []
    with ExitStack() as stack:

        def load() -> LiveSession:
            from backstep.entry import opened
            from backstep.prompt.repl import at_a_terminal  # with all that a first cell needs

            live = stack.enter_context(opened(options, config.settings, warnings.append))
            return at_a_terminal(live, like)

        live = Later(load)
        if options.command == "resume":
            live.make()  # what it says, and asks, comes before the prompt
        try:
            converse(live, VERSION, like, warnings)
        finally:
            live.end()
    return 0


def _stand_in_for_closed_streams() -> None:
    """Where a stream was closed by who started us (`>&-`), read nothing and write nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest that is free: the closed one
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8"))


def _closed_pipe() -> int:
    """The reader went away (`| head`): leave quietly, and keep the interpreter from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
