"""The local derivative of a rule: what is left of it when gy is taken out as a factor."""

from __future__ import annotations

import ast
from functools import lru_cache

from backstep.recording.telling.parsing import UNPARSABLE, expression_of

GY = "gy"


@lru_cache(maxsize=1024)
def local_derivative(rule: str) -> str | None:
    """What multiplies gy in the rule of a gradient; None where the rule is not of that kind.

    >>> local_derivative("gy * cos(x)"), local_derivative("-gy"), local_derivative("gy / (2 * y)")
    ('cos(x)', '-1', '1 / (2 * y)')
    >>> local_derivative("gy * (x > 0) + slope * gy * (x <= 0)")
    '(x > 0) + slope * (x <= 0)'
    >>> local_derivative("gy @ x1.T") is None
    True
    """
    try:
        factor = _factor(expression_of(rule).body)
        return None if factor is None else ast.unparse(factor)
    except UNPARSABLE:
        return None


def _factor(node: ast.expr) -> ast.expr | None:
    """What is left of an expression where gy is taken out as a factor; None where it is none."""
    match node:
        case ast.Name(id="gy"):
            return ast.Constant(1)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            factor = _factor(inner)
            return None if factor is None else ast.UnaryOp(ast.USub(), factor)
        case ast.BinOp(op=ast.Mult(), left=left, right=right) if not _has_gy(right):
            return _times(_factor(left), right)
        case ast.BinOp(op=ast.Mult(), left=left, right=right) if not _has_gy(left):
            return _times(_factor(right), left)
        case ast.BinOp(op=ast.Div(), left=left, right=right) if not _has_gy(right):
            factor = _factor(left)
            return None if factor is None else ast.BinOp(factor, ast.Div(), right)
        case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
            factors = (_factor(left), _factor(right))
            if factors[0] is not None and factors[1] is not None:
                return ast.BinOp(factors[0], op, factors[1])
    return None


def _has_gy(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) and each.id == GY for each in ast.walk(node))


def _times(factor: ast.expr | None, other: ast.expr) -> ast.expr | None:
    """The product, without a factor of 1 or -1."""
    match factor:
        case None:
            return None
        case ast.Constant(value=1):
            return other
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            return ast.UnaryOp(ast.USub(), other)
    return ast.BinOp(factor, ast.Mult(), other)
