"""The line editor: several lines, indentation, colours, history, and its keys."""

from __future__ import annotations

import os
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, get_common_complete_suffix
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style
from pygments.lexers.python import PythonLexer

from backstep.language import is_complete
from backstep.prompt.completion import SessionCompleter
from backstep.session import history_path
from backstep.session.live import LiveSession

INDENT = "    "
COLOURS = Style.from_dict(
    {
        "pygments.keyword": "ansibrightblue",
        "pygments.operator.word": "ansibrightblue",
        "pygments.literal.string": "ansigreen",
        "pygments.literal.number": "ansicyan",
        "pygments.comment": "italic ansibrightblack",
        "pygments.name.builtin": "ansimagenta",
        "pygments.name.class": "bold",
        "pygments.name.function": "bold",
        "prompt": "bold ansiyellow",
    }
)


def keyboard(
    live: LiveSession, input: Input | None = None, output: Output | None = None
) -> PromptSession[str]:
    """The editor of a session; `input` and `output` stand in for the terminal in tests."""
    return PromptSession(
        message=[("class:prompt", ">>> ")],
        multiline=True,
        lexer=PygmentsLexer(PythonLexer),
        style=COLOURS,
        completer=SessionCompleter(live),
        complete_while_typing=False,
        history=_history(),
        auto_suggest=AutoSuggestFromHistory(),
        enable_history_search=False,
        key_bindings=_keys(),
        prompt_continuation=_continuation,
        color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
        mouse_support=False,
        enable_suspend=True,
        input=input,
        output=output,
    )


def _history() -> History:
    """The history file; a history that lasts only for now where the file cannot be written."""
    path = history_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


def _continuation(width: int, line_number: int, is_soft_wrap: int) -> Any:
    return [("class:prompt", "    " if is_soft_wrap else "... ")]


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=Condition(_not_searching))
    def _(event: KeyPressEvent) -> None:
        """Run the cell when it is whole, else go on to the next line, indented."""
        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion:
            buffer.complete_state = None
            return
        on_last_line = "\n" not in buffer.document.text_after_cursor.rstrip()
        if on_last_line and is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n" + indentation(buffer.document.current_line_before_cursor))

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        """Alt-Enter: a new line, whole or not."""
        buffer = event.current_buffer
        buffer.insert_text("\n" + indentation(buffer.document.current_line_before_cursor))

    @keys.add("tab")
    def _(event: KeyPressEvent) -> None:
        """Indent at the start of a line, complete after a name."""
        buffer = event.current_buffer
        before = buffer.document.current_line_before_cursor
        if not before.strip():
            buffer.insert_text(INDENT[len(before) % len(INDENT) :])
        elif buffer.complete_state:
            buffer.complete_next()
        else:
            _complete(buffer)

    @keys.add("backspace", filter=Condition(_in_indentation))
    def _(event: KeyPressEvent) -> None:
        """In the indentation, take back a whole level."""
        buffer = event.current_buffer
        spaces = len(buffer.document.current_line_before_cursor)
        buffer.delete_before_cursor((spaces - 1) % len(INDENT) + 1)

    @keys.add("f5")
    def _(event: KeyPressEvent) -> None:
        """Step through the last pass."""
        event.current_buffer.text = "%step"
        event.current_buffer.validate_and_handle()

    return keys


def _complete(buffer: Buffer) -> None:
    """Insert what all completions share; show the menu when that is not the whole of one.

    At once rather than in the background: what is typed right after Tab must find it done.
    """
    event = CompleteEvent(completion_requested=True)
    found = list(buffer.completer.get_completions(buffer.document, event))
    common = get_common_complete_suffix(buffer.document, found)
    if len(found) == 1:
        buffer.apply_completion(found[0])
    elif common:
        buffer.insert_text(common)
    elif found:
        buffer.start_completion()


def _not_searching() -> bool:
    from prompt_toolkit.application.current import get_app

    return not get_app().layout.is_searching


def _in_indentation() -> bool:
    from prompt_toolkit.application.current import get_app

    document = get_app().current_buffer.document
    before = document.current_line_before_cursor
    return bool(before) and not before.strip(" ") and document.line_count > 1


def indentation(line: str) -> str:
    """The spaces that the line after this one begins with.

    >>> indentation("    for x in xs:"), indentation("    return x"), indentation("y = 1")
    ('        ', '', '')
    """
    spaces = line[: len(line) - len(line.lstrip(" "))]
    code = line.split("#", maxsplit=1)[0].rstrip()
    if code.endswith((":", "(", "[", "{")):
        return spaces + INDENT
    word = code.strip().split("(")[0].split(" ")[0]
    if word in ("return", "break", "continue", "pass", "raise"):
        return spaces[: -len(INDENT)] if len(spaces) >= len(INDENT) else ""
    return spaces
