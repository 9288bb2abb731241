"""What a worker has sent of passes and figures, checked as the lines of a stranger's file are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from backstep.engine.errors import BackstepError
from backstep.messages import tr
from backstep.recording.records import Recording
from backstep.session import limits, records
from backstep.session.errors import Unreadable
from backstep.session.packing import unpacked
from backstep.session.worker.messages import Message, Ran, Said, Shown

if TYPE_CHECKING:
    from backstep.recording.figures import Figure
    from backstep.session.plot_records import Plot


class WorkerFailed(BackstepError):
    """A worker that did not come up, went down, or said what cannot be."""


@dataclass(frozen=True)
class Pass:
    """A backward pass, and the record that it came as."""

    record: records.Back
    recording: Recording


@dataclass(frozen=True)
class Plotted:
    """A figure that the program showed, and the record that it came as."""

    record: Plot
    figure: Figure


Received: TypeAlias = Pass | Plotted | Said | Shown | records.Cell | records.Done | Ran


class Checking:
    """Holds what comes to the laws of a session file; what adds up is counted."""

    def __init__(self) -> None:
        self._plotted = 0

    def received(self, message: Message | Plot) -> Received:
        """The message, checked. Raises WorkerFailed for what no file could hold."""
        try:
            match message:
                case Said() | Shown() | records.Cell() | records.Done() | Ran():
                    return message
                case records.Back():
                    return Pass(message, unpacked(message))
        except Unreadable as error:
            raise WorkerFailed(
                tr(
                    "the worker process sent a pass that cannot be ({field}: {what})",
                    field=error.field,
                    what=error.what,
                )
            ) from None
        return self._figure(message)

    def _figure(self, message: Message | Plot) -> Plotted:
        from backstep.session.plot_records import Plot
        from backstep.session.plots import unpacked_figure

        if not isinstance(message, Plot):
            raise WorkerFailed(
                tr("the worker process said a thing out of its turn, and was stopped")
            )
        try:
            figure = unpacked_figure(message)
        except Unreadable as error:
            raise WorkerFailed(
                tr(
                    "the worker process sent a plot that cannot be ({field}: {what})",
                    field=error.field,
                    what=error.what,
                )
            ) from None
        self._plotted += figure.size
        if self._plotted > limits.PLOTTED:
            raise WorkerFailed(
                tr(
                    "stopped: its plots hold more than {most:,} numbers",
                    most=limits.PLOTTED,
                )
            )
        return Plotted(message, figure)
