"""Reading a lecture: its Markdown taken apart into cells, prose and directives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backstep.engine.algorithm import ALGORITHMS
from backstep.messages import tr
from backstep.recording.visible import one_line, visible
from backstep.session import limits
from backstep.session.errors import shown
from backstep.session.lectures.directives import LONGEST_WORD, is_directive, read_placed
from backstep.session.lectures.lecture import (
    DEFAULT_SEED,
    Lecture,
    LectureCell,
    Placed,
    PlacedAsk,
    Wrong,
    wrong,
)

FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)")
QUOTE = re.compile(r" {0,3}> ?(.*)")
PYTHON = ("python", "py", "python3")
MADE, MADE_END = "<!-- backstep:made -->", "<!-- /backstep:made -->"  # around what is not read
ESCAPED = re.compile(r"( {0,3})(\\+)(.*)")


def lecture_of(text: str, file: str = "lecture") -> Lecture:
    """The lecture that a Markdown text is. Raises LectureError with the line and the remedy."""
    reading = _Reading(file, text.split("\n"))
    try:
        return reading.lecture()
    except Wrong as error:
        raise wrong(file, reading.at, str(error)) from None


def is_special(line: str) -> bool:
    """Whether a line of prose would be read as something else: a fence, a directive, a mark."""
    if line.strip() == MADE:
        return True
    opened = FENCE.fullmatch(line)
    if opened and _opens(opened):
        return True
    quote = QUOTE.fullmatch(line)
    return quote is not None and is_directive(quote[1].strip(), going_on=False)


def _ends(line: str) -> bool:
    return line.strip() == MADE_END


def _opens(fence: re.Match[str]) -> bool:
    return not (fence[2].startswith("`") and "`" in fence[3])


@dataclass
class _Open:
    """A cell while its directives come in."""

    cell: LectureCell
    placed: list[Placed] = field(default_factory=list)
    fails: str | None = None

    def closed(self) -> LectureCell:
        return replace(self.cell, placed=tuple(self.placed), fails=self.fails)


@dataclass
class _Reading:
    """How far a lecture is read. `at` is the line, counted from 1, that is looked at."""

    file: str
    lines: list[str]
    at: int = 0
    title: str = ""
    language: str = "en"
    seed: int | None = DEFAULT_SEED
    algorithm: str = "generation"
    ahead: int = 0  # the line of an algorithm that no cell has run by yet
    prose: list[str] = field(default_factory=list)
    cells: list[_Open] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of the directive that is open
    began: int = 0

    def lecture(self) -> Lecture:
        first = next((i for i, line in enumerate(self.lines) if line.strip()), None)
        if first is not None and re.match(r"# +\S", self.lines[first]):
            self.title = one_line(self.lines[first][2:].strip())
            self.at = first + 1
        while self.at < len(self.lines):
            self.at += 1
            self._take(self.lines[self.at - 1])
        self._end_directive()
        if self.ahead:
            self.at = self.ahead
            raise Wrong(
                tr("no cell comes after this: an algorithm stands before the fences it is for")
            )
        return Lecture(
            tuple(cell.closed() for cell in self.cells),
            self.title,
            self.language,
            self.seed,
            self._told(),
            self.file,
        )

    def _take(self, line: str) -> None:
        quote = QUOTE.fullmatch(line)
        if quote is not None:
            content = quote[1].strip()
            if is_directive(content, going_on=bool(self.words)):
                self._end_directive()
                self.words, self.began = [content], self.at
                return
            if self.words:
                self._go_on(content)
                return
        self._end_directive()
        if line.strip() == MADE:
            self._skip()
            return
        fence = FENCE.fullmatch(line)
        if fence is not None and _opens(fence):
            self._take_fence(fence)
        else:
            self.prose.append(self._unescaped(line))

    def _skip(self) -> None:
        """Pass over what an export made of the recording, with the empty lines before it."""
        end = next((i for i in range(self.at, len(self.lines)) if _ends(self.lines[i])), None)
        if end is None:
            raise Wrong(tr("what begins here is not closed: a line {mark} ends it", mark=MADE_END))
        self.at = end + 1
        while self.prose and not self.prose[-1].strip():
            self.prose.pop()

    def _unescaped(self, line: str) -> str:
        escaped = ESCAPED.fullmatch(line)
        if escaped is None:
            return line
        titled = self.title or self.cells or any(each.strip() for each in self.prose)
        if is_special(escaped[3]) or (not titled and re.match(r"# +\S", escaped[3])):
            return f"{escaped[1]}{escaped[2][1:]}{escaped[3]}"
        return line

    def _go_on(self, content: str) -> None:
        """Take a further line of the open directive; an empty one begins a new line in it."""
        escaped = ESCAPED.fullmatch(content)
        if escaped is not None and is_directive(escaped[3], going_on=True):
            content = f"{escaped[2][1:]}{escaped[3]}"
        if not content:
            self.words.append("\n")
        else:
            between = "" if self.words[-1] == "\n" else " "
            self.words.append(between + content)

    def _take_fence(self, fence: re.Match[str]) -> None:
        """Take a fence with all that is in it: a cell, or prose."""
        indent, mark, info = len(fence[1]), fence[2], fence[3].strip()
        closing = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*")
        begin = self.at
        end = next(
            (i for i in range(begin, len(self.lines)) if closing.fullmatch(self.lines[i])), None
        )
        if end is None:
            raise Wrong(tr("this fence is not closed: a line {mark} ends it", mark=mark))
        inside = self.lines[begin:end]
        self.at = end + 1
        if (info.split() or [""])[0].strip("{}.").lower() not in PYTHON:
            self.prose += self.lines[begin - 1 : end + 1]
            return
        source = "\n".join(
            line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in inside
        )
        cell = LectureCell(source, self._told(), self.algorithm, line=begin + 1)
        self.cells.append(_Open(cell))
        self.ahead = 0

    def _told(self) -> str:
        """The prose since the last cell, without the empty lines around it."""
        lines, self.prose = self.prose, []
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        text = visible("\n".join(lines))
        if len(text) > limits.TEXT:
            raise Wrong(
                tr(
                    "more than {limit} characters of prose without a cell",
                    limit=f"{limits.TEXT:,}",
                )
            )
        return text

    def _end_directive(self) -> None:
        if not self.words:
            return
        text = visible("".join(self.words).strip())
        self.words = []
        now, self.at = self.at, self.began
        self._direct(text)
        self.at = now

    def _direct(self, text: str) -> None:
        """Do what a directive says."""
        word, _, rest = text.partition(" ")
        if word in ("language", "seed"):
            if self.cells or any(line.strip() for line in self.prose):
                raise Wrong(
                    tr("{word} stands right below the title, before everything else", word=word)
                )
            if word == "language":
                self.language = rest
            else:
                self.seed = None if rest == "none" else _integer(rest)
        elif word == "algorithm":
            if rest not in ALGORITHMS:
                raise Wrong(
                    tr(
                        "there is no algorithm {name}: {names}",
                        name=shown(rest, LONGEST_WORD),
                        names=", ".join(ALGORITHMS),
                    )
                )
            self.algorithm, self.ahead = rest, self.at
        elif not self.cells:
            raise Wrong(tr("{word} stands after the fence that it is about", word=word.rstrip(":")))
        elif word == "fails":
            self.cells[-1].fails = rest
        elif word == "why:":
            self._explain(rest.strip())
        else:
            self.cells[-1].placed.append(replace(read_placed(text), line=self.began))

    def _explain(self, why: str) -> None:
        placed = self.cells[-1].placed
        if not placed or not isinstance(placed[-1], PlacedAsk) or placed[-1].why:
            raise Wrong(tr("why: stands after the ask whose answer it explains"))
        placed[-1] = replace(placed[-1], why=why)


def _integer(text: str) -> int:
    number = int(text) if len(text) <= len(str(limits.LARGEST_INTEGER)) else 2**64
    if not limits.SMALLEST_INTEGER <= number <= limits.LARGEST_INTEGER:
        raise Wrong(tr("a seed is a whole number of 64 bits at most"))
    return number
