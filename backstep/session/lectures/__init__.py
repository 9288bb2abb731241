"""Lectures: a Markdown file that any viewer shows well, and that makes a session when it is run.

**The file.** UTF-8. What is not named here is prose, and goes into the session as it stands.

- `# Title`, the first line, is the session's title. Right below it may stand `> language ko` (that
  of the texts, "en" without) and `> seed 7` (random numbers begin with it; 0 without, and `none`
  leaves them as they are).
- A fence of `python` (or `py`) is one cell; its last value is echoed, as at a prompt. Any other
  fence is prose. The prose before a cell is its text; what comes after the last cell closes.
- `> algorithm stack` before a fence: cells run by that loop from here on.

After a fence stands what is put to its last backward pass, or with `pass 2` after the first word to
another pass of that cell, counted from 1:

- `> note pop 3 deliver 1: A sentence that is shown there.`
- `> stop pop 4`: playing and running halt there; the key for the next mark goes there.
- `> ask pop 3: next` asks, before it is shown, what the recording answers: `next` (which function
  is popped), `gx`, `shape`, `how` (set or added), `then` (queued or seen), `grad` (freed or kept).
  `> ask pop 3 deliver 2: gx` is about the second input. `> ask pop 3 next: Your own words?` asks
  the same in other words.
- `> ask pop 4 = 16.0: What will a.grad be?` is a question with its answer, a number or a text;
  `= 16.0 | 8.0` offers choices, the first of them right, in the order of their names. It is asked
  before what the place names: before pop 4, or with `pop 4 deliver 1` before that delivery.
- `> why: it is added.` after an `ask` is said when it was answered.
- `> watch pop 2: queue zoomed`: a replay opens there, with that pane; `order 2`, `down` and `names`
  say how the graph is drawn. Each part may be left out.
- `> fails ValueError`: the cell ends in that error, and the lecture goes on. Without this an error
  ends it. `> fails` takes any error.

**A place** is where something is said, the position after what it names: `start`, `seed`, `end`,
`pop 3` (the whole of it), `pop 3 gather` (or `pop`, `multiply`, `free`), `pop 3 deliver 2`,
`step 9`.

What an export made of the passes, the graph and the tables of a handout, stands between the lines
`<!-- backstep:made -->` and `<!-- /backstep:made -->`. It is not read, and made anew by the next
export; a backslash before such a line makes it prose.

Words go on in lines that begin with `>` alone; a line with nothing but `>` begins a new line. A
quote that is no directive is prose. Where prose looks like a directive or a fence, a backslash
before it says that it is none: `\\> note pop 3 is here`.

A lecture makes a session, and a session a lecture: what is in the one is in the other. Only what
people answered, cells that were undone, and views but the last are no part of a lecture.
"""

from backstep.session.lectures.lecture import Lecture, LectureCell, LectureError
from backstep.session.lectures.making import CellFailed, Placing, check_end, make
from backstep.session.lectures.reading import lecture_of
from backstep.session.lectures.taking import lecture_of_session
from backstep.session.lectures.translating import translated
from backstep.session.lectures.writing import markdown_of

__all__ = [
    "CellFailed",
    "Lecture",
    "LectureCell",
    "LectureError",
    "Placing",
    "check_end",
    "lecture_of",
    "lecture_of_session",
    "make",
    "markdown_of",
    "translated",
]
