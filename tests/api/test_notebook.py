"""A recording in a notebook: a page in a frame that reaches nothing around it."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

import backstep
from backstep.api import notebook
from backstep.api.notebook import player_of
from backstep.engine import Variable, square
from backstep.export import html
from backstep.export.subject import Subject, of_recordings
from backstep.export.wanted import Wanted


class Frames(HTMLParser):
    """The tags of a text, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with everything in it that would end an attribute."""
    text = '<!doctype html><p title="a\'b">&amp; </iframe><script>alert("1")</script>'

    def html_of(subject: Subject, wanted: Wanted) -> str:
        return f"{text}{len(subject.recordings)}{wanted.index}"

    monkeypatch.setattr(html, "html_of", html_of)
    return text


def recorded(*pops: int, name: str = "x") -> backstep.Recordings:
    x = Variable(np.array(1.0), name=name)
    with backstep.record() as recordings:
        for n in pops:
            y = x
            for _ in range(n):
                y = square(y)
            y.backward()
    return recordings


def test_the_player_is_a_frame_that_reaches_nothing_around_it(page: str) -> None:
    ((tag, attributes),) = Frames(player_of(recorded(1))).found
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == f"{page}10"
    assert "src" not in attributes


def test_a_name_from_a_program_is_text_in_the_title(page: str) -> None:
    y = square(Variable(np.array(2.0)))
    y.name = '"><script>alert(1)</script>'
    with backstep.record() as recordings:
        y.backward()
    ((tag, attributes),) = Frames(player_of(recordings)).found
    assert tag == "iframe" and '"><script>' in (attributes["title"] or "")


def test_the_real_player_is_whole_in_its_frame() -> None:
    recordings = recorded(2)
    ((_, attributes),) = Frames(recordings._repr_html_()).found
    assert attributes["srcdoc"] == html.html_of(of_recordings(recordings), Wanted())


def test_nothing_recorded_is_a_sentence() -> None:
    assert player_of([]) == "<p>no backward pass was recorded</p>"


def test_of_more_than_a_page_holds_those_around_the_wanted_one_are_in_it(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "MOST_POPS", 10)
    text = player_of(recorded(4, 4, 4, 4, 1), 3)
    ((_, attributes), *_) = Frames(text).found
    assert (attributes["srcdoc"] or "").endswith("31")  # three passes, opened at the second
    assert "2 more passes are not in this page" in text


def test_a_pass_too_large_for_a_page_is_told_in_a_line(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "MOST_POPS", 3)
    text = unescape(player_of(recorded(4)))
    assert "iframe" not in text and "4 pops over 4 functions" in text
    assert "backstep.export writes it to a file" in text


def test_reprs_are_the_player(page: str) -> None:
    recordings = recorded(1, 2)
    assert recordings._repr_html_() == player_of(recordings)
    assert recordings[1]._repr_html_() == player_of([recordings[1]])


@pytest.mark.parametrize(("pops", "told"), [(2, True), (300, False)])
def test_where_a_frontend_shows_text_alone_short_passes_are_told(pops: int, told: bool) -> None:
    text = notebook.in_words(recorded(pops))
    assert re.match(r".*backward\(\): \d+ pops over", text)
    assert ("step" in text) is told


def test_a_kernel_is_known_by_its_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shell:
        kernel: Any = None

    monkeypatch.setattr(notebook, "running_shell", Shell)
    assert not notebook.is_notebook()
    Shell.kernel = object()
    assert notebook.is_notebook()
