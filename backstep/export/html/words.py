"""What the player itself says, in the language in use, its keys as the registry has them, and the
colours of the themes."""

from __future__ import annotations

from typing import TypeAlias

from backstep.export.html.lecturing import SAID, captions
from backstep.export.html.plot_colours import colours, shades
from backstep.messages import later, tr
from backstep.stepper.actions.drawing import DETAILS
from backstep.stepper.actions.registry import ACTIONS as REGISTERED
from backstep.stepper.actions.registry import BESIDE
from backstep.stepper.colours import THEME_NAMES
from backstep.stepper.key_names import SHOWN, shown_key
from backstep.stepper.panes.grads import WORDS as CHANGES
from backstep.stepper.panes.inspector import DRAWN
from backstep.stepper.panes.queue import ORDERS, RULES
from backstep.stepper.plots.keys import NONE
from backstep.stepper.predict.grading import SURE
from backstep.stepper.predict.score import KIND_TOLD
from backstep.stepper.themes.palettes import PALETTES

Json: TypeAlias = dict[str, object]

WORDS = {
    "a-leaf": later("a leaf"),
    "added-by": later("added by"),
    "all": later("all"),
    "animated": later("Each step shows its gradients on their way."),
    "answer": later("answer"),
    "back-to-the-pass": later("back to the pass"),
    "arrays": later("arrays: {arrays}"),
    "boxes-alone": later(
        "A graph of {n} functions is drawn on this page in boxes from left to right alone; the "
        "stepper in a terminal draws it otherwise as well."
    ),
    "by": later("by"),
    "byte": later("{n} byte"),
    "bytes": later("{n} bytes"),
    "at-step": later("step {step}"),
    "cannot-open": later("This page cannot be opened here: {reason}."),
    "cell": later("cell {n}"),
    "changes-so-far": later("Changes of its gradient so far"),
    "close": later("close"),
    "controls": later("Steps"),
    "empty": later("empty"),
    "empty-so-far": later("empty: backward has not begun"),
    "end-questions": later("no more questions"),
    "found": later("{search}: {which}."),
    "found-around": later("{search}: {which}, on from the start."),
    "found-around-back": later("{search}: {which}, on from the end."),
    "found-nowhere-else": later("{search}: {which}, and nowhere else."),
    "function": later("function"),
    "go-on": later("go on"),
    "grads": later("Grads"),
    "grads-events": later("Grads: every change"),
    "graph-in-words": later("Graph of {functions} functions and {variables} variables."),
    "graph-title": later("Graph"),
    "held": later("held now {bytes}"),
    "help": later("help"),
    "how-sure": later("How sure are you?"),
    "i-of-n": later("{i} of {n}"),
    "inner": later("inner"),
    "it-is": later("It is {true}."),
    "keys": later("Keys"),
    "loop": later("Loop"),
    "loop-title": later("backward.py: {algorithm}"),
    "mark-and-note-gone": later("Mark taken away, and its note: {key} again brings both back."),
    "mark-gone": later("Mark taken away."),
    "marked": later(
        "Marked: {note} writes a note to it, {before} and {after} go from mark to mark."
    ),
    "marks-none": later(
        "No marks and no stops yet: {mark} marks a position, {note} writes a note there, "
        "{stop} sets a stop."
    ),
    "marks-title": later("Marks and stops"),
    "more": later("{more:,} more"),
    "narration": later("What this step did"),
    "n-in-pass": later("{n} in this pass"),
    "new": later("new"),
    "no-function-yet": later("no function is popped yet"),
    "no-checks": later(
        "This page has the finite differences of shorter passes alone; the stepper in a terminal "
        "has them of any."
    ),
    "no-inner": later("No other backward ran inside this pass."),
    "no-mark-after": later("No mark after this; {key} sets one here."),
    "no-mark-before": later("No mark before this; {key} sets one here."),
    "no-more-questions": later("No more questions."),
    "no-number": later("{text} is no number: type one like 8, -0.5, 1/3 or 2e-3"),
    "no-outer": later("This pass did not run inside another."),
    "no-pass": later("There is no pass {number}: there are {n}."),
    "no-place": later("{text} is no place: type pop 2, step 7, start, end or a function's name."),
    "no-program": later("the program of this pass is not on this page"),
    "no-reasons": later(
        "This pass is too long for a page to tell why of each node: "
        "y tells it in the terminal, in backstep replay."
    ),
    "no-rule": later("its source text was not recorded"),
    "no-second": later("create_graph=True builds a second graph; this pass has none."),
    "no-seen_set": later("none: a function is queued once for each delivery to what it made"),
    "no-shape": later("{text} is no shape: type one like (64, 10), or 64x10"),
    "no-source": later("the source of {algorithm} is not here"),
    "no-stops": later("No stops are left."),
    "no-such": later("Nothing in this pass is called {text}."),
    "none-after": later("No mark or stop after this."),
    "none-after-at-all": later("No mark or stop after this (m marks, B sets a stop)."),
    "none-before": later("No mark or stop before this."),
    "none-before-at-all": later("No mark or stop before this (m marks, B sets a stop)."),
    "not-in-pass": later("not once in this pass"),
    "not-animated": later("Gradients are not shown on their way."),
    "note-label": later("Note:"),
    "note-told": later("what is to be said here"),
    "nothing-popped": later("Nothing is popped yet."),
    "nothing-to-ask": later("There is nothing to ask of this pass."),
    "once-more": later("once more: wrong and sure"),
    "one-question": later("One question in this pass, where it comes up: {key} goes on. "),
    "order": later("second order"),
    "outer": later("outer"),
    "panes": later("Panes"),
    "pass": later("pass"),
    "pass-number": later("pass {number}"),
    "pass-n": later("{n}: {title} ({pops} pops)"),
    "pass-n-of-one": later("{n}: {title} (1 pop)"),
    "pause": later("pause"),
    "peak": later("peak {bytes}"),
    "peaks": later("peak so far {bytes}  of the pass {peak}"),
    "place-told": later("pop 2, step 7, start, end, or a function's name"),
    "play": later("play"),
    "position": later("Position in the pass"),
    "predict": later("predict"),
    "program": later("Program"),
    "question-where": later("question {number} of {n}  {where}"),
    "questions": later("{n} questions in this pass, where they come up: {key} goes on. "),
    "questions-end": later("Esc skips one, {key} ends them."),
    "queue-hidden": later("hidden: {key} asks which is next"),
    "queue-title": later("Queue  {n} in funcs, {order}"),
    "queued-at": later("at step {step}, by {by}"),
    "queued-word": later("queued"),
    "refused": later("{label} by {other} in pop {k}"),
    "reveal": later("reveal"),
    "right": later("{sign} Right."),
    "right-of-n": later("{right} of {n}"),
    "rule": later("Its backward"),
    "rule-paths": later("each entry is one path: a function is visited once for each"),
    "rule-title": later("{name}.backward"),
    "score": later("Score"),
    "search-told": later("a name, add, nan, 16.0, pop 2"),
    "second-in-words": later("Second-order graph: {n} of {all} functions are made by now."),
    "second-note": later("second order: {n} of {all} functions"),
    "second-title": later("Second order: the graph behind the gradients"),
    "sign-note": later("a note stands here"),
    "sign-queued": later("in the queue, at index N"),
    "sign-trouble": later("nan or inf is born here, or a check disagrees"),
    "signs": later("Signs"),
    "skip": later("skip"),
    "source": later("Source"),
    "speed": later("Speed {speed}."),
    "speed-word": later("Speed"),
    "start": later("start"),
    "state": later("state"),
    "state-current": later("being popped"),
    "state-done": later("done"),
    "state-fresh": later("new in this pop"),
    "state-made": later("of the second order"),
    "state-queued": later("in the queue"),
    "state-unborn": later("not made yet"),
    "state-waiting": later("waiting"),
    "step": later("step"),
    "step-n": later("step {n}/{all}"),
    "steps": later("Steps"),
    "stop-at": later("Stop at {stop}."),
    "stop-gone": later("No stop at {stop} any more."),
    "stop-nowhere": later("{stop}: not once in this pass."),
    "stop-row": later("stop at {stop}"),
    "stop-label": later("Stop at:"),
    "stop-set": later("Stop at {stop} ({n} in this pass): c runs to it, playing stops there."),
    "stop-told": later("nan, inf, add, var a, class Mul, gen 3, note; again takes it away"),
    "tab-grads": later("Grads"),
    "tab-plots": later("Plots"),
    "tab-pop": later("Pop"),
    "tab-queue": later("Queue"),
    "theme": later("light or dark"),
    "type-an-answer": later("type an answer; Esc skips the question, v reveals it"),
    "used-by": later("used by"),
    "variable": later("variable"),
    "what-is-left": later("what is left of it"),
    "what-is-asked": later("Which is next is what you are asked."),
    "with-retain": later("with retain_grad {other}"),
    "without-retain": later("without retain_grad {other}"),
    "wrong": later("Wrong."),
    "you-said": later("You said: {given} ({sure})"),
    "you-say": later("You say {given}."),
    "at-most": later("at most {bytes}"),
    "compare": later("compare"),
    "compare-label": later("compare {algorithm} with"),
    "compare-told": later("Enter takes {name}; or two: stack,queue"),
    "differ": later("differ"),
    "done-after": later("done after {n} pops"),
    "grads-at-the-end": later("Gradients at the end"),
    "grads-now": later("Gradients now"),
    "held-label": later("held"),
    "it-right": later("right"),
    "it-unknown": later("not known"),
    "it-wrong": later("wrong"),
    "leave-sides": later("one pass again"),
    "left-over": later("left over"),
    "names-freed": later("{sign} {names} freed"),
    "names-kept": later("{names} kept"),
    "never-apart": later("They do not part: both do the same to the end."),
    "no-algorithm": later("{text} is none of {names}"),
    "no-leaf": later("No named leaf has a gradient here to go on from."),
    "not-but": later("not {should}"),
    "not-on-the-page": later("this page compares {own} with any other: the terminal any two"),
    "not-retained": later("With retain_grad the other way: {reason}."),
    "not-yet": later("not yet"),
    "nothing-yet": later("nothing yet"),
    "onward-is": later(
        "{target} is {name}.grad, made with create_graph=True; "
        "this is its backward, with every gradient cleared before."
    ),
    "onward-label": later("go on from the gradient of"),
    "onward-told": later("Enter takes {name}"),
    "part": later("part"),
    "race": later("Pops of both, one column each"),
    "retain": later("retain"),
    "same-before": later("Before this both do the same."),
    "set-lost": later("set, {value} lost"),
    "stops-here": later("none: it stops here"),
    "two-at-most": later("two at most: stack, or stack,queue"),
    "next-plot": later("next"),
    "no-plots": NONE,
    "plot-i-of-n": later("plot {i} of {n}"),
    "plots": later("plots"),
    "plots-back": later("back"),
    "previous-plot": later("previous"),
    "with-itself": later("{name} with itself comes to the same: name another"),
}
# How a browser calls the keys that Textual has its own names for.
BROWSER = {
    "space": " ",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "escape": "Escape",
    "enter": "Enter",
    "home": "Home",
    "end": "End",
    "delete": "Delete",
}
NOT_OURS = ("tab", "shift+tab", "f5")  # a browser's own: from control to control, and to load again


def words() -> dict[str, str]:
    """Everything that the player says of its own, by the names that its files have for it."""
    told = WORDS | SAID
    told |= {f"how-{change}": text for change, text in CHANGES.items()}
    told |= {f"order-{order}": text for order, text in ORDERS.items()}
    told |= {f"rule-{order}": text for order, text in RULES.items()}
    told |= {f"kind-{kind}": text for kind, text in KIND_TOLD.items()}
    told |= {f"sure-{i}": text for i, text in enumerate(SURE) if text}
    told |= {f"drawn-{drawn}": drawn for drawn in DRAWN}
    told |= {f"detail-{detail}": text for detail, text in DETAILS.items()}
    said = {name: tr(text) for name, text in told.items()}
    said |= captions()
    for name, text in THEME_NAMES.items():
        said[f"theme-{name}"] = tr("Theme {name}: {words}.", name=name, words=tr(text))
    return said


def actions() -> list[Json]:
    """The actions with their keys, as a browser and as a person calls them, and their help."""
    return [
        {
            "name": action.name,
            "title": action.title,
            "room": action.group,
            "group": action.section,
            "told": action.told,
            "word": action.word if action.footer else "",
            "beside": action.name in BESIDE,
            "keys": [browser_key(key) for key in keys],
            "shown": [shown_key(key) for key in keys],
        }
        for action in REGISTERED
        if (keys := [key for key in action.keys if key not in NOT_OURS])
    ]


def browser_key(key: str) -> str:
    """What a browser calls a key.

    >>> browser_key("full_stop"), browser_key("shift+left"), browser_key("f1"), browser_key("N")
    ('.', 'Shift+ArrowLeft', 'F1', 'N')
    """
    *held, name = key.split("+")
    found = BROWSER.get(name) or SHOWN.get(name)
    if found is None:
        found = name.upper() if name[:1] == "f" and name[1:].isdecimal() else name
    return "+".join([*(each.capitalize() for each in held), found])


def themes() -> str:
    """The colours of the themes as properties: dark or light as the reader's system has it, or the
    one that the page names."""
    rules = [f":root{{{_properties('dark')}}}"]
    rules += [f"@media (prefers-color-scheme:light){{:root{{{_properties('light')}}}}}"]
    for media, name in (("dark", "contrast"), ("light", "contrast-light")):
        rules.append(
            f"@media (prefers-contrast:more) and (prefers-color-scheme:{media})"
            f"{{:root{{{_properties(name)}}}}}"
        )
    rules += [f':root[data-theme="{name}"]{{{_properties(name)}}}' for name in PALETTES]
    return "\n".join(rules) + "\n" + colours()


def _properties(name: str) -> str:
    palette = PALETTES[name]
    own = {
        each: value
        for each, value in vars(palette).items()
        if isinstance(value, str) and each != "shades"
    }
    scheme = f"color-scheme:{'light' if palette.light else 'dark'}"
    named = (f"--{each}:{value}" for each, value in own.items())
    return ";".join([scheme, *named, *shades(palette)])
