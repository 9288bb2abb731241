"""What a stranger may write where a person reads a name, a note, an error; and where it stands."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from backstep.export.subject import Subject, of_live
from backstep.recording.annotations import OWN, Ask, Mark, Note
from backstep.session.live import LiveSession

PAYLOADS = {
    "a plain name": "plain",
    "a script": "<script>alert(1)</script>",
    "the end of a script": '</script><script>alert("1")</script>',
    "an image": "<img src=x onerror=alert(1)>",
    "an attribute": '" onload="alert(1)" x="',
    "another attribute": "' onclick='alert(1)",
    "SVG": "</text></svg><svg onload=alert(1)><text>",
    "CDATA": "]]><b>x</b><![CDATA[",
    "a comment of HTML": "--><b>x</b><!--",
    "the marks of a handout": "<!-- /backstep:made --><!-- backstep:made -->",
    "entities": "&lt;b&gt; &#60; &quot; &amp;amp; &nosuch;",
    "the end of a label": '"]; evil [label="x',
    "escapes of DOT": "\\N \\G \\E \\l\\r\\n \\",
    "a label of HTML in DOT": "<<b>bold</b>>",
    "a statement of DOT": '"} digraph evil { a -> b }',
    "a click of Mermaid": '"] ; click v0 "javascript:alert(1)"',
    "a directive of Mermaid": '%%{init: {"theme": "forest"}}%%',
    "a front of Mermaid": "---\nconfig:\n  theme: forest\n---",
    "a style of Mermaid": "style v0:x#35;y fill:#f00;",
    "a word of Mermaid": "end",
    "mathematics": "$$x^2$$",
    "an icon": "fa:fa-car",
    "entities of Mermaid": "#60;b#62; #quot; #nosuch;",
    "Markdown": "**bold** _em_ `code` [link](javascript:alert(1)) ![i](x) ~~gone~~",
    "a list": "1. one",
    "another list": "- one",
    "a heading": "# Head",
    "a table": "a | b || c |",
    "a fence": "```\n</code>\n```",
    "a quote": "> note pop 1: never",
    "an address": "http://example.com www.example.com <mailto:a@b.c>",
    "colours of a terminal": "\x1b[31mred\x1b[0m",
    "a title of a terminal": "\x1b]0;owned\x07",
    "control characters": "a\x00b\x08\x7f\x9b31m\r",
    "lines": "a\nb\r\nc\u2028d\u2029e\x0bf\x0cg",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200fy",
    "nothing to see": "a\u200bb\ufeffc\u00add",
    "lone surrogates": "a\ud800b",
    "no characters": "a\ufffeb\uffff",
    "letters of all sorts": "한글 Ω 𝒳 é e\u0301 👩‍👩‍👧",
    "a template": "{{ 7*7 }} ${7*7} {x} %s %(x)s",
    "very long": "<b>" * 400,
}

PROGRAM = """class Bad(Function):
    def forward(self, x):
        return x
    def backward(self, gy):
        raise ValueError({payload!r})
x = Variable(np.array(2.0), name={payload!r})
y = square(Variable(np.array(3.0), name={payload!r})) * x
y.name = {payload!r}
print({payload!r})
import matplotlib.pyplot as plt
plt.plot([1, 2], [3, 4], label={payload!r})
plt.title({payload!r})
plt.show()
y.backward(create_graph=True)  # {comment}
"""
FAILING = "z = Bad()(x)\nz.name = {payload!r}\nz.backward()"


@cache
def carrying(payload: str) -> Subject:
    """A session with a text wherever there can be one."""
    live = LiveSession(lambda text: None)
    comment = "".join(c for c in payload if c.isprintable())
    live.run(PROGRAM.format(payload=payload, comment=comment), text=payload)
    live.run(FAILING.format(payload=payload), text=f"Before.\n\n{payload}\n\nAfter.")
    assert len(live.recordings) == 2
    number, first = live.cells[0].n, live.recordings[0].id
    question = payload.strip() or "?"
    for one in (
        Mark(1),
        Note(3, payload),
        Ask(5, "next", text=payload, why=payload),
        Ask(7, OWN, text=question, answer=question, choices=(question, "other"), why=payload),
        Ask(9, "next", answer=payload, given=payload, right=False, confidence=3),
    ):
        live.put(number, first, one)
    live.close_with(payload)
    return of_live(live, payload, seed=0)


def named_as_files_are(subject: Subject) -> Subject:
    """The same, of a file whose name is a payload as well."""
    assert subject.session is not None
    path = Path(subject.title.replace("/", "_").replace("\0", "")[:80] or "x")
    return replace(subject, session=replace(subject.session, path=path))
