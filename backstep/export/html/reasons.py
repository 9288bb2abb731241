"""Why each gradient of a pass is what it is, and how each function was queued, at any step: an
answer stands once for all the steps at which it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeAlias

from backstep.recording.telling.why import why_gradient, why_queued
from backstep.recording.timeline import Moment, Timeline

Json: TypeAlias = dict[str, object]
Steps: TypeAlias = defaultdict[int, set[int]]
Answers: TypeAlias = list[tuple[int, list[int]]]  # from which step on, and which lines
BEFORE_DELIVERIES = 3  # pop, gather, multiply


def reasons(timeline: Timeline) -> Json:
    """The lines of all answers, each once, and for each Variable and each function from which step
    on which of them are its answer."""
    lines: dict[str, int] = {}
    tried, moved = _queue_steps(timeline)
    recording = timeline.recording

    def answers(steps: Iterable[int], told: Callable[[Moment, int], list[str]], n: int) -> Answers:
        found: Answers = []
        for step in sorted({0, 1, timeline.length, *steps}):
            answer = [lines.setdefault(line, len(lines)) for line in told(timeline.at(step), n)]
            if not found or found[-1][1] != answer:
                found.append((step, answer))
        return found

    gradients = [
        answers(_gradient_steps(timeline, i, tried), why_gradient, i)
        for i in range(len(recording.variables))
    ]
    functions = [
        answers(tried[f] | moved[f] | {node.born or 0}, why_queued, f)
        for f, node in enumerate(recording.functions)
    ]
    return {"lines": [*lines], "gradients": gradients, "functions": functions}


def _gradient_steps(timeline: Timeline, variable: int, tried: Steps) -> Iterable[int]:
    """Where its gradient changes, and where one that takes it is queued or popped, for it may have
    yet to deliver."""
    yield from (each.step for each in timeline.changes(variable))
    for user in timeline.users.get(variable, ()):
        yield from tried[user]


def _queue_steps(timeline: Timeline) -> tuple[Steps, Steps]:
    """For each function the steps at which it is pushed, refused or popped; and those at which its
    place in the queue may change."""
    tried: Steps = defaultdict(set)
    moved: Steps = defaultdict(set)
    for k, pop in enumerate(timeline.recording.pops):
        start = timeline.starts[k]
        steps = [1, start + 1]
        tried[pop.function].add(start + 1)
        for i, d in enumerate(pop.deliveries):
            if d.creator is not None:
                steps.append(start + BEFORE_DELIVERIES + 1 + i)
                tried[d.creator].add(steps[-1])
        for step in steps:
            for entry in timeline.at(step).queue:
                moved[entry.function].add(step)
    return tried, moved
