"""`backstep learn`: the lessons that come with backstep, and what a person has done of them.

lessons.py has them in their order; progress.py keeps, in the data folder, how far a person is and
what was predicted; table.py lists them; walking.py goes through one, with the stepper at each pass;
reviewing.py asks again what was predicted wrongly. Of a lesson nothing is run: its passes are those
that are recorded, until the person takes it to the prompt.
"""

from backstep.prompt.learning.lessons import Lesson, lesson_named, lessons
from backstep.prompt.learning.progress import Progress, read_progress
from backstep.prompt.learning.reviewing import review
from backstep.prompt.learning.table import list_lessons, listing
from backstep.prompt.learning.walking import Room, tell_lesson, walk

__all__ = [
    "Lesson",
    "Progress",
    "Room",
    "lesson_named",
    "lessons",
    "list_lessons",
    "listing",
    "read_progress",
    "review",
    "tell_lesson",
    "walk",
]
