"""The page on the loops of backward()."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.engine import ALGORITHMS
from backstep.messages import tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim

EXAMPLES = verbatim("""backstep run --algorithm stack step16.py
backstep compare diamond --algorithms generation,stack""")
AT_THE_PROMPT = verbatim("""%algorithm stack
%compare y generation,stack""")


def page() -> Sequence[Block]:
    """Every loop with its idea, and how to choose one."""
    return [
        Heading(tr("Algorithms")),
        Words(
            tr(
                "backward() runs one of these loops. Each is one function in "
                "backstep/engine/backward.py and differs from the book's in one idea; each is "
                "recorded and stepped through like it."
            )
        ),
        rows((name, tr(each.summary)) for name, each in ALGORITHMS.items()),
        Heading(tr("To choose one, and to hold two against each other")),
        Code(EXAMPLES),
        Words(tr("At the prompt:")),
        Code(AT_THE_PROMPT),
        Words(
            tr(
                "In the stepper, a shows another algorithm beside the one that ran, and marks "
                "where the two part."
            )
        ),
    ]
