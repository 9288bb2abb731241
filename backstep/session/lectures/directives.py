"""One directive of a lecture: from the words in a quote to what is placed, and back."""

from __future__ import annotations

import difflib
import json
import re

from backstep.messages import tr
from backstep.recording.annotations import OWN
from backstep.session import limits
from backstep.session.errors import shown
from backstep.session.lectures.lecture import Placed, PlacedAsk, PlacedNote, Stop, Watch, Wrong
from backstep.session.lectures.positions import PLACE, PLACES, START, Place, place_named

KINDS = ("next", "gx", "shape", "how", "then", "grad")
PANES = ("graph", "pop", "queue", "grads", "source", "rule", "second", "narration", "inspector")
DIRECTIONS = ("right", "down")
DETAILS = ("fit", "boxes", "names", "dots")
LONGEST_WORD = 40

_HEAD = re.compile(rf"(?:pass (?P<number>[1-9]\d{{0,8}}):? )?(?P<place>{PLACE})(?P<rest>.*)", re.S)
_PLACED = re.compile(r"(note|ask|stop) (pass|start|seed|end|step|pop)\b")
_MISSPELT = re.compile(r"([a-z]+) (?:pass|pop|step) \d")
_MEANT = re.compile(rf"[a-z]+ (?:pass \d+:? )?{PLACE}\s*[:=]")
_SHORT = re.compile(
    r"algorithm [\w-]+|language [\w-]+|seed (?:none|-?\d+)|fails(?: [A-Z]\w*)?|why: .*", re.S
)
_LOOKED = re.compile(
    rf"(?:{'|'.join((*PANES, *DIRECTIONS, *DETAILS))}|zoomed|order [12])(?![\w-])[ ,]*"
)
_PASS = re.compile(r"pass ([1-9]\d{0,8}):? ?")


def is_directive(line: str, *, going_on: bool) -> bool:
    """Whether a line of a quote begins a directive, or what was meant for one.

    Inside of a directive (`going_on`) most words may begin a line that goes on with it.
    """
    word = line.split(" ", 1)[0]
    if _PLACED.match(line) or _SHORT.fullmatch(line):
        return True
    if word == "watch":
        return not going_on or _is_watch(line)
    if word in ("note", "ask", "stop"):
        return not going_on
    misspelt = _MISSPELT.match(line)
    if misspelt and difflib.get_close_matches(misspelt[1], ("note", "ask", "stop", "watch")):
        return True
    return not going_on and _MEANT.match(line) is not None


def _is_watch(line: str) -> bool:
    try:
        read_placed(line)
    except Wrong:
        return False
    return True


def read_placed(text: str) -> Placed:
    """What a `note`, `ask`, `stop` or `watch` says. Raises Wrong."""
    word, _, rest = text.partition(" ")
    if word == "watch":
        return _watch(rest)
    if word not in ("note", "ask", "stop"):
        near = difflib.get_close_matches(word, ("note", "ask", "stop", "watch"), n=1)
        said = shown(word, LONGEST_WORD)
        if near:
            raise Wrong(tr("{word} is no directive: did you mean {near}?", word=said, near=near[0]))
        raise Wrong(tr("{word} is no directive: write note, ask, stop or watch", word=said))
    found = _HEAD.fullmatch(rest)
    place = place_named(found["place"]) if found else None
    if found is None or place is None:
        raise Wrong(
            tr(
                "after {word} comes a place ({places}); begin the line with a backslash where it "
                "is only a quote",
                word=word,
                places=PLACES,
            )
        )
    number = int(found["number"]) if found["number"] else None
    told = found["rest"]
    match word:
        case "note":
            return PlacedNote(place, _after_colon(place, told), number)
        case "stop":
            if told.strip():
                raise Wrong(
                    tr("stop {place} takes no words: write note {place}: ... for some", place=place)
                )
            return Stop(place, number)
    return _ask(place, told.strip(), number)


def _after_colon(place: Place, told: str) -> str:
    before, colon, text = told.partition(":")
    if before.strip() or not colon or not text.strip():
        raise Wrong(tr("write note {place}: and then what is said there", place=place))
    return _held(text.strip())


def _held(text: str) -> str:
    if len(text) > limits.NOTE:
        raise Wrong(tr("longer than {limit} characters", limit=f"{limits.NOTE:,}"))
    return text


def _ask(place: Place, told: str, number: int | None) -> PlacedAsk:
    if told.startswith("="):
        answers, text = _answers(told[1:])
        if not text:
            raise Wrong(
                tr(
                    "write ask {place} = {answer}: and then the question",
                    place=place,
                    answer=shown(answers[0], LONGEST_WORD),
                )
            )
        if len(set(answers)) < len(answers):
            raise Wrong(tr("two of the choices are the same"))
        return PlacedAsk(place, OWN, _held(text), answers[0], tuple(answers[1:]), "", number)
    before, colon, after = told.partition(":")
    kind, text = before.strip(), after.strip()
    if not kind:
        kind, text = text, ""
    if not colon or kind not in KINDS:
        raise Wrong(
            tr(
                "{kind!r} is no kind of question: write ask {place}: with one of {kinds}, or ask "
                "{place} = ANSWER: and a question of your own",
                kind=shown(kind, LONGEST_WORD),
                place=place,
                kinds=", ".join(KINDS),
            )
        )
    return PlacedAsk(place, kind, _held(text), pass_=number)


def _answers(told: str) -> tuple[list[str], str]:
    """The answers after `=`, the right one first, and the question after the colon."""
    answers: list[str] = []
    while True:
        told = told.lstrip()
        if told.startswith('"'):
            try:
                answer, end = json.JSONDecoder().raw_decode(told)
            except json.JSONDecodeError:
                raise Wrong(tr("a quoted answer is not closed")) from None
            told = told[end:].lstrip()
        else:
            answer = re.split(r"[:|]", told, maxsplit=1)[0].strip()
            told = told[len(re.split(r"[:|]", told, maxsplit=1)[0]) :]
        if not str(answer).strip():
            raise Wrong(tr("an answer is empty: write = 16.0, or = 16.0 | 8.0 for choices"))
        answers.append(_held(str(answer)))
        if len(answers) > limits.CHOICES:
            raise Wrong(tr("more than {n} choices: fewer are offered", n=limits.CHOICES))
        if told.startswith("|"):
            told = told[1:]
        elif told.startswith(":"):
            return answers, told[1:].strip()
        else:
            raise Wrong(
                tr(
                    "after = {answer} comes a colon and the question",
                    answer=shown(answers[0], LONGEST_WORD),
                )
            )


def _watch(rest: str) -> Watch:
    number, place = None, START
    named = _PASS.match(rest)
    if named:
        number, rest = int(named[1]), rest[named.end() :]
    there = re.match(PLACE, rest)
    if there and not (there[0] == "pop" or there[0] in PANES):
        place = place_named(there[0]) or START
        rest = rest[there.end() :].removeprefix(":")
    words: dict[str, str] = {}
    rest = rest.strip()
    while rest:
        found = _LOOKED.match(rest)
        if found is None:
            every = ", ".join((*PANES, "zoomed", "order 2", *DIRECTIONS, *DETAILS))
            raise Wrong(
                tr(
                    "watch does not know {word}: it knows {words}",
                    word=shown(rest.split()[0], LONGEST_WORD),
                    words=every,
                )
            )
        word = found[0].strip(" ,")
        words[_part(word)] = word
        rest = rest[found.end() :]
    return Watch(
        place,
        words.get("pane", ""),
        "zoomed" in words,
        2 if words.get("order") == "order 2" else 1,
        words.get("direction", ""),
        words.get("detail", ""),
        number,
    )


def _part(word: str) -> str:
    """Which part of a view a word tells."""
    if word in PANES:
        return "pane"
    if word in DIRECTIONS:
        return "direction"
    return "detail" if word in DETAILS else word.split(maxsplit=1)[0]


def written(one: Placed) -> list[str]:
    """The directives for what is placed, as texts to be put into a quote."""
    number = "" if one.pass_ is None else f"pass {one.pass_} "
    at = f"{number}{one.place}"
    match one:
        case PlacedNote(text=text):
            return [f"note {at}: {text}"]
        case Stop():
            return [f"stop {at}"]
        case PlacedAsk(kind=kind):
            words = one.text
            if kind == OWN:
                answers = " | ".join(map(_answer, (one.answer, *one.choices)))
                asked = f"ask {at} = {answers}: {words}"
            else:
                asked = f"ask {at} {kind}: {words}" if words else f"ask {at}: {kind}"
            return [asked, f"why: {one.why}"] if one.why else [asked]
        case Watch():
            parts = [one.pane, "zoomed" if one.zoomed else "", "order 2" if one.order == 2 else ""]
            words = " ".join(part for part in (*parts, one.direction, one.detail) if part)
            there = f"{number}" if one.place == START else f"{at}: "
            return [f"watch {there}{words}".strip()]


def _answer(text: str) -> str:
    """An answer as it stands, in quotes where a reader would not find its end."""
    plain = text == " ".join(text.split()) and not re.search(r'[:|"]', text)
    return text if plain else json.dumps(text, ensure_ascii=False)
