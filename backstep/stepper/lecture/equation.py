"""The step just taken as a few terms, for a screen that says one thing large."""

from __future__ import annotations

from dataclasses import dataclass

from backstep.messages import tr, trc
from backstep.messages.lists import both
from backstep.recording.records import Delivery, Pop
from backstep.recording.telling.narration import rules_with_numbers
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text

MOST_FINALS = 4  # gradients of leaves that are shown at the end


@dataclass(frozen=True)
class Term:
    """A number or a sign, and what stands in small letters below it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Equation:
    """What the step is about in a few words, and its terms; `sum` where something is added."""

    heading: str
    terms: tuple[Term, ...] = ()
    sum: bool = False

    @property
    def joined(self) -> bool:
        """Whether signs join the terms into one; else they stand for themselves."""
        return any(term.text in ("+", "=", "→") for term in self.terms)

    @property
    def text(self) -> str:
        """The terms in one line of plain text."""
        return "  ".join(term.text for term in self.terms)


def equation_of(moment: Moment) -> Equation:
    """What a moment shows large."""
    if moment.failed:
        failure = moment.recording.failure
        return Equation(tr("The pass stopped here"), (Term(failure.error if failure else "!"),))
    if moment.phase is None:
        target = moment.recording.target_node
        value = Term(value_text(target.data), (target.label,))
        return Equation(tr("Go back from {target}", target=target.label), (value,))
    if moment.position == moment.timeline.length:
        return _finals(moment)
    if moment.phase == "seed":
        name = moment.grad_label(moment.recording.target)
        how = tr("= set, to begin") if moment.recording.seeded else tr("is there already")
        return Equation(f"{name}   {how}", (Term(value_text(moment.recording.seed), (name,)),))
    assert moment.pop is not None
    if moment.delivery is not None:
        return _delivered(moment, moment.delivery)
    return _of_pop(moment, moment.pop)


def _of_pop(moment: Moment, pop: Pop) -> Equation:
    f = moment.function
    assert f is not None
    if moment.phase == "multiply":
        return _multiplied(moment, pop)
    if moment.phase == "free":
        if pop.freed:
            names = both(moment.grad_label(i) for i in pop.freed)
            return Equation(
                tr("{names}   freed: back to None", names=names), (Term("None", (names,)),)
            )
        kept = [i for i in f.outputs if i is not None]
        terms = tuple(Term(value_text(moment.grad(i)), (moment.grad_label(i),)) for i in kept)
        return Equation(tr("Nothing is freed"), terms)
    gys = tuple(
        Term(value_text(gy), ("gy", tr("is {grad}", grad=moment.grad_label(output))))
        for output, gy in zip(f.outputs, pop.gys, strict=True)
    )
    return Equation(f"Pop {f.label}", gys)


def _multiplied(moment: Moment, pop: Pop) -> Equation:
    """One gx with its numbers, or several as they come out."""
    f = moment.function
    assert f is not None
    if pop.gxs is None:
        return Equation(tr("{label} multiplies", label=f.label))
    rules = f.formula if len(f.formula) == len(pop.gxs) else ()
    names = ["gx"] if len(pop.gxs) == 1 else [f"gx{i}" for i in range(len(pop.gxs))]
    said = "   ".join(f"{name} = {rule}" for name, rule in zip(names, rules, strict=False))
    heading = f"{f.label}   {said}" if said else tr("{label} multiplies", label=f.label)
    results = [
        Term(value_text(gx), (name, tr("for {label}", label=moment.label(d.to))))
        for name, gx, d in zip(names, pop.gxs, pop.deliveries, strict=False)
    ]
    if len(results) == 1:
        sides = rules_with_numbers(moment.recording, pop)[0].split(" = ")
        if len(sides) == 3 and sides[1] not in rules:
            return Equation(heading, (Term(sides[1]), Term("="), results[0]))
    return Equation(heading, tuple(results))


def _delivered(moment: Moment, d: Delivery) -> Equation:
    f = moment.function
    assert f is not None
    name, after = moment.grad_label(d.to), value_text(d.after)
    origin = trc("caption of a gradient", "from")
    came = Term(value_text(d.gx), (origin, f.label))
    if d.how == "set":
        lost = "" if d.before is None else tr(", {value} is lost", value=value_text(d.before))
        return Equation(
            tr("{name}   = set{lost}", name=name, lost=lost), (Term(after, (origin, f.label)),)
        )
    before = moment.timeline.last_change(d.to, moment.position - 1)
    first = (tr("so far"), "")
    if before is not None and before.change == "set" and before.by is not None:
        first = (origin, moment.recording.functions[before.by].label)
    terms = (
        Term(value_text(d.before), first),
        Term("+"),
        came,
        Term("→"),
        Term(after, (trc("caption of a gradient", "new"), name)),
    )
    return Equation(tr("{name}   += accumulated", name=name), terms, sum=True)


def _finals(moment: Moment) -> Equation:
    """The gradients that the whole pass was for."""
    found = [
        Term(value_text(moment.grad(i)), (moment.grad_label(i),))
        for i, node in enumerate(moment.recording.variables)
        if node.named and node.creator is None and node.order == 1 and moment.grad(i) is not None
    ]
    more = (
        tr(", {MOST_FINALS} of {n} shown", MOST_FINALS=MOST_FINALS, n=len(found))
        if len(found) > MOST_FINALS
        else ""
    )
    what = (
        tr("the gradient is there")
        if len(found) == 1
        else tr("the gradients are there{more}", more=more)
    )
    return Equation(tr("Done: {what}", what=what), tuple(found[:MOST_FINALS]))
