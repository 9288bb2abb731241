"""The catalogues as files: what the code says, what is translated, and what is compiled of it.

Babel does the reading and writing. Nothing that changes by itself is written (dates, line numbers),
so that a catalogue changes where its sentences do, and two branches can be merged.
"""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import backstep
from backstep.messages import LANGUAGES
from backstep.session.lectures.lecture import Lecture, PlacedAsk, PlacedNote
from tests.lessons import lecture_named, lesson_names
from tests.messages.documented import documented

PACKAGE = Path(backstep.__file__).parent
DOMAIN = "backstep"
TRANSLATED = tuple(name for name in LANGUAGES if name != "en")
KEYWORDS = {"tr": (1,), "later": (1,), "trn": (1, 2), "trc": ((1, "c"), 2)}


def folder(language: str) -> Path:
    """Where the catalogue of a language is."""
    return PACKAGE / "messages" / language / "LC_MESSAGES"


def po_path(language: str, domain: str = DOMAIN) -> Path:
    return folder(language) / f"{domain}.po"


def mo_path(language: str, domain: str = DOMAIN) -> Path:
    return folder(language) / f"{domain}.mo"


def in_the_lessons(names: Iterable[str] | None = None) -> Catalog:
    """Every text of the lessons, or of some: titles, prose, notes, questions, closings."""
    found = Catalog(charset="utf-8")
    for name in sorted(lesson_names() if names is None else names):
        for text in texts_of(lecture_named(name)):
            if text and text not in found:
                found.add(text, None, [(f"sessions/{name}.md", 0)])
    return found


def texts_of(lecture: Lecture) -> Iterator[str]:
    """The texts of a lesson that are told to a person, in order."""
    yield lecture.title
    for cell in lecture.cells:
        yield cell.text
        for one in cell.placed:
            if isinstance(one, PlacedNote):
                yield one.text
            if isinstance(one, PlacedAsk):
                yield from (one.text, one.why, *one.choices)
                if one.choices:
                    yield one.answer
    yield lecture.closing


def in_the_code(package: Path = PACKAGE) -> Catalog:
    """Every message that the code marks."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(
        package,
        [("**.py", calls_of)],
        keywords=KEYWORDS,
    )
    for file, line, message, _, context in sorted(rows, key=lambda row: (row[0], row[1])):
        place = (f"{package.name}/{Path(file).as_posix()}", line)
        found.add(message, None, [place], context=context)
    for text, name in documented():
        found.add(text, None, [(name, 0)])
    return found


def calls_of(
    file: IO[bytes], keywords: Mapping[str, object], comments: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """The calls of `tr` and its kin in a file, for Babel, whose own way misses those in f-strings.

    Raises ValueError where one is given what no catalogue can have: an f-string, a sum, or a
    variable where both forms have to be known.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in keywords:
            continue
        first = node.args[0] if node.args else None
        if isinstance(first, ast.JoinedStr | ast.BinOp) or (
            name in ("trn", "trc") and not isinstance(first, ast.Constant)
        ):
            raise ValueError(f"{file.name}:{node.lineno}: {name} wants its sentence as a literal")
        texts = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
        if texts[:1] not in ([], [None]):
            yield node.lineno, name, tuple(texts), []


def translated(language: str, domain: str = DOMAIN) -> Catalog:
    """The catalogue of a language as its file has it; an empty one where there is none."""
    path = po_path(language, domain)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain, charset="utf-8")


def updated(language: str, code: Catalog, domain: str = DOMAIN) -> Catalog:
    """The catalogue with exactly the messages of the code, and the translations that there are."""
    old = translated(language, domain)
    new = _empty(language, old.header_comment)
    for message in messages(code):
        known = old.get(message.id, message.context)
        places = sorted({(name, 0) for name, _ in message.locations})
        string = known.string if known is not None else ""
        comments = known.user_comments if known is not None else ()
        new.add(message.id, string, places, user_comments=comments, context=message.context)
    return new


def filled(catalog: Catalog, pairs: Path) -> int:
    """Put translations in from a JSON object of English and translation; how many had a place.

    A message that counts stands there by its singular, one with a context as `context|message`.
    """
    count = 0
    for key, translation in json.loads(pairs.read_text(encoding="utf-8")).items():
        for message in messages(catalog):
            if key in names_of(message):
                count += 1
                counts = isinstance(message.id, tuple)
                message.string = (translation,) * catalog.num_plurals if counts else translation
    return count


def names_of(message: Message) -> tuple[str, ...]:
    """How a message may be called in a file of translations."""
    one = message.id[0] if isinstance(message.id, tuple) else message.id
    return (one,) if message.context is None else (f"{message.context}|{one}",)


def messages(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def key_of(message: Message) -> tuple[str | None, object]:
    """What tells a message from every other."""
    return message.context, message.id


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def po_bytes(catalog: Catalog) -> bytes:
    """The .po file of a catalogue."""
    for message in messages(catalog):
        message.flags.discard("python-format")  # %step is a command, and no format
        message.flags.discard("python-brace-format")
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    kept = _empty(catalog.locale_identifier or "")
    for message in messages(catalog):
        kept.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, kept)
    return out.getvalue()


class Dateless(Catalog):
    """A catalogue whose file says nothing of the hour and the program that made it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs of the header."""
        wanted = ("Language", "Plural-Forms", "MIME-Version", "Content-Type")
        return [(name, value) for name, value in super().mime_headers if name in wanted]


def _empty(language: str, head: str = "") -> Catalog:
    told = head or f"# The glossary is on top of {DOMAIN}.po."
    return Dateless(language, DOMAIN, told, charset="utf-8", fuzzy=False)
