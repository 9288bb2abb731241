"""A catalogue is whole, current with the code, and says what the English says."""

from __future__ import annotations

import gettext
import re
import string
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from tests.messages.catalogues import (
    TRANSLATED,
    in_the_code,
    is_translated,
    key_of,
    messages,
    mo_path,
    names_of,
    translated,
)

PERCENT = re.compile(r"%(?:\(\w+\)[sdr]|[sdr]\b|[a-z]\w+|%)")  # %(prog)s, %s, %step
CATALOGUES = {language: translated(language) for language in TRANSLATED}
EVERY = [(language, m) for language, catalog in CATALOGUES.items() for m in messages(catalog)]
NAMES = [f"{language}-{names_of(message)[0][:60]}" for language, message in EVERY]


@pytest.fixture(scope="module")
def code() -> Catalog:
    return in_the_code()


def originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def fields(text: str) -> Counter[str]:
    """The fields of a text, with what is done to each."""
    found = string.Formatter().parse(text)
    return Counter(f"{name}!{how}:{spec}" for _, name, spec, how in found if name is not None)


def has_fields(message: Message) -> bool:
    return any("{" in text or "}" in text for text in originals(message))


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


@pytest.mark.parametrize(("language", "message"), EVERY, ids=NAMES)
def test_a_translation_has_the_fields_of_its_message(language: str, message: Message) -> None:
    if not has_fields(message):
        return
    wanted = fields(originals(message)[-1])
    for one in originals(message):
        assert set(fields(one)) <= set(wanted)
    for text in translations(message):
        assert set(fields(text)) == set(wanted)


@pytest.mark.parametrize(("language", "message"), EVERY, ids=NAMES)
def test_a_translation_has_the_commands_and_the_edges_of_its_message(
    language: str, message: Message
) -> None:
    """Its %commands and %formats, the spaces around it, and whether it ends a line."""
    original = originals(message)[-1]
    for text in translations(message):
        assert Counter(PERCENT.findall(text)) == Counter(PERCENT.findall(original))
        assert text[: len(text) - len(text.lstrip())] == original[: -len(original.lstrip())]
        assert text[len(text.rstrip()) :] == original[len(original.rstrip()) :]
