"""What a lecture on the page says, as templates for the numbers that the page has already.

The terminal's lecture tells a step as one equation and asks for the next result; its sentences
stand here by name, and the player fills them in. So a pass of any length has its lecture, and the
page grows by a few texts of values alone.
"""

from __future__ import annotations

from backstep.messages import later, trc
from backstep.recording.records import Pop, Recording
from backstep.recording.telling.narration import rules_with_numbers

SAID = {
    "an-error": later("an error"),
    "arrives": later("{gx} arrives at {name}, which is {value}."),
    "asks-next": later("Next: "),
    "begins": later("the pass begins."),
    "blank-told": later(" blank: any key or a click shows the lecture again"),
    "comes": later("{gx} comes, {name} is {value}."),
    "done-finals": later("Done: {what}"),
    "ends": later("nothing is left to pop: the pass ends."),
    "for-label": later("for {label}"),
    "freed-names": later("{names}   freed: back to None"),
    "function-current": later("is popped now"),
    "function-done": later("is done"),
    "function-queued": later("waits in the queue"),
    "function-told": later("{label} {state}; it takes {takes}"),
    "function-waiting": later("is not reached yet"),
    "go-back-from": later("Go back from {target}"),
    "goes-there": later("{on} goes there"),
    "grad-accumulated": later("{name}   += accumulated"),
    "grad-set": later("{name}   = set{lost}"),
    "idle": later("Arrows or a click point at a node."),
    "is-grad": later("is {grad}"),
    "its-gradient": later("its gradient"),
    "lecture-brand": later("LECTURE"),
    "lost": later(", {value} is lost"),
    "multiplies": later("{label} multiplies"),
    "nothing-after-error": later("Nothing comes after the error."),
    "nothing-freed": later("Nothing is freed"),
    "nothing-to-reveal": later("There is nothing more to reveal."),
    "one-or-other": later(" {one} or {other}?"),
    "pops-with": later("{popped}{label} with {gys}."),
    "reveals": later("{reveal} reveals"),
    "seed-set": later("= set, to begin"),
    "seed-there": later("is there already"),
    "shape-of-gx": later("shape of gx"),
    "so-far": later("so far"),
    "some-shown": later(", {MOST_FINALS} of {n} shown"),
    "stopped-here": later("The pass stopped here"),
    "the-gradient": later("the gradient is there"),
    "the-gradients": later("the gradients are there{more}"),
    "two": later("{one} and {other}"),
    "variable-told": later("{name}, and its gradient is {value}"),
    "variable-without": later("{name}, without a gradient now"),
    "whole-pass": later("That was the whole pass."),
}


def captions() -> dict[str, str]:
    """The words that stand below a number."""
    return {
        "caption-from": trc("caption of a gradient", "from"),
        "caption-new": trc("caption of a gradient", "new"),
    }


def formulas(recording: Recording) -> tuple[list[int], list[tuple[str, ...]]]:
    """The formulas of the functions, each once, and which of them is each function's."""
    places: dict[tuple[str, ...], int] = {}
    of_each = [places.setdefault(tuple(f.formula), len(places)) for f in recording.functions]
    return of_each, list(places)


def in_numbers(recording: Recording, pop: Pop) -> str:
    """What stands between `gx =` and its value where there is one gx: its rule with the numbers in
    it, `1.0 * 2 * 4.0`. Empty where that is nothing but the rule again."""
    if pop.gxs is None or min(len(pop.gxs), len(pop.deliveries)) != 1:
        return ""
    sides = rules_with_numbers(recording, pop)[0].split(" = ")
    f = recording.functions[pop.function]
    rules = f.formula if len(f.formula) == len(pop.gxs) else ()
    return sides[1] if len(sides) == 3 and sides[1] not in rules else ""
