"""Which theme is chosen, in how many colours it is drawn, and what stands in the bytes."""

from __future__ import annotations

import re

import pytest
from rich.color import ColorSystem, ColorType

from backstep.stepper.colours import THEME_NAMES, depth_of, theme_for
from backstep.stepper.themes import THEMES, look_of
from backstep.stepper.themes.theme import ROLES


def test_every_name_has_a_theme_with_every_role() -> None:
    assert list(THEMES) == list(THEME_NAMES)
    assert all(set(ROLES) <= set(theme.roles) for theme in THEMES.values())


@pytest.mark.parametrize(
    ("environ", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 2**24),
        ({"TERM": "xterm-direct"}, 2**24),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "screen"}, 16),
        ({"TERM": "linux"}, 16),
        ({"TERM": "vt100"}, 1),
        ({"TERM": "vt220"}, 1),
        ({"TERM": "xterm-mono"}, 1),
        ({}, 16),
    ],
)
def test_the_depth_is_what_the_terminal_says(environ: dict[str, str], depth: int) -> None:
    assert depth_of(environ) == depth


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "default;default"}, "dark"),
        ({"TERM": "rxvt", "COLORFGBG": "0;7"}, "ansi-light"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "vt100"}, "mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "dark"),
    ],
)
def test_the_terminal_chooses_where_nobody_asks(environ: dict[str, str], name: str) -> None:
    assert theme_for(None, environ) == name


@pytest.mark.parametrize("name", THEME_NAMES)
def test_what_is_asked_for_goes_first(name: str) -> None:
    assert theme_for(name, {"TERM": "linux", "NO_COLOR": "1"}) == name


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(
    ("depth", "types"),
    [
        (256, {ColorType.EIGHT_BIT, ColorType.STANDARD, ColorType.DEFAULT}),
        (16, {ColorType.STANDARD, ColorType.DEFAULT}),
        (1, set()),
    ],
)
def test_no_more_colours_are_used_than_there_are(name: str, depth: int, types: set) -> None:
    theme = look_of(name, depth)  # type: ignore[arg-type]
    styles = [theme.style(role) for role in theme.roles]
    used = {each.type for style in styles for each in (style.color, style.bgcolor) if each}
    assert used <= types


@pytest.mark.parametrize("role", ["", *ROLES])
def test_mono_writes_no_colour(role: str) -> None:
    written = THEMES["mono"].style(role).render("x", color_system=ColorSystem.TRUECOLOR)
    codes = {
        int(code) for each in re.findall(r"\x1b\[([\d;]*)m", written) for code in each.split(";")
    }
    assert codes <= {0, 1, 3, 4, 7}  # plain, bold, italic, underlined, reversed
