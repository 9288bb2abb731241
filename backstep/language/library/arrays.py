"""The functions of numpy that a session has: numbers in, numbers out, within a size."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import numpy as np

from backstep.engine import operations
from backstep.engine.errors import DataError, kind_of
from backstep.engine.unfolding import extent
from backstep.engine.variable import Variable
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.guarding.bounds import check_length
from backstep.language.library.array_sizes import (
    LARGEST_ARRAY,
    SIZES,
    check_size,
    size_of_broadcast_arguments,
    size_of_product,
)
from backstep.messages import later, tr

WORD = 64  # bits of a whole number; numpy computes with larger ones as Python does
NUMERIC_KINDS = "biufc"
LONGEST_NUMBER = 400  # characters of a text that is read as one
MOST_AXES = 64
# What needs no look: it is a number, or stands for none.
NUMBERS = frozenset({float, bool, complex, *(np.dtype(c).type for c in "?bhilqBHILQefdgFDG")})
PLAIN = NUMBERS | {int, type(None), type(Ellipsis), slice}
# Words that numpy's functions take; any other text would have to name a dtype.
OPTIONS = frozenset(
    "C F A K ij xy raise wrap clip left right linear lower higher midpoint nearest quicksort "
    "mergesort heapsort stable no equiv safe same_kind unsafe fro nuc full valid same "
    "inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen "
    "weibull median_unbiased normal_unbiased".split()
)
REFUSED_OPTIONS = frozenset("like sig signature subok extobj".split())  # ways to other types

FUNCTION_NAMES = (
    "abs absolute add all allclose amax amin any arange arccos arcsin arctan arctan2 argmax "
    "argmin argsort around array array_equal asarray atleast_1d atleast_2d average broadcast_to "
    "ceil clip column_stack concatenate cos cosh cumprod cumsum deg2rad degrees diag diff "
    "divide dot empty equal exp expand_dims expm1 eye fabs flip floor full full_like greater "
    "greater_equal hstack identity inner isclose isfinite isinf isnan isscalar less less_equal "
    "linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logspace matmul "
    "max maximum mean median meshgrid min minimum mod moveaxis multiply nan_to_num negative "
    "nonzero not_equal ones ones_like outer percentile power prod rad2deg radians ravel "
    "reciprocal repeat reshape rint roll round sign sin sinh sort split sqrt square squeeze stack "
    "std subtract sum swapaxes take tan tanh tensordot tile trace transpose tril triu true_divide "
    "unique var vstack where zeros zeros_like"
).split()
RANDOM_NAMES = "seed rand randn randint random permutation uniform normal choice shuffle".split()
DTYPE_NAMES = (
    "float16 float32 float64 int8 int16 int32 int64 uint8 bool_ complex64 complex128"
).split()
CONSTANTS = {"pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None}


class _NdarrayType(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, np.ndarray)


class ndarray(metaclass=_NdarrayType):
    """Stands for numpy.ndarray in isinstance; it does not make arrays (np.array does)."""

    __module__ = "numpy"

    def __new__(cls, *arguments: object) -> ndarray:
        raise NotAvailable(
            tr("np.ndarray(...) is not available here: write np.array(...) or np.zeros")
        )


class NumberType(type):
    """The type of what stands for numpy.float32 and the like: called, it makes a number within the
    size of an array; numpy takes it for a dtype by its attribute `dtype`."""

    real: type
    dtype: np.dtype[Any]

    def __call__(cls, value: Any = 0, *rest: Any) -> Any:
        if not (type(value) is str and len(value) <= LONGEST_NUMBER):
            check_argument(f"np.{cls.__name__}", value)
        return cls.real(value, *rest)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real)

    def __subclasscheck__(cls, other: type) -> bool:
        return other is cls or issubclass(other, cls.real)

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is cls.real

    def __hash__(cls) -> int:
        return hash(cls.real)

    def __repr__(cls) -> str:
        return repr(cls.real)


def _number_type(name: str) -> NumberType:
    real = getattr(np, name)
    made = NumberType(name, (), {"__doc__": real.__doc__, "__module__": "numpy"})
    made.real, made.dtype = real, np.dtype(real)
    return made


def numeric_dtype(who: str, dtype: Any) -> np.dtype[Any]:
    """A dtype of numbers. Raises DataError for objects, text, dates and records."""
    wanted = np.dtype(dtype)
    if wanted.kind not in NUMERIC_KINDS:
        raise DataError(
            tr("{who}: an array here holds numbers, not {wanted} data", who=who, wanted=wanted)
        )
    return wanted


def numeric(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A numpy function that takes numbers and gives numbers, within the size limit."""
    size = SIZES.get(name)
    if size is None and isinstance(function, np.ufunc):
        size = size_of_broadcast_arguments
    who = f"np.{name}"

    @wraps(function, assigned=("__name__", "__doc__"), updated=())
    def checked(*arguments: Any, **options: Any) -> Any:
        for argument in arguments:
            if type(argument) not in NUMBERS:
                check_argument(who, argument)
        if options:
            _check_options(who, options)
        if size is not None:
            check_size(who, size, arguments, options)
        result = function(*arguments, **options)
        for each in result if isinstance(result, (list, tuple)) else (result,):
            if isinstance(each, (np.ndarray, np.generic)):
                numeric_dtype(who, each.dtype)
        return result

    checked.__qualname__ = name
    return checked


def array_method(name: str) -> Callable[[Any], Callable[..., Any]]:
    """A method of arrays and of numpy's scalars, under the same rules as the functions."""

    def bind(array: Any) -> Callable[..., Any]:
        if array.dtype.hasobject:
            raise DataError(tr("{name}: an array here holds numbers, not objects", name=name))
        method = getattr(array, name)

        def checked(*arguments: Any, **options: Any) -> Any:
            for argument in arguments:
                if type(argument) not in NUMBERS:
                    check_argument(name, argument)
            if options:
                _check_options(name, options)
            _check_method(name, array, arguments, options)
            return method(*arguments, **options)

        return checked

    return bind


def _check_method(
    name: str, array: Any, arguments: tuple[Any, ...], options: Mapping[str, Any]
) -> None:
    if name == "astype":
        wanted = arguments[0] if arguments else options.get("dtype")
        numeric_dtype("astype", wanted)
    elif name == "tolist":
        check_length("tolist", list, array.size)
    elif name in METHOD_SIZES:
        check_size(name, METHOD_SIZES[name], (array, *arguments), options)


def _check_options(who: str, options: Mapping[str, Any]) -> None:
    for option, argument in options.items():
        if option in REFUSED_OPTIONS:
            raise NotAvailable(
                tr("{option}= of {who} is not available here", option=option, who=who)
            )
        if option == "dtype" and argument is not None:
            if not isinstance(argument, (str, type, np.dtype)):  # it would be asked twice
                raise DataError(tr("{who}: dtype is a type of numbers, as np.float32", who=who))
            numeric_dtype(who, argument)
        elif type(argument) not in NUMBERS:
            check_argument(who, argument)


def check_argument(who: str, argument: Any) -> None:
    """Refuse what is no number, no array, no list of these and no option of numpy's."""
    kind = type(argument)
    if kind is np.ndarray:
        if argument.dtype.hasobject:
            raise DataError(tr("{who}: an array here holds numbers, not objects", who=who))
    elif kind is int:
        if argument.bit_length() > WORD:
            raise LimitError(
                tr(
                    "{who}: an array has no numbers of {bit_length:,} bits",
                    who=who,
                    bit_length=argument.bit_length(),
                )
            )
    elif kind in (list, tuple):
        if not NUMBERS.issuperset(map(type, argument)):
            _check_extent(who, argument)
            _check_items(who, argument)
    elif kind is str:
        if argument not in OPTIONS:
            _check_text(who, argument)
    elif isinstance(argument, Variable):
        raise _takes_arrays(who)
    elif kind is range:
        _check_extent(who, (argument,))
    elif isinstance(argument, (type, np.dtype)):
        numeric_dtype(who, argument)
    elif kind not in PLAIN:
        raise DataError(
            tr("{who} takes numbers and arrays, not {kind}", who=who, kind=kind_of(argument))
        )


def _takes_arrays(who: str) -> DataError:
    """The error of a function of numpy's that was given a Variable."""
    name = who.removeprefix("np.")
    told = later("{who} takes arrays, not Variables: give it x.data")
    if name in operations.__all__:
        told = later("{who} takes arrays, not Variables: write {own}(x), or give it x.data")
    return DataError(tr(told, who=who, own=_own(name)))


def _check_extent(who: str, items: Any) -> None:
    found = extent(items)
    if found.items > LARGEST_ARRAY:
        raise LimitError(
            tr(
                "{who}: {n:.3g} elements are more than the {most:,} allowed",
                who=who,
                n=found.items,
                most=LARGEST_ARRAY,
            )
        )
    if found.depth > MOST_AXES:
        raise DataError(
            tr("{who}: nested {n:,} levels deep, and an array has few axes", who=who, n=found.depth)
        )


def _check_items(who: str, items: Any) -> None:
    for item in items:
        if isinstance(item, Variable):
            raise DataError(
                tr(
                    "{who} takes numbers and arrays, not {kind} of Variables: write [x.data for x "
                    "in xs]",
                    who=who,
                    kind=kind_of(items),
                )
            )
        if type(item) in (list, tuple):
            if not NUMBERS.issuperset(map(type, item)):
                _check_items(who, item)
        elif type(item) is str or isinstance(item, type):
            raise DataError(tr("{who}: an array here holds numbers, not text", who=who))
        elif type(item) not in NUMBERS and type(item) is not range:
            check_argument(who, item)


def _check_text(who: str, text: str) -> None:
    try:
        numeric_dtype(who, text)
    except TypeError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(tr("{who} takes numbers and arrays, not text", who=who)) from None


def _own(name: str) -> str:
    """What a session calls an operation: Python's own `max` keeps its name there."""
    return f"F.{name}" if hasattr(builtins, name) and name != "abs" else name


METHODS = frozenset(
    "all any argmax argmin argsort astype clip copy cumprod cumsum diagonal dot fill flatten item "
    "max mean min prod ravel repeat reshape round sort squeeze std sum swapaxes tolist transpose "
    "var".split()
)
METHOD_SIZES: dict[str, Callable[..., float]] = {
    "repeat": SIZES["repeat"],
    "dot": size_of_product,
    "clip": size_of_broadcast_arguments,
}
FUNCTIONS = {name: numeric(name, getattr(np, name)) for name in FUNCTION_NAMES}
RANDOM = {name: numeric(name, getattr(np.random, name)) for name in RANDOM_NAMES}
LINALG = {"norm": numeric("norm", np.linalg.norm)}
DTYPES = {name: _number_type(name) for name in DTYPE_NAMES}
NUMBER_TYPES = {each.real: each for each in DTYPES.values()}
