"""`backstep learn review`: what was predicted wrongly and surely is asked again."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import tr, trn
from backstep.prompt.learning.keeping import Keeping, unkept
from backstep.prompt.learning.lessons import Lesson, lessons
from backstep.prompt.learning.progress import Answered, read_progress
from backstep.prompt.learning.walking import LEAVE, Room
from backstep.prompt.stage import open_as
from backstep.recording.annotations import Annotations, Looked
from backstep.recording.records import Recording
from backstep.recording.visible import one_line
from backstep.session import Session, read_session
from backstep.stepper.notebook import Kept, Notebook
from backstep.stepper.predict.wording import CHOICES


def review(room: Room) -> int:
    """Ask again; gives how many there were."""
    waiting = read_progress().to_review()
    if not waiting:
        room.say(tr("Nothing to review: no answer of yours was sure and wrong."))
        return 0
    room.say(
        trn(
            "{n} answer was sure and wrong. It is asked again here, where it was asked.",
            "{n} answers were sure and wrong. They are asked again here, where they were asked.",
            len(waiting),
        )
    )
    by_name = {lesson.name: lesson for lesson in lessons()}
    for k, one in enumerate(waiting, 1):
        lesson = by_name.get(one.lesson)
        if lesson is not None and not _asked_again(lesson, one, f"{k}/{len(waiting)}", room):
            break
    left = len(read_progress().to_review())
    if left:
        room.say(trn("{n} is still to be reviewed.", "{n} are still to be reviewed.", left))
    else:
        room.say(tr("All of them are right now."))
    return len(waiting)


def _given(one: Answered) -> str:
    """What was answered; a choice of ours in the language in use."""
    given = one_line(one.given or "")
    ours = any(kind == one.question and given in texts for kind, texts in CHOICES.items())
    return tr(given) if ours else given


def _asked_again(lesson: Lesson, one: Answered, count: str, room: Room) -> bool:
    """Open the stepper where a question was asked; False where the person leaves."""
    session = read_session(lesson.path)
    found = _pass_of(session, one)
    if found is None:
        return True  # the lesson has changed since
    room.say(
        tr(
            "{count}  lesson {n}, {name}: you said {given}",
            count=count,
            n=lesson.number,
            name=lesson.name,
            given=_given(one),
        )
    )
    if room.answer(tr("Enter asks it again; q leaves.")) == LEAVE:
        return False
    page = replace(Annotations(), asks=(one.ask,))
    keeper = Keeping(lesson.name, one.cell, [found], unkept)
    kept = Kept(Notebook({0: page}), keeper, 0, Looked(one.step))
    open_as(room.kind, [found], 0, like=room.like, say=room.write, kept=kept)
    return True


def _pass_of(session: Session, one: Answered) -> Recording | None:
    for cell in session.cells:
        for recording in cell.recordings:
            if (cell.n, recording.id) == (one.cell, one.pass_):
                return recording
    return None
