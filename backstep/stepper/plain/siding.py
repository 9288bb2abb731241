"""Commands on two passes over one graph: compare with another algorithm, with retain_grad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from backstep.engine import ALGORITHMS
from backstep.messages import later, tr, trn
from backstep.recording.comparing.apart import difference, is_wrong, outcome, parting_told
from backstep.recording.comparing.beside import WRONG
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Pop
from backstep.recording.timeline import Moment
from backstep.stepper.actions import siding
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply
from backstep.stepper.plain.moving import arrived, refuse_more
from backstep.stepper.plain.words import MOST, value
from backstep.stepper.predict.quiz import NO_QUIZ
from backstep.stepper.sides import alone
from backstep.stepper.view import View

HOW_ON = later(
    "n, s, N and S step both together, what you ask is told of both, leave goes back to one."
)


def _compare(view: View, argument: str) -> Reply:
    """Two algorithms over the graph of this pass, told whole and then stepped together."""
    one = alone(view)
    if argument in ("list", "?"):
        return Reply(
            view, tuple(f"{name}: {tr(each.summary)}" for name, each in ALGORITHMS.items())
        )
    after = siding.compared_with(one, argument)
    return _opened(view, after)


def _retain(view: View, argument: str) -> Reply:
    refuse_more(argument)
    return _opened(view, siding.retain(alone(view)))


def _opened(view: View, after: View) -> Reply:
    if after.sides is None:
        raise Refused(after.message)
    return Reply(replace(after, quiz=NO_QUIZ), (*told_of_both(after), tr(HOW_ON)))


def told_of_both(view: View) -> Iterator[str]:
    """What two passes come to: where they part, what is wrong, what each costs."""
    comparison = view.sides
    assert comparison is not None
    yield difference(comparison, 0)
    if comparison.retains:
        yield difference(comparison, comparison.leader.timeline.length)
        yield from _held_here(view, comparison)
    else:
        yield from _pops(comparison)
        if comparison.parting is not None:
            yield tr(
                "They part at pop {pop}. {told}",
                pop=comparison.parting.pop + 1,
                told=parting_told(comparison),
            )
        yield outcome(comparison)
        yield from _wrong(comparison)
    yield from _costs(comparison)


def _pops(comparison: Comparison) -> Iterator[str]:
    """The pops of both, one by one."""
    pops = [side.recording.pops for side in comparison.sides]
    longest = max(map(len, pops))
    for k in range(min(longest, MOST)):
        one, other = (_popped(comparison, each, k) for each in pops)
        if one == other:
            yield tr("pop {pop}: both {function}", pop=k + 1, function=one)
        else:
            left, right = comparison.names
            yield f"pop {k + 1}: {left} {one}, {right} {other}"
    if longest > MOST:
        yield tr("and {n} pops more", n=longest - MOST)


def _popped(comparison: Comparison, pops: Sequence[Pop], k: int) -> str:
    if k >= len(pops):
        return tr("nothing any more")
    return comparison.sides[0].recording.functions[pops[k].function].label


def _wrong(comparison: Comparison) -> Iterator[str]:
    """The gradients at the end of which one is wrong."""
    moment = comparison.sides[0].timeline.at(0)
    apart = [final for final in comparison.finals if final.differs]
    for final in apart[:MOST]:
        grads = []
        for name, grad, verdict in zip(comparison.names, final.grads, final.verdicts, strict=True):
            wrong = f" ({tr(WRONG[verdict])})" if is_wrong(verdict) else ""
            grads.append(tr("{grad} by {algorithm}", grad=value(grad), algorithm=name) + wrong)
        yield tr(
            "{name}: {grads}; right is {right}",
            name=moment.grad_label(final.variable),
            grads=", ".join(grads),
            right=value(final.right),
        )
    if len(apart) > MOST:
        yield tr("and {n} more", n=len(apart) - MOST)


def _held_here(view: View, comparison: Comparison) -> Iterator[str]:
    """The gradients that the one holds here and the other does not."""
    left, right = _moments(comparison, view.position)
    for name, moment in zip(comparison.names, (left, right), strict=True):
        held = bytes_text(moment.timeline.held.at(moment.position))
        yield tr("{name}: {bytes} held here", name=name, bytes=held)
    order = comparison.sides[0].timeline.grad_order
    apart = [i for i in order if left.grad(i) != right.grad(i)]
    for i in apart[:MOST]:
        one, other = value(left.grad(i)), value(right.grad(i))
        yield tr(
            "{grad}: {one} with {name}, {other} with {name2}",
            grad=left.grad_label(i),
            one=one,
            name=comparison.names[0],
            other=other,
            name2=comparison.names[1],
        )
    if len(apart) > MOST:
        yield trn("and {n} gradient more", "and {n} gradients more", len(apart) - MOST)


def _moments(comparison: Comparison, position: int) -> tuple[Moment, Moment]:
    one, other = comparison.positions(position)
    left, right = comparison.sides
    return left.timeline.at(one), right.timeline.at(other)


def _costs(comparison: Comparison) -> Iterator[str]:
    for name, side in zip(comparison.names, comparison.sides, strict=True):
        costs = tr(
            "{name}: {pops}, at the most {functions} in the queue and {bytes} of gradients",
            name=name,
            pops=trn("{n} pop", "{n} pops", len(side.recording.pops)),
            functions=trn("{n} function", "{n} functions", side.longest_queue),
            bytes=bytes_text(side.timeline.held.peak),
        )
        tried = side.recording.evaluations
        told = trn("{n} forward evaluation", "{n} forward evaluations", tried)
        yield f"{costs}, {told}" if tried else costs


def _leave(view: View, argument: str) -> Reply:
    refuse_more(argument)
    if view.sides is None:
        raise Refused(tr("There is nothing to leave but the stepper: quit leaves it."))
    after = alone(view)
    return Reply(after, tuple(arrived(after)))


COMMANDS = (
    Command(
        "compare",
        _compare,
        later("compare with another algorithm over the same graph, then step both together"),
        "Compare",
        argument="[ALGORITHM]",
        also=("a",),
        more=later("compare stack; compare stack,queue; compare list tells what there is."),
        words=lambda view: ("list", *ALGORITHMS),
    ),
    Command(
        "retain",
        _retain,
        later("the same pass without and with retain_grad: what is kept, its bytes, step by step"),
        "Compare",
        also=("r",),
    ),
    Command("leave", _leave, later("leave the comparison, to the one pass"), "Compare"),
)
