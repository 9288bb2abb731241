"""The recorder of plain Python programs: passes under the program's names, made when wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from typing import ClassVar
from weakref import WeakKeyDictionary, WeakSet

from backstep.api.names import name_variables, own_source
from backstep.api.recording import Recording
from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Watch
from backstep.engine.variable import Variable
from backstep.recording import records
from backstep.recording.making.freezing import freeze
from backstep.recording.making.notes import Notes
from backstep.recording.making.recorder import Recorder


def shown(recording: records.Recording) -> Recording:
    """The same recording, as one that can show itself."""
    if isinstance(recording, Recording):
        return recording
    return Recording(**{each.name: getattr(recording, each.name) for each in fields(recording)})


class Made:
    """A pass that was noted; its recording is made when it is first wanted, and only once."""

    __slots__ = ("__weakref__", "_noted", "_shown", "id")

    def __init__(self, noted: Notes | records.Recording) -> None:
        self.id = noted.id
        self._noted: Notes | records.Recording | None = noted
        self._shown: Recording | None = None

    @property
    def recording(self) -> Recording:
        """What the pass did."""
        if self._shown is None:
            noted, self._noted = self._noted, None
            assert noted is not None
            whole = freeze(noted, own_source) if isinstance(noted, Notes) else noted
            self._shown = shown(whole)
        return self._shown


class Watching(Recorder):
    """A recorder that tells the Variables first what they are called where backward is called.

    The ids of passes go on from one such recorder to the next: a program has several, and may look
    at passes of all together. `passes_of` has the last of each Variable. `outside` is the one whose
    turn it is again after this one.
    """

    passes: ClassVar = 0
    passes_of: ClassVar[WeakKeyDictionary[Variable, int]] = WeakKeyDictionary()

    def __init__(
        self, outside: Watching | None = None, passed: Callable[[], None] | None = None
    ) -> None:
        super().__init__(source_of=own_source, passed=passed)
        self.outside = outside
        self._unmade: WeakSet[Made] = WeakSet()

    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> AbstractContextManager[Watch | None]:
        name_variables()
        self.made = Watching.passes
        Watching.passes += 1
        Watching.passes_of[target] = Watching.passes
        return super().watch(target, chosen, retain_grad, create_graph)

    def handed_over(self) -> list[Made]:
        """The passes that were kept since the last time, in the order in which they began; none is
        made yet."""
        made = [Made(each) for each in sorted(self._notes, key=lambda each: each.id)]
        self.drop()
        self._since = 0
        self._unmade.update(made)
        return made

    def settle(self) -> None:
        """Make every recording that somebody may still want: the graph is about to be cut."""
        super().settle()
        for each in list(self._unmade):
            assert each.recording
        self._unmade.clear()
        if self.outside is not None:
            self.outside.settle()

    def hear(self, made: Sequence[Made]) -> None:
        """Be told of passes that a `with` block inside has recorded."""


def made_of(made: Sequence[Made]) -> Iterator[Recording]:
    """The recordings of passes, in the order in which they began."""
    return (each.recording for each in sorted(made, key=lambda each: each.id))
