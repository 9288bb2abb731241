"""The graph pane."""

from __future__ import annotations

from backstep.stepper.text import Line, Run
from backstep.stepper.view import View


def graph_title(view: View) -> str:
    return "Graph"


def graph_note(view: View) -> str:
    return "order 1"


def graph_height(view: View, width: int) -> int:
    return 3


def graph_lines(view: View, width: int, height: int) -> list[Line]:
    return [[Run("graph")]]
