"""Actions on the program itself: plots, help, stopping, leaving."""

from __future__ import annotations

from backstep.stepper.actions.action import Action

ACTIONS = (
    Action(
        "plots",
        ("P",),
        "show the session's plots, as large as the screen",
        "Program",
        effect="plots",
    ),
    Action(
        "suspend",
        ("ctrl+z",),
        "stop the program; fg in the shell goes on",
        "Program",
        effect="suspend",
    ),
    Action(
        "palette",
        ("ctrl+p",),
        "all actions by name: type a part of one",
        "Program",
        effect="palette",
    ),
    Action("help", ("question_mark", "f1"), "show this page", "Program", "help", effect="help"),
    Action("quit", ("q", "ctrl+c"), "leave the stepper", "Program", "quit", effect="quit"),
)
