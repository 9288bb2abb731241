"""In the rooms that are converted every sentence goes through the catalogue."""

from __future__ import annotations

import ast

import pytest

from tests.messages import bypassing
from tests.messages.bypassing import ALLOWED, files, passing


@pytest.mark.parametrize("file", files())
def test_no_sentence_goes_past_the_catalogue(file: str) -> None:
    assert [f"{each.file}:{each.line}: {each.text}" for each in passing(file)] == []


@pytest.mark.parametrize("file", ALLOWED)
def test_what_is_allowed_is_still_there(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = bypassing.ALLOWED[file]
    monkeypatch.setattr(bypassing, "ALLOWED", {})
    assert allowed <= {each.text for each in passing(file)}


SEEN = [
    'say("nothing was run")',
    'say(f"{n} cells were run")',
    'TABLE = {"a": "the last gradient wins"}',
    'raise EngineError("x has no creator")',
    'def f(told="nothing was run"): pass',
    'tr("{what}: nothing", what="not a thing")',
    "say(f\"{name}: {'no such' if x else ''}\")",
]
UNSEEN = [
    '"""A docstring of words."""',
    'tr("nothing was run")',
    'trn("{n} cell is left", "{n} cells are left", n)',
    'later("nothing was run")',
    'messages.tr("nothing was run")',
    're.compile("some words")',
    'say("%step")',
    'say(f"{name} = {value}")',
    'x: "some type" = 1',
    'assert x, "some words of ours"',
]


@pytest.mark.parametrize(("code", "count"), [(c, 1) for c in SEEN] + [(c, 0) for c in UNSEEN])
def test_sentences_are_found_and_nothing_else(code: str, count: int) -> None:
    found = [bypassing._text(node) for node in bypassing._literals(ast.parse(code))]
    assert sum(bool(bypassing.TWO_WORDS.search(text)) for text in found) == count
