"""A catalogue is whole, current with the code, and says what the English says."""

from __future__ import annotations

import gettext
import re
import string
from collections import Counter
from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog, Message

from tests.messages.catalogues import (
    TRANSLATED,
    in_the_code,
    is_translated,
    key_of,
    messages,
    mo_path,
    translated,
)

PERCENT = re.compile(r"%(?:\(\w+\)[sdr]|[sdr]\b|[a-z]\w+|%)", re.ASCII)  # %(prog)s, %s, %step
CODE = re.compile(r"(?<![\w{])[A-Za-z]\w*(?:[._]\w+)+(?!\w)(?!})", re.ASCII)  # x.grad, retain_grad
CATALOGUES = {language: translated(language) for language in TRANSLATED}


@pytest.fixture(scope="module")
def code() -> Catalog:
    return in_the_code()


def originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def fields(text: str) -> set[str]:
    """The fields of a text, with what is done to each; in `{}` and the like there is none."""
    try:
        found = [each for each in string.Formatter().parse(text) if each[1]]
    except ValueError:  # a brace alone: it is shown without fields
        return set()
    return {f"{name}!{how}:{spec}" for _, name, spec, how in found}


def broken(language: str, holds: Callable[[str, str], bool]) -> list[str]:
    """The translations that do not hold what a law says of them and their message."""
    return [
        text
        for message in messages(CATALOGUES[language])
        for text in translations(message)
        if not holds(originals(message)[-1], text)
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_has_every_message_of_the_code(language: str, code: Catalog) -> None:
    there = {key_of(message) for message in messages(CATALOGUES[language])}
    assert [m.id for m in messages(code) if key_of(m) not in there] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_has_no_message_that_the_code_no_longer_says(language: str, code: Catalog) -> None:
    said = {key_of(message) for message in messages(code)}
    assert [m.id for m in messages(CATALOGUES[language]) if key_of(m) not in said] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_fuzzy(language: str) -> None:
    every = list(messages(CATALOGUES[language]))
    assert [m.id for m in every if not is_translated(m) or "fuzzy" in m.flags] == []
    assert not CATALOGUES[language].obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """Run `python -m tests.messages` where it is not."""
    with mo_path(language).open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(CATALOGUES[language]):
        if isinstance(message.id, tuple):
            found = compiled.ngettext(*message.id, 2)
        elif message.context is not None:
            found = compiled.pgettext(message.context, message.id)
        else:
            found = compiled.gettext(message.id)
        assert found == translations(message)[-1]
    assert len(compiled._catalog) == len(list(messages(CATALOGUES[language]))) + 1  # the header


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_fields_of_its_message(language: str) -> None:
    assert broken(language, lambda message, text: fields(message) == fields(text)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_both_forms_of_a_message_that_counts_have_the_same_fields(language: str) -> None:
    counting = [m for m in messages(CATALOGUES[language]) if isinstance(m.id, tuple)]
    assert counting
    assert [m.id for m in counting if not fields(m.id[0]) <= fields(m.id[1])] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_commands_and_formats_of_its_message(language: str) -> None:
    def percents(text: str) -> Counter[str]:
        return Counter(PERCENT.findall(text))

    assert broken(language, lambda message, text: percents(message) == percents(text)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_code_of_its_message(language: str) -> None:
    def code(text: str) -> set[str]:
        return set(CODE.findall(text))

    assert broken(language, lambda message, text: code(message) == code(text)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_spaces_around_its_message(language: str) -> None:
    def edges(text: str) -> tuple[str, str]:
        stripped = text.strip()
        start = text.index(stripped)
        return text[:start], text[start + len(stripped) :]

    assert broken(language, lambda message, text: edges(message) == edges(text)) == []
