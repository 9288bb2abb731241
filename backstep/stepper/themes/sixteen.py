"""The themes without colours of their own: the terminal's 16, which follow its palette, and none.

Only those of the 16 are used that can be read on the ground in the palettes that terminals come
with: no blue on black, no green, cyan or yellow on white, and no bright black, which some palettes
have as their ground. Red is for trouble alone.
"""

from __future__ import annotations

from dataclasses import replace

from rich.style import Style

from backstep.stepper.themes.theme import ROLES, Theme

# By the palette's name of a colour, as in ROLES.
ON_DARK = {
    **dict.fromkeys(("text", "bright", "dim", "code", "line", "wire"), "default"),
    "accent": "yellow",
    "hot": "bright_yellow",
    "ink": "black",
    "blue": "bright_cyan",
    "queued": "cyan",
    "set": "green",
    "add": "yellow",
    "error": "bright_red",
    "order2": "bright_magenta",
    "yellow": "bright_yellow",
}
ON_LIGHT = {
    **dict.fromkeys(("text", "bright", "dim", "code", "line", "wire", "set"), "default"),
    "accent": "blue",
    "hot": "magenta",
    "ink": "bright_white",
    "blue": "blue",
    "queued": "blue",
    "add": "magenta",
    "error": "red",
    "order2": "blue",
    "yellow": "magenta",
}


def _of_sixteen(name: str, colours: dict[str, str], *, light: bool) -> Theme:
    roles = {role: Style.parse(text.format_map(colours)) for role, text in ROLES.items()}
    base = Style.parse("default on default")
    return Theme(name, base, roles, light, shaded=False)


ANSI = _of_sixteen("ansi", ON_DARK, light=False)
ANSI_LIGHT = _of_sixteen("ansi-light", ON_LIGHT, light=True)


def on_ground(light: bool) -> Theme:
    """The 16 colours on a ground that is set, for a theme that was asked for by its ground."""
    if light:
        return replace(ANSI_LIGHT, base=Style.parse("black on bright_white"))
    return replace(ANSI, base=Style.parse("bright_white on black"))


_MONO = {
    "brand": "reverse bold",
    "title": "bold",
    "border.focus": "bold",
    "pane": "bold",
    "hot": "bold",
    "lit": "reverse",
    "source": "italic",
    "queued.next": "bold",
    "add": "bold",
    "node.current": "reverse",
    "node.queued": "bold",
    "pointed": "reverse bold",
    "variable.hot": "bold underline",
    "wire.active": "bold",
    "order2": "italic",
    "sentence": "bold",
    "key": "bold",
    "error": "reverse",
    "plot.title": "bold",
}
MONO = Theme(
    "mono",
    Style.null(),
    {role: Style.parse(_MONO.get(role, "none")) for role in ROLES},
    shaded=False,
    coloured=False,
)
