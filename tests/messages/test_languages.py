"""Which language is spoken, and that a sentence is always said, in English at least."""

from __future__ import annotations

import argparse
import inspect
import os
from collections.abc import Iterator

import pytest

from backstep.messages import in_language, language, language_of, spoken, tr, trc, trn, use_language
from backstep.messages.catalogue import use_catalogue
from backstep.messages.system import reason
from backstep.messages.usage import WORDS, translated_usage

KOREAN = {"usage: ": "사용법: ", "{n} cell": "{n}개의 셀", "{a} and {b}": "{b}, {a}"}


class Small:
    """A catalogue of three sentences."""

    def gettext(self, message: str) -> str:
        return KOREAN.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return KOREAN.get(msgid1, msgid2)


@pytest.fixture
def small() -> Iterator[None]:
    with in_language("en"):
        use_catalogue(Small())
        yield


@pytest.mark.parametrize(
    ("environ", "config", "wanted"),
    [
        ({}, None, "en"),
        ({"LANG": "ko_KR.UTF-8"}, None, "ko"),
        ({"LANG": "ko"}, None, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, None, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, None, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "ko_KR", "LANG": "ko_KR"}, None, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR"}, None, "ko"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, None, "en"),
        ({"LC_CTYPE": "ko_KR.UTF-8"}, None, "en"),
        ({"LANG": "ja_JP.UTF-8"}, None, "en"),
        ({"LANG": "kok_IN"}, None, "en"),
        ({"LANG": "ko_KR.UTF-8", "TERM": "linux"}, None, "en"),
        ({"LANG": "ko_KR.UTF-8", "TERM": "linux"}, "ko", "ko"),
        ({"LANG": "ko_KR.UTF-8"}, "en", "en"),
        ({}, "ko", "ko"),
        ({}, "ko-KR", "ko"),
        ({"LANG": "ko_KR.UTF-8"}, "ja", "en"),
    ],
)
def test_config_goes_before_the_locale_and_the_locale_is_read_as_posix_says(
    environ: dict[str, str], config: str | None, wanted: str
) -> None:
    assert language_of(environ, config) == wanted


@pytest.mark.parametrize("tag", ["", "_", ".", "한국어", "k", "../ko", "ko/../en", "\x00"])
def test_a_tag_that_is_none_is_no_language(tag: str) -> None:
    assert spoken(tag) is None


def test_a_sentence_has_its_fields_in_the_order_of_the_language(small: None) -> None:
    assert tr("{a} and {b}", a=1, b=2) == "2, 1"
    assert trn("{n} cell", "{n} cells", 1) == "1개의 셀"


def test_what_is_not_translated_is_said_in_english(small: None) -> None:
    assert tr("{a} or {b}", a=1, b=2) == "1 or 2"
    assert trn("{n} pop", "{n} pops", 2) == "2 pops"
    assert trc("a gradient", "set") == "set"


def test_braces_of_a_sentence_without_fields_are_braces(small: None) -> None:
    assert tr("a dict is {}") == "a dict is {}"


def test_what_a_field_holds_is_never_a_template(small: None) -> None:
    assert tr("{a} or {b}", a="{b.__class__}", b="%s") == "{b.__class__} or %s"


@pytest.mark.parametrize("name", ["message", "one", "many", "self"])
def test_a_field_may_have_any_name(name: str) -> None:
    assert tr("<{" + name + "}>", **{name: 1}) == "<1>"


def test_for_a_while_ends_with_what_was_before() -> None:
    with in_language("ko"):
        assert (language(), tr("options")) == ("ko", "옵션")
        with in_language("en"):
            assert (language(), tr("options")) == ("en", "options")
        assert (language(), tr("options")) == ("ko", "옵션")
    assert tr("options") == "options"


def test_a_language_that_there_is_not_is_english() -> None:
    with in_language("ko"):
        use_language("fr")
        assert (language(), tr("options")) == ("en", "options")


def test_argparse_speaks_it_and_the_environment_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    with in_language("ko"), translated_usage():
        text = argparse.ArgumentParser(prog="p").format_help()
    assert text.splitlines()[0].startswith("사용법: p")
    assert "옵션" in text
    with in_language("en"), translated_usage():
        assert argparse.ArgumentParser(prog="p").format_help().startswith("usage: p")
    assert os.environ["LANGUAGE"] == "de"


@pytest.mark.parametrize("word", WORDS)
def test_argparse_still_says_what_is_translated(word: str) -> None:
    assert repr(word)[1:-1] in inspect.getsource(argparse)


def test_what_the_system_says_is_said_in_it() -> None:
    with in_language("ko"):
        told = [reason(OSError(number, os.strerror(number))) for number in (2, 13, 21, 28)]
        assert told == [
            "그런 파일이나 폴더가 없다",
            "권한이 없다",
            "폴더다",
            "장치에 남은 공간이 없다",
        ]
        assert reason(ValueError("embedded null byte")) == "embedded null byte"
