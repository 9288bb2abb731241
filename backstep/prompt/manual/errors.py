"""The page on errors: their kinds, and those that learners meet, raised while the page is made."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence

from backstep.engine import Config, errors
from backstep.language import Runtime
from backstep.language.errors import Problem
from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.usage.verbatim import verbatim

# What is typed, by what went wrong; each ends in an error, and its sentence is shown.
MET = (
    (later("A number that is no array"), verbatim("Variable(2.0)")),
    (later("Backward on a leaf"), verbatim("x = Variable(np.array(2.0))\nx.backward()")),
    (
        later("Backward on what no_grad computed"),
        verbatim("with no_grad():\n    y = square(Variable(np.array(2.0)))\ny.backward()"),
    ),
    (
        later("Second order without create_graph"),
        verbatim("x = Variable(np.array(2.0))\ny = x ** 4\ny.backward()\nx.grad.backward()"),
    ),
    (
        later("Shapes that do not fit"),
        verbatim("x = Variable(np.ones(2))\nx + Variable(np.ones(3))"),
    ),
    (
        later("A backward of your own that gives too little"),
        verbatim(
            "class Mul2(Function):\n    def forward(self, a, b):\n        return a * b\n"
            "    def backward(self, gy):\n        return gy\n"
            "y = Mul2()(Variable(np.array(2.0)), Variable(np.array(3.0)))\ny.backward()"
        ),
    ),
    (later("An index that is not there"), verbatim("x = Variable(np.ones(3))\nx[5]")),
    (later("A name that is misspelt"), verbatim("y = squar(Variable(np.array(2.0)))")),
    (
        later("A setting that there is not"),
        verbatim("with using_config('enable_backprob', False):\n    pass"),
    ),
    (later("What is Python's and not available here"), verbatim("open('data.csv')")),
)


def kinds() -> Iterator[type[Exception]]:
    """The kinds of error of the engine, the family first."""
    for each in vars(errors).values():
        if inspect.isclass(each) and issubclass(each, Exception):
            yield each


def problem_of(source: str) -> Problem | None:
    """What a program ends in."""
    algorithm, recorder = Config.algorithm, Config.recorder
    try:
        return Runtime(lambda text: None).run(source).problem
    finally:
        Config.algorithm, Config.recorder = algorithm, recorder


def page() -> Sequence[Block]:
    """The kinds, then what to do about those that are met."""
    blocks: list[Block] = [
        Heading(tr("Errors")),
        Words(
            tr(
                "An error shows your own line, a caret below the place, and a sentence with the "
                "cause and the remedy. try and except take it by its kind, or by that of Python "
                "which stands behind it."
            )
        ),
        rows((_named(each), tr((inspect.getdoc(each) or "").split("\n")[0])) for each in kinds()),
        Heading(tr("Errors that are met, and what they say")),
    ]
    for title, source in MET:
        problem = problem_of(source)
        blocks += [Words(f"{tr(title)}:"), Code(source)]
        if problem is not None:
            blocks.append(Words(f"{problem.kind}: {problem.message}"))
        blocks.append(Words(""))
    blocks += [
        Heading(tr("What else there may be")),
        Words(
            tr(
                "nan and inf end nothing: the pop in which they are born is marked, and B in the "
                "stepper stops there. After an error in the middle of a backward pass the pops "
                "until then can be stepped through. A limit of a worker process is named, and "
                "the exit code is 1; wrong usage is 2."
            )
        ),
    ]
    return blocks


def _named(kind: type[Exception]) -> str:
    others = [base.__name__ for base in kind.__bases__ if base.__module__ == "builtins"]
    shown = [name for name in others if name != "Exception"]
    return f"{kind.__name__} ({', '.join(shown)})" if shown else kind.__name__
