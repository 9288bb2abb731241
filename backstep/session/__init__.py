"""The session file: what was typed, what came of it, and every backward pass, as JSON lines.

**The file.** UTF-8, one JSON object a line, each line ended by a newline; blank lines and lines
that begin with `#` are comments. Every record has a `kind`. A field or a kind that a reader does
not know is no error: it is left alone, and kept when the file is copied or compacted. A field that
is absent has the default named here, in brackets; without one it must be there. A last line that
has no newline and is no whole JSON was cut off, and is left out. At most 256 MB, 64 MB a line,
2,000,000 lines, 1,000,000 records, 16,000,000 values (the commas and opening brackets in all
records are counted), 100 levels of nesting, integers of 64 bits. JSON has no NaN, and UTF-8 no lone
surrogates: where one is meant, the six characters of its escape stand for it, as text.

**`header`**, the first record: `format` [major, minor] (a newer major is refused), `app`, `numpy`,
`python` (versions), `title` (""), `language` of the notes ("en"), `seed` (null, or an integer:
numpy's random numbers began with it, modulo 2 ** 32).

**`cell`**: `n` (from 1, each number once), `source` (a list of lines). Written before it runs, so
a cell without its `done` was cut off while it ran.

**`done`**: `cell` (its n), `output` (what it printed), `error` (null, or `kind`, `message`, and
`line`, counted from 1, 0 if unknown), `digest` ("" or sha256 in hex over the named Variables:
digest.py).

**`text`** (since 1.1): prose before the next `cell`, or after the last: `lines`, as in a lecture's
Markdown; of several, each is a paragraph of its own. What no cell follows before an `undo` or a
`redo` is dropped. At most 100,000 characters.

**`undo`**: `cells`, the numbers of cells that were taken back: from here on the session is as if
they had never been typed. **`redo`**: `cells` that were taken back, and hold again as they were.
What a reader gives is the cells that hold. No number is given to a second cell.

**`back`**: one backward pass of a `cell`.

- `id` counts the passes of a session; `parent` (null) is the id of the pass that it ran inside of.
- `target` is the Variable that backward was called on. Variables, functions and classes are named
  by their place in the lists `variables`, `functions`, `classes`, counted from 0.
- `algorithm` (a name from `%algorithm`), `retain_grad`, `create_graph` say how it ran;
  `evaluations` (0) is how often finite differences evaluated a forward.
- `seed` is the target's gradient at the start; `seeded`: the pass set it, rather than found it.
- `found`: [variable, value] for each gradient that was there before.
- `grads`: [name, value or null] for each name of the session that is a Variable, at the end. Inside
  of another pass, a Variable may be another one than the session's of its name.
- `failure` (null): `pop` (counted from 1), `error` (its class), `message`.
- `classes`: `name`, `formula` ([]; a gradient's rule for each input), `backward_source` (null; the
  text of its backward).
- `variables`: `label`, `named` (by a person), `data` (value or null), `generation`, `creator`
  (null for a leaf), `order` (1; 2 for what the pass made itself).
- `functions`, in the order in which they were called: `class`, `label`, `generation`, `inputs`,
  `outputs` (null for one that was thrown away), `source` (null; the text that made it),
  `constants` ({}; what it was made with, and what the formula names besides: numbers, null, lists
  of whole numbers), `order` (1), `born` (null; the step of the pass that made it).
- `pops`, in order: `function`; `gys`, a value or null for each output; `gxs`, a value for each
  input (null when its backward raised); `delivered` ([]), one for each gx; `freed` ([]), the
  Variables whose gradient became null; `born` (0), how many functions this pop made; `check`
  (null), for each input its gx beside the finite difference where the two are furthest apart:
  `gx`, `difference`, `verdict` ("agrees", "kink", "differs" or "unclear"), `at` (null; the index).
- in `delivered`: `to`, the input; `how`, "set" or "add"; `before` (null), its gradient until then;
  `after`, its gradient from then on, absent when that is the gx itself; `then`, what became of its
  creator: "queued", "seen", or "leaf" when it has none; `creator` (null), that function; `shared`
  ([]), the Variables whose gradient is the same array and changed with it; `gx` (null), the gx as
  it was by then, where adding in place had changed it since `gxs`.

So the gradients at any step are worked out: `found`, and `seed` for the target; then, delivery by
delivery, `after` or the gx for `to` and all of `shared`; and null for what is in `freed`. What the
loop has yet to pop: the target's creator at first, and what is delivered as "queued", until its
pop; where the algorithm is "toposort", all functions of order 1 from the start. Indices lead to
what is there, an input is made by an earlier function or none, and no list of indices names one
twice but for inputs, outputs and deliveries.

**`plot`**: one figure that a `cell` showed, written when it was shown. `after` (0) is the id of the
last pass that had begun by then, `title` (""). `plots` has one entry for each pair of axes:

- `row`, `column` (0), its place in the figure's grid; `title`, `xlabel`, `ylabel` (""); `xlim`,
  `ylim` ([null, null]); `xscale`, `yscale` ("linear" or "log"); `xticks`, `yticks` (null, or
  `places` with their `labels`); `grid`, `equal` (false; one scale for both axes), `frame` (true).
- `series` ([]): `form`, "curve", "bars" (that stand on 0), "across" (a line at one y) or "down"
  (at one x); `x`, `y`, numbers; `label` (""); `hue` ("blue", and eight others), `hues` ([], one for
  each point); `stroke` ("solid", "dashed", "dotted" or "none"); `marker` (""); `width` (0.8, of
  bars); `left_out` (0), how many of the points that it was given were nan or inf.
- `fields` ([]), values over a grid: `form`, "filled", "lines" or "image" (its first row on top);
  `x`, `y`, `z` (a row for each y), `levels` (between what is drawn alike), `ramp` ("colours" or
  "greys").
- `remarks` ([]), texts: `x`, `y`, `text`.

At most 16 pairs of axes, 64 series of 20,000 points, and 10,000,000 numbers in a session's plots.

**`mark`, `note`, `ask`, `view`**: what a person put to a position of a pass. `cell` and `pass` (its
id) say of which one, `step` where: 0 is before anything happened, then each step counts one: the
seed is the first; then each pop takes pop, gather, multiply, one deliver for each of `delivered`,
and free; the pop that raised, whose `gxs` are null, only the first three. One that names no `pass`
is not for us: it is left alone.

- `mark`: the position is marked; with `gone` (false), it is no longer, and has no note.
- `note`: the position is marked, and `text` ("") is said there; without it the mark is left bare.
- `ask`: a question about what comes after the position: `question`, its kind ("next", "gx",
  "shape", "how", "then", "grad", or "own", which an author answers); `about` (""), the label of
  what it is about; `input` (null), which input of its function, from 0; `text` (""), an author's
  own words; `choices` ([], 6 at most); `answer` (""), the right one; `why` (""), what is said of
  it; `given` (null), what was answered; `confidence` (null, or 1 to 3), how sure; `right` (null),
  whether it was. One that was given no answer, and has `text` or says no `answer`, is an author's:
  it is to be asked.
- `view`: how the pass was looked at when the session was saved, and where a replay of it opens:
  `pane` (""), `zoomed` (false), `order` (1), `direction` (""), `detail` ("").

A later record of a position holds over an earlier one. At most 10,000 characters a text.

**A value** is a number for a 0-d float64. Any other has `shape`, `dtype` (numpy's name, `>` first
where the bytes are the other way round) and either `values`, nested as the shape is, or beyond 64
elements `statistics`: `low`, `high`, `mean`, `sample` (up to 8 elements at even distances; for
complex ones all of these are of the absolute values), `digest` (sha256 in hex over the bytes). The
strings "nan", "inf" and "-inf" stand for what JSON has no number for; a complex number is a pair,
[real, imaginary]; a boolean is true or false. Numbers are written with as many digits as give
the same bits again; only the sign and payload of a nan are lost.
"""

from backstep.session.digest import digest_of
from backstep.session.errors import SessionError
from backstep.session.journal import Journal, autosaved
from backstep.session.places import find_session, shipped_sessions
from backstep.session.reader import Session, SessionCell, UnknownRecord, read_session

__all__ = [
    "Journal",
    "Session",
    "SessionCell",
    "SessionError",
    "UnknownRecord",
    "autosaved",
    "digest_of",
    "find_session",
    "read_session",
    "shipped_sessions",
]
