"""How a callable is called: its parameters and a line on it, read off without running anything.

Of functions of ours and of numpy by `inspect` and by what their docstrings begin with; of the
person's own by the text of the definition, since a default of theirs may have any `__repr__`.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import numpy as np

from backstep.engine import Function
from backstep.language import Runtime
from backstep.language.compiling.names import CELL
from backstep.language.guarding.session_types import SessionType
from backstep.messages import tr
from backstep.prompt.lookup import MISSING, Found, look_up
from backstep.recording.visible import visible

LONGEST_DEFAULT = 24
PLAIN_DEFAULTS = (bool, int, float, str, type(None))
SHOWN = re.compile(r"(\w+)\(((?:[^()]|\([^()]*\))*)\)")  # what a docstring in C begins with

CALLED = re.compile(r"[\w.]+\(|\s*>>>")  # a paragraph of a docstring that is no sentence


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name without stars, and how it is written."""

    name: str
    text: str

    @property
    def stars(self) -> int:
        """0, 1 or 2 stars; a lone star or slash, which only parts the others, has no name."""
        return len(self.text) - len(self.text.lstrip("*"))


@dataclass(frozen=True)
class Signature:
    """A call as it is written, and the first line of what is said of it."""

    name: str
    parameters: tuple[Parameter, ...] | None
    doc: str = ""

    @property
    def text(self) -> str:
        """`(x, axis=None)`; `(...)` where the parameters are not known.

        >>> Signature("f", (Parameter("x", "x"), Parameter("axis", "axis=None"))).text
        '(x, axis=None)'
        """
        if self.parameters is None:
            return "(...)"
        return f"({', '.join(p.text for p in self.parameters)})"

    def current(self, index: int, keyword: str) -> int | None:
        """Which parameter an argument goes to: by its name, else by its place."""
        parameters = self.parameters or ()
        for i, each in enumerate(parameters):
            if keyword and (each.name == keyword and each.stars == 0):
                return i
        if keyword:
            return next((i for i, p in enumerate(parameters) if p.stars == 2), None)
        place = 0
        for i, each in enumerate(parameters):
            if each.stars == 1 and each.name:
                return i
            if each.stars or each.text == "/":
                if each.text == "/":
                    continue
                return None
            if place == index:
                return i
            place += 1
        return None

    def keywords(self) -> list[str]:
        """The names that may be given with `=`."""
        parameters = self.parameters or ()
        slash = next((i for i, p in enumerate(parameters) if p.text == "/"), -1)
        return [p.name for p in parameters[slash + 1 :] if p.name and not p.stars]


def signature_of(callee: str, runtime: Runtime) -> Signature | None:
    """The signature of what a dotted name calls; `Square()` is an instance of the class."""
    name = callee.removesuffix("()")
    found = look_up(name, runtime)
    if found.thing is MISSING:
        return None
    if callee.endswith("()"):
        return _of_instance(name, found.thing, runtime) if isinstance(found.thing, type) else None
    return signature(name, found, runtime)


def signature(name: str, found: Found, runtime: Runtime) -> Signature | None:
    """The signature of a thing that was looked up; None for what cannot be called."""
    thing, short = found.thing, name.rpartition(".")[2]
    if isinstance(thing, SessionType):
        return _of_class(short, thing, runtime)
    if isinstance(type(thing), SessionType):
        return _of_instance(short, type(thing), runtime)
    if not callable(thing):
        return None
    own = _own_definition(thing, runtime)
    if own is not None:
        return _from_tree(short, own, drop_first=found.bound)
    if isinstance(thing, FunctionType) and thing.__code__.co_filename.startswith(CELL):
        return _from_code(short, thing, drop_first=found.bound)
    doc = "" if thing is Function.forward else first_line(thing)
    return Signature(short, parameters_of(thing, drop_first=found.bound), doc)


def first_line(thing: Any) -> str:
    """The first sentence line of a docstring of ours or of numpy's."""
    text = inspect.getdoc(thing) or ""
    paragraphs = [p for p in text.split("\n\n") if not CALLED.match(p)]
    return visible(tr(paragraphs[0].split("\n")[0])) if paragraphs else ""


def _of_class(name: str, cls: SessionType, runtime: Runtime) -> Signature:
    """Making an instance: the person's `__init__`, or that of the base which is ours."""
    own = _method(cls, "__init__")
    doc = _doc_of(runtime.source_of(cls))
    if own is None:
        base = next(each for each in cls.__mro__ if not isinstance(each, SessionType))
        plain = base is object or base.__init__ is object.__init__  # type: ignore[misc]
        return Signature(name, () if plain else parameters_of(base, drop_first=False), doc)
    made = signature(name, Found(own, bound=True), runtime)
    return Signature(name, made.parameters if made else None, doc or (made.doc if made else ""))


def _of_instance(name: str, cls: type, runtime: Runtime) -> Signature | None:
    """Calling an instance: its `__call__`, and of a Function its `forward`."""
    wanted = "forward" if issubclass(cls, Function) else "__call__"
    method = _method(cls, wanted) if isinstance(cls, SessionType) else vars(cls).get(wanted)
    if method is None:
        return None
    made = signature(name, Found(method, bound=True), runtime)
    return made if made is None or made.doc else replace(made, doc=_doc_of_class(cls, runtime))


def _doc_of_class(cls: type, runtime: Runtime) -> str:
    own = isinstance(cls, SessionType)
    return _doc_of(runtime.source_of(cls)) if own else first_line(cls)


def _method(cls: type, name: str) -> FunctionType | None:
    """A method that a class of the session defines, or one before it."""
    for each in cls.__mro__:
        if isinstance(each, SessionType) and isinstance(vars(each).get(name), FunctionType):
            method: FunctionType = vars(each)[name]
            return method
    return None


def _own_definition(thing: Any, runtime: Runtime) -> ast.FunctionDef | None:
    """The syntax tree of a function that the session defined, also behind a decorator's wrapper."""
    for _ in range(5):
        source = runtime.source_of(thing)
        if source is not None:
            return _definition(source)
        if not isinstance(thing, FunctionType) or "__wrapped__" not in vars(thing):
            return None
        thing = vars(thing)["__wrapped__"]
    return None


def _definition(source: str) -> ast.FunctionDef | None:
    try:
        node = ast.parse(source).body[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError, IndexError):
        return None
    return node if isinstance(node, ast.FunctionDef) else None


def _doc_of(source: str | None) -> str:
    """The first line of the docstring in a piece of source text."""
    try:
        node = ast.parse(source or "pass").body[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError, IndexError):
        return ""
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return ""
    return visible((ast.get_docstring(node) or "").split("\n")[0])


def _from_tree(name: str, node: ast.FunctionDef, *, drop_first: bool) -> Signature:
    given = node.args
    places = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(places) - len(given.defaults))
    parameters = [
        _written(a.arg, d) for a, d in zip(places, [*defaults, *given.defaults], strict=True)
    ]
    if given.posonlyargs:
        parameters.insert(len(given.posonlyargs), Parameter("", "/"))
    if drop_first and parameters:
        del parameters[0]
    if given.vararg:
        parameters.append(Parameter(given.vararg.arg, f"*{given.vararg.arg}"))
    elif given.kwonlyargs:
        parameters.append(Parameter("", "*"))
    parameters += [
        _written(a.arg, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]
    if given.kwarg:
        parameters.append(Parameter(given.kwarg.arg, f"**{given.kwarg.arg}"))
    doc = visible((ast.get_docstring(node) or "").split("\n")[0])
    return Signature(name, tuple(parameters), doc)


def _written(name: str, default: ast.expr | None) -> Parameter:
    if default is None:
        return Parameter(name, name)
    text = " ".join(ast.unparse(default).split())
    return Parameter(name, f"{name}={visible(text) if len(text) <= LONGEST_DEFAULT else '...'}")


def _from_code(name: str, function: FunctionType, *, drop_first: bool) -> Signature:
    """A lambda has no definition of its own to read; its code knows the names."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    plain = len(names) - len(function.__defaults__ or ())
    texts = [n if i < plain else f"{n}=..." for i, n in enumerate(names)]
    parameters = [Parameter(n, t) for n, t in zip(names, texts, strict=True)]
    at = code.co_argcount + code.co_kwonlyargcount
    if code.co_flags & inspect.CO_VARARGS:
        parameters.append(Parameter(code.co_varnames[at], f"*{code.co_varnames[at]}"))
        at += 1
    only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    parameters += [Parameter(n, f"{n}=...") for n in only]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        parameters.append(Parameter(code.co_varnames[at], f"**{code.co_varnames[at]}"))
    return Signature(name, tuple(parameters[1:] if drop_first else parameters))


def parameters_of(thing: Any, *, drop_first: bool = False) -> tuple[Parameter, ...] | None:
    """The parameters of something of ours, of Python's or of numpy's, by `inspect`.

    Of numpy's functions of each element those that a person gives by place: the rest is the same
    for all of them.
    """
    if isinstance(getattr(thing, "__wrapped__", None), np.ufunc):
        places = (_from_docstring(thing) or ())[: thing.__wrapped__.nin]
        return (*places, Parameter("", "/"))
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return _from_docstring(thing)
    listed = list(found.parameters.values())
    parts: list[Parameter] = []
    for i, each in enumerate(listed):
        if each.kind is each.KEYWORD_ONLY and not any(p.stars == 1 for p in parts):
            parts.append(Parameter("", "*"))
        parts.append(_of_parameter(each))
        last = i + 1 == len(listed) or listed[i + 1].kind is not each.POSITIONAL_ONLY
        if each.kind is each.POSITIONAL_ONLY and last:
            parts.append(Parameter("", "/"))
    return tuple(parts[1:] if drop_first else parts)


def _of_parameter(each: inspect.Parameter) -> Parameter:
    stars = "*" if each.kind is each.VAR_POSITIONAL else ""
    stars = "**" if each.kind is each.VAR_KEYWORD else stars
    if each.default is each.empty:
        return Parameter(each.name, stars + each.name)
    shown = _shown_default(each.default)
    return Parameter(each.name, f"{each.name}={shown}")


def _shown_default(default: object) -> str:
    """A default of ours as it is written; one of the person's own, in a partial, may run code."""
    if type(default) not in PLAIN_DEFAULTS:
        return "..."
    text = visible(repr(default)) if type(default) is not int else f"{default:.30g}"
    return text if len(text) <= LONGEST_DEFAULT else "..."


def _from_docstring(thing: Any) -> tuple[Parameter, ...] | None:
    """The parameters as a docstring of numpy's begins with them: `exp(x, /, out=None, ...)`."""
    match = SHOWN.match(inspect.getdoc(thing) or "")
    if match is None:
        return None
    parts = re.split(r",\s*(?![^()]*\))", re.sub(r"[\[\]\s]+", " ", match[2]))
    texts = [part.strip().replace(" ", "") for part in parts]
    texts = [text for text in texts if text and text != "..." and not text.startswith("*args")]
    return tuple(Parameter(text.partition("=")[0].strip("*/"), text) for text in texts)
