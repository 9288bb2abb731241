"""Arrays read out: row by row where they are small, else their ends, mean and first elements."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.messages import tr
from backstep.recording.records import Value
from backstep.recording.values import number_text
from backstep.stepper.plain.words import value

ROWS = 12  # of an array that are told one by one
FIRST_ELEMENTS = 8  # of one whose elements are too many


def array_told(name: str, of: Value | None) -> Iterator[str]:
    """An array: whole where it is small, row by row; else its ends, mean and first elements."""
    if of is None:
        yield f"{name}: None"
        return
    if of.shape == () and of.array is not None:
        yield f"{name}: {value(of)} ({of.dtype})"
        return
    yield tr(
        "{name}: shape {shape}, {dtype}, {n} bytes",
        name=name,
        shape=of.shape,
        dtype=of.dtype,
        n=of.nbytes,
    )
    yield from elements_told(of)


def elements_told(of: Value) -> Iterator[str]:
    """The elements of an array, row by row; of one that is too large what there is to say."""
    if of.array is not None and of.array.ndim == 1 and of.size <= 64:
        yield f"  {_row(of.array.tolist())}"
        return
    if of.array is not None and of.array.ndim == 2 and of.shape[0] <= ROWS and of.shape[1] <= ROWS:
        for k, row in enumerate(of.array.tolist()):
            yield f"  {tr('row {k}: {row}', k=k, row=_row(row))}"
        return
    yield f"  {value(of)}"
    if of.statistics is not None:
        yield f"  {tr('mean {number}', number=number_text(of.statistics.mean))}"
        yield f"  {tr('first of samples: {row}', row=_row(of.statistics.sample))}"
    elif of.array is not None and of.size:
        if of.array.dtype.kind in "fiu":
            yield f"  {tr('mean {number}', number=number_text(float(of.array.mean())))}"
        row = _row(of.array.ravel()[:FIRST_ELEMENTS].tolist())
        yield f"  {tr('first elements: {row}', row=row)}"


def _row(numbers: object) -> str:
    assert isinstance(numbers, (list, tuple))
    return " ".join(number_text(x) for x in numbers)
