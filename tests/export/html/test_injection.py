"""Nothing that a program, a name, a title or a note says can do anything but be read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstep.export.html import html_of
from backstep.export.subject import ProgramCell, Subject
from backstep.export.wanted import Wanted
from backstep.recording.annotations import OWN, Annotations, Ask
from backstep.recording.records import Recording
from tests.export.html.browsing import opened
from tests.export.html.material import of_diamond, written

PAYLOADS = {
    "script": "</script><script>window.hurt = 1</script>",
    "comment": "<!--<script>window.hurt = 1",
    "image": '<img src="http://127.0.0.1:9/x.png" onerror="window.hurt = 1">',
    "vector": "<svg onload=window.hurt=1><style>*{display:none}</style>",
    "attribute": "\" onfocus=window.hurt=1 autofocus x='",
    "style": "</style><script>window.hurt = 1</script>",
    "noscript": "</noscript><script>window.hurt = 1</script>",
    "template": "{{script}}{{data}}${window.hurt = 1}",
    "lines": "a\u2028b\u2029c",
    "bidi": "\u202egnp.exe\u2066",
    "surrogate": "\ud800 and \udfff",
    "control": "\x00\x1b[31m\x07",
}


def hostile(text: str) -> Subject:
    """The diamond with a text wherever a person can put one."""
    (recording,) = of_diamond().recordings
    functions = [
        replace(f, label=f"{text}{i}", source=text, backward_source=text, class_name=text)
        for i, f in enumerate(recording.functions)
    ]
    variables = [replace(x, label=f"{text}{i}") for i, x in enumerate(recording.variables)]
    made: Recording = replace(recording, functions=functions, variables=variables)
    asks = (Ask(3, OWN, text=text, answer=text, choices=(text, "no"), why=text),)
    page = Annotations({1: text, 2: text}, asks)
    return Subject((made,), text, (ProgramCell(1, text, text, (0,)),), (page,))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_of_a_stranger_is_only_read(browser: Any, tmp_path: Path, text: str) -> None:
    with opened(browser, written(tmp_path, hostile(text)), "#pass=1&step=1") as page:
        shown = page.text("#note-text")
        if text.isascii() and text.isprintable():
            assert shown == text
        else:
            assert re.search(r"\\(u2028|u202e|ud800|x00)", shown)
        keys = ["s", "s", "a", "1", "Enter", "n", "n", "i", "?", "o", "G"]
        page.run("keys => keys.forEach(backstep.press)", keys)
        for tab in ("rule", "program", "steps"):
            page.run("id => document.getElementById(id).click()", f"{tab}-tab")
        assert page.run("() => window.hurt") is None
        assert page.quiet
        count = "each => document.querySelectorAll(each).length"
        found = [page.run(count, each) for each in ("script", "style", "img, iframe, object")]
        assert found == [2, 1, 0]  # the data and the player, and its style


def test_markup_that_got_in_would_not_run(browser: Any, tmp_path: Path) -> None:
    path = written(tmp_path, of_diamond())
    body = path.read_text(encoding="utf-8")
    spoilt = body.replace("<main", "<script>window.hurt = 1</script><b onclick='hurt=1'></b><main")
    path.write_text(spoilt, encoding="utf-8")
    with opened(browser, path) as page:
        assert page.run("() => window.hurt") is None
        assert any("Content Security Policy" in said for said in page.console)


def test_the_file_has_no_character_that_is_not_seen() -> None:
    made = html_of(hostile(" ".join(PAYLOADS.values())), Wanted())
    unseen = [c for c in made if c < " " and c != "\n"]
    assert unseen == []
    assert not any(c in made for c in "\u2028\u2029\u202e\u2066\ud800\udfff")


def test_nothing_in_it_names_another_place() -> None:
    made = html_of(of_diamond(), Wanted())
    outside = re.findall(r"https?://[^\s\"'`)]+", made)
    assert outside == ["http://www.w3.org/2000/svg"]  # the name of SVG, which nothing loads


def test_its_data_is_json() -> None:
    made = html_of(hostile("</script>"), Wanted())
    found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', made, re.DOTALL)
    assert [type(json.loads(text)) for text in found] == [dict, dict, dict]
