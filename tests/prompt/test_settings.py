"""The config file: what applies, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstep.prompt.settings import (
    CHOICES,
    KEYS,
    ConfigFile,
    Settings,
    config_path,
    config_text,
    read_config,
    settings_of,
)
from backstep.stepper.themes import THEMES

ALL = """# my own
theme = "light"
keys = "vi"
stepper = "plain"
autostep = false
algorithm = "stack"
language = "ja"
mouse = true
toolbar = false
complete_while_typing = true
suggest = false
check = false
"""


def test_the_themes_are_the_stepper_s() -> None:
    assert CHOICES["theme"] == tuple(THEMES)


def test_without_a_file_the_defaults_apply() -> None:
    config = read_config()
    assert (config.settings, config.mistakes) == (Settings(), ())


def test_every_setting_can_be_set(own_data_folder: Path) -> None:
    own_data_folder.mkdir()
    config_path().write_text(ALL, encoding="utf-8")
    config = read_config()
    assert config.mistakes == ()
    differing = [key for key in KEYS if getattr(config.settings, key) != getattr(Settings(), key)]
    assert differing == list(KEYS)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('them = "light"', "there is no setting them; did you mean theme?"),
        ("q = 1", "there is no setting q; there are theme, keys,"),
        ("theme = light", 'a text stands in quotes: theme = "light"'),
        ('theme = "lihgt"', "ansi, ansi-light, mono, not 'lihgt'; did you mean light?"),
        ('keys = "nano"', "keys is one of emacs, vi, not 'nano'"),
        ('algorithm = "stak"', "did you mean stack?"),
        ("mouse = 0", "mouse is true or false, not 0"),
        ("autostep = 1", "autostep is true or false, not 1"),
        ("mouse = 1", "mouse is true or false, not 1"),
        ("mouse = True", "mouse is true or false, not True"),
        ('mouse = "yes"', "mouse is true or false, not 'yes'"),
        ("mouse =", "mouse is true or false; there is no value"),
        ("theme = true", "theme is one of dark, light, contrast,"),
        ('language = "e_n"', 'language is a tag like "en" or "ko"'),
        ("[prompt]", "the one table of a config file is [keymap]"),
        ("what is this", "write key = value"),
        ('theme = "li', "the text of theme has no closing quote"),
        ("suggest = true", "suggest is set in line 2 already"),
    ],
)
def test_a_mistake_is_told_by_its_line_and_costs_no_other(line: str, sentence: str) -> None:
    settings, mistakes = settings_of(f"# comment\nsuggest = false\n{line}\ntoolbar = false\n")
    assert len(mistakes) == 1
    assert mistakes[0].startswith("line 3: ")
    assert sentence in mistakes[0]
    assert settings == Settings(suggest=False, toolbar=False)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'theme = "dark"\nkeys = "\xff"\n', "line 2 is not UTF-8 text"),
        (b"#" * 70_000, "at most 64 KB"),
    ],
)
def test_a_file_that_is_no_text_is_one_sentence(
    own_data_folder: Path, data: bytes, sentence: str
) -> None:
    own_data_folder.mkdir()
    config_path().write_bytes(data)
    config = read_config()
    assert config.settings == Settings()
    assert len(config.mistakes) == 1
    assert sentence in config.mistakes[0]


def test_a_folder_in_its_place_is_one_sentence(own_data_folder: Path) -> None:
    config_path().mkdir(parents=True)
    assert len(read_config().mistakes) == 1


def test_windows_line_ends_and_a_byte_order_mark_are_read(own_data_folder: Path) -> None:
    own_data_folder.mkdir()
    config_path().write_bytes(b'\xef\xbb\xbfkeys = "vi"\r\nmouse = true\r\n')
    assert read_config().settings == Settings(keys="vi", mouse=True)


def test_a_mistake_shows_no_control_characters(own_data_folder: Path) -> None:
    own_data_folder.mkdir()
    config_path().write_bytes(b'\x1b[31mtheme = "dark"\n')
    assert "\x1b" not in "".join(read_config().mistakes)


KEYMAP = """theme = "light"

[keymap]  # of the stepper
preset = "pudb"
next_pop = ["n",
            "f5"]
nxt_pop = "x"
theme = true
mouse = m
predict = []
"""


def test_the_keys_of_the_stepper_are_read_line_by_line() -> None:
    settings, mistakes = settings_of(KEYMAP)
    assert settings.theme == "light"
    assert [(wish.line, wish.action, wish.keys) for wish in settings.keymap] == [
        (4, "preset", ("pudb",)),
        (5, "next_pop", ("n", "f5")),
        (7, "nxt_pop", ("x",)),
        (10, "predict", ()),
    ]
    assert mistakes == [
        'line 8: theme is a key as in "n", or some as in ["n", "f5"], not true '
        "(the setting theme stands above [keymap])",
        "line 9: mouse is true or false, not m",
    ]


def test_keys_can_be_dotted_and_another_heading_ends_them() -> None:
    settings, mistakes = settings_of('keymap.next_pop = "x"\n[other]\nmouse = true\n')
    assert [wish.action for wish in settings.keymap] == ["next_pop"]
    assert settings.mouse
    assert len(mistakes) == 1


def test_config_shows_the_keys_and_what_is_wrong_with_them() -> None:
    settings, _ = settings_of('[keymap]\nnext_pop = ["n", "f5"]\nnxt = "x"\n')
    text = config_text(ConfigFile(settings, Path("config.toml")), settings)
    assert '[keymap]\nnext_pop = ["n", "f5"]\nnxt = "x"\n' in text
    assert "config.toml: line 3: there is no action nxt" in text
