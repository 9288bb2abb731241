"""What the README says on contributing is done here, to the letter, in a copy of the project.

A block that begins with `# at the end of FILE` is put there, one that begins with `# FILE` is that
file; then the commands that follow are run in the copy, and print what stands below them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.split("\n## Contribute\n")[1]
EXAMPLES = dict(
    re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", SECTION, flags=re.DOTALL | re.MULTILINE)
)
BLOCK = re.compile(r"^(````|```)(\w*)\n(.*?)^\1$", flags=re.DOTALL | re.MULTILINE)
AT_THE_END = "# at the end of "
BIN = ".venv/bin/"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the project in which an example may be left where it is for the next."""
    path = tmp_path_factory.mktemp("clone") / "backstep"
    path.mkdir()
    for name in ("backstep", "tests", "sessions"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", path)
    yield path
    shutil.rmtree(path)


def add(text: str, copy: Path) -> None:
    """Put a block where its first line says."""
    first, rest = text.split("\n", 1)
    if first.startswith(AT_THE_END):
        path = copy / first.removeprefix(AT_THE_END)
        assert path.is_file()
        path.write_text(f"{path.read_text('utf-8')}\n\n{rest}", encoding="utf-8")
    else:
        path = copy / first.strip("#<!-> ")
        assert not path.exists()
        path.write_text(rest, encoding="utf-8")


def run(commands: str, copy: Path) -> str:
    """What the commands print, none of which may fail."""
    here = f"{sys.executable} -m "
    told = ""
    for line in commands.strip().split("\n"):
        command = line.replace(f"{BIN}python -m ", here).replace(
            f"{BIN}backstep", f"{here}backstep"
        )
        ended = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, f"{line}\n{ended.stdout}{ended.stderr}"
        told += ended.stdout
    return told


def test_each_thing_that_is_added_often_has_its_example() -> None:
    assert [*EXAMPLES] == [
        "An operation",
        "An algorithm",
        "An action of the stepper",
        "A lesson",
        "An export",
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_works_as_it_stands(name: str, copy: Path) -> None:
    printed = None
    for _, language, text in BLOCK.findall(EXAMPLES[name]):
        if language == "sh":
            printed = run(text, copy)
        elif language:
            add(text, copy)
        else:
            assert printed is not None
            missing = [line for line in text.strip().split("\n") if line not in printed]
            assert not missing, f"{missing} is not in\n{printed}"
    assert printed is not None
