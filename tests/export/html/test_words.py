"""Everything that the player says is in its dictionary, and everything in it is said."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from backstep.export.html import page
from backstep.export.html.lecturing import SAID as IN_LECTURE
from backstep.export.html.words import WORDS, actions, browser_key, words
from backstep.stepper.actions.registry import ACTIONS

PLAYER = files("backstep.export.html") / "player"
SCRIPTS = {name: PLAYER.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in page.SCRIPTS}
PAGE = PLAYER.joinpath("page.html").read_text(encoding="utf-8")
SAID = re.compile(r'\bsay\("([^"]+)"(?! \+)')
STARTED = re.compile(r'\bsay\("([a-z]+-)" \+')
LITERAL = re.compile(r'"([a-z][a-z0-9-]*)"')


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_a_script_says_is_in_the_dictionary(name: str) -> None:
    said = set(SAID.findall(SCRIPTS[name]))
    assert said - set(words()) == set()
    for start in STARTED.findall(SCRIPTS[name]):
        assert any(word.startswith(start) for word in words())


def test_what_the_page_says_is_in_the_dictionary() -> None:
    said = set(re.findall(r'data-say(?:-label)?="([^"]+)"', PAGE))
    assert said - set(words()) == set()


@pytest.mark.parametrize("word", [*WORDS, *IN_LECTURE])
def test_nothing_in_the_dictionary_is_said_nowhere(word: str) -> None:
    every = " ".join([*SCRIPTS.values(), PAGE])
    starts = set(STARTED.findall(every))
    assert f'"{word}"' in every or any(word.startswith(start) for start in starts)


def test_every_script_is_in_the_page() -> None:
    there = {path.name.removesuffix(".js") for path in PLAYER.iterdir() if path.name.endswith("js")}
    assert there == set(page.SCRIPTS)


def test_actions_have_the_keys_of_the_registry() -> None:
    known = {action.name: action for action in ACTIONS}
    for each in actions():
        of_registry = known[str(each["name"])].keys
        assert set(each["keys"]) <= {browser_key(key) for key in of_registry}  # type: ignore[call-overload]


def test_no_name_stands_in_two_scripts() -> None:
    """They are put together into one, in which a second declaration would be an error."""
    found = [
        (match.group(1), name)
        for name, text in SCRIPTS.items()
        for match in re.finditer(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.M)
    ]
    names = [name for name, _ in found]
    assert sorted({each for each in found if names.count(each[0]) > 1}) == []
