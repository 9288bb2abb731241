"""What a person types to be taken somewhere in a pass: `square`, `a`, `add`, `nan`, `pop 12`.

A word is looked up as the label or the class of a function, as a Variable and as an event, and
matches whatever is called so; `class`, `var` and `event` before it choose. A number is looked for
among the gradients. What nothing is called exactly is looked for as a part of a name.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from backstep.engine.errors import BackstepError
from backstep.messages import later, tr
from backstep.recording.looking.columns import STEPS_BESIDE_DELIVERIES as FIRST_DELIVERY
from backstep.recording.looking.finding import Either, Found, Listed, Looked
from backstep.recording.records import Pop, Recording, Value
from backstep.recording.timeline import Timeline
from backstep.recording.values import number_text

POP, GATHER, MULTIPLY = 1, 2, 3  # steps of a pop, counted from its start
MOST_NAMES = 2_000  # that a near one is looked for among
Offsets = Callable[[Pop], Iterable[int]]


class NotFound(BackstepError):
    """Something that this pass does not have; the message is a sentence with what is near."""


@dataclass(frozen=True)
class Query:
    """What was asked for, in words (`pops of Square`), and where in the pass it is."""

    told: str
    found: Found


def _delivered(field: str, word: str) -> Offsets:
    def offsets(pop: Pop) -> Iterable[int]:
        return [
            FIRST_DELIVERY + i for i, d in enumerate(pop.deliveries) if getattr(d, field) == word
        ]

    return offsets


def _free(pop: Pop) -> Iterable[int]:
    return () if pop.gxs is None else (FIRST_DELIVERY + len(pop.deliveries),)


def _freed(pop: Pop) -> Iterable[int]:
    return _free(pop) if pop.freed else ()


def _delivers(pop: Pop) -> Iterable[int]:
    return range(FIRST_DELIVERY, FIRST_DELIVERY + len(pop.deliveries))


def _born(pop: Pop) -> Iterable[int]:
    return (MULTIPLY,) if pop.born else ()


EVENTS: dict[str, tuple[str, Offsets]] = {
    "set": (later("a gradient is set"), _delivered("how", "set")),
    "add": (later("a gradient is added to"), _delivered("how", "add")),
    "freed": (later("a gradient is freed"), _freed),
    "queued": (later("a function is queued"), _delivered("then", "queued")),
    "seen": (later("seen_set refuses a function"), _delivered("then", "seen")),
    "leaf": (later("a gradient comes to a leaf"), _delivered("then", "leaf")),
    "born": (later("functions are made"), _born),
    "pop": (later("a pop begins"), lambda pop: (POP,)),
    "gather": (later("gys are gathered"), lambda pop: (GATHER,)),
    "multiply": (later("gy is multiplied"), lambda pop: (MULTIPLY,)),
    "deliver": (later("a gx is delivered"), _delivers),
    "free": (later("a pop ends"), _free),
}
TROUBLES = {
    "nan": later("nan is born"),
    "inf": later("inf is born"),
    "check": later("a check disagrees"),
}
WORDS = (*EVENTS, *TROUBLES, "trouble", "error", "seed")
KINDS = {
    "class": "class",
    "function": "class",
    "f": "class",
    "var": "var",
    "variable": "var",
    "gen": "gen",
    "generation": "gen",
    "event": "event",
    "value": "value",
}


def query(timeline: Timeline, text: str) -> Query:
    """What a text asks for in a pass. Raises NotFound where it has no such thing."""
    text = " ".join(text.split())
    kind, _, rest = text.partition(" ")
    if kind in ("pop", "step") and rest:
        place = place_of(timeline, text)
        return Query(f"{kind} {rest}", Listed([place]))
    if kind in KINDS and rest:
        return _of_kind(timeline, KINDS[kind], rest)
    name = text.removesuffix(".grad")
    parts = [*_functions(timeline, name), *_variables(timeline, name), *_events(timeline, text)]
    if not parts:
        number = _number(text)
        parts = [*_value(timeline, number)] if number is not None else [*_within(timeline, name)]
    if not parts:
        raise NotFound(_unknown(timeline, text))
    return _either(timeline, parts)


def _of_kind(timeline: Timeline, kind: str, rest: str) -> Query:
    if kind == "class":
        parts, what = [*_functions(timeline, rest)], "function"
    elif kind == "var":
        parts, what = [*_variables(timeline, rest.removesuffix(".grad"))], "variable"
    elif kind == "gen":
        return _either(timeline, [*_generation(timeline, rest)])
    elif kind == "event":
        parts, what = [*_events(timeline, rest)], "event"
    else:
        number = _number(rest)
        parts, what = [] if number is None else [*_value(timeline, number)], "value"
    if not parts:
        raise NotFound(_unknown(timeline, rest, what))
    return _either(timeline, parts)


def _either(timeline: Timeline, parts: list[Query]) -> Query:
    told = reduce(
        lambda one, other: tr("{one} or {other}", one=one, other=other),
        [part.told for part in parts],
    )
    found = parts[0].found if len(parts) == 1 else Either(tuple(part.found for part in parts))
    if found.after(-1) is None:
        raise NotFound(tr("{told}: not once in this pass.", told=told[0].upper() + told[1:]))
    return Query(told, found)


def _functions(timeline: Timeline, name: str) -> Iterator[Query]:
    """The pops of a function by its label, or of all of a class by the class's name."""
    nodes = timeline.recording.functions
    labelled = [i for i, f in enumerate(nodes) if f.label == name]
    folded = name.casefold()
    of_class = [i for i, f in enumerate(nodes) if f.class_name.casefold() == folded]
    wanted = {*labelled, *of_class}
    steps = _pops(timeline, lambda pop: pop.function in wanted) if wanted else []
    if steps:
        is_class = len(of_class) > 1 or not labelled
        told = later("a {name} is popped") if is_class else later("{name} is popped")
        name = nodes[of_class[0]].class_name if is_class else nodes[labelled[0]].label
        yield Query(tr(told, name=name), Listed(steps))


def _pops(timeline: Timeline, wanted: Callable[[Pop], bool]) -> list[int]:
    pops = zip(timeline.starts, timeline.recording.pops, strict=True)
    return [start + POP for start, pop in pops if wanted(pop)]


def _variables(timeline: Timeline, name: str) -> Iterator[Query]:
    """The changes of the gradient of a Variable; one without a name is called as its function."""
    nodes = timeline.recording.variables
    mine = [i for i, x in enumerate(nodes) if x.label == name and x.named]
    steps = sorted({e.step for i in mine for e in timeline.changes(i) if e.step > 0})
    if steps:
        yield Query(tr("{name}.grad changes", name=name), Listed(steps))


def _events(timeline: Timeline, word: str) -> Iterator[Query]:
    word = word.casefold()
    if word in EVENTS:
        told, offsets = EVENTS[word]
        yield Query(tr(told), Looked(timeline, offsets))
    if word in TROUBLES or word in ("trouble", "!"):
        told = tr(TROUBLES.get(word, later("something goes wrong")))
        yield Query(told, Listed(trouble_steps(timeline, word if word in TROUBLES else None)))
    if word == "seed":
        yield Query(tr("the target's gradient begins"), Listed([1]))
    if word == "error":
        failed = timeline.recording.failure is not None
        yield Query(
            tr("the pass is stopped by an error"), Listed([timeline.length] if failed else [])
        )


def trouble_steps(timeline: Timeline, kind: str | None = None) -> list[int]:
    """The steps at which something goes wrong, or something of a kind, in order."""
    found = {
        timeline.starts[k] + (MULTIPLY if t.delivery is None else FIRST_DELIVERY + t.delivery)
        for k, of_pop in timeline.troubles.items()
        for t in of_pop
        if kind is None or t.kind == kind
    }
    return sorted(found)


def _generation(timeline: Timeline, text: str) -> Iterator[Query]:
    if not text.isdecimal() or len(text) > 9:
        raise NotFound(tr("{text} is no generation: type a whole number, as in gen 3.", text=text))
    nodes, wanted = timeline.recording.functions, int(text)
    steps = _pops(timeline, lambda pop: nodes[pop.function].generation == wanted)
    yield Query(
        tr("a function of generation {generation} is popped", generation=wanted), Listed(steps)
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _value(timeline: Timeline, number: float) -> Iterator[Query]:
    """Where a number comes up: among gys, gxs, and what a gradient becomes."""
    shown = number_text(number)

    def holds(value: Value | None) -> bool:
        if value is None or value.array is None:
            return False
        near = (x for x in value.array.ravel().tolist() if _is_close(x, number, 1e-3))
        return any(_is_close(x, number, 1e-9) or number_text(x) == shown for x in near)

    def offsets(pop: Pop) -> Iterator[int]:
        if any(map(holds, pop.gys)):
            yield GATHER
        if pop.gxs is not None and any(map(holds, pop.gxs)):
            yield MULTIPLY
        for i, d in enumerate(pop.deliveries):
            if holds(d.after):
                yield FIRST_DELIVERY + i

    yield Query(
        tr("{number} comes up", number=shown),
        Looked(timeline, offsets, holds(timeline.recording.seed)),
    )


def _is_close(x: object, number: float, tolerance: float) -> bool:
    return isinstance(x, (int, float)) and math.isclose(x, number, rel_tol=tolerance)


def _within(timeline: Timeline, part: str) -> Iterator[Query]:
    """The pops and the changes of whatever has this in its name."""
    part, recording = part.casefold(), timeline.recording
    functions = {i for i, f in enumerate(recording.functions) if part in f.label.casefold()}
    functions |= {i for i, f in enumerate(recording.functions) if part in f.class_name.casefold()}
    named = ((i, x) for i, x in enumerate(recording.variables) if x.named)
    variables = [i for i, x in named if part in x.label.casefold()]
    steps = {*_pops(timeline, lambda pop: pop.function in functions)} if functions else set()
    steps |= {e.step for i in variables for e in timeline.changes(i) if e.step > 0}
    if part and steps:
        yield Query(tr("something with {part} in its name", part=part), Listed(sorted(steps)))


def place_of(timeline: Timeline, text: str) -> int:
    """The position that a text names: `pop 12`, `step 40`, `12` (a pop), `start`, `end`.

    A pop is gone to where it begins. Raises NotFound for what is beyond the pass.
    """
    words = text.split()
    if words in (["start"], ["0"]):
        return 0
    if words in (["end"], ["$"]):
        return timeline.length
    kind, number = ("pop", *words) if len(words) == 1 else (words[0], words[-1])
    if len(words) > 2 or kind not in ("pop", "step") or not number.isdecimal():
        raise NotFound(
            tr(
                "{text} is no place: type pop 2, step 7, start, end or a function's name.",
                text=text,
            )
        )
    n = int(number[:20])
    if kind == "step":
        if n > timeline.length:
            raise NotFound(
                tr(
                    "There is no step {number}: this pass has {n}.",
                    number=number[:20],
                    n=timeline.length,
                )
            )
        return n
    if not 1 <= n <= len(timeline.starts):
        raise NotFound(
            tr(
                "There is no pop {number}: this pass has {n}.",
                number=number[:20],
                n=len(timeline.starts),
            )
        )
    return timeline.starts[n - 1] + POP


def names_in(recording: Recording) -> list[str]:
    """What can be asked for by name: classes, labels of functions, Variables with names."""
    classes = dict.fromkeys(f.class_name for f in recording.functions)
    labels = (f.label for f in islice(recording.functions, MOST_NAMES) if f.order == 1)
    variables = (x.label for x in islice(recording.variables, MOST_NAMES) if x.named)
    return list(dict.fromkeys([*variables, *classes, *labels]))


def near_names(text: str, names: Iterable[str]) -> list[str]:
    """The two names that are most like a text, however their letters are written."""
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(text.casefold(), list(folded), n=2, cutoff=0.5)
    return [folded[name] for name in near]


def _unknown(timeline: Timeline, text: str, what: str = "") -> str:
    """That there is no such thing, with what is near."""
    recording = timeline.recording
    variables = {x.label for x in islice(recording.variables, MOST_NAMES) if x.named}
    names = [*names_in(recording), *WORDS]
    if what == "variable":
        names = [name for name in names if name in variables]
    elif what == "function":
        names = [name for name in names if name not in variables and name not in WORDS]
    elif what == "event":
        names = [*WORDS]
    near = [name for name in near_names(text, names) if name != text]
    if near:
        told = DID_YOU_MEAN[what]
        return tr(
            told, text=text, names=reduce(lambda a, b: tr("{one} or {other}", one=a, other=b), near)
        )
    return tr(NONE_SUCH[what], text=text)


# By what was looked for; nothing where it was not said.
DID_YOU_MEAN = {
    "": later("Nothing is called {text}: did you mean {names}?"),
    "function": later("No function is called {text}: did you mean {names}?"),
    "variable": later("No variable is called {text}: did you mean {names}?"),
    "event": later("No event is called {text}: did you mean {names}?"),
    "value": later("No value is called {text}: did you mean {names}?"),
}
NONE_SUCH = {
    "": later("Nothing in this pass is called {text}."),
    "function": later("No function in this pass is called {text}."),
    "variable": later("No variable in this pass is called {text}."),
    "event": later("No event in this pass is called {text}."),
    "value": later("No value in this pass is called {text}."),
}
