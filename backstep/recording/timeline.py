"""The timeline of a recording: its steps, and the whole state at any position.

Position 0 is before anything happened; position p is after p steps. The first step is the seed,
then each pop takes its five phases: pop, gather, multiply, one deliver for each gx, free. The
state at a position is worked out from the recording alone, so going back is going to position - 1.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from backstep.recording.looking.columns import Changes, Columns, columns, ends_of_pops, in_groups
from backstep.recording.looking.held import Held, held_by_gradients
from backstep.recording.looking.queueing import NOTHING, Queue, Stays, algorithm_of
from backstep.recording.looking.trouble import Trouble, troubles
from backstep.recording.records import (
    Delivery,
    FunctionNode,
    Phase,
    Pop,
    Recording,
    Value,
    VariableNode,
)
from backstep.recording.tables import Integers, function_columns

GradChange: TypeAlias = Literal["found", "seed", "set", "add", "freed"]
FunctionState: TypeAlias = Literal["waiting", "queued", "current", "done"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its phase, the index of its pop (-1 for the seed), and of its delivery."""

    phase: Phase
    pop: int
    delivery: int | None = None


@dataclass(frozen=True, slots=True)
class GradEvent:
    """A change of one Variable's gradient at a step; `by` is a function's index, None for none."""

    step: int
    variable: int
    change: GradChange
    before: Value | None
    gx: Value | None
    after: Value | None
    by: int | None


class Timeline:
    """The steps of a recording, in order. Built once from the columns of its pops; then any
    position is looked up by bisection."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        # The sentences of positions looked at lately, by position and language.
        self.told: dict[tuple[int, str], str] = {}
        self._ends = ends_of_pops(recording)
        self.starts: list[int] = self._ends[:-1].tolist()  # before each pop's first step
        self.length = int(self._ends[-1])
        self._found = dict(recording.found)
        self._queue: Queue | None = None  # the one looked at last: most steps leave it as it is

    @cached_property
    def _columns(self) -> Columns:
        return columns(self.recording, self._ends)

    @cached_property
    def _in_order(self) -> Changes:
        return self._columns.changes(self.recording.target)

    @property
    def popped(self) -> Integers:
        """The function of every pop."""
        return self._columns.of_pops.functions

    @cached_property
    def generations(self) -> Integers:
        """The generation of every function."""
        return function_columns(self.recording.functions).generations

    @cached_property
    def _changes(self) -> tuple[array[int], array[int]]:
        """The steps that change a gradient, by Variable, and where each Variable's begin."""
        steps, variables, _ = self._in_order
        order = in_groups(variables)
        ends = np.bincount(variables, minlength=len(self.recording.variables)).cumsum()
        return array("q", steps[order].tobytes()), array("q", [0, *ends.tolist()])

    @cached_property
    def _touched(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._in_order[1].tolist()))

    @cached_property
    def stays(self) -> Stays:
        """What was in the queue, and when."""
        return Stays(self.recording, self._columns)

    @cached_property
    def _pops_by_function(self) -> tuple[array[int], array[int]]:
        """The pops sorted by their function, and where each function's begin."""
        functions = self._columns.of_pops.functions
        order = in_groups(functions)
        ends = np.bincount(functions, minlength=len(self.recording.functions)).cumsum()
        return array("q", order.astype(np.int64).tobytes()), array("q", [0, *ends.tolist()])

    @cached_property
    def visited_again(self) -> Sequence[int]:
        """The pops of functions that were popped before: none, unless the loop has no seen_set."""
        order, first = self._pops_by_function
        pops, begin = np.frombuffer(order, np.int64), np.frombuffer(first, np.int64)
        return np.sort(np.delete(pops, begin[:-1][np.diff(begin) > 0])).tolist()

    def pops_of(self, function: int) -> Sequence[int]:
        """The pops of a function, in order: one, unless the loop has no seen_set."""
        order, first = self._pops_by_function
        return order[first[function] : first[function + 1]]

    @cached_property
    def troubles(self) -> dict[int, list[Trouble]]:
        """What went wrong without stopping the pass, by pop."""
        found: dict[int, list[Trouble]] = {}
        for trouble in troubles(self.recording):
            found.setdefault(trouble.pop, []).append(trouble)
        return found

    @cached_property
    def troubled(self) -> frozenset[int]:
        """The functions that are in trouble in some pop."""
        return frozenset(self.recording.pops[k].function for k in self.troubles)

    @cached_property
    def held(self) -> Held:
        """Every change of a gradient in order, and the bytes held by gradients after each."""
        return held_by_gradients(self.recording, self._columns, self._in_order)

    @cached_property
    def grad_order(self) -> list[int]:
        """The Variables of the first order: first those that a gradient comes to, as they come."""
        known = set(self._touched)
        nodes = enumerate(self.recording.variables)
        return [*self._touched, *(i for i, x in nodes if x.order == 1 and i not in known)]

    @cached_property
    def users(self) -> dict[int, list[int]]:
        """The functions that take each Variable, in the order of their calls."""
        users: dict[int, list[int]] = {}
        for i, f in enumerate(self.recording.functions):
            for x in dict.fromkeys(f.inputs):
                users.setdefault(x, []).append(i)
        return users

    @cached_property
    def births(self) -> tuple[list[int], list[int]]:
        """The functions that the pass made, as they came: at which step, and which."""
        functions = enumerate(self.recording.functions)
        made = sorted((f.born, i) for i, f in functions if f.order == 2 and f.born is not None)
        return [step for step, _ in made], [i for _, i in made]

    def born_in(self, k: int, position: int) -> list[int]:
        """The functions that a pop has made up to a position."""
        steps, functions = self.births
        until = min(position, self.end_of_pop(k))
        return functions[bisect_right(steps, self.starts[k]) : bisect_right(steps, until)]

    def at(self, position: int) -> Moment:
        """The state after `position` steps; positions outside are moved to the nearest end."""
        return Moment(self, min(max(position, 0), self.length))

    def step(self, position: int) -> Step | None:
        """The step that leads to a position; None at the start."""
        if position <= 0:
            return None
        k = self.pop_at(position)
        if k < 0:
            return Step("seed", -1)
        offset = position - self.starts[k]
        if offset <= 3:
            return Step(("pop", "gather", "multiply")[offset - 1], k)
        if offset - 4 < len(self.recording.pops[k].deliveries):
            return Step("deliver", k, offset - 4)
        return Step("free", k)

    def pop_at(self, position: int) -> int:
        """The index of the pop that a position is in; -1 before the first."""
        return bisect_left(self.starts, position) - 1

    def end_of_pop(self, k: int) -> int:
        """The position after the last step of a pop; 0 for k = -1."""
        if k < 0:
            return 0
        return self.starts[k + 1] if k + 1 < len(self.starts) else self.length

    def next_pop(self, position: int) -> int:
        """Where `n` goes from a position: the end of the pop under way, or of the next one."""
        k = self.pop_at(position)
        at_end = position >= self.end_of_pop(k)  # after the seed, no pop is under way yet
        following = k + 1 if at_end else k
        return self.end_of_pop(following) if following < len(self.starts) else self.length

    def previous_pop(self, position: int) -> int:
        """Where `N` goes: the end of the pop before, the start from within the first."""
        return self.end_of_pop(self.pop_at(position) - 1)

    def queue_at(self, position: int) -> Queue:
        """The list `funcs` at a position."""
        if position <= 0:
            return NOTHING
        pops = self.pop_at(position) + 1
        if self._queue is None or not self._queue.is_at(position, pops):
            self._queue = Queue(self.stays, position, pops)
        return self._queue

    def seen_at(self, position: int, last: int | None = None) -> list[int]:
        """What is in seen_set at a position, in order of entering; nothing where there is none.

        The `last` few alone where they are asked for: a set may be as large as the graph.
        """
        if position <= 0 or not algorithm_of(self.recording).seen_set:
            return []
        return self.stays.seen(position, last)

    def has_seen(self, function: int, position: int) -> bool:
        """Whether a function is in seen_set at a position."""
        if position <= 0 or not algorithm_of(self.recording).seen_set:
            return False
        return self.stays.has(function, position)

    def seen_count(self, position: int) -> int:
        """How many functions are in seen_set at a position."""
        if position <= 0 or not algorithm_of(self.recording).seen_set:
            return 0
        return self.stays.count(position)

    def last_change(self, variable: int, position: int) -> GradEvent | None:
        """The latest change of a Variable's gradient up to a position."""
        if position > 0:
            steps, first = self._changes
            i = bisect_right(steps, position, first[variable], first[variable + 1])
            if i > first[variable]:
                return self.change_at(steps[i - 1], variable)
        return self.change_at(0, variable) if variable in self._found else None

    def changes(self, variable: int, most: int | None = None) -> list[GradEvent]:
        """Every change of a Variable's gradient in the pass, in order; the first few of very many,
        where so many are enough."""
        steps, first = self._changes
        its = steps[first[variable] : first[variable + 1]][:most]
        return [self.change_at(step, variable) for step in its]

    def change_steps(self, variable: int, position: int) -> Sequence[int]:
        """The steps up to a position at which a Variable's gradient changed."""
        steps, first = self._changes
        until = bisect_right(steps, position, first[variable], first[variable + 1])
        return steps[first[variable] : until]

    def touched(self) -> list[int]:
        """The Variables whose gradient changes in the pass, in the order in which it does."""
        return list(self._touched)

    def change_at(self, position: int, variable: int) -> GradEvent:
        """The change of a Variable's gradient at a position where it has one; at 0, what was there
        before."""
        if position == 0:
            return GradEvent(0, variable, "found", None, None, self._found[variable], None)
        step = self.step(position)
        assert step is not None
        if step.phase == "seed":
            seed = self.recording.seed
            if not self.recording.seeded:
                return GradEvent(position, variable, "found", None, None, seed, None)
            return GradEvent(position, variable, "seed", None, None, seed, None)
        pop = self.recording.pops[step.pop]
        if step.phase == "free":
            output = self.recording.functions[pop.function].outputs.index(variable)
            before = pop.gys[output]
            steps, first = self._changes
            i = bisect_left(steps, position, first[variable], first[variable + 1]) - 1
            if i >= first[variable] and steps[i] >= self.starts[step.pop]:
                before = self.change_at(
                    steps[i], variable
                ).after  # added to in place since gathered
            return GradEvent(position, variable, "freed", before, None, None, pop.function)
        assert step.delivery is not None
        d = pop.deliveries[step.delivery]
        return GradEvent(position, variable, d.how, d.before, d.gx, d.after, pop.function)


@dataclass(frozen=True)
class Moment:
    """A recording at one position: everything that a view may show."""

    timeline: Timeline
    position: int

    @property
    def recording(self) -> Recording:
        """The recording that this is a moment of."""
        return self.timeline.recording

    @cached_property
    def step(self) -> Step | None:
        """The step just taken; None at the start."""
        return self.timeline.step(self.position)

    @cached_property
    def pop_index(self) -> int:
        """The index of the pop under way or just done; -1 before the first."""
        return self.timeline.pop_at(self.position)

    @property
    def pop(self) -> Pop | None:
        """The pop under way or just done."""
        return self.recording.pops[self.pop_index] if self.pop_index >= 0 else None

    @property
    def function(self) -> FunctionNode | None:
        """The function of that pop."""
        return None if self.pop is None else self.recording.functions[self.pop.function]

    @property
    def delivery(self) -> Delivery | None:
        """The delivery just made, in the deliver phase."""
        if self.pop is None or self.step is None or self.step.delivery is None:
            return None
        return self.pop.deliveries[self.step.delivery]

    @property
    def phase(self) -> Phase | None:
        """The phase just done; None at the start."""
        return None if self.step is None else self.step.phase

    @property
    def troubles(self) -> list[Trouble]:
        """What the step just taken brought into the pass: a nan, a gx that a check contradicts."""
        if self.phase not in ("multiply", "deliver") or self.step is None:
            return []
        of_pop = self.timeline.troubles.get(self.step.pop, [])
        return [trouble for trouble in of_pop if trouble.delivery == self.step.delivery]

    def has_seen(self, trouble: Trouble) -> bool:
        """Whether a trouble has come by now."""
        multiply = self.timeline.starts[trouble.pop] + 3
        return self.position >= multiply + (0 if trouble.delivery is None else trouble.delivery + 1)

    def troubled(self, function: int) -> bool:
        """Whether a function has been in trouble by now, in any of its pops."""
        return function in self.timeline.troubled and any(
            self.has_seen(trouble)
            for k, of_pop in self.timeline.troubles.items()
            for trouble in of_pop
            if self.recording.pops[k].function == function
        )

    @property
    def failed(self) -> bool:
        """Whether the pass has ended in its error here."""
        return self.recording.failure is not None and self.position == self.timeline.length

    def reached(self, phase: Phase) -> bool:
        """Whether the pop under way has done a phase (its first delivery, for deliver)."""
        if self.pop_index < 0:
            return False
        order = ("pop", "gather", "multiply", "deliver", "free")
        return self.phase in order and order.index(self.phase) >= order.index(phase)

    @cached_property
    def queue(self) -> Queue:
        """The list `funcs`: the last entry is popped next."""
        return self.timeline.queue_at(self.position)

    def place_in_queue(self, function: int) -> int | None:
        """A function's index in the queue; None when it is not there."""
        return self.queue.place_of(function, self.timeline.pops_of(function))

    def state_of(self, function: int) -> FunctionState:
        """Whether a function waits, is queued, is the current one, or is done."""
        if self.place_in_queue(function) is not None:
            return "queued"
        if self.pop is not None and self.pop.function == function:
            return "current"
        pops = self.timeline.pops_of(function)
        return "done" if pops and pops[0] < self.pop_index else "waiting"

    def grad(self, variable: int) -> Value | None:
        """A Variable's gradient now."""
        event = self.timeline.last_change(variable, self.position)
        return None if event is None else event.after

    def last_change(self, variable: int) -> GradEvent | None:
        """The latest change of a Variable's gradient, None when it has none yet."""
        return self.timeline.last_change(variable, self.position)

    def label(self, variable: int | None) -> str:
        """A Variable's label; `(gone)` for an output that was thrown away."""
        return "(gone)" if variable is None else self.recording.variables[variable].label

    def grad_label(self, variable: int | None) -> str:
        """What a Variable's gradient is called: `a.grad`, `(x ** 2).grad`."""
        return f"{as_owner(self.label(variable))}.grad"

    def node(self, variable: int) -> VariableNode:
        """A Variable of the graph."""
        return self.recording.variables[variable]


def as_owner(label: str) -> str:
    """A label as it stands before a dot: a sum or a product in brackets.

    >>> as_owner("a"), as_owner("square(a + b)"), as_owner("x*2"), as_owner("-x"), as_owner("y@1")
    ('a', 'square(a + b)', '(x*2)', '(-x)', 'y@1')
    """
    depth = 0
    for character, following in pairwise([*label, ""]):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and (character in " +-*/%" or (character == "@" and not following.isdigit())):
            return f"({label})"
    return label


def length_of(recording: Recording) -> int:
    """How many steps a pass has, without its timeline."""
    return int(ends_of_pops(recording)[-1])
