"""Commands that tell of the moment: where, pop, queue, why, list."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.messages import later, tr, trn
from backstep.recording.looking.queueing import algorithm_of
from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import push_told, refused, why_gradient, why_next, why_queued
from backstep.stepper.entry import Refused
from backstep.stepper.panes.pop import pop_parts
from backstep.stepper.panes.source import listing_of, mark_of, rule_lines, source_lines
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.naming import names_of, node_named
from backstep.stepper.plain.words import MOST, labels_of, listed, spoken, value
from backstep.stepper.predict.quiz import hides_next
from backstep.stepper.text import plain
from backstep.stepper.view import View

ROOM = 120  # cells that an answer may take for one thing
MOST_ROWS = 400  # of a source text
AROUND = 6  # lines of the loop before and after the current one
ORDERS = {
    "sorted": later("sorted by generation"),
    "stack": later("as a stack"),
    "fifo": later("first in, first out"),
    "preset": later("filled before the loop"),
}
AT_START = later("{index}: {function}, generation {generation}, queued at the start")
QUEUED_BY = later("{index}: {function}, generation {generation}, queued by {by}")


def _where(view: View, argument: str) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f = moment.function
    if f is None:
        yield tr("pop 0 of {n}: nothing is popped yet", n=len(recording.pops))
    else:
        yield tr(
            "pop {i} of {n}: {function}, generation {generation}, from {inputs} to {outputs}",
            i=moment.pop_index + 1,
            n=len(recording.pops),
            function=f.label,
            generation=f.generation,
            inputs=labels_of(moment, f.inputs),
            outputs=labels_of(moment, f.outputs),
        )
    phase: str = moment.phase or tr("start")
    if moment.step is not None and moment.step.delivery is not None and moment.pop is not None:
        many = len(moment.pop.deliveries)
        phase = tr("{phase} {i} of {n}", phase=phase, i=moment.step.delivery + 1, n=many)
    yield tr(
        "step {step} of {steps}: {phase}",
        step=view.position,
        steps=view.timeline.length,
        phase=phase,
    )
    line = _current_line(view)
    if line:
        yield line
    target = recording.target_node.label
    yield tr("in {target}.backward(), by {algorithm}", target=target, algorithm=recording.algorithm)
    if recording.title != recording.target_node.label:
        yield recording.title
    yield sentence(moment)


def _current_line(view: View) -> str:
    listing = listing_of(view.recording.algorithm)
    mark = mark_of(view.moment)
    if listing is None or mark not in listing.marks:
        return ""
    at = listing.marks[mark]
    return tr(
        "line {line} of backward.py: {code}",
        line=listing.first + at,
        code=listing.lines[at].strip(),
    )


def _pop(view: View, argument: str) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f, pop = moment.function, moment.pop
    if f is None or pop is None:
        yield tr("Nothing is popped yet. n pops the next function, s takes one step.")
        if view.position:
            grad = moment.grad_label(recording.target)
            yield tr("seed: {grad} = {value}", grad=grad, value=value(recording.seed))
        return
    yield tr(
        "pop {i} of {n}: {function}, generation {generation}",
        i=moment.pop_index + 1,
        n=len(recording.pops),
        function=f.label,
        generation=f.generation,
    )
    for part in pop_parts(view, ROOM):
        if part.packed and part.items:
            yield f"{part.label or tr('and')}: {'; '.join(part.items)}"
        elif not part.packed:
            arrow = f" {spoken().arrow} "
            yield from (f"{part.label}: {item.replace(' -> ', arrow)}" for item in part.items)
    if not moment.reached("multiply"):
        yield tr("gxs: not computed yet")
    elif moment.failed:
        yield sentence(moment)


def _pops(view: View, argument: str) -> Iterator[str]:
    """The pops of the pass, as the scrubber shows them; of many those around this one."""
    _hidden(view)
    recording, here = view.recording, view.moment.pop_index
    total = len(recording.pops)
    if not total:
        yield tr("The pass was stopped before its first pop.")
    first = 0 if argument == "all" else min(max(0, here - MOST // 2), max(0, total - MOST))
    end = total if argument == "all" else min(total, first + MOST)
    if (first, end) != (0, total):
        yield tr(
            "pops {first} to {last} of {n}: pops all tells them all",
            first=first + 1,
            last=end,
            n=total,
        )
    marks = view.notebook.page(view.index).marks
    for k in range(first, end):
        f = recording.functions[recording.pops[k].function]
        starts, ends = view.timeline.starts[k] + 1, view.timeline.end_of_pop(k)
        told = [
            tr(
                "pop {pop}: {function}, generation {generation}, steps {first} to {last}",
                pop=k + 1,
                function=f.label,
                generation=f.generation,
                first=starts,
                last=ends,
            )
        ]
        told += [f"{each.kind}!" for each in view.timeline.troubles.get(k, ())]
        told += [tr("marked")] if any(starts <= step <= ends for step in marks) else []
        told += [tr("here")] if k == here else []
        yield ", ".join(told)


def _hidden(view: View) -> None:
    """Raise Refused for what would tell the answer of a question that comes next."""
    if hides_next(view):
        raise Refused(tr("Not now: which function is next is about to be asked, by n."))


def _queue(view: View, argument: str) -> Iterator[str]:
    _hidden(view)
    moment, recording = view.moment, view.recording
    functions = recording.functions
    algorithm = algorithm_of(recording)
    entries = moment.queue
    order = tr(ORDERS[algorithm.order])
    if not entries:
        yield tr("funcs is empty ({order})", order=order)
    else:
        yield trn(
            "funcs holds {n} function, {order}; the last is popped next",
            "funcs holds {n} functions, {order}; the last is popped next",
            len(entries),
            order=order,
        )
    shown = entries if argument == "all" else entries[-MOST:]
    if len(shown) < len(entries):
        last_out = len(entries) - len(shown) - 1
        yield tr("indices 0 to {last} are left out: queue all tells them", last=last_out)
    for entry in shown:
        told = tr(
            AT_START if entry.added_by is None else QUEUED_BY,
            index=entry.index,
            function=functions[entry.function].label,
            generation=entry.generation,
            by="" if entry.added_by is None else functions[entry.added_by].label,
        )
        yield tr("{entry}, next", entry=told) if entry is entries[-1] else told
    popped = [functions[pop.function].label for pop in recording.pops[: moment.pop_index + 1]]
    if popped:
        yield tr("popped so far: {functions}", functions=_latest(popped))
    if algorithm.seen_set:
        seen = [functions[i].label for i in view.timeline.seen_at(view.position)]
        holds = tr("seen_set holds {functions}", functions=_latest(seen) if seen else "")
        yield holds if seen else tr("seen_set is empty")
    else:
        yield tr("{algorithm} has no seen_set", algorithm=recording.algorithm)
    for push in refused(moment):
        yield push_told(moment, push)
    yield why_next(moment)


def _latest(labels: list[str]) -> str:
    if len(labels) <= MOST:
        return listed(labels)
    return trn(
        "{n} function, the latest {functions}",
        "{n} functions, the latest {functions}",
        len(labels),
        functions=listed(labels[-5:]),
    )


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
            raise Refused(tr("No function is popped yet; n pops the first."))
        if f.backward_source is None:
            raise Refused(tr("The source of {name}.backward was not recorded.", name=f.class_name))
        yield f"{f.class_name}.backward"
        rows = rule_lines(view, ROOM, MOST_ROWS)
    elif argument in ("", "all"):
        yield f"backward.py, {view.recording.algorithm}"
        rows = source_lines(view, ROOM, MOST_ROWS if argument else 2 * AROUND + 1)
    else:
        raise Refused(tr("Say list, list all or list backward."))
    for row in rows:
        yield plain(row).rstrip()


COMMANDS = (
    Command(
        "where",
        telling(_where),
        later("say where this is: pass, pop, phase, the loop's line"),
        "Tell",
        also=("w",),
    ),
    Command(
        "pop", telling(_pop), later("tell of this pop: rule, gys, inputs, gxs in numbers"), "Tell"
    ),
    Command(
        "pops",
        telling(_pops),
        later("list the pops of this pass with their steps, marks and troubles"),
        "Tell",
        argument="[all]",
        words=lambda view: ("all",),
    ),
    Command(
        "queue",
        telling(_queue),
        later("tell of funcs, in order, with who queued each, and of seen_set"),
        "Tell",
        argument="[all]",
        words=lambda view: ("all",),
    ),
    Command(
        "why",
        telling(_why),
        later("why the next function is next; of a NAME, what made its gradient, or who queued it"),
        "Tell",
        also=("y",),
        argument="[NAME]",
        more=later(
            "why a tells every delivery that a.grad is made of; why square#1 who queued it."
        ),
        words=names_of,
    ),
    Command(
        "list",
        telling(_list),
        later("print the loop around its current line, which > points at"),
        "Tell",
        also=("l",),
        argument="[all|backward]",
        more=later(
            "list backward prints the backward of the function that is popped, with its names."
        ),
        words=lambda view: ("all", "backward"),
    ),
)
