"""The page on the language: what a program may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backstep.engine import Function, operations
from backstep.language import Runtime
from backstep.language.library.modules import module_names
from backstep.messages import later, tr
from backstep.prompt.commands.registry import COMMANDS
from backstep.prompt.lookup import look_up
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rows
from backstep.prompt.manual.errors import problem_of
from backstep.prompt.usage.verbatim import verbatim

PROGRAM = verbatim("""import numpy as np
from dezero import Variable
import dezero.functions as F

x = Variable(np.array(2.0))
a = x ** 2
y = F.exp(a) + a
y.backward()
print(x.grad)""")
STATEMENTS = (
    (verbatim("y = (x ** 2 + 1) @ W.T"), later("operators, numbers and arrays on either side")),
    (verbatim("for i in range(3): x = x * 2"), later("for, while, if, try, with, match")),
    (
        verbatim("def f(x, *, c=1.0): return x * c"),
        later("functions, lambda, generators, closures"),
    ),
    (verbatim("[x.shape for x in (a, b)]"), later("comprehensions, slices, f-strings, unpacking")),
    (verbatim("class Square(Function): ..."), later("functions of your own: forward and backward")),
    (verbatim("class TwoLayers(Model): ..."), later("layers and models of your own")),
    (
        verbatim("with no_grad(): y = x + 1"),
        later("what builds no graph; also using_config, test_mode"),
    ),
)
REFUSED = verbatim("""open('data.csv')
import os
x.__dict__
np.load('w.npz')
eval('1 + 1')""").split("\n")


def page() -> Sequence[Block]:
    """What runs, what stands ready, what there is not, and the commands beside it."""
    return [
        Heading(tr("The language")),
        Words(
            tr(
                "Python as the book types it: what is copied from it, to step 50, runs as it "
                "stands. It is compiled under a policy that denies by default, so that a program "
                "of somebody else reaches no files, no network and no other program."
            )
        ),
        Code(PROGRAM),
        Heading(tr("What runs")),
        rows((code, tr(told)) for code, told in STATEMENTS),
        Heading(tr("What stands ready")),
        rows(
            (
                (tr("operations"), " ".join(_operations())),
                (tr("classes"), " ".join(_classes())),
                (tr("modules"), " ".join(module_names())),
            )
        ),
        Words(
            tr(
                "np, math, F and dezero need no import. sum, pow, abs, max and min stay Python's: "
                "the engine's are F.sum, or x.sum(). NAME? at the prompt, or backstep help NAME, "
                "says what a name is."
            )
        ),
        Heading(tr("What is not there, and what is said of it")),
        rows(_refused()),
        Heading(tr("Commands at the prompt")),
        rows((each.usage, tr(each.help)) for each in COMMANDS.values()),
    ]


def _operations() -> list[str]:
    """The functions of the engine that make nodes of the graph, by their names."""
    every = {name for name in operations.__all__ if name.islower()}
    inner = {f"r{name}" for name in every} | {f"{name}_grad" for name in every}
    return sorted(name for name in every - inner if not name.endswith("_simple"))


def _classes() -> list[str]:
    """What may be made or be subclassed; the classes of the operations are told as those."""
    runtime = Runtime(lambda text: None)
    found = []
    for name in runtime.names():
        thing = look_up(name, runtime).thing if name[:1].isupper() else None
        own = str(getattr(thing, "__module__", "")).startswith("backstep.engine")
        if not isinstance(thing, type) or not own or issubclass(thing, Exception):
            continue
        if not issubclass(thing, Function) or thing is Function:
            found.append(name)
    return sorted(found)


def _refused() -> Iterator[tuple[str, str]]:
    for source in REFUSED:
        problem = problem_of(f"x = Variable(np.array(2.0))\n{source}")
        if problem is not None:
            yield source, problem.message
