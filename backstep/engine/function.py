"""Function: what a computation does forward and backward (book steps 2, 6, 11 to 19, 32)."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy import ndarray

from backstep.engine.calls import CALLS, Calls
from backstep.engine.config import Config
from backstep.engine.errors import BackstepError, BackwardError, DataError
from backstep.engine.variable import (
    Array,
    Operand,
    Variable,
    as_array,
    as_variable,
    beside,
)
from backstep.messages import tr

if TYPE_CHECKING:
    from backstep.engine.operations.examples import Example


class Function:
    """The base of every operation, ours and the learner's.

    A subclass gives `forward(self, *xs)`: ndarrays in, one ndarray or a tuple of them out; and
    `backward(self, *gys)`: one gradient per output in, one gradient per input out, all Variables
    (or arrays), each of the shape of its input. `formula` has the right-hand side of each gradient
    for people to read, in the names gy (gy0, gy1 ...), x (x0, x1 ...), y and the instance's own
    attributes. `domain` says where test inputs may lie; `examples` has shapes and arguments for
    whoever tries it (the tests do), where not every shape will do.

    `Function.calls.made` counts the calls that made a graph. After one: `inputs` (a tuple),
    `outputs` (weak references, since each output holds its creator: book step 17), `generation`
    (the highest of the inputs), `serial` (its number among the calls) and `source` (the text that
    made the call, where somebody knows it).

    >>> class Triple(Function):
    ...     def forward(self, x):
    ...         return 3 * x
    ...     def backward(self, gy):
    ...         return 3 * gy
    >>> import numpy as np
    >>> Triple()(np.array(2.0))
    variable(6.0)
    """

    formula: ClassVar[tuple[str, ...]] = ()
    domain: ClassVar[tuple[float, float]] = (-2.0, 2.0)
    examples: ClassVar[tuple[Example, ...]] = ()

    calls: ClassVar[Calls] = CALLS

    inputs: tuple[Variable, ...] = ()
    outputs: Sequence[Callable[[], Any]] = ()  # weak: called, each gives its Variable, or None
    generation: int = 0
    serial: int = -1
    source: str | None = None

    def __call__(self, *inputs: Operand) -> Any:
        variables = tuple([x if isinstance(x, Variable) else as_variable(x) for x in inputs])
        ys = self.forward(*[x.data for x in variables])
        if not isinstance(ys, tuple):
            ys = (ys,)
        try:
            outputs = [boxed(as_array(y)) for y in ys]
        except DataError as error:
            who = type(self).__name__
            raise DataError(
                tr("{who}.forward: {error} (return the array it computes)", who=who, error=error)
            ) from None
        if Config.enable_backprop:
            if self.serial >= 0:
                _CalledAgain(self)
            self.generation = max([x.generation for x in variables], default=0)
            for output in outputs:
                output.creator, output.generation = self, self.generation + 1
            self.inputs = variables
            self.outputs = tuple([weakref.ref(output) for output in outputs])
            self.serial = CALLS.made
            CALLS.made += 1
            if Config.source_finder is not None:
                self.source = Config.source_finder()
        else:
            for output in outputs:
                output._within = Config.passes
        return outputs if len(outputs) > 1 else outputs[0]

    @property
    def input(self) -> Variable:
        """The only input, for the chapters where a function has one (book step 7)."""
        return self.inputs[0]

    @property
    def output(self) -> Variable | None:
        """The only output, for the chapters where a function has one; None when it is gone."""
        return self.outputs[0]()

    def forward(self, *xs: Any, **options: Any) -> Any:
        """Compute ndarrays from ndarrays; a subclass says how."""
        raise NotImplementedError(
            tr("{who} has no forward: define forward(self, x)", who=type(self).__name__)
        )

    def backward(self, *gys: Any, **options: Any) -> Any:
        """Compute the gradients of the inputs from those of the outputs; a subclass says how."""
        raise NotImplementedError(
            tr("{who} has no backward: define backward(self, gy)", who=type(self).__name__)
        )


def unary(f: Function, x: Operand) -> Variable:
    """Call a new function of one input and one output: `f(x)`, written out.

    The engine's own operations come here, and to `binary`. They do what `Function.__call__` does
    without the lists, the loops and the questions that functions in general need (a test holds
    them equal), and hand numpy's scalars to `forward` where there is but one number: operations on
    those are several times as fast as on 0-d arrays.
    """
    if not isinstance(x, Variable):
        x = as_variable(x)
    data = x._data
    if type(data) is ndarray and not data.ndim:
        data = data[()]
    y = _new(Variable)
    y._data = f.forward(data)
    y.name = y.label = y.grad = y.creator = None
    if Config.enable_backprop:
        f.inputs = (x,)
        f.generation = x.generation
        f.outputs = (weakref.ref(y),)
        f.serial = CALLS.made
        CALLS.made += 1
        if Config.source_finder is not None:
            f.source = Config.source_finder()
        y.creator = f
        y.generation = f.generation + 1
    else:
        y.generation = 0
        y._within = Config.passes
    return y


def binary(f: Function, x0: Operand, x1: Operand) -> Variable:
    """Call a new function of two inputs and one output: `f(x0, x1)`, written out; see `unary`.

    A Python number beside a Variable takes its floating dtype.
    """
    if not isinstance(x0, Variable):
        x0 = beside(x0, x1)
    if not isinstance(x1, Variable):
        x1 = beside(x1, x0)
    data0, data1 = x0._data, x1._data
    if type(data0) is ndarray and not data0.ndim:
        data0 = data0[()]
    if type(data1) is ndarray and not data1.ndim:
        data1 = data1[()]
    y = _new(Variable)
    try:
        y._data = f.forward(data0, data1)
    except ValueError as error:
        raise _named(f, error, data0.shape, data1.shape) from None
    y.name = y.label = y.grad = y.creator = None
    if Config.enable_backprop:
        f.inputs = (x0, x1)
        f.generation = x0.generation if x0.generation > x1.generation else x1.generation
        f.outputs = (weakref.ref(y),)
        f.serial = CALLS.made
        CALLS.made += 1
        if Config.source_finder is not None:
            f.source = Config.source_finder()
        y.creator = f
        y.generation = f.generation + 1
    else:
        y.generation = 0
        y._within = Config.passes
    return y


def ternary(f: Function, x0: Operand, x1: Operand, x2: Operand) -> Variable:
    """Call a new function of three inputs and one output: `f(x0, x1, x2)`, written out for arrays;
    see `unary`."""
    if not isinstance(x0, Variable):
        x0 = as_variable(x0)
    if not isinstance(x1, Variable):
        x1 = as_variable(x1)
    if not isinstance(x2, Variable):
        x2 = as_variable(x2)
    y = boxed(f.forward(x0._data, x1._data, x2._data))
    if Config.enable_backprop:
        f.inputs = (x0, x1, x2)
        f.generation = max(x0.generation, x1.generation, x2.generation)
        f.outputs = (weakref.ref(y),)
        f.serial = CALLS.made
        CALLS.made += 1
        if Config.source_finder is not None:
            f.source = Config.source_finder()
        y.creator = f
        y.generation = f.generation + 1
    else:
        y._within = Config.passes
    return y


def _named(f: Function, error: ValueError, s0: tuple[int, ...], s1: tuple[int, ...]) -> ValueError:
    """An error of numpy's about shapes that do not broadcast, with the operation and a remedy."""
    from backstep.engine.operations.axes import misfit  # the operations need Function

    try:
        np.broadcast_shapes(s0, s1)
    except ValueError:
        return (
            error if isinstance(error, BackstepError) else misfit(type(f).__name__.lower(), s0, s1)
        )
    return error


_new = object.__new__


def boxed(data: Array) -> Variable:
    """Variable(data), for an array that needs no more questions."""
    y = _new(Variable)
    y._data = data
    y.name = y.label = y.grad = y.creator = None
    y.generation = 0
    return y


class _CalledAgain(Function):
    """Takes a Function's place in its first call's graph when it is called a second time.

    A call alone is no error (book step 4 differentiates one instance numerically); only going back
    through the first call is, since its inputs are forgotten.
    """

    def __init__(self, f: Function) -> None:
        if Config.recorder is not None:
            Config.recorder.settle()
        self.who = type(f).__name__
        self.inputs, self.outputs, self.source = f.inputs, f.outputs, f.source
        self.generation, self.serial = f.generation, f.serial
        for ref in f.outputs:
            output = ref()
            if output is not None:
                output.creator = self

    def backward(self, *gys: Variable) -> Variable:
        raise BackwardError(
            tr(
                "backward: one {who} was called twice, and remembers the inputs of its last call "
                "alone: make a new one for each call, {who}()(x)",
                who=self.who,
            )
        )
