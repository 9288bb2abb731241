"""The session file: what was typed, what came of it, and every backward pass, as JSON lines.

UTF-8, one JSON object a line; blank lines and lines that begin with `#` are comments. Every record
has a `kind`. A reader keeps to the kinds it knows and leaves others alone; a last line without its
newline may be torn and is left out.

`header`, the first line: `format` [major, minor] (a newer major is refused), `app`, `numpy`,
`python` (versions), `title`, `language` (of the notes), `seed`.

`cell`: `n` (from 1), `source` (a list of lines). Written before the cell runs.

`done`: `cell`, `output` (what it printed), `error` (null, or `kind`, `message`, `line`), `digest`
(sha256 over the named values, digest.py).

`back`: one backward pass of `cell`. `id` counts the passes of a session; `parent` is the id of the
pass that it ran inside of. `target` is an index into `variables`. `algorithm`, `retain_grad`,
`create_graph` say how it ran. `variables`: `label`, `named` (by a person), `data`, `generation`,
`creator` (index into `functions`, absent for a leaf), `order` (2 for what the pass made itself).
`functions`: `class_name`, `label`, `generation`, `inputs`, `outputs` (indices into `variables`,
null for one that was thrown away), `source` (the text that made it), `formula` (a gradient's rule
each), `constants` (what the formula names besides), `backward_source`, `order`, `born` (the step
at which the pass made it). `seed`, and `seeded` (the pass set it). `found`: gradients from before,
as [variable, value]. `pops`: `function`, `gys`, `gxs` (null when its backward raised), `delivered`
(one for each gx: `to`, `how` set or add, `before`, `after`, `then` queued, seen or leaf,
`creator`), `freed` (variables), `born` (how many functions this pop made). `grads`: the named
gradients at the end. `failure`: absent, or `pop`, `error`, `message`.

A value is null, a number (a 0-d float64), or `shape`, `dtype` and either `values` (nested lists)
or, beyond 64 elements, `statistics` (`low`, `high`, `mean`, `sample`, `digest`). The strings
"nan", "inf" and "-inf" stand for what JSON has no number for.
"""

from backstep.session.digest import digest_of
from backstep.session.errors import SessionError
from backstep.session.journal import Journal, autosaved
from backstep.session.places import find_session, history_path, shipped_sessions
from backstep.session.reader import Session, SessionCell, read_session

__all__ = [
    "Journal",
    "Session",
    "SessionCell",
    "SessionError",
    "autosaved",
    "digest_of",
    "find_session",
    "history_path",
    "read_session",
    "shipped_sessions",
]
