"""The words for two passes side by side: what differs now, where they part, what each comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backstep.recording.comparing.comparison import Comparison, FinalGrad, Parting
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Delivery, Failure, Pop, Value
from backstep.recording.telling.narration import along_paths, sentence
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text

MOST_LOOKED_AT = 400  # gradients
TIMES = {2: "a second time", 3: "a third time"}


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
        return f"The same in both so far. {sentence(moments[comparison.leading])}"
    k = comparison.leader.timeline.pop_at(position)
    if k == parting.pop:
        return f"Here they part. {parting_told(comparison)}"
    return _apart(comparison, k, moments)


def moments_at(comparison: Comparison, position: int) -> tuple[Moment, Moment]:
    """The state of each side when the leading one is at a position."""
    one, other = comparison.positions(position)
    left, right = comparison.sides
    return left.timeline.at(one), right.timeline.at(other)


def _beginning(comparison: Comparison, parting: Parting | None) -> str:
    one, other = comparison.names
    text = f"{one} and {other} go back through the same graph, step by step together."
    if parting is None:
        return f"{text} They do the same to the end."
    return f"{text} They part at pop {parting.pop + 1}."


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
    names = _listed([_grad(comparison, i) for i in apart], "")
    return f"Not the same now: {names}."


def _pops_told(comparison: Comparison, k: int, moments: tuple[Moment, Moment]) -> str:
    """Which functions the two pop, and with which gys."""
    pops = [_pop_of(comparison, side, k) for side in (0, 1)]
    for side in (0, 1):
        if pops[side] is None:
            other = comparison.names[1 - side]
            return (
                f"{comparison.names[side]} is done; {other} goes on. {sentence(moments[1 - side])}"
            )
    left, right = pops
    assert left is not None and right is not None
    one, other = comparison.names
    if left.function != right.function:
        return f"{one} pops {_label(comparison, left)}, {other} {_label(comparison, right)}."
    label = _label(comparison, left)
    if all(map(comparison.near, left.gys, right.gys)):
        return f"Both pop {label}, with the same gy = {_gys(left)}."
    return f"Both pop {label}, but gy is {_gys(left)} by {one} and {_gys(right)} by {other}."


def oddity(comparison: Comparison, side: int, k: int) -> str:
    """What is odd about a pop of a side: too early, or once more; empty where nothing is."""
    here = comparison.sides[side]
    pop = _pop_of(comparison, side, k)
    if pop is None or along_paths(here.recording):
        return ""
    label, turn = _label(comparison, pop), here.turns[k]
    if turn > 1:
        times = TIMES.get(turn, f"for the {turn}th time")
        if pop.gxs is None or (pop.gys and pop.gys[0] is None):
            return f"{here.name} pops {label} {times}, and its gy is gone: it was freed."
        kept = ", the first time's gradient in it" if here.recording.retain_grad else ""
        return f"{here.name} pops {label} {times}, with gy = {_gys(pop)}{kept}."
    early = here.early.get(k)
    if early is None:
        return ""
    recording = here.recording
    names = [recording.functions[f].label for f in early.missing]
    to = recording.variables[early.variable].label
    text = f"{here.name} pops {label} before {_listed(names)} delivered to {to}"
    right = comparison.right_gys.get(pop.function)
    if pop.gys and pop.gys[0] is None:
        return f"{text}: there is no gy yet."
    if right is None:
        return f"{text}: its gy, {_gys(pop)}, is not whole."
    if all(map(comparison.near, pop.gys, right)):
        return f"{text}; its gy is {_gys(pop)} all the same."
    return f"{text}: its gy is {_gys(pop)}, not {_texts(right)}."


def parting_told(comparison: Comparison) -> str:
    """Where two passes part and why, in a sentence; empty where they do not."""
    parting = comparison.parting
    if parting is None:
        return ""
    k = parting.pop
    left, right = (_pop_of(comparison, side, k) for side in (0, 1))
    odd = [oddity(comparison, side, k) for side in (0, 1)]
    if left is None or right is None or parting.parts == "end":
        ended = _ended(comparison, k)
        return ended if "stops" in ended or not any(odd) else f"{odd[0] or odd[1]} {ended}"
    if any(odd):
        said = " ".join([each for each in odd if each])
        stops = [_stops_here(comparison, side, k) for side in (0, 1)]
        if any(stops):
            return f"{said} {stops[0] or stops[1]}"
        if all(odd) or left.function == right.function:
            return said
        even = odd.index("")
        label = _label(comparison, (left, right)[even])
        return f"{said} {comparison.names[even]} pops {label}."
    one, other = comparison.names
    if parting.parts == "order":
        return _other_order(comparison, left, right)
    if parting.parts == "delivery" and parting.delivery is not None:
        i = parting.delivery
        return _other_delivery(comparison, left.deliveries[i], right.deliveries[i])
    label = _label(comparison, left)
    if parting.parts == "gys":
        text = f"{label} gets gy = {_gys(left)} by {one}, {_gys(right)} by {other}"
        alone = [side.name for side in comparison.sides if along_paths(side.recording)]
        return f"{text}: {alone[0]} takes what came along one path alone." if alone else f"{text}."
    gxs = [_texts(pop.gxs or ()) for pop in (left, right)]
    return f"{label} gives gx = {gxs[0]} by {one}, {gxs[1]} by {other}."


def _stops_here(comparison: Comparison, side: int, k: int) -> str:
    """Why a side ends at a pop in its error; empty where it does not."""
    failure = comparison.sides[side].recording.failure
    if failure is None or failure.pop > k + 1:
        return ""
    return f"{comparison.names[side]} stops at pop {failure.pop}: {_reason(failure)}."


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
            return f"{who} is done after {_count(pops, 'pop')}; {other} goes on for {more} more."
    return ""


def _other_order(comparison: Comparison, left: Pop, right: Pop) -> str:
    one, other = comparison.names
    text = f"{one} pops {_label(comparison, left)}, {other} {_label(comparison, right)}"
    for name, side in zip(comparison.names, comparison.sides, strict=True):
        if along_paths(side.recording):
            return f"{text}: {name} follows one path to its end before it begins the next."
    return f"{text}. Either has all that it waits for, so neither is wrong yet."


def _other_delivery(comparison: Comparison, left: Delivery, right: Delivery) -> str:
    one, other = comparison.names
    grad = _grad(comparison, left.to)
    if left.how != right.how:
        setter, adder = (0, 1) if left.how == "set" else (1, 0)
        d, added = (left, right)[setter], (left, right)[adder]
        names = comparison.names
        lost = "" if d.before is None else f" and loses the {value_text(d.before)} in it"
        return (
            f"{names[setter]} sets {grad} to {value_text(d.after)}{lost}; {names[adder]} adds: "
            f"{value_text(added.before)} + {value_text(added.gx)} = {value_text(added.after)}."
        )
    for name, d in zip(comparison.names, (left, right), strict=True):
        if d.shared:
            also = _listed([_grad(comparison, i) for i in d.shared], "")
            return (
                f"{name} adds to {grad} in place, and {also} is the same array: it becomes "
                f"{value_text(d.after)} too."
            )
    return f"{grad} is {value_text(left.after)} by {one}, {value_text(right.after)} by {other}."


def outcome(comparison: Comparison) -> str:
    """What the two come to, in a sentence: which gradients are wrong, or that all are right."""
    if comparison.why_unknown:
        return f"Which one is right is not known: {comparison.why_unknown.rstrip('.')}."
    said = []
    for side in (0, 1):
        wrong = [final for final in comparison.finals if is_wrong(final.verdicts[side])]
        wrong.sort(key=lambda final: final.verdicts[side] == "left over")
        name = comparison.names[side]
        failure = comparison.sides[side].recording.failure
        stopped = f", which stopped at pop {failure.pop}," if failure is not None else ""
        if failure is not None and not wrong:
            said.append(f"{name} stopped at pop {failure.pop}: {_reason(failure)}")
            continue
        if not wrong:
            said.append(f"{name} is right")
            continue
        shown = [_wrong_grad(comparison, final, side) for final in wrong[:2]]
        more = f" and {len(wrong) - 2} more" if len(wrong) > 2 else ""
        said.append(f"{name}{stopped} is wrong: {', '.join(shown)}{more}")
    if all(said[side] == f"{comparison.names[side]} is right" for side in (0, 1)):
        return f"Both are right: {comparison.names[0]} and {comparison.names[1]} give the same."
    return "; ".join(said) + "."


def _wrong_grad(comparison: Comparison, final: FinalGrad, side: int) -> str:
    grad = _grad(comparison, final.variable)
    value = value_text(final.grads[side])
    if final.verdicts[side] == "left over":
        return f"{grad} = {value} is left over"
    return f"{grad} = {value}, not {value_text(final.right)}"


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
        names = _listed([_grad(comparison, i) for i in more], "") if more else ""
        text = f"Kept to the end: {names}. " if more else "Nothing more is kept. "
        return f"{text}At most {peaks[0]} of gradients without retain_grad, {peaks[1]} with it."
    if freed.phase == "free" and freed.pop is not None and freed.pop.freed:
        names = _listed([_grad(comparison, i) for i in freed.pop.freed], "")
        extra = bytes_text(held[1] - held[0])
        return f"{names} is freed without retain_grad, kept with it: {extra} more are held."
    if position == 0:
        return "The same pass without retain_grad and with it, step by step together."
    text = f"{sentence(kept)} "
    if held[0] == held[1]:
        return f"{text}The same gradients are held in both."
    return f"{text}Held: {bytes_text(held[0])} without retain_grad, {bytes_text(held[1])} with it."


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
    return " and ".join(value_text(value) for value in values)


def _listed(names: Sequence[str], verb: str = "has") -> str:
    """`a has`, `a and b have`, `a and 4 others have`; without a verb, the names alone."""
    have = {"has": "have"}.get(verb, verb)
    if len(names) == 1:
        return f"{names[0]} {verb}".rstrip()
    joined = " and ".join(names) if len(names) == 2 else f"{names[0]} and {len(names) - 1} others"
    return f"{joined} {have}".rstrip()


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
