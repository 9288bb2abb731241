"""The figures that a session has open, and whose turn it is.

Light on purpose: every session has one of these, and few of them plot.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from backstep.language.errors import LimitError
from backstep.messages import tr

if TYPE_CHECKING:
    from backstep.language.library.plotting.figures import FigureInMaking
    from backstep.recording.figures import Figure

MOST_FIGURES = 20


class Figures:
    """A session's open figures. `show` gets each that is shown; `say` a line to the person."""

    def __init__(self, show: Callable[[Figure], None], say: Callable[[str], None]) -> None:
        self.show = show
        self.say = say
        self.open: dict[int, FigureInMaking] = {}
        self.current = 0

    def figure(self, number: int | None = None) -> FigureInMaking:
        """A new figure, or the one of that number, which then is the current one."""
        if number is None:
            number = max(self.open, default=0) + 1
        if number not in self.open:
            for empty in [n for n, each in self.open.items() if each._is_empty()]:
                del self.open[empty]
            if len(self.open) >= MOST_FIGURES:
                raise LimitError(
                    tr(
                        "figure: {most} figures are open; plt.show() shows and closes them",
                        most=MOST_FIGURES,
                    )
                )
            self.open[number] = self._made(number)
        self.current = number
        return self.open[number]

    def _made(self, number: int) -> FigureInMaking:
        from backstep.language.library.plotting.figures import FigureInMaking

        return FigureInMaking(number)

    def now(self) -> FigureInMaking:
        """The current figure; a new one where there is none."""
        if self.current not in self.open:
            return self.figure()
        return self.open[self.current]

    def unshown(self) -> int:
        """How many figures have something in them that was never shown."""
        return sum(not figure._is_empty() for figure in self.open.values())

    def show_all(self) -> None:
        """Hand on every open figure and close it."""
        waiting = [each for each in self.open.values() if not each._is_empty()]
        if not waiting:
            self.say(tr("plt.show(): nothing is plotted yet; plt.plot(x, y) comes before it\n"))
        self.open.clear()
        for figure in waiting:
            self.show(figure._frozen())

    def close(self, which: Any = None) -> None:
        """Drop the current figure, the one of a number, or `'all'`."""
        if which == "all":
            self.open.clear()
            return
        number = self.current
        if isinstance(which, int):
            number = which
        elif which is not None:
            number = getattr(which, "_number", 0)
        self.open.pop(number, None)


class Current:
    """Whose figures the functions of pyplot act on; the runtime says so for the time of a cell."""

    figures: Figures | None = None
