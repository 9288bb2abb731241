"""Completion: what may stand at the cursor, looked up by tables; nothing typed is run for it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator

import numpy as np
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from backstep.engine import Function, Variable
from backstep.language import Runtime
from backstep.language.guarding.session_types import SessionType
from backstep.language.library.modules import module_named, module_names
from backstep.messages import tr
from backstep.prompt.commands import COMMANDS, offered
from backstep.prompt.lookup import MISSING, attribute_names, look_up, text_keys
from backstep.prompt.position import Position, position
from backstep.prompt.signature import signature, signature_of
from backstep.prompt.tables import cut
from backstep.session.live import LiveSession

WORD = re.compile(r"((?:[^\W\d]\w*\.)*)([^\W\d]\w*)?$")
IMPORTED = re.compile(r"\s*(?:from\s+(?P<module>[\w.]+)\s+import\s+|import\s+)(?P<names>[\w., ]*)$")
FROM = re.compile(r"\s*from\s+(?P<start>[\w.]*)$")
LONGEST_META = 40
MOST_KEYS = 500


class SessionCompleter(Completer):
    """Completes what a session knows: names, attributes, keywords, keys, modules, commands."""

    def __init__(self, live: LiveSession) -> None:
        self.live = live

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """The completions of the word before the cursor."""
        before = document.text_before_cursor
        if before.startswith("%") and "\n" not in before:
            return self._command(before, complete_event)
        return _completions(before, self.live.runtime)

    def _command(self, before: str, event: CompleteEvent) -> Iterator[Completion]:
        name, space, argument = before[1:].partition(" ")
        if not space:
            for command in COMMANDS.values():
                if command.name.startswith(name):
                    told = tr(command.help)
                    yield Completion(f"%{command.name}", -len(before), display_meta=told)
            return
        argument = argument.lstrip()
        if name in COMMANDS and COMMANDS[name].several:
            argument = re.split(r"[ ,]", argument)[-1]
        for word, meta in offered(name, self.live):
            if word.startswith(argument):
                yield Completion(word, -len(argument), display_meta=meta)
        if name not in COMMANDS:
            return
        for word, meta in COMMANDS[name].continued(argument):
            yield Completion(word, -len(argument), display_meta=meta)
        if COMMANDS[name].files:
            yield from PathCompleter(expanduser=True).get_completions(Document(argument), event)


def _completions(before: str, runtime: Runtime) -> Iterator[Completion]:
    """What may follow a piece of code."""
    at = position(before)
    if at.kind == "text":
        yield from _keys(before, at, runtime)
        return
    if at.kind == "comment":
        return
    line = before.rpartition("\n")[2]
    if re.match(r"\s*(import|from)\b", line):
        yield from _modules(line)
        return
    match = WORD.search(line)
    owner, start = (match[1].rstrip("."), match[2] or "") if match else ("", "")
    if owner:
        yield from _attributes(owner, start, runtime)
        return
    if line[: len(line) - len(start)].rstrip().endswith("."):
        return  # an attribute of a value that only running it would give
    named: list[Completion] = []
    if at.call is not None and at.call is at.calls[-1] and at.call.fresh:
        named = list(_keywords(start, at, runtime))
    yield from named
    if start:
        # Of two letters that begin a parameter, only a name of the person's own may be meant too.
        ready = [] if named and len(start) > 1 else [*runtime.ready, *keyword.kwlist]
        yield from _names(start, {*runtime.user_names(), *ready}, runtime)


def _names(start: str, names: set[str], runtime: Runtime) -> Iterator[Completion]:
    for name in sorted(names):
        if name.startswith(start) and (start.startswith("_") or not name.startswith("_")):
            yield _completion(name, start, _meta(name, runtime))


def _attributes(owner: str, start: str, runtime: Runtime) -> Iterator[Completion]:
    for name in attribute_names(owner, runtime):
        if name.startswith(start) and (start.startswith("_") or not name.startswith("_")):
            yield _completion(name, start, _meta(f"{owner}.{name}", runtime))


def _keywords(start: str, at: Position, runtime: Runtime) -> Iterator[Completion]:
    """`retain_grad=` inside `y.backward(`: the parameters that have not been given."""
    call = at.call
    found = signature_of(call.callee, runtime) if call else None
    if call is None or found is None:
        return
    texts = {p.name: p.text for p in found.parameters or ()}
    for i, name in enumerate(found.keywords()):
        if name.startswith(start) and name not in call.used and i >= call.index - len(call.used):
            yield _completion(
                f"{name}=", start, tr("of {name}: {written}", name=found.name, written=texts[name])
            )


def _keys(before: str, at: Position, runtime: Runtime) -> Iterator[Completion]:
    """The keys of a dictionary inside `d["`."""
    call = at.calls[-1] if at.calls else None
    quote = before[: len(before) - len(at.opened)][-1:]
    if call is None or call.bracket != "[" or not call.callee or not call.fresh:
        return
    for key in list(text_keys(call.callee, runtime))[:MOST_KEYS]:
        if key.startswith(at.opened) and not {quote, "\\"} & set(key):
            yield _completion(f"{key}{quote}]", at.opened, tr("key"), display=key)


def _modules(line: str) -> Iterator[Completion]:
    """Modules after `import` and `from`, and the names of one after `from x import`."""
    begun = FROM.match(line)
    if begun:
        for name in module_names():
            if name.startswith(begun["start"]):
                yield _completion(name, begun["start"], tr("module"))
        if line.endswith(" ") and begun["start"] in module_names():
            yield _completion("import", "", tr("keyword"))
        return
    match = IMPORTED.match(line)
    if match is None:
        after = re.match(r"\s*from\s+([\w.]+)\s+(\w*)$", line)
        if after and "import".startswith(after[2]):
            yield _completion("import", after[2], tr("keyword"))
        return
    start = re.split(r"[,\s]+", match["names"])[-1]
    if match["module"] is None:
        words: Iterable[tuple[str, str]] = ((name, tr("module")) for name in module_names())
    else:
        known = match["module"] in module_names()
        table = module_named(match["module"]).table if known else {}
        words = sorted((n, kind(v)) for n, v in table.items())
    for name, meta in words:
        if name.startswith(start):
            yield _completion(name, start, meta)


def _completion(text: str, start: str, meta: str, display: str | None = None) -> Completion:
    return Completion(text, -len(start), display=display, display_meta=cut(meta, LONGEST_META))


def _meta(dotted: str, runtime: Runtime) -> str:
    """A word on a name for the menu: how it is called, else what kind of thing it is."""
    if keyword.iskeyword(dotted):
        return tr("keyword")
    found = look_up(dotted, runtime)
    if found.thing is MISSING:
        return ""
    is_value = isinstance(found.thing, (Variable, Function))
    called = None if is_value else signature(dotted, found, runtime)
    return called.text if called else kind(found.thing)


def kind(thing: object) -> str:
    """What kind of thing it is, in a word or two."""
    name = type(thing).__name__
    if isinstance(thing, Variable):
        return name if thing.data is None else f"{name} {thing.shape}"
    if isinstance(thing, np.ndarray):
        return f"{name} {thing.shape}"
    if isinstance(thing, type):
        return tr("Function class") if issubclass(thing, Function) else tr("class")
    if isinstance(thing, (Function, np.dtype)) or isinstance(type(thing), SessionType):
        return str(thing) if isinstance(thing, np.dtype) else name
    return "None" if thing is None else tr("function") if callable(thing) else name.lower()
