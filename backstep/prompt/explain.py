"""`name?` and `%help NAME`: what a name of the session is, told from the thing itself.

An operation shows how it is called, what its docstring says and the rule of its gradient, all read
off its class; a Variable shows its data, its gradient and who made it. Nothing of the person's is
run for it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from backstep.engine import Function, Variable, as_variable, operations
from backstep.language import Runtime, bounded_repr, visible
from backstep.language.attributes import hint, read, readable
from backstep.language.modules import Module
from backstep.language.session_types import SessionType
from backstep.language.tables import TABLES, type_name
from backstep.recording.formula import rule_of_source
from backstep.recording.values import value_of, value_text

MISSING = object()
LONGEST_SIGNATURE = 80


def explanation(name: str, runtime: Runtime) -> str | None:
    """What a name is, in lines; None where nothing has that name."""
    thing = _thing(name, runtime)
    if thing is MISSING:
        return None
    return visible("\n".join(_told(name, thing, runtime)))


def near_name(name: str, runtime: Runtime) -> str:
    """`; did you mean ...?` for a name that nothing has; else nothing."""
    return hint(name, runtime.names())


def rules_of(cls: type[Function]) -> list[str]:
    """The rule of each gradient of an operation, as equations."""
    rules = (cls.formula,) if isinstance(cls.formula, str) else tuple(cls.formula)
    if len(rules) == 1:
        return [f"gx = {rules[0]}"]
    return [f"gx{i} = {rule}" for i, rule in enumerate(rules)]


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


def _thing(dotted: str, runtime: Runtime) -> Any:
    head, *rest = dotted.split(".")
    if head not in runtime.names():
        return MISSING
    thing = runtime.namespace.get(head, runtime.namespace["__builtins__"].get(head))
    for name in rest:
        plain = type(thing) is Module or type(thing) in TABLES
        if not plain or name not in readable(thing):
            return MISSING
        thing = read(thing, name)
    return thing


def _told(name: str, thing: Any, runtime: Runtime) -> Iterator[str]:
    operation = operation_of(thing)
    if operation is not None:
        yield from _operation(*operation)
    elif isinstance(thing, Variable):
        yield from _variable(name, thing)
    elif isinstance(thing, Module):
        yield f"{thing.name}: a module with"
        yield from _wrapped(readable(thing))
    elif isinstance(type(thing), SessionType):
        yield f"{name}: {type_name(thing)}"
        yield from _callable(type(thing).__name__, type(thing), runtime)
    elif callable(thing):
        yield from _callable(name, thing, runtime)
    else:
        yield f"{name}: {type_name(thing)}"
        yield f"  {bounded_repr(thing)}".replace("\n", "\n  ")


def _operation(function: Any, cls: type[Function]) -> Iterator[str]:
    yield f"{function.__name__}{_signature(function)}"
    yield from _indented(function)
    yield f"{cls.__name__}, what it leaves in the graph"
    yield from _indented(cls)
    yield from (f"  {rule}" for rule in rules_of(cls))


def _variable(name: str, x: Variable) -> Iterator[str]:
    yield f"{name}: {type_name(x)}{'' if x.name in (None, name) else f' named {x.name}'}"
    if x.data is None:
        yield "  data     None"
        return
    yield f"  data     {value_text(value_of(x.data), 60)}"
    yield f"  shape    {x.shape}, {x.dtype}"
    grad = None if x.grad is None else value_of(as_variable(x.grad).data)
    yield f"  grad     {value_text(grad, 60)}"
    if x.creator is None:
        yield "  creator  None: it is a leaf"
    else:
        source = f", from {x.creator.source}" if x.creator.source else ""
        yield f"  creator  {type(x.creator).__name__}{source}"
    yield f"  generation {x.generation}"


def _callable(name: str, thing: Any, runtime: Runtime) -> Iterator[str]:
    """A function or a class: the person's own shows its text, any other its docstring."""
    source = runtime.source_of(thing)
    if source is not None:
        yield source
    else:
        yield f"{name}{_signature(thing)}"
        yield from _indented(thing)
    if isinstance(thing, type) and issubclass(thing, Function):
        if not thing.formula and source is not None:
            body = runtime.source_of(getattr(thing, "backward", None))
            read_off = rule_of_source(body) if body else ()
            yield from (f"  gx = {rule}" for rule in read_off[:1] if len(read_off) == 1)
        else:
            yield from (f"  {rule}" for rule in rules_of(thing))


def _signature(thing: Any) -> str:
    """`(x, axis=None)`: the parameters without their annotations."""
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return "(...)"
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    text = str(signature.replace(parameters=bare, return_annotation=signature.empty))
    return text if len(text) <= LONGEST_SIGNATURE else "(...)"


def _indented(thing: Any) -> Iterator[str]:
    """A docstring of ours up to its example; of others the first paragraph that says something."""
    text = (inspect.getdoc(thing) or "").partition(">>>")[0].rstrip()
    name = getattr(thing, "__name__", "")
    if not str(getattr(thing, "__module__", "")).startswith("backstep.engine"):
        paragraphs = text.split("\n\n")
        text = next((p for p in paragraphs if not p.startswith(f"{name}(")), "")
    yield from (f"  {line}".rstrip() for line in text.split("\n") if text)


def _wrapped(names: Iterable[str], width: int = 76) -> Iterator[str]:
    line = " "
    for name in names:
        if len(line) + 1 + len(name) > width:
            yield line
            line = " "
        line += f" {name}"
    yield line
