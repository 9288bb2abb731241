"""The words for two passes side by side: what differs now, where they part, what each comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backstep.messages import later, tr, trn
from backstep.messages.lists import both
from backstep.recording.comparing.comparison import Comparison, FinalGrad, Parting
from backstep.recording.comparing.side import Early
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Delivery, Failure, Pop, Value
from backstep.recording.telling.narration import along_paths, sentence
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text

MOST_LOOKED_AT = 400  # gradients
AGAIN = {
    2: later("{side} pops {function} a second time"),
    3: later("{side} pops {function} a third time"),
}


def difference(comparison: Comparison, position: int) -> str:
    """What differs between the two when the leading one is at a position, in a sentence or two."""
    moments = moments_at(comparison, position)
    if comparison.retains:
        return _retained(comparison, position, moments)
    parting = comparison.parting
    if position == 0:
        return _beginning(comparison, parting)
    if position == comparison.leader.timeline.length:
        return outcome(comparison)
    if parting is None or position < comparison.parting_position:
        told = later("The same in both so far. {sentence}")
        return tr(told, sentence=sentence(moments[comparison.leading]))
    k = comparison.leader.timeline.pop_at(position)
    if k == parting.pop:
        return tr("Here they part. {why}", why=parting_told(comparison))
    return _apart(comparison, k, moments)


def moments_at(comparison: Comparison, position: int) -> tuple[Moment, Moment]:
    """The state of each side when the leading one is at a position."""
    one, other = comparison.positions(position)
    left, right = comparison.sides
    return left.timeline.at(one), right.timeline.at(other)


def _beginning(comparison: Comparison, parting: Parting | None) -> str:
    one, other = comparison.names
    told = later("{one} and {other} go back through the same graph, step by step together.")
    text = tr(told, one=one, other=other)
    if parting is None:
        return text + " " + tr("They do the same to the end.")
    return text + " " + tr("They part at pop {pop}.", pop=parting.pop + 1)


def _apart(comparison: Comparison, k: int, moments: tuple[Moment, Moment]) -> str:
    """What is to be said of a pop after the parting."""
    said = [odd for side in (0, 1) if (odd := oddity(comparison, side, k))]
    said += [
        _stops_here(comparison, side, k)
        for side in (0, 1)
        if comparison.sides[side].cut_short and k + 1 == len(comparison.sides[side].recording.pops)
    ]
    if said:
        return " ".join(said)
    return f"{_pops_told(comparison, k, moments)} {_differing(comparison, moments)}".rstrip()


def _differing(comparison: Comparison, moments: tuple[Moment, Moment]) -> str:
    """Which gradients are not the same in both now."""
    left, right = moments
    order = left.timeline.grad_order[:MOST_LOOKED_AT]
    apart = [i for i in order if not comparison.near(left.grad(i), right.grad(i))]
    if not apart:
        return ""
    names = _listed([_grad(comparison, i) for i in apart])
    return tr("Not the same now: {names}.", names=names)


def _pops_told(comparison: Comparison, k: int, moments: tuple[Moment, Moment]) -> str:
    """Which functions the two pop, and with which gys."""
    pops = [_pop_of(comparison, side, k) for side in (0, 1)]
    for side in (0, 1):
        if pops[side] is None:
            other = comparison.names[1 - side]
            return tr(
                "{one} is done; {other} goes on. {sentence}",
                one=comparison.names[side],
                other=other,
                sentence=sentence(moments[1 - side]),
            )
    left, right = pops
    assert left is not None and right is not None
    one, other = comparison.names
    if left.function != right.function:
        return _two_pops(comparison, left, right) + "."
    label = _label(comparison, left)
    if all(map(comparison.near, left.gys, right.gys)):
        told = later("Both pop {function}, with the same gy = {gy}.")
        return tr(told, function=label, gy=_gys(left))
    told = later("Both pop {function}, but gy is {gy} by {one} and {gy_other} by {other}.")
    return tr(told, function=label, gy=_gys(left), one=one, gy_other=_gys(right), other=other)


def _two_pops(comparison: Comparison, left: Pop, right: Pop) -> str:
    one, other = comparison.names
    return tr(
        "{one} pops {function}, {other} {function_other}",
        one=one,
        function=_label(comparison, left),
        other=other,
        function_other=_label(comparison, right),
    )


def oddity(comparison: Comparison, side: int, k: int) -> str:
    """What is odd about a pop of a side: too early, or once more; empty where nothing is."""
    here = comparison.sides[side]
    pop = _pop_of(comparison, side, k)
    if pop is None or along_paths(here.recording):
        return ""
    label, turn = _label(comparison, pop), here.turns[k]
    if turn > 1:
        told = AGAIN.get(turn, later("{side} pops {function} for the {turn}th time"))
        text = tr(told, side=here.name, function=label, turn=turn)
        if pop.gxs is None or (pop.gys and pop.gys[0] is None):
            return tr("{told}, and its gy is gone: it was freed.", told=text)
        if here.recording.retain_grad:
            kept = later("{told}, with gy = {gy}, the first time's gradient in it.")
            return tr(kept, told=text, gy=_gys(pop))
        return tr("{told}, with gy = {gy}.", told=text, gy=_gys(pop))
    early = here.early.get(k)
    if early is None:
        return ""
    return _too_early(comparison, side, pop, early)


def _too_early(comparison: Comparison, side: int, pop: Pop, early: Early) -> str:
    """That a pop came before all of its gy was there."""
    here = comparison.sides[side]
    recording = here.recording
    names = [recording.functions[f].label for f in early.missing]
    text = trn(
        "{side} pops {function} before {names} has delivered to {to}",
        "{side} pops {function} before {names} have delivered to {to}",
        len(names),
        side=here.name,
        function=_label(comparison, pop),
        names=_listed(names),
        to=recording.variables[early.variable].label,
    )
    right = comparison.right_gys.get(pop.function)
    if pop.gys and pop.gys[0] is None:
        return tr("{told}: there is no gy yet.", told=text)
    if right is None:
        return tr("{told}: its gy, {gy}, is not whole.", told=text, gy=_gys(pop))
    if all(map(comparison.near, pop.gys, right)):
        return tr("{told}; its gy is {gy} all the same.", told=text, gy=_gys(pop))
    return tr("{told}: its gy is {gy}, not {right}.", told=text, gy=_gys(pop), right=_texts(right))


def parting_told(comparison: Comparison) -> str:
    """Where two passes part and why, in a sentence; empty where they do not."""
    parting = comparison.parting
    if parting is None:
        return ""
    k = parting.pop
    left, right = (_pop_of(comparison, side, k) for side in (0, 1))
    odd = [oddity(comparison, side, k) for side in (0, 1)]
    if left is None or right is None or parting.parts == "end":
        stopped = any(_stops_here(comparison, side, k) for side in (0, 1))
        ended = _ended(comparison, k)
        return ended if stopped or not any(odd) else f"{odd[0] or odd[1]} {ended}"
    if any(odd):
        said = " ".join([each for each in odd if each])
        stops = [_stops_here(comparison, side, k) for side in (0, 1)]
        if any(stops):
            return f"{said} {stops[0] or stops[1]}"
        if all(odd) or left.function == right.function:
            return said
        even = odd.index("")
        label = _label(comparison, (left, right)[even])
        pops = tr("{side} pops {function}.", side=comparison.names[even], function=label)
        return f"{said} {pops}"
    one, other = comparison.names
    if parting.parts == "order":
        return _other_order(comparison, left, right)
    if parting.parts == "delivery" and parting.delivery is not None:
        i = parting.delivery
        return _other_delivery(comparison, left.deliveries[i], right.deliveries[i])
    label = _label(comparison, left)
    if parting.parts == "gys":
        told = later("{function} gets gy = {gy} by {one}, {gy_other} by {other}")
        text = tr(told, function=label, gy=_gys(left), one=one, gy_other=_gys(right), other=other)
        alone = [side.name for side in comparison.sides if along_paths(side.recording)]
        if not alone:
            return f"{text}."
        path = later("{told}: {side} takes what came along one path alone.")
        return tr(path, told=text, side=alone[0])
    gxs = [_texts(pop.gxs or ()) for pop in (left, right)]
    told = later("{function} gives gx = {gx} by {one}, {gx_other} by {other}.")
    return tr(told, function=label, gx=gxs[0], one=one, gx_other=gxs[1], other=other)


def _stops_here(comparison: Comparison, side: int, k: int) -> str:
    """Why a side ends at a pop in its error; empty where it does not."""
    failure = comparison.sides[side].recording.failure
    if failure is None or failure.pop > k + 1:
        return ""
    told = later("{side} stops at pop {pop}: {why}.")
    return tr(told, side=comparison.names[side], pop=failure.pop, why=_reason(failure))


def _reason(failure: Failure) -> str:
    return failure.message.removeprefix("backward: ").rstrip(".")


def _ended(comparison: Comparison, k: int) -> str:
    for side in (0, 1):
        stops = _stops_here(comparison, side, k)
        if stops:
            return stops
    for side in (0, 1):
        pops = len(comparison.sides[side].recording.pops)
        if pops == k:
            more = len(comparison.sides[1 - side].recording.pops) - pops
            who, other = comparison.names[side], comparison.names[1 - side]
            told = later("{side} is done after {pops}; {other} goes on for {more} more.")
            after = trn("{n} pop", "{n} pops", pops)
            return tr(told, side=who, pops=after, other=other, more=more)
    return ""


def _other_order(comparison: Comparison, left: Pop, right: Pop) -> str:
    text = _two_pops(comparison, left, right)
    for name, side in zip(comparison.names, comparison.sides, strict=True):
        if along_paths(side.recording):
            told = later("{told}: {side} follows one path to its end before it begins the next.")
            return tr(told, told=text, side=name)
    told = later("{told}. Either has all that it waits for, so neither is wrong yet.")
    return tr(told, told=text)


def _other_delivery(comparison: Comparison, left: Delivery, right: Delivery) -> str:
    one, other = comparison.names
    grad = _grad(comparison, left.to)
    if left.how != right.how:
        setter, adder = (0, 1) if left.how == "set" else (1, 0)
        d, added = (left, right)[setter], (left, right)[adder]
        names = comparison.names
        told = later("{setter} sets {grad} to {after}; {adder} adds: {before} + {gx} = {sum}.")
        if d.before is not None:
            told = later(
                "{setter} sets {grad} to {after} and loses the {lost} in it; {adder} adds: "
                "{before} + {gx} = {sum}."
            )
        return tr(
            told,
            setter=names[setter],
            grad=grad,
            after=value_text(d.after),
            lost=value_text(d.before),
            adder=names[adder],
            before=value_text(added.before),
            gx=value_text(added.gx),
            sum=value_text(added.after),
        )
    for name, d in zip(comparison.names, (left, right), strict=True):
        if d.shared:
            return tr(
                "{side} adds to {grad} in place, and {names} is the same array: it becomes "
                "{value} too.",
                side=name,
                grad=grad,
                names=_listed([_grad(comparison, i) for i in d.shared]),
                value=value_text(d.after),
            )
    return tr(
        "{grad} is {value} by {one}, {value_other} by {other}.",
        grad=grad,
        value=value_text(left.after),
        one=one,
        value_other=value_text(right.after),
        other=other,
    )


def outcome(comparison: Comparison) -> str:
    """What the two come to, in a sentence: which gradients are wrong, or that all are right."""
    if comparison.why_unknown:
        why = comparison.why_unknown.rstrip(".")
        return tr("Which one is right is not known: {why}.", why=why)
    one, other = comparison.names
    if all(_is_right(comparison, side) for side in (0, 1)):
        return tr("Both are right: {one} and {other} give the same.", one=one, other=other)
    return "; ".join(_comes_to(comparison, side) for side in (0, 1)) + "."


def _wrong(comparison: Comparison, side: int) -> list[FinalGrad]:
    return [final for final in comparison.finals if is_wrong(final.verdicts[side])]


def _is_right(comparison: Comparison, side: int) -> bool:
    return comparison.sides[side].recording.failure is None and not _wrong(comparison, side)


def _comes_to(comparison: Comparison, side: int) -> str:
    """What one side comes to: that it is right, or its first wrong gradients."""
    name = comparison.names[side]
    failure = comparison.sides[side].recording.failure
    wrong = _wrong(comparison, side)
    wrong.sort(key=lambda final: final.verdicts[side] == "left over")
    if failure is not None and not wrong:
        told = later("{side} stopped at pop {pop}: {why}")
        return tr(told, side=name, pop=failure.pop, why=_reason(failure))
    if not wrong:
        return tr("{side} is right", side=name)
    grads = ", ".join(_wrong_grad(comparison, final, side) for final in wrong[:2])
    if len(wrong) > 2:
        grads = tr("{grads} and {n} more", grads=grads, n=len(wrong) - 2)
    if failure is not None:
        told = later("{side}, which stopped at pop {pop}, is wrong: {grads}")
        return tr(told, side=name, pop=failure.pop, grads=grads)
    return tr("{side} is wrong: {grads}", side=name, grads=grads)


def _wrong_grad(comparison: Comparison, final: FinalGrad, side: int) -> str:
    grad = _grad(comparison, final.variable)
    value = value_text(final.grads[side])
    if final.verdicts[side] == "left over":
        return tr("{grad} = {value} is left over", grad=grad, value=value)
    return tr(
        "{grad} = {value}, not {right}", grad=grad, value=value, right=value_text(final.right)
    )


def is_wrong(verdict: str) -> bool:
    """Whether a verdict is a bad one."""
    return verdict in ("wrong", "missing", "left over")


def _retained(comparison: Comparison, position: int, moments: tuple[Moment, Moment]) -> str:
    """What retain_grad changes at a step: what is kept, and the bytes of it."""
    freed, kept = moments
    timelines = [side.timeline for side in comparison.sides]
    held = [line.held.at(m.position) for line, m in zip(timelines, moments, strict=True)]
    if position == comparison.leader.timeline.length and position:
        peaks = [bytes_text(line.held.peak) for line in timelines]
        more = [i for i in comparison.sides[1].final if i not in comparison.sides[0].final]
        text = tr("Nothing more is kept.")
        if more:
            names = _listed([_grad(comparison, i) for i in more])
            text = tr("Kept to the end: {names}.", names=names)
        most = later("At most {without} of gradients without retain_grad, {with_it} with it.")
        return text + " " + tr(most, without=peaks[0], with_it=peaks[1])
    if freed.phase == "free" and freed.pop is not None and freed.pop.freed:
        names = _listed([_grad(comparison, i) for i in freed.pop.freed])
        told = later("{names} is freed without retain_grad, kept with it: {bytes} more are held.")
        return tr(told, names=names, bytes=bytes_text(held[1] - held[0]))
    if position == 0:
        return tr("The same pass without retain_grad and with it, step by step together.")
    if held[0] == held[1]:
        return sentence(kept) + " " + tr("The same gradients are held in both.")
    told = later("Held: {without} without retain_grad, {with_it} with it.")
    without, with_it = map(bytes_text, held)
    return sentence(kept) + " " + tr(told, without=without, with_it=with_it)


def _pop_of(comparison: Comparison, side: int, k: int) -> Pop | None:
    pops = comparison.sides[side].recording.pops
    return pops[k] if 0 <= k < len(pops) else None


def _label(comparison: Comparison, pop: Pop) -> str:
    return comparison.sides[0].recording.functions[pop.function].label


def _grad(comparison: Comparison, variable: int) -> str:
    return comparison.sides[0].timeline.at(0).grad_label(variable)


def _gys(pop: Pop) -> str:
    return _texts(pop.gys)


def _texts(values: Iterable[Value | None]) -> str:
    return both(value_text(value) for value in values)


def _listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a and 4 others`."""
    if len(names) > 2:
        return both([names[0], tr("{n} others", n=len(names) - 1)])
    return both(names)
