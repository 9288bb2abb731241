"""Datasets: examples with their labels, one by one (book steps 48 and 49)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError, ItemError, kind_of
from backstep.engine.variable import Array
from backstep.messages import tr

__all__ = ["Dataset", "Spiral", "get_spiral"]

TRAIN_SEED, TEST_SEED = 1984, 2020  # the book's, so that its figures come out
CLASSES, EACH = 3, 100


def unchanged(x: Any) -> Any:
    """What a Dataset does with an example when no transform is given: nothing."""
    return x


class Dataset:
    """The base of datasets; a subclass sets `data` and `label` in `prepare`.

    `dataset[i]` is the pair of an example, through `transform`, and its label, through
    `target_transform`; without labels the second is None. `len(dataset)` counts. For data too large
    to hold, a subclass defines `__getitem__` and `__len__` instead. Book step 49.
    """

    def __init__(
        self,
        train: bool = True,
        transform: Callable[[Any], Any] | None = None,
        target_transform: Callable[[Any], Any] | None = None,
    ) -> None:
        self.train = train
        self.transform = unchanged if transform is None else transform
        self.target_transform = unchanged if target_transform is None else target_transform
        self.data: Any = None
        self.label: Any = None
        self.prepare()

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        if not np.isscalar(index):
            raise ItemError(
                tr(
                    "a dataset is indexed by one whole number, not {kind}: dataset.data takes "
                    "slices and arrays",
                    kind=kind_of(index),
                )
            )
        x = self.transform(self._prepared()[index])
        return x, None if self.label is None else self.target_transform(self.label[index])

    def __len__(self) -> int:
        return len(self._prepared())

    def prepare(self) -> None:
        """Set `data` and `label`; a subclass says how."""

    def _prepared(self) -> Any:
        if self.data is None:
            raise ArgumentError(
                tr(
                    "{who} has no data: define prepare(self), which sets self.data and self.label",
                    who=type(self).__name__,
                )
            )
        return self.data


def get_spiral(train: bool = True) -> tuple[Array, Array]:
    """Three arms of a spiral, 100 points each, shuffled: x (300, 2) float32, t (300,) int64.

    Seeds numpy's global random state, with 1984 for training and 2020 for testing, as the book does
    in step 48; so what is drawn next is the book's too.
    """
    np.random.seed(TRAIN_SEED if train else TEST_SEED)
    t = np.repeat(np.arange(CLASSES), EACH)
    radius = np.tile(np.arange(EACH) / EACH, CLASSES)
    angle = t * 4.0 + 4.0 * radius + np.random.randn(CLASSES * EACH) * 0.2
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1).astype(np.float32)
    order = np.random.permutation(CLASSES * EACH)
    return x[order], t[order]


class Spiral(Dataset):
    """The spiral as a dataset: `Spiral(train=True)`, `Spiral(train=False)`. Book step 49."""

    def prepare(self) -> None:
        """The 300 points of get_spiral."""
        self.data, self.label = get_spiral(self.train)
