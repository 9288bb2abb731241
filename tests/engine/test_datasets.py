"""Datasets, their transforms and their batches (book steps 48 to 50)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backstep.engine.dataloaders import DataLoader, SeqDataLoader
from backstep.engine.datasets import Dataset, Spiral, get_spiral
from backstep.engine.errors import BackstepError
from backstep.engine.transforms import AsType, Compose, Flatten, Normalize, ToFloat, ToInt


class Count(Dataset):
    """0.0, 1.0, ... with the labels 0, 10, ..."""

    size = 5

    def prepare(self) -> None:
        self.data = np.arange(self.size, dtype=float)
        self.label = np.arange(self.size) * 10


# What the book's own library gives for its two seeds.
SPIRALS = {
    True: ([-0.1398138850927353, -0.007216573692858219], [1, 1, 2, 0, 1, 2, 0, 0, 1, 2]),
    False: ([0.13246452808380127, 0.13620993494987488], [0, 1, 0, 1, 2, 2, 1, 2, 2, 0]),
}


@pytest.mark.parametrize("train", SPIRALS)
def test_the_spiral_is_the_book_s(train: bool) -> None:
    x, t = get_spiral(train)
    first, labels = SPIRALS[train]
    assert (x.shape, x.dtype, t.shape) == ((300, 2), np.float32, (300,))
    assert x[0].tolist() == pytest.approx(first, abs=1e-7)
    assert t[:10].tolist() == labels
    assert np.bincount(t).tolist() == [100, 100, 100]


def test_what_is_drawn_after_the_spiral_is_the_book_s_too() -> None:
    get_spiral()
    first = np.random.rand()
    get_spiral()
    assert np.random.rand() == first


def test_a_dataset_gives_pairs_and_counts() -> None:
    dataset = Spiral(train=True)
    x, t = get_spiral()
    assert len(dataset) == 300
    assert dataset[3][0].tolist() == x[3].tolist()
    assert dataset[3][1] == t[3]


def test_transforms_are_applied_to_each_example() -> None:
    dataset = Count(transform=Normalize(1.0, 2.0), target_transform=lambda t: -t)
    assert dataset[3] == (1.0, -30)


def test_a_dataset_without_labels_gives_none() -> None:
    class Bare(Count):
        def prepare(self) -> None:
            self.data = [7, 8]

    assert Bare()[1] == (8, None)


def test_batches_go_once_through_and_begin_again() -> None:
    loader = DataLoader(Count(), 2, shuffle=False)
    for _ in range(2):
        batches = [(x.tolist(), t.tolist()) for x, t in loader]
        assert batches == [([0.0, 1.0], [0, 10]), ([2.0, 3.0], [20, 30]), ([4.0], [40])]


def test_shuffled_batches_have_every_example_with_its_label() -> None:
    loader = DataLoader(Count(), 3)
    pairs = [(x, t) for xs, ts in loader for x, t in zip(xs, ts, strict=True)]
    assert sorted(pairs) == [(i, 10 * i) for i in range(5)]


def test_each_time_through_is_shuffled_anew() -> None:
    np.random.seed(0)
    loader = DataLoader(Count(), 5)
    orders = {tuple(x.tolist()) for _ in range(5) for x, _ in loader}
    assert len(orders) > 1


def test_a_batch_can_be_asked_for_by_hand() -> None:
    loader = DataLoader(Count(), 5, shuffle=False)
    assert loader.next()[0].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    with pytest.raises(StopIteration):
        loader.next()


def test_batches_without_labels_have_none() -> None:
    class Bare(Count):
        def __getitem__(self, index: int) -> Any:
            return self.data[index], None

    assert [t for _, t in DataLoader(Bare(), 5)] == [None]


def test_a_series_goes_on_row_by_row() -> None:
    class Series(Count):
        size = 6

    batches = [x.tolist() for x, _ in SeqDataLoader(Series(), 2)]
    assert batches == [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]


def test_normalize_takes_one_number_for_each_channel() -> None:
    x = np.ones((2, 1, 2))
    got = Normalize([0.0, 1.0], [1.0, 2.0])(x)
    assert got.tolist() == [[[1.0, 1.0]], [[0.0, 0.0]]]


def test_compose_goes_from_left_to_right() -> None:
    assert Compose([Flatten(), ToFloat(), Normalize(0.0, 2.0)])([[2, 4]]).tolist() == [1.0, 2.0]
    assert ToInt()(np.array([1.7])).tolist() == [1]
    assert AsType(np.float16)(1.5).dtype == np.float16


TROUBLES = {
    "no data": (lambda: len(Dataset()), "Dataset has no data: define prepare(self)"),
    "slice": (lambda: Count()[1:2], "is indexed by one whole number, not a slice"),
    "batch of none": (lambda: DataLoader(Count(), 0), "a batch has one example or more"),
    "batch of text": (lambda: DataLoader(Count(), "2"), "is a whole number, not a str"),
    "transforms of a number": (lambda: Compose([3]), "takes a list of transforms"),
    "objects": (lambda: AsType(object), "an array here holds numbers"),
    "no pairs": (lambda: next(DataLoader([1, 2], 2)), "gives a pair, the example and its label"),
    "objects in a batch": (lambda: next(DataLoader([("a", 1)], 1)), "not the str"),
    "rows of many lengths": (
        lambda: next(DataLoader([([1], 1), ([1, 2], 1)], 2)),
        "inhomogeneous",
    ),
    "empty": (lambda: DataLoader([], 2), "a dataset has from 1 to"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_cannot_be_has_its_sentence(name: str) -> None:
    make, sentence = TROUBLES[name]
    with pytest.raises(BackstepError) as caught:
        make()
    assert sentence in str(caught.value)
