"""Which languages there are, and which one a person wants: by flag, config file or locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from backstep.messages.catalogue import catalogue_in_use, use_catalogue

DOMAIN = "backstep"
FOLDER = Path(__file__).parent
ENGLISH = "en"
# Each is called as it calls itself. Another one is a folder here and a line in this table.
LANGUAGES = MappingProxyType({ENGLISH: "English", "ko": "한국어"})
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that says something decides, as in POSIX
WITHOUT_GLYPHS = ("linux",)  # terminals whose font has no letters but Latin ones


class _Spoken:
    language = ENGLISH


def language() -> str:
    """The language in use, a key of LANGUAGES."""
    return _Spoken.language


def use_language(tag: str) -> None:
    """Speak a language from now on, English where there is no catalogue of it.

    `tag` is one of those that people write: `ko`, `ko-KR`, `ko_KR.UTF-8`.
    """
    chosen = spoken(tag) or ENGLISH
    if chosen == ENGLISH:
        use_catalogue(None)
    elif chosen != _Spoken.language:
        from gettext import translation  # English needs none of it

        use_catalogue(translation(DOMAIN, FOLDER, [chosen], fallback=True))
    _Spoken.language = chosen


@contextmanager
def in_language(tag: str) -> Iterator[None]:
    """Speak a language for a while, and then again what was spoken before."""
    before, catalogue = _Spoken.language, catalogue_in_use()
    use_language(tag)
    try:
        yield
    finally:
        use_catalogue(catalogue)
        _Spoken.language = before


def spoken(tag: str) -> str | None:
    """The language of ours that a tag stands for.

    >>> spoken("ko_KR.UTF-8"), spoken("KO-kr"), spoken("en_GB"), spoken("fr")
    ('ko', 'ko', 'en', None)
    """
    name = re.split(r"[-_.@]", tag.strip(), maxsplit=1)[0].lower()
    return name if name in LANGUAGES else None


def language_of(environ: Mapping[str, str], config: str | None = None) -> str:
    """The language that a person wants: the config file's, else that of the locale, else English.

    The locale gives none on a terminal that has no letters for it; who asks for a language by name
    gets it there too.

    >>> language_of({"LANG": "ko_KR.UTF-8"}), language_of({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"})
    ('ko', 'en')
    >>> language_of({"LANG": "ko_KR.UTF-8"}, "en"), language_of({}, "ko")
    ('en', 'ko')
    """
    if config is not None:
        return spoken(config) or ENGLISH
    if environ.get("TERM") in WITHOUT_GLYPHS:
        return ENGLISH
    wanted = next((environ[name] for name in LOCALE if environ.get(name)), "")
    return spoken(wanted) or ENGLISH
