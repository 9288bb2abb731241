"""The page on sessions: what is kept, where, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim
from backstep.recording.visible import visible
from backstep.session import limits
from backstep.session.places import sessions_folder

EXAMPLES = verbatim("""backstep run --save talk.jsonl step16.py
backstep replay talk.jsonl
backstep verify talk.jsonl""")
WAYS = (
    (verbatim("backstep replay FILE"), later("steps through what is recorded; runs nothing")),
    (verbatim("backstep resume FILE"), later("runs its cells again, and goes on at the prompt")),
    (
        verbatim("backstep verify FILE"),
        later("runs it again in a worker, and holds it to what is recorded"),
    ),
    (verbatim("backstep sessions"), later("those in your data folder, the newest first")),
    (verbatim("backstep compact FILE"), later("leaves out what no longer counts")),
    (verbatim("backstep export FILE OUT"), later("writes it in another format")),
    (verbatim("backstep serve FILE"), later("shows it in browsers; visitors change nothing")),
    (
        verbatim("%save %load %replay"),
        later("the same at the prompt; %load puts its program there"),
    ),
    (
        verbatim("%undo %redo %edit"),
        later("take a cell back, or change one and run the rest again"),
    ),
)
# By the records of the format; a test holds the names to those of the reader.
RECORDS = (
    (verbatim("header"), later("format version, versions of backstep, numpy, Python; title, seed")),
    (verbatim("cell"), later("what was typed, written before it runs")),
    (verbatim("done"), later("what it printed, its error, a digest of its Variables")),
    (verbatim("back"), later("a backward pass: graph, pops, gradients")),
    (verbatim("plot"), later("a figure that was shown")),
    (verbatim("text"), later("prose before a cell")),
    (verbatim("mark note ask view"), later("what was put to a step of a pass")),
    (verbatim("undo redo"), later("cells taken back, and put back")),
)


def page() -> Sequence[Block]:
    """Where sessions are, what is done with them, and what a file holds."""
    return [
        Heading(tr("Sessions")),
        Words(
            tr(
                "Every session of the prompt is written as you type: a cell before it runs, and "
                "what it came to before that is shown. Opening one runs nothing: what is drawn is "
                "what was recorded. FILE is a file, with or without .jsonl, the name of one in "
                "your data folder, or that of a lesson."
            )
        ),
        Words(tr("Yours are in {folder}.", folder=visible(str(sessions_folder())))),
        rows((way, tr(told)) for way, told in WAYS),
        Heading(tr("For example")),
        Code(EXAMPLES),
        Heading(tr("The file")),
        Words(
            tr(
                "JSON lines, UTF-8, one record a line; a line that begins with # is a comment. "
                "Records are only added; a last line that was cut off is left out. At most {size}. "
                "Each has a kind:",
                size=limits.megabytes(limits.FILE_BYTES),
            )
        ),
        rows((kind, tr(told)) for kind, told in RECORDS),
        Words(tr("help(backstep.session) in Python describes every field.")),
    ]
