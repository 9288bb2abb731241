"""`backstep.step(y)`: the stepper, opened from a script, from IPython or in a notebook."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from backstep.api.recorded import Recordings, narrate, record, recordings_of
from backstep.engine.config import Config
from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Variable
from backstep.messages import tr
from backstep.recording import records

if TYPE_CHECKING:
    from backstep.recording.figures import Figure
    from backstep.stepper.notebook import Kept


def step(
    what: Variable | records.Recording | Iterable[records.Recording] | str | PathLike[str],
    *,
    retain_grad: bool = False,
    create_graph: bool = False,
    algorithm: str | None = None,
    plain: bool = False,
    theme: str | None = None,
    ascii_only: bool = False,
) -> None:
    """Step through the backward pass of a Variable, through recordings, or through a session.

    For a Variable this is `y.backward()` with those of the options that are its own, recorded: what
    it does to the gradients is the same, `y.grad` and `x.grad` come to what they would. Then the
    stepper opens. `algorithm` is the loop to run, "generation" being the book's; `ALGORITHMS` has
    all. A recording, several as `record()` gives them, and a session, by its file or the name of a
    shipped one (`step("diamond")`), with its notes, are shown as they are; nothing runs.

    In a terminal this is the full screen, until `q`; `theme` and `ascii_only` are how it looks. In
    a notebook it is the player in the page. Without a terminal, and with `plain`, it is one line a
    step on standard output; with TERM=dumb a conversation in lines, as everywhere in backstep.

    Raises BackwardError where the pass cannot start or go on, as `y.backward()` does; of a pass
    that failed on its way the stepper shows how far it came, and the error is raised when it is
    left. Raises ConfigError for an algorithm that does not exist, SessionError for a session that
    cannot be read, ArgumentError for anything that is neither a Variable nor recorded, and where no
    pass was recorded.
    """
    look = Look(plain, theme, ascii_only)
    if isinstance(what, Variable):
        recordings, failure = gone_back(what, retain_grad, create_graph, algorithm)
        open_stepper(recordings, look)
        if failure is not None:
            raise failure
        return
    _refuse(retain_grad=retain_grad, create_graph=create_graph, algorithm=algorithm)
    if isinstance(what, (str, PathLike)):
        open_session(fspath(what), look)
        return
    open_stepper(_recordings_of(what), look)


def gone_back(
    target: Variable,
    retain_grad: bool = False,
    create_graph: bool = False,
    algorithm: str | None = None,
) -> tuple[Recordings, Exception | None]:
    """The passes that `target.backward()` makes, and the error that it ended in, if it did.

    What keeps it from beginning is raised.
    """
    with record() as recordings, by_algorithm(algorithm):
        try:
            target.backward(retain_grad=retain_grad, create_graph=create_graph)
        except Exception as error:
            if not recordings:
                raise
            return recordings, error
    return recordings, None


@contextmanager
def by_algorithm(name: str | None) -> Iterator[None]:
    """Have backward run by another algorithm for a while, where one is named."""
    before = Config.algorithm
    Config.algorithm = name or before
    try:
        yield
    finally:
        Config.algorithm = before


class Look:
    """How the stepper is to look, as far as the caller says.

    Raises ArgumentError for a theme that there is not.
    """

    def __init__(
        self, plain: bool = False, theme: str | None = None, ascii_only: bool = False
    ) -> None:
        from backstep.stepper.colours import THEME_NAMES

        if theme is not None and theme not in THEME_NAMES:
            raise ArgumentError(
                tr(
                    "step: no theme {name!r}; there are {names}",
                    name=theme,
                    names=", ".join(THEME_NAMES),
                )
            )
        self.plain, self.theme, self.ascii_only = plain, theme, ascii_only


def _refuse(**options: Any) -> None:
    """See that nothing is asked for that only a Variable can do. Raises ArgumentError."""
    given = [name for name, value in options.items() if value]
    if given:
        told = tr(
            "step: {name} is for the backward of a Variable; a recording is shown as it was made",
            name=given[0],
        )
        raise ArgumentError(told)


def _recordings_of(what: object) -> Recordings:
    if what is None:
        told = tr("step: there is nothing to step, only None: is it a grad that is not there?")
        raise ArgumentError(told)
    if not isinstance(what, Iterable) and not isinstance(what, records.Recording):
        told = tr("step takes a Variable or recordings, not {kind}", kind=type(what).__name__)
        raise ArgumentError(told)
    return recordings_of(what, "step")


def open_stepper(recordings: Recordings, look: Look, index: int = 0) -> None:
    """Open the stepper as it can be had here: in the page, on the screen, or in lines."""
    from backstep.api.notebook import display, is_notebook

    if is_notebook() and not look.plain:
        display(recordings, index)
        return
    from backstep.api.saving import unsaved

    _in_terminal(recordings, look, replace(unsaved(recordings), index=index))


def open_session(name: str, look: Look) -> None:
    """The same of a session, with what is put to its passes. Raises SessionError."""
    from backstep.api.notebook import display_session, is_notebook
    from backstep.prompt.keeping import of_file
    from backstep.session import find_session, read_session
    from backstep.session.lectures import translated

    session = translated(read_session(find_session(name)))
    if not session.recordings:
        raise ArgumentError(tr("{file} has no backward pass to replay", file=session.path.name))
    if is_notebook() and not look.plain:
        display_session(session)
        return
    with of_file(session) as kept:
        _in_terminal(session.recordings, look, kept, session.plots)


def _in_terminal(
    recordings: Sequence[records.Recording],
    look: Look,
    kept: Kept,
    figures: Sequence[Figure] = (),
) -> None:
    from backstep.prompt.preferences import Preferences
    from backstep.prompt.settings import read_config
    from backstep.prompt.stage import open_as
    from backstep.prompt.terminal import stepper_kind

    settings = read_config().settings
    aside = threading.current_thread() is not threading.main_thread()  # gets no signals
    kind = "lines" if look.plain or aside else stepper_kind(settings.stepper)
    if kind == "lines":
        _write(narrate(recordings) + "\n")
        return
    like = Preferences.of(settings, look.theme, ascii_only=look.ascii_only)

    def opened() -> None:
        open_as(kind, recordings, kept.index, like=like, figures=figures, say=_write, kept=kept)

    _in_own_loop(opened)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _in_own_loop(opened: Callable[[], None]) -> None:
    """Do it outside of the asyncio loop that may be running here: the screen runs one of its own.

    The loop around it stands still meanwhile, as the rest of the program does.
    """
    around = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        copy_context().run(opened)
    finally:
        asyncio._set_running_loop(around)
