"""A digest of the named values, by which a session can be checked without storing them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import numpy as np

from backstep.engine.variable import Array, Variable, as_variable

PIECE = 1 << 24  # bytes


def digest_of(variables: Mapping[str, Variable]) -> str:
    """sha256 in hex over the named Variables, in the order of their names.

    For each: its name in UTF-8; then, for its data and for its grad, a zero byte and either `none`
    or numpy's `dtype.str` and the shape as Python writes it (`<f8(2, 3)`), and the elements' bytes
    in C order.

    >>> digest_of({})[:16]
    'e3b0c44298fc1c14'
    """
    digest = hashlib.sha256()
    for name in sorted(variables):
        variable = variables[name]
        digest.update(name.encode())
        grad = None if variable.grad is None else as_variable(variable.grad).data
        for array in (variable.data, grad):
            if array is None:
                digest.update(b"\0none")
                continue
            digest.update(f"\0{array.dtype.str}{array.shape}".encode())
            for part in _parts(array):
                digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def _parts(array: Array) -> Iterator[Array]:
    """An array piece by piece, so that Ctrl-C gets in between and no second one is made whole."""
    if array.nbytes <= PIECE or not array.ndim:
        yield array
        return
    step = max(1, PIECE * len(array) // array.nbytes)
    for start in range(0, len(array), step):
        yield array[start : start + step]
