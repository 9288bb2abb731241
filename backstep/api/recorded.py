"""`with backstep.record() as recordings:` and what a script gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from os import PathLike
from typing import Any, ClassVar, SupportsIndex, overload
from weakref import WeakKeyDictionary

from backstep.api.names import name_variables, own_source
from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Config, Watch
from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Variable
from backstep.messages import tr, trn
from backstep.recording import records
from backstep.recording.making.recorder import Recorder
from backstep.recording.telling.narration import plain_steps, summary
from backstep.recording.timeline import as_owner

MOST_NAMED = 6  # recordings that the text of a list says something of


class Recording(records.Recording):
    """What one backward pass did, pop by pop, as plain immutable values; nothing of it runs.

    `pops`, `functions` and `variables` refer to each other by index, arrays are `Value`s (`array`,
    `shape`, `dtype`). `target_node.label` is what the pass was called on, `grads` are the named
    Variables' gradients at the end as (name, Value or None), `failure` what ended it early.

    It shows itself at an IPython prompt, in a notebook (the stepper), and with rich.
    `step(recording)` opens the stepper on it, `narrate(recording)` tells it in words.

    >>> import backstep
    >>> with backstep.record() as recordings:
    ...     x = backstep.Variable(backstep.as_array(3.0), name="x")
    ...     backstep.square(x).backward()
    >>> recordings[0].grads[0]
    ('x', Value(shape=(), dtype='float64', array=array(6.), statistics=None))
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{_in_short(self)}>"

    def __str__(self) -> str:
        return summary(self)

    def __rich__(self) -> object:
        from backstep.api.tables import table_of

        return table_of(self)

    def _repr_html_(self) -> str:
        from backstep.api.notebook import player_of

        return player_of([self])

    def step(self, **look: Any) -> None:
        """Open the stepper on this pass; see `backstep.step`."""
        from backstep.api.stepping import step

        step(self, **look)

    def export(self, path: str | PathLike[str], **how: Any) -> None:
        """Write this pass to a file, in the format of its ending; see `backstep.export`."""
        from backstep.export.call import export

        export(self, path, **how)


class Recordings(list[Recording]):
    """Backward passes in the order in which they began; one inside another has its `parent`.

    A list, which also shows itself as a whole. A slice of it is one too.
    """

    def __repr__(self) -> str:
        if not self:
            return f"<{tr('no backward pass was recorded')}>"
        told = [_in_short(each) for each in self[:MOST_NAMED]]
        n = len(self)
        if n > MOST_NAMED:
            told.append(tr("and {n} more", n=n - MOST_NAMED))
        return "<" + trn("{n} backward pass", "{n} backward passes", n) + f": {'; '.join(told)}>"

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Recording: ...
    @overload
    def __getitem__(self, index: slice, /) -> Recordings: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Recording | Recordings:
        found = super().__getitem__(index)
        return Recordings(found) if isinstance(found, list) else found

    def __rich__(self) -> object:
        from backstep.api.tables import table_of_all

        return table_of_all(self)

    def _repr_html_(self) -> str:
        from backstep.api.notebook import player_of

        return player_of(self)

    def step(self, **look: Any) -> None:
        """Open the stepper on these passes; see `backstep.step`."""
        from backstep.api.stepping import step

        step(self, **look)

    def export(self, path: str | PathLike[str], **how: Any) -> None:
        """Write these passes to a file, in the format of its ending; see `backstep.export`."""
        from backstep.export.call import export

        export(self, path, **how)

    def save(self, path: str | PathLike[str], title: str = "") -> None:
        """Write these passes to a session file, as `backstep replay` opens it.

        Of arrays with more than 64 elements it keeps statistics. `.jsonl` is added to a bare name.
        Raises SessionError where the file cannot be written, or is there already.
        """
        from backstep.api.saving import save

        save(self, path, title)


def _in_short(recording: records.Recording) -> str:
    """`y.backward(), generation, 4 pops`."""
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    owner = as_owner(recording.target_node.label)
    call = f"{owner}.backward({', '.join(f'{name}=True' for name in flags)})"
    pops = trn("{n} pop", "{n} pops", len(recording.pops))
    told = f"{call}, {recording.algorithm}, {pops}"
    failure = recording.failure
    return f"{told}, {failure.error}" if failure else told


class Naming(Recorder):
    """A recorder that tells the Variables first what they are called where backward is called.

    The ids of passes go on from one such recorder to the next: a program has several, and may look
    at passes of all together. `passes_of` has the last of each Variable.
    """

    passes: ClassVar = 0
    passes_of: ClassVar[WeakKeyDictionary[Variable, int]] = WeakKeyDictionary()
    outside: Naming | None = None  # the one whose turn it is again after this one

    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> AbstractContextManager[Watch | None]:
        name_variables()
        self.made = Naming.passes
        Naming.passes += 1
        Naming.passes_of[target] = Naming.passes
        return super().watch(target, chosen, retain_grad, create_graph)

    def settle(self) -> None:
        super().settle()
        if self.outside is not None:
            self.outside.settle()

    def hear(self, made: Sequence[Recording]) -> None:
        """Be told of passes that a `with` block inside has recorded."""


class _Open:
    """The one recorder of all `with` blocks that are open, and the lists that they fill."""

    def __init__(self) -> None:
        self.recorder = Naming(source_of=own_source, passed=self._passed)
        if isinstance(Config.recorder, Naming):
            self.recorder.outside = Config.recorder
        self.lists: list[tuple[Recordings, int | None]] = []

    def _passed(self) -> None:
        made = [shown(each) for each in self.recorder.take()]
        for recordings, most in self.lists:
            recordings.extend(made)
            if most is not None:
                del recordings[: max(0, len(recordings) - most)]
        if self.recorder.outside is not None:
            self.recorder.outside.hear(made)


_innermost: list[_Open] = []


def shown(recording: records.Recording) -> Recording:
    """The same recording, as one that can show itself."""
    if isinstance(recording, Recording):
        return recording
    return Recording(**{each.name: getattr(recording, each.name) for each in fields(recording)})


@contextmanager
def record(*, last: int | None = None, check: bool = False) -> Iterator[Recordings]:
    """Record every backward pass inside a `with` block: nested ones too, and those that fail.

    Gives the list that they go into as each outermost one ends. With `last`, only so many of the
    newest are kept, as for a long training: a recording holds a copy of every array that the pass
    had. With `check`, a Function of your own is held against finite differences when it is first
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
    before, checked = Config.recorder, opened.recorder.check_own
    opened.lists.append((recordings, last))
    opened.recorder.check_own = checked or check
    _innermost.append(opened)
    Config.recorder = opened.recorder
    try:
        yield recordings
    finally:
        Config.recorder = before
        _innermost.remove(opened)
        opened.recorder.check_own = checked
        opened.lists[:] = [each for each in opened.lists if each[0] is not recordings]


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
