"""Whether what is written can be read: WCAG contrast of every role, in every theme and depth."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.style import Style

from backstep.stepper.themes import THEMES, Theme, look_of
from backstep.stepper.themes.palettes import PALETTES
from backstep.stepper.themes.sixteen import on_ground
from tests.stepper.themes.measuring import contrast

LINES = ("border",)  # that say nothing: 3 is enough for graphics (WCAG 2.2, 1.4.11)
GROUNDS = ("shade.", "grey.")
# The 16 colours as xterm draws them (XTerm-col.ad), which are harder to read than most.
XTERM = {
    "black": "#000000",
    "red": "#cd0000",
    "green": "#00cd00",
    "yellow": "#cdcd00",
    "blue": "#0000ee",
    "magenta": "#cd00cd",
    "cyan": "#00cdcd",
    "bright_red": "#ff0000",
    "bright_yellow": "#ffff00",
    "bright_magenta": "#ff00ff",
    "bright_cyan": "#00ffff",
    "bright_white": "#ffffff",
}


def least(role: str, theme: str) -> float:
    if theme.startswith("contrast"):
        return 7.0
    return 3.0 if role in LINES else 4.5


def too_faint(theme: Theme) -> dict[str, float]:
    """The roles that are below what WCAG asks for, with their contrast."""
    roles = [role for role in theme.roles if not role.startswith(GROUNDS)]
    measured = {role: round(contrast(theme.style(role)), 2) for role in ["", *roles]}
    return {role: got for role, got in measured.items() if got < least(role, theme.name)}


@pytest.mark.parametrize("depth", [2**24, 256])
@pytest.mark.parametrize("name", PALETTES)
def test_every_role_can_be_read_on_its_ground(name: str, depth: int) -> None:
    assert too_faint(look_of(name, depth)) == {}  # type: ignore[arg-type]


def as_xterm(style: Style, ground: str, text: str) -> Style:
    def shown(color: Color | None, default: str) -> Color:
        name = default if color is None or color.is_default else color.name
        return Color.parse(XTERM[name])

    return style + Style.from_color(shown(style.color, text), shown(style.bgcolor, ground))


@pytest.mark.parametrize(
    ("theme", "ground", "text"),
    [
        (THEMES["ansi"], "black", "bright_white"),
        (THEMES["ansi-light"], "bright_white", "black"),
        (on_ground(False), "black", "bright_white"),
        (on_ground(True), "bright_white", "black"),
    ],
    ids=["ansi", "ansi-light", "16 on black", "16 on white"],
)
def test_the_16_colours_can_be_read_as_xterm_draws_them(
    theme: Theme, ground: str, text: str
) -> None:
    styles = {role: as_xterm(theme.style(role), ground, text) for role in theme.roles}
    faint = {role: contrast(style) for role, style in styles.items() if contrast(style) < 4.5}
    assert faint == {}
