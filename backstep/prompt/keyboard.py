"""The line editor of a session: several lines, colours, history, and what stands below them."""

from __future__ import annotations

import os
from asyncio import get_running_loop
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition, has_focus, is_done
from prompt_toolkit.formatted_text import AnyFormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.layout.processors import ConditionalProcessor, HighlightMatchingBracketProcessor
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style
from pygments.lexers.python import PythonLexer

from backstep.prompt.history import Suggestions, history
from backstep.prompt.keys import Step, ignore_late_replies, keys
from backstep.prompt.later import Later
from backstep.prompt.settings import Settings
from backstep.prompt.toolbar import Toolbar
from backstep.stepper.colours import theme_for

if TYPE_CHECKING:
    from backstep.session.live import LiveSession

ROOM = 6  # rows for the menu
ESCAPE = 0.05  # seconds that Escape alone waits for the rest of a key's sequence
TWO_KEYS = 0.5  # and for the second key of two
COLOURS = {
    "pygments.keyword": "ansibrightblue",
    "pygments.operator.word": "ansibrightblue",
    "pygments.literal.string": "ansigreen",
    "pygments.literal.number": "ansicyan",
    "pygments.comment": "italic ansibrightblack",
    "pygments.name.builtin": "ansimagenta",
    "pygments.name.decorator": "ansimagenta",
    "pygments.name.class": "bold",
    "pygments.name.function": "bold",
    "prompt": "bold ansiyellow",
    "matching-bracket.cursor": "bold underline",
    "matching-bracket.other": "bold underline",
    "bottom-toolbar": "noreverse",
    "bottom-toolbar.text": "noreverse",
    "toolbar": "ansibrightblack",
    "toolbar.doc": "ansibrightblack",
    "toolbar.current": "bold underline",
}
# Yellow, cyan and bright blue are hard to read on white.
LIGHT = {
    "pygments.keyword": "#0000af",
    "pygments.operator.word": "#0000af",
    "pygments.literal.string": "#005f00",
    "pygments.literal.number": "#875f00",
    "pygments.comment": "italic #666666",
    "pygments.name.builtin": "#870087",
    "pygments.name.decorator": "#870087",
    "prompt": "bold #af3a00",
    "toolbar": "#585858",
    "toolbar.doc": "#585858",
}


class LaterCompleter(Completer):
    """Completes as soon as there is a session to complete from."""

    def __init__(self, live: Later[LiveSession]) -> None:
        self._live = live
        self._completer: Completer | None = None

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """The completions of the word before the cursor."""
        if self._completer is None:
            if not self._live.wait():
                return ()  # whoever gets the cell is told why
            from backstep.prompt.completion import SessionCompleter

            self._completer = SessionCompleter(self._live())
        return self._completer.get_completions(document, complete_event)


class CellEditor(PromptSession[str]):
    """A prompt_toolkit session whose lower area comes from a Toolbar."""

    below: Toolbar | None = None
    draft = ""

    def read(self, prefill: str = "") -> str:
        """A whole cell, as the Prompt wants it."""
        if self.below is not None:
            self.below.refresh()
        self.draft = ""
        typed = self.prompt(default=prefill)
        if isinstance(typed, Step):
            self.draft = typed.draft
        return typed

    def remember(self, cell: str) -> None:
        """Put a cell into the history."""
        self.history.append_string(cell)

    @property
    def bottom_toolbar(self) -> AnyFormattedText:
        """What stands below: None lets no line be taken."""
        return None if self.below is None else self.below.fragments()

    @bottom_toolbar.setter
    def bottom_toolbar(self, value: AnyFormattedText) -> None:
        """Nobody sets it: it is worked out."""


def keyboard(
    live: Later[LiveSession],
    input: Input | None = None,
    output: Output | None = None,
    settings: Settings | None = None,
) -> CellEditor:
    """The editor of a session, which begins to be loaded when the first prompt stands.

    `input` and `output` stand in for the terminal in tests.
    """
    settings = settings or Settings()
    ignore_late_replies()
    theme = theme_for(settings.theme)
    plain = bool(os.environ.get("NO_COLOR")) or theme == "mono"
    editor = CellEditor(
        message=[("class:prompt", ">>> ")],
        multiline=True,
        lexer=PygmentsLexer(PythonLexer),
        include_default_pygments_style=False,  # dark blue, which black swallows
        style=Style.from_dict(COLOURS | (LIGHT if theme.endswith("light") else {})),
        completer=LaterCompleter(live),
        history=history(),
        auto_suggest=Suggestions() if settings.suggest else None,
        enable_history_search=True,
        key_bindings=keys(live.wait, settings.mouse),
        prompt_continuation=_continuation,
        color_depth=ColorDepth.DEPTH_1_BIT if plain else None,
        mouse_support=settings.mouse,
        editing_mode=EditingMode.VI if settings.keys == "vi" else EditingMode.EMACS,
        input_processors=[
            ConditionalProcessor(
                HighlightMatchingBracketProcessor(chars="[](){}"),
                has_focus(DEFAULT_BUFFER) & ~is_done,
            )
        ],
        reserve_space_for_menu=ROOM,
        enable_suspend=True,
        enable_open_in_editor=True,
        tempfile_suffix=".py",
        input=input,
        output=output,
    )
    # PromptSession would have no completion while typing beside history search.
    editor.default_buffer.complete_while_typing = Condition(lambda: settings.complete_while_typing)
    editor.app.ttimeoutlen, editor.app.timeoutlen = ESCAPE, TWO_KEYS
    editor.below = Toolbar(live, settings.toolbar)
    editor.below.refresh()
    if not live.is_begun:
        _load_after_drawing(editor, live)
    return editor


def _load_after_drawing(editor: CellEditor, live: Later[LiveSession]) -> None:
    """Let the first prompt be drawn, then load; what is below it is drawn anew at the end."""

    def loaded() -> None:
        if editor.below is not None:
            editor.below.refresh()
        editor.app.invalidate()

    def drawn(_: object) -> None:
        editor.app.after_render -= drawn
        tell = get_running_loop().call_soon_threadsafe

        def ready() -> None:
            with suppress(RuntimeError):  # the prompt has been left, and its loop with it
                tell(loaded)

        live.when_ready = ready
        live.begin()

    editor.app.after_render += drawn


def _continuation(width: int, line_number: int, is_soft_wrap: int) -> Any:
    return [("class:prompt", "    " if is_soft_wrap else "... ")]
