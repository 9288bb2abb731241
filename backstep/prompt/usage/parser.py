"""The parser of every command and flag, and what it makes of a command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from backstep.messages import later, tr
from backstep.messages.usage import translated_usage
from backstep.prompt import limiting
from backstep.prompt.usage.commands import (
    add_again,
    add_completion,
    add_export,
    add_help,
    add_learn,
    add_serve,
)
from backstep.prompt.usage.making import (
    A_SESSION,
    NO_CHECK,
    InCells,
    add_looks,
    add_screenshots,
    command,
)
from backstep.prompt.usage.values import algorithm, algorithms
from backstep.version import VERSION

TOLD = later("See backprop happen, function by function. With no command: the prompt.")
ALGORITHM = later("the loop of backward(); %%algorithm lists them")


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
    add_looks(top)
    top.set_defaults(ascii=False, theme=None, lang=None)
    commands: Any = top.add_subparsers(prog="backstep", dest="command", metavar=tr("command"))
    commands.whole = whole
    run = command(
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
    replay = command(
        commands,
        "replay",
        "FILE",
        tr("step through a saved session; runs nothing"),
        tr(A_SESSION),
    )
    compare = command(
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
        add_looks(each)
    limiting.add_flags(run, tr("limits of --sandbox"))
    add_learn(commands)
    add_export(commands)
    add_serve(commands)
    add_again(commands)
    add_completion(commands)
    add_help(commands)
    add_screenshots(replay, 0).add_argument(
        "--pass", type=int, default=1, dest="number", help=tr("its backward pass")
    )
    add_screenshots(compare, None)
    return top


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


def commands_of(
    top: argparse.ArgumentParser,
) -> tuple[dict[str, argparse.ArgumentParser], dict[str, str]]:
    """The parser of each command, and the few words on each."""
    for each in top._actions:
        if isinstance(each, argparse._SubParsersAction):
            helps = {one.dest: str(one.help) for one in each._choices_actions}
            return dict(each.choices), helps
    return {}, {}
