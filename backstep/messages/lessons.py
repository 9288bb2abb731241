"""The texts of the lessons in the language in use: a catalogue of their own (`lessons.po`).

They are loaded when a lesson is; English is what stands in the lesson.
"""

from __future__ import annotations

from functools import cache

from backstep.messages.catalogue import Catalogue
from backstep.messages.languages import ENGLISH, FOLDER, language

DOMAIN = "lessons"


def lesson_text(text: str) -> str:
    """A text of a lesson; in English where it is not translated."""
    spoken = language()
    return text if spoken == ENGLISH or not text else _catalogue(spoken).gettext(text)


@cache
def _catalogue(tag: str) -> Catalogue:
    from gettext import translation

    return translation(DOMAIN, FOLDER, [tag], fallback=True)
