"""Where the cursor stands in code that is being typed: in a call, a text, a comment, an index.

Read off the text before the cursor with one pattern, since what is being typed seldom parses.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from functools import lru_cache

TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<text>(?P<prefix>\b[rRbBuUfF]{1,2})?(?P<quote>\"{3}|'{3}|"|'))
    | (?P<name>[^\W\d]\w*(?:[ \t]*\.[ \t]*[^\W\d]\w*)*(?:[ \t]*\.)?)
    | (?P<number>\d[\w.]*)
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | (?P<comma>,) | (?P<equals>==?)
    | (?P<newline>\n) | (?P<other>[^\s\w])""",
    re.VERBOSE,
)
TOP_LEVEL = re.compile(r"\n(?=[^\s)\]}#'\"])")
LONG = 1200  # characters; of a longer text only its end is looked at, which takes 1 ms at most


@dataclass
class Call:
    """An open bracket: what is called or indexed, and which argument is being typed.

    `callee` is a dotted name, "" where it is not one; of `Square()(` it is `Square()`.
    """

    bracket: str
    callee: str
    index: int = 0
    keyword: str = ""
    used: list[str] = field(default_factory=list)
    fresh: bool = True  # nothing of this argument has been typed yet, beside one name


@dataclass(frozen=True)
class Position:
    """Where the cursor is: `kind` is "code", "text" or "comment"; `calls` from the outermost in.

    `opened` is the text typed so far inside an open string.
    """

    kind: str
    calls: tuple[Call, ...] = ()
    opened: str = ""

    @property
    def call(self) -> Call | None:
        """The innermost call that the cursor is in, through brackets of data."""
        return next((c for c in reversed(self.calls) if c.bracket == "(" and c.callee), None)


@lru_cache(maxsize=16)
def position(before: str) -> Position:
    """The position at the end of a piece of code.

    >>> call = position("z = y.backward(True, create_gr").call
    >>> call.callee, call.index
    ('y.backward', 1)
    >>> position("print('squ").kind, position("print(f'{squ").kind
    ('text', 'code')
    """
    before = _last_statement(before)
    seen, at = _Seen(), 0
    while match := TOKEN.search(before, at):
        at = match.end()
        if match["comment"] and at == len(before):
            return Position("comment", tuple(seen.calls))
        if not match["quote"]:
            seen.take(match.lastgroup or "", match.group())
            continue
        end = _end_of_text(before, at, match["quote"])
        if end is None:
            opened = before[at:]
            expression = _in_braces(opened) if "f" in (match["prefix"] or "").lower() else None
            if expression is None:
                return Position("text", tuple(seen.calls), opened)
            return position(expression)
        seen.take("other", match["quote"])
        at = end
    return Position("code", tuple(seen.calls))


def _last_statement(code: str) -> str:
    """Of a long program what stands after the last line that begins at its edge, with that line.

    Where that is long too, its last lines: what they say of a text begun before may be wrong then.
    """
    if len(code) <= LONG:
        return code
    starts = [found.end() for found in TOP_LEVEL.finditer(code)]
    code = code[starts[-1] :] if starts else code
    return code if len(code) <= LONG else code[-LONG:].partition("\n")[2] or code[-LONG:]


@dataclass
class _Seen:
    """What the tokens so far come to: the open brackets, and what might be called next."""

    calls: list[Call] = field(default_factory=list)
    name: str = ""
    previous: str = ""

    def take(self, kind: str, text: str) -> None:
        """Go on by a token."""
        if kind == "name":
            self._name(text)
        elif kind == "open":
            self.calls.append(Call(text, self.name.rstrip(".")))
            self.name = ""
        elif kind == "close":
            self.name = self._closed()
        elif kind == "comma" and self.calls:
            call = self.calls[-1]
            call.index, call.keyword, call.fresh, self.name = call.index + 1, "", True, ""
        elif text == "=" and self.calls and self.name.isidentifier():
            call = self.calls[-1]
            call.keyword = self.name if call.fresh else ""
            call.used.append(self.name)
            call.fresh, self.name = False, ""
        elif kind != "newline" or not self.calls:
            self.name = ""
            self._go_on()
        self.previous = text

    def _name(self, text: str) -> None:
        if self.previous[-1:].isalnum():
            self._go_on()  # `x if y`: not the name of a parameter
        not_called = keyword.iskeyword(text) or self.previous in ("def", "class", ".")
        self.name = "" if not_called else re.sub(r"\s", "", text)

    def _go_on(self) -> None:
        """What has been typed of this argument is more than a name."""
        if self.calls:
            self.calls[-1].fresh = False

    def _closed(self) -> str:
        """Close a bracket; gives what may be called next: `Square()` after `Square(...)`."""
        if not self.calls:
            return ""
        call = self.calls.pop()
        self._go_on()
        return f"{call.callee}()" if call.bracket == "(" and call.callee.isidentifier() else ""


def _end_of_text(code: str, start: int, quote: str) -> int | None:
    """Where a string that begins before `start` ends; None where it is still open."""
    stop = r"" if len(quote) == 3 else r"|\n"
    pattern = re.compile(rf"(?:\\.|(?!{quote}{stop})[^\\])*({quote}{stop})", re.DOTALL)
    match = pattern.match(code, start)
    return match.end() if match else None


def _in_braces(text: str) -> str | None:
    """The expression being typed in the braces of an f-string; None outside of one.

    >>> _in_braces("a {{b}} {x.da"), _in_braces("{x} is"), _in_braces("{x:.2"), _in_braces("{d[1:")
    ('x.da', None, None, 'd[1:')
    """
    depth, start = 0, 0
    text = text.replace("{{", "  ").replace("}}", "  ")
    inner = 0
    for i, c in enumerate(text):
        if c == "{" and not depth:
            depth, start, inner = 1, i + 1, 0
        elif c == "}" and depth and not inner:
            depth = 0
        elif depth and c in "([{":
            inner += 1
        elif depth and c in ")]}":
            inner -= 1
        elif depth and c == ":" and not inner:
            depth = -1
        if depth == -1:  # in a format spec, until the braces close
            depth = 0 if c == "}" else -1
    return text[start:] if depth == 1 else None
