"""Keys of one's own: what a line changes, what gives way, and what is said of a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from textual.keys import KEY_NAME_REPLACEMENTS, _character_to_key

from backstep.recording.annotations import Looked
from backstep.stepper import mark_list, marking, seeking
from backstep.stepper.actions import ACTIONS, action_for, footer_hints, keys_of
from backstep.stepper.key_names import SHORTER, read_key, shown_key
from backstep.stepper.keymap import REGISTERED, Keymap, KeyWish
from backstep.stepper.looked import as_looked
from backstep.stepper.predict.quiz import toggled
from backstep.stepper.presets import PRESETS
from backstep.stepper.remapping import (
    BY_NAME,
    config_name,
    meet,
    remapped,
    with_keys,
    with_mistakes,
)
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded


def wished(*lines: tuple[str, str]) -> Keymap:
    return remapped(
        [KeyWish(i, name, tuple(keys.split())) for i, (name, keys) in enumerate(lines, 1)]
    )


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond))


def does(view: View, keymap: Keymap, key: str) -> str | None:
    action = action_for(key, replace(view, keymap=keymap))
    return None if action is None else action.name


def test_without_lines_the_keys_are_the_registry_s() -> None:
    assert remapped(()) == REGISTERED


def test_a_line_gives_an_action_its_keys(view: View) -> None:
    keymap = wished(("next_pop", "ctrl+n F5"))
    assert keymap.changes[0] == ("next pop", ("ctrl+n", "f5"))
    assert does(view, keymap, "ctrl+n") == "next pop"
    assert does(view, keymap, "n") is None


def test_a_key_is_taken_from_the_action_that_had_it(view: View) -> None:
    keymap = wished(("next_pop", "b"))
    assert keymap.mistakes == ()
    assert does(view, keymap, "b") == "next pop"
    assert does(view, keymap, "N") == "previous pop"
    assert keymap.key("previous pop") == "N"


def test_two_lines_can_change_their_keys_round(view: View) -> None:
    keymap = wished(("next_pop", "s"), ("next_phase", "n"))
    assert keymap.mistakes == ()
    assert does(view, keymap, "s") == "next pop"
    assert does(view, keymap, "n") == "next phase"


def test_what_is_there_only_at_times_keeps_its_key(view: View) -> None:
    keymap = wished(("next_pop", "x"))
    listed = replace(view, mode="marks")
    assert does(view, keymap, "x") == "next pop"
    assert does(listed, keymap, "x") == "take away"


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ([("nxt_pop", "n")], ["line 1: there is no action nxt_pop; did you mean next_pop?"]),
        ([("next_pop", "F77x")], ["line 1: there is no key 'F77x'; write "]),
        ([("next_pop", "a"), ("next_phase", "a")], [
            "line 2: a is next_pop's in line 1 already",
            "line 1: compare has no key now, for next_pop took it: give it one",
        ]),
        ([("next_pop", "v"), ("next_pop", "W")], ["line 2: next_pop has its keys in line 1"]),
        ([("next_pop", "ctrl+c")], ["line 1: Ctrl-C always leaves"]),
        ([("preset", "emacs")], ["line 1: preset is one of default, pudb"]),
    ],
)  # fmt: skip
def test_mistakes_are_told_by_line(lines: list[tuple[str, str]], sentences: list[str]) -> None:
    mistakes = wished(*lines, ("end", "f9")).mistakes
    assert len(mistakes) == len(sentences)
    for sentence, mistake in zip(sentences, mistakes, strict=True):
        assert mistake.startswith(sentence)


def test_the_rest_applies_beside_a_mistake(view: View) -> None:
    keymap = wished(("nxt_pop", "n"), ("end", "f9 nokey"))
    assert does(view, keymap, "f9") == "end"


def test_ctrl_c_always_leaves(view: View) -> None:
    keymap = wished(("quit", "f10"))
    assert does(view, keymap, "f10") == "quit"
    assert does(view, keymap, "ctrl+c") == "quit"
    assert does(view, keymap, "q") is None


def test_an_empty_list_takes_the_keys_away(view: View) -> None:
    keymap = remapped([KeyWish(1, "predict", ())])
    assert does(view, keymap, "p") is None
    assert keymap.key("predict") == "Ctrl-P"


@pytest.mark.parametrize("preset", list(PRESETS))
def test_in_a_preset_every_action_has_a_key_of_its_own(preset: str, view: View) -> None:
    view = replace(view, keymap=wished(("preset", preset)))
    assert view.keymap.mistakes == ()
    assert [action.name for action in ACTIONS if not keys_of(action, view)] == []
    shared = [
        (a.name, b.name, key)
        for a, b in combinations(ACTIONS, 2)
        if meet(a, b)
        for key in set(keys_of(a, view)) & set(keys_of(b, view))
    ]
    assert shared == []


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_names_actions_that_there_are(preset: str) -> None:
    assert set(PRESETS[preset]) <= {action.name for action in ACTIONS}


# From PuDB's help page.
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("n", "next pop"), ("s", "next phase"), ("c", "run to next"), ("f", "next pop"),
        ("b", "mark"), ("u", "outer backward"), ("d", "inner backward"), ("o", "plots"),
        ("H", "follow"), ("V", "pane 4: grads"), ("S", "pane 3: queue"), ("B", "list of marks"),
        ("C", "pane 5: source"), ("slash", "search"), ("comma", "next match"), ("q", "quit"),
        ("j", "scroll down"), ("G", "end"), ("g", "start"), ("question_mark", "help"),
    ],
)  # fmt: skip
def test_the_pudb_preset_is_as_pudb(key: str, name: str, view: View) -> None:
    searching = replace(view, seeking=replace(view.seeking, search="add"))
    assert does(searching, wished(("preset", "pudb")), key) == name


def test_a_line_goes_before_the_preset(view: View) -> None:
    keymap = wished(("next_pop", "f2"), ("preset", "pudb"))
    assert does(view, keymap, "f2") == "next pop"
    assert does(view, keymap, "s") == "next phase"


def test_names_in_the_file_are_words_and_no_two_are_the_same() -> None:
    assert len(BY_NAME) == len(ACTIONS)
    assert all(name.isidentifier() for name in BY_NAME)
    assert config_name(BY_NAME["pane_1_graph"]) == "pane_1_graph"


def test_mistakes_are_said_when_the_stepper_opens(view: View) -> None:
    wishes = [KeyWish(7, "nxt_pop", ("n",)), KeyWish(8, "preset", ("vim",))]
    view = with_mistakes(with_keys(view, wishes))
    lines = [plain(line) for line in screen_lines(view, footer_hints(view))]
    told = " ".join(" ".join(lines).split())
    assert "config.toml, line 7: there is no action nxt_pop; did you mean next_pop?" in told
    assert "config.toml, line 8: preset is one of default, pudb." in told


def test_the_footer_shows_the_keys_as_they_are(view: View) -> None:
    hints = footer_hints(replace(view, keymap=wished(("next_pop", "f5"))))
    assert hints[0] == ("F5", "next")


@pytest.mark.parametrize("key", sorted({key for action in ACTIONS for key in action.keys}))
def test_a_key_that_is_shown_can_be_written(key: str) -> None:
    assert read_key(shown_key(key)) == key
    assert read_key(key) == key


@pytest.mark.parametrize("character", list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ0"))
def test_a_character_is_named_as_textual_names_it(character: str) -> None:
    assert read_key(character) == _character_to_key(character)
    assert SHORTER == KEY_NAME_REPLACEMENTS


NAMED = ("next pop", "next phase", "mark", "note", "stop", "start", "run to next", "previous mark",
         "second-order graph", "next mark", "end questions", "predict")  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view,
        marking.toggled,
        lambda view: marking.to_mark(view, 1),
        lambda view: marking.stopping(view, "nan"),
        lambda view: seeking.run(view, 1),
        mark_list.opened,
        toggled,
        lambda view: view.drawn(order=2),
        lambda view: as_looked(view, Looked(3)),
    ],
)
def test_sentences_name_the_keys_as_they_are(view: View, change: Callable[[View], View]) -> None:
    """Each is looked at with keys that no text has in it by itself."""
    keys = {name: f"f{i}" for i, name in enumerate(NAMED, 21)}
    other = change(replace(view, keymap=Keymap(tuple((n, (k,)) for n, k in keys.items()))))
    told = " ".join(plain(line) for line in screen_lines(other, []))
    assert "F2" in told or "F3" in told
    assert not re.search(r"\b(n|s|m|M|B|c|o|g) (pops|takes|marks|writes|sets|runs|goes)", told)
