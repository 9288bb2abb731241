"""A recording as JSON events, one object a line: what --json and exports print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from backstep.recording.records import Pop, Recording
from backstep.recording.timeline import Timeline
from backstep.recording.values import number_json, value_json

QUEUE_ENTRIES = 64  # a snapshot of a wide graph's queue at every pop would be quadratic


def events(recording: Recording) -> Iterator[dict[str, Any]]:
    """The events of one pass: backward, a pop each, then done or error."""
    timeline = Timeline(recording)
    head: dict[str, Any] = {
        "event": "backward",
        "id": recording.id,
        "target": recording.target_node.label,
        "algorithm": recording.algorithm,
        "retain_grad": recording.retain_grad,
        "create_graph": recording.create_graph,
        "functions": len(recording.first_order),
    }
    if recording.parent is not None:
        head["parent"] = recording.parent
    yield head
    for k, pop in enumerate(recording.pops):
        if pop.gxs is not None:
            yield _pop_event(timeline, k, pop)
    failure = recording.failure
    if failure is not None:
        yield {
            "event": "error",
            "id": recording.id,
            "pop": failure.pop,
            "error": failure.error,
            "message": failure.message,
        }
        return
    yield {
        "event": "done",
        "id": recording.id,
        "pops": len(recording.pops),
        "grads": {name: value_json(value) for name, value in recording.grads},
    }


def json_lines(recording: Recording) -> Iterator[str]:
    """The events as lines of JSON."""
    for event in events(recording):
        yield json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _pop_event(timeline: Timeline, k: int, pop: Pop) -> dict[str, Any]:
    recording = timeline.recording
    f = recording.functions[pop.function]
    after = timeline.at(timeline.end_of_pop(k))
    queue = after.queue
    trouble = [each.sentence for each in timeline.troubles.get(k, ())]
    event = {
        "event": "pop",
        "id": recording.id,
        "pop": k + 1,
        "function": f.class_name,
        "label": f.label,
        "generation": f.generation,
        "inputs": [after.label(i) for i in f.inputs],
        "outputs": [after.label(i) for i in f.outputs],
        "gys": [value_json(gy) for gy in pop.gys],
        "gxs": [value_json(gx) for gx in pop.gxs or ()],
        "delivered": [
            {
                "to": after.label(d.to),
                "how": d.how,
                "before": value_json(d.before),
                "gx": value_json(d.gx),
                "after": value_json(d.after),
                "then": d.then,
            }
            for d in pop.deliveries
        ],
        "queue": [
            [recording.functions[entry.function].class_name, entry.generation]
            for entry in queue[-QUEUE_ENTRIES:]
        ],
        "queue_length": len(queue),
        "freed": [after.label(i) for i in pop.freed],
        "born": pop.born,
    }
    if pop.check is not None and not pop.check.trouble:
        event["check"] = [
            {
                "gx": number_json(one.gx),
                "difference": number_json(one.difference),
                "at": one.at,
                "verdict": one.verdict,
            }
            for one in pop.check.inputs
        ]
    return event | {"trouble": trouble} if trouble else event
