"""Which passes a page holds."""

from __future__ import annotations

import re

import pytest

from backstep.export.errors import ExportError
from backstep.export.html import choosing, html_of
from backstep.export.html.choosing import chosen, left_out
from backstep.export.subject import ProgramCell, Subject
from backstep.export.wanted import Wanted
from backstep.recording.annotations import Annotations
from tests.export.html.material import of_diamond, of_source

(DIAMOND,) = of_diamond().recordings
STEPS = 22
CHAIN = "y = x = Variable(np.array(0.5))\nfor i in range(60):\n    y = sin(y)\ny.backward()"
MANY = Subject(
    (DIAMOND,) * 5,
    cells=(ProgramCell(1, "a", "", (0, 1)), ProgramCell(2, "b", "", (2, 3, 4))),
    pages=tuple(Annotations({i: f"note {i}"}) for i in range(5)),
)


def test_all_passes_are_held() -> None:
    assert chosen(MANY, Wanted(index=2)).subject == MANY
    assert left_out(MANY, Wanted()) == ""


def test_one_alone_is_held_with_its_notes_and_its_cell() -> None:
    held = chosen(MANY, Wanted(index=3, alone=True))
    assert (len(held.subject.recordings), held.index, held.told) == (1, 0, "")
    assert held.subject.page(0).marks == {3: "note 3"}
    assert [cell.passes for cell in held.subject.cells] == [(), (0,)]


def test_of_too_many_the_nearest_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST_STEPS", 3 * STEPS)
    held = chosen(MANY, Wanted(index=3))
    assert [page.marks for page in held.subject.pages] == [{i: f"note {i}"} for i in (2, 3, 4)]
    assert (held.index, held.told) == (1, "3 of 5 passes are on this page")
    assert left_out(MANY, Wanted(index=3)) == "2 passes of so many steps"


def test_a_pass_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST_STEPS", STEPS - 1)
    with pytest.raises(ExportError, match=r"at most 21 steps, and this pass has 22: \.jsonl"):
        html_of(MANY, Wanted())


def test_nothing_is_refused() -> None:
    with pytest.raises(ExportError, match="no backward pass"):
        html_of(Subject(()), Wanted())


def test_a_long_pass_is_packed() -> None:
    made = html_of(of_source(CHAIN), Wanted())
    assert re.search(r'<script type="application/octet-stream" id="backstep-pass-0">', made)
