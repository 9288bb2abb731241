"""The lines without a border: header, sentence and footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from backstep.messages import tr
from backstep.recording.telling.narration import sentence, troubles_told
from backstep.stepper.entry import entry_lines
from backstep.stepper.text import ELLIPSIS, Line, Run, cut_at_a_word, fitted, width_of, wrapped
from backstep.stepper.view import View

THEME_FROM = 180  # cells of the screen, from which the header also names the theme


def header_line(view: View, width: int) -> Line:
    """What is stepped, where, and how: as much as fits, each in whole words."""
    brand = " backstep " if width >= 60 else ""
    title = view.recording.title
    room = max(0, width - len(brand) - 2)
    wanted = min(cell_len(title), max(12, room // 3))  # what is left to the title at least
    shown: dict[str, str] = {}
    for name, ways in _facts(view):
        for text in ways:
            taken = sum(cell_len(each) + 2 for each in [*shown.values(), text])
            if taken + wanted <= room or name == "pop":
                shown[name] = text
                break
    right = "  ".join(shown[name] for name in PLACES if name in shown)
    left = max(0, room - cell_len(right) - 1)
    head = [Run(brand, "brand")] if brand else []
    return [*head, Run(" "), *fitted([Run(cut_at_a_word(title, left), "title")], left),
            Run(" "), Run(right, "title"), Run(" ")]  # fmt: skip


# The facts in the order in which they stand; `_facts` gives them in the order of their worth.
PLACES = ("pass", "pop", "step", "state", "algorithm", "flags", "order", "theme")


def _facts(view: View) -> Iterator[tuple[str, list[str]]]:
    """What the header may say, the most important first, each in some ways, the fullest first."""
    recording, several = view.recording, len(view.passes.recordings)
    pops, steps = str(len(recording.pops)), str(view.timeline.length)
    yield "pop", [f"pop {view.moment.pop_index + 1}/{pops}".rjust(5 + 2 * len(pops))]
    step = tr("step {n}/{all}", n=view.position, all=steps)
    yield "step", [" " * (len(steps) - len(str(view.position))) + step]
    sign, _, word = (view.signs.playing if view.playing else view.signs.paused).partition(" ")
    state = f"{sign} {tr(word)}"
    speed = f"x{view.speed:g}"
    short = sign + (speed if view.speed != 1 else "")  # where it is not the usual
    yield "state", [f"{state} {speed}", short]
    if several > 1:
        yield "pass", [tr("pass {n}/{all}", n=view.index + 1, all=several)]
    if recording.algorithm != "generation":
        by = tr("by {algorithm}", algorithm=recording.algorithm)
        yield "algorithm", [by, recording.algorithm]
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    if flags:
        yield "flags", ["  ".join(f"{flag}=True" for flag in flags), " ".join(flags)]
    if view.order == 2:
        yield "order", [tr("order {n}", n=2)]
    if view.size[0] >= THEME_FROM:
        yield "theme", [tr("theme {name}", name=view.theme)]


def sentence_lines(view: View, width: int, height: int) -> list[Line]:
    """What the step did, in words; or what is asked, or what was said."""
    if view.entry is not None:
        return entry_lines(view.entry, width, height)
    if view.message:
        return _cut(message_rows(view, width), height)
    note = view.notebook.page(view.index).marks.get(view.position)
    noted = wrapped(note_text(view, note), width - 2, "hot") if note else []
    noted = _cut(noted, height)
    if noted and height == 1:  # what there is room for beside it
        return [[*noted[0], Run("  "), Run(sentence(view.moment), "sentence")]]
    room = height - len(noted)
    rows = wrapped(sentence(view.moment), width - 2, "sentence")
    if len(rows) > room and view.moment.troubles:
        rows = wrapped(troubles_told(view.moment), width - 2, "sentence")
    return [*noted, *_cut(rows, room)]


def note_rows(view: View, width: int) -> int:
    """The rows that the longest note of the pass takes."""
    longest = max(view.notebook.page(view.index).marks.values(), key=len, default="")
    return len(wrapped(note_text(view, longest), width - 2)) if longest else 0


def message_rows(view: View, width: int) -> list[Line]:
    """What was said, each of its lines broken to the width."""
    said = view.message.split("\n")
    return [row for line in said for row in wrapped(line, width - 2, "hot")]


def long_message(view: View, width: int, height: int) -> list[Line]:
    """What was said, below a rule: for where it needs more rows than the sentence has."""
    rule = Run(view.signs.horizontal * width, "border.focus")
    return [[rule], *_cut(message_rows(view, width), height - 1)]


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
