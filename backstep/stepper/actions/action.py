"""One thing that a person can do in the stepper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backstep.messages import later, tr
from backstep.stepper.view import View

# The groups, as help tells of them.
GROUPS = (
    later("Step"),
    later("Time"),
    later("Find"),
    later("Marks"),
    later("Look"),
    later("Graph"),
    later("Side by side"),
    later("Passes"),
    later("Predict"),
    later("Lecture"),
    later("List of marks"),
    later("Program"),
)


def always(view: View) -> bool:
    """An action that is there whatever is shown."""
    return True


def in_steps(view: View) -> bool:
    """Where a single pass is stepped through, and nothing else is asked or shown."""
    return view.mode == "steps"


@dataclass(frozen=True)
class Action:
    """One thing a person can do. `keys` are Textual's names, the first of them the one to teach.

    `footer` is a word for the footer, empty to stay out of it; the order of the registry is the
    order there, but those that are `urgent` come first. Either `change` gives the new view, or
    `effect` names what the app does. Where `when` is false, the action is not there, and its keys
    are free for another. Name, help, group and footer stand here in English; the name is also what
    a config file calls it by, and `title`, `told`, `section` and `word` are what is shown.
    """

    name: str
    keys: tuple[str, ...]
    help: str
    group: str
    footer: str = ""
    change: Callable[[View], View] | None = None
    effect: str = ""
    when: Callable[[View], bool] = always
    urgent: bool = False

    @property
    def title(self) -> str:
        """The name, in the language in use."""
        return tr(self.name)

    @property
    def told(self) -> str:
        """The help, in the language in use."""
        return tr(self.help)

    @property
    def section(self) -> str:
        """The group, in the language in use."""
        return tr(self.group)

    @property
    def word(self) -> str:
        """The word for the footer, in the language in use."""
        return tr(self.footer)
