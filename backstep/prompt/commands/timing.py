"""The command that measures: %time."""

from __future__ import annotations

from backstep.engine.calls import CALLS
from backstep.messages import later, tr, trn
from backstep.prompt.commands.command import Command, CommandError, Stage
from backstep.prompt.commands.command import passes as passes_told


def _time(stage: Stage, argument: str) -> None:
    """Run a cell once and say how long its program took, and what the engine did in it."""
    from backstep.prompt.piped import remarks

    live = stage.live
    if not argument:
        if not live.cells:
            raise CommandError(tr("%time: say what to time: %time y.backward()"))
        last = live.cells[-1]
        stage.say(tr("cell {n} took {time}", n=last.n, time=duration(last.seconds)))
        return
    called, made = CALLS.made, live.recorder.made
    result = stage.run(argument)
    for line in remarks(result.recordings):
        stage.say(line)
    pops = sum(len(recording.pops) for recording in result.recordings)
    passes = live.recorder.made - made
    called = CALLS.made - called
    figures = [duration(live.cells[-1].seconds)]
    if called or not passes:
        figures.append(trn("{n} function called", "{n} functions called", called))
    if passes:
        figures.append(passes_told(passes))
        if result.dropped:
            figures.append(trn("{n} pop in those kept", "{n} pops in those kept", pops))
        else:
            figures.append(trn("{n} pop", "{n} pops", pops))
    stage.say(", ".join(figures))


def duration(seconds: float) -> str:
    """A time in the unit that suits it.

    >>> duration(0.0000123), duration(0.0123), duration(1.23), duration(123.4)
    ('12.3 us', '12.3 ms', '1.23 s', '2 min 3 s')
    """
    if seconds >= 60:
        return tr("{m} min {s} s", m=int(seconds // 60), s=int(seconds % 60))
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.2g} us"


COMMANDS = (
    Command(
        "time",
        "[CODE]",
        later("run CODE once: its time, functions called, pops"),
        _time,
        later("""CODE is a cell of the session: what it does is done. The time has the recording
of its backward passes in it. Alone, it tells how long the last cell took.
  %time y.backward()             prints 1.2 ms, 1 backward pass, 4 pops"""),
        lambda live: [(f"{name}.backward()", "") for name in live.runtime.variables()],
        seldom=True,
    ),
)
