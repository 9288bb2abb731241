"""Writing a lecture: its Markdown, from which it is read again as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backstep.session.lectures.directives import is_directive, written
from backstep.session.lectures.lecture import DEFAULT_SEED, Lecture, LectureCell
from backstep.session.lectures.reading import FENCE, is_special

WIDTH = 96


def markdown_of(lecture: Lecture, made: Sequence[str] = ()) -> str:
    """The text of a lecture. `made` are blocks that stand after each cell, between the marks of
    what is not read; empty for none."""
    blocks = [f"# {lecture.title}"] if lecture.title else []
    if lecture.language != "en":
        blocks.append(f"> language {lecture.language}")
    if lecture.seed != DEFAULT_SEED:
        blocks.append(f"> seed {'none' if lecture.seed is None else lecture.seed}")
    algorithm, first = "generation", not lecture.title
    for i, cell in enumerate(lecture.cells):
        if cell.text:
            blocks.append(_prose(cell.text, first))
        if cell.algorithm != algorithm:
            blocks.append(f"> algorithm {cell.algorithm}")
            algorithm = cell.algorithm
        blocks += _cell(cell)
        if i < len(made) and made[i]:
            blocks.append(made[i])
        first = False
    if lecture.closing:
        blocks.append(_prose(lecture.closing, first))
    return "\n\n".join(blocks) + "\n"


def _cell(cell: LectureCell) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`{3,}", cell.source)), default=2)
    mark = "`" * (longest + 1)
    yield f"{mark}python\n{cell.source}\n{mark}"
    if cell.fails is not None:
        yield f"> fails {cell.fails}".rstrip()
    for one in cell.placed:
        for text in written(one):
            yield quoted(text)


def _prose(text: str, first: bool) -> str:
    """Prose as it stands, with a backslash before lines that would be read as something else.

    The `first` of a lecture without a title could be taken for one.
    """
    lines = text.split("\n")
    found: list[str] = []
    inside, end = False, re.compile("")
    never = {"`": len(text) + 1, "~": len(text) + 1}  # so long a fence is closed by nothing
    for i, line in enumerate(lines):
        bare = re.sub(r"^( {0,3})\\+", r"\1", line)
        if inside:
            inside = not end.fullmatch(line)
            found.append(line)
            continue
        fence = FENCE.fullmatch(line)
        if fence is not None and is_special(line):
            end = re.compile(rf" {{0,3}}{fence[2][0]}{{{len(fence[2])},}}[ \t]*")
            char, long = fence[2][0], len(fence[2])
            if not _is_python(fence) and long < never[char]:
                if any(end.fullmatch(each) for each in lines[i + 1 :]):
                    inside = True
                    found.append(line)
                    continue
                never[char] = long
        title = first and i == 0 and re.match(r"# +\S", bare.lstrip("\\"))
        escaped = is_special(bare) or title
        found.append(re.sub(r"^( {0,3})", r"\1\\", line, count=1) if escaped else line)
    return "\n".join(found)


def _is_python(fence: re.Match[str]) -> bool:
    from backstep.session.lectures.reading import PYTHON

    return (fence[3].split() or [""])[0].strip("{}.").lower() in PYTHON


def quoted(text: str) -> str:
    """The words of a directive as a quote; a new line in them is an empty line of it."""
    rows: list[str] = []
    for i, line in enumerate(text.split("\n")):
        if i:
            rows.append("")
        rows += _wrapped(line.strip())
    kept = [rows[0]]
    for row in rows[1:]:
        bare = row.lstrip("\\")
        kept.append(f"\\{row}" if is_directive(bare, going_on=True) else row)
    return "\n".join(f"> {row}".rstrip() for row in kept)


def _wrapped(line: str) -> list[str]:
    """A line in rows, broken only where one space stands alone."""
    rows: list[str] = []
    for word in re.split(r"(?<! ) (?! )", line) if line else []:
        if rows and len(rows[-1]) + 1 + len(word) <= WIDTH:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows
