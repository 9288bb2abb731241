"""The command on names: %vars."""

from __future__ import annotations

import fnmatch
from types import BuiltinFunctionType, FunctionType

import numpy as np

from backstep.engine import Variable, as_variable
from backstep.language import bounded_repr, visible
from backstep.language.guarding.session_types import SessionType
from backstep.language.guarding.tables import type_name
from backstep.messages import later, tr
from backstep.prompt.commands.command import Command, CommandError, Stage, near, variables_of
from backstep.prompt.tables import cut, table, table_width
from backstep.recording.records import Value
from backstep.recording.values import value_of, value_text

HEAD = (
    later("name"),
    later("shape"),
    later("value"),
    later("grad"),
    later("gen"),
    later("creator"),
)
VALUE_WIDTHS = (24, 18, 14, 10)  # the widest at which the table fits


def _vars(stage: Stage, argument: str) -> None:
    runtime = stage.live.runtime
    names = runtime.user_names()
    if not names:
        stage.say(tr("nothing is defined yet"))
        return
    wanted = [name for name in names if _matches(name, argument)]
    if not wanted:
        told = tr("%vars: no name matches {pattern}", pattern=argument)
        raise CommandError(told + near(argument, names))
    variables = {n: v for n, v in runtime.variables().items() if n in set(wanted)}
    if variables:
        for line in _table(variables, stage.width):
            stage.say(line)
    for name in wanted:
        if name not in variables:
            told = visible(_told(runtime.namespace[name]))
            stage.say(cut(f"{name} = {told}", stage.width))


def _matches(name: str, pattern: str) -> bool:
    """`w` finds w1 and dw; `w*` only what begins with it."""
    if any(c in pattern for c in "*?["):
        return fnmatch.fnmatchcase(name, pattern)
    return pattern in name


def _table(variables: dict[str, Variable], width: int) -> list[str]:
    """The table at the widest at which it fits; names give way when nothing else does."""
    rows: list[tuple[str, ...]] = []
    for value_width in VALUE_WIDTHS:
        rows = [
            tuple(map(tr, HEAD)),
            *(_row(name, v, value_width) for name, v in variables.items()),
        ]
        if table_width(rows) <= width:
            break
    longest = max(8, width - table_width([row[1:] for row in rows]) - 2)
    return table([(cut(row[0], longest), *row[1:]) for row in rows], width)


def _row(name: str, v: Variable, width: int) -> tuple[str, ...]:
    if v.data is None:
        return (name, "", "None", "None", str(v.generation), "")
    slope = None if v.grad is None else as_variable(v.grad).data
    grad = None if slope is None else value_of(slope)
    creator = "" if v.creator is None else type(v.creator).__name__
    shape = str(v.shape).replace(" ", "")
    value = _text(value_of(v.data), v.shape, width)
    return (name, shape, value, _text(grad, v.shape, width), str(v.generation), creator)


def _text(value: Value | None, shape: tuple[int, ...], width: int) -> str:
    """A value without the shape that stands beside it."""
    told = value_text(value, width)
    return cut(told.removeprefix(str(shape)).strip() if shape else told, width)


def _told(value: object) -> str:
    """A value on one line; nothing of the person's is run for it."""
    if isinstance(value, (FunctionType, BuiltinFunctionType, np.ufunc)):
        return tr("function {name}", name=value.__name__)
    plain = type(value).__repr__ is object.__repr__
    if isinstance(value, type) or isinstance(type(value), SessionType) or callable(value) or plain:
        return type_name(value)
    return " ".join(bounded_repr(value).split())


COMMANDS = (
    Command(
        "vars",
        "[PATTERN]",
        later("the Variables as a table, and the other names"),
        _vars,
        later("""Each with its shape, value, gradient, generation, and the class of its creator.
PATTERN is a part of a name, or has * and ? in it.
  %vars w*                       w, w1, weight"""),
        variables_of,
    ),
)
