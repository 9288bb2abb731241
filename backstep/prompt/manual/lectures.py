"""The page on lectures: a Markdown file that becomes a session when it is run."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim

LECTURE = verbatim("""# Two paths

```python
x = Variable(np.array(2.0))
a = square(x)
y = square(a) + square(a)
y.backward()
```

> note pop 2: a has one of its two gradients.

> ask pop 3: next

> stop end""")
# Each stands in a lecture that a test runs.
DIRECTIVES = (
    (verbatim("> note pop 3: TEXT"), later("said there")),
    (verbatim("> stop pop 4"), later("playing halts there")),
    (verbatim("> ask pop 3: next"), later("asked before it is shown: {kinds}")),
    (
        verbatim("> ask pop 4 = 16.0 | 8.0: TEXT"),
        later("your own question, with choices, the first right"),
    ),
    (verbatim("> why: TEXT"), later("said once the question above is answered")),
    (verbatim("> watch pop 2: queue zoomed"), later("a replay opens there, with that pane")),
    (verbatim("> fails ValueError"), later("the cell above ends in that error")),
    (verbatim("> algorithm stack"), later("the loop of the cells below")),
    (verbatim("> seed 7"), later("below the title: random numbers begin with it")),
    (verbatim("> language ko"), later("below the title: the language of the texts")),
)
EXAMPLES = verbatim("""backstep run talk.md
backstep run --save talk.jsonl talk.md
backstep export talk.jsonl talk.md --lecture""")


def page() -> Sequence[Block]:
    """A lecture, its directives, and what is done with it."""
    from backstep.session.lectures.directives import KINDS
    from backstep.session.lectures.positions import PLACES

    kinds = ", ".join(KINDS)
    return [
        Heading(tr("Lectures")),
        Words(
            tr(
                "A lecture is a Markdown file that any viewer shows well. Each fence of python is "
                "a cell; what stands after it in quotes is put to its last backward pass. All "
                "else is prose."
            )
        ),
        Code(LECTURE),
        Heading(tr("What may stand in a quote")),
        rows((line, tr(told).replace("{kinds}", kinds)) for line, told in DIRECTIVES),
        Words(tr("A place is one of {places}; after it, step 9 too.", places=PLACES)),
        Heading(tr("To run it, to keep it, and back")),
        Code(EXAMPLES),
        Words(
            tr(
                "Nothing is lost on the way from a lecture to a session and back. In the stepper, "
                "L is for a room: few things, large, each result asked before it is told."
            )
        ),
    ]
