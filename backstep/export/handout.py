"""What a handout shows of a pass, in Markdown: its graph, a table of its pops, its gradients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backstep.export.errors import ExportError
from backstep.export.escaping import markdown as escaped
from backstep.export.escaping import shown
from backstep.export.mermaid import flowchart
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr, trn
from backstep.recording.records import Delivery, Recording, Value
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_text
from backstep.session.lectures.reading import MADE, MADE_END

MOST_EDGES = 150  # of a diagram on a page
FIRST, LAST = 20, 8  # pops of a long pass
PASSES = 4  # of one cell that are shown; of more the first ones and the last
QUEUED = 6  # entries of a queue
NUMBER = 30  # characters of a value
NAME = 40


def sections(subject: Subject, passes: Sequence[int], wanted: Wanted) -> str:
    """What is shown of some passes, between the marks that the reader of lectures skips; empty
    where there are none."""
    if wanted.alone:
        passes = [i for i in passes if i == wanted.index]
    if not passes:
        return ""
    chosen = list(passes)
    if len(chosen) > PASSES:
        chosen = [*passes[: PASSES - 1], passes[-1]]
    blocks = []
    for i in chosen:
        if i == passes[-1] and len(chosen) < len(passes):
            told = trn(
                "{n} backward pass in between is left out.",
                "{n} backward passes in between are left out.",
                len(passes) - len(chosen),
            )
            blocks.append(f"*{told}*")
        at = wanted.at if i == wanted.index else None
        blocks += _pass(subject.recordings[i], i + 1, at)
    return "\n\n".join([MADE, *blocks, MADE_END])


def handout(subject: Subject, wanted: Wanted) -> str:
    """The handout of passes that no program is known of. Raises ExportError without any."""
    made = sections(subject, range(len(subject.recordings)), wanted)
    if not made:
        raise ExportError(tr("there is no backward pass and no program to write"))
    head = [f"# {escaped(shown(subject.title, 200))}"] if subject.title else []
    return "\n\n".join([*head, made]) + "\n"


def _pass(recording: Recording, number: int, at: int | None) -> Iterator[str]:
    """The blocks of one pass."""
    timeline = Timeline(recording)
    yield _told(recording, number)
    lines, graph = flowchart(timeline.at(timeline.length if at is None else at), MOST_EDGES)
    yield "\n".join(["```mermaid", *lines, "```"])
    if graph.left_out:
        yield f"*{escaped(graph.told_left_out())}.*"
    if recording.pops:
        yield from _pops(timeline)
    if recording.grads:
        names = [tr("Variable"), tr("grad at the end")]
        rows = [(_name(name), _value(value)) for name, value in recording.grads]
        yield _table(names, rows)


def _told(recording: Recording, number: int) -> str:
    told = tr(
        "Backward pass {number}: {title}, by {loop}",
        number=number,
        title=escaped(shown(recording.title, 200)),
        loop=recording.algorithm,
    )
    flags = [
        name
        for name, on in (
            ("retain_grad=True", recording.retain_grad),
            ("create_graph=True", recording.create_graph),
        )
        if on
    ]
    told = ", ".join([f"**{told}**", *(f"`{flag}`" for flag in flags)])
    failure = recording.failure
    if failure is None:
        pops = trn("{n} pop", "{n} pops", len(recording.pops))
        return f"{told}: {pops}."
    ended = tr(
        "it ended in pop {pop} with {error}: {message}",
        pop=failure.pop,
        error=escaped(shown(failure.error)),
        message=escaped(shown(failure.message, 300)),
    )
    return f"{told}: {ended}."


def _pops(timeline: Timeline) -> Iterator[str]:
    """The table of the pops; of a long pass the first and the last, and a sentence says so."""
    count = len(timeline.recording.pops)
    names = [
        tr("pop"),
        tr("function"),
        "gys",
        "gxs",
        tr("delivered"),
        tr("queue after, the last is next"),
    ]
    if count <= FIRST + LAST:
        yield _table(names, [_row(timeline, k) for k in range(count)])
        return
    yield _table(names, [_row(timeline, k) for k in range(FIRST)])
    told = tr(
        "{n} pops in between are left out; these are the last {last}:",
        n=count - FIRST - LAST,
        last=LAST,
    )
    yield f"*{told}*"
    yield _table(names, [_row(timeline, k) for k in range(count - LAST, count)])


def _row(timeline: Timeline, k: int) -> tuple[str, ...]:
    recording = timeline.recording
    pop = recording.pops[k]
    f = recording.functions[pop.function]
    label = tr("{function}, generation {n}", function=_name(f.label), n=f.generation)
    gxs = tr("error") if pop.gxs is None else ", ".join(map(_value, pop.gxs))
    delivered = "<br>".join(_delivered(recording, d) for d in pop.deliveries)
    queue = timeline.queue_at(timeline.end_of_pop(k))
    entries = [_name(recording.functions[entry.function].label) for entry in queue[-QUEUED:]]
    more = len(queue) - len(entries)
    if more:
        entries.insert(0, tr("{n} more", n=more))
    return (
        str(k + 1),
        label,
        ", ".join(map(_value, pop.gys)),
        gxs,
        delivered,
        ", ".join(entries) or tr("empty"),
    )


def _delivered(recording: Recording, d: Delivery) -> str:
    """`a.grad = 8.0, queued`, or `a.grad += 8.0, now 16.0, seen`."""
    label = recording.variables[d.to].label
    name = _name(f"({label}).grad" if " " in label else f"{label}.grad")
    then = {"queued": tr("creator queued"), "seen": tr("creator seen already"), "leaf": tr("leaf")}
    if d.how == "set":
        return f"{name} = {_value(d.after)}, {then[d.then]}"
    now = tr("now {value}", value=_value(d.after))
    return f"{name} += {_value(d.gx)}, {now}, {then[d.then]}"


def _name(label: str) -> str:
    return escaped(shown(label, NAME))


def _value(value: Value | None) -> str:
    return escaped(value_text(value, NUMBER))


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
