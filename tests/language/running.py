"""A runtime for tests, and what it printed."""

from __future__ import annotations

from backstep.language import Outcome, Runtime
from backstep.recording.recorder import Recorder


class Running:
    """A runtime with its recorder and its output."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.recorder = Recorder()
        self.runtime = Runtime(self.written.append, recorder=self.recorder)
        self.recorder.names = self.runtime.variables
        self.recorder.source_of = self.runtime.source_of

    def run(self, source: str) -> Outcome:
        return self.runtime.run(source)

    @property
    def output(self) -> str:
        return "".join(self.written)


def outcome_of(source: str) -> Outcome:
    """What a cell in a fresh session comes to."""
    return Running().run(source)
