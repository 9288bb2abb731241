"""What each role of the screen looks like, by theme and by the colours that a terminal has.

palettes.py has the colours of a theme, theme.py what each role takes of them, sixteen.py the
themes of the terminal's own colours and of none. Their names are in stepper/colours.py.
"""

from backstep.stepper.colours import THEME_NAMES, TRUE_COLOUR, Depth, theme_for
from backstep.stepper.themes.palettes import PALETTES
from backstep.stepper.themes.sixteen import ANSI, ANSI_LIGHT, MONO, on_ground
from backstep.stepper.themes.theme import Theme, painted, quantised

__all__ = ["THEMES", "Theme", "look_of", "theme_named"]

_MADE = [*(painted(name, palette) for name, palette in PALETTES.items()), ANSI, ANSI_LIGHT, MONO]
_BY_NAME = {theme.name: theme for theme in _MADE}
THEMES: dict[str, Theme] = {name: _BY_NAME[name] for name in THEME_NAMES}


def theme_named(name: str | None) -> Theme:
    """The theme that was asked for; without one, that which suits the terminal."""
    return THEMES[theme_for(name)]


def look_of(name: str, depth: Depth = TRUE_COLOUR) -> Theme:
    """A theme in the colours that a terminal has, as near to it as they come."""
    theme = THEMES[name]
    if depth == TRUE_COLOUR or name not in PALETTES:
        return theme if depth > 1 else MONO
    if depth == 256:
        return quantised(theme)
    return MONO if depth == 1 else on_ground(theme.light)
