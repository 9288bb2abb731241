"""The command that measures: %time."""

from __future__ import annotations

from backstep.engine.calls import CALLS
from backstep.prompt.commands.command import Command, CommandError, Stage, counted


def _time(stage: Stage, argument: str) -> None:
    """Run a cell once and say how long its program took, and what the engine did in it."""
    from backstep.prompt.piped import remarks

    live = stage.live
    if not argument:
        if not live.cells:
            raise CommandError("%time: say what to time: %time y.backward()")
        last = live.cells[-1]
        stage.say(f"cell {last.n} took {duration(last.seconds)}")
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
        figures.append(f"{counted(called, 'function')} called")
    if passes:
        more = " in those kept" if result.dropped else ""
        figures += [
            counted(passes, "backward pass", "backward passes"),
            counted(pops, "pop") + more,
        ]
    stage.say(", ".join(figures))


def duration(seconds: float) -> str:
    """A time in the unit that suits it.

    >>> duration(0.0000123), duration(0.0123), duration(1.23), duration(123.4)
    ('12.3 us', '12.3 ms', '1.23 s', '2 min 3 s')
    """
    if seconds >= 60:
        return f"{int(seconds // 60)} min {int(seconds % 60)} s"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.2g} us"


COMMANDS = (
    Command(
        "time",
        "[CODE]",
        "run CODE once: its time, functions called, pops",
        _time,
        """CODE is a cell of the session: what it does is done. The time has the recording of its
backward passes in it. Alone, it tells how long the last cell took.
  %time y.backward()             prints 1.2 ms, 1 backward pass, 4 pops""",
        lambda live: [(f"{name}.backward()", "") for name in live.runtime.variables()],
        seldom=True,
    ),
)
