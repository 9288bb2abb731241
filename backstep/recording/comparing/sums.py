"""What each of two passes comes to at its end: whether it is right, and what it takes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from backstep.messages import tr
from backstep.recording.comparing.apart import is_wrong
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.looking.held import bytes_text

Rightness: TypeAlias = Literal["right", "wrong", "unknown"]


def rightness(comparison: Comparison) -> tuple[Rightness, Rightness] | None:
    """Whether each side has the right gradients; None where there is nothing to hold them against,
    or nothing to tell since both are the same algorithm."""
    if comparison.retains or comparison.reference is None:
        return None
    return _rightness(comparison, 0), _rightness(comparison, 1)


def _rightness(comparison: Comparison, side: int) -> Rightness:
    if any(is_wrong(final.verdicts[side]) for final in comparison.finals):
        return "wrong"
    return "unknown" if comparison.sides[side].cut_short else "right"


def costs(comparison: Comparison) -> list[tuple[str, str, str]]:
    """What each side takes: pops, the longest queue, the bytes of its gradients at their most, and
    forward evaluations where there are any; each by name, with both figures."""
    sides = comparison.sides
    figures = [
        (tr("pops"), [f"{len(side.recording.pops):,}" for side in sides]),
        (tr("longest queue"), [str(side.longest_queue) for side in sides]),
        (tr("most held"), [bytes_text(side.timeline.held.peak) for side in sides]),
    ]
    tried = [side.recording.evaluations for side in sides]
    if any(tried):
        figures.append((tr("forward evaluations"), [f"{n:,}" for n in tried]))
    return [(name, one, other) for name, (one, other) in figures]
