"""%learn: the lessons, from the prompt."""

from __future__ import annotations

from backstep.language import visible
from backstep.messages import later, tr
from backstep.prompt.commands.command import Command, CommandError, Stage
from backstep.prompt.plots import drawing
from backstep.prompt.terminal import stepper_kind
from backstep.session import read_session
from backstep.session.live import LiveSession


def _learn(stage: Stage, argument: str) -> None:
    from backstep.prompt.learning import Room, lesson_named, listing, read_progress, review, walk
    from backstep.prompt.plain_input import ask_line

    if not argument:
        for line in listing(read_progress(), stage.width):
            stage.say(line)
        return
    kind = stepper_kind(stage.like.settings.stepper)
    if kind == "lines" or not stage.interactive:
        raise CommandError(tr("%learn: a lesson asks for keys: type it at a terminal"))
    room = Room(
        kind, stage.like, stage.live.write, ask_line, drawing(stage.like, plain=kind != "screen")
    )
    if argument.strip().lower() == "review":
        review(room)
        return
    goes_on = walk(lesson_named(argument), room)
    if goes_on is not None:
        program = "\n".join(cell.source for cell in read_session(goes_on).cells)
        stage.prefill = visible(program)
        stage.say(tr("its program is at the prompt: Enter runs it, Ctrl-C drops it"))


def _named(live: LiveSession) -> list[tuple[str, str]]:
    from backstep.prompt.learning import lessons

    return [(each.name, tr("lesson {n}", n=each.number)) for each in lessons()]


COMMANDS = (
    Command(
        "learn",
        "[LESSON]",
        later("go through a lesson, or list them; runs nothing"),
        _learn,
        later("""LESSON is its number or its name; review asks again what you predicted wrongly and
were sure of. Your place and your answers are kept.
  %learn 9"""),
        _named,
    ),
)
