"""What is said to people, in their language: the one message catalogue, below every other room.

English is what stands in the code, and is looked up as it stands there:

    tr("{name} is next: generation {generation}", name=f.label, generation=f.generation)
    trn("{n} function is left", "{n} functions are left", n)
    GREETING = later("Type a graph, call backward() on its end.")  # and tr(GREETING) where shown

A sentence is whole, with named fields for what varies: words that are put together by the code
cannot be put into another order by a translation. `python -m tests.messages` brings the catalogues
up to date; they are GNU gettext's (`ko/LC_MESSAGES/backstep.po`), and begin with a glossary.
"""

from backstep.messages.catalogue import later, tr, trc, trn
from backstep.messages.languages import (
    LANGUAGES,
    in_language,
    language,
    language_of,
    spoken,
    use_language,
)
from backstep.messages.lessons import lesson_text
from backstep.messages.widths import cells, padded

__all__ = [
    "LANGUAGES",
    "cells",
    "in_language",
    "language",
    "language_of",
    "later",
    "lesson_text",
    "padded",
    "spoken",
    "tr",
    "trc",
    "trn",
    "use_language",
]
