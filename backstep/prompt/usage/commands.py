"""The commands beside run, replay and compare, each with its flags."""

from __future__ import annotations

import argparse
from typing import Any

from backstep.export.formats import FORMATS, endings
from backstep.messages import tr
from backstep.prompt import limiting
from backstep.prompt.usage.making import A_SESSION, NO_CHECK, add_language, add_looks, command
from backstep.prompt.usage.values import count, pace, port, size, web_address

FEW = 4  # formats that are named in the list of commands
SHELLS = ("bash", "zsh", "fish")


def add_learn(commands: Any) -> None:
    """The command that goes through the lessons."""
    does = tr("go through the 24 lessons, or list them")
    told = tr("LESSON is a number or a name; review asks again what you had sure and wrong.")
    learn = command(commands, "learn", "[LESSON]", does, told)
    learn.add_argument("--json", action="store_true", help=tr("one JSON object for each"))
    add_looks(learn)


def add_export(commands: Any) -> None:
    """The command that writes passes in another format."""
    few, all_of_them = " ".join(endings()[:FEW]), [f"{f.ending} ({f.told})" for f in FORMATS]
    does = tr("write a session as {endings} and others", endings=few)
    told = tr(
        "FILE is a session, the name of a shipped one, or a program or lecture, which is run. The "
        "ending of OUT is the format: {formats}. - is standard output.",
        formats=", ".join(all_of_them),
    )
    export = command(commands, "export", "FILE OUT", does, told)
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
    add_looks(export)


def add_serve(commands: Any) -> None:
    """The command that serves the stepper."""
    does = tr("the stepper in a browser, for others to look at")
    told = tr(
        "FILE is a session, the name of a shipped one, or a program or lecture, which is run once. "
        "Without it: the lessons. Visitors step; they change nothing."
    )
    serve = command(commands, "serve", "[FILE]", does, told)
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
    add_looks(serve)


def add_again(commands: Any) -> None:
    """The commands that run a session again."""
    does = tr("run sessions again, compare with what is recorded")
    verify = command(commands, "verify", "FILE...", does, tr("Each runs in a worker process."))
    verify.add_argument("--json", action="store_true", help=tr("one JSON object for each file"))
    limiting.add_flags(verify, tr("limits"))
    does = tr("leave out of sessions what no longer counts")
    told = tr("Undone cells, earlier marks and notes, a line that was cut off.")
    command(commands, "compact", "FILE...", does, told)
    does = tr("run a session's cells again, go on at the prompt")
    told = f"{tr(A_SESSION)} {tr('Without it: one of your last sessions.')}"
    resume = command(commands, "resume", "[FILE]", does, told)
    resume.add_argument(
        "--no-check", action="store_true", default=argparse.SUPPRESS, help=tr(NO_CHECK)
    )
    limiting.add_flags(resume, tr("limits of a session that was not made here"))
    add_looks(resume)
    does = tr("list the sessions in your data folder")
    told = tr("The newest come first; resume and replay take the name of one.")
    sessions = command(commands, "sessions", "", does, told)
    sessions.add_argument("--json", action="store_true", help=tr("one JSON object for each"))


def add_completion(commands: Any) -> None:
    """The command that prints what a shell completes by."""
    does = tr("print the completions for a shell")
    told = tr(
        "SHELL is {names}. bash sources the file in ~/.bashrc; zsh has its folder in fpath before "
        "compinit; fish finds it.",
        names=", ".join(SHELLS),
    )
    made = command(commands, "completion", "", does, told)
    made.usage = tr("backstep {name} [options] {files}", name="completion", files="SHELL")
    made.add_argument("shell", choices=SHELLS, metavar="SHELL", help=argparse.SUPPRESS)
    add_language(made, listed=True)


def add_help(commands: Any) -> None:
    """The command that shows pages."""
    does = tr("pages on keys, language, errors ..., and on commands")
    told = tr(
        "TOPIC is a page, a command, or a name: square, retain_grad. Without it: the list. In a "
        "terminal it is shown by $PAGER."
    )
    made = command(commands, "help", "", does, told)
    made.usage = tr("backstep {name} [options] {files}", name="help", files="[TOPIC]")
    made.add_argument("topic", nargs="*", metavar="TOPIC", help=argparse.SUPPRESS)
    add_language(made, listed=True)
