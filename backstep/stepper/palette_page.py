"""The palette as lines: every action that is there, found by a part of its name or of its words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from backstep.messages import cells, tr, trn
from backstep.stepper.actions import ACTIONS, Action, is_there, keys_of, shown_key
from backstep.stepper.entry import Entry, typed
from backstep.stepper.remapping import config_name
from backstep.stepper.text import Line, Run, fitted, in_signs, wrapped
from backstep.stepper.view import View

NAMES = 30  # cells for the names, KEYS for the keys
KEYS = 12
NARROW = 60  # cells, below which the help of an action is not in its row
BESIDE = 4  # rows that are no action: what is typed, the whole help of the chosen one, the footer
MOVES = {"down": 1, "tab": 1, "ctrl+n": 1, "up": -1, "shift+tab": -1, "ctrl+p": -1}


def _no_answer(view: View, text: str) -> View:
    return view


@dataclass(frozen=True)
class Palette:
    """What is typed, and which of the found actions is chosen."""

    search: Entry[View] = field(default_factory=lambda: Entry("", _no_answer))
    at: int = 0


def found(view: View, text: str) -> list[Action]:
    """The actions that are there and have every word of a text; those whose names begin with it
    first, then those that have it in the name."""
    words = text.lower().split()
    hits = []
    for action in ACTIONS:
        if action.effect == "palette" or not is_there(action, view):
            continue
        # By the words that are shown, and by those that a config file calls it by.
        names = [action.title.lower(), action.name.lower()]
        short = f"{names[0]} {names[1]} {action.word} {action.footer}".lower()
        told = f"{short} {action.section} {action.group} {action.told} {action.help}".lower()
        if all(word in told for word in words):
            whole = " ".join(words)
            begins = any(name.startswith(whole) for name in names)
            hits.append((0 if begins else 1 if whole in short else 2, action))
    return [action for _, action in sorted(hits, key=lambda hit: hit[0])]


def first_shown(palette: Palette, count: int, height: int) -> int:
    """The row at the top of the list, so that the chosen one is in it."""
    room = max(1, height - BESIDE)
    return min(max(0, palette.at - room // 2), max(0, count - room))


def palette_lines(view: View, palette: Palette, width: int, height: int) -> list[Line]:
    """The whole screen: what is typed, what is found, how to go on."""
    entry = palette.search
    at, text = entry.cursor, entry.text
    line: Line = [Run(f" {tr('Action:')} ", "key"), Run(text[:at])]
    line.append(Run(text[at : at + 1] or " ", "lit"))
    line.append(Run(text[at + 1 :]) if text else Run(f" {tr('a part of its name')}", "dim"))
    hits = found(view, text)
    first = first_shown(palette, len(hits), height)
    rows = [
        _row(view, action, i == palette.at, width)
        for i, action in enumerate(hits[first : first + height - BESIDE], first)
    ]
    if not hits:
        rows = [[Run(f" {tr('No action here has {text!r} in it.', text=text.strip())}", "error")]]
    rows += [[] for _ in range(height - BESIDE - len(rows))]
    whole = _whole(hits[palette.at], width - 2) if hits else []
    told: list[Line] = [[Run(" "), *row] for row in whole[: BESIDE - 2]]
    told += [[] for _ in range(BESIDE - 2 - len(told))]
    count = trn("{n} action", "{n} actions", len(hits))
    foot: Line = [Run(f" {count}  ", "dim")]
    ways = (("Enter", tr("does it")), ("Esc", tr("leaves it")), ("Up Down", tr("choose")))
    for key, word in ways:
        foot += [Run(key, "key"), Run(f" {word}  ", "footer")]
    return [in_signs(fitted(each, width), view.signs) for each in (line, *rows, *told, foot)]


def _whole(action: Action, width: int) -> list[Line]:
    """All of an action's help; in another language also the name that a config file has for it."""
    if action.title == action.name:
        return wrapped(action.told, width)
    called = tr("in config.toml: {name}", name=config_name(action))
    return wrapped(f"{action.told} ({called})", width)


def _row(view: View, action: Action, chosen: bool, width: int) -> Line:
    widest = max(cells(each.title) for each in ACTIONS)  # Korean names are short
    names = min(NAMES, width // 2, widest + 3)
    keys = " ".join(shown_key(key) for key in keys_of(action, view)[:2])
    sign = view.signs.here if chosen else " "
    row = [
        Run(f" {sign} "),
        *fitted([Run(action.title, "" if chosen else "pane")], names),
        *fitted([Run(keys, "" if chosen else "key")], KEYS),
    ]
    if width >= NARROW:
        row.append(Run(action.told, "" if chosen else "dim"))
    row = fitted(row, width)
    return [Run(run.text, "lit") for run in row] if chosen else row


def pressed(
    view: View, palette: Palette, key: str, character: str | None, height: int
) -> Palette | Action | None:
    """The palette after a key, the action that Enter takes, or None where Escape leaves."""
    hits = found(view, palette.search.text)
    if key in ("escape", "ctrl+c"):
        return None
    if key == "enter":
        return hits[palette.at] if hits else palette
    if key in MOVES:
        return moved(view, palette, MOVES[key])
    if key in ("pagedown", "pageup"):
        return moved(view, palette, (height - BESIDE) * (1 if key == "pagedown" else -1))
    search = typed(palette.search, key, character)
    at = palette.at if search.text == palette.search.text else 0
    return Palette(search, at)


def moved(view: View, palette: Palette, rows: int) -> Palette:
    """Another row chosen, within the ends of the list."""
    last = len(found(view, palette.search.text)) - 1
    return replace(palette, at=min(max(0, palette.at + rows), max(0, last)))


def clicked(view: View, palette: Palette, y: int, height: int) -> Action | None:
    """The action whose row was clicked; None beside them."""
    hits = found(view, palette.search.text)
    at = first_shown(palette, len(hits), height) + y - 1
    return hits[at] if 1 <= y <= height - BESIDE and at < len(hits) else None
