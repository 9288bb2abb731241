"""Which Variable or Function of a pass a person means by a name."""

from __future__ import annotations

from collections.abc import Iterable

from backstep.messages import tr, trn
from backstep.recording.records import Recording
from backstep.stepper.entry import Refused
from backstep.stepper.graph import Key
from backstep.stepper.plain.words import near, quoted
from backstep.stepper.view import View


def names_of(view: View) -> list[str]:
    """What the Variables and Functions of the pass are called, each name once."""
    recording = view.recording
    labels = [v.label for v in recording.variables] + [f.label for f in recording.functions]
    return list(dict.fromkeys(labels))


def variables_of(view: View) -> list[str]:
    """What the Variables are called."""
    return list(dict.fromkeys(v.label for v in view.recording.variables))


def node_named(view: View, text: str) -> Key:
    """The node that a text means: `a`, `a.grad`, `square#2`; `const(2.0) 2` is the second so named.

    Where a Variable without a name of its own is called like its function, the function is meant;
    its `.grad` is the Variable's. Raises Refused for what is not there, or not clear.
    """
    wanted = text.strip()
    found = _found(view.recording, wanted)
    if not found:
        first, _, number = wanted.rpartition(" ")
        numbered = _found(view.recording, first) if first and number.isdecimal() else []
        if numbered:
            return _numbered(numbered, first, number)
        names = names_of(view)
        raise Refused(nothing_called(wanted, names))
    if len(found) > 1:
        raise Refused(
            tr(
                "{n} are called {name}: say {name} 1, or another number up to {n}.",
                n=len(found),
                name=quoted(wanted),
            )
        )
    return found[0]


def nothing_called(name: str, names: Iterable[str]) -> str:
    """That nothing has a name; one that is near it, if there is one."""
    return tr("Nothing here is called {name}{hint}", name=quoted(name), hint=near(name, names))


def variable_named(view: View, text: str) -> int:
    """The Variable that a text means; of a function with one output, that output."""
    key = node_named(view, text)
    if key.kind == "v":
        return key.number
    outputs = [i for i in view.recording.functions[key.number].outputs if i is not None]
    if len(outputs) != 1:
        raise Refused(
            tr(
                "{name} is a function with {n} outputs: name one.",
                name=quoted(text.strip()),
                n=len(outputs),
            )
        )
    return outputs[0]


def _numbered(found: list[Key], name: str, number: str) -> Key:
    if not 1 <= int(number[:9]) <= len(found):
        raise Refused(
            trn(
                "There is no {name} {number}: only one is called so.",
                "There is no {name} {number}: only {n} are called so.",
                len(found),
                name=quoted(name),
                number=quoted(number),
            )
        )
    return found[int(number[:9]) - 1]


def _found(recording: Recording, wanted: str) -> list[Key]:
    grad = wanted.endswith(".grad") and wanted not in _labels(recording)
    if grad:
        wanted = wanted.removesuffix(".grad")
        wanted = wanted[1:-1] if wanted[:1] == "(" and wanted[-1:] == ")" else wanted
    variables = [
        (v.named, Key("v", i)) for i, v in enumerate(recording.variables) if v.label == wanted
    ]
    named = [key for is_named, key in variables if is_named]
    functions = [Key("f", i) for i, f in enumerate(recording.functions) if f.label == wanted]
    unnamed = [key for is_named, key in variables if not is_named]
    if grad:
        return named or unnamed
    return named or functions or unnamed


def _labels(recording: Recording) -> Iterable[str]:
    return (v.label for v in recording.variables)
