"""What each role looks like: dark, light, and one without any colour."""

from __future__ import annotations

import os
from dataclasses import dataclass

from rich.style import Style


@dataclass(frozen=True)
class Theme:
    """A base style for every cell, and a style a role on top of it."""

    name: str
    base: Style
    roles: dict[str, Style]

    def style(self, role: str) -> Style:
        """The style of a role; a role that is not in the table looks like plain text."""
        found = self.roles.get(role)
        return self.base if found is None else self.base + found


# The grounds of a plot's areas, from low to high: each lighter than the last, or darker on a light
# ground, so that they are told apart without their colours, and what lies on them is still seen.
DARK_SHADES = "#1b1435 #1b2247 #1a3045 #173d3d #1b4833 #29521f #525320 #74532c"
LIGHT_SHADES = "#f2f0f9 #e5e7f5 #d2e1ee #ace0e0 #9fdbbe #9cd48e #c1c361 #d2b089"
GREYS = "#000000 #242424 #484848 #6c6c6c #909090 #b4b4b4 #dadada #ffffff"


def _grounds(ramp: str, colours: str) -> dict[str, str]:
    return {f"{ramp}_{i}": f"on {colour}" for i, colour in enumerate(colours.split())}


def _theme(name: str, base: str, **roles: str) -> Theme:
    styles = {role.replace("_", "."): Style.parse(text) for role, text in roles.items()}
    return Theme(name, Style.parse(base), styles)


THEMES = {
    theme.name: theme
    for theme in (
        _theme(
            "dark",
            "#d8dee4 on #11161c",
            dim="#8b98a5",
            brand="bold #11161c on #e8b04a",
            title="#e6edf3",
            border="#4a5866",
            border_focus="#e8b04a",
            pane="bold #e6edf3",
            hot="bold #ffd479",
            lit="bold #11161c on #ffd479",
            rule="#9ecbff",
            source="italic #9fb0c0",
            keyword="#9ecbff",
            code="#c5d0da",
            queued="#7fd1e8",
            queued_next="bold #7fd1e8",
            set="#8fd19e",
            add="bold #f2a65a",
            freed="#8b98a5",
            node_current="bold #11161c on #ffd479",
            node_queued="bold #7fd1e8",
            node_done="#8fd19e",
            node_waiting="#c5d0da",
            pointed="bold #11161c on #ffffff",
            variable="#e6edf3",
            variable_hot="bold #ffd479",
            wire="#6b7a89",
            wire_active="bold #ffd479",
            order2="#d7a6f5",
            track="#6b7a89",
            track_done="#e8b04a",
            sentence="#ffffff",
            key="bold #e8b04a",
            footer="#8b98a5",
            error="bold #ff8c82",
            plot_blue="#9ecbff",
            plot_orange="#f2a65a",
            plot_green="#8fd19e",
            plot_red="#ff8c82",
            plot_violet="#d7a6f5",
            plot_cyan="#7fd1e8",
            plot_yellow="#ffd479",
            plot_grey="#8b98a5",
            plot_plain="#ffffff",
            plot_axis="#6b7a89",
            plot_name="#8b98a5",
            plot_title="bold #e6edf3",
            plot_text="#ffffff",
            **_grounds("shade", DARK_SHADES),
            **_grounds("grey", GREYS),
        ),
        _theme(
            "light",
            "#1f2933 on #fbfaf7",
            dim="#5f6b77",
            brand="bold #ffffff on #8a5a00",
            title="#111820",
            border="#9aa5b1",
            border_focus="#8a5a00",
            pane="bold #111820",
            hot="bold #9c3d00",
            lit="bold #ffffff on #9c3d00",
            rule="#0b4f9c",
            source="italic #55616d",
            keyword="#0b4f9c",
            code="#28323c",
            queued="#005f73",
            queued_next="bold #005f73",
            set="#1d6b34",
            add="bold #9c3d00",
            freed="#5f6b77",
            node_current="bold #ffffff on #9c3d00",
            node_queued="bold #005f73",
            node_done="#1d6b34",
            node_waiting="#28323c",
            pointed="bold #ffffff on #111820",
            variable="#111820",
            variable_hot="bold #9c3d00",
            wire="#7b8794",
            wire_active="bold #9c3d00",
            order2="#6b2fa0",
            track="#9aa5b1",
            track_done="#8a5a00",
            sentence="#000000",
            key="bold #8a5a00",
            footer="#5f6b77",
            error="bold #b00020",
            plot_blue="#0b4f9c",
            plot_orange="#9c3d00",
            plot_green="#1d6b34",
            plot_red="#b00020",
            plot_violet="#6b2fa0",
            plot_cyan="#005f73",
            plot_yellow="#7a5c00",
            plot_grey="#5f6b77",
            plot_plain="#000000",
            plot_axis="#7b8794",
            plot_name="#5f6b77",
            plot_title="bold #111820",
            plot_text="#000000",
            **_grounds("shade", LIGHT_SHADES),
            **_grounds("grey", GREYS),
        ),
        _theme(
            "mono",
            "none",
            dim="none",
            brand="reverse bold",
            title="bold",
            border_focus="bold",
            pane="bold",
            hot="bold",
            lit="reverse",
            source="italic",
            queued_next="bold",
            add="bold",
            node_current="reverse",
            node_queued="bold",
            pointed="reverse bold",
            variable_hot="bold underline",
            wire_active="bold",
            order2="italic",
            sentence="bold",
            key="bold",
            error="reverse",
            plot_title="bold",
        ),
    )
}


def theme_named(name: str | None) -> Theme:
    """The theme that was asked for; without one, dark, or mono where NO_COLOR is set."""
    if name is None:
        name = "mono" if os.environ.get("NO_COLOR") else "dark"
    return THEMES[name]
