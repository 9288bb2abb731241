"""`name?` and `%help NAME`: what a name of the session is, told from the thing itself.

An operation shows how it is called, what its docstring says, its formula, its local derivative and
the rule of its gradient, all read off its class; a Variable shows its data, its gradient and who
made it. Nothing of the person's is run for it.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from backstep.engine import Function, Variable, as_variable, operations
from backstep.language import Runtime, bounded_repr, visible
from backstep.language.errors import hint
from backstep.language.guarding.attributes import readable
from backstep.language.guarding.session_types import SessionType
from backstep.language.guarding.tables import type_name
from backstep.language.library.modules import Module
from backstep.messages import tr
from backstep.prompt.derivative import equations, formula_of_forward, value_formula
from backstep.prompt.lookup import MISSING, Found, look_up
from backstep.prompt.signature import CALLED, Signature, parameters_of, signature
from backstep.recording.telling.formula import rule_of_source, told_formula
from backstep.recording.values import value_of, value_text
from backstep.recording.visible import one_line

WIDTH = 76


def explanation(name: str, runtime: Runtime, width: int = WIDTH) -> str | None:
    """What a name is, in lines of a width; None where nothing has that name."""
    found = look_up(name, runtime)
    if found.thing is MISSING:
        return None
    lines = [part for line in _told(name, found, runtime) for part in _folded(line, width)]
    return visible("\n".join(lines))


def near_name(name: str, runtime: Runtime) -> str:
    """`; did you mean ...?` for a name that nothing has; else nothing."""
    return hint(name, runtime.names())


def operation_of(thing: object) -> tuple[Any, type[Function]] | None:
    """The function and the class of an operation, given either; None for anything else.

    >>> function, cls = operation_of(operations.leaky_relu)
    >>> function.__name__, cls.__name__
    ('leaky_relu', 'LeakyReLU')
    """
    if not callable(thing) or not hasattr(thing, "__name__"):
        return None
    wanted = thing.__name__.replace("_", "").lower()
    found = [name for name in operations.__all__ if name.replace("_", "").lower() == wanted]
    members = [getattr(operations, name) for name in found]
    classes = [each for each in members if isinstance(each, type)]
    functions = [each for each in members if not isinstance(each, type)]
    if thing not in members or not classes or not functions:
        return None
    return functions[0], classes[0]


def _told(name: str, found: Found, runtime: Runtime) -> Iterator[str]:
    thing = found.thing
    operation = operation_of(thing)
    if operation is not None:
        yield from _operation(*operation)
    elif isinstance(thing, Variable):
        yield from _variable(name, thing)
    elif isinstance(thing, Function):
        yield from _function(name, thing, runtime)
    elif isinstance(thing, Module):
        yield tr("{name}: a module with", name=thing.name)
        yield from _wrapped(readable(thing))
    elif isinstance(type(thing), SessionType):
        yield f"{name}: {type_name(thing)}"
        yield from _callable(type(thing).__name__, Found(type(thing)), runtime)
    elif callable(thing):
        yield from _callable(name, found, runtime)
    else:
        yield f"{name}: {type_name(thing)}"
        yield f"  {bounded_repr(thing)}".replace("\n", "\n  ")


def _operation(function: Any, cls: type[Function]) -> Iterator[str]:
    made = Signature(function.__name__, parameters_of(function))
    of_class = paragraphs_of(cls)
    yield from _call(function.__name__, made)
    yield from _indented(each for each in paragraphs_of(function) if each not in of_class)
    yield tr("{name}, what it leaves in the graph", name=cls.__name__)
    yield from _indented(of_class)
    yield from _equations(value_formula(function, cls), cls)


def _equations(value: str | None, cls: type[Function]) -> Iterator[str]:
    rules = told_formula(cls.formula)
    yield from (f"  {line}" for line in equations(value, rules))


def _function(name: str, f: Function, runtime: Runtime) -> Iterator[str]:
    """What made a Variable: an operation, or a function of the person's own."""
    cls = type(f)
    made = f"{name}: {type_name(f)}"
    yield tr("{function}, from {source}", function=made, source=f.source) if f.source else made
    operation = operation_of(cls)
    if operation is not None:
        yield from _operation(*operation)
    else:
        yield from _callable(cls.__name__, Found(cls), runtime)


def _variable(name: str, x: Variable) -> Iterator[str]:
    told = f"{name}: {type_name(x)}"
    if x.name not in (None, name):
        told = tr("{variable} named {name}", variable=told, name=one_line(x.name))
    yield told
    if x.data is None:
        yield "  data     None"
        return
    yield f"  data     {value_text(value_of(x.data), 60)}"
    yield f"  shape    {x.shape}, {x.dtype}"
    slope = None if x.grad is None else as_variable(x.grad).data
    grad = None if slope is None else value_of(slope)
    yield f"  grad     {value_text(grad, 60)}"
    made = type(x.creator).__name__
    if x.creator is None:
        made = tr("None: it is a leaf")
    elif x.creator.source:
        made = tr("{function}, from {source}", function=made, source=x.creator.source)
    yield f"  creator  {made}"
    yield f"  generation {x.generation}"


def _callable(name: str, found: Found, runtime: Runtime) -> Iterator[str]:
    """A function or a class: the person's own shows its text, any other its docstring."""
    thing = found.thing
    source = runtime.source_of(thing)
    if source is not None:
        yield source
    else:
        yield from _call(name, signature(name, found, runtime))
        yield from _indented(paragraphs_of(thing))
    if not isinstance(thing, type) or not issubclass(thing, Function):
        return
    if told_formula(thing.formula) or source is None:
        yield from _equations(None, thing)
    else:
        forward, backward = (runtime.source_of(vars(thing).get(m)) for m in ("forward", "backward"))
        value = formula_of_forward(forward) if forward else None
        rules = rule_of_source(backward) if backward else ()
        yield from (f"  {line}" for line in equations(value, rules))


def _call(name: str, found: Signature | None) -> list[str]:
    """`sin(x)`; a long one goes on in further lines."""
    text = f"{name}{found.text if found else '(...)'}"
    return textwrap.wrap(text, WIDTH, subsequent_indent="    ", break_on_hyphens=False)


def paragraphs_of(thing: Any) -> list[str]:
    """What a docstring says of a thing, in English: ours up to its example; of others the first
    paragraph that says something. A list, or code, keeps its lines."""
    text = (inspect.getdoc(thing) or "").partition(">>>")[0].rstrip()
    if not str(getattr(thing, "__module__", "")).startswith("backstep.engine"):
        text = next((p for p in text.split("\n\n") if not CALLED.match(p)), "")
    return [_flowing(paragraph) for paragraph in text.split("\n\n")] if text else []


def _flowing(paragraph: str) -> str:
    if re.search(r"^\s", paragraph, re.MULTILINE):  # a list, or code
        return paragraph
    return " ".join(paragraph.split())


def _indented(paragraphs: Iterable[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from (f"  {line}" for line in tr(paragraph).split("\n"))


def _folded(line: str, width: int) -> list[str]:
    """A line of words as several, at its own indent; what the person typed stays as it is."""
    if len(line) <= width or not line.startswith("  ") or line.startswith("   "):
        return [line]
    return textwrap.wrap(
        line, width, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )


def _wrapped(names: Iterable[str], width: int = WIDTH) -> Iterator[str]:
    line = " "
    for name in names:
        if len(line) + 1 + len(name) > width:
            yield line
            line = " "
        line += f" {name}"
    yield line
