"""The recorder: notes what each pop did while the engine runs, and copies what may change later.

It is called once a pop, after multiply and before deliver: gys and gxs are at hand, each input
still has its gradient from before, and the pop before this one is complete. So what the previous
pop's deliveries came to is read off the Variables themselves.
Notes go into parallel lists; the records that people see are made from them when the pass is
first looked at (freezing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Watch
from backstep.engine.explain import loop_locals
from backstep.engine.variable import Variable
from backstep.recording.checks import OwnChecks
from backstep.recording.freezing import SourceOf, freeze, no_source
from backstep.recording.notes import Notes
from backstep.recording.records import Recording

KEEP_FIRST = 2
KEEP_LAST = 98


def no_names() -> Mapping[str, Variable]:
    """The named Variables of nobody in particular."""
    return {}


@dataclass
class Recorder:
    """Records every backward pass while it is Config.recorder; see `record` for a `with` block.

    `names` gives the session's named Variables, for the grads at the end. `source_of` gives the
    text of a learner's own backward. `passed` is called whenever an outermost pass has ended. A
    loop may run thousands of passes: the first 2 and the last 98 since the last `take` are kept,
    `dropped` counts the others. `check_own` says that a learner's own function is checked against
    finite differences when it is first recorded (checks.py).
    """

    names: Callable[[], Mapping[str, Variable]] = no_names
    source_of: SourceOf = no_source
    passed: Callable[[], None] | None = None
    check_own: bool = False
    checks: OwnChecks = field(default_factory=OwnChecks)
    made: int = 0
    dropped: int = 0
    _notes: list[Notes] = field(default_factory=list)
    _open: list[Notes] = field(default_factory=list)

    @contextmanager
    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> Iterator[Watch]:
        """Record one backward pass on `target`; the engine enters this around its loop."""
        self.made += 1
        parent = self._open[-1] if self._open else None
        notes = Notes(
            id=self.made,
            parent=parent.id if parent else None,
            target=target,
            algorithm=chosen,
            retain_grad=retain_grad,
            create_graph=create_graph,
        )
        self._open.append(notes)
        try:
            yield notes.watch
        except BaseException as error:
            local = loop_locals(error, chosen)
            notes.fail(error, local.get("f"), local.get("gys"))
            raise
        else:
            if self.check_own:
                notes.checks = self.checks.check(notes)
        finally:
            self._open.pop()
            notes.finish(self.names())
            self._keep(notes)

    def _keep(self, notes: Notes) -> None:
        self._notes.append(notes)
        if len(self._notes) > KEEP_FIRST + KEEP_LAST:
            del self._notes[KEEP_FIRST]
            self.dropped += 1
        if self.passed is not None and not self._open:
            self.passed()

    def drop(self) -> None:
        """Let go of the passes that were kept, unlooked at."""
        self._notes, self.dropped = [], 0

    def take(self) -> list[Recording]:
        """Give the passes that were kept since the last time, oldest first, and let go of them."""
        notes, self._notes, self.dropped = self._notes, [], 0
        return [freeze(each, self.source_of) for each in sorted(notes, key=lambda each: each.id)]
