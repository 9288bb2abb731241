"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backstep.engine import ALGORITHMS
from backstep.engine.config import Config
from backstep.engine.errors import BackstepError
from backstep.prompt import limiting
from backstep.prompt.programs import UsageError, read_text
from backstep.recording.visible import visible
from backstep.version import VERSION

if TYPE_CHECKING:
    from backstep.prompt.preferences import Preferences
    from backstep.prompt.settings import Settings
    from backstep.session.live import LiveSession

EXAMPLES = """examples:
  backstep                          open the prompt
  backstep run program.py           run a program, step through its backward passes
  backstep run --json program.py    the same as JSON lines
  backstep replay diamond           step through a saved or shipped session; runs nothing
  backstep verify talk.jsonl        run it again in a worker process, compare with what it says
  backstep resume talk.jsonl        run its cells again, go on at the prompt
"""
NO_CHECK = "do not hold functions of your own against finite differences"


def parser() -> argparse.ArgumentParser:
    """The parser of every command and flag."""
    top = argparse.ArgumentParser(
        prog="backstep",
        description="See backprop happen: step through a backward pass, function by function.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"backstep {VERSION}")
    top.add_argument("--no-check", action="store_true", help=NO_CHECK)
    top.add_argument("--algorithm", choices=list(ALGORITHMS), help="the loop backward() runs")
    _add_looks(top)
    top.set_defaults(ascii=False, theme=None)
    commands = top.add_subparsers(dest="command", metavar="command")
    run = commands.add_parser("run", help="run a program and step through its backward passes")
    run.add_argument("file", help="a program of the language; - reads standard input")
    run.add_argument("--save", metavar="FILE", help="write the session to FILE")
    run.add_argument("--title", default="", help="the title of the session that --save writes")
    run.add_argument("--algorithm", choices=list(ALGORITHMS), default=argparse.SUPPRESS)
    run.add_argument("--no-check", action="store_true", default=argparse.SUPPRESS, help=NO_CHECK)
    run.add_argument("--sandbox", action="store_true", help="in a worker process, within limits")
    replay = commands.add_parser("replay", help="step through a saved session; runs nothing")
    replay.add_argument("file", help="a session file, or the name of a shipped session")
    for each in (run, replay):
        each.add_argument("--plain", action="store_true", help="one line a step, no screen")
        each.add_argument("--json", action="store_true", help="one JSON object a line, no screen")
        _add_looks(each)
    limiting.add_flags(run, "limits of --sandbox")
    _add_again(commands)
    shot = replay.add_argument_group("screenshots")
    shot.add_argument("--screenshot", metavar="FILE.svg", help="write the screen to an SVG file")
    shot.add_argument("--size", default="120x40", help="its size in cells (default 120x40)")
    shot.add_argument("--at", type=int, default=0, metavar="STEP", help="its position, in steps")
    shot.add_argument("--pass", type=int, default=1, dest="number", help="its backward pass")
    return top


def _add_again(commands: Any) -> None:
    """The commands that run a session again."""
    verify = commands.add_parser(
        "verify", help="run sessions again in a worker process, compare with what is recorded"
    )
    verify.add_argument("files", nargs="+", metavar="FILE", help="a session file or shipped name")
    verify.add_argument("--json", action="store_true", help="one JSON object for each file")
    limiting.add_flags(verify, "limits")
    resume = commands.add_parser("resume", help="run a session's cells again, go on at the prompt")
    resume.add_argument("file", help="a session file, or the name of a shipped session")
    resume.add_argument("--no-check", action="store_true", default=argparse.SUPPRESS, help=NO_CHECK)
    limiting.add_flags(resume, "limits of a session that was not made here")
    _add_looks(resume)


def _add_looks(parser: argparse.ArgumentParser) -> None:
    """The flags on how things look; before or after the command, each is the same."""
    kept = argparse.SUPPRESS
    parser.add_argument("--ascii", action="store_true", default=kept, help="draw with ASCII only")
    parser.add_argument("--theme", choices=("dark", "light", "mono"), default=kept)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; ends the process with 2 where that cannot be."""
    reader = parser()
    options = reader.parse_args(arguments)
    if options.command == "run" and not options.sandbox and limiting.given(options):
        reader.error(f"{limiting.given(options)[0]} is a limit of the sandbox: add --sandbox")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 good, 1 the input's fault, 2 wrong usage."""
    options = parsed(arguments)
    try:
        if options.command == "run":
            return sandbox(options) if options.sandbox else run(options)
        if options.command == "replay":
            return replay(options)
        if options.command == "verify":
            return verify(options)
        return prompt(options)
    except BackstepError as error:
        print(f"backstep: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 1


def prompt(options: argparse.Namespace) -> int:
    """The prompt: a conversation with a terminal, else the piped program cell by cell."""
    if not sys.stdin.isatty():
        from backstep.prompt.piped import run_piped

        source = read_text("-")
        with _opened(options, check_own=not options.no_check) as live:
            Config.algorithm = options.algorithm or Config.algorithm
            return run_piped(source, live, _preferences(options))
    from backstep.prompt.repl import converse
    from backstep.prompt.settings import read_config

    config = read_config()
    for mistake in config.mistakes:
        _complain(mistake + "\n")
    like = _preferences(options, config.settings)
    check_own = config.settings.check and not options.no_check
    with _opened(options, check_own=check_own, language=config.settings.language) as live:
        Config.algorithm = options.algorithm or config.settings.algorithm
        converse(live, VERSION, like)
    return 0


@contextmanager
def _opened(
    options: argparse.Namespace, *, check_own: bool, language: str = "en"
) -> Iterator[LiveSession]:
    """The session that the prompt is on: a new one, or with `resume` one that goes on."""
    if options.command == "resume":
        from backstep.prompt.resuming import resumed

        limits = limiting.limits_of(options)
        opened = resumed(options.file, limits, _write, check_own=check_own, language=language)
        with opened as live:
            yield live
        return
    from backstep.session.journal import autosaved
    from backstep.session.live import LiveSession

    with autosaved(language) as journal:
        yield LiveSession(_write, journal, check_own=check_own)


def _preferences(options: argparse.Namespace, settings: Settings | None = None) -> Preferences:
    """What was asked for here goes before what the config file says."""
    from backstep.prompt.preferences import Preferences
    from backstep.prompt.settings import Settings

    settings = settings or Settings()
    theme = options.theme or settings.theme
    return Preferences(settings.autostep, theme, options.ascii, settings)


def _theme(options: argparse.Namespace) -> str | None:
    """The colours of the stepper: those asked for here, else those of the config file."""
    from backstep.prompt.settings import read_config

    theme: str | None = options.theme
    return theme or read_config().settings.theme


def run(options: argparse.Namespace) -> int:
    """`backstep run FILE`: the program, then the stepper on its passes."""
    from backstep.prompt.piped import cells_of, print_json, run_program
    from backstep.prompt.plots import print_figure_json
    from backstep.prompt.stage import has_screen
    from backstep.session.journal import Journal
    from backstep.session.live import LiveSession

    source = read_text(options.file)
    cells = cells_of(source)
    if cells is None:
        return 1
    journal = Journal.create(Path(options.save), options.title) if options.save else None
    stepped = has_screen() and not options.plain and options.file != "-"
    Config.algorithm = options.algorithm or Config.algorithm
    if options.json:
        live = LiveSession(
            _complain, journal, echo=False, streamed=print_json, check_own=not options.no_check
        )
        live.plotted = print_figure_json
        return 0 if run_program(cells, live, steps=False) else 1
    live = LiveSession(_write, journal, echo=False, check_own=not options.no_check)
    like = _preferences(options)
    like.theme = _theme(options)
    good = run_program(cells, live, steps=not stepped, like=like)
    if stepped and live.recordings:
        from backstep.stepper.app import open_stepper

        open_stepper(
            live.recordings, ascii_only=like.ascii_only, theme=like.theme, figures=live.figures
        )
    return 0 if good else 1


def sandbox(options: argparse.Namespace) -> int:
    """`backstep run --sandbox FILE`: the same in a worker process, within limits."""
    from backstep.session.worker.messages import Job
    from backstep.session.worker.process import Worker

    source = read_text(options.file)
    limits = limiting.limits_of(options)
    with Worker(limits) as worker:  # which comes up while we import the rest
        from backstep.prompt.piped import print_json
        from backstep.prompt.plots import drawing, print_figure_json
        from backstep.prompt.sandboxed import SandboxedRun
        from backstep.prompt.stage import has_screen
        from backstep.session.journal import Journal

        journal = Journal.create(Path(options.save), options.title) if options.save else None
        stepped = has_screen() and not options.plain and not options.json and options.file != "-"
        like = _preferences(options)
        like.theme = _theme(options)
        job = Job(
            limits=limits,
            program=source,
            algorithm=options.algorithm or "generation",
            check_own=not options.no_check,
            streamed=options.json,
        )
        ran = SandboxedRun(
            _complain if options.json else _write,
            print_figure_json if options.json else drawing(like, plain=not stepped),
            journal,
            steps=not stepped and not options.json,
            streamed=print_json if options.json else None,
        )
        good = ran.run(worker, job)
    if stepped and ran.recordings:
        from backstep.stepper.app import open_stepper

        open_stepper(
            ran.recordings, ascii_only=like.ascii_only, theme=like.theme, figures=ran.figures
        )
    return 0 if good else 1


def verify(options: argparse.Namespace) -> int:
    """`backstep verify FILE...`: whether sessions come to what is recorded in them."""
    from backstep.prompt import verifying

    return verifying.verify(options.files, limiting.limits_of(options), as_json=options.json)


def replay(options: argparse.Namespace) -> int:
    """`backstep replay FILE`: the recorded passes; nothing of the file is run."""
    from backstep.prompt.piped import print_json, steps_text
    from backstep.prompt.plots import draw, print_figure_json
    from backstep.prompt.stage import has_screen
    from backstep.recording.records import Recording
    from backstep.session import find_session, read_session

    session = read_session(find_session(options.file))
    recordings = session.recordings
    if options.json:
        for each in session.shown:
            print_json(each) if isinstance(each, Recording) else print_figure_json(each)
        return 0
    if not session.shown:
        raise UsageError(f"{session.path.name} has no backward pass to replay")
    if options.screenshot and recordings:
        from backstep.stepper.app import screenshot

        screenshot(
            recordings,
            Path(options.screenshot),
            _size(options.size),
            index=min(max(options.number, 1), len(recordings)) - 1,
            position=options.at,
            ascii_only=options.ascii,
            theme=options.theme,
        )
        return 0
    plain = options.plain or not has_screen()
    if plain or not recordings:
        for each in session.shown:
            if isinstance(each, Recording):
                _write(steps_text(each))
            else:
                draw(each, _preferences(options), plain=plain)
        return 0
    from backstep.stepper.app import open_stepper

    open_stepper(recordings, ascii_only=options.ascii, theme=_theme(options), figures=session.plots)
    return 0


def _size(text: str) -> tuple[int, int]:
    width, x, height = text.partition("x")
    if not (x and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise UsageError(f"--size {text}: write columns x rows, as in 120x40")
    return int(width), int(height)


def _write(text: str) -> None:
    """What a program says, on standard output; a terminal gets no control characters of its."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text)


def _closed_pipe() -> int:
    """The reader went away (`| head`): leave quietly, and keep the interpreter from complaining."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
