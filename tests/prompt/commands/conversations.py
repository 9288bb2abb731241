"""A session that is talked to in lines, and what it says."""

from __future__ import annotations

from backstep.prompt.piped import run_piped
from backstep.prompt.preferences import Preferences
from backstep.session import Journal
from backstep.session.live import LiveSession

DIAMOND = (
    "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\ny.backward()\n"
)


class Conversation:
    """A live session that remembers what it wrote, and the person's preferences."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.lines: list[str] = []
        self.live = LiveSession(self.lines.append, journal)
        self.like = Preferences()

    def run(self, source: str) -> int:
        return run_piped(source, self.live, self.like)

    def said(self, source: str) -> str:
        """What it says to some lines, all of which must go well."""
        self.lines.clear()
        assert self.run(source) == 0
        return self.output

    @property
    def output(self) -> str:
        return "".join(self.lines)
