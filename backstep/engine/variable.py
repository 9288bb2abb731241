"""Variable: an array in a box that remembers which function made it (book steps 1 to 21)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt
from numpy import float64, ndarray

from backstep.engine.calls import CALLS
from backstep.engine.config import Config
from backstep.engine.errors import DataError, kind_of
from backstep.engine.released import Released
from backstep.engine.unfolding import array_characters, extent
from backstep.messages import tr

if TYPE_CHECKING:
    from backstep.engine.function import Function

Array: TypeAlias = npt.NDArray[Any]
Axis: TypeAlias = int | tuple[int, ...] | None
Operand: TypeAlias = "Variable | Array | np.generic | complex"


def as_array(x: Operand) -> Array:
    """Give an ndarray for an ndarray, a numpy scalar or a Python number (0-d). Book step 9.

    A Variable gives its data.

    Raises DataError for text, lists of unequal rows and anything else that is not numeric.
    """
    if isinstance(x, Variable):
        return x.data
    if isinstance(x, (list, tuple, range)) and extent((x,)).items > MOST_ITEMS:
        raise DataError(
            tr("as_array: more than {most:,} items, counted wherever they stand", most=MOST_ITEMS)
        )
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise DataError(f"as_array: {error}") from None
    if array.dtype.kind not in NUMERIC and not isinstance(x, (np.ndarray, list, tuple)):
        what = "None"
        if x is not None:
            what = tr("the {kind} {value}", kind=type(x).__name__, value=_short(x))
        raise DataError(tr("a Variable holds numbers, not {what}", what=what))
    return checked_array(array)


def checked_array(array: Array) -> Array:
    """Refuse what has no numbers in it: objects, text, dates."""
    if array.dtype.kind not in NUMERIC:
        raise DataError(tr("a Variable holds numbers, not {dtype} data", dtype=array.dtype))
    return array


def as_variable(obj: Operand) -> Variable:
    """Give the Variable itself, or put an array or a number into a new one. Book step 21."""
    if isinstance(obj, Variable):
        return obj
    variable = Variable(as_array(obj))
    variable.label = "const"
    return variable


def beside(x: Operand, other: Operand) -> Variable:
    """Give as_variable(x), where a Python number takes the dtype of a floating operand beside it:
    so float32 stays float32."""
    if type(x) not in PYTHON_NUMBERS or not isinstance(other, Variable):
        return as_variable(x)
    data = other._data
    kind = type(data)
    if kind is ndarray:
        kind = data.dtype.type
    if kind is not float64 and not issubclass(kind, np.floating):
        return as_variable(x)
    constant = _new(Variable)
    try:
        constant._data = kind(x)  # type: ignore[arg-type]  # a number, by the first line
    except OverflowError:
        raise DataError(
            tr("a number of {n} digits is too large for a float", n=len(str(x)))
        ) from None
    constant.label = "const"
    constant.creator = constant.grad = constant.name = None
    constant.generation = 0
    return constant


MOST_ITEMS = 10**8
LONGEST_SHOWN = 100_000  # characters
NUMERIC = "biufc"  # the kinds of dtype that can be computed with
PYTHON_NUMBERS = frozenset({float, int, bool})
_new = object.__new__


def as_data(data: object) -> Array | None:
    """Give what `Variable.data` may hold for what a person put there; see Variable."""
    if data is None:
        return None
    if isinstance(data, np.ndarray):
        return checked_array(data)
    if isinstance(data, np.generic):
        return as_array(data)
    if isinstance(data, Variable):
        warnings.warn(
            tr("a Variable was given where an array belongs; its .data was taken (write g.data)"),
            stacklevel=3,
        )
        return data.data
    if isinstance(data, (bool, int, float, complex, list, tuple)):
        raise DataError(
            tr(
                "a Variable holds an array, not the {kind} {short}: write np.array({short})",
                kind=type(data).__name__,
                short=_short(data),
            )
        )
    raise DataError(
        tr("a Variable holds an array, not {kind}: write np.array(...)", kind=kind_of(data))
    )


def _short(value: object) -> str:
    if extent(value).characters > LONGEST_SHOWN:
        return "..."
    text = repr(value)
    return text if len(text) <= 40 else "..."


class Variable:
    """An array, its gradient, and the function that made it.

    `data` is an ndarray of any shape and numeric dtype, or None. `grad` is None or a Variable of
    the shape of `data` (book step 32). `creator` is the Function that made it, None for a leaf.
    `generation` is 0 for a leaf, else the creator's plus 1 (step 16). `name` is the person's own
    (step 19); `label` is what others may call it meanwhile: the name it was first assigned to.

    Raises DataError for a bare Python number or list (`Variable(1.0)`: write
    `Variable(np.array(1.0))`) and for data that is not numeric. A Variable given as data is
    unwrapped with a warning.

    >>> Variable(np.array([1.0, 2.0]))
    variable([1. 2.])
    """

    # `_changed` stays unset until data is set anew; see calls.py. `_within` is set where something
    # was computed without a graph: the number of backward passes under way then, 0 for no_grad.
    __slots__ = (
        "__weakref__",
        "_changed",
        "_data",
        "_within",
        "creator",
        "generation",
        "grad",
        "label",
        "name",
    )
    __array_priority__ = 200  # so that array * Variable asks the Variable (book step 21)

    _run: ClassVar[Callable[..., None]]  # run.py's; the loops need Variable: see setup.py
    _changed: int
    _within: int
    _data: Array | np.generic
    grad: Variable | None
    creator: Function | None
    name: str | None
    label: str | None

    def __init__(self, data: object, name: str | None = None) -> None:
        self._data = as_data(data)  # type: ignore[assignment]  # None in an empty Variable
        if name is not None and not isinstance(name, str):
            raise DataError(
                tr("the name of a Variable is text, not a {kind}", kind=type(name).__name__)
            )
        self.name = name
        self.grad = None
        self.creator = None
        self.generation = 0
        self.label = None

    if TYPE_CHECKING:

        @property
        def data(self) -> Any:
            """The array: any shape, numeric dtype; None in an empty Variable."""

        @data.setter
        def data(self, data: object) -> None: ...

        @property
        def shape(self) -> tuple[int, ...]:
            """The shape of `data`."""

        @property
        def ndim(self) -> int:
            """The number of axes of `data`."""

        @property
        def size(self) -> int:
            """The number of elements of `data`."""

        @property
        def dtype(self) -> np.dtype[Any]:
            """The element type of `data`."""

        def __array_ufunc__(
            self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any
        ) -> Any: ...
        def __add__(self, other: Operand) -> Variable: ...
        def __radd__(self, other: Operand) -> Variable: ...
        def __mul__(self, other: Operand) -> Variable: ...
        def __rmul__(self, other: Operand) -> Variable: ...
        def __sub__(self, other: Operand) -> Variable: ...
        def __rsub__(self, other: Operand) -> Variable: ...
        def __truediv__(self, other: Operand) -> Variable: ...
        def __rtruediv__(self, other: Operand) -> Variable: ...
        def __pow__(self, c: Operand) -> Variable: ...
        def __matmul__(self, other: Operand) -> Variable: ...
        def __rmatmul__(self, other: Operand) -> Variable: ...
        def __neg__(self) -> Variable: ...
        def __abs__(self) -> Variable: ...
        def __getitem__(self, slices: Any) -> Variable: ...
        @property
        def T(self) -> Variable:
            """All axes reversed."""

        def reshape(self, *shape: int | tuple[int, ...]) -> Variable: ...
        def transpose(self, *axes: int | tuple[int, ...]) -> Variable: ...
        def sum(self, axis: Axis = None, keepdims: bool = False) -> Variable: ...
        def max(self, axis: Axis = None, keepdims: bool = False) -> Variable: ...
        def min(self, axis: Axis = None, keepdims: bool = False) -> Variable: ...
        def mean(self, axis: Axis = None, keepdims: bool = False) -> Variable: ...
        def dot(self, other: Operand) -> Variable: ...
        def matmul(self, other: Operand) -> Variable: ...
    else:
        # Operations on numpy's scalars are several times as fast as those on 0-d arrays. So what
        # they compute stays a scalar until somebody asks for it: then it is the array for good.
        @property
        def data(self):
            """The array, or None."""
            data = self._data
            if type(data) is ndarray:
                return data
            if isinstance(data, np.generic):
                data = self._data = np.asarray(data)
            return None if isinstance(data, Released) else data

        @data.setter
        def data(self, data):
            if data is None and self._data is not None:
                self._data = Released(self._data)  # no change: what backward makes of it is right
                return
            self._data = as_data(data)
            self._changed = CALLS.changed()

        shape = property(attrgetter("_data.shape"), doc="The shape of `data`.")
        ndim = property(attrgetter("_data.ndim"), doc="The number of axes of `data`.")
        size = property(attrgetter("_data.size"), doc="The number of elements of `data`.")
        dtype = property(attrgetter("_data.dtype"), doc="The element type of `data`.")

    def __len__(self) -> int:
        if not self.shape:
            raise DataError(tr("a single number (0-d) has no length"))
        return len(self.data)

    def __iter__(self) -> Iterator[Variable]:
        if not self.shape:
            raise DataError(tr("a single number (0-d) has no items to go through"))
        return (self[i] for i in range(len(self)))

    def __contains__(self, value: object) -> bool:
        raise DataError(
            tr("whether a value is in a Variable is asked of its data: write in x.data")
        )

    def __bool__(self) -> bool:
        raise DataError(
            tr("a Variable is neither true nor false: write x.data > 0, or x.grad is not None")
        )

    def __float__(self) -> float:
        return float(self._only())

    def __int__(self) -> int:
        return int(self._only())

    def __format__(self, spec: str) -> str:
        return format(self._only(), spec) if spec else str(self)

    def _only(self) -> Any:
        if self.size != 1:
            raise DataError(
                tr(
                    "only one number can be a plain number, not data of shape {shape}",
                    shape=self.shape,
                )
            )
        return self.data.item()

    def __repr__(self) -> str:
        if self.data is None:
            return "variable(None)"
        if array_characters(self._data) > LONGEST_SHOWN:
            return f"variable(array of shape {self.shape})"
        return "variable(" + str(self._data).replace("\n", "\n" + " " * 9) + ")"

    def set_creator(self, f: Function) -> None:
        """Remember the function that made this Variable, one generation before it."""
        from backstep.engine.function import Function  # it needs Variable

        if not isinstance(f, Function):
            raise DataError(
                tr("a creator is a Function, and this is none: {short}", short=_short(f))
            )
        if not any(output() is self for output in f.outputs):
            raise DataError(
                tr(
                    "a creator is the Function that computed a Variable, and this {who} did not: "
                    "call it, and it is set",
                    who=type(f).__name__,
                )
            )
        self.creator = f
        self.generation = f.generation + 1

    def cleargrad(self) -> None:
        """Forget the gradient, so that the next backward sets it anew (book step 14)."""
        self.grad = None

    def backward(self, retain_grad: bool = False, create_graph: bool = False) -> None:
        """Go back through the graph from here and leave gradients in the leaves.

        The seed is ones of the shape of `data`, unless `grad` was set before. With `retain_grad`
        the gradients of the Variables between are kept (step 18); with `create_graph` the
        gradients are themselves computed with a graph, so that they can be gone back through
        (step 33). Raises BackwardError on a leaf, and where a function's own backward is at fault.
        """
        self._run(retain_grad, create_graph)

    def unchain(self) -> None:
        """Forget the creator: this Variable becomes a leaf. Book step 44."""
        if self.creator is not None and Config.recorder is not None:
            Config.recorder.settle()
        self.creator = None

    def unchain_backward(self) -> None:
        """Cut the graph behind this Variable: every Variable in it forgets its creator.

        What only the graph held is freed. Long sequences are trained in pieces so. Book step 59.
        """
        from backstep.engine.graph import unchain_backward  # it needs Variable

        unchain_backward(self)


class Parameter(Variable):
    """A Variable that training changes (book step 44).

    A Layer finds its Parameters by their class; all else is as in a Variable.
    """

    __slots__ = ()
