"""The keys of the prompt, beside those that every prompt of an emacs or vi kind has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, get_common_complete_suffix
from prompt_toolkit.document import Document
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import (
    Condition,
    emacs_insert_mode,
    has_completions,
    is_searching,
    vi_insert_mode,
)
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from backstep.prompt.pasting import pasted, pasted_into

INDENT = "    "
TYPING = (emacs_insert_mode | vi_insert_mode) & ~is_searching
STEP = "%step"

Loaded: TypeAlias = Callable[[], bool]


def keys(loaded: Loaded, mouse: bool = False) -> KeyBindings:
    """All of them; without the mouse, what a full-screen program left of it is ignored.

    `loaded` waits for what is loaded behind the first prompt, and says whether it is there. Nothing
    of it may be imported before: two threads that import the same modules find half of them.
    """
    bindings = KeyBindings()
    if not mouse:
        bindings.add(Keys.Vt100MouseEvent)(lambda event: None)
    _lines(bindings, loaded)
    _indents(bindings)
    _trips(bindings)
    return bindings


def _lines(bindings: KeyBindings, loaded: Loaded) -> None:
    def is_whole(buffer: Buffer) -> bool:
        if not loaded():
            return True  # whoever gets the cell is told why
        from backstep.language import is_complete

        return is_complete(buffer.text) or _recalled(buffer)

    @bindings.add("enter", filter=~is_searching)
    def _(event: KeyPressEvent) -> None:
        """Run the cell when it is whole, else go on to the next line, indented."""
        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion:
            buffer.complete_state = None
            return
        on_last_line = "\n" not in buffer.document.text_after_cursor.rstrip()
        if on_last_line and is_whole(buffer):
            buffer.validate_and_handle()
        else:
            _new_line(buffer)

    @bindings.add("escape", "enter", filter=emacs_insert_mode & ~is_searching)
    @bindings.add("c-o", filter=TYPING)
    def _(event: KeyPressEvent) -> None:
        """A new line, whole or not."""
        _new_line(event.current_buffer)

    @bindings.add(Keys.BracketedPaste)
    def _(event: KeyPressEvent) -> None:
        """What is pasted is taken as it was meant, and waits for Enter."""
        buffer = event.current_buffer
        alone = not buffer.text.strip() and not is_searching()
        if not loaded():
            buffer.insert_text(event.data)
        elif alone:
            buffer.text = ""
            buffer.insert_text(pasted(event.data))
        else:
            before = buffer.document.current_line_before_cursor
            buffer.insert_text(pasted_into(event.data, before))

    @bindings.add("f2", filter=~is_searching)
    def _(event: KeyPressEvent) -> None:
        """The cell in the editor that $EDITOR names."""
        event.current_buffer.open_in_editor()


def _indents(bindings: KeyBindings) -> None:
    @bindings.add("tab", filter=TYPING)
    def _(event: KeyPressEvent) -> None:
        """Indent at the start of a line, complete after a name."""
        buffer = event.current_buffer
        before = buffer.document.current_line_before_cursor
        if not before.strip():
            buffer.insert_text(INDENT[len(before) % len(INDENT) :])
        elif buffer.complete_state:
            buffer.complete_next()
        else:
            complete(buffer)

    @bindings.add("s-tab", filter=TYPING)
    def _(event: KeyPressEvent) -> None:
        """Back in the menu; without one, the line a level to the left."""
        buffer = event.current_buffer
        if buffer.complete_state:
            buffer.complete_previous()
            return
        line = buffer.document.current_line
        taken = (len(line) - len(line.lstrip(" ")) - 1) % len(INDENT) + 1
        if line.startswith(" "):
            _without_indent(buffer, taken)

    @bindings.add("escape", filter=has_completions & emacs_insert_mode)
    def _(event: KeyPressEvent) -> None:
        """Away with the menu."""
        event.current_buffer.cancel_completion()

    @bindings.add("backspace", filter=Condition(_in_indentation) & TYPING)
    def _(event: KeyPressEvent) -> None:
        """In the indentation, take back a whole level."""
        buffer = event.current_buffer
        spaces = len(buffer.document.current_line_before_cursor)
        buffer.delete_before_cursor((spaces - 1) % len(INDENT) + 1)


def _trips(bindings: KeyBindings) -> None:
    @bindings.add("f4")
    def _(event: KeyPressEvent) -> None:
        """From emacs keys to those of vi, and back."""
        vi = event.app.editing_mode == EditingMode.VI
        event.app.editing_mode = EditingMode.EMACS if vi else EditingMode.VI
        event.app.vi_state.reset()

    @bindings.add("f5", filter=~is_searching)
    def _(event: KeyPressEvent) -> None:
        """Step through the last pass; what was being typed waits."""
        buffer = event.current_buffer
        draft = buffer.document
        buffer.document = Document(STEP)
        event.app.exit(result=Step(draft.text), style="class:accepted")


class Step(str):
    """The line `%step`, as F5 gives it; `draft` is what was being typed."""

    draft: str

    def __new__(cls, draft: str) -> Step:
        """The same line for every draft."""
        made = super().__new__(cls, STEP)
        made.draft = draft
        return made


def _new_line(buffer: Buffer) -> None:
    before = buffer.document.current_line_before_cursor
    buffer.insert_text("\n" + indentation(before))


def _recalled(buffer: Buffer) -> bool:
    """Whether a cell of the history stands there as it ran then."""
    entries = buffer.history.get_strings()
    at = buffer.working_index
    return at < len(entries) and entries[at] == buffer.text


def _without_indent(buffer: Buffer, spaces: int) -> None:
    """Take some spaces off the start of the current line; the cursor stays at its character."""
    document = buffer.document
    column = document.cursor_position_col
    start = document.cursor_position - column
    text = buffer.text[:start] + buffer.text[start + spaces :]
    buffer.document = Document(text, start + max(0, column - spaces))


def complete(buffer: Buffer) -> None:
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


def _in_indentation() -> bool:
    before = get_app().current_buffer.document.current_line_before_cursor
    return bool(before) and not before.strip(" ")


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


def ignore_late_replies() -> None:
    """Answers of the terminal to a full-screen program that has gone are no typing.

    Textual asks for two modes and for the keyboard protocol, and has focus reported.
    """
    modes = [f"\x1b[?{mode};{state}$y" for mode in (2026, 2048, 1004) for state in range(5)]
    protocols = [f"\x1b[?{flags}u" for flags in range(32)]
    for reply in (*modes, *protocols, "\x1b[I", "\x1b[O"):
        ANSI_SEQUENCES.setdefault(reply, Keys.Ignore)
