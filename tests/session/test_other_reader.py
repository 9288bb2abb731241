"""The docstring of backstep.session is enough to read its files in another language."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from backstep.recording.timeline import Timeline
from backstep.session import Session, read_session, shipped_sessions
from backstep.session.arrays import unpacked_value
from backstep.session.records import Array
from tests.session import other_reader
from tests.session.material import PROGRAMS, written_session

SHIPPED = shipped_sessions()


def agree(path: Path) -> int:
    """Hold what the other reader finds against ours; gives how many gradients agreed."""
    ours, theirs = read_session(path), other_reader.read(path.read_bytes())
    assert theirs.title == ours.header.title and theirs.torn == ours.torn
    assert list(theirs.cells) == [cell.n for cell in ours.cells]
    assert [c.source for c in theirs.cells.values()] == [c.source for c in ours.cells]
    assert [c.output for c in theirs.cells.values()] == [c.output for c in ours.cells]
    assert [c.text for c in theirs.cells.values()] == [c.text for c in ours.cells]
    return sum(_passes_agree(ours, theirs, i) for i in range(len(ours.cells)))


def _passes_agree(ours: Session, theirs: other_reader.File, i: int) -> int:
    cell, other = ours.cells[i], list(theirs.cells.values())[i]
    assert len(other.passes) == len(cell.recordings)
    marks = {
        (pass_id, step): text
        for pass_id, found in cell.annotations.items()
        for step, text in found.marks.items()
    }
    assert other.marks == marks
    agreed = 0
    for back, recording in zip(other.passes, cell.recordings, strict=True):
        timeline = Timeline(recording)
        assert other_reader.steps_of(back) == timeline.length
        last = timeline.at(timeline.length)
        grads = other_reader.final_grads(back)
        for variable in range(len(recording.variables)):
            assert _value(grads.get(variable)) == last.grad(variable)
        told = dict(back["grads"]) if back.get("parent") is None else {}
        for variable, node in enumerate(back["variables"]):
            if node["named"] and node["label"] in told and node.get("order", 1) == 1:
                assert grads.get(variable) == told[node["label"]]
                agreed += 1
    return agreed


def _value(packed: object) -> object:
    if packed is None:
        return None
    if isinstance(packed, dict):
        return unpacked_value(json_array(packed))
    assert isinstance(packed, (int, float, str))
    return unpacked_value(float(packed))


def json_array(packed: object) -> Array:
    import msgspec

    return msgspec.json.decode(json.dumps(packed), type=Array)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_other_reader_agrees_on_a_shipped_session(name: str) -> None:
    assert agree(SHIPPED[name]) > 0


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_agrees_on_passes_of_every_sort(program: str, tmp_path: Path) -> None:
    agree(written_session(tmp_path / "talk.jsonl", program))


def test_it_agrees_on_a_torn_file_with_undone_cells(tmp_path: Path) -> None:
    from backstep.session import Journal

    path = written_session(tmp_path / "talk.jsonl")
    with Journal.open_for_append(path) as journal:
        journal.undo([2, 3])
        journal.redo([3])
    path.write_bytes(b"# a talk\n\n" + path.read_bytes() + b'{"kind": "done", "ce')
    assert agree(path) > 0


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_popped_was_queued(name: str) -> None:
    for cell in other_reader.read(SHIPPED[name].read_bytes()).cells.values():
        for back in cell.passes:
            if back["algorithm"] == "toposort":  # which makes its list beforehand
                continue
            queued = other_reader.queued_at_each_pop(back)
            for pop, waiting in zip(back["pops"], queued, strict=True):
                assert pop["function"] in waiting


def test_it_knows_nothing_of_ours() -> None:
    tree = ast.parse(Path(other_reader.__file__).read_text())
    found = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    found |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert found == {"__future__", "dataclasses", "json", "typing"}
