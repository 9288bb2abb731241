"""The command line: its flags, and the prompt, which stands before anything heavy is loaded.

What the other commands do is in entry.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from backstep.export.formats import FORMATS, endings
from backstep.messages import LANGUAGES, language_of, later, spoken, tr, use_language
from backstep.messages.system import reason
from backstep.messages.usage import translated_usage
from backstep.prompt import limiting
from backstep.prompt.manual.examples import PROMPT, examples_of
from backstep.prompt.tables import in_lines
from backstep.stepper.colours import THEME_NAMES
from backstep.version import VERSION

if TYPE_CHECKING:
    from backstep.session.live import LiveSession

TOLD = later("See backprop happen, function by function. With no command: the prompt.")
ALGORITHM = later("the loop of backward(); %%algorithm lists them")
A_SESSION = later("FILE is a session, or the name of a shipped one.")
# Wanted seldom, and the help of all of them fits a small screen.
UNLISTED = ("compact", "completion")
SHELLS = ("bash", "zsh", "fish")
NO_CHECK = later("leave your own functions unchecked")
LANG = "--lang"
FEW = 4  # formats that are named in the list of commands
SHORTEST, LONGEST = 0.01, 60.0  # seconds of a step


class InCells(argparse.HelpFormatter):
    """Help whose lines are broken by the cells that they take: Korean letters take two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return in_lines(text.split(), width)

    def _format_action(self, action: argparse.Action) -> str:
        if action.nargs == argparse.PARSER:  # the commands, without a line for what they are called
            return "".join(map(super()._format_action, self._iter_indented_subactions(action)))
        return super()._format_action(action)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith(PROMPT):  # examples, a line for each
            return text
        return "\n".join(in_lines(text.split(), width - len(indent), indent))


def parser(*, whole: bool = False) -> argparse.ArgumentParser:
    """The parser of every command and flag. The help of each fits a small screen; the `whole` one
    lists those too that are wanted seldom."""
    top = argparse.ArgumentParser(
        prog="backstep",
        usage=tr("backstep [options] [command]"),
        description=tr(TOLD),
        formatter_class=InCells,
    )
    top.add_argument(
        "--version", action="version", version=f"backstep {VERSION}", help=tr("show the version")
    )
    unchecked = tr(NO_CHECK) if whole else argparse.SUPPRESS  # run --help has it
    top.add_argument("--no-check", action="store_true", help=unchecked)
    top.add_argument("--algorithm", type=algorithm, metavar="NAME", help=tr(ALGORITHM))
    _add_looks(top)
    top.set_defaults(ascii=False, theme=None, lang=None)
    commands: Any = top.add_subparsers(prog="backstep", dest="command", metavar=tr("command"))
    commands.whole = whole
    run = _command(
        commands,
        "run",
        "FILE",
        tr("run a program, step through its backward passes"),
        tr("FILE is a program, or a lecture in Markdown (.md); - is standard input."),
    )
    saved = tr("write the session to FILE; --title TITLE is for it")
    run.add_argument("--save", metavar="FILE", help=saved)
    hidden = tr("the title of the session that --save writes") if whole else argparse.SUPPRESS
    run.add_argument("--title", default="", help=hidden)
    run.add_argument(
        "--algorithm", type=algorithm, metavar="NAME", default=argparse.SUPPRESS, help=tr(ALGORITHM)
    )
    run.add_argument(
        "--no-check", action="store_true", default=argparse.SUPPRESS, help=tr(NO_CHECK)
    )
    run.add_argument(
        "--sandbox", action="store_true", help=tr("in a worker process, within limits")
    )
    replay = _command(
        commands,
        "replay",
        "FILE",
        tr("step through a saved session; runs nothing"),
        tr(A_SESSION),
    )
    compare = _command(
        commands,
        "compare",
        "FILE",
        tr("two algorithms over the same graph, side by side"),
        tr("FILE is a program, which is run, or a session, of which nothing is."),
    )
    told = tr("the two loops (default generation,stack)")
    default = ("generation", "stack")
    compare.add_argument("--algorithms", type=algorithms, metavar="A,B", default=default, help=told)
    compare.add_argument("--pass", type=int, default=1, dest="number", help=tr("the backward pass"))
    for each in (run, replay, compare):
        each.add_argument("--plain", action="store_true", help=tr("one line a step, no screen"))
        each.add_argument(
            "--json", action="store_true", help=tr("one JSON object a line, no screen")
        )
        _add_looks(each)
    limiting.add_flags(run, tr("limits of --sandbox"))
    _add_learn(commands)
    _add_export(commands)
    _add_serve(commands)
    _add_again(commands)
    _add_completion(commands)
    _add_help(commands)
    _add_screenshots(replay, 0).add_argument(
        "--pass", type=int, default=1, dest="number", help=tr("its backward pass")
    )
    _add_screenshots(compare, None)
    return top


def _add_screenshots(parser: argparse.ArgumentParser, at: int | None) -> Any:
    """The flags of a picture of the screen; without a position it shows where two passes part."""
    shot = parser.add_argument_group(tr("screenshots"))
    shot.add_argument("--screenshot", metavar="SVG", help=tr("write the screen to this file"))
    told = tr("its size in cells (default 120x40)")
    shot.add_argument("--size", type=size, metavar="CxR", default=(120, 40), help=told)
    shot.add_argument(
        "--at", type=int, default=at, metavar="STEP", help=tr("its position, in steps")
    )
    return shot


def _command(commands: Any, name: str, files: str, does: str, told: str) -> argparse.ArgumentParser:
    """The parser of one command, with the file or files that it takes."""
    listed = {} if name in UNLISTED and not commands.whole else {"help": does}
    made: Any = commands.add_parser(
        name,
        **listed,
        usage=tr("backstep {name} [options] {files}", name=name, files=files).rstrip(),
        formatter_class=InCells,
        description=f"{does[0].upper()}{does[1:]}. {told}",
        epilog=examples_of(name),
    )
    made.whole = commands.whole
    if files.endswith("..."):
        made.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    elif files:
        nargs = "?" if files.startswith("[") else None
        made.add_argument("file", nargs=nargs, metavar="FILE", help=argparse.SUPPRESS)
    parser: argparse.ArgumentParser = made
    return parser


def size(text: str) -> tuple[int, int]:
    """Columns and rows, `120x40`. Raises ArgumentTypeError for what is no size of a screen."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and len(text) < 10):
        raise argparse.ArgumentTypeError(
            tr("{text!r}: write columns x rows, as in 120x40", text=text)
        )
    if not (20 <= int(width) <= 500 and 8 <= int(height) <= 200):
        raise argparse.ArgumentTypeError(
            tr("{text}: a picture has from 20x8 to 500x200 cells", text=text)
        )
    return int(width), int(height)


def algorithm(name: str) -> str:
    """The name of a loop. Raises ArgumentTypeError with those that there are."""
    from backstep.engine import ALGORITHMS

    if name not in ALGORITHMS:
        raise argparse.ArgumentTypeError(
            tr("{name!r} is none of {names}", name=name, names=", ".join(ALGORITHMS))
        )
    return name


def algorithms(text: str) -> tuple[str, str]:
    """The names of two loops. Raises ArgumentTypeError for anything else."""
    from backstep.prompt.comparing import CompareError, algorithms_of

    try:
        return algorithms_of(text)
    except CompareError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _add_learn(commands: Any) -> None:
    """The command that goes through the lessons."""
    does = tr("go through the 24 lessons, or list them")
    told = tr("LESSON is a number or a name; review asks again what you had sure and wrong.")
    learn = _command(commands, "learn", "[LESSON]", does, told)
    learn.add_argument("--json", action="store_true", help=tr("one JSON object for each"))
    _add_looks(learn)


def _add_export(commands: Any) -> None:
    """The command that writes passes in another format."""
    few, all_of_them = " ".join(endings()[:FEW]), [f"{f.ending} ({f.told})" for f in FORMATS]
    does = tr("write a session as {endings} and others", endings=few)
    told = tr(
        "FILE is a session, the name of a shipped one, or a program or lecture, which is run. The "
        "ending of OUT is the format: {formats}. - is standard output.",
        formats=", ".join(all_of_them),
    )
    export = _command(commands, "export", "FILE OUT", does, told)
    export.add_argument("out", nargs="?", metavar="OUT", help=argparse.SUPPRESS)
    same = tr("the same as OUT") if commands.whole else argparse.SUPPRESS
    export.add_argument("-o", dest="to", metavar="OUT", help=same)
    export.add_argument("-f", "--force", action="store_true", help=tr("also over a file"))
    export.add_argument("--format", metavar="END", help=tr("the format of -, as an ending"))
    export.add_argument("--pass", type=int, dest="number", metavar="N", help=tr("that pass alone"))
    export.add_argument("--at", type=int, metavar="STEP", help=tr("its position, in steps"))
    export.add_argument("--size", type=size, metavar="CxR", help=tr("of a screen: 120x40"))
    export.add_argument("--pace", type=pace, default=1.0, metavar="S", help=tr("seconds a step"))
    export.add_argument("--graph", action="store_true", help=tr("a picture of the graph alone"))
    export.add_argument("--lecture", action="store_true", help=tr("Markdown without tables"))
    _add_looks(export)


def pace(text: str) -> float:
    """The seconds of a step. Raises ArgumentTypeError for what can be none."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST <= seconds <= LONGEST:
        told = tr("{text!r}: write the seconds of a step, from 0.01 to 60", text=text)
        raise argparse.ArgumentTypeError(told)
    return seconds


def _add_completion(commands: Any) -> None:
    """The command that prints what a shell completes by."""
    does = tr("print the completions for a shell")
    told = tr("SHELL is {names}. Where to put them is said at their top.", names=", ".join(SHELLS))
    made = _command(commands, "completion", "", does, told)
    made.usage = tr("backstep {name} [options] {files}", name="completion", files="SHELL")
    made.add_argument("shell", choices=SHELLS, metavar="SHELL", help=argparse.SUPPRESS)
    _add_language(made, listed=True)


def _add_help(commands: Any) -> None:
    """The command that shows pages."""
    does = tr("pages on keys, language, errors ..., and on commands")
    told = tr(
        "TOPIC is a page, a command, or a name: square, retain_grad. Without it: the list. In a "
        "terminal it is shown by $PAGER."
    )
    made = _command(commands, "help", "", does, told)
    made.usage = tr("backstep {name} [options] {files}", name="help", files="[TOPIC]")
    made.add_argument("topic", nargs="*", metavar="TOPIC", help=argparse.SUPPRESS)
    _add_language(made, listed=True)


def _add_serve(commands: Any) -> None:
    """The command that serves the stepper."""
    does = tr("the stepper in a browser, for others to look at")
    told = tr(
        "FILE is a session, the name of a shipped one, or a program or lecture, which is run once. "
        "Without it: the lessons. Visitors step; they change nothing."
    )
    serve = _command(commands, "serve", "[FILE]", does, told)
    serve.add_argument(
        "--host", default="127.0.0.1", help=tr("where to listen (default: this machine alone)")
    )
    serve.add_argument(
        "--port", type=port, default=8000, help=tr("the port (default 8000; 0 is any)")
    )
    serve.add_argument(
        "--public-url",
        type=web_address,
        metavar="URL",
        help=tr("what visitors see, behind a proxy"),
    )
    serve.add_argument(
        "--visitors",
        type=count,
        default=20,
        metavar="N",
        help=tr("how many at a time (default 20)"),
    )
    _add_looks(serve)


def port(text: str) -> int:
    """A port. Raises ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and int(text[:9]) < 1 << 16 and len(text) < 6):
        raise argparse.ArgumentTypeError(tr("{text!r}: a port is from 0 to 65535", text=text))
    return int(text)


def count(text: str) -> int:
    """A count from 1. Raises ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise argparse.ArgumentTypeError(tr("{text!r}: write a number from 1", text=text))
    return int(text)


def web_address(text: str) -> str:
    """An address of the web. Raises ArgumentTypeError for what is none."""
    if not text.startswith(("http://", "https://")) or any(c in text for c in " ?#\"'<>;,"):
        told = tr("{text!r}: write it whole, as in https://example.org/step", text=text)
        raise argparse.ArgumentTypeError(told)
    return text


def _add_again(commands: Any) -> None:
    """The commands that run a session again."""
    does = tr("run sessions again, compare with what is recorded")
    verify = _command(commands, "verify", "FILE...", does, tr("Each runs in a worker process."))
    verify.add_argument("--json", action="store_true", help=tr("one JSON object for each file"))
    limiting.add_flags(verify, tr("limits"))
    does = tr("leave out of sessions what no longer counts")
    told = tr("Undone cells, earlier marks and notes, a line that was cut off.")
    _command(commands, "compact", "FILE...", does, told)
    does = tr("run a session's cells again, go on at the prompt")
    told = f"{tr(A_SESSION)} {tr('Without it: one of your last sessions.')}"
    resume = _command(commands, "resume", "[FILE]", does, told)
    resume.add_argument(
        "--no-check", action="store_true", default=argparse.SUPPRESS, help=tr(NO_CHECK)
    )
    limiting.add_flags(resume, tr("limits of a session that was not made here"))
    _add_looks(resume)
    does = tr("list the sessions in your data folder")
    told = tr("The newest come first; resume and replay take the name of one.")
    sessions = _command(commands, "sessions", "", does, told)
    sessions.add_argument("--json", action="store_true", help=tr("one JSON object for each"))


def _add_looks(parser: argparse.ArgumentParser) -> None:
    """The flags on how things look; before or after the command, each is the same. The help of a
    command tells of them in one line."""
    kept, whole = argparse.SUPPRESS, getattr(parser, "whole", True)
    colours = tr("the colours: dark, light, safe ...; %%theme lists them")
    if not whole:
        colours = tr("the colours; also --ascii, --lang TAG: see backstep --help")
    ascii_only = tr("draw with ASCII only") if whole else argparse.SUPPRESS
    parser.add_argument("--ascii", action="store_true", default=kept, help=ascii_only)
    parser.add_argument(
        "--theme", choices=list(THEME_NAMES), metavar="NAME", default=kept, help=colours
    )
    _add_language(parser, listed=whole)


def _add_language(parser: argparse.ArgumentParser, *, listed: bool) -> None:
    told = tr("the language: {tags} (default: config file, locale)", tags=", ".join(LANGUAGES))
    parser.add_argument(
        LANG,
        type=known_language,
        metavar="TAG",
        default=argparse.SUPPRESS,
        help=told if listed else argparse.SUPPRESS,
    )


def known_language(tag: str) -> str:
    """A language that backstep speaks. Raises ArgumentTypeError with those that there are."""
    found = spoken(tag)
    if found is None:
        names = ", ".join(f"{name} ({called})" for name, called in LANGUAGES.items())
        raise argparse.ArgumentTypeError(tr("{name!r} is none of {names}", name=tag, names=names))
    return found


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; ends the process with 2 where that cannot be."""
    with translated_usage():
        reader = parser()
        options, rest = reader.parse_known_args(arguments)
        if options.command == "export" and options.out is None and len(rest) == 1:
            options.out = rest.pop() if rest[0] == "-" or rest[0][:1] != "-" else None
        if rest:
            reader.parse_args(arguments)  # which says what is wrong
        if options.command == "run" and not options.sandbox and limiting.given(options):
            flag = limiting.given(options)[0]
            reader.error(tr("{flag} is a limit of the sandbox: add --sandbox", flag=flag))
        if options.command == "export" and bool(options.out) == bool(options.to):
            reader.error(tr("say once where to write: backstep export diamond talk.html"))
    return options


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


def completion(options: argparse.Namespace) -> int:
    """`backstep completion SHELL`: what that shell completes by, on standard output."""
    from backstep.prompt.manual.topics import TOPICS
    from backstep.prompt.shells.completing import script

    top = parser(whole=True)
    names = dict.fromkeys((*TOPICS, *commands_of(top)[0]))
    print(script(top, options.shell, tuple(names)), end="")
    return 0


def told(options: argparse.Namespace) -> int:
    """`backstep help [TOPIC]`: the list of what there is to be told, or a page of it."""
    from backstep.prompt.manual.asking import answer, listing
    from backstep.prompt.manual.paging import pager, show, shows_bold, width_here

    top = parser(whole=True)
    commands, helps = commands_of(top)
    command, width = pager(), width_here()
    bold = shows_bold(command)
    if options.topic:
        show(answer(options.topic, commands, width, bold=bold), command)
    else:
        show(listing(helps, width, bold=bold), command)
    return 0


def commands_of(
    top: argparse.ArgumentParser,
) -> tuple[dict[str, argparse.ArgumentParser], dict[str, str]]:
    """The parser of each command, and the few words on each."""
    for each in top._actions:
        if isinstance(each, argparse._SubParsersAction):
            helps = {one.dest: str(one.help) for one in each._choices_actions}
            return dict(each.choices), helps
    return {}, {}


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
        "completion": completion,
        "help": told,
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
