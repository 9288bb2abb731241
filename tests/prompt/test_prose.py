"""The prose of a lecture on a terminal: what flows, what stays, and where lines end."""

from __future__ import annotations

import pytest

from backstep.messages import cells
from backstep.prompt import prose
from backstep.prompt.prose import flowed, in_paragraphs


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("- one\n- two", "- one\n- two"),
        ("- one\n  goes on\n- two", "- one goes on\n- two"),
        ("1. one\n   goes on\n2. two", "1. one goes on\n2. two"),
        ("what comes back to\n`a` is a sum", "what comes back to `a` is a sum"),
        ("    code\n    more", "    code\n    more"),
        ("```sh\na\n\nb\nc\n\nd\n```\n\none\ntwo", "```sh\na\n\nb\nc\n\nd\n```\n\none two"),
        ("## Head\n\none\ntwo", "## Head\n\none two"),
    ],
)
def test_paragraphs_flow_and_all_else_stays(text: str, shown: str) -> None:
    assert flowed(text) == shown


def test_a_pipe_gets_the_prose_as_it_is() -> None:
    assert in_paragraphs("one\ntwo") == "one\ntwo"


@pytest.mark.parametrize("word", ["word", "낱말"])
@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_gets_lines_in_its_width(
    monkeypatch: pytest.MonkeyPatch, word: str, width: int
) -> None:
    monkeypatch.setattr(prose, "width_of", lambda stream: width)
    text = in_paragraphs("\n".join([f"{word} " * 9 + word] * 9))
    assert width // 2 < max(cells(line) for line in text.split("\n")) <= width
    assert text.split() == [word] * 90


def test_an_item_goes_on_below_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "width_of", lambda stream: 16)
    assert in_paragraphs("- one two three\n  four\n- five") == "- one two three\n  four\n- five"
    assert in_paragraphs("- one two three four") == "- one two three\n  four"
