"""Every role that is used on a screen has a look in every theme, and trouble one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from backstep.stepper.actions import footer_hints
from backstep.stepper.help_page import Page, help_lines, page_lines
from backstep.stepper.palette_page import Palette, palette_lines
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.screen import PANES
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import Line
from backstep.stepper.themes import THEMES
from backstep.stepper.themes.theme import ROLES
from backstep.stepper.view import View
from tests.stepper import screens, sides
from tests.stepper.panes.goldens import views
from tests.stepper.plots.figures import PROGRAMS, figure
from tests.stepper.predict.asked import press

GOLDENS = {**screens.GOLDENS, **sides.GOLDENS, **views()}


def told(view: View) -> Iterator[View]:
    """A view at its moment and at the ends: every pane in turn, questions, the lecture."""
    places = {view.position, 0, view.timeline.length}
    for position in sorted(places):
        there = view.to(position)
        yield there
        if there.mode == "steps":
            yield from (replace(there, pane=pane, zoomed=True) for pane in PANES)
            yield press(there, "M")
            yield press(there, "slash")
            yield press(there, "L")


def roles_of(lines: Iterable[Line]) -> set[str]:
    return {role for line in lines for run in line for role in run.role.split("|") if role}


def without_look(roles: set[str], theme: str) -> set[str]:
    """Those that would look like plain text in silence; grounds of areas are for coloured plots."""
    grounds = {role for role in roles if role.startswith(("shade.", "grey."))}
    look = THEMES[theme]
    return roles - look.roles.keys() - (set() if look.shaded else grounds)


@pytest.mark.parametrize("name", GOLDENS)
def test_every_role_on_a_golden_screen_has_a_look_in_every_theme(name: str) -> None:
    roles: set[str] = set()
    for view in told(GOLDENS[name]):
        roles |= roles_of(screen_lines(view, footer_hints(view)))
    assert roles
    assert {
        theme: without_look(roles, theme) for theme in THEMES if without_look(roles, theme)
    } == {}


def test_every_role_of_help_and_palette_has_a_look_in_every_theme() -> None:
    view = screens.GOLDENS["diamond-120x40"]
    roles = roles_of([*page_lines(view, 120), *help_lines(view, Page(), 80, 24)])
    roles |= roles_of(palette_lines(view, Palette(), 80, 24))
    assert {
        theme: without_look(roles, theme) for theme in THEMES if without_look(roles, theme)
    } == {}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("coloured", [True, False])
def test_every_role_of_a_plot_has_a_look_in_every_theme(name: str, coloured: bool) -> None:
    pen = Pen(coloured, False, shaded=coloured)
    roles = roles_of(figure_lines(figure(name), 60, 20, pen))
    assert {
        theme: without_look(roles, theme) for theme in THEMES if without_look(roles, theme)
    } == {}


@pytest.mark.parametrize("theme", [name for name in THEMES if name != "mono"])
@pytest.mark.parametrize(
    "role", ["hot", "add", "set", "queued", "node.done", "node.waiting", "node.current", "order2"]
)
def test_trouble_has_a_colour_of_its_own(theme: str, role: str) -> None:
    look = THEMES[theme]
    colours = (look.style(role).color, look.style(role).bgcolor)
    assert look.style("error").color not in colours
    assert role in ROLES
