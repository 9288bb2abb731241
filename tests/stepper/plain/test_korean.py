"""The plain stepper in Korean: what it says is said whole, and commands stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from backstep.messages import in_language, tr
from backstep.stepper.plain.command import Command
from backstep.stepper.plain.conversation import answered, begun
from backstep.stepper.plain.registry import COMMANDS
from tests.stepper.passes import diamond, recorded

ENGLISH = re.compile(r"\b(?:the|is|are|of|by|to|and|step|from|generation \d|more|nothing)\b(?!\()")
TYPED = (
    "where pop pops queue why grads check graph inspect marks passes plots next step back "
    "help mark note retain leave compare predict"
).split()


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    with in_language("ko"):
        yield


def test_a_step_and_its_undoing_read_like_this() -> None:
    talk = begun(recorded(diamond))
    assert talk.prompt == "(pop 0/4 단계 0/22) "
    talk, _ = answered(talk, "goto step 11")
    _, lines = answered(talk, "grads a")
    assert lines == ["a.grad: 8.0, 이 단계에서 square#3 함수가 대입"]
    talk, lines = answered(talk, "unstep")
    assert lines == ["되돌아옴: pop 2 안, square#3, multiply 뒤", "a.grad: 다시 None"]
    _, lines = answered(talk, "goto nowhere")
    assert lines == ["이 역전파에 이름이 nowhere인 것이 없다."]


@pytest.mark.parametrize("position", ["goto start", "goto step 11", "goto end"])
@pytest.mark.parametrize("typed", TYPED)
def test_no_english_is_left_in_what_is_told(typed: str, position: str) -> None:
    talk, _ = answered(begun(recorded(diamond)), position)
    _, lines = answered(talk, typed)
    told = [line for line in lines if not line.startswith("  ")]  # those are code
    assert [line for line in told if ENGLISH.search(line)] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_names_commands_as_they_are_typed(command: Command) -> None:
    _, lines = answered(begun(recorded(diamond)), f"help {command.name}")
    assert lines[0].startswith(command.usage)
    assert re.search("[가-힣]", lines[0])


@pytest.mark.parametrize("key", ["w saves", "w asks for"])
def test_the_key_that_saves_is_found_in_what_a_keeper_says(key: str) -> None:
    """It is put in the place of the command, or of the key that a person gave to it."""
    says = {
        "w saves": "Kept until you leave, not written: {why}. w saves it all to a file.",
        "w asks for": "Not saved: {why}: w asks for the name of a file.",
    }
    assert tr(key) in tr(says[key], why="")
