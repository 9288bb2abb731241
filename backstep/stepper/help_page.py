"""The help page as lines: what a new user needs, every action with its keys as they are now, signs.

A page is a list of entries, a heading or a key with its words; they are broken to the width, and
stand in columns where there is room for several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby

from backstep.messages import later, tr
from backstep.stepper.actions import ACTIONS, Action, action_for, is_there, keys_of, shown_key
from backstep.stepper.actions.lecturing import lecturing
from backstep.stepper.entry import Entry, pasted, typed
from backstep.stepper.screen import PANES
from backstep.stepper.signs import ASCII, Signs
from backstep.stepper.text import Line, Run, fitted, in_signs, plain, width_of, wrapped
from backstep.stepper.view import View

COLUMN = 60  # cells, from which on there is another column
KEYS = {True: 15, False: 12}  # cells of the keys, in a wide column and in a narrow one
# Of each, what stands before the colon is shown where there is no room for more.
TO_BEGIN = {
    "next pop": later("next: pop the next function, and see all that it delivers"),
    "next phase": later("one step: only pop, gather, multiply, one delivery or free"),
    "previous pop": later("back: to the pop before, with everything as it was"),
    "why": later("why is this one next: of a clicked Variable, why its gradient"),
    "retain_grad": later("keep grads: without and with retain_grad, side by side"),
    "compare": later("compare: another algorithm beside it, to where the two part"),
    "predict": later("predict: be asked what comes, before it is shown"),
    "help": later("help: this page"),
    "quit": later("leave: nothing is asked"),
}
# Actions that differ in their key alone, told as one.
MERGED = {
    "pane": later("go to a pane: {panes}"),
    "letter": later("with letters shown: go to a pane: {panes}"),
    "choice": later("answer a question with the choice of that letter"),
    "confidence": later("say how sure you are: a guess, rather sure, sure"),
}


@dataclass(frozen=True)
class Told:
    """One entry of the page: keys or a sign, and what is said of them, in the language in use."""

    group: str
    keys: str
    words: str
    also: str = ""  # what a search finds it by besides

    def found_by(self, search: str) -> bool:
        """Whether a search finds it: by every word in it."""
        text = f"{self.group} {self.keys} {self.words} {self.also}".lower()
        return all(word in text for word in search.lower().split()) or search == self.keys


@dataclass(frozen=True)
class Page:
    """Where the person is on the page: the line at the top, the search, and whether it is typed."""

    top: int = 0
    search: Entry[View] | None = None
    typing: bool = False

    @property
    def text(self) -> str:
        """What is searched for."""
        return "" if self.search is None else self.search.text.strip()


MOUSE = [
    (later("click"), later("a node inspects it, a pane is gone to, the scrubber goes there")),
    (later("drag"), later("moves the graph, or the position along the scrubber")),
    (later("wheel"), later("scrolls the pane under it")),
]
MOUSE_IN_LECTURE = [
    (later("click"), later("a node is pointed at, a question answered, a word below done")),
    (later("wheel"), later("to the next result, and back")),
    (later("LECTURE"), later("a click on the word at the top blanks the screen")),
]


def signs_told(signs: Signs) -> Iterator[tuple[str, str]]:
    """Every sign with what it stands for, in the set that is drawn with."""
    left, right = signs.current
    double = "==" if signs is ASCII else "══"
    without, set_now, added, freed, waits = tuple(signs.dots)
    waiting, queued, current, some, done = tuple(signs.strip)
    start, end, line, pop, this, here = signs.track
    yield f"{left} {right}", tr("the function being popped")
    yield "qN", tr("in the queue, at index N; the highest is popped next")
    yield signs.done, tr("done")
    yield "=", tr("gradient set: there was none")
    yield signs.added, tr("gradient accumulated: added to the one that was there")
    yield signs.freed, tr("gradient freed: None again, since retain_grad is False")
    yield signs.trouble, tr("trouble: nan or inf is born here, or finite differences disagree")
    yield signs.differs, tr("two passes side by side: they differ here")
    yield signs.wrong, tr("two passes side by side: this gradient is wrong")
    yield f"mul'1 {double}", tr("made by this pass (create_graph=True): the second-order graph")
    yield "new", tr("in that graph: made in this pop")
    yield f"{signs.chosen[0]} {signs.chosen[1]}", tr("around what is inspected")
    yield f"{signs.cut} {signs.ellipsis}", tr("more than there is room for")
    yield (
        f"{without} {set_now} {added} {freed}",
        tr("a Variable as a dot: without gradient, set, added to, freed"),
    )
    yield f"{waits}", tr("a function as a dot: it waits")
    yield (
        f"gen 0 {waiting}[{current}{queued}{waiting}] 9",
        tr(
            "overview of a graph that has no room: its generations, those in view "
            "between the brackets"
        ),
    )
    yield (
        f"{waiting} {queued} {current}",
        tr("in the overview: waiting, in the queue, the current one"),
    )
    yield f"{some} {done}", tr("in the overview: some of them done, all done")
    yield (
        f"{signs.sides[0]}3 {signs.sides[1]}2",
        tr("in the overview: so many boxes above and below"),
    )
    yield (
        f"{start}{line}{pop}{line}{this}{here}{end}",
        tr("the whole pass: each pop, the current pop, the position; click or drag to go there"),
    )
    yield f"{signs.mark[0]} {signs.mark[1]}", tr("a mark, a mark with a note")
    yield signs.blocks, tr("bars: how long the queue is, how many functions are abreast, sizes")


def entries(view: View, *, brief: bool = False) -> list[Told]:
    """All that the page tells, in order; `brief` with few words on what a new user needs."""
    told = {
        action.name: action for action in ACTIONS if not lecturing(view) or is_there(action, view)
    }
    found = [
        Told(
            tr("To begin"),
            _shown(_keys(told[name], view)[:1]),
            tr(words).partition(":")[0] if brief else tr(words),
            name,
        )
        for name, words in TO_BEGIN.items()
        if not lecturing(view)
    ]
    panes = ", ".join(tr(name) for name in PANES)
    for (group, _), members in groupby(told.values(), key=_alike):
        actions = list(members)
        keys = [_keys(action, view) for action in actions]
        also = " ".join(
            f"{action.name} {action.footer} {action.title} {action.word}" for action in actions
        )
        if len(actions) == 1:
            found.append(Told(group, _shown(keys[0]), actions[0].told, also))
        else:
            words = tr(MERGED[actions[0].name.split()[0]], panes=panes)
            found.append(Told(group, _shown(tuple(chain.from_iterable(keys))), words, also))
    # A stable sort: groups as they first come, though a group's actions may stand apart.
    order = {group: i for i, group in enumerate(dict.fromkeys(each.group for each in found))}
    found.sort(key=lambda each: order[each.group])
    ways = MOUSE_IN_LECTURE if lecturing(view) else MOUSE
    mouse = [Told(tr("Mouse"), tr(way), tr(words)) for way, words in ways]
    signs = [Told(tr("Signs"), sign, words) for sign, words in signs_told(view.signs)]
    return [*found, *mouse, *signs]


def _keys(action: Action, view: View) -> tuple[str, ...]:
    """The keys of an action as they are now; in a lecture, those that no other has there."""
    keys = keys_of(action, view)
    if not lecturing(view):
        return keys
    return tuple(key for key in keys if action_for(key, view) is action)


def _alike(action: Action) -> tuple[str, str]:
    """The group, and what those that are told as one have in common."""
    numbered = re.match(r"(\w+) \w\b", action.name)
    same = numbered is not None and numbered[1] in MERGED
    return action.section, numbered[1] if numbered is not None and same else action.name


def _shown(keys: tuple[str, ...]) -> str:
    return " ".join(shown_key(key) for key in keys) or tr("no key")


def page_lines(view: View, width: int, search: str = "") -> list[Line]:
    """Every line of the page, each at most so wide."""
    found = [each for each in entries(view, brief=width < COLUMN) if each.found_by(search)]
    if not found:
        rows = wrapped(tr("Nothing here has {search!r} in it.", search=search), width - 1, "error")
        return [[Run(" "), *row] for row in rows]
    columns = max(1, width // COLUMN)
    room = width // columns
    blocks: list[list[Line]] = []
    for group, members in groupby(found, key=lambda each: each.group):
        entry_rows = [_entry_rows(each, room - 1) for each in members]
        heading: list[Line] = [[], [Run(f" {group}", "pane")]]
        blocks += [heading + entry_rows[0], *entry_rows[1:]]
    return _in_columns(blocks, columns, room)


def _entry_rows(told: Told, width: int) -> list[Line]:
    """An entry broken to a width; what goes on stands below its own beginning."""
    left = KEYS[width >= COLUMN + 10]
    keys = [plain(row) for row in wrapped(told.keys, left - 1)]
    words = [plain(row) for row in wrapped(told.words, max(10, width - left - 2))]
    rows: list[Line] = []
    for i in range(max(len(keys), len(words))):
        key = keys[i] if i < len(keys) else ""
        word = words[i] if i < len(words) else ""
        rows.append([Run("  "), *fitted([Run(key, "key")], left), Run(word)])
    return rows


def _in_columns(blocks: list[list[Line]], columns: int, room: int) -> list[Line]:
    """Blocks one below the other, then in the next column; none is divided."""
    height = -(-sum(len(block) for block in blocks) // columns)
    stacks: list[list[Line]] = [[]]
    for block in blocks:
        if len(stacks[-1]) + len(block) > height + 1 and len(stacks) < columns:
            stacks.append([])
        rows = block[1:] if not stacks[-1] and not block[0] else block
        stacks[-1] += rows
    if len(stacks) == 1:
        return stacks[0]
    tallest = max(map(len, stacks))
    return [
        [run for stack in stacks for run in fitted(stack[i] if i < len(stack) else [], room)]
        for i in range(tallest)
    ]


def help_lines(view: View, page: Page, width: int, height: int) -> list[Line]:
    """The page on a screen: its lines from the top that is shown, and how to go on."""
    rows = page_lines(view, width, page.text)
    top = min(page.top, last_top(rows, height))
    shown = rows[top : top + height - 1]
    shown += [[] for _ in range(height - 1 - len(shown))]
    lines = [fitted(row, width) for row in shown]
    lines.append(fitted(_foot(view, page, top, len(rows) - top - (height - 1), width), width))
    return [in_signs(line, view.signs) for line in lines]


def _foot(view: View, page: Page, above: int, below: int, width: int) -> Line:
    """What there is above and below, and the keys of the page; while searching, what is typed."""
    up, down = view.signs.sides
    marks = [f"{up} {above}"] if above > 0 else []
    marks += [f"{down} {tr('{n} more', n=below)}"] if below > 0 else []
    more = Run(f" {'  '.join(marks)}", "hot") if marks else Run("")
    if page.typing and page.search is not None:
        at = page.search.cursor
        text = page.search.text
        line: Line = [Run(" /", "key"), Run(text[:at]), Run(text[at : at + 1] or " ", "lit")]
        return [*line, Run(text[at + 1 :]), Run(f"  {tr('Enter keeps, Esc ends')}  ", "dim"), more]
    hints = [("j k", tr("scroll"))] if marks else []
    hints += [("/", tr("search"))]
    ways: list[Line] = []
    shortest = tr("Esc back")
    for back in (tr("any other key or a click: back"), tr("other keys: back"), shortest):
        ways.append([more, Run("  " if marks else " ")])
        for key, word in hints[-1:] if back == shortest else hints:
            ways[-1] += [Run(key, "key"), Run(f" {word}  ", "footer")]
        ways[-1].append(Run(back, "footer"))
    return next((way for way in ways if width_of(way) <= width), ways[-1])


def last_top(rows: list[Line], height: int) -> int:
    """The line that is at the top when the last is at the bottom."""
    return max(0, len(rows) - (height - 1))


def scrolled(view: View, page: Page, amount: int, size: tuple[int, int]) -> Page:
    """The page moved by some lines, within its ends."""
    last = last_top(page_lines(view, size[0], page.text), size[1])
    return replace(page, top=min(max(0, min(page.top, last) + amount), last))


def pressed(
    view: View, page: Page, key: str, character: str | None, size: tuple[int, int]
) -> Page | None:
    """The page after a key; None where the key leaves it."""
    if page.typing and page.search is not None:
        if key in ("escape", "ctrl+c"):
            return Page()
        if key == "enter":
            return replace(page, typing=False)
        if key in SCROLL and not character:
            return scrolled(view, page, _rows(key, size), size)
        return Page(0, typed(page.search, key, character), typing=True)
    if key in SCROLL:
        return scrolled(view, page, _rows(key, size), size)
    if key == "slash":
        return replace(page, search=Entry("/", lambda shown, text: shown), typing=True, top=0)
    return Page() if key == "escape" and page.search is not None else None


def searched(page: Page, text: str) -> Page:
    """The page after text was pasted."""
    if not page.typing or page.search is None:
        return page
    return replace(page, search=pasted(page.search, text), top=0)


FAR = 10**6
SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1, "home": -FAR, "end": FAR, "g": -FAR, "G": FAR}
SCROLL |= {"pagedown": 0, "space": 0, "pageup": 0}


def _rows(key: str, size: tuple[int, int]) -> int:
    page = max(1, size[1] - 3)
    return {"pagedown": page, "space": page, "pageup": -page}.get(key, SCROLL[key])
