"""Whatever is done to a file, reading it gives a session or a SessionError; and a session that is
accepted can be walked to its end by whoever shows it."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.recording.making.checks import check_at
from backstep.recording.records import Check
from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import plain_steps
from backstep.recording.timeline import Timeline
from backstep.session import Journal, Session, SessionError
from backstep.session.reader import parsed
from tests.session.material import CELL, HEADER, back_record, json_line, written_session

MUTATIONS = 2_000
PASSES = 1_000
PIECES = [b"", b"\n", b"{", b"}", b"[", b"]", b'"', b"\0", b"\xff", b"-", b"9" * 30, b"1e999"]
PIECES += [b"null", b"true", b'"nan"', b"\xed\xa0\x80", b"\\ud800", b'"kind":"back"', b"#"]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one to four changes."""
    content = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content))
        until = min(len(content), at + rng.choice([0, 1, 1, 5, 100]))
        match rng.randrange(6):
            case 0:
                content[at] ^= 1 << rng.randrange(8)
            case 1:
                del content[at:until]
            case 2:
                content[at:at] = content[at:until]
            case 3:
                content[at:until] = rng.choice(PIECES)
            case 4:
                lines = content.split(b"\n")
                lines.insert(rng.randrange(len(lines)), rng.choice(lines))
                content = bytearray(b"\n".join(lines))
            case _:
                del content[max(1, at) :]
    return bytes(content)


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("fuzz") / "talk.jsonl"
    written_session(path, "nested", "failure", "more than 64 elements")
    with Journal.open_for_append(path) as journal:
        for one in (Mark(3), Note(5, "here"), Ask(1, "next", given="add", right=True), Looked(2)):
            journal.annotate(1, 1, one)
    return path.read_bytes()


def test_a_mutated_file_is_a_session_or_a_session_error(valid: bytes) -> None:
    rng = random.Random(20261120)
    sessions = errors = 0
    for _ in range(MUTATIONS):
        try:
            assert isinstance(parsed(Path("talk.jsonl"), mutated(valid, rng)), Session)
            sessions += 1
        except SessionError as error:
            errors += 1
            assert str(error).isprintable()
    assert sessions > MUTATIONS / 20 and errors > MUTATIONS / 20  # both kinds are put to the test


def places_of(x: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = list(x) if isinstance(x, dict) else list(range(len(x))) if isinstance(x, list) else []
    return [place for key in keys for place in [(x, key), *places_of(x[key])]]


def spoilt(record: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The record of a pass with another value in some places, often one that could stand there."""
    changed = copy.deepcopy(record)
    for _ in range(rng.randint(1, 3)):
        container, key = rng.choice(places_of(changed))
        if container is changed and key == "kind":
            continue
        others = [c[k] for c, k in places_of(changed) if type(c[k]) is type(container[key])]
        container[key] = copy.deepcopy(
            rng.choice([*others, rng.randrange(6), rng.choice([None, -1, 0.5, "set", [], True])])
        )
    return changed


def test_a_spoilt_pass_is_refused_or_can_be_walked() -> None:
    rng = random.Random(7)
    record = back_record()
    for pop in record["pops"]:
        pop["check"] = [
            {"gx": 1.0, "difference": 2.0, "verdict": "differs", "at": []} for _ in pop["gxs"]
        ]
    walked = 0
    for _ in range(PASSES):
        line = json_line(HEADER) + json_line(CELL) + json_line(spoilt(record, rng))
        try:
            session = parsed(Path("talk.jsonl"), line)
        except SessionError:
            continue
        for recording in session.recordings:
            walk(recording)
            walked += 1
    assert walked > PASSES / 20


def walk(recording: Any) -> None:
    """What the screens ask of a recording, at every position."""
    timeline = Timeline(recording)
    for position in range(timeline.length + 1):
        moment = timeline.at(position)
        assert len(moment.queue) <= len(recording.pops) * 4 + 1
        for i in range(len(recording.variables)):
            moment.grad(i)
            moment.label(i)
        for i in range(len(recording.functions)):
            moment.state_of(i)
    plain_steps(recording)
    for pop in recording.pops:
        told = check_at(recording, replace(pop, check=None))
        assert isinstance(told, Check | str)
    for line in json_lines(recording):
        json.loads(line)
