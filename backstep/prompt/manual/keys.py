"""The page on keys: those of the prompt, every action of the stepper, the mouse, the signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from backstep.messages import later, tr
from backstep.prompt.manual.blocks import Block, Heading, Words, rows
from backstep.prompt.settings import read_config
from backstep.prompt.usage.verbatim import verbatim
from backstep.stepper.actions import ACTIONS, Action, shown_key
from backstep.stepper.actions.action import GROUPS
from backstep.stepper.help_page import MERGED, MOUSE, signs_told
from backstep.stepper.keymap import Keymap
from backstep.stepper.remapping import remapped
from backstep.stepper.screen import PANES
from backstep.stepper.signs import ASCII, UNICODE, knows_unicode

AT_THE_PROMPT = (
    (verbatim("Enter"), later("run the cell when it is whole, else a new indented line")),
    (verbatim("Alt-Enter Ctrl-O"), later("a new line in any case")),
    (verbatim("Tab"), later("complete a name, an attribute, a parameter, a command")),
    (verbatim("up down Ctrl-R"), later("history: entries that begin with what is typed; search")),
    (verbatim("right Ctrl-E Alt-F"), later("take the suggestion in grey; a word of it")),
    (verbatim("F2 F4"), later("the cell in $EDITOR; emacs or vi keys")),
    (verbatim("F5"), later("step through the last backward pass")),
    (verbatim("NAME?"), later("what a name is")),
    (verbatim("Ctrl-C Ctrl-D"), later("drop the line or stop the program; leave")),
)


def page() -> Sequence[Block]:
    """The keys as they are now, with what the config file says of them."""
    keymap = remapped(read_config().settings.keymap)
    blocks: list[Block] = [
        Heading(tr("Keys at the prompt")),
        rows((key, tr(told)) for key, told in AT_THE_PROMPT),
    ]
    for group in GROUPS:
        members = [action for action in ACTIONS if action.group == group]
        blocks += [
            Heading(tr("Keys in the stepper: {group}", group=tr(group))),
            rows(_told(members, keymap)),
        ]
    signs = UNICODE if knows_unicode() else ASCII
    return [
        *blocks,
        Heading(tr("Mouse")),
        rows((tr(way), tr(words)) for way, words in MOUSE),
        Heading(tr("Signs")),
        rows(signs_told(signs)),
        Words(""),
        Words(
            tr(
                "A table [keymap] in the config file gives an action other keys, and %config says "
                "where that file is."
            )
        ),
    ]


def _told(actions: Sequence[Action], keymap: Keymap) -> Iterator[tuple[str, str]]:
    """Keys and words; those that differ in their key alone are one."""
    panes = ", ".join(tr(name) for name in PANES)
    for word, members in groupby(actions, key=_alike):
        alike = list(members)
        keys = [key for each in alike for key in keymap.keys(each.name, each.keys)]
        shown = " ".join(map(shown_key, keys)) or tr("no key")
        yield shown, tr(MERGED[word], panes=panes) if len(alike) > 1 else alike[0].told


def _alike(action: Action) -> str:
    """What those have in common that are told as one: `pane` of `pane 3 queue`."""
    numbered = re.match(r"(\w+) \w\b", action.name)
    return numbered[1] if numbered is not None and numbered[1] in MERGED else action.name
