"""The docstrings that a person gets to see, as messages: `sin?`, the toolbar, %algorithm.

They stand in the code as docstrings and nothing else, so they are found by looking at everything
that has a name at the prompt. What Python's and numpy's own docstrings say is left as it is.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import backstep
from backstep.engine import ALGORITHMS
from backstep.language import Runtime
from backstep.prompt.explain import operation_of, paragraphs_of
from backstep.prompt.lookup import MISSING, attribute_names, look_up

DEEPEST = 2  # dots in a name
WORDS = re.compile(r"[A-Za-z]{3,},? [a-z]{2,}|[a-z]{2,} [A-Za-z]{3,}")  # a formula alone has none
PROGRAM = """
import collections, functools, itertools, math, random, time, unittest
import dezero, dezero.datasets, dezero.functions, dezero.layers, dezero.models
import dezero.optimizers, dezero.transforms
import matplotlib.pyplot as plt
import numpy as np
figure, axes = plt.subplots()
x = Variable(np.array(2.0))
y = x * x
function = y.creator
model = dezero.models.MLP((3, 1))
optimizer = dezero.optimizers.SGD().setup(model)
loader = DataLoader(dezero.datasets.Spiral(), 30)
"""


def documented() -> Iterator[tuple[str, str]]:
    """Each text, with the file that it stands in."""
    ours = _ours()
    shown = [text for thing in _things() for text in (*paragraphs_of(thing), _first_line(thing))]
    shown += [algorithm.summary for algorithm in ALGORITHMS.values()]
    for text in dict.fromkeys(shown):
        if text in ours and WORDS.search(text):
            yield text, ours[text]


def _first_line(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0]


def _things() -> Iterator[Any]:
    runtime = Runtime(lambda text: None)
    problem = runtime.run(PROGRAM).problem
    assert problem is None, problem
    seen: set[int] = set()
    waiting = [name for name in runtime.names() if not name.startswith("_")]
    for name in waiting:
        thing = look_up(name, runtime).thing
        if thing is MISSING or id(thing) in seen:
            continue
        seen.add(id(thing))
        if name.count(".") < DEEPEST:
            parts = [part for part in attribute_names(name, runtime) if not part.startswith("_")]
            waiting += [f"{name}.{part}" for part in parts]
        yield from operation_of(thing) or (thing,)


@cache
def _ours() -> dict[str, str]:
    """The paragraphs and first lines of every docstring in our files."""
    found: dict[str, str] = {}
    package = Path(backstep.__file__).parent
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                text = ast.get_docstring(node) or ""
                where = f"{package.name}/{path.relative_to(package).as_posix()}"
                for paragraph in _pieces(text):
                    found.setdefault(paragraph, where)
    return found


def _pieces(docstring: str) -> Iterator[str]:
    text = docstring.partition(">>>")[0].rstrip()
    yield text.split("\n")[0]
    for paragraph in text.split("\n\n"):
        yield paragraph
        yield " ".join(paragraph.split())
