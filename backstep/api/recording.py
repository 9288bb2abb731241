"""A recording, and several, as programs have them: they can show, export and save themselves."""

from __future__ import annotations

from os import PathLike
from typing import Any, SupportsIndex, overload

from backstep.messages import tr, trn
from backstep.recording import records
from backstep.recording.telling.narration import summary
from backstep.recording.timeline import as_owner

MOST_NAMED = 6  # recordings that the text of a list says something of


class Recording(records.Recording):
    """What one backward pass did, pop by pop, as plain immutable values; nothing of it runs.

    `pops`, `functions` and `variables` refer to each other by index, arrays are `Value`s (`array`,
    `shape`, `dtype`). `target_node.label` is what the pass was called on, `grads` are the named
    Variables' gradients at the end as (name, Value or None), `failure` what ended it early.

    It shows itself at an IPython prompt, in a notebook (the stepper), and with rich.
    `step(recording)` opens the stepper on it, `narrate(recording)` tells it in words.

    >>> import backstep
    >>> with backstep.record() as recordings:
    ...     x = backstep.Variable(backstep.as_array(3.0), name="x")
    ...     backstep.square(x).backward()
    >>> recordings[0].grads[0]
    ('x', Value(shape=(), dtype='float64', array=array(6.), statistics=None))
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{_in_short(self)}>"

    def __str__(self) -> str:
        return summary(self)

    def __rich__(self) -> object:
        from backstep.api.tables import table_of

        return table_of(self)

    def _repr_html_(self) -> str:
        from backstep.api.notebook import player_of

        return player_of([self])

    def step(self, **look: Any) -> None:
        """Open the stepper on this pass; see `backstep.step`."""
        from backstep.api.stepping import step

        step(self, **look)

    def export(self, path: str | PathLike[str], **how: Any) -> None:
        """Write this pass to a file, in the format of its ending; see `backstep.export`."""
        from backstep.export.call import export

        export(self, path, **how)


class Recordings(list[Recording]):
    """Backward passes in the order in which they began; one inside another has its `parent`.

    A list, which also shows itself as a whole. A slice of it is one too.
    """

    def __repr__(self) -> str:
        if not self:
            return f"<{tr('no backward pass was recorded')}>"
        told = [_in_short(each) for each in self[:MOST_NAMED]]
        n = len(self)
        if n > MOST_NAMED:
            told.append(tr("and {n} more", n=n - MOST_NAMED))
        return "<" + trn("{n} backward pass", "{n} backward passes", n) + f": {'; '.join(told)}>"

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Recording: ...
    @overload
    def __getitem__(self, index: slice, /) -> Recordings: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Recording | Recordings:
        found = super().__getitem__(index)
        return Recordings(found) if isinstance(found, list) else found

    def __rich__(self) -> object:
        from backstep.api.tables import table_of_all

        return table_of_all(self)

    def _repr_html_(self) -> str:
        from backstep.api.notebook import player_of

        return player_of(self)

    def step(self, **look: Any) -> None:
        """Open the stepper on these passes; see `backstep.step`."""
        from backstep.api.stepping import step

        step(self, **look)

    def export(self, path: str | PathLike[str], **how: Any) -> None:
        """Write these passes to a file, in the format of its ending; see `backstep.export`."""
        from backstep.export.call import export

        export(self, path, **how)

    def save(self, path: str | PathLike[str], title: str = "") -> None:
        """Write these passes to a session file, as `backstep replay` opens it.

        Of arrays with more than 64 elements it keeps statistics. `.jsonl` is added to a bare name.
        Raises SessionError where the file cannot be written, or is there already.
        """
        from backstep.api.saving import save

        save(self, path, title)


def _in_short(recording: records.Recording) -> str:
    """`y.backward(), generation, 4 pops`."""
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    owner = as_owner(recording.target_node.label)
    call = f"{owner}.backward({', '.join(f'{name}=True' for name in flags)})"
    pops = trn("{n} pop", "{n} pops", len(recording.pops))
    told = f"{call}, {recording.algorithm}, {pops}"
    failure = recording.failure
    return f"{told}, {failure.error}" if failure else told
