"""The lessons in other languages say what the English says: the same code, the same numbers."""

from __future__ import annotations

import gettext
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog

from backstep.messages import in_language
from backstep.messages.lessons import DOMAIN, lesson_text
from backstep.session import read_session
from backstep.session.lectures import translated as told
from backstep.session.places import shipped_sessions
from tests.lessons import lesson_names
from tests.messages.catalogues import TRANSLATED, in_the_lessons, messages, mo_path, translated

LESSONS = lesson_names()
WORDS = re.compile(r"\b(the|is|are|of|and|to)\b")  # what is no formula alone
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?")
SPAN = re.compile(r"`[^`]+`")


@pytest.fixture(params=TRANSLATED)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return translated(request.param, DOMAIN)


def done(catalog: Catalog) -> list[tuple[str, str]]:
    """What is translated: English and translation."""
    return [
        (message.id, message.string)
        for message in messages(catalog)
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string
    ]


def test_it_has_the_texts_of_the_lessons_and_no_others(catalog: Catalog) -> None:
    assert {m.id for m in messages(catalog)} == {m.id for m in messages(in_the_lessons())}
    assert not catalog.obsolete


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_is_whole(catalog: Catalog, name: str) -> None:
    there = dict(done(catalog))
    assert [m.id for m in messages(in_the_lessons([name])) if m.id not in there] == []


def test_code_and_numbers_are_the_same(catalog: Catalog) -> None:
    wrong = [
        english
        for english, other in done(catalog)
        if Counter(SPAN.findall(english)) != Counter(SPAN.findall(other))
        or set(NUMBER.findall(SPAN.sub("", english))) - set(NUMBER.findall(SPAN.sub("", other)))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """Run `python -m tests.messages` where it is not."""
    with mo_path(language, DOMAIN).open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for english, other in done(translated(language, DOMAIN)):
        assert compiled.gettext(english) == other


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", LESSONS)
def test_a_session_is_told_in_the_language_in_use(language: str, name: str) -> None:
    session = read_session(shipped_sessions()[name])
    assert told(session) == session
    with in_language(language):
        other = told(session)
        assert lesson_text("not of a lesson") == "not of a lesson"
    assert other.header.title != session.header.title
    assert other.closing != session.closing
    for before, after in zip(session.cells, other.cells, strict=True):
        assert (after.source, after.output) == (before.source, before.output)
        assert after.recordings == before.recordings
        assert not before.text or after.text != before.text
        for i, page in before.annotations.items():
            assert after.annotations[i].marks.keys() == page.marks.keys()
            with_letters = [step for step, note in page.marks.items() if WORDS.search(note)]
            for step in with_letters:
                assert after.annotations[i].marks[step] != page.marks[step]
