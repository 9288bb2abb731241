"""`backstep.export(recordings, "y.html")`: exports as a program asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backstep.export.errors import ExportError
from backstep.export.formats import format_of, unknown
from backstep.export.subject import Subject, of_recordings, of_session
from backstep.export.wanted import Wanted
from backstep.export.writing import write_new
from backstep.messages import tr
from backstep.recording.records import Recording
from backstep.recording.timeline import length_of
from backstep.session.errors import shown, shown_path


def export(
    what: Recording | Iterable[Recording] | Subject | str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    overwrite: bool = True,
    title: str = "",
    index: int | None = None,
    at: int | None = None,
    **look: Any,
) -> None:
    """Write what is recorded to a file, in the format that its ending names.

    `what` is a recording, several as `record()` gives them, or a session: its file, or the name of
    a shipped one. `formats.FORMATS` has the endings, .html .svg .cast .md .dot .mmd .jsonl.

    `index` is which pass, counted from 0 as in the list; without it a format that holds every pass
    holds them all, any other the first. `at` is the step of it that is shown. Of `look` each format
    takes what it knows of: `size` (columns, rows), `theme`, `ascii_only`, `pace` (seconds a step),
    `graph` (the graph in place of the screen), `lecture` (of a session).

    Raises ExportError for an ending of no format, a pass or a step that there is not, and for what
    cannot be in that format; SessionError where the file cannot be written, or is there already and
    `overwrite` is False.
    """
    form = format_of(os.fspath(path))
    if form is None:
        raise ExportError(f"export: {unknown(shown(Path(path).name))}")
    if os.path.lexists(path) and not overwrite:
        told = tr("{path} is there already: choose another name", path=shown_path(Path(path)))
        raise ExportError(f"export: {told}")
    subject = subject_of(what, title)
    text = form.make(subject, _wanted(subject, index, at, look))
    write_new(Path(path), text, overwrite=overwrite)


def subject_of(what: object, title: str = "") -> Subject:
    """What is to be exported. Raises ExportError for what is not recorded."""
    if isinstance(what, Subject):
        return what
    if isinstance(what, (str, os.PathLike)):
        from backstep.session import find_session, read_session

        return of_session(read_session(find_session(os.fspath(what))))
    several = [what] if isinstance(what, Recording) else what
    recordings = list(several) if isinstance(several, (list, tuple)) else []
    if recordings and all(isinstance(each, Recording) for each in recordings):
        return of_recordings(recordings, title)
    if isinstance(several, (list, tuple)) and not recordings:
        raise ExportError(tr("export: no backward pass was recorded"))
    told = tr(
        "export takes recordings, as `with backstep.record() as recordings:` gives them, or a "
        "session, not {kind}",
        kind=type(what).__name__,
    )
    raise ExportError(told)


def _wanted(subject: Subject, index: int | None, at: int | None, look: dict[str, Any]) -> Wanted:
    """How it is wanted. Raises ExportError for a pass or a step that there is not."""
    passes = len(subject.recordings)
    if index is not None and not -passes <= index < passes:
        told = tr("export: there is no pass {index}: there are {n}", index=index, n=passes)
        raise ExportError(told)
    chosen = (index or 0) % max(passes, 1)
    if at is not None and passes:
        last = length_of(subject.recordings[chosen])
        if not 0 <= at <= last:
            told = tr(
                "there is no step {step}: the pass has steps from 0 to {last}", step=at, last=last
            )
            raise ExportError(f"export: {told}")
    known = set(Wanted.__dataclass_fields__) - {"index", "at", "alone"}
    for name in look:
        if name not in known:
            told = tr(
                "export: no option {name}; there are {names}",
                name=name,
                names=", ".join(sorted(known)),
            )
            raise ExportError(told)
    return Wanted(index=chosen, at=at, alone=index is not None, **look)
