"""Looking sentences up in the catalogue that is in use; English is in no catalogue.

Nothing is imported here that Python has not loaded by itself: the engine says its errors by `tr`,
and English costs one comparison more than the sentence alone.
"""

from __future__ import annotations

from typing import Protocol

CONTEXT = "\x04"  # between a context and its message, in gettext's files


class Catalogue(Protocol):
    """What is used of gettext's translations; a message that it has not comes back as it is."""

    def gettext(self, message: str) -> str:
        """The translation of a message."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of a message that counts."""


class _Used:
    """The catalogue in use, None for English. A worker, like a prompt, speaks one language."""

    catalogue: Catalogue | None = None


def use_catalogue(catalogue: Catalogue | None) -> None:
    """Look up in this catalogue from now on; None is English."""
    _Used.catalogue = catalogue


def catalogue_in_use() -> Catalogue | None:
    """The catalogue that sentences are looked up in; None is English."""
    return _Used.catalogue


def tr(message: str, /, **fields: object) -> str:
    """A sentence in the language in use, its `{fields}` filled in.

    Without fields it is taken as it is, so that braces in it need no doubling.

    >>> tr("{name} is next: generation {generation}", name="square#2", generation=1)
    'square#2 is next: generation 1'
    """
    used = _Used.catalogue
    text = message if used is None or not message else used.gettext(message)
    return text.format(**fields) if fields else text


def trn(one: str, many: str, n: int, /, **fields: object) -> str:
    """A sentence that counts: `n` chooses its form, and is a field of it.

    >>> trn("{n} cell", "{n} cells", 1), trn("{n} cell", "{n} cells", 3)
    ('1 cell', '3 cells')
    """
    used = _Used.catalogue
    text = (one if n == 1 else many) if used is None else used.ngettext(one, many, n)
    return text.format(n=n, **fields)


def trc(context: str, message: str, /, **fields: object) -> str:
    """A word that another language has several for: the context tells them apart.

    >>> trc("heading of a column", "set")
    'set'
    """
    used = _Used.catalogue
    text = message
    if used is not None:
        key = context + CONTEXT + message
        found = used.gettext(key)
        text = message if found == key else found
    return text.format(**fields) if fields else text


def later(message: str, /) -> str:
    """Mark a constant for the catalogue; it stays English until `tr` shows it."""
    return message
