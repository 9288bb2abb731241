"""What stands for data that was given up (`t.data = None`): its shape, without its memory."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from backstep.engine.errors import DataError
from backstep.messages import tr


class Released:
    """The shape and dtype of data that is no longer there.

    Book step 43 frees a sum's input so, since its backward needs the shape alone. A backward that
    needs the numbers raises DataError.
    """

    __slots__ = ("dtype", "ndim", "shape", "size")
    base = None
    nbytes = 0

    def __init__(self, data: Any) -> None:
        self.shape: tuple[int, ...] = data.shape
        self.ndim: int = data.ndim
        self.size: int = data.size
        self.dtype: np.dtype[Any] = data.dtype

    def __array_ufunc__(self, ufunc: np.ufunc, *_: Any, **__: Any) -> NoReturn:
        raise DataError(
            tr(
                "{ufunc}: the data of shape {shape} that this needs was set to None: keep it "
                "until backward is done",
                ufunc=ufunc.__name__,
                shape=self.shape,
            )
        )
