"""The rooms import downwards only, and the core loads no screen: proved in fresh processes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import backstep

PACKAGE = Path(backstep.__file__).parent
# Higher may import lower; two rooms of one height know nothing of each other.
HEIGHTS = {
    "__main__": 9,
    "cli": 8,
    "entry": 7,
    "api": 7,
    "prompt": 6,
    "export": 5,
    "stepper": 4,
    "session": 3,
    "language": 2,
    "recording": 1,
    "engine": 0,
    "messages": -1,
    "folders": -1,
    "version": -1,
}
FILES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).as_posix() != "__init__.py"
)
LOADED = """
import sys, json
before = set(sys.modules)
for module in {modules!r}:
    __import__(module)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded_by(*modules: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after importing some."""
    program = LOADED.format(modules=modules)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def tops(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def room(file: str) -> str:
    """The room that a file or module of ours is in: `engine`, `cli` ..."""
    return file.removesuffix(".py").replace(".", "/").split("/")[0]


def imports(file: str) -> Iterator[str]:
    """The modules that a file imports, anywhere in it, by their full names."""
    package = ["backstep", *file.split("/")[:-1]]
    for node in ast.walk(ast.parse((PACKAGE / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imported_rooms(file: str) -> set[str]:
    ours = [name.split(".") for name in imports(file) if name.startswith("backstep.")]
    return {parts[1] for parts in ours if parts[1] in HEIGHTS}


def test_the_engine_loads_no_other_room_but_the_messages() -> None:
    ours = {m for m in loaded_by("backstep.engine") if m.startswith("backstep.")}
    assert {room(m.removeprefix("backstep.")) for m in ours} <= {"engine", "messages"}


def test_english_loads_no_catalogue() -> None:
    assert "gettext" not in loaded_by("backstep.engine", "backstep.session")
    assert tops(loaded_by("backstep.messages")) - set(sys.stdlib_module_names) == {"backstep"}


def test_the_engine_loads_numpy_alone_beside_the_standard_library() -> None:
    loaded = tops(loaded_by("backstep.engine")) - tops(loaded_by("numpy"))
    assert loaded - set(sys.stdlib_module_names) - {"backstep"} == set()


@pytest.mark.parametrize("top", ["engine", "recording", "language", "session"])
def test_the_core_loads_no_screen(top: str) -> None:
    loaded = tops(loaded_by(f"backstep.{top}"))
    assert loaded & {"textual", "prompt_toolkit", "rich"} == set()


@pytest.mark.parametrize(
    ("lower", "higher"), [("recording", "language"), ("language", "session"), ("session", "prompt")]
)
def test_a_room_does_not_load_the_one_above_it(lower: str, higher: str) -> None:
    assert f"backstep.{higher}" not in loaded_by(f"backstep.{lower}")


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_downwards_only(file: str) -> None:
    own = room(file)
    assert own in HEIGHTS, f"{own} has no place in the order of rooms"
    above = {r for r in imported_rooms(file) if r != own and HEIGHTS[r] >= HEIGHTS[own]}
    assert above == set()


@pytest.mark.parametrize("file", [f for f in FILES if room(f) in ("engine", "recording")])
def test_the_lower_rooms_name_no_package_but_numpy(file: str) -> None:
    named = tops(set(imports(file))) - set(sys.stdlib_module_names)
    assert named <= {"backstep", "numpy"}


def test_the_files_are_found() -> None:
    assert {"engine/variable.py", "recording/timeline.py"} <= set(FILES)


def test_what_shows_a_saved_session_loads_no_language() -> None:
    """Replay runs nothing, so it need not wait for what would run it."""
    loaded = loaded_by("backstep.entry", "backstep.prompt.keeping", "backstep.prompt.plots")
    assert "RestrictedPython" not in tops(loaded)
    assert "backstep.language" not in loaded
