"""What is built to be installed: whole, with nothing in it that is not for those who install it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from backstep.export.formats import endings
from backstep.version import VERSION

ROOT = Path(__file__).parent.parent
# Made by hatchling itself, in a process of its own: it looks at the folder it is in.
BUILD = """
import sys
from hatchling.build import build_sdist, build_wheel
print(build_wheel(sys.argv[1]))
print(build_sdist(sys.argv[1]))
"""
MOST = 3_000_000  # bytes of a wheel or an sdist
PROGRAM = "x = Variable(np.array(3.0))\ny = x * x\ny.backward()\nprint(x.grad)\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    assert path.name == f"backstep-{VERSION}-py3-none-any.whl"
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    text = wheel.read(f"backstep-{VERSION}.dist-info/METADATA").decode()
    return Parser().parsestr(text)


@pytest.fixture(scope="module")
def sdist(built: Path) -> set[str]:
    """The files of the sdist, below its one folder."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [member.name for member in archive.getmembers() if member.isfile()]
    assert all(name.startswith(f"backstep-{VERSION}/") for name in names)
    return {name.partition("/")[2] for name in names}


def files_of(folder: str) -> set[str]:
    """The files of a folder of the tree, without what Python leaves there."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_the_package_with_its_data_and_the_sessions(wheel: zipfile.ZipFile) -> None:
    sources = {"backstep/messages/.gitattributes"}  # of the catalogues
    package = {each for each in files_of("backstep") if not each.endswith(".po")} - sources
    sessions = {f"backstep/{each}" for each in files_of("sessions")}
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert inside == package | sessions
    assert {"backstep/py.typed", "backstep/messages/ko/LC_MESSAGES/backstep.mo"} <= inside
    assert len({each for each in sessions if each.endswith(".jsonl")}) == 24


def test_the_wheel_has_a_licence_and_one_command(wheel: zipfile.ZipFile) -> None:
    about = f"backstep-{VERSION}.dist-info"
    told = {name.removeprefix(f"{about}/") for name in wheel.namelist() if about in name}
    assert told == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    commands = wheel.read(f"{about}/entry_points.txt").decode().split("\n")
    assert [line for line in commands if line] == [
        "[console_scripts]",
        "backstep = backstep.cli:main",
    ]


def test_the_metadata_is_whole(metadata: Message) -> None:
    assert metadata["Name"] == "backstep"
    assert metadata["Version"] == VERSION
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Summary"] and len(metadata["Summary"]) < 120
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
    said = metadata.get_all("Classifier") or []
    assert {
        "Operating System :: POSIX :: Linux",
        "Typing :: Typed",
        *(f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)),
    } <= set(said)
    assert {"test", "bench"} <= set(metadata.get_all("Provides-Extra") or [])


def test_who_installs_it_gets_no_test_tools(metadata: Message) -> None:
    required = [each for each in metadata.get_all("Requires-Dist") or [] if "extra" not in each]
    names = {each.partition("<")[0].partition(">")[0].strip().lower() for each in required}
    assert names == {
        "msgspec",
        "numpy",
        "platformdirs",
        "plotext",
        "prompt-toolkit",
        "pygments",
        "restrictedpython",
        "shtab",
        "textual",
    }


def test_the_sdist_has_all_to_build_and_test_it(sdist: set[str]) -> None:
    assert files_of("backstep") | files_of("sessions") | files_of("tests") <= sdist
    others = {each for each in sdist if each.split("/")[0] not in ("backstep", "sessions", "tests")}
    assert others == {
        ".ci/run",
        ".github/stepper.svg",
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "pyproject.toml",
    }


def test_both_are_small(built: Path) -> None:
    assert {path.name for path in built.iterdir() if path.stat().st_size > MOST} == set()


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is installed: this one is pure, so that is to unpack it."""
    folder = tmp_path_factory.mktemp("site")
    wheel.extractall(folder)
    return folder


def run(unpacked: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What the installed command does, away from the tree."""
    return subprocess.run(
        [sys.executable, "-m", "backstep", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(unpacked), "BACKSTEP_HOME": str(unpacked / "home")},
    )


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["--version"], "", f"backstep {VERSION}\n"),
        ([], PROGRAM, "variable(6.0)"),
        (["run", "--json", "-"], PROGRAM, '"grads":{"x":6.0'),
        (["replay", "--plain", "diamond"], "", "x.grad = 64.0"),
        (["learn"], "", "diamond"),
        (["--lang", "ko", "learn"], "", "역전파"),
        (["verify", "--json", "chain"], "", '"same"'),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_the_installed_command_works(
    unpacked: Path, arguments: list[str], given: str, told: str
) -> None:
    done = run(unpacked, *arguments, given=given)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


def test_each_format_is_exported_by_the_installed_command(unpacked: Path) -> None:
    program = (
        "import backstep, sys\n"
        f"assert backstep.__file__.startswith({str(unpacked)!r}), backstep.__file__\n"
        f"for ending in {endings()!r}:\n"
        "    backstep.export('diamond', f'out{ending}')\n"
    )
    (unpacked / "program.py").write_text(program)
    done = subprocess.run(
        [sys.executable, "program.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
    )
    assert done.returncode == 0, done.stderr
    assert all((unpacked / f"out{ending}").stat().st_size for ending in endings())
