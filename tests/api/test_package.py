"""`import backstep`: what it loads, and when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import backstep


def run(program: str, **environment: str) -> str:
    """What a program prints in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_after(program: str) -> set[str]:
    return set(
        json.loads(run(f"{program}\nimport sys, json\nprint(json.dumps(list(sys.modules)))"))
    )


def test_importing_loads_nothing_of_ours_and_no_numpy() -> None:
    loaded = loaded_after("import backstep")
    assert "numpy" not in loaded
    assert {name for name in loaded if name.startswith("backstep")} == {"backstep"}


@pytest.mark.parametrize(
    "program",
    [
        "import backstep; backstep.Variable",
        "import backstep; backstep.record; backstep.narrate; backstep.step",
        "from backstep import *",
    ],
)
def test_no_screen_is_loaded_before_one_is_wanted(program: str) -> None:
    loaded = {name.partition(".")[0] for name in loaded_after(program)}
    assert loaded & {"textual", "prompt_toolkit", "rich", "IPython"} == set()


def test_the_engine_alone_loads_no_language() -> None:
    loaded = loaded_after("import backstep; backstep.Variable; backstep.layers")
    assert not {
        name for name in loaded if name.startswith(("backstep.language", "backstep.prompt"))
    }


def test_every_name_is_there_and_dir_lists_it() -> None:
    for name in backstep.__all__:
        assert getattr(backstep, name) is not None
    assert {"record", "step", "narrate", "export", "Variable", "square"} <= set(dir(backstep))


@pytest.mark.parametrize("name", ["nothing", "_private", "entry_"])
def test_a_name_that_there_is_not_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"backstep has no {name}"):
        getattr(backstep, name)


def test_a_room_of_ours_can_be_imported_by_name() -> None:
    assert run("from backstep import entry, Variable; print(entry.__name__)") == "backstep.entry\n"


def test_a_program_speaks_the_language_of_the_person(tmp_path: Path) -> None:
    program = "import backstep\nprint(backstep.Recordings())"
    told = run(program, LC_ALL="ko_KR.UTF-8", PYTHONIOENCODING="utf-8")
    assert told == "<기록된 역전파가 없다>\n"
    assert run(program, LC_ALL="C") == "<no backward pass was recorded>\n"


def test_calls_are_watched_once_a_name_of_the_engine_is_taken_from_here() -> None:
    program = "from backstep import Config, {name}\nprint(Config.source_finder is not None)"
    assert run(program.format(name="Variable")) == "True\n"
    assert run("from backstep.engine import Config\nprint(Config.source_finder)") == "None\n"
