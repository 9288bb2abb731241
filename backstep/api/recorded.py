"""`with backstep.record() as recordings:` and what is done with them in words."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backstep.api.recording import Recording, Recordings
from backstep.api.watching import Made, Watching, made_of, shown
from backstep.engine.config import Config
from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Variable
from backstep.messages import tr
from backstep.recording import records
from backstep.recording.telling.narration import plain_steps, summary

__all__ = ["Recording", "Recordings", "narrate", "record", "recordings_of"]


@dataclass(eq=False)
class _Block:
    """A `with` block that is open: the list that it fills, at its end where it wants the newest."""

    recordings: Recordings
    newest: deque[Made] | None = None


class _Open:
    """The one recorder of all `with` blocks that are open, one inside the other."""

    def __init__(self) -> None:
        around = Config.recorder
        outside = around if isinstance(around, Watching) else None
        self.recorder = Watching(outside, passed=self._passed)
        self.blocks: list[_Block] = []

    def _passed(self) -> None:
        made = self.recorder.handed_over()
        for block in self.blocks:
            if block.newest is None:
                block.recordings.extend(made_of(made))
            else:
                block.newest.extend(made)
        if self.recorder.outside is not None:
            self.recorder.outside.hear(made)


_innermost: list[_Open] = []


@contextmanager
def record(*, last: int | None = None, check: bool = False) -> Iterator[Recordings]:
    """Record every backward pass inside a `with` block: nested ones too, and those that fail.

    Gives the list that they go into as each outermost one ends. A recording holds a copy of every
    array that the pass had, and to make it takes longer than the pass: for a long training, `last`
    is how many of the newest are kept, and they are in the list when the block has ended. With
    `check`, a Function of your own is held against finite differences when it is first
    recorded, which runs its forward again.

    What the Variables are called is looked up where backward is called from: `a`, `net.W`,
    `params[0]`; one without a name is called as the expression that made it, `square(a)`.

    Raises ArgumentError for a `last` that is no count. An error of a pass goes on as it would
    without recording, and its recording, up to the pop that failed, is the last in the list.

    >>> import numpy as np
    >>> from backstep import Variable, record, square
    >>> with record() as recordings:
    ...     x = Variable(np.array(3.0))
    ...     y = square(x)
    ...     y.backward()
    >>> recordings
    <1 backward pass: y.backward(), generation, 1 pop>
    """
    if last is not None and (type(last) is not int or last < 1):
        raise ArgumentError(tr("record: last is a count from 1, or None for all passes"))
    recordings = Recordings()
    ours = next((each for each in _innermost if each.recorder is Config.recorder), None)
    opened = ours or _Open()
    block = _Block(recordings) if last is None else _Block(recordings, deque(maxlen=last))
    before, checked = Config.recorder, opened.recorder.check_own
    opened.blocks.append(block)
    opened.recorder.check_own = checked or check
    _innermost.append(opened)
    Config.recorder = opened.recorder
    try:
        yield recordings
    finally:
        Config.recorder = before
        _innermost.remove(opened)
        opened.recorder.check_own = checked
        opened.blocks.remove(block)
        if block.newest is not None:
            recordings.extend(made_of(block.newest))


def narrate(what: records.Recording | Iterable[records.Recording]) -> str:
    """A recording in words, a line for each step, below a line on the whole; several one after
    the other.

    Raises ArgumentError for what is no recording.

    >>> import numpy as np
    >>> from backstep import Variable, narrate, record, square
    >>> with record() as recordings:
    ...     x = Variable(np.array(3.0))
    ...     y = square(x)
    ...     y.backward()
    >>> print(narrate(recordings).splitlines()[0])
    y.backward(): 1 pop over 1 function, x.grad = 6.0
    """
    parts = []
    for each in recordings_of(what, "narrate"):
        parts += [summary(each), *(f"  {line}" for line in plain_steps(each))]
    return "\n".join(parts)


def recordings_of(what: object, who: str) -> Recordings:
    """One recording or several as a list of those that show themselves.

    Raises ArgumentError, in the name of `who`, for anything else and for none.
    """
    several = [what] if isinstance(what, records.Recording) else what
    if isinstance(several, Iterable) and not isinstance(several, (str, Variable)):
        found = Recordings()
        for each in several:
            if not isinstance(each, records.Recording):
                raise _no_recording(each, who)
            found.append(shown(each))
        if not found:
            raise ArgumentError(
                tr("{who}: no backward pass was recorded: call backward() in the block", who=who)
            )
        return found
    raise _no_recording(what, who)


def _no_recording(what: object, who: str) -> ArgumentError:
    told = tr(
        "{who} takes recordings, as `with record() as recordings:` gives them, not {kind}",
        who=who,
        kind=type(what).__name__,
    )
    return ArgumentError(told)
