"""Commands that tell of the moment: where, pop, queue, why, list."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.recording.looking.queueing import algorithm_of
from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import push_told, refused, why_gradient, why_next, why_queued
from backstep.stepper.entry import Refused
from backstep.stepper.panes.pop import pop_parts
from backstep.stepper.panes.source import listing_of, mark_of, rule_lines, source_lines
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.naming import names_of, node_named
from backstep.stepper.plain.words import MOST, count, labels_of, listed, value
from backstep.stepper.predict.quiz import hides_next
from backstep.stepper.text import plain
from backstep.stepper.view import View

ROOM = 120  # cells that an answer may take for one thing
MOST_ROWS = 400  # of a source text
AROUND = 6  # lines of the loop before and after the current one
ORDERS = {
    "sorted": "sorted by generation",
    "stack": "as a stack",
    "fifo": "first in, first out",
    "preset": "filled before the loop",
}


def _where(view: View, argument: str) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f = moment.function
    if f is None:
        yield f"pop 0 of {len(recording.pops)}: nothing is popped yet"
    else:
        yield (
            f"pop {moment.pop_index + 1} of {len(recording.pops)}: {f.label}, generation "
            f"{f.generation}, from {labels_of(moment, f.inputs)} to {labels_of(moment, f.outputs)}"
        )
    phase: str = moment.phase or "start"
    if moment.step is not None and moment.step.delivery is not None and moment.pop is not None:
        phase += f" {moment.step.delivery + 1} of {len(moment.pop.deliveries)}"
    yield f"step {view.position} of {view.timeline.length}: {phase}"
    line = _current_line(view)
    if line:
        yield line
    yield f"in {recording.target_node.label}.backward(), by {recording.algorithm}"
    if recording.title != recording.target_node.label:
        yield recording.title
    yield sentence(moment)


def _current_line(view: View) -> str:
    listing = listing_of(view.recording.algorithm)
    mark = mark_of(view.moment)
    if listing is None or mark not in listing.marks:
        return ""
    at = listing.marks[mark]
    return f"line {listing.first + at} of backward.py: {listing.lines[at].strip()}"


def _pop(view: View, argument: str) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f, pop = moment.function, moment.pop
    if f is None or pop is None:
        yield "Nothing is popped yet. n pops the next function, s takes one step."
        if view.position:
            yield f"seed: {moment.grad_label(recording.target)} = {value(recording.seed)}"
        return
    total = len(recording.pops)
    yield f"pop {moment.pop_index + 1} of {total}: {f.label}, generation {f.generation}"
    for part in pop_parts(view, ROOM):
        if part.packed and part.items:
            yield f"{part.label or 'and'}: {'; '.join(part.items)}"
        elif not part.packed:
            yield from (f"{part.label}: {item.replace(' -> ', ' to ')}" for item in part.items)
    if not moment.reached("multiply"):
        yield "gxs: not computed yet"
    elif moment.failed:
        yield sentence(moment)


def _pops(view: View, argument: str) -> Iterator[str]:
    """The pops of the pass, as the scrubber shows them; of many those around this one."""
    _hidden(view)
    recording, here = view.recording, view.moment.pop_index
    total = len(recording.pops)
    if not total:
        yield "The pass was stopped before its first pop."
    first = 0 if argument == "all" else min(max(0, here - MOST // 2), max(0, total - MOST))
    end = total if argument == "all" else min(total, first + MOST)
    if (first, end) != (0, total):
        yield f"pops {first + 1} to {end} of {total}: pops all tells them all"
    marks = view.notebook.page(view.index).marks
    for k in range(first, end):
        f = recording.functions[recording.pops[k].function]
        starts, ends = view.timeline.starts[k] + 1, view.timeline.end_of_pop(k)
        troubles = "".join(f", {each.kind}!" for each in view.timeline.troubles.get(k, ()))
        marked = ", marked" if any(starts <= step <= ends for step in marks) else ""
        now = ", here" if k == here else ""
        yield (
            f"pop {k + 1}: {f.label}, generation {f.generation}, steps {starts} to {ends}"
            f"{troubles}{marked}{now}"
        )


def _hidden(view: View) -> None:
    """Raise Refused for what would tell the answer of a question that comes next."""
    if hides_next(view):
        raise Refused("Not now: which function is next is about to be asked, by n.")


def _queue(view: View, argument: str) -> Iterator[str]:
    _hidden(view)
    moment, recording = view.moment, view.recording
    functions = recording.functions
    algorithm = algorithm_of(recording)
    entries = moment.queue
    order = ORDERS[algorithm.order]
    if not entries:
        yield f"funcs is empty ({order})"
    else:
        yield f"funcs holds {count(len(entries), 'function')}, {order}; the last is popped next"
    shown = entries if argument == "all" else entries[-MOST:]
    if len(shown) < len(entries):
        yield f"indices 0 to {len(entries) - len(shown) - 1} are left out: queue all tells them"
    for entry in shown:
        by = "at the start" if entry.added_by is None else f"by {functions[entry.added_by].label}"
        last = ", next" if entry is entries[-1] else ""
        yield (
            f"{entry.index}: {functions[entry.function].label}, generation {entry.generation}, "
            f"queued {by}{last}"
        )
    popped = [functions[pop.function].label for pop in recording.pops[: moment.pop_index + 1]]
    if popped:
        yield f"popped so far: {_latest(popped)}"
    if algorithm.seen_set:
        seen = [functions[i].label for i in view.timeline.seen_at(view.position)]
        yield f"seen_set holds {_latest(seen)}" if seen else "seen_set is empty"
    else:
        yield f"{recording.algorithm} has no seen_set"
    for push in refused(moment):
        yield push_told(moment, push)
    yield why_next(moment)


def _latest(labels: list[str]) -> str:
    if len(labels) <= MOST:
        return listed(labels)
    return f"{count(len(labels), 'function')}, the latest {listed(labels[-5:])}"


def _why(view: View, argument: str) -> Iterator[str]:
    """Why the next function is next and this one was popped; or why a node is what it is."""
    moment = view.moment
    if argument:
        key = node_named(view, argument)
        if key.kind == "v":
            yield from why_gradient(moment, key.number)
        else:
            yield from why_queued(moment, key.number)
        return
    _hidden(view)
    if moment.pop is not None:
        yield from why_queued(moment, moment.pop.function)
        popped = view.timeline.at(view.timeline.starts[moment.pop_index] + 1)
        yield sentence(popped)
    for push in refused(moment):
        yield push_told(moment, push)
    yield why_next(moment)


def _list(view: View, argument: str) -> Iterator[str]:
    """The loop as its pane shows it, or the function's own backward."""
    if argument in ("backward", "b", "rule"):
        f = view.moment.function
        if f is None:
            raise Refused("No function is popped yet; n pops the first.")
        if f.backward_source is None:
            raise Refused(f"The source of {f.class_name}.backward was not recorded.")
        yield f"{f.class_name}.backward"
        rows = rule_lines(view, ROOM, MOST_ROWS)
    elif argument in ("", "all"):
        yield f"backward.py, {view.recording.algorithm}"
        rows = source_lines(view, ROOM, MOST_ROWS if argument else 2 * AROUND + 1)
    else:
        raise Refused("Say list, list all or list backward.")
    for row in rows:
        yield plain(row).rstrip()


COMMANDS = (
    Command(
        "where",
        telling(_where),
        "say where this is: pass, pop, phase, the loop's line",
        "Tell",
        also=("w",),
    ),
    Command("pop", telling(_pop), "tell of this pop: rule, gys, inputs, gxs in numbers", "Tell"),
    Command(
        "pops",
        telling(_pops),
        "list the pops of this pass with their steps, marks and troubles",
        "Tell",
        argument="[all]",
        words=lambda view: ("all",),
    ),
    Command(
        "queue",
        telling(_queue),
        "tell of funcs, in order, with who queued each, and of seen_set",
        "Tell",
        argument="[all]",
        words=lambda view: ("all",),
    ),
    Command(
        "why",
        telling(_why),
        "why the next function is next; of a NAME, what made its gradient, or who queued it",
        "Tell",
        also=("y",),
        argument="[NAME]",
        more="why a tells every delivery that a.grad is made of; why square#1 who queued it.",
        words=names_of,
    ),
    Command(
        "list",
        telling(_list),
        "print the loop around its current line, which > points at",
        "Tell",
        also=("l",),
        argument="[all|backward]",
        more="list backward prints the backward of the function that is popped, with its names.",
        words=lambda view: ("all", "backward"),
    ),
)
