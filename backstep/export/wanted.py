"""How something is to be exported: which pass, where in it, and how that looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """How. A format takes of this what it knows of, and leaves the rest.

    `index` is which pass, by its place among the recordings; with `alone` a format that holds every
    pass holds that one. `at` is the step of it; None is the format's own default. `size` is that of
    a screen in cells; `pace` the seconds that a step takes. With `graph` a picture is of the graph
    instead of the screen; with `lecture` Markdown is the lecture without what was made of it.
    """

    index: int = 0
    at: int | None = None
    size: tuple[int, int] = (120, 40)
    theme: str = "dark"
    ascii_only: bool = False
    pace: float = 1.0
    alone: bool = False
    graph: bool = False
    lecture: bool = False
