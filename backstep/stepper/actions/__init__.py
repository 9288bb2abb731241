"""What a person can do in the stepper, one entry an action, one module a group.

action.py says what an entry is; registry.py puts the groups together, and finds the action of a
key. An action that asks something first gives a view with an `entry` (see stepper/entry.py).
"""

from backstep.stepper.actions.action import Action
from backstep.stepper.actions.registry import (
    ACTIONS,
    action_for,
    changed,
    footer_hints,
    is_there,
    keys_of,
)
from backstep.stepper.key_names import shown_key

__all__ = [
    "ACTIONS",
    "Action",
    "action_for",
    "changed",
    "footer_hints",
    "is_there",
    "keys_of",
    "shown_key",
]
