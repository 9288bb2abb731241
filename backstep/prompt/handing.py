"""The exporter that the stepper is handed: what it shows, in any of the formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.export.formats import endings, format_of
from backstep.messages import tr
from backstep.stepper.exporting import Exporter

if TYPE_CHECKING:
    from backstep.export.subject import Subject
    from backstep.stepper.view import View


def exporter_of(known: Callable[[], Subject] | None = None) -> Exporter:
    """An exporter of what is `known` besides the passes that are shown: their session."""

    def write(view: View, path: Path) -> str:
        from backstep.engine import BackstepError
        from backstep.export.errors import ExportError
        from backstep.export.subject import of_recordings
        from backstep.export.wanted import Wanted
        from backstep.export.writing import write_new
        from backstep.stepper.signs import ASCII

        form = format_of(path.name)
        wanted = Wanted(
            index=view.index,
            at=view.position,
            size=view.size,
            theme=view.theme,
            ascii_only=view.signs is ASCII,
        )
        try:
            if form is None:
                raise ExportError(tr("there is no such format"))
            recordings, pages = view.passes.recordings, view.notebook.pages
            subject = of_recordings(recordings) if known is None else known()
            subject = subject.showing(recordings, pages)
            write_new(path, form.make(subject, wanted))
            missing = form.left_out(subject, wanted)
        except BackstepError as error:
            return tr("Not exported: {why}.", why=error)
        if missing:
            return tr(
                "Exported to {path}; not in it: {parts}.", path=path.absolute(), parts=missing
            )
        return tr("Exported to {path}.", path=path.absolute())

    return Exporter(endings(), write)
