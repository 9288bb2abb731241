"""The colours of the plots as style rules, from the roles and tones of the terminal's themes."""

from __future__ import annotations

from backstep.stepper.plots.grounds import TONES
from backstep.stepper.themes.theme import GREYS, ROLES, Palette


def colours() -> str:
    """A class for each hue of lines and points, and for each tone of areas."""
    rules = [
        f".hue-{role.removeprefix('plot.')}{{--hue:var(--{colour.strip('{}')})}}"
        for role, colour in ROLES.items()
        if role.startswith("plot.") and " " not in colour
    ]
    rules += [f".shade{i}{{fill:var(--shade{i})}}" for i in range(TONES)]
    rules += [f".grey{i}{{fill:{colour}}}" for i, colour in enumerate(GREYS.split())]
    return "\n".join(rules) + "\n"


def shades(palette: Palette) -> list[str]:
    """The tones of a theme, as properties."""
    return [f"--shade{i}:{each}" for i, each in enumerate(palette.shades.split())]
