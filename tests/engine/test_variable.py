"""Variable: what it takes, what it refuses and how it says so, and what it looks like."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from backstep.engine import (
    BackstepError,
    DataError,
    Parameter,
    Variable,
    add,
    as_array,
    as_variable,
    square,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (np.array(1.0), "variable(1.0)"),
        (np.array(7), "variable(7)"),
        (np.array([1, 2, 3]), "variable([1 2 3])"),
        (
            np.array([[1, 2, 3], [4, 5, 6]]),
            "variable([[1 2 3]\n          [4 5 6]])",
        ),
        (None, "variable(None)"),
        (np.array([True, False]), "variable([ True False])"),
    ],
)
def test_repr_is_the_books(data: np.ndarray | None, text: str) -> None:
    assert repr(Variable(data)) == text


def test_a_variable_tells_what_its_array_is() -> None:
    x = Variable(np.ones((2, 3), np.float32))
    assert (x.shape, x.ndim, x.size, x.dtype, len(x)) == ((2, 3), 2, 6, np.float32, 2)


def test_a_new_variable_is_a_leaf_without_gradient() -> None:
    x = Variable(np.array(1.0))
    assert (x.name, x.grad, x.creator, x.generation) == (None, None, None, 0)


def test_a_name_is_the_second_argument() -> None:
    assert Variable(np.array(1.0), "x").name == Variable(np.array(1.0), name="x").name == "x"


def test_an_output_remembers_its_creator_and_is_one_generation_later() -> None:
    x = Variable(np.array(2.0))
    a = square(x)
    y = add(a, x)
    assert y.creator.inputs == (a, x)
    assert [v.generation for v in (x, a, y)] == [0, 1, 2]


def test_data_is_the_array_itself_not_a_copy() -> None:
    array = np.array([1.0, 2.0])
    assert Variable(array).data is array


def test_a_numpy_scalar_becomes_a_0d_array() -> None:
    x = Variable(np.float32(2.5))
    assert (type(x.data), x.shape, x.dtype) == (np.ndarray, (), np.float32)


@pytest.mark.parametrize("data", [1.0, 1, True, 2j, [1.0, 2.0], (1.0,)], ids=repr)
def test_a_bare_python_number_or_list_is_refused_with_the_remedy(data: object) -> None:
    with pytest.raises(DataError) as caught:
        Variable(data)
    assert f"write np.array({data})" in str(caught.value)
    assert type(data).__name__ in str(caught.value)


@pytest.mark.parametrize(
    "data",
    ["1.0", b"1", {}, np.array("a"), np.array([None]), np.array(["2020"], "M8[Y]")],
    ids=repr,
)
def test_what_is_not_numeric_is_refused(data: object) -> None:
    with pytest.raises(DataError):
        Variable(data)


def test_a_refused_number_is_a_type_error_of_our_family() -> None:
    assert issubclass(DataError, TypeError) and issubclass(DataError, BackstepError)


def test_a_refused_assignment_leaves_the_data_as_it_was() -> None:
    x = Variable(np.array(1.0))
    with pytest.raises(DataError):
        x.data = 2.0
    assert x.data == 1.0


def test_a_long_list_is_not_repeated_in_the_message() -> None:
    with pytest.raises(DataError) as caught:
        Variable(list(range(1000)))
    assert len(str(caught.value)) < 100


def test_a_variable_given_as_data_is_unwrapped_with_a_warning() -> None:
    with pytest.warns(UserWarning, match=r"write g\.data"):
        x = Variable(Variable(np.array(2.0)))
    assert isinstance(x.data, np.ndarray) and x.data == 2.0


def test_an_update_through_variables_works_and_warns_at_the_learner_s_line() -> None:
    x = Variable(np.array(2.0))
    square(x).backward()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        x.data -= 0.1 * x.grad
    assert x.data == pytest.approx(1.6)
    assert [(w.category, w.filename) for w in caught] == [(UserWarning, __file__)]


def test_cleargrad_forgets_the_gradient() -> None:
    x = Variable(np.array(2.0))
    square(x).backward()
    x.cleargrad()
    assert x.grad is None


def test_grads_are_variables() -> None:
    x = Variable(np.array(2.0))
    square(x).backward()
    assert isinstance(x.grad, Variable)


def test_a_parameter_is_a_variable_of_its_own_kind() -> None:
    p = Parameter(np.array(2.0))
    square(p).backward()
    assert isinstance(p, Variable) and p.grad.data == 4.0


def test_a_misspelt_attribute_is_an_error_not_a_new_attribute() -> None:
    with pytest.raises(AttributeError):
        Variable(np.array(1.0)).gradd = 1


@pytest.mark.parametrize(
    ("x", "shape"), [(2.0, ()), (3, ()), (np.float64(1), ()), ([1, 2], (2,)), (np.ones(3), (3,))]
)
def test_as_array_gives_an_array(x: object, shape: tuple[int, ...]) -> None:
    array = as_array(x)
    assert type(array) is np.ndarray and array.shape == shape


@pytest.mark.parametrize("x", ["text", None, [[1], [1, 2]], [object()]])
def test_as_array_refuses_what_is_not_numeric(x: object) -> None:
    with pytest.raises(DataError):
        as_array(x)


def test_as_variable_gives_a_variable_back_and_wraps_the_rest() -> None:
    x = Variable(np.array(2.0))
    assert as_variable(x) is x
    assert as_variable(3.0).data == 3.0
