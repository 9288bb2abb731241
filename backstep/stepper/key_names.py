"""The names of keys: as the terminal's library has them, as help writes them, as people type them.

The library calls a key `question_mark`, `ctrl+p` or `pagedown`; help shows `?`, `Ctrl-P`, `PgDn`.
"""

from __future__ import annotations

import unicodedata

SHOWN = {
    "full_stop": ".",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "colon": ":",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "apostrophe": "'",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
}
SHORTER = {  # of characters whose key has another name than Unicode gives them
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
NAMED = (
    "enter escape space tab backspace delete insert home end pageup pagedown up down left right"
).split()
TYPED = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete"}
MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "shift": "shift", "alt": "alt", "meta": "alt"}


def shown_key(key: str) -> str:
    """A key as help writes it.

    >>> shown_key("shift+tab"), shown_key("plus"), shown_key("n"), shown_key("exclamation_mark")
    ('Shift-Tab', '+', 'n', '!')
    """
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    known = SHOWN.get(name) or _character(name)
    if known is None:
        known = name.capitalize() if len(name) > 1 and name != "space" else name
    if modifiers and len(known) == 1:
        known = known.upper()
    return "-".join([*(each.capitalize() for each in modifiers), known])


def _character(name: str) -> str | None:
    """The character of a key that has a name of its own."""
    if len(name) == 1 or name in NAMED:
        return None
    unicode = {short: long for long, short in SHORTER.items()}.get(name, name)
    for written in (unicode.replace("_", " "), unicode.replace("_", "-")):
        try:
            return unicodedata.lookup(written.upper())
        except KeyError:
            continue
    return None


def read_key(text: str) -> str | None:
    """The library's name of a key that a person wrote; None where there is no such key.

    >>> read_key("?"), read_key("Ctrl-N"), read_key("shift+tab"), read_key("PgDn"), read_key("N")
    ('question_mark', 'ctrl+n', 'shift+tab', 'pagedown', 'N')
    """
    if len(text) == 1:
        return _key_of(text)
    *modifiers, name = text.replace("+", "-").split("-")
    if text[-1] in "+-" and len(text) > 2 and text[-2] in "+-":  # ctrl-- and ctrl-+
        modifiers, name = text[:-2].replace("+", "-").split("-"), text[-1]
    lower = name.lower()
    found = TYPED.get(lower, lower)
    if len(name) == 1:
        key = _key_of(name.lower() if "ctrl" in text.lower() else name)
    elif found in NAMED or found in SHOWN or (found[:1] == "f" and found[1:].isdecimal()):
        key = found
    else:
        key = found if _character(found) is not None else None
    held = [MODIFIERS.get(each.lower()) for each in modifiers]
    if key is None or None in held:
        return None
    return "+".join([*(each for each in held if each), key])


def _key_of(character: str) -> str | None:
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    try:
        name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        return None
    return SHORTER.get(name, name)
