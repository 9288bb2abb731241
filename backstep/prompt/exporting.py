"""Exports as a person asks for them: by `backstep export`, `%export` and the stepper's key."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from backstep.export.errors import ExportError
from backstep.export.formats import Format, endings, format_named, format_of, unknown
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.export.writing import as_bytes
from backstep.messages import later, tr, trn
from backstep.prompt.preferences import Preferences
from backstep.prompt.programs import UsageError
from backstep.recording.timeline import length_of
from backstep.recording.visible import visible
from backstep.session import SessionError
from backstep.session.errors import shown, shown_path

OUTPUT = "-"  # the name of standard output
FIRST_FORMAT = ".md"  # what goes to standard output where nothing else is said
FLAGS = ("-f", "--force", "--graph", "--lecture")
QUOTES = "\"'"  # around a name, as a shell has them
NUMBERED = ("--pass", "--at")  # followed by a number


def format_for(out: str, ending: str | None = None) -> Format:
    """The format of a file, or for standard output that of an ending. Raises UsageError for one
    that there is not."""
    if ending is not None:
        found = format_named(ending)
        if found is None:
            raise UsageError(tr("{name} is none of {endings}", name=shown(ending), endings=_all()))
        return found
    found = format_named(FIRST_FORMAT) if out == OUTPUT else format_of(out)
    if found is None:
        raise UsageError(unknown(shown(Path(out).name)))
    return found


def _all() -> str:
    return " ".join(endings())


def check_free(path: Path, *, overwrite: bool) -> None:
    """See that nothing has this name, before what takes long is done. Raises SessionError."""
    if os.path.lexists(path) and not overwrite:
        told = later("{path} is there already: choose another name, or add --force")
        raise SessionError(tr(told, path=shown_path(path)))


def wanted_of(options: argparse.Namespace, subject: Subject) -> Wanted:
    """How the flags want it. Raises ExportError for a pass that there is not."""
    plain = Wanted()
    return Wanted(
        index=index_of(subject, options.number),
        at=options.at,
        size=options.size or plain.size,
        theme=options.theme or plain.theme,
        ascii_only=options.ascii,
        pace=options.pace,
        alone=options.number is not None,
        graph=options.graph,
        lecture=options.lecture,
    )


def index_of(subject: Subject, number: int | None) -> int:
    """The index of the pass of a number from 1, that of the first without one. Raises ExportError
    where there is none of it."""
    passes = len(subject.recordings)
    if number is None:
        return 0
    if not 1 <= number <= passes:
        raise ExportError(
            trn(
                "there is {n} backward pass: there is no {number}",
                "there are {n} backward passes: there is no {number}",
                passes,
                number=number,
            )
        )
    return number - 1


def exported(form: Format, subject: Subject, wanted: Wanted) -> str:
    """The text of an export. Raises ExportError where the position is not in the pass."""
    if wanted.at is not None and subject.recordings:
        length = length_of(subject.recordings[wanted.index])
        if not 0 <= wanted.at <= length:
            told = later("there is no step {step}: the pass has steps from 0 to {last}")
            raise ExportError(tr(told, step=wanted.at, last=length))
    return form.make(subject, wanted)


@dataclass(frozen=True)
class Typed:
    """What follows %export: the file, its format, and the flags."""

    path: Path
    form: Format
    overwrite: bool
    number: int | None
    at: int | None
    graph: bool
    lecture: bool

    def wanted(self, subject: Subject, like: Preferences) -> Wanted:
        """How that is wanted, as a person likes it. Raises ExportError for no pass of these."""
        return Wanted(
            index=index_of(subject, self.number),
            at=self.at,
            theme=like.theme or Wanted().theme,
            ascii_only=like.ascii_only,
            alone=self.number is not None,
            graph=self.graph,
            lecture=self.lecture,
        )


def typed(argument: str) -> Typed:
    """What follows %export. A name without an ending is that of a lecture. Raises ExportError."""
    found: dict[str, int] = {}
    flags: set[str] = set()
    named: list[str] = []
    words = iter(argument.split())
    for word in words:
        name, _, value = word.partition("=")
        if name in NUMBERED:
            value = value or next(words, "")
            if not (value.isascii() and value.isdigit() and len(value) < 10):
                told = later("%export: after {flag} comes a number, as in {flag} 2")
                raise ExportError(tr(told, flag=name))
            found[name] = int(value)
        elif word in FLAGS:
            flags.add(word)
        elif word.startswith("-") and word != OUTPUT:
            told = later("%export: there is no {flag}: {flags}")
            raise ExportError(tr(told, flag=word, flags=" ".join((*FLAGS, *NUMBERED))))
        else:
            named.append(word)
    name = " ".join(named)
    if len(name) > 2 and name[0] == name[-1] and name[0] in QUOTES:
        name = name[1:-1]
    if not name or name == OUTPUT:
        raise ExportError(tr("%export: say where: %export talk.md"))
    path = Path(os.path.expanduser(name))
    path = path if path.suffix else path.with_name(f"{path.name}{FIRST_FORMAT}")
    form = format_of(path.name)
    if form is None:
        raise ExportError(f"%export: {unknown(shown(path.name))}")
    return Typed(
        path,
        form,
        bool(flags & {"-f", "--force"}),
        found.get("--pass"),
        found.get("--at"),
        "--graph" in flags,
        "--lecture" in flags,
    )


def print_whole(text: str) -> None:
    """An export on standard output, in the bytes that a file would have; on a terminal with its
    control characters written out."""
    if sys.stdout.isatty():
        sys.stdout.write(visible(text))
    elif hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(as_bytes(text))
    else:
        sys.stdout.write(text)
    sys.stdout.flush()
