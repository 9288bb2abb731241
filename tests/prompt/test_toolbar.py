"""What stands below the prompt: the call being written, and the line on the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.application.current import set_app
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input import DummyInput
from prompt_toolkit.output import DummyOutput

from backstep.engine import Config
from backstep.prompt.keyboard import keyboard
from backstep.prompt.later import already
from backstep.prompt.position import position
from backstep.prompt.settings import Settings
from backstep.prompt.signature import Parameter, Signature
from backstep.prompt.standing import functions_behind
from backstep.prompt.toolbar import call_line
from backstep.session import Journal
from backstep.session.live import LiveSession

DIAMOND = "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))"


def below(
    before: str,
    *cells: str,
    settings: Settings | None = None,
    journal: Journal | None = None,
    vi: bool = False,
) -> str:
    """The area below the prompt, where `before` has been typed after some cells."""
    live = LiveSession(lambda text: None, journal)
    for cell in cells:
        live.run(cell)
    with create_app_session(input=DummyInput(), output=DummyOutput()):
        editor = keyboard(
            already(live), settings=settings or Settings(keys="vi" if vi else "emacs")
        )
        editor.default_buffer.reset(Document(before, len(before)))
        with set_app(editor.app):
            return fragment_list_to_text(editor.bottom_toolbar or [])


def test_the_line_on_the_session() -> None:
    line = below("", DIAMOND)
    assert line.split("  ")[0] == " 3 variables"
    assert "4 functions" in line
    assert "generation" in line
    assert line.endswith("F5 step")
    assert "\n" not in line


def test_it_names_the_algorithm_and_the_editing_mode() -> None:
    Config.algorithm = "stack"
    assert "stack" in below("")
    assert "vi INS" in below("", vi=True)


def test_it_tells_unsaved_cells_from_a_file_of_one_s_own(
    own_data_folder: Path, tmp_path: Path
) -> None:
    with Journal.create(own_data_folder / "sessions" / "auto.jsonl") as journal:
        assert "2 cells unsaved" in below("", "x = 1", "y = 2", journal=journal)
        journal.save_as(tmp_path / "visit.jsonl")
        assert "visit.jsonl" in below("", journal=journal)
    assert "not kept" in below("")


def test_the_signature_and_the_first_line_of_its_docstring() -> None:
    lines = below("y.backward(", DIAMOND).split("\n")
    assert lines[0] == " backward(retain_grad=False, create_graph=False)"
    assert lines[1].startswith("  Go back through the graph")
    assert len(lines) == 3


def test_off_by_setting_but_for_the_signature() -> None:
    off = Settings(toolbar=False)
    assert below("x = 1", settings=off) == ""
    assert below("square(", settings=off).startswith(" square(x)\n")


def test_no_signature_where_there_is_nothing_to_show() -> None:
    for before in ("nothing(", "%step f(", "'square("):
        assert "\n" not in below(before)


LONG = Signature("call", tuple(Parameter(f"parameter{i}", f"parameter{i}=None") for i in range(9)))


@pytest.mark.parametrize("index", range(9))
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_long_signature_keeps_the_current_parameter_in_the_width(index: int, width: int) -> None:
    call = position("call(" + "1, " * index).call
    assert call is not None
    line = call_line(LONG, call, width)
    assert len(fragment_list_to_text(line)) <= width
    assert [t for style, t, *_ in line if style == "class:toolbar.current"] == [
        f"parameter{index}=None"
    ]


def test_the_newest_graph_is_counted_and_only_so_far() -> None:
    live = LiveSession(lambda text: None)
    live.run("x = Variable(np.array(1.0))\ny = x * x + x\nz = sin(x)")
    assert functions_behind(live.runtime.variables()) == 1
    live.run("y = x * x + x")
    assert functions_behind(live.runtime.variables()) == 2
    live.run("for i in range(5000):\n    y = y + 1.0")
    assert functions_behind(live.runtime.variables()) == 1000
