"""The part of the policy for `match`: patterns over plain data, none that read attributes."""

from __future__ import annotations

import ast
from typing import Any

from backstep.language.compiling.assignments import FIRST_NAME, Assignments, Refusal, call, labels
from backstep.messages import tr


class Patterns(Assignments):
    """Lets through literals, sequences, mappings, alternatives and bare classes (`case int():`).

    A class pattern with parts would read attributes past the guards, and so would a dotted name.
    """

    def visit_Match(self, node: ast.Match) -> Any:
        """`match subject:`."""
        node = self.node_contents_visit(node)
        node.subject = call("_subject_", [node.subject], node.subject)
        return node

    def visit_match_case(self, node: ast.match_case) -> Any:
        """`case pattern if guard:`; what the pattern binds is labelled."""
        names = [name for part in ast.walk(node.pattern) if (name := _bound_by(part))]
        node = self.node_contents_visit(node)
        node.body[:0] = labels(FIRST_NAME, names, node.body[0])
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> Any:
        """`case 3:`; a signed or complex number is an expression of constants."""
        if any(isinstance(part, (ast.Name, ast.Attribute)) for part in ast.walk(node.value)):
            raise Refusal(node, tr("a dotted name in a case is not available here: use an if"))
        return node

    def visit_MatchSingleton(self, node: ast.MatchSingleton) -> Any:
        """`case None:`."""
        return node

    def visit_MatchSequence(self, node: ast.MatchSequence) -> Any:
        """`case [a, b]:`."""
        return self.node_contents_visit(node)

    def visit_MatchOr(self, node: ast.MatchOr) -> Any:
        """`case 1 | 2:`."""
        return self.node_contents_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> Any:
        """`case [first, *rest]:`."""
        self.check_name(node, node.name)
        return node

    def visit_MatchAs(self, node: ast.MatchAs) -> Any:
        """`case x:`, `case [a, b] as pair:`, `case _:`."""
        self.check_name(node, node.name)
        return self.node_contents_visit(node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> Any:
        """`case {"w": w, **rest}:`."""
        self.check_name(node, node.rest)
        if not all(isinstance(key, (ast.Constant, ast.UnaryOp, ast.BinOp)) for key in node.keys):
            raise Refusal(node, tr("a dotted name in a case is not available here: use an if"))
        return self.node_contents_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> Any:
        """`case int():`; nothing between the parentheses."""
        if node.patterns or node.kwd_patterns or not isinstance(node.cls, ast.Name):
            raise Refusal(
                node,
                tr("a class pattern with parts is not available here: write case Name() if ..."),
            )
        return self.node_contents_visit(node)


def _bound_by(pattern: ast.AST) -> str | None:
    """The name that one part of a pattern binds."""
    if isinstance(pattern, (ast.MatchAs, ast.MatchStar)):
        return pattern.name
    return pattern.rest if isinstance(pattern, ast.MatchMapping) else None
