"""Layers: functions with parameters of their own, which training changes (book steps 44 and 45)."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

import numpy as np

from backstep.engine.errors import ArgumentError, BackstepError, DataError, ShapeError
from backstep.engine.operations import linear
from backstep.engine.variable import (
    NUMERIC,
    Operand,
    Parameter,
    Variable,
    as_array,
    as_variable,
)
from backstep.messages import later, tr

__all__ = ["Layer", "Linear"]

MOST_WEIGHTS = 10**8
Part: TypeAlias = "Parameter | Layer"

WRITES = later("{who} is not available here, for it writes a file: %save keeps the whole session")
READS = later("{who} is not available here, for it reads a file: %save keeps the whole session")


class Layer:
    """The base of layers and models; its Parameters, and those of its layers, are found by itself.

    A subclass makes them in `__init__`, as attributes, and says in `forward` what it computes. The
    order of `params()` is the one in which the attributes were first set; a Parameter that is
    reached twice counts once. After a call, `inputs` and `outputs` are weak references to what
    went in and came out. Book step 44.

    >>> layer = Layer()
    >>> layer.w = Parameter(np.array(2.0))
    >>> list(layer.params())
    [variable(2.0)]
    """

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if isinstance(value, Parameter) and value.label is None:
            value.label = name
        elif isinstance(value, Layer):
            name_parameters(value, name)

    def __call__(self, *inputs: Operand) -> Any:
        outputs = self.forward(*inputs)
        if not isinstance(outputs, tuple):
            outputs = (outputs,)
        self.inputs = _weak(inputs)
        self.outputs = _weak(outputs)
        return outputs if len(outputs) > 1 else outputs[0]

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}: {_shown(part)}" for name, part in self._parts().items())
        return f"{type(self).__name__}({parts})"

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """Compute Variables from Variables; a subclass says how."""
        raise NotImplementedError(
            tr("{who} has no forward: define forward(self, x)", who=type(self).__name__)
        )

    def params(self) -> Iterator[Parameter]:
        """Every Parameter of this layer and of the layers in it, each once."""
        flat: dict[str, Parameter] = {}
        self._flatten_params(flat)
        yield from dict.fromkeys(flat.values())

    def cleargrads(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.params():
            parameter.cleargrad()

    @property
    def _params(self) -> set[str]:
        """The names of the attributes that hold a Parameter or a Layer, as the book keeps them."""
        return set(self._parts())

    def _parts(self) -> dict[str, Part]:
        return {n: v for n, v in vars(self).items() if isinstance(v, (Parameter, Layer))}

    def _flatten_params(self, params_dict: dict[str, Parameter], parent_key: str = "") -> None:
        """Put every Parameter into a dict, under its path: `l1/W`. Book step 53."""
        _flatten(self, params_dict, parent_key, set())

    def save_weights(self, path: object) -> NoReturn:
        """Book step 53 writes a file here; backstep writes none, and says so."""
        raise _no_files("save_weights", WRITES)

    def load_weights(self, path: object) -> NoReturn:
        """Book step 53 reads a file here; backstep reads none, and says so."""
        raise _no_files("load_weights", READS)


def _flatten(layer: Layer, flat: dict[str, Parameter], parent: str, seen: set[int]) -> None:
    """Go through a layer's parts; one that is there more than once goes by its first path."""
    seen.add(id(layer))
    for name, part in layer._parts().items():
        key = f"{parent}/{name}" if parent else name
        if not isinstance(part, Layer):
            flat[key] = part
        elif id(part) not in seen:
            _flatten(part, flat, key, seen)


def _shown(part: Part) -> str:
    """A Parameter by its shape, a layer by its kind."""
    if isinstance(part, Layer):
        return type(part).__name__
    return "no data yet" if part.data is None else str(part.shape)


def name_parameters(layer: Layer, name: str) -> None:
    """Let a layer's Parameters be called by way of a name: `W` of the layer `l1` is `l1.W`.

    One that is called otherwise already keeps that.
    """
    flat: dict[str, Parameter] = {}
    layer._flatten_params(flat)
    for path, parameter in flat.items():
        dotted = path.replace("/", ".")
        if parameter.label in (None, dotted):
            parameter.label = f"{name}.{dotted}"


class Linear(Layer):
    """x @ W + b, with W (in_size, out_size) and b (out_size,). Book step 44.

    W is drawn from the normal distribution, divided by the root of in_size; where in_size is not
    given, it is taken from the first x. x is (n, in_size). With `nobias`, b is None. Raises
    ArgumentError for sizes and dtypes that no layer can have, ShapeError for x that does not fit.
    """

    def __init__(
        self,
        out_size: int,
        nobias: bool = False,
        dtype: Any = np.float32,
        in_size: int | None = None,
    ) -> None:
        super().__init__()
        self.in_size = None if in_size is None else _size("in_size", in_size)
        self.out_size = _size("out_size", out_size)
        self.dtype = _floating(dtype)
        self.W = Parameter(None)
        if self.in_size is not None:
            self._init_W()
        self.b = None if nobias else Parameter(np.zeros(self.out_size, dtype=self.dtype))

    def _init_W(self) -> None:
        assert self.in_size is not None
        if self.in_size * self.out_size > MOST_WEIGHTS:
            raise ArgumentError(
                tr(
                    "Linear: a W of shape ({in_size}, {out_size}) has more than the {most:,} "
                    "elements allowed",
                    in_size=self.in_size,
                    out_size=self.out_size,
                    most=MOST_WEIGHTS,
                )
            )
        drawn = np.random.randn(self.in_size, self.out_size).astype(self.dtype)
        self.W.data = drawn * np.sqrt(1 / self.in_size).astype(self.dtype)

    def forward(self, x: Operand) -> Variable:
        """x @ W + b; the first call draws W when in_size was not given."""
        x = as_variable(x)
        if self.W.data is None:
            self.in_size = _columns(x)
            self._init_W()
        return linear(x, self.W, self.b)


def _columns(x: Variable) -> int:
    """How many columns x has. Raises ShapeError when it has none."""
    if x.ndim < 2:
        told = tr("Linear: x has shape {shape}; it needs (samples, columns)", shape=x.shape)
        if x.ndim:
            told += tr(": x.reshape(-1, 1) is one column, x.reshape(1, -1) one row")
        raise ShapeError(told)
    return int(x.shape[-1])


def _size(name: str, size: Any) -> int:
    if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
        raise ArgumentError(
            tr(
                "Linear: {name} is a whole number from 1 up, not {size}",
                name=name,
                size=str(size)[:40],
            )
        )
    if size > MOST_WEIGHTS:
        raise ArgumentError(
            tr("Linear: {name} is more than the {most:,} allowed", name=name, most=MOST_WEIGHTS)
        )
    return int(size)


def _floating(dtype: Any) -> np.dtype[Any]:
    wanted = np.dtype(dtype)
    if wanted.kind not in NUMERIC or wanted.kind in "biu":
        raise DataError(tr("Linear: weights are floats, not {wanted} data", wanted=wanted))
    return wanted


def _weak(values: tuple[Any, ...]) -> list[weakref.ref[Any]]:
    """Weak references, so that a layer keeps no graph alive; a plain number has none."""
    return [weakref.ref(v if isinstance(v, Variable) else as_array(v)) for v in values]


def _no_files(who: str, told: str) -> BackstepError:
    return BackstepError(tr(told, who=who))
