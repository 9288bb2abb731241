"""A question on the screen's last lines, and the text that is being typed in answer.

What a key does to it is a pure function, as everywhere in the stepper. An answer that will not do
is said under what was typed, and can be mended; Escape takes the question away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rich.cells import cell_len

from backstep.stepper.text import Line, Run, width_of

LONGEST = 500  # characters of an answer
Shown = TypeVar("Shown")  # the view: this module knows nothing of it


class Refused(Exception):
    """An answer that will not do; its text is a sentence with the remedy."""


@dataclass(frozen=True)
class Entry(Generic[Shown]):
    """A question, the text so far with the cursor's place in it, and what becomes of the answer.

    `answer` takes the view and the text and gives the next view, or raises Refused. `choices` are
    what Tab completes to; `told` stands in place of the answer while there is none; `left` is
    what becomes of the view where the question is left without one.
    """

    question: str
    answer: Callable[[Shown, str], Shown]
    text: str = ""
    cursor: int = 0
    choices: tuple[str, ...] = ()
    told: str = ""
    mistake: str = ""
    left: Callable[[Shown], Shown] | None = None

    @property
    def offered(self) -> list[str]:
        """The choices that begin with what is typed."""
        return [each for each in self.choices if each.startswith(self.text)]


def typed(entry: Entry[Shown], key: str, character: str | None) -> Entry[Shown]:
    """The entry after a key that neither ends nor leaves it; unknown keys change nothing."""
    text, at = entry.text, entry.cursor
    match key:
        case "backspace" | "ctrl+h":
            return _with(entry, text[: max(at - 1, 0)] + text[at:], max(at - 1, 0))
        case "delete" | "ctrl+d":
            return _with(entry, text[:at] + text[at + 1 :], at)
        case "left":
            return replace(entry, cursor=max(at - 1, 0))
        case "right":
            return replace(entry, cursor=min(at + 1, len(text)))
        case "home" | "ctrl+a":
            return replace(entry, cursor=0)
        case "end" | "ctrl+e":
            return replace(entry, cursor=len(text))
        case "ctrl+u":
            return _with(entry, text[at:], 0)
        case "ctrl+k":
            return _with(entry, text[:at], at)
        case "ctrl+w":
            kept = text[:at].rstrip().rpartition(" ")
            before = kept[0] + kept[1]
            return _with(entry, before + text[at:], len(before))
        case "tab":
            return _completed(entry)
    if character and character.isprintable():
        return pasted(entry, character)
    return entry


def pasted(entry: Entry[Shown], text: str) -> Entry[Shown]:
    """The entry with text put in at the cursor, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split(" "))
    line = line[: LONGEST - len(entry.text)]
    at = entry.cursor
    return _with(entry, entry.text[:at] + line + entry.text[at:], at + len(line))


def _with(entry: Entry[Shown], text: str, cursor: int) -> Entry[Shown]:
    return replace(entry, text=text, cursor=cursor, mistake="")


def _completed(entry: Entry[Shown]) -> Entry[Shown]:
    """The text as far as the choices agree; once it is one of them, the next choice."""
    if entry.text in entry.choices:
        at = entry.choices.index(entry.text)
        text = entry.choices[(at + 1) % len(entry.choices)]
        return _with(entry, text, len(text))
    offered = entry.offered
    if not offered:
        return entry
    shortest = min(map(len, offered))
    same = next(
        (n for n in range(shortest) if len({each[n] for each in offered}) > 1),
        shortest,
    )
    text = offered[0][:same]
    if text == entry.text:
        text = offered[0]
    return _with(entry, text, len(text))


def entry_lines(entry: Entry[Shown], width: int, height: int) -> list[Line]:
    """The question with the text typed so far, and below it what is wrong or may be chosen."""
    question = f" {entry.question} "
    room = max(4, width - cell_len(question) - 2)
    before, after = entry.text[: entry.cursor], entry.text[entry.cursor :]
    while cell_len(before) > room - 1:
        before = before[1:]
    under = after[:1] or " "
    line: Line = [Run(question, "key"), Run(before), Run(under, "lit"), Run(after[1:])]
    hint: Line = [Run(f" {entry.told}", "dim")] if not entry.text and entry.told else []
    wide = width_of([*line, *hint]) > width and height > 1
    if not (wide and not entry.choices):
        line += hint
    if entry.mistake:
        below: Line = [Run(f" {entry.mistake}", "error")]
    elif entry.choices and not (entry.told and entry.text in entry.choices):
        below = [Run("  ".join(["", *(entry.offered or entry.choices)]), "dim")]
    else:
        below = [Run(f" {entry.told}", "dim")] if entry.text or wide else []
    if height == 1:  # what is wrong matters more than how to go on
        return [[*line, Run("  "), *below] if entry.mistake else line]
    return [line, below]
