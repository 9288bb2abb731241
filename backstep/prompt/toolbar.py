"""The area below what is typed: the call that is being written, and a quiet line on the session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.utils import get_cwidth

from backstep.messages import tr
from backstep.prompt.later import Later

if TYPE_CHECKING:
    from backstep.prompt.position import Call
    from backstep.prompt.signature import Signature
    from backstep.session.live import LiveSession

VI_MODES = {
    InputMode.INSERT: "INS",
    InputMode.INSERT_MULTIPLE: "INS",
    InputMode.NAVIGATION: "NAV",
    InputMode.REPLACE: "REP",
    InputMode.REPLACE_SINGLE: "REP",
}


@dataclass(frozen=True)
class Part:
    """A piece of the line; where there is no room for all, those of low `weight` are left out."""

    text: str
    weight: int


@dataclass
class Toolbar:
    """What stands below the prompt. What costs time is worked out once before each prompt; as long
    as the session is being loaded, there is nothing to say of it."""

    live: Later[LiveSession]
    shown: bool = True
    parts: tuple[Part, ...] = ()
    _signatures: dict[str, Signature | None] = field(default_factory=dict)

    def refresh(self) -> None:
        """Look at the session again: something has run."""
        self._signatures.clear()
        if self.shown and self.live.is_ready:
            from backstep.prompt.standing import standing

            self.parts = tuple(standing(self.live()))

    def fragments(self) -> StyleAndTextTuples | None:
        """The lines; None where there is nothing to show."""
        app = get_app()
        width = app.output.get_size().columns
        before = app.current_buffer.document.text_before_cursor
        command = before.startswith("%") and "\n" not in before  # else a cell that is changed
        lines = [] if command else self._call_lines(before, width)
        if self.shown:
            lines.append([("class:toolbar", fitted(self.parts, tuple(_keys(app)), width))])
        if not lines:
            return None
        return [piece for i, line in enumerate(lines) for piece in (NEWLINE[: i > 0] + line)]

    def _call_lines(self, before: str, width: int) -> list[StyleAndTextTuples]:
        """The signature of the call that the cursor is in, and the first line on it."""
        if "(" not in before:
            return []
        from backstep.prompt.position import position  # what start-up need not wait for

        call = position(before).call
        if call is None or not self.live.is_ready:
            return []
        from backstep.prompt.signature import signature_of

        if call.callee not in self._signatures:
            self._signatures[call.callee] = signature_of(call.callee, self.live().runtime)
        found = self._signatures[call.callee]
        if found is None or found.parameters is None:
            return []
        lines = [call_line(found, call, width)]
        if found.doc:
            lines.append([("class:toolbar.doc", f"  {clipped(found.doc, width - 3)}")])
        return lines


NEWLINE: StyleAndTextTuples = [("", "\n")]


def call_line(found: Signature, call: Call, width: int) -> StyleAndTextTuples:
    """`backward(retain_grad=False, create_graph=False)`, the parameter being typed emphasised.

    Where it is too long, what is far from that parameter is left out.
    """
    parameters = found.parameters or ()
    current = found.current(call.index, call.keyword)
    texts = [p.text for p in parameters]
    room = width - len(found.name) - 14
    first, last = 0, len(texts)
    at = current or 0
    while sum(map(len, texts[first:last])) + 2 * (last - first) > room and last - first > 1:
        if first < at - 1 or last == at + 1:
            first += 1
        else:
            last -= 1
    line: StyleAndTextTuples = [("class:toolbar.call", f" {found.name}({'..., ' if first else ''}")]
    for i in range(first, last):
        style = "class:toolbar.current" if i == current else "class:toolbar.call"
        line.append((style, texts[i]))
        if i + 1 < len(texts):
            line.append(("class:toolbar.call", ", "))
    line.append(("class:toolbar.call", f"{'...' if last < len(texts) else ''})"))
    return line


def clipped(text: str, width: int) -> str:
    if get_cwidth(text) <= width:
        return text
    kept = text
    while kept and get_cwidth(kept) > width - 3:
        kept = kept[:-1]
    return kept + "..."


def fitted(parts: tuple[Part, ...], keys: tuple[Part, ...], width: int) -> str:
    """One line: what the session has, then the keys, as much as there is room for.

    >>> fitted((Part("2 variables", 5), Part("generation", 3)), (Part("F4 vi", 1),), 34)
    ' 2 variables  generation     F4 vi'
    >>> fitted((Part("2 variables", 5), Part("generation", 3)), (Part("F4 vi", 1),), 25)
    ' 2 variables  generation'
    """
    kept = [*parts, *keys]
    while kept and sum(get_cwidth(p.text) + 2 for p in kept) > width:
        kept.remove(min(kept, key=lambda part: part.weight))
    left = "  ".join(p.text for p in parts if p in kept)
    right = "  ".join(p.text for p in keys if p in kept)
    gap = width - 1 - get_cwidth(left) - get_cwidth(right)
    return f" {left}{' ' * gap if right else ''}{right}"


def _keys(app: Application[Any]) -> Iterator[Part]:
    """The editing mode and the keys that lead on."""
    if app.editing_mode == EditingMode.VI:
        yield Part(f"vi {VI_MODES.get(app.vi_state.input_mode, '')}", 9)
        yield Part("F4 emacs", 1)
    else:
        yield Part("emacs", 2)
        yield Part("F4 vi", 1)
    yield Part(tr("F5 step"), 3)
