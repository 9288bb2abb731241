"""Plots on their way to a person, in a process of its own: a pipe, JSON, a terminal, a replay."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from backstep.session import read_session

PROGRAM = """\
import matplotlib.pyplot as plt
x = Variable(np.array(3.0))
losses = []
for i in range(3):
    y = x * x
    losses.append(y)
    x.cleargrad()
    y.backward()
    x.data -= 0.1 * x.grad.data
plt.plot(losses, label='loss')
plt.show()
y = x + 1
y.backward()
"""
DRAWN = "** loss"


def backstep(*arguments: str, home: Path, stdin: str = "", **more: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "backstep", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "BACKSTEP_HOME": str(home), **more},
        check=False,
        timeout=60,
    )


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return str(path)


def test_a_pipe_gets_ascii_of_80_columns(program: str, tmp_path: Path) -> None:
    done = backstep("run", program, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert DRAWN in done.stdout and done.stdout.isascii() and "\x1b" not in done.stdout
    plot = done.stdout[done.stdout.index(DRAWN) :].splitlines()[1:20]
    assert {len(line.rstrip()) for line in plot[:2]} == {80}


def test_a_piped_program_draws_too(tmp_path: Path) -> None:
    done = backstep(home=tmp_path, stdin=PROGRAM)
    assert (done.returncode, done.stderr) == (0, "")
    assert DRAWN in done.stdout


def test_json_tells_a_figure_among_the_passes(program: str, tmp_path: Path) -> None:
    done = backstep("run", "--json", program, home=tmp_path)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [e["event"] for e in events if e["event"] in ("backward", "plot")] == [
        *["backward"] * 3,
        "plot",
        "backward",
    ]
    [plot] = next(e for e in events if e["event"] == "plot")["plots"]
    [series] = plot["series"]
    assert series["label"] == "loss"
    assert series["x"] == [0.0, 1.0, 2.0]
    assert series["y"] == pytest.approx([9.0, 5.76, 3.6864])


def test_a_replay_draws_it_at_its_place_and_runs_nothing(program: str, tmp_path: Path) -> None:
    saved = str(tmp_path / "s.jsonl")
    backstep("run", "--save", saved, program, home=tmp_path)
    done = backstep("replay", "--plain", saved, home=tmp_path)
    told = re.findall(r"^\w+\.backward\(\)|\*\* loss", done.stdout, re.MULTILINE)
    assert told == [*["y.backward()"] * 3, DRAWN, "y.backward()"]
    events = backstep("replay", "--json", saved, home=tmp_path).stdout
    assert events == backstep("run", "--json", program, home=tmp_path).stdout


def test_a_session_of_plots_alone_can_be_replayed(tmp_path: Path) -> None:
    path, saved = tmp_path / "p.py", str(tmp_path / "s.jsonl")
    path.write_text("import matplotlib.pyplot as plt\nplt.plot([1, 2], label='loss')\nplt.show()\n")
    backstep("run", "--save", saved, str(path), home=tmp_path)
    for arguments in (["replay", saved], []):
        done = backstep(*arguments, home=tmp_path, stdin=f"%replay {saved}\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert DRAWN in done.stdout


@pytest.mark.parametrize("arguments", [["run", "-"], ["run", "--json", "-"], []])
def test_a_figure_that_was_never_shown_is_told_of(arguments: list[str], tmp_path: Path) -> None:
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
    done = backstep(*arguments, home=tmp_path, stdin=source)
    assert done.returncode == 0
    assert done.stderr == "note: a figure was plotted and never shown: plt.show() draws it\n"


def test_the_network_of_layers_runs_as_pasted_and_its_losses_are_kept(tmp_path: Path) -> None:
    """The figures are those of the sessions 04 and 05, reached by that program under CPython."""
    source = (Path(__file__).parent / "programs" / "layers.py").read_text(encoding="utf-8")
    done = backstep(home=tmp_path, stdin=f"{source}\n%save {tmp_path}/s\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:6] == [
        "j 3295.0",
        "numerical 247.1311126871836",
        "j.backward(): 18 pops over 18 functions, x1.grad = 85.0, w1.grad = 247.0, "
        "w2.grad = 266.0, b1.grad = 19.0, and 9 more",
        "engine 247.0",
        "at 1000 999.9872897758287",
        "mean loss 3168.8210899716673 2.823282168476737e-12",
    ]
    [figure] = read_session(tmp_path / "s.jsonl").plots
    [series] = figure.plots[0].series
    assert (len(series.y), series.y[0], series.y[-1]) == (
        100,
        3168.8210899716673,
        2.823282168476737e-12,
    )


def test_nothing_of_plots_is_loaded_by_a_program_that_has_none() -> None:
    program = (
        "import sys\nfrom backstep.session.live import LiveSession\n"
        "import backstep.cli, backstep.prompt.repl, backstep.prompt.piped\n"
        "LiveSession(print).run('y = 1')\n"
        "print([m for m in sys.modules if 'plot' in m or 'figure' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(re.findall(r"'([\w.]+)'", done.stdout))
    light = {"backstep.language.library.plotting", "backstep.language.library.plotting.opened"}
    assert loaded <= {*light, "backstep.prompt.plots", "backstep.session.figures"}


def test_drawing_loads_no_textual() -> None:
    program = (
        "import sys, io\nfrom backstep.recording.figures import Figure, Plot\n"
        "from backstep.stepper.plots.terminal import figure_text\n"
        "figure_text(Figure((Plot(),)), sys.stdout)\n"
        "print([m for m in ('plotext', 'textual', 'prompt_toolkit') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "['plotext']\n"


def on_terminal(tmp_path: Path, program: str, size: tuple[int, int], **environment: str) -> str:
    """What a terminal of a size gets from a program without a backward pass."""
    path = tmp_path / "p.py"
    path.write_text(f"import matplotlib.pyplot as plt\n{program}\nplt.show()\n")
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLORTERM", "COLUMNS")}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "backstep", "run", str(path)],
        dimensions=(size[1], size[0]),
        env={**clean, "BACKSTEP_HOME": str(tmp_path), "TERM": "xterm-256color", **environment},
        encoding="utf-8",
        timeout=30,
    )
    child.expect(pexpect.EOF)
    text = child.before
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
def test_a_terminal_gets_colours_and_nothing_wider_than_itself(
    size: tuple[int, int], tmp_path: Path
) -> None:
    text = on_terminal(tmp_path, "plt.plot([1, 2])", size, COLORTERM="truecolor")
    assert "\x1b[38;2;158;203;255;48;2;17;22;28m" in text  # the dark theme's blue on its ground
    lines = re.sub(r"\x1b\[[\d;]*m", "", text).rstrip("\n").split("\n")
    assert {len(line) for line in lines} == {min(size[0] - 1, 100)}
    assert len(lines) <= size[1] - 3


@pytest.mark.parametrize(
    ("environment", "pattern"),
    [
        ({}, r"\x1b\[38;5;\d+;48;5;\d+m"),
        ({"TERM": "linux"}, r"\x1b\[\d+;\d+m"),
        ({"NO_COLOR": "1"}, None),
        ({"TERM": "dumb"}, None),
    ],
)
def test_a_terminal_gets_the_colours_that_it_has(
    environment: dict[str, str], pattern: str | None, tmp_path: Path
) -> None:
    text = on_terminal(tmp_path, "plt.plot([1, 2])", (80, 24), **environment)
    if pattern is None:
        assert "\x1b" not in text
    else:
        assert re.search(pattern, text) and "38;2;" not in text
    assert text.isascii() == (environment.get("TERM") in ("dumb", "linux"))
