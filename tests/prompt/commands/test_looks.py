"""%theme and %autostep: what is chosen holds for the conversation."""

from __future__ import annotations

from backstep.stepper.themes import THEMES
from tests.prompt.commands.conversations import Conversation


def test_a_theme_is_chosen(talk: Conversation) -> None:
    assert talk.said("%theme light\n") == "the stepper is drawn in light from now on\n"
    assert talk.like.theme == "light"


def test_alone_it_lists_them_and_marks_the_one_in_use(talk: Conversation) -> None:
    told = talk.said("%theme mono\n%theme\n").splitlines()[1:]
    assert [line[2:].split()[0] for line in told] == list(THEMES)
    assert [line.split()[1] for line in told if line.startswith("*")] == ["mono"]


def test_autostep_is_turned_off_and_on(talk: Conversation) -> None:
    assert talk.said("%autostep off\n").startswith("autostep is off")
    assert talk.like.autostep is False
    assert talk.said("%autostep\n").startswith("autostep is off")
    talk.run("%autostep on\n")
    assert talk.like.autostep is True
