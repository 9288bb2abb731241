"""The host looks at a session from every side, as the prompt, the stepper and the file do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import fields, is_dataclass, replace
from io import StringIO
from typing import Any

from backstep.language import bounded_repr
from backstep.prompt.commands.command import Stage
from backstep.prompt.commands.registry import run_command
from backstep.prompt.explain import explanation
from backstep.prompt.lookup import attribute_names, text_keys
from backstep.prompt.signature import signature_of
from backstep.recording.making.checks import check_at, live_functions
from backstep.recording.records import Recording
from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import plain_steps, summary
from backstep.recording.visible import visible
from backstep.session.digest import digest_of
from backstep.session.live import LiveSession
from backstep.stepper.actions import footer_hints
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import first_view
from tests.language.escapes.reading import Payload

COMMANDS = ("%vars", "%graph", "%check", "%history -o", "%time", "%graph y", "%check y")
MOST_MOMENTS = 20
RAW = ("backward_source",)  # the text of a program: who shows it makes it visible


def looked_at(payload: Payload) -> str:
    """What came of looking at what a payload made; empty where all is well."""
    said: list[str] = []
    written: list[str] = []
    ran: list[str] = []
    live = LiveSession(written.append, check_own=True)
    live.runtime.offer(got=lambda *_: ran.append("got"))
    errors = StringIO()
    with redirect_stderr(errors), warnings.catch_warnings():
        warnings.simplefilter("error")
        result = live.run(payload.source)
        ran.clear()
        problem = result.outcome.problem
        if problem is not None:
            said.append(problem.render())
        if result.outcome.shows:
            said.append(bounded_repr(result.outcome.value))
            ran.clear()
        said += _looks(live)
    said.append(errors.getvalue())
    if ran:
        return "the host ran the person's code"
    odd = next((text for text in said if visible(text) != text), None)
    if odd is not None:
        return f"the terminal would obey it: {odd[:200]!r}"
    if payload.said:
        told = "" if problem is None else problem.message
        return "" if payload.said[0] in visible(told) else f"it ended in another sentence: {told}"
    return "" if problem is None else f"it ended in an error: {problem.message}"


def _looks(live: LiveSession) -> Iterator[str]:
    runtime = live.runtime
    digest_of(runtime.variables())
    for name in runtime.user_names()[:50]:
        yield explanation(name, runtime) or ""
        yield " ".join(attribute_names(name, runtime))
        yield " ".join(text_keys(name, runtime))
        told = signature_of(name, runtime)
        yield "" if told is None else f"{told.name}{told.text}{told.doc}"
        for attribute in attribute_names(name, runtime)[:50]:
            yield explanation(f"{name}.{attribute}", runtime) or ""
            yield " ".join(attribute_names(f"{name}.{attribute}", runtime))
    for recording in live.recordings:
        yield from _looks_at_pass(live, recording)
    said: list[str] = []
    live.write, kept = said.append, live.write
    for command in COMMANDS:
        run_command(command, Stage(live, interactive=False))
    live.write = kept
    yield from said


def _looks_at_pass(live: LiveSession, recording: Recording) -> Iterator[str]:
    yield from (recording.title, summary(recording), *plain_steps(recording))
    yield from json_lines(recording)
    yield from _texts(recording)
    target = live.runtime.variables().get(recording.target_node.label)
    functions = live_functions(recording, target)
    for pop in recording.pops:
        check_at(recording, pop)
        yield str(check_at(recording, pop, functions.get(pop.function)))
    view = replace(first_view([recording]), size=(200, 60), differences=True)
    for position in range(min(view.timeline.length, MOST_MOMENTS)):
        at = view.to(position)
        yield from map(plain, screen_lines(at, footer_hints(at)))


def _texts(thing: Any) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, (tuple, list)):
        for each in thing:
            yield from _texts(each)
    elif is_dataclass(thing):
        for each in fields(thing):
            if each.name not in RAW:
                yield from _texts(getattr(thing, each.name))
