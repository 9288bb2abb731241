"""The recorder: notes what each pop did while the engine runs, and copies what may change later.

It is called once a pop, after multiply and before deliver: gys and gxs are at hand, each input
still has its gradient from before, and the pop before this one is complete. So what the previous
pop's deliveries came to is read off the Variables themselves.
Notes go into parallel lists; the records that people see are made from them when the pass is
first looked at (freezing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Watch
from backstep.engine.explain import loop_locals
from backstep.engine.variable import Variable
from backstep.recording.making.checks import OwnChecks
from backstep.recording.making.freezing import SourceOf, freeze, no_source
from backstep.recording.making.notes import Notes
from backstep.recording.making.unwatched import Unwatched
from backstep.recording.records import Recording

KEEP_ALL = 100  # passes of a cell; of more than these the first and the last
KEEP_FIRST = 2
KEEP_LAST = 18
MIDDLE = slice(KEEP_FIRST, -KEEP_LAST)
ONE_OF = 100  # passes of a loop that runs longer is watched; and the last ones


def unknown() -> None:
    """How far a loop has to go that nobody counts."""


def no_names() -> Mapping[str, Variable]:
    """The named Variables of nobody in particular."""
    return {}


@dataclass
class Recorder:
    """Records every backward pass while it is Config.recorder; see `record` for a `with` block.

    `names` gives the session's named Variables, for the grads at the end. `source_of` gives the
    text of a learner's own backward. `passed` is called whenever an outermost pass has ended.
    `check_own` says that a learner's own function is checked against finite differences when it is
    first recorded (checks.py).

    A loop may run thousands of passes: of more than 100 since the last `take` the first 2 and the
    last 18 are kept, `dropped` counts the others. `ahead` gives how many turns the program's loop
    has still to go, None where nobody knows: far from the end most passes go by unwatched.
    """

    names: Callable[[], Mapping[str, Variable]] = no_names
    source_of: SourceOf = no_source
    passed: Callable[[], None] | None = None
    ahead: Callable[[], int | None] = unknown
    check_own: bool = False
    checks: OwnChecks = field(default_factory=OwnChecks)
    made: int = 0
    dropped: int = 0
    _notes: list[Notes | Recording] = field(default_factory=list)
    _open: list[Notes] = field(default_factory=list)
    _since: int = 0  # passes since the last take
    _turns: int = 0  # that the loop had still to go

    def __post_init__(self) -> None:
        self._unwatched = Unwatched(self._begun, self._failed)

    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> AbstractContextManager[Watch | None]:
        """Record one backward pass on `target`; the engine enters this around its loop."""
        self.made += 1
        self._since += 1
        if self._since > KEEP_ALL and not self._open and not self._is_due():
            self.dropped += 1
            self._unwatched.arguments = target, chosen, retain_grad, create_graph
            return self._unwatched
        return self._watched(target, chosen, retain_grad, create_graph)

    def _is_due(self) -> bool:
        """Whether a pass of a long loop is to be watched: the last ones are, as far as one can see
        from how many turns there were from pass to pass, and one of some before them."""
        ahead = self.ahead()
        if ahead is None or self.made % ONE_OF == 0:
            return True
        step, self._turns = max(1, self._turns - ahead), ahead
        return ahead < KEEP_LAST * step

    def _begun(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> Notes:
        return Notes(
            id=self.made,
            parent=self._open[-1].id if self._open else None,
            target=target,
            algorithm=chosen,
            retain_grad=retain_grad,
            create_graph=create_graph,
        )

    @contextmanager
    def _watched(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> Iterator[Watch]:
        notes = self._begun(target, chosen, retain_grad, create_graph)
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

    def _failed(self, notes: Notes) -> None:
        """Keep the notes of a pass that went unwatched until it failed."""
        self.dropped -= 1
        notes.finish(self.names())
        self._keep(notes)

    def _keep(self, notes: Notes) -> None:
        self._notes.append(notes)
        if self._since > KEEP_ALL:
            self.dropped += len(self._notes[MIDDLE])
            del self._notes[MIDDLE]
        if self.passed is not None and not self._open:
            self.passed()

    def drop(self) -> None:
        """Let go of the passes that were kept, unlooked at."""
        self._notes, self.dropped = [], 0

    def take(self) -> list[Recording]:
        """Give the passes that were kept since the last time, oldest first, and let go of them."""
        self.settle()
        made, self._notes, self.dropped, self._since = self._notes, [], 0, 0
        return sorted(
            (each for each in made if isinstance(each, Recording)), key=lambda each: each.id
        )

    def settle(self) -> None:
        """Make the recordings of the passes that were kept so far; notes hang on the graph, which
        may be cut (unchain) or built anew by calling its functions again."""
        self._notes = [
            freeze(each, self.source_of) if isinstance(each, Notes) else each
            for each in self._notes
        ]
