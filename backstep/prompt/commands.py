"""The commands that begin with %: one registry feeds running, completion and %help."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backstep.engine import ALGORITHMS, BackstepError, Config, Variable, as_variable, graph_size
from backstep.language import bounded_repr, visible
from backstep.prompt.explain import explanation, near_name
from backstep.recording.checks import check_at, live_functions
from backstep.recording.records import Check, Recording
from backstep.recording.trouble import told_apart
from backstep.recording.values import value_of, value_text
from backstep.session import find_session, read_session
from backstep.session.live import LiveSession

MOST_CHECKED = 50  # pops; each evaluates its forward some times


@dataclass
class Stage:
    """Where a command acts: the session, and how the stepper is opened from here.

    `prefill` is text that a command wants at the next prompt.
    """

    live: LiveSession
    interactive: bool
    prefill: str = ""

    def say(self, text: str) -> None:
        """A line to the person."""
        self.live.write(text + "\n")

    def show(self, recordings: list[Recording], index: int) -> None:
        """Open the stepper at a pass, or say in a line what it is without a screen."""
        from backstep.prompt.stage import show_stepper

        show_stepper(self.live, recordings, index)


@dataclass(frozen=True)
class Command:
    """One % command: its name, what may follow it, one line of help, and what it does.

    `completes` says what its argument is: a session name or path, a name of the session, nothing.
    """

    name: str
    argument: str
    help: str
    run: Callable[[Stage, str], None]
    completes: str = ""


def _step(stage: Stage, argument: str) -> None:
    live = stage.live
    if argument:
        before = len(live.recordings)
        source = argument if ".backward(" in argument else None
        index = None if source else _pass_of(live, argument)
        if index is None:
            result = live.run(source or f"({argument}).backward()")
            if result.outcome.problem is not None:
                raise CommandError(result.outcome.problem.render())
            index = before
        stage.show(live.recordings, index)
        return
    if not live.recordings:
        raise CommandError("%step: nothing to step yet; call backward() on a Variable first")
    stage.show(live.recordings, len(live.recordings) - 1)


def _pass_of(live: LiveSession, name: str) -> int | None:
    """The newest pass on the Variable of that name."""
    for i in range(len(live.recordings) - 1, -1, -1):
        if live.recordings[i].target_node.label == name:
            return i
    return None


def _save(stage: Stage, argument: str) -> None:
    if not argument:
        raise CommandError("%save: say where: %save my-session")
    journal = stage.live.journal
    if journal is None:
        raise CommandError("%save: this session has no journal to save")
    journal.save_as(Path(argument).expanduser())
    stage.say(f"saved to {journal.path}; it goes on there")


def _load(stage: Stage, argument: str) -> None:
    """Put a session's program at the prompt, as IPython's %load does: Enter runs it, or not."""
    session = read_session(find_session(_named("%load", argument)))
    program = "\n".join(cell.source for cell in session.cells)
    stage.say(
        f"{session.path.name}: {_count(len(session.cells), 'cell')}, "
        f"{_count(len(session.recordings), 'backward pass', 'backward passes')}; nothing was run"
    )
    if stage.interactive:
        stage.prefill = visible(program)
        stage.say("its program is at the prompt: Enter runs it, Ctrl-C drops it")
    else:
        stage.say(visible(program))


def _replay(stage: Stage, argument: str) -> None:
    session = read_session(find_session(_named("%replay", argument)))
    if not session.recordings:
        raise CommandError(f"%replay: {session.path.name} has no backward pass to replay")
    stage.show(list(session.recordings), 0)


def _named(command: str, argument: str) -> str:
    if not argument:
        raise CommandError(f"{command}: say which session: a file, or a shipped one like diamond")
    return argument


def _count(n: int, one: str, many: str | None = None) -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _vars(stage: Stage, argument: str) -> None:
    variables = stage.live.runtime.variables()
    others = [n for n in stage.live.runtime.user_names() if n not in variables]
    if not variables and not others:
        stage.say("nothing is defined yet")
        return
    rows: list[tuple[str, ...]] = [("name", "shape", "value", "grad", "gen", "creator")]
    rows += [_row(name, variable) for name, variable in variables.items()]
    if variables:
        _table(stage, rows)
    for name in others:
        value = bounded_repr(stage.live.runtime.namespace[name]).split("\n")[0]
        stage.say(f"{name} = {value[:70]}")


def _row(name: str, v: Variable) -> tuple[str, ...]:
    if v.data is None:
        return (name, "", "None", "None", str(v.generation), "")
    grad = "None" if v.grad is None else value_text(value_of(as_variable(v.grad).data))
    creator = "" if v.creator is None else type(v.creator).__name__
    value = value_text(value_of(v.data))
    return (name, str(v.shape), value, grad, str(v.generation), creator)


def _graph(stage: Stage, argument: str) -> None:
    """The figures of the graph behind a Variable."""
    if not argument:
        if not stage.live.recordings:
            raise CommandError("%graph: say of which Variable: %graph y")
        argument = stage.live.recordings[-1].target_node.label
    variable = stage.live.runtime.variables().get(argument)
    if variable is None:
        near = near_name(argument, stage.live.runtime)
        raise CommandError(f"%graph: no Variable is called {argument}{near}")
    stage.say(f"the graph behind {argument}:\n{graph_size(variable)}")


def _algorithm(stage: Stage, argument: str) -> None:
    """Choose the loop of the passes to come, or list what there is."""
    if not argument:
        width = max(map(len, ALGORITHMS))
        for name, each in ALGORITHMS.items():
            mark = "*" if name == Config.algorithm else " "
            stage.say(f"{mark} {name:<{width}}  {each.summary}")
        return
    if argument not in ALGORITHMS:
        near = difflib.get_close_matches(argument, ALGORITHMS, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise CommandError(f"%algorithm: there is none called {argument}{hint} (%algorithm lists)")
    Config.algorithm = argument
    stage.say(f"backward now runs by {argument}: {ALGORITHMS[argument].summary}")


def _check(stage: Stage, argument: str) -> None:
    """The finite differences at every pop of a pass; or whether own functions are checked."""
    live = stage.live
    if argument in ("on", "off"):
        live.recorder.check_own = argument == "on"
        stage.say(f"your own functions are {'' if argument == 'on' else 'not '}checked from now on")
        return
    index = _pass_of(live, argument) if argument else len(live.recordings) - 1
    if index is None or index < 0:
        what = f"no backward pass on {argument}" if argument else "no backward pass yet"
        raise CommandError(f"%check: {what}; call backward() on a Variable first")
    recording = live.recordings[index]
    stage.say(f"{recording.title}: what each pop gave, and the finite difference")
    functions = live_functions(recording, live.runtime.variables().get(recording.target_node.label))
    rows: list[tuple[str, ...]] = [("pop", "function", "", "backward", "difference", "")]
    with live.recorder.checks.trying():
        for k, pop in enumerate(recording.pops[:MOST_CHECKED]):
            check = check_at(recording, pop, functions.get(pop.function))
            rows += _checked(k + 1, recording.functions[pop.function].label, check)
    _table(stage, rows)
    if len(recording.pops) > MOST_CHECKED:
        stage.say(f"and {len(recording.pops) - MOST_CHECKED} more pops")


def _checked(number: int, label: str, check: Check | str) -> Iterator[tuple[str, ...]]:
    head = (str(number), label)
    if isinstance(check, str):
        yield (*head, "", "", "", check)
        return
    for i, one in enumerate(check.inputs):
        verdict = one.verdict if one.verdict != "differs" else "differs !"
        yield (*(head if not i else ("", "")), *told_apart(check, i), verdict)


def _table(stage: Stage, rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        stage.say("  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip())


def _help(stage: Stage, argument: str) -> None:
    if argument:
        _explain(stage, argument)
        return
    stage.say("Type a graph, call backward() on its end, and the stepper opens:")
    stage.say("  x = Variable(np.array(2.0))")
    stage.say("  a = square(x)")
    stage.say("  y = add(square(a), square(a))")
    stage.say("  y.backward()")
    stage.say("")
    width = max(len(f"%{c.name} {c.argument}") for c in COMMANDS.values())
    for command in COMMANDS.values():
        stage.say(f"  {f'%{command.name} {command.argument}':<{width}}  {command.help}")
    stage.say("")
    stage.say("F5 steps through the last pass. Ctrl-C clears the line, Ctrl-D leaves.")


def _explain(stage: Stage, name: str) -> None:
    """Say what a command or a name of the session is."""
    command = COMMANDS.get(name.removeprefix("%"))
    runtime = stage.live.runtime
    told = None if name.startswith("%") else explanation(name, runtime)
    if told is None and command is not None:
        told = f"%{command.name} {command.argument}".rstrip() + f"\n  {command.help}"
    if told is None:
        raise CommandError(f"%help: nothing is called {name}{near_name(name, runtime)}")
    stage.say(told)


class CommandError(BackstepError):
    """A command that cannot do what it was asked."""


COMMANDS = {
    command.name: command
    for command in (
        Command(
            "step",
            "[expr]",
            "step through the last pass, or through expr.backward()",
            _step,
            "name",
        ),
        Command("save", "FILE", "save the session to FILE and go on writing there", _save, "path"),
        Command(
            "load", "FILE", "put a session's program at the prompt; runs nothing", _load, "session"
        ),
        Command(
            "replay",
            "FILE",
            "step through a saved or shipped session; runs nothing",
            _replay,
            "session",
        ),
        Command("vars", "", "the Variables of the session, and the other names", _vars),
        Command(
            "graph",
            "[NAME]",
            "how large the graph behind a Variable is, and what it holds",
            _graph,
            "name",
        ),
        Command(
            "algorithm",
            "[NAME]",
            "choose the backward algorithm; without a name, list them",
            _algorithm,
            "algorithm",
        ),
        Command(
            "check",
            "[NAME|on|off]",
            "finite differences at each pop of a pass; on, off: for your own functions",
            _check,
            "check",
        ),
        Command("help", "[NAME]", "this page, or what NAME is; NAME? says the same", _help, "help"),
    )
}


def run_command(line: str, stage: Stage) -> bool:
    """Run a % command; False when it failed, which has been told on the error stream."""
    line = line.strip()
    if line.endswith("?"):
        line = f"%help {line.removesuffix('?')}"
    name, _, argument = line.removeprefix("%").partition(" ")
    command = COMMANDS.get(name)
    try:
        if command is None:
            raise CommandError(f"%{name}: no such command; %help lists them")
        command.run(stage, argument.strip())
    except BackstepError as error:
        print(error, file=sys.stderr)
        return False
    return True
