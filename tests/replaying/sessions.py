"""A session with something in every field, and the same with code and escapes in every text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.session import Journal, read_session
from backstep.session.live import LiveSession

MARKER = "PWNED"
RUN = "__import__('os').system('touch PWNED')"
BACKWARD = (
    "def backward(self, gy, hook=__import__('os').system('touch PWNED')):\n"
    "    __import__('os').system('touch PWNED')\n"
    "    return gy * [c for c in ().__class__.__base__.__subclasses__()][0]\n"
)
# Each is put in place of a text that is shown, or read as a name, a rule or a program.
TEXTS = (
    RUN,
    "[@click=app.run_action('PWNED')]PWNED[/] [link=file:///PWNED]x[/link]",
    "\x1b]0;PWNED\x07\x1b[2J\x1b]52;c;UFdORUQ=\x07\x90PWNED\x9c",
    "{x.__class__.__init__.__globals__[PWNED]} %(PWNED)s ${PWNED} $(touch PWNED) `touch PWNED`",
    "../../../../tmp/PWNED\x00|touch PWNED;",
    "cos\nsystem\n(S'touch PWNED'\ntR.",
    "\u202ePWNED\u2066\u200b<script>PWNED</script>&PWNED;",
    '{"py/reduce": [{"py/function": "os.system"}, ["touch PWNED"]]} !!python/object/apply:os.PWNED',
)
# Of these fields the reader takes a few words alone.
KEPT = ("kind", "algorithm", "how", "then", "verdict", "dtype", "form", "digest", "pane")
KEPT += ("hue", "hues", "stroke", "marker", "xscale", "yscale", "ramp")
NUMBERS = ("nan", "inf", "-inf")
CELLS = (
    "class Halved(Function):\n    def forward(self, x):\n        return x * 0.5\n\n"
    "    def backward(self, gy):\n        return gy * 0.5\n",
    "x = Variable(np.array(2.0))\nw = Variable(np.linspace(0.1, 1.0, 6).reshape(2, 3))",
    "a = square(x)\ny = add(square(a), Halved()(square(a)))\ny.name = 'y'\ny.backward()",
    "z = sum(exp(w) * x ** 3)\nx.cleargrad()\nz.backward(create_graph=True)",
    "gx = x.grad\nx.cleargrad()\ngx.backward()",
    "import matplotlib.pyplot as plt\nplt.plot([1.0, 2.0], [3.0, 4.0], label='l')\nplt.title('t')\n"
    "plt.xlabel('x')\nplt.text(1.0, 3.0, 'r')\nplt.legend()\nplt.show()",
)


def harmless(path: Path) -> Path:
    """A session as a person makes it, with marks, notes and questions."""
    with Journal.create(path, "A title") as journal:
        live = LiveSession(lambda text: None, journal)
        for source in CELLS:
            assert live.run(source).outcome.problem is None
        first = live.recordings[0]
        ask = Ask(8, "next", "a", "a question", "an answer", "given", 3, False)
        for one in (Mark(3), Note(5, "a note"), ask, Looked(7, "grads", False, 1)):
            journal.annotate(3, first.id, one)
    return path


def hostile(path: Path, source: Path) -> Path:
    """The same with every text replaced; it is still a session that can be read."""
    lines = [json.loads(line) for line in source.read_text().splitlines()]
    turned = iter(_endless())
    for record in lines:
        _spoil(record, turned)
    lines.append({"kind": "__reduce__", "os.system": ["touch PWNED"], "py/object": "os.system"})
    text = "".join(json.dumps(record) + "\n" for record in lines)
    path.write_text(f"#!/bin/sh\n# touch PWNED\n{text}")
    session = read_session(path)
    assert len(session.recordings) == len(read_session(source).recordings) == 3
    return path


def _endless() -> Iterator[str]:
    while True:
        yield from TEXTS


def _spoil(x: Any, texts: Iterator[str]) -> None:
    """Replace the texts in a record, deeply. The names of the engine's operations stay, so that
    they are found, and run again, as they are in any session."""
    if isinstance(x, dict):
        if x.get("kind") == "header":
            x["language"] = ""
        if "constants" in x:
            x["constants"] |= {RUN: 1.5, "gy": 2}
        if "backward_source" in x:
            _spoil_class(x, texts)
        else:
            _spoil_items(x, [key for key in x if key not in KEPT], texts)
    elif isinstance(x, list):
        _spoil_items(x, range(len(x)), texts)


def _spoil_class(x: dict[str, Any], texts: Iterator[str]) -> None:
    x["backward_source"] = BACKWARD
    x["formula"] = [f"gy * {RUN}", f"{RUN} if gy else {next(texts)}", f"gy * 2 * x[{RUN}]"]
    x["name"] = RUN if x["name"] == "Halved" else x["name"]


def _spoil_items(x: Any, keys: Iterable[Any], texts: Iterator[str]) -> None:
    for key in keys:
        if isinstance(x[key], str) and x[key] not in NUMBERS:
            x[key] = next(texts)
        else:
            _spoil(x[key], texts)
