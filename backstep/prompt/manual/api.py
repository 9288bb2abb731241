"""The page on what a script, IPython or a notebook may use."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim

PROGRAM = verbatim("""import numpy as np
from backstep import Variable, narrate, record, square

with record() as recordings:
    x = Variable(np.array(2.0))
    y = square(square(x))
    y.backward()
print(narrate(recordings))""")
# A test holds these against the functions themselves.
CALLS = (
    (
        verbatim("step(y, retain_grad=False, create_graph=False, algorithm=None)"),
        later("y.backward(), recorded; then the stepper opens on it"),
    ),
    (
        verbatim("step(recordings, plain=False, theme=None)"),
        later("the stepper on what is recorded; plain is a line a step"),
    ),
    (
        verbatim("record(last=None, check=False)"),
        later("a context that gives a list: every backward pass in it, or the last few"),
    ),
    (verbatim("narrate(recordings)"), later("the passes in words, a line for each step")),
    (
        verbatim("export(recordings, path, index=None, at=None, size=(120, 40))"),
        later("to a file, in the format of its ending; path may be y.html, y.svg, y.cast"),
    ),
    (verbatim("Recordings"), later("what record() gives: a list that shows itself")),
    (verbatim("Recording"), later("one pass; in a notebook it is the player")),
)
IPYTHON = verbatim("""%load_ext backstep
%step y
%%step""")


def page() -> Sequence[Block]:
    """The functions, a program, and IPython's commands."""
    return [
        Heading(tr("From Python")),
        Words(
            tr(
                "import backstep gives the engine's names, as the book's dezero does, and these. "
                "Any script can be stepped through; python step16.py runs as before without them."
            )
        ),
        rows((call, tr(told)) for call, told in CALLS),
        Heading(tr("A program")),
        Code(PROGRAM),
        Heading(tr("In IPython and notebooks")),
        Code(IPYTHON),
        Words(
            tr(
                "%step is backward of a Variable, or the last pass without one; %%step is for all "
                "that a cell does. help(backstep) and help(backstep.step) say more."
            )
        ),
    ]
