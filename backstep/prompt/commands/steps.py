"""Commands on backward passes: %step, %algorithm, %check, %autostep."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from backstep.engine import ALGORITHMS, Config, Variable
from backstep.messages import later, tr, trn
from backstep.prompt.commands.command import (
    Command,
    CommandError,
    Stage,
    choice,
    near,
    only,
    variables_of,
)
from backstep.prompt.comparing import DEFAULT, Shown, algorithms_of, runner, show_beside, unheard
from backstep.prompt.tables import in_lines, table
from backstep.prompt.terminal import NARROWEST, in_width, stepper_kind
from backstep.recording.looking.trouble import told_apart
from backstep.recording.making.checks import check_at, live_functions
from backstep.recording.records import Check, Recording
from backstep.recording.values import value_of
from backstep.session.live import LiveSession

MOST_CHECKED = 50  # pops; each evaluates its forward some times
HEAD = (later("pop"), later("function"), "", later("backward"), later("difference"), "")
VERDICTS = {"agrees": later("agrees"), "differs": later("differs !")}


def _step(stage: Stage, argument: str) -> None:
    live = stage.live
    if not argument:
        if not live.recordings:
            told = later("%step: nothing to step yet; call backward() on a Variable first")
            raise CommandError(tr(told))
        stage.show(live.recordings, len(live.recordings) - 1)
        return
    index = _pass_of(live, argument)
    if index is None or not _is_of_now(live, argument, live.recordings[index]):
        index = len(live.recordings)
        if not stage.run(_backward_of(argument)).recordings:
            raise CommandError(tr("%step: {code} made no backward pass", code=argument))
    stage.show(live.recordings, index)


def _pass_of(live: LiveSession, name: str) -> int | None:
    """The newest pass on the Variable of that name."""
    for i in range(len(live.recordings) - 1, -1, -1):
        if live.recordings[i].target_node.label == name:
            return i
    return None


def _is_of_now(live: LiveSession, name: str, recording: Recording) -> bool:
    """Whether a pass is on what the name holds now: it may have been computed anew since."""
    now, then = live.runtime.variables().get(name), recording.target_node
    if now is None or now.data is None:
        return True
    return now.generation == then.generation and value_of(now.data) == then.data


def _backward_of(expression: str) -> str:
    """The call of backward that is meant, as a person would write it."""
    if ".backward(" in expression:
        return expression
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return expression  # running it says what is wrong
    plain = isinstance(tree.body, (ast.Name, ast.Attribute, ast.Call, ast.Subscript))
    return f"{expression if plain else f'({expression})'}.backward()"


def _algorithm(stage: Stage, argument: str) -> None:
    """Choose the loop of the passes to come, or list what there is."""
    if not argument:
        width = max(map(len, ALGORITHMS))
        for name, each in ALGORITHMS.items():
            mark = "*" if name == Config.algorithm else " "
            told = in_lines(tr(each.summary).split(), max(NARROWEST, stage.width - width - 5))
            for head, line in zip_longest([f"{mark} {name}"], told, fillvalue=""):
                stage.say(f"{head:<{width + 2}}  {line}")
        return
    if argument not in ALGORITHMS:
        none = tr("%algorithm: there is none called {name}", name=argument)
        raise CommandError(none + near(argument, ALGORITHMS) + tr(" (%algorithm lists)"))
    Config.algorithm = argument
    now = tr("backward now runs by {name}:", name=argument)
    stage.say(in_width(f"{now} {tr(ALGORITHMS[argument].summary)}"))


def _check(stage: Stage, argument: str) -> None:
    """The finite differences at every pop of a pass; or whether own functions are checked."""
    live = stage.live
    if argument in ("on", "off"):
        live.recorder.check_own = argument == "on"
        on = tr("your own functions are checked from now on")
        stage.say(on if argument == "on" else tr("your own functions are not checked from now on"))
        return
    index = _pass_of(live, argument) if argument else len(live.recordings) - 1
    if index is None or index < 0:
        told = tr("%check: no backward pass yet")
        if argument:
            told = tr("%check: no backward pass on {name}", name=argument)
        hint = near(argument, dict(_stepped(live))) if argument else ""
        raise CommandError(told + (hint or tr("; call backward() on a Variable first")))
    recording = live.recordings[index]
    told = later("{title}: what each pop gave, and the finite difference")
    stage.say(tr(told, title=recording.title))
    functions = live_functions(recording, live.runtime.variables().get(recording.target_node.label))
    rows: list[tuple[str, ...]] = [tuple(map(tr, HEAD))]
    with live.recorder.checks.trying():
        for k, pop in enumerate(recording.pops[:MOST_CHECKED]):
            check = check_at(recording, pop, functions.get(pop.function))
            rows += _checked(k + 1, recording.functions[pop.function].label, check)
    for line in table(rows):
        stage.say(line)
    if len(recording.pops) > MOST_CHECKED:
        hidden = len(recording.pops) - MOST_CHECKED
        stage.say(trn("and {n} more pop", "and {n} more pops", hidden))


def _checked(number: int, label: str, check: Check | str) -> Iterator[tuple[str, ...]]:
    head = (str(number), label)
    if isinstance(check, str):
        yield (*head, "", "", "", check)
        return
    for i, one in enumerate(check.inputs):
        verdict = tr(VERDICTS.get(one.verdict, one.verdict))
        yield (*(head if not i else ("", "")), *told_apart(check, i), verdict)


def _stepped(live: LiveSession) -> list[tuple[str, str]]:
    """What backward was called on, the newest first, then the other Variables."""
    targets = [recording.target_node.label for recording in reversed(live.recordings)]
    stepped = dict.fromkeys(targets, tr("its last pass"))
    return list((dict(variables_of(live)) | stepped).items())


def _compare(stage: Stage, argument: str) -> None:
    """Two algorithms over the graph behind a Variable; nothing of the session changes."""
    live = stage.live
    text, algorithms = _parted(live, argument)
    if text:
        target, recordings, index = _compared(stage, text)
    elif live.recordings:
        target, recordings, index = None, live.recordings, len(live.recordings) - 1
    else:
        told = later("%compare: nothing to compare yet: y = square(x), then %compare y")
        raise CommandError(tr(told))
    from backstep.prompt import keeping
    from backstep.stepper.notebook import Kept

    where = Shown(
        stepper_kind(stage.like.settings.stepper),
        stage.like,
        live.write,
        keeping.of_session(live, recordings) if recordings is live.recordings else Kept(),
        live.figures,
    )
    show_beside(recordings, index, algorithms, where, runner(live, target))


def _parted(live: LiveSession, argument: str) -> tuple[str, tuple[str, str]]:
    """What is to be compared, and by which algorithms, which come last."""
    expression, _, last = argument.rpartition(" ")
    names = [name.strip() for name in last.split(",")]
    meant = any(name in ALGORITHMS for name in names) and last not in live.runtime.variables()
    if not meant:
        return argument, DEFAULT
    return expression.strip(), algorithms_of(last)


def _compared(stage: Stage, text: str) -> tuple[Variable | None, Sequence[Recording], int]:
    """A Variable with its pass: the recorded one if it is of now, else one that is made aside."""
    from backstep.recording.rerunning.copied import record_aside

    live = stage.live
    target = live.runtime.variables().get(text)
    index = None if target is None else _pass_of(live, text)
    if index is not None and _is_of_now(live, text, live.recordings[index]):
        return target, live.recordings, index
    if target is None:
        value = stage.run(text).outcome.value
        if not isinstance(value, Variable):
            told = tr("%compare: {text} is no Variable", text=text)
            raise CommandError(told + near(text, live.runtime.variables()))
        target = value
    with unheard(live, target):
        recording = record_aside(target, live.runtime.variables(), live.runtime.source_of)
    return target, [recording], 0


def _autostep(stage: Stage, argument: str) -> None:
    if argument:
        stage.like.autostep = choice("autostep", argument, ("on", "off")) == "on"
    told = tr("autostep is off: a bare y.backward() only records; %step or F5 steps")
    if stage.like.autostep:
        told = tr("autostep is on: a bare y.backward() opens the stepper")
    stage.say(told)


COMMANDS = (
    Command(
        "step",
        "[expr]",
        later("step through the last pass, or through expr.backward()"),
        _step,
        later("""F5 does the same. A name whose backward has been called is shown as it was
recorded; any other expression runs backward() first, as a cell of the session.
  %step                          the last pass again
  %step y                        the last pass on y, or y.backward()
  %step y.backward(retain_grad=True)"""),
        _stepped,
    ),
    Command(
        "algorithm",
        "[NAME]",
        later("choose the loop that backward() runs; alone, list all"),
        _algorithm,
        later("""The passes to come run by it; those recorded stay as they are.
  %algorithm stack               without generations: where does it go wrong?"""),
        lambda live: [(name, tr(each.summary)) for name, each in ALGORITHMS.items()],
    ),
    Command(
        "check",
        "[NAME|on|off]",
        later("each pop's gradients beside finite differences"),
        _check,
        later("""Without a name, of the last pass. A Function of your own is checked when a pass
first goes through it; off stops that, on resumes it.
  %check y                       every pop of the last pass on y"""),
        lambda live: [*_stepped(live), ("on", ""), ("off", "")],
    ),
    Command(
        "compare",
        "[expr] [a,b]",
        later("two algorithms over one graph, side by side"),
        _compare,
        later("""Where they part, and which gradients come out wrong. Without an expression, of
the last pass; without algorithms, generation and stack. The session's gradients stay as they
are.
  %compare y                     generation beside stack
  %compare y overwrite           generation beside overwrite
  %compare y stack,queue         these two"""),
        lambda live: [
            *_stepped(live),
            *((name, tr(each.summary)) for name, each in ALGORITHMS.items()),
        ],
        several=True,
    ),
    Command(
        "autostep",
        "[on|off]",
        later("whether a bare y.backward() opens the stepper"),
        _autostep,
        later("""Off, it records and says in a line what happened.
  %autostep off"""),
        only("on", "off"),
        seldom=True,
    ),
)
