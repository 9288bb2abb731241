"""Items and slices: every kind of index that numpy takes, and what is no index."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from backstep.engine import BackstepError, Variable
from backstep.engine.errors import ItemError
from backstep.engine.operations import get_item
from tests.engine.operations.trying import derivatives, gradient

SHAPES = npst.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4)


def taken(shape: tuple[int, ...], index: object) -> list:
    """How often an index takes each element: numpy's own answer."""
    times = np.zeros(shape)
    np.add.at(times, index, 1.0)
    return times.tolist()


@given(st.data())
def test_an_index_takes_what_numpy_takes_and_gradients_go_back_there(data) -> None:
    shape = data.draw(SHAPES)
    index = data.draw(npst.basic_indices(shape, allow_newaxis=True))
    x = Variable(np.arange(np.prod(shape), dtype=float).reshape(shape))
    y = get_item(x, index)
    assert y.data.tolist() == x.data[index].tolist()
    y.backward()
    assert x.grad.data.tolist() == taken(shape, index)


@given(st.data())
def test_an_array_of_ints_may_take_an_element_many_times(data) -> None:
    shape = data.draw(SHAPES)
    index = data.draw(npst.integer_array_indices(shape))
    x = Variable(np.arange(np.prod(shape), dtype=float).reshape(shape))
    y = get_item(x, index)
    y.backward()
    assert y.data.tolist() == x.data[index].tolist()
    assert x.grad.data.tolist() == taken(shape, index)


def test_repeated_items_add_up_in_every_order() -> None:
    assert derivatives(lambda x: get_item(x, [0, 0, 2]) ** 2, [1.0, 2.0, 3.0], 2) == [
        [4.0, 0.0, 6.0],
        [4.0, 0.0, 2.0],
    ]


@pytest.mark.parametrize(
    "index",
    [
        np.array([True, False, True]),
        [True, False, True],
        Variable(np.array([0, 2])),
        [0, Variable(np.array(2))],
        (Variable(np.array([0, 2])),),
    ],
)
def test_masks_lists_and_variables_are_indices(index: object) -> None:
    assert gradient(lambda x: get_item(x, index), [1.0, 2.0, 3.0]) == [1.0, 0.0, 1.0]


def test_an_empty_list_takes_nothing() -> None:
    assert gradient(lambda x: get_item(x, []), [1.0, 2.0]) == [0.0, 0.0]


def test_an_index_that_changes_after_the_call_does_not_change_the_gradient() -> None:
    index, x = np.array([0, 1]), Variable(np.array([1.0, 2.0, 3.0]))
    y = get_item(x, index)
    index[:] = 2
    y.backward()
    assert x.grad.data.tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("shape", "index", "message"),
    [
        ((3,), 3, r"index 3 is out of bounds .*\(the shape is \(3,\)\)"),
        ((2, 3), (0, 0, 0), "too many indices"),
        ((), 0, "a single number .* has no items"),
        ((), slice(0, 1), "a single number .* has no items"),
        ((3,), 1.5, "only integers, slices"),
        ((3,), "a", "only integers, slices"),
        ((3,), [True, False], "boolean index did not match"),
        ((3,), [[0], [0, 1]], "have one length"),
    ],
)
def test_what_is_no_index_is_told_as_one_error(shape, index, message: str) -> None:
    with pytest.raises(ItemError, match=message) as caught:
        get_item(Variable(np.ones(shape)), index)
    assert isinstance(caught.value, BackstepError) and isinstance(caught.value, IndexError)


def test_one_item_of_a_scalar_with_an_empty_index_is_the_scalar() -> None:
    assert gradient(lambda x: get_item(x, ()) * 2, 3.0) == 2.0
