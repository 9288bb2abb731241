"""One of two passes that are laid side by side, and what is odd about its pops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from backstep.recording.looking.queueing import at_first
from backstep.recording.records import Recording
from backstep.recording.rerunning.again import Cut, final_grads
from backstep.recording.rerunning.remembered import NotRecorded
from backstep.recording.telling.narration import along_paths
from backstep.recording.timeline import Timeline

CUT_SHORT = (NotRecorded.__name__, Cut.__name__)


@dataclass(frozen=True)
class Early:
    """A function popped before all that uses its outputs: who had not delivered yet."""

    missing: tuple[int, ...]
    variable: int


class Side:
    """One of two passes, and what is odd about its pops."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.timeline = Timeline(recording)
        self.final = final_grads(recording, recording.pops)

    @property
    def name(self) -> str:
        """What the side is called: its algorithm."""
        return self.recording.algorithm

    @property
    def cut_short(self) -> bool:
        """Whether it ended for a reason of ours: what it needs is not recorded, or it is long."""
        failure = self.recording.failure
        return failure is not None and failure.error in CUT_SHORT

    @cached_property
    def turns(self) -> list[int]:
        """For each pop, the how manieth of its function it is, from 1."""
        count: Counter[int] = Counter()
        turns = []
        for pop in self.recording.pops:
            count[pop.function] += 1
            turns.append(count[pop.function])
        return turns

    @cached_property
    def early(self) -> dict[int, Early]:
        """The pops that came too early, by number. Along paths none does: a path waits for none."""
        if along_paths(self.recording):
            return {}
        users: defaultdict[int, list[int]] = defaultdict(list)
        behind = set(_behind(self.recording))
        for i in behind:
            for x in self.recording.functions[i].inputs:
                users[x].append(i)
        done: set[int] = set()
        found: dict[int, Early] = {}
        for k, pop in enumerate(self.recording.pops):
            for y in self.recording.functions[pop.function].outputs:
                missing = [] if y is None else [f for f in users[y] if f not in done]
                if missing and y is not None and k not in found:
                    found[k] = Early(tuple(dict.fromkeys(missing)), y)
            done.add(pop.function)
        return found

    @cached_property
    def longest_queue(self) -> int:
        """The most functions that were in the queue at once."""
        length = longest = len(at_first(self.recording))
        for pop in self.recording.pops:
            length -= 1
            length += sum(d.then == "queued" for d in pop.deliveries)
            longest = max(longest, length)
        return longest

    def position_at(self, pop: int, into: int) -> int:
        """The position that is `into` steps into a pop; the end where there is no such pop.

        From the last delivery of the leading pass on, this one's are all made.
        """
        starts = self.timeline.starts
        if pop >= len(starts):
            return self.timeline.length
        return min(starts[pop] + into, self.timeline.end_of_pop(pop))


def _behind(recording: Recording) -> Iterator[int]:
    """The functions that the target was computed by."""
    seen: set[int] = set()
    waiting = [recording.target_node.creator]
    while waiting:
        f = waiting.pop()
        if f is None or f in seen:
            continue
        seen.add(f)
        yield f
        waiting += [recording.variables[x].creator for x in recording.functions[f].inputs]
