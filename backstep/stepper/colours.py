"""Which colours a terminal gets: the names of the themes, and what the environment says of it.

Nothing here loads a library of the screen: the command line and the config file ask for the names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, TypeAlias

from backstep.messages import later

Depth: TypeAlias = Literal[1, 16, 256, 16_777_216]
TRUE_COLOUR: Depth = 16_777_216

# In the order in which a key goes through them; the words are for lists and messages.
THEME_NAMES = {
    "dark": later("light signs on a dark ground"),
    "light": later("dark signs on a light ground, for a projector"),
    "contrast": later("high contrast on black"),
    "contrast-light": later("high contrast on white"),
    "safe": later("dark, told apart with any colour vision"),
    "safe-light": later("light, told apart with any colour vision"),
    "ansi": later("the terminal's own colours, on a dark ground"),
    "ansi-light": later("the terminal's own colours, on a light ground"),
    "mono": later("no colours: bold, underlined, reversed"),
}
COLOURLESS = ("vt52", "vt100", "vt102", "vt125", "vt220", "vt320", "vt420", "mono", "dumb")
MANY = ("256", "kitty", "alacritty", "foot", "wezterm", "ghostty")


def depth_of(environ: Mapping[str, str] = os.environ) -> Depth:
    """How many colours a terminal says that it has.

    >>> [depth_of({"TERM": term}) for term in ("tmux-256color", "linux", "vt100")]
    [256, 16, 1]
    >>> depth_of({"TERM": "xterm", "COLORTERM": "truecolor"})
    16777216
    """
    term = environ.get("TERM", "").lower()
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in term:
        return TRUE_COLOUR
    if term.split("-")[0] in COLOURLESS or term.endswith(("-m", "-mono")):
        return 1
    return 256 if any(part in term for part in MANY) else 16


def theme_for(name: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The name of the theme that was asked for; without one, that which suits the terminal.

    >>> theme_for(None, {"TERM": "xterm-256color", "COLORFGBG": "0;15"})
    'light'
    >>> theme_for(None, {"TERM": "linux"}), theme_for(None, {"NO_COLOR": "1"})
    ('ansi', 'mono')
    """
    if name is not None:
        return name
    depth = depth_of(environ)
    if environ.get("NO_COLOR") or depth == 1:
        return "mono"
    if depth == 16:
        return "ansi-light" if on_light(environ) else "ansi"
    return "light" if on_light(environ) else "dark"


def on_light(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal says that its ground is light; many say nothing.

    COLORFGBG holds the numbers of two of the 16 colours, the last that of the ground.
    """
    return environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
