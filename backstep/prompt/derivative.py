"""Formulas read off code: what an operation computes, and its derivative without the gy."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from backstep.engine import Function
from backstep.recording.telling.derivative import local_derivative
from backstep.recording.telling.formula import rule_of_source
from backstep.recording.telling.parsing import UNPARSABLE


def value_formula(function: Any, cls: type[Function]) -> str:
    """What an operation computes: as its docstring begins, else as its `forward` returns it.

    Where neither says it in one expression, the call.

    >>> from backstep.engine import operations as F
    >>> value_formula(F.sigmoid, F.Sigmoid), value_formula(F.sin, F.Sin)
    ('1 / (1 + exp(-x))', 'sin(x)')
    """
    said = _leading_formula((function.__doc__ or "").split("\n")[0])
    derived = said or formula_of_forward(inspect.getsource(cls.forward))
    return derived or f"{function.__name__}({', '.join(inspect.signature(function).parameters)})"


def _leading_formula(sentence: str) -> str | None:
    """The longest beginning of a sentence, by words, that is a formula.

    >>> _leading_formula("exp(x) / sum(exp(x)) along `axis`."), _leading_formula("x repeated")
    ('exp(x) / sum(exp(x))', None)
    """
    words = sentence.split(" ")
    for end in range(len(words), 0, -1):
        text = " ".join(words[:end]).rstrip(".,:;")
        if _is_formula(text):
            return text
    return None


def _is_formula(text: str) -> bool:
    try:
        body = ast.parse(text, mode="eval").body
    except UNPARSABLE:
        return False
    return isinstance(body, (ast.BinOp, ast.UnaryOp, ast.Call, ast.Subscript))


def formula_of_forward(source: str) -> str | None:
    """What a `forward` returns, where it does nothing else; numpy's functions by their names.

    >>> formula_of_forward("def forward(self, x):\\n    return np.maximum(x, 0)")
    'maximum(x, 0)'
    """
    try:
        definition = ast.parse(textwrap.dedent(source)).body[0]
    except (*UNPARSABLE, IndexError):
        return None
    if not isinstance(definition, ast.FunctionDef):
        return None
    body = [each for each in definition.body if not _is_text(each)]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        return None
    return _plain(rule_of_source(source))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _plain(rules: tuple[str, ...]) -> str | None:
    """One formula, without where its functions come from and numpy's way around its scalars."""
    if len(rules) != 1:
        return None
    text = re.sub(r"\bnp\.", "", rules[0])
    return re.sub(r"\b(asarray)\((.*)\)$", r"\2", text)


def equations(value: str | None, rules: tuple[str, ...]) -> list[str]:
    """`y = ...`, `dy/dx = ...` where there is such a thing, and `gx = ...`, for each input.

    >>> print(*equations("x0 * x1", ("gy * x1", "gy * x0")), sep="\\n")
    y = x0 * x1
    dy/dx0 = x1, dy/dx1 = x0
    gx0 = gy * x1
    gx1 = gy * x0
    """
    name: Callable[[int], str] = (lambda i: f"x{i}") if len(rules) > 1 else lambda i: "x"
    factors = [local_derivative(rule) for rule in rules]
    lines = [f"y = {value}"] if value else []
    if None not in factors:  # of a matrix product it would be more than a factor
        local = [f"dy/d{name(i)} = {d}" for i, d in enumerate(factors)]
        lines += [", ".join(local)] if len(", ".join(local)) < 76 and local else local
    return lines + [f"g{name(i)} = {rule}" for i, rule in enumerate(rules)]
