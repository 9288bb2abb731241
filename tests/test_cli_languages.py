"""The language of the command line: by flag, config file or locale, and whole in each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backstep.prompt.tables import cells

COMMANDS = [(), ("run",), ("replay",), ("compare",), ("verify",), ("resume",), ("export",)]
HANGUL = re.compile(r"[가-힣]")
KOREAN, ENGLISH = "사용법: ", "usage: "


def backstep(*arguments: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with nothing else in its environment that names a language."""
    kept = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "backstep", *arguments],
        env={**kept, "BACKSTEP_HOME": str(home), "PYTHONIOENCODING": "utf-8", **environ},
        input="",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("flag", "config", "locale", "wanted"),
    [
        ("", "", "", ENGLISH),
        ("", "", "ko_KR.UTF-8", KOREAN),
        ("", "en", "ko_KR.UTF-8", ENGLISH),
        ("", "ko", "en_US.UTF-8", KOREAN),
        ("en", "ko", "ko_KR.UTF-8", ENGLISH),
        ("ko", "en", "en_US.UTF-8", KOREAN),
        ("ko-KR", "", "", KOREAN),
    ],
)
def test_a_flag_goes_before_the_config_file_and_that_before_the_locale(
    flag: str, config: str, locale: str, wanted: str, tmp_path: Path
) -> None:
    if config:
        (tmp_path / "config.toml").write_text(f'language = "{config}"\n', encoding="utf-8")
    flags = ("--lang", flag) if flag else ()
    assert backstep(*flags, "--help", home=tmp_path, LANG=locale).stdout.startswith(wanted)


@pytest.mark.parametrize("arguments", [("replay", "--lang", "ko"), ("--lang=ko", "replay")])
def test_wrong_usage_is_told_in_it_too(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = backstep(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "사용법: backstep replay [옵션] FILE\nbackstep replay: 오류: 다음 인자가 필요하다: FILE\n"
    )


def test_a_language_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    done = backstep("--lang", "fr", home=tmp_path)
    assert done.returncode == 2
    assert "'fr' is none of en (English), ko (한국어)" in done.stderr


def test_a_mistake_in_the_config_file_is_told_in_its_language(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('mouse = 1\nlanguage = "ko"\n', encoding="utf-8")
    program = (
        "from backstep.cli import speak; speak([]); "
        "from backstep.prompt.settings import read_config; print(*read_config().mistakes)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "BACKSTEP_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "1번째 줄: mouse의 값은 true나 false다 (1: 쓸 수 없는 값)" in done.stdout


def test_where_its_letters_cannot_be_written_it_is_english(tmp_path: Path) -> None:
    done = backstep("--lang", "ko", "--help", home=tmp_path, PYTHONIOENCODING="latin-1")
    assert done.stdout.startswith(ENGLISH)


@pytest.mark.parametrize("command", COMMANDS)
def test_korean_help_fits_a_small_screen(command: tuple[str, ...], tmp_path: Path) -> None:
    lines = backstep(*command, "--lang", "ko", "--help", home=tmp_path, COLUMNS="80").stdout
    assert len(lines.splitlines()) <= 23
    assert max(map(cells, lines.splitlines())) < 80


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_of_a_flag_is_left_in_english(command: tuple[str, ...], tmp_path: Path) -> None:
    lines = backstep(*command, "--lang", "ko", "--help", home=tmp_path).stdout.splitlines()
    told = [line for line in lines if re.match(r" +(-|\w+  )", line)]
    assert told
    assert [line for line in told if not HANGUL.search(line)] == []
