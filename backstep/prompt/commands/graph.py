"""The command that draws: %graph."""

from __future__ import annotations

import ast
import sys

from backstep.engine import Variable, graph_size
from backstep.messages import later, tr
from backstep.prompt.commands.command import (
    Command,
    CommandError,
    ProgramError,
    Stage,
    near,
    variables_of,
)
from backstep.prompt.terminal import width_of
from backstep.recording.graphs import graph_behind
from backstep.session.live import LiveSession

READS = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.UnaryOp, ast.USub)
PLAIN = (ast.Expression, ast.Load, *READS)


def _graph(stage: Stage, argument: str) -> None:
    """The graph behind a Variable, drawn, and its figures."""
    name, variable = _named(stage, argument) if argument else _newest(stage)
    if variable.creator is None:
        told = later("{name} is a leaf: no function made it, so there is no graph behind it")
        stage.say(tr(told, name=name))
        return
    from backstep.stepper.graph.inline import inline

    graph = graph_behind(variable)
    picture = inline(graph, stage.width, ascii_only=stage.ascii_only)
    for line in picture.lines:
        stage.say(line)
    if picture.functions < graph.total:
        told = later("drawn: {shown} of {all} functions, nearest to {name}")
        stage.say(tr(told, shown=picture.functions, all=graph.total, name=name))
    stage.say(tr("the graph behind {name}:", name=name))
    stage.say(str(graph_size(variable)))


def _newest(stage: Stage) -> tuple[str, Variable]:
    found = newest_graph(stage.live)
    if found is None:
        told = later("%graph: no function has been called yet: y = square(x), then %graph y")
        raise CommandError(tr(told))
    return found


def newest_graph(live: LiveSession) -> tuple[str, Variable] | None:
    """The named Variable that was computed last, with its name."""
    found: dict[int, tuple[str, Variable]] = {}
    for name, variable in live.runtime.variables().items():
        if variable.creator is not None:
            found.setdefault(variable.creator.serial, (name, variable))
    return found[max(found)] if found else None


def _named(stage: Stage, text: str) -> tuple[str, Variable]:
    """A Variable by its name, or by how it is reached: `x.grad`, `params['W']`."""
    runtime = stage.live.runtime
    found: object = runtime.variables().get(text)
    if found is None and not text.isidentifier() and _only_reads(text):
        outcome = runtime.run(text, first_line=stage.line or 1)
        if outcome.problem is not None:
            raise ProgramError(outcome.problem.render(width_of(sys.stderr)))
        found = outcome.value
    if not isinstance(found, Variable):
        told = tr("%graph: no Variable is called {text}", text=text)
        raise CommandError(told + near(text, runtime.variables()))
    return text, found


def _only_reads(text: str) -> bool:
    """Whether an expression only names, so that looking at it changes nothing."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(isinstance(node, PLAIN) for node in ast.walk(tree))


COMMANDS = (
    Command(
        "graph",
        "[NAME]",
        later("draw the graph behind a Variable; alone, the newest"),
        _graph,
        later("""Its figures stand below: functions, depth, variables, bytes. NAME may also be
how a Variable is reached. A wide graph is drawn in bands; of a large one, what is nearest to
NAME.
  %graph y
  %graph x.grad                  of a gradient, after create_graph=True"""),
        variables_of,
    ),
)
