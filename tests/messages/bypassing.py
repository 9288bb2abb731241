"""Sentences in the code that go past the catalogue, found in its syntax trees.

A sentence is a literal with two words of letters side by side, an f-string one whose pieces have
them. Looked over are docstrings, what `tr trn trc later` are given, types, and CODE.

`ROOMS` are the parts of backstep that are converted, to the last sentence: it only grows. What is
no sentence for people, though it looks like one, stands in ALLOWED, by its file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from backstep.stepper.actions import ACTIONS
from backstep.stepper.actions.action import GROUPS
from tests.messages.catalogues import PACKAGE

ROOMS: tuple[str, ...] = (
    "cli.py",
    "entry.py",
    "engine",
    "export",
    "language",
    "prompt",
    "recording",
    "session",
    "stepper/actions",
    "stepper/app.py",
    "stepper/arrays",
    "stepper/colours.py",
    "stepper/entry.py",
    "stepper/flow.py",
    "stepper/graph",
    "stepper/help.py",
    "stepper/help_page.py",
    "stepper/key_names.py",
    "stepper/keymap.py",
    "stepper/leaving.py",
    "stepper/lecture",
    "stepper/looked.py",
    "stepper/mark_list.py",
    "stepper/marking.py",
    "stepper/notebook.py",
    "stepper/palette.py",
    "stepper/palette_page.py",
    "stepper/panes",
    "stepper/pictures.py",
    "stepper/plain",
    "stepper/plot_screen.py",
    "stepper/plots",
    "stepper/pointing.py",
    "stepper/predict",
    "stepper/presets.py",
    "stepper/remapping.py",
    "stepper/screen.py",
    "stepper/screens.py",
    "stepper/seeking.py",
    "stepper/sides",
    "stepper/signs.py",
    "stepper/sketch.py",
    "stepper/view.py",
)
# Not converted yet.
LATER: tuple[str, ...] = ()
ALLOWED: dict[str, frozenset[str]] = {
    "stepper/app.py": frozenset(
        {"Screen { layout: vertical; } Surface { width: 100%; height: 100%; }"}
    ),
    "stepper/help.py": frozenset(
        {"HelpScreen { layout: vertical; } HelpPage { width: 100%; height: 100%; }"}
    ),
    "stepper/palette.py": frozenset(
        {"PaletteScreen { layout: vertical; } PalettePage { width: 100%; height: 100%; }"}
    ),
    "stepper/plot_screen.py": frozenset(
        {"PlotScreen { layout: vertical; } PlotPage { width: 100%; height: 100%; }"}
    ),
    "stepper/pictures.py": frozenset(
        {"font-family: Fira Code, monospace", '<svg xml:space="preserve" '}
    ),
    "stepper/marking.py": frozenset(  # what is typed
        {"nan, inf, add, var a, class Mul, gen 3, note", "var a"}
    ),
    "export/html/page.py": frozenset(  # the policy, and the beginning of a script
        {
            '(() => {\n"use strict";',
            "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; "
            "form-action 'none'",
        }
    ),
    "session/lectures/positions.py": frozenset(  # words of the grammar
        {"start, seed, pop 3, pop 3 gather, pop 3 deliver 1, end"}
    ),
    "engine/dot.py": frozenset({"digraph g {"}),
    "export/dot.py": frozenset({"digraph backstep {"}),
    "export/drawing.py": frozenset(
        {"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"}
    ),
    "engine/layers.py": frozenset({"no data yet"}),  # of a repr, as is the next but one
    "engine/variable.py": frozenset({"variable(array of shape {})"}),
    # What Python and numpy say, and how some statements are called in the language.
    "language/compiling/cells.py": frozenset({"was never closed", "Exceeds the limit"}),
    "language/compiling/policy.py": frozenset(
        {"async def", "async for", "async with", "yield from"}
    ),
    "language/explain.py": frozenset(
        {
            "does not support ufuncs",
            "must be real number, not Variable",
            "a real number, not 'Variable'",
            "Variable.backward() got an unexpected keyword",
            "to dtype('int64') with casting rule",
            "Exceeds the limit (4300",
            "unsupported operand type(s) for ^",
            "'int' object is not iterable",
            "unsupported operand",
        }
    ),
    "language/guarding/tables.py": frozenset(  # names of methods
        {
            "difference difference_update intersection isdisjoint issubset issuperset "
            "symmetric_difference union update",
            "count index remove",
            "count index",
            "get pop setdefault",
            "add discard remove",
        }
    ),
    # A verdict, which is data; and why a rule is not written out, which nobody is told.
    "recording/comparing/apart.py": frozenset({"left over"}),
    "recording/comparing/beside.py": frozenset({"left over"}),
    "recording/comparing/comparison.py": frozenset({"left over"}),
    "recording/rerunning/remembered.py": frozenset({"gy is None"}),
    "recording/telling/element.py": frozenset(
        {
            "not a sum over broadcast axes",
            "too many terms",
            "not a product of two matrices",
            "several elements added up",
            "more axes than the result",
            "the elements were not kept",
        }
    ),
    "recording/telling/formula.py": frozenset(
        {"too large to be tried for a line of text", "the elements were not kept"}
    ),
    "stepper/lecture/screen.py": frozenset({" by its "}),  # where a long sentence is cut
    "stepper/panes/inspector.py": frozenset({"heat map"}),
    "stepper/panes/scrubber.py": frozenset({"trouble steps"}),
    "stepper/panes/source.py": frozenset({"deliver: queue"}),
    "stepper/sides/table.py": frozenset({"left over"}),
    # Keys, and what stands in the JSON of verify.
    "session/verification/passes.py": frozenset(
        {
            "how it ran",
            "the rules",
            "the graph",
            "the end",
            "the named values at the end",
            "the backward passes",
            "the output",
            "the plots",
        }
    ),
    "session/worker/process.py": frozenset(
        {
            "import sys; sys.path[:] = sys.argv[1:]; "
            "from backstep.session.worker.child import main; main()"
        }
    ),
    "prompt/serving/pages.py": frozenset(  # of HTTP, and of Python
        {
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            "font-src 'self'; img-src 'self' data:; connect-src 'self' {sockets}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        }
    ),
    "prompt/serving/site.py": frozenset(
        {
            "import os, sys; sys.path[:] = sys.argv.pop(1).split(os.pathsep); "
            "from backstep.prompt.serving.visitor import main; main()"
        }
    ),
    "prompt/serving/starting.py": frozenset({"{} -m pip install textual-serve"}),
    "prompt/keyboard.py": frozenset(
        {"italic ansibrightblack", "bold ansiyellow", "bold underline"}
    ),
    "prompt/plain_input.py": frozenset(
        {"set enable-meta-key off", "set enable-bracketed-paste off", "tab: complete"}
    ),
}
# Actions and their groups are found by these names; `title` and `section` are what is shown.
NAMES = {action.name for action in ACTIONS} | set(GROUPS)
MARKS = {"tr", "trn", "trc", "later"}
# What is done with texts that no person reads: patterns, programs, keys of tables.
CODE = {
    "check_options",
    "property",
    "compile",
    "fullmatch",
    "match",
    "search",
    "findall",
    "split",
    "TypeVar",
    "getattr",
    "verbatim",
}
TWO_WORDS = re.compile(r"(?<![\w%\\.-])[A-Za-z][a-z']+[,;:.]? [a-z][a-z']*(?![\w=(.])")
FORMULA = re.compile(r"\(gy,|\(gy - |^gy - ")  # of a gradient, which is code
REPR = re.compile(r"<.*>")
FIELD = "\x00"


class Passing(NamedTuple):
    """A sentence that goes past the catalogue."""

    file: str
    line: int
    text: str


def files(rooms: tuple[str, ...] = ROOMS) -> list[str]:
    """The files of some rooms: `cli.py`, or all in the folder `prompt`."""
    found: list[Path] = []
    for room in rooms:
        path = PACKAGE / room
        assert path.exists(), f"there is no backstep/{room}"
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    names = [path.relative_to(PACKAGE).as_posix() for path in found]
    return [name for name in names if not name.startswith(LATER)]


def passing(file: str) -> Iterator[Passing]:
    """The sentences of a file that go past the catalogue."""
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    allowed = ALLOWED.get(file, frozenset())
    for node in _literals(tree):
        text = _text(node)
        plain = FORMULA.search(text) or REPR.fullmatch(text)
        if text in NAMES or plain:
            continue
        if TWO_WORDS.search(text) and text.replace(FIELD, "{}") not in allowed:
            yield Passing(file, node.lineno, text.replace(FIELD, "{}"))


def _literals(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every literal below a node that a person may get to see."""
    for child in _looked_into(node):
        if isinstance(child, ast.JoinedStr):
            yield child
            for value in child.values:
                if isinstance(value, ast.FormattedValue):
                    yield from _literals(ast.Expression(value.value))
        elif isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child
        else:
            yield from _literals(child)


def _looked_into(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.Assert):
            yield child.test
        elif isinstance(child, ast.AnnAssign):
            yield from (part for part in (child.value,) if part is not None)
        elif isinstance(child, ast.Call) and _name(child.func) in MARKS | CODE:
            yield from (part.value for part in child.keywords if part.arg != "doc")
        else:
            yield child


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(
        part.value if isinstance(part, ast.Constant) else FIELD  # type: ignore[misc]
        for part in node.values
    )
