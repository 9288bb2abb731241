"""Text of strangers comes out as text, in every format that there is.

Each format has a reader of its own in READERS, which takes the file apart as those do who open it;
a format without one fails here, and so does a file with anything hidden in it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from backstep.export.escaping import shown
from backstep.export.formats import FORMATS, Format
from backstep.export.graph import LONGEST_NAME
from backstep.export.subject import Subject, of_session
from backstep.export.wanted import Wanted
from backstep.export.writing import as_bytes
from backstep.recording.visible import visible
from backstep.session import SessionError, read_session
from backstep.session.lectures import lecture_of, lecture_of_session
from backstep.session.lectures.lecture import PlacedNote
from backstep.session.lectures.reading import MADE, MADE_END
from tests.export.payloads import PAYLOADS, carrying, named_as_files_are
from tests.export.reading import dot_labels, read_dot, read_mermaid
from tests.hostile.strange import SHOWN

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
OURS = "\n"  # what is hidden and ours: the ends of lines
GITHUB = MarkdownIt("commonmark", {"html": True, "linkify": True})
GITHUB.enable(["table", "strikethrough", "linkify"])
SVG_TAGS = {"svg", "style", "title", "defs", "marker", "path", "rect", "g", "text", "clipPath"}
SVG_TAGS |= {"circle", "line"}
assert GITHUB.linkify is not None
GITHUB.linkify.set({"fuzzy_link": False})  # example.com alone is no address there
WANTED = (Wanted(), Wanted(1), Wanted(0, at=9, graph=True), Wanted(lecture=True))
# A recording and a page take long; all frames of the one and all files of the other hold the same
# texts, wherever they open.
FEW = (Wanted(1, at=4),)
LONG = (".cast", ".html")
GRAPHVIZ = shutil.which("dot")


def hidden_in(text: str) -> list[str]:
    return [c for c in text if c not in OURS and unicodedata.category(c) in HIDDEN]


def read_svg(text: str, payload: str) -> None:
    root = ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in SVG_TAGS
        assert not [name for name in element.attrib if re.match(r"on|.*href", name, re.I)]
    told = "".join(root.itertext()).replace("\xa0", " ")
    first = shown(payload, LONGEST_NAME).split()[0][:4]
    assert first in told or visible(payload).translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}) in told


def read_txt(text: str, payload: str) -> None:
    assert all(len(line) <= Wanted().size[0] for line in text.split("\n"))


def read_as_dot(text: str, payload: str) -> None:
    nodes, edges = read_dot(text)
    named = shown(payload, LONGEST_NAME)
    assert any(label.split("\n")[0] == named for label in nodes.values())
    if GRAPHVIZ is None:
        return
    done = subprocess.run(
        ["dot", "-Tjson"], input=as_bytes(text), capture_output=True, timeout=60, check=True
    )
    assert done.stderr == b""
    drawn = json.loads(done.stdout)
    labels = {name: label.split("\n") for name, label in nodes.items()}
    assert dot_labels(drawn) == labels
    assert len(drawn["edges"]) == len(edges)


def read_as_mermaid(text: str, payload: str) -> None:
    nodes, _ = read_mermaid(text)
    named = shown(payload, LONGEST_NAME)
    assert any(label.split("\n")[0] == named for label in nodes.values())


def read_jsonl(text: str, payload: str) -> None:
    events = [json.loads(line) for line in text.split("\n")[:-1]]
    assert {event["event"] for event in events} <= {"backward", "pop", "done", "error"}


def read_md(text: str, payload: str) -> None:
    """What is made of the passes holds no markup but ours; the rest is the author's own."""
    assert text.count(MADE) == text.count(MADE_END) or payload in text
    for made in re.findall(rf"^{MADE}$(.*?)^{MADE_END}$", text, re.DOTALL | re.MULTILINE):
        tokens = GITHUB.parse(made)
        kinds = {token.type for token in tokens}
        assert not kinds & {"html_block", "heading_open", "bullet_list_open", "blockquote_open"}
        inline = [child for token in tokens for child in token.children or ()]
        assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}
        assert not {child.type for child in inline} & {"link_open", "image", "s_open"}
        codes = {child.content for child in inline if child.type == "code_inline"}
        assert codes <= {"create_graph=True", "retain_grad=True"}
        assert [token.info for token in tokens if token.type == "fence"] == ["mermaid"] * len(
            re.findall(r"^```mermaid$", made, re.MULTILINE)
        )
        rows = [part.split("\n|")[0] for part in made.split("\n| ")[1:]]
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {1, 2, 5, 6}


def read_cast(text: str, payload: str) -> None:
    head, *events = [json.loads(line) for line in text.split("\n")[:-1]]
    assert head["version"] == 2 and not hidden_in(head.get("title", ""))
    for _, kind, data in events:
        told = data if kind != "o" else re.sub(r"\x1b\[[0-9;:?]*[A-Za-z]|[\r]", "", data)
        assert not hidden_in(told), told


class Tags(HTMLParser):
    """The elements of a page with their attributes' names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[(tag, *sorted(name for name, _ in attrs))] += 1


@cache
def plain_tags() -> Counter[tuple[str, ...]]:
    """The elements of a page where each name is a plain one."""
    form = next(form for form in FORMATS if form.ending == ".html")
    return Tags(form.make(carrying("plain"), *FEW)).found


def read_html(text: str, payload: str) -> None:
    """The page has the elements that it has with a plain name, and no others."""
    plain = plain_tags()
    assert set(Tags(text).found) <= set(plain)
    assert Tags(text).found["script",] == plain["script",]


READERS: dict[str, Callable[[str, str], None]] = {
    ".svg": read_svg,
    ".txt": read_txt,
    ".dot": read_as_dot,
    ".mmd": read_as_mermaid,
    ".jsonl": read_jsonl,
    ".md": read_md,
    ".cast": read_cast,
    ".html": read_html,
}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_every_format_has_a_reader(form: Format) -> None:
    assert form.ending in READERS, f"say in READERS how {form.ending} is read"


def made(form: Format, subject: Subject, wanted: Wanted) -> str:
    """The text of a file: as it is written, in UTF-8."""
    return as_bytes(form.make(subject, wanted)).decode("utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_it_comes_out_as_text(form: Format, payload: str) -> None:
    subject = named_as_files_are(carrying(PAYLOADS[payload]))
    for wanted in FEW if form.ending in LONG else WANTED:
        text = made(form, subject, wanted)
        if form.ending != ".jsonl":
            assert hidden_in(text) == []
        assert "\x1b" not in text
        READERS[form.ending](text, PAYLOADS[payload])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_gives_back_what_was_said(payload: str) -> None:
    form = next(form for form in FORMATS if form.ending == ".jsonl")
    subject = carrying(PAYLOADS[payload])
    events = [json.loads(line) for line in made(form, subject, Wanted()).split("\n")[:-1]]
    assert [event["target"] for event in events if event["event"] == "backward"] == [
        recording.target_node.label for recording in subject.recordings
    ]
    (failed,) = [event for event in events if event["event"] == "error"]
    assert subject.recordings[1].failure is not None
    assert failed["message"] == subject.recordings[1].failure.message


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_lecture_still_makes_the_session(payload: str) -> None:
    form = next(form for form in FORMATS if form.ending == ".md")
    subject = carrying(PAYLOADS[payload])
    assert subject.session is not None
    with_handout, bare = (made(form, subject, Wanted(lecture=each)) for each in (False, True))
    assert lecture_of(with_handout) == lecture_of(bare)
    cells = lecture_of_session(subject.session).cells
    assert [cell.source for cell in lecture_of(with_handout).cells] == [c.source for c in cells]
    notes = [one for one in lecture_of(bare).cells[0].placed if isinstance(one, PlacedNote)]
    told = "\n".join(line.strip() for line in visible(PAYLOADS[payload]).strip().split("\n"))
    assert [" ".join(note.text.split()) for note in notes] == [" ".join(told.split())]


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_a_hostile_session_is_exported_with_nothing_hidden(
    form: Format, name: str, tmp_path: Path
) -> None:
    try:
        subject = of_session(read_session(SHOWN[name](tmp_path)))
    except SessionError:
        pytest.skip("refused")
    if not subject.recordings and form.ending != ".md":
        pytest.skip("no pass")
    text = made(form, subject, Wanted())
    assert "\x1b" not in text
    if form.ending != ".jsonl":
        assert hidden_in(text.replace("\t", "")) == []
    if form.ending in (".svg",):
        ElementTree.fromstring(text)
