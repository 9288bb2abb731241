"""The conversation: a line is read, answered in lines, and so on until it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from backstep.messages import later, tr
from backstep.recording.figures import Figure
from backstep.recording.records import Recording
from backstep.recording.rerunning.again import Rerun
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.exporting import PICTURES, Exporter, exported
from backstep.stepper.looked import as_looked
from backstep.stepper.notebook import Kept, entered_since
from backstep.stepper.plain import predicting
from backstep.stepper.plain.command import Command, Reply
from backstep.stepper.plain.moving import arrived, moved
from backstep.stepper.plain.plots import plots_told
from backstep.stepper.plain.registry import command_named, offered
from backstep.stepper.plain.siding import told_of_both
from backstep.stepper.plain.words import listed, place, spoken
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.sides import opened
from backstep.stepper.sides.opened import side_view
from backstep.stepper.view import View, first_view

GREETING = later(
    "n next pop, s next phase, N back, why, grads, queue, list; help lists all, q leaves."
)
PICTURE = (120, 40)  # cells of the screen that is written to a file
SHELL_SIGNS = ("/", ":")  # commands whose argument may follow at once: /x


Ask: TypeAlias = Callable[[str, Callable[[str], Sequence[str]]], str]


@dataclass(frozen=True)
class Talk:
    """How far a conversation is: the view, and the line that an empty line says again.

    `figures` are the session's plots.
    """

    view: View
    again: str = "next"
    left: bool = False
    figures: tuple[Figure, ...] = ()

    @property
    def prompt(self) -> str:
        """What stands before the line to be typed: the place, or a question that is open."""
        asked = predicting.prompt_of(self.view)
        if asked:
            return asked
        entry = self.view.entry
        return f"({place(self.view)}) " if entry is None else f"{entry.question} "


def begun(
    recordings: Sequence[Recording],
    index: int = 0,
    figures: Sequence[Figure] = (),
    kept: Kept | None = None,
    rerun: Rerun | None = None,
) -> Talk:
    """The beginning of a conversation; for `kept` and `rerun` see `hold`."""
    kept = kept or Kept()
    view = replace(first_view(recordings, index, signs=spoken()), notebook=kept.notebook)
    view = replace(view, endings=kept.exporter.endings or PICTURES)
    if kept.looked is not None:
        view = replace(as_looked(view, kept.looked), message="")
    if rerun is not None:
        view = replace(view, passes=replace(view.passes, run=rerun.run))
        view = view if rerun.algorithms is None else opened(view, rerun.algorithms)
    return Talk(view, figures=tuple(figures))


def answered(talk: Talk, line: str) -> tuple[Talk, list[str]]:
    """The conversation after a line, and what is said to it. Whatever the line, never raises."""
    if open_question(talk.view) is not None:
        return _predicted(talk, line.strip())
    if talk.view.entry is not None:
        return _entered(talk, talk.view.entry, line.strip())
    typed = " ".join(line.split()) or talk.again
    word, _, argument = typed.partition(" ")
    if typed[0] in SHELL_SIGNS and len(word) > 1:
        word, argument = typed[0], typed[1:].strip()
    try:
        command = command_named(word)
        view = replace(talk.view, message="") if talk.view.message else talk.view
        run = command.run if view.sides is None else partial(_of_both, command)
        reply = run(view, argument)
    except Refused as refused:
        return talk, [str(refused)]
    again = typed if command.repeats else talk.again
    waits = None if open_question(reply.view) is not None else reply.view.entry
    lines = [*reply.lines, *_asked(waits)]
    if command.effect == "plots":
        lines += plots_told(talk.figures)
    view, asked = predicting.told(talk.view, reply.view)
    return replace(talk, view=view, again=again, left=reply.left), [*lines, *asked]


def _predicted(talk: Talk, line: str) -> tuple[Talk, list[str]]:
    """The conversation after an answer to a question about what comes next."""
    try:
        reply = predicting.answer(talk.view, line)
    except Refused as refused:
        return talk, [str(refused)]
    view, asked = predicting.told(talk.view, reply.view)
    return replace(talk, view=view, left=reply.left), [*reply.lines, *asked]


def _of_both(command: Command, view: View, argument: str) -> Reply:
    """The reply with two passes side by side: what tells of one is told of each."""
    assert view.sides is not None
    if command.group in ("Step", "Go", "Compare", "Program"):
        return command.run(view, argument)
    if command.group != "Tell" or command.effect:
        raise Refused(
            tr("{command} is for one pass alone: leave goes back to it.", command=command.name)
        )
    lines: list[str] = []
    for side, name in enumerate(view.sides.names):
        told = command.run(side_view(view, side, view.size[0]), argument)
        lines += [f"{name}:", *told.lines]
    return Reply(view, tuple(lines))


def _asked(entry: Entry[View] | None) -> list[str]:
    """What is said with a question before it stands at the prompt."""
    if entry is None:
        return []
    choices = [tr("One of {names}.", names=listed(entry.choices))] if entry.choices else []
    told = [entry.told] if entry.told else []
    return [*told, *choices, tr("An empty line leaves the question.")]


def _entered(talk: Talk, entry: Entry[View], text: str) -> tuple[Talk, list[str]]:
    """The conversation after the answer to a question; one that will not do is asked for again."""
    view = replace(talk.view, entry=None, message="")
    if not text:
        return replace(talk, view=view), [tr("Left.")]
    try:
        after = entry.answer(view, text)
    except Refused as refused:
        return talk, [str(refused)]
    reply = moved(view, after)
    return replace(talk, view=after), [*reply.lines, *_asked(after.entry)]


def _without_keys(told: str) -> str:
    """What a keeper says of the screen's key for saving, said of the command."""
    told = told.replace(tr("w saves"), tr("save FILE saves"))
    return told.replace(tr("w asks for"), tr("save FILE gives"))


def _put(view: View, exporter: Exporter) -> View:
    """The view after it was written to the file that is wanted."""
    if exporter.endings:
        return exported(replace(view, size=PICTURE), exporter)
    from backstep.stepper.pictures import written

    return written(replace(view, size=PICTURE))


def hold(
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    ask: Ask,
    say: Callable[[str], object],
    figures: Sequence[Figure] = (),
    kept: Kept | None = None,
    rerun: Rerun | None = None,
) -> View:
    """Hold the conversation about recordings, beginning with one of them; gives the last view.

    `ask` shows a prompt and gives the line that was typed; it may complete a line to those that it
    is offered, and raises EOFError at the end of the input, KeyboardInterrupt where a line is
    dropped. `say` prints a line. `figures` are the session's plots; `kept`
    is what is known of each pass already, and who keeps what is put to it; `rerun` is how a pass is
    run again, and which two algorithms are told of at first.
    """
    kept = kept or Kept()
    talk = begun(recordings, index, figures, kept, rerun)
    first = arrived(talk.view) if talk.view.sides is None else told_of_both(talk.view)
    for line in [*first, tr(GREETING)]:
        say(line)
    while not talk.left:
        try:
            typed = ask(talk.prompt, partial(offered, talk.view))
        except EOFError:
            break
        except KeyboardInterrupt:
            talk = replace(talk, view=replace(talk.view, entry=None))
            continue
        try:
            before = talk.view.notebook
            talk, lines = answered(talk, typed)
            if talk.view.picture:
                view = _put(talk.view, kept.exporter)
                talk, lines = replace(talk, view=replace(view, message="")), [view.message]
            heard = [kept.keeper(each) for each in entered_since(before, talk.view.notebook)]
            for line in [*lines, *map(_without_keys, filter(None, heard))]:
                say(line)
        except KeyboardInterrupt:
            say(tr("interrupted"))
    return talk.view
