"""Figures in a session file: what is shown comes back, and nothing that could not be one does."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from backstep.recording.figures import Figure, Plot, Series
from backstep.recording.records import Recording
from backstep.session import Journal, limits, read_session
from backstep.session.live import MOST_FIGURES, LiveSession
from tests.session.material import CELL, message_of, session_file

IMPORT = "import matplotlib.pyplot as plt"
SHOWING = {
    "curves": "plt.plot([1, 2], [3, 0.1], 'ro--', label='a'); plt.plot([1, float('nan')])",
    "points": "plt.scatter([1, 2, 3], [1, 2, 3], c=[0, 1, 2]); plt.axhline(1); plt.axvline(2)",
    "bars": "plt.bar(['a', 'b'], [1, -2]); plt.title('t'); plt.xlabel('x'); plt.ylabel('y')",
    "a field": "plt.contourf(np.eye(4)); plt.contour(np.eye(4)); plt.text(1, 2, 'here')",
    "a picture": "plt.imshow(np.eye(3), cmap='gray'); plt.axis('off')",
    "settings": "plt.plot([1]); plt.xlim(0, 3); plt.yscale('log'); plt.grid(); plt.axis('equal')",
    "ticks": "plt.plot([1]); plt.xticks([0, 1], ['a', 'b']); plt.yticks([0.5])",
    "a grid": "fig, ax = plt.subplots(1, 2); ax[0].plot([1]); ax[1].plot([2]); plt.suptitle('s')",
}


def lived(path: Path, *cells: str) -> LiveSession:
    """A session that ran some cells and was written to a file."""
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        for cell in (IMPORT, *cells):
            problem = live.run(cell).outcome.problem
            assert problem is None, problem.render()
    return live


@pytest.mark.parametrize("what", SHOWING)
def test_a_figure_comes_back_as_it_was_shown(what: str, tmp_path: Path) -> None:
    live = lived(tmp_path / "s.jsonl", f"{SHOWING[what]}\nplt.show()")
    [back] = read_session(tmp_path / "s.jsonl").plots
    assert repr(back) == repr(live.figures[0])  # nan is not equal to itself


def test_figures_stand_at_their_places_among_the_passes(tmp_path: Path) -> None:
    lived(
        tmp_path / "s.jsonl",
        "x = Variable(np.array(2.0))\nplt.plot([1]); plt.show()\nfor i in range(2):\n"
        "    square(x).backward()\nplt.plot([2]); plt.show()\nsquare(x).backward()",
        "plt.plot([3]); plt.show()",
    )
    shown = read_session(tmp_path / "s.jsonl").shown
    told = [each.id if isinstance(each, Recording) else "plot" for each in shown]
    assert told == ["plot", 1, 2, "plot", 3, "plot"]


def test_a_figure_is_on_disk_before_its_cell_is_done(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        live.plotted = lambda figure: kinds.extend(_kinds(path))
        kinds: list[str] = []
        live.run(f"{IMPORT}\nplt.plot([1]); plt.show()")
    assert kinds == ["header", "cell", "plot"]


def _kinds(path: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_undone_cell_takes_its_figures_along(tmp_path: Path) -> None:
    live = lived(tmp_path / "s.jsonl", "plt.plot([1]); plt.show()")
    live.hold(live.cells[:1], live.cells[1:])
    assert live.figures == []


def test_what_runs_again_to_undo_shows_nothing() -> None:
    drawn: list[Figure] = []
    live = LiveSession(lambda text: None, plotted=drawn.append)
    live.muted = True
    live.run(f"{IMPORT}\nplt.plot([1]); plt.show()")
    assert (drawn, live.figures) == ([], [])


def test_a_cell_that_shows_too_many_is_told_so() -> None:
    written: list[str] = []
    live = LiveSession(written.append)
    live.run(f"{IMPORT}\nfor i in range({MOST_FIGURES + 3}):\n    plt.plot([i]); plt.show()")
    assert len(live.figures) == MOST_FIGURES
    assert written == ["warning: 3 more plots were not drawn: a cell shows 100\n"]


def test_a_session_that_holds_many_numbers_keeps_no_more_plots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PLOTTED", 7)
    path = tmp_path / "s.jsonl"
    show = "plt.plot([1, 2, 3]); plt.show()"
    live = lived(path, show, show)
    assert len(live.figures) == 2  # both were drawn
    assert len(read_session(path).plots) == 1
    with Journal.open_for_append(path) as journal:  # what is there counts
        assert (
            journal.plot(1, Figure((Plot(series=(Series("curve", (1.0,), (1.0,)),)),)), 0) is False
        )


def test_what_a_stranger_wrote_is_made_visible(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, record(title="\x1b[2J\u202e", series=[curve(label="\x07")]))
    [figure] = read_session(path).plots
    assert figure.plots[0].title == "\\x1b[2J\\u202e"
    assert figure.plots[0].series[0].label == "\\x07"


def test_numbers_that_json_has_not_come_back(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL, record(series=[curve(x=[1, 2, 3], y=["nan", "inf", -0.0])]))
    y = read_session(path).plots[0].plots[0].series[0].y
    assert math.isnan(y[0]) and y[1] == math.inf and math.copysign(1, y[2]) == -1


def curve(**fields: Any) -> dict[str, Any]:
    return {"form": "curve", "x": [1], "y": [1]} | fields


def field(**fields: Any) -> dict[str, Any]:
    return {"form": "filled", "x": [0, 1], "y": [0], "z": [[1, 2]], "levels": [1.5]} | fields


def record(cell: int = 1, **plot: Any) -> dict[str, Any]:
    return {"kind": "plot", "cell": cell, "plots": [plot]}


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (record(cell=2), "field cell: there is no cell 2 before this line"),
        ({"kind": "plot", "cell": 1, "plots": 3}, "field plots: expected array, got int"),
        ({"kind": "plot", "cell": 1}, "object missing required field plots"),
        ({"kind": "plot", "cell": 1, "plots": [{}] * 17}, "expected array of length <= 16"),
        (record(row=8), "expected int <= 7"),
        (record(row=-1), "expected int >= 0"),
        (record(title=3), "field plots[0].title: expected str, got int"),
        (record(xlim=[1]), "expected array of length 2"),
        (record(xlim=[1, "a"]), "expected float | null, got str"),
        (record(yscale="cubic"), "invalid enum value 'cubic'"),
        (record(series=[curve(form="spline")]), "invalid enum value 'spline'"),
        (record(series=[curve(hue="mauve")]), "invalid enum value 'mauve'"),
        (record(series=[curve(stroke="wavy")]), "invalid enum value 'wavy'"),
        (record(series=[curve(marker="\x1b")]), "series[0].marker: none of the markers"),
        (record(series=[curve(marker="ox")]), "series[0].marker: none of the markers"),
        (record(series=[curve(hues=["mauve"])]), "series[0].hues: none of the colours"),
        (record(series=[curve(hues=["red"] * 2)]), "series[0].hues: 2 where there should be 1"),
        (record(series=[curve(y=[1, 2])]), "series[0].y: 2 where there should be 1"),
        (record(series=[curve(y=["one"])]), "invalid enum value 'one'"),
        (record(series=[curve(form="across")]), "series[0].y: 1 where there should be 2"),
        (
            record(series=[curve(form="down", x=[], y=[1])]),
            "series[0].y: 1 where there should be 0",
        ),
        (record(series=[curve(x=[0] * 20_001, y=[0] * 20_001)]), "of length <= 20000"),
        (record(series=[curve()] * 65), "of length <= 64"),
        (record(series=[curve(left_out=-1)]), "expected int >= 0"),
        (record(fields=[field(x=[])]), "of length >= 1"),
        (record(fields=[field(z=[])]), "fields[0].z: 0 where there should be 1"),
        (record(fields=[field(z=[[1]])]), "fields[0].z[0]: 1 where there should be 2"),
        (record(fields=[field(levels=[0] * 1000)]), "of length <= 128"),
        (record(xticks={"places": [1], "labels": []}), "xticks.labels: 0 where there should be 1"),
        (record(remarks=[{"x": "nan", "y": 0, "text": ""}]), "expected float, got str"),
    ],
)
def test_what_cannot_be_a_figure_is_refused_with_its_place(
    bad: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    told = message_of(session_file(tmp_path, CELL, bad))
    assert told.startswith("talk.jsonl, line 3")
    assert sentence in told


def test_too_many_numbers_in_all_plots_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PLOTTED", 9)
    three = record(series=[curve(x=[1, 2, 3], y=[1, 2, 3])])
    path = session_file(tmp_path, CELL, three, three)
    assert "more than 9 numbers in all plots" in message_of(path)
