"""The words that argparse says itself: they are in our catalogue, for it has none of its own.

argparse asks the standard library's global gettext, which takes its languages from the environment
alone; so both are set while the command line is read. `WORDS` is never shown from here: it is what
`python -m tests.messages` finds, and a test holds it against the argparse of each Python.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from backstep.messages.catalogue import later
from backstep.messages.languages import DOMAIN, ENGLISH, FOLDER, language

LANGUAGE = "LANGUAGE"  # the variable that gettext asks first

WORDS = (
    later("usage: "),
    later("positional arguments"),
    later("options"),
    later("show this help message and exit"),
    later("%(prog)s: error: %(message)s\n"),
    later("argument %(argument_name)s: %(message)s"),
    later("unrecognized arguments: %s"),
    later("the following arguments are required: %s"),
    later("ignored explicit argument %r"),
    later("ambiguous option: %(option)s could match %(matches)s"),
    later("expected one argument"),
    later("expected at least one argument"),
    later("invalid %(type)s value: %(value)r"),
    later("invalid choice: %(value)r (choose from %(choices)s)"),
)


@contextmanager
def translated_usage() -> Iterator[None]:
    """Have argparse speak the language in use."""
    if language() == ENGLISH:
        yield
        return
    import gettext

    before, domain = os.environ.get(LANGUAGE), gettext.textdomain()
    os.environ[LANGUAGE] = language()
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop(LANGUAGE)
        if before is not None:
            os.environ[LANGUAGE] = before
