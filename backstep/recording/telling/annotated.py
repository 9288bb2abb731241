"""A pass with what was put to it: its notes and questions among the steps, and as JSON events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from backstep.messages import later, tr
from backstep.recording.annotations import Annotations, Ask
from backstep.recording.records import Recording
from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import plain_steps, summary

ASKED = {
    "next": later("Which function is popped next?"),
    "gx": later("What is gx?"),
    "shape": later("What is the shape of gx?"),
    "how": later("Is the gradient set, or added to?"),
    "then": later("What becomes of the creator?"),
    "grad": later("What is the output's gradient after this pop?"),
}


def annotated_steps(recording: Recording, known: Annotations) -> list[str]:
    """A pass in plain lines under its summary, each note after its step, each question before."""
    lines = [summary(recording)]
    asks = [ask for ask in known.asks if ask.by_author]
    for position, line in enumerate(plain_steps(recording)):
        lines.append(f"  {line}")
        for text in known.marks.get(position, "").split("\n"):
            lines += ["    " + tr("note: {text}", text=text)] if text else []
        lines += [
            "    " + tr("question: {text}", text=asked(ask)) for ask in asks if ask.step == position
        ]
    return lines


def asked(ask: Ask) -> str:
    """A question on one line, with what it offers."""
    words = " ".join((ask.text or tr(ASKED.get(ask.question, ask.question))).split())
    return f"{words} ({', '.join(ask.choices)})" if ask.choices else words


def annotated_json(recording: Recording, known: Annotations) -> Iterator[str]:
    """The events of a pass as lines of JSON, and after them what was put to it."""
    yield from json_lines(recording)
    for event in annotation_events(recording.id, known):
        yield json_line(event)


def annotation_events(pass_id: int, known: Annotations) -> Iterator[dict[str, Any]]:
    """A `note`, `stop` or `ask` for each; the step is the position that it stands at."""
    for step, text in known.marks.items():
        if text:
            yield {"event": "note", "id": pass_id, "step": step, "text": text}
        else:
            yield {"event": "stop", "id": pass_id, "step": step}
    for ask in known.asks:
        told: dict[str, Any] = {
            "event": "ask",
            "id": pass_id,
            "step": ask.step,
            "question": ask.question,
            "text": ask.text,
            "answer": ask.answer,
        }
        if ask.input is not None:
            told["input"] = ask.input
        if ask.choices:
            told["choices"] = list(ask.choices)
        if ask.why:
            told["why"] = ask.why
        if ask.given is not None:
            told |= {"given": ask.given, "confidence": ask.confidence, "right": ask.right}
        yield told


def text_json(text: str) -> str:
    """A stretch of prose as a line of JSON."""
    return json_line({"event": "text", "text": text})


def json_line(event: dict[str, Any]) -> str:
    """An event as it is written."""
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
