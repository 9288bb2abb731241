"""Which identifiers a person may use, and where: the one rule for names and attributes."""

from __future__ import annotations

DEFINABLE = frozenset(
    f"__{name}__"
    for name in (
        "init call repr str len iter next getitem setitem delitem contains enter exit eq ne lt le "
        "gt ge add radd iadd sub rsub isub mul rmul imul truediv rtruediv floordiv rfloordiv mod "
        "rmod pow rpow neg pos abs matmul rmatmul hash bool float int round array_priority imul "
        "itruediv ifloordiv imod ipow imatmul divmod rdivmod invert and rand or ror xor rxor "
        "reversed"
    ).split()
)
# A class may define these as well; who reads them gets a stand-in (own_state.py).
OVERRIDABLE = frozenset({"__setattr__"})
READABLE_NAMES = frozenset({"__name__", "__file__"})
READABLE_ATTRIBUTES = DEFINABLE | OVERRIDABLE | {"__name__", "__class__", "__dict__", "__doc__"}
CELL = "<cell "  # how the file name of a cell's code begins
LONGEST_NAME = 200


def allowed_name(name: str) -> bool:
    """Whether a person may use a name for something of their own.

    One leading underscore is fine unless the name also ends in one, as our guards do.

    >>> [allowed_name(name) for name in ("x", "_", "_x", "_x_", "__x")]
    [True, True, True, False, False]
    """
    if len(name) > LONGEST_NAME:
        return False
    if name == "_" or not name.startswith("_"):
        return True
    return not name.startswith("__") and not name.endswith("_")


def readable_name(name: str) -> bool:
    """Whether an attribute may be asked for at all; the type's table then decides."""
    return allowed_name(name) or name in READABLE_ATTRIBUTES


def settable_name(name: str) -> bool:
    """Whether an attribute may be set or deleted at all; what it belongs to then decides.

    The methods behind operators are among them: `Variable.__mul__ = mul`, as book step 20 writes.
    """
    return allowed_name(name) or name in DEFINABLE
