"""The lines without a border: header, sentence and footer."""

from __future__ import annotations

from collections.abc import Iterable

from backstep.recording.narration import sentence, troubles_told
from backstep.stepper.entry import entry_lines
from backstep.stepper.text import ELLIPSIS, Line, Run, fitted, width_of, wrapped
from backstep.stepper.view import View


def header_line(view: View, width: int) -> Line:
    """What is stepped, where, and how."""
    moment, recording = view.moment, view.recording
    pops, steps = str(len(recording.pops)), str(view.timeline.length)
    parts = [f"pop {moment.pop_index + 1}/{pops}".rjust(5 + 2 * len(pops))]
    if width >= 60:
        parts.append(f"step {view.position}/{steps}".rjust(6 + 2 * len(steps)))
    if len(view.passes.recordings) > 1:
        parts.insert(0, f"pass {view.index + 1}/{len(view.passes.recordings)}")
    state = view.signs.playing if view.playing else view.signs.paused
    speed = f"x{view.speed:g}"
    if width >= 70:
        parts.append(f"{state} {speed}")
    else:  # the speed where it is not the usual one
        parts.append(state.split(" ")[0] + (speed if view.speed != 1 else ""))
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    if width >= 100:
        parts += [f"{flag}=True" for flag in flags]
    right = "  ".join(parts)
    name = " backstep  " if width >= 60 else " "
    title = fitted([Run(recording.title, "title")], max(4, width - len(name) - len(right) - 3))
    return [Run(name, "brand"), *title, Run("  "), Run(right + " ", "title")]


def sentence_lines(view: View, width: int, height: int) -> list[Line]:
    """What the step did, in words; or what is asked, or what was said."""
    if view.entry is not None:
        return entry_lines(view.entry, width, height)
    if view.message:
        return _cut(wrapped(view.message, width - 2, "hot"), height)
    note = view.notebook.page(view.index).marks.get(view.position)
    noted = wrapped(note_text(view, note), width - 2, "hot") if note else []
    noted = _cut(noted, height)
    room = height - len(noted)
    rows = wrapped(sentence(view.moment), width - 2, "sentence")
    if len(rows) > room and view.moment.troubles:
        rows = wrapped(troubles_told(view.moment), width - 2, "sentence")
    return [*noted, *_cut(rows, room)]


def note_text(view: View, note: str) -> str:
    """A note on one line, after its sign."""
    return f"{view.signs.mark[1]} {' '.join(note.split())}"


def _cut(rows: list[Line], height: int) -> list[Line]:
    """The first rows, with an ellipsis where there are more."""
    shown = [[Run(" "), *row] for row in rows[:height]]
    if shown and len(rows) > height:
        shown[-1].append(Run(f" {ELLIPSIS}", "dim"))
    return shown


def footer_line(hints: Iterable[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit; help and quit always."""
    hints = list(hints)
    shown = list(hints)
    while len(shown) > 2 and width_of(_hints(shown)) > width:
        shown.pop(-3)  # the last two are help and quit
    return _hints(shown)


def _hints(hints: Iterable[tuple[str, str]]) -> Line:
    line: Line = [Run(" ")]
    for key, word in hints:
        line += [Run(key, "key"), Run(f" {word}  ", "footer")]
    return line
