"""Actions on the program itself: plots, help, stopping, leaving."""

from __future__ import annotations

from backstep.messages import later
from backstep.stepper.actions.action import Action

ACTIONS = (
    Action(
        later("plots"),
        ("P",),
        later("show the session's plots, as large as the screen"),
        "Program",
        effect="plots",
    ),
    Action(
        later("suspend"),
        ("ctrl+z",),
        later("stop the program; fg in the shell goes on"),
        "Program",
        effect="suspend",
    ),
    Action(
        later("palette"),
        ("ctrl+p",),
        later("all actions by name: type a part of one"),
        "Program",
        effect="palette",
    ),
    Action(
        later("help"),
        ("question_mark", "f1"),
        later("show this page"),
        "Program",
        later("help"),
        effect="help",
    ),
    Action(
        later("quit"),
        ("q", "ctrl+c"),
        later("leave the stepper"),
        "Program",
        later("quit"),
        effect="quit",
    ),
)
