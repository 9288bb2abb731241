"""How many elements a function of numpy is about to make, worked out from its arguments.

The parameters are named as numpy's are: what does not fit them, numpy refuses too, and better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backstep.language.errors import LimitError
from backstep.messages import tr

LARGEST_ARRAY = 10**8
MOST_PARTS = 10**5  # arrays that one array is split into


def check_size(
    name: str,
    size: Callable[..., float],
    arguments: tuple[Any, ...],
    options: Mapping[str, Any],
) -> None:
    """Refuse a call that would make too large an array. Raises LimitError."""
    try:
        asked = size(*arguments, **options)
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return
    if asked > LARGEST_ARRAY:
        raise LimitError(
            tr(
                "{name}: {asked:.3g} elements are more than the {most:,} allowed",
                name=name,
                asked=asked,
                most=LARGEST_ARRAY,
            )
        )


def size_of_broadcast_arguments(*arguments: Any, **options: Any) -> float:
    """What comes of functions of each element: their arguments broadcast to one another."""
    arrays = [a for a in (*arguments, *options.values()) if type(a) in (np.ndarray, list, tuple)]
    if len(arrays) < 2:
        return 1.0
    shapes = [np.shape(array) for array in arrays]
    if math.prod(map(math.prod, shapes)) <= LARGEST_ARRAY:
        return 1.0
    return float(math.prod(np.broadcast_shapes(*shapes)))


def size_of_product(a: Any, b: Any, *rest: Any, **options: Any) -> float:
    """np.dot, and np.matmul of two matrices."""
    first, second = np.shape(a), np.shape(b)
    if not first or not second:
        return float(math.prod(first) * math.prod(second))
    inner = second[-2] if len(second) > 1 else second[-1]
    return math.prod(first[:-1]) * math.prod(second) / max(inner, 1)


def size_of_matmul(a: Any, b: Any, *rest: Any, **options: Any) -> float:
    """np.matmul: the stacks before the matrices broadcast."""
    first, second = np.shape(a), np.shape(b)
    if len(first) < 2 or len(second) < 2:
        return size_of_product(a, b)
    stacks = np.broadcast_shapes(first[:-2], second[:-2])
    return float(math.prod(stacks) * first[-2] * second[-1])


def _size_of_tensordot(a: Any, b: Any, axes: Any = 2) -> float:
    first, second = np.shape(a), np.shape(b)
    if isinstance(axes, int):
        summed = math.prod(second[:axes])
    else:
        over = axes[1] if isinstance(axes[1], (list, tuple)) else [axes[1]]
        summed = math.prod(second[axis] for axis in over)
    return math.prod(first) * math.prod(second) / max(summed, 1) ** 2


def _size_of_inner(a: Any, b: Any) -> float:
    last = max(np.shape(a)[-1] if np.ndim(a) else 1, 1)
    return float(np.size(a) * np.size(b) / last**2)


def _size_of_like(a: Any, *rest: Any, shape: Any = None, **options: Any) -> float:
    return float(np.size(a)) if shape is None else _product(shape)


def _size_of_full_like(a: Any, fill_value: Any, *rest: Any, **options: Any) -> float:
    return _size_of_like(a, *rest, **options)


def _size_of_split(ary: Any, indices_or_sections: Any, axis: int = 0) -> float:
    parts = indices_or_sections
    count = len(parts) if isinstance(parts, (list, tuple, np.ndarray)) else int(parts)
    return count / MOST_PARTS * LARGEST_ARRAY


def size_of_take(a: Any, indices: Any, axis: Any = None, *rest: Any, **options: Any) -> float:
    """np.take: an axis is replaced by the indices."""
    if axis is None:
        return float(np.size(indices))
    return np.size(a) / max(np.shape(a)[axis], 1) * np.size(indices)


def _product(shape: Any) -> float:
    """The elements of a shape; 1 where numpy takes None for a single value."""
    if shape is None:
        return 1.0
    return float(math.prod(int(n) for n in np.atleast_1d(np.asarray(shape)).ravel()))


def _size_of_shape(shape: Any, *rest: Any, **options: Any) -> float:
    return _product(shape)


def _size_of_shapes(*shape: int) -> float:
    return _product(shape)


def _size_of_eye(N: Any, M: Any = None, *rest: Any, **options: Any) -> float:
    return float(N) * float(N if M is None else M)


def _size_of_identity(n: Any, *rest: Any, **options: Any) -> float:
    return float(n) ** 2


def _size_of_arange(
    start: Any, stop: Any = None, step: Any = 1, *rest: Any, **options: Any
) -> float:
    first, last = (0, start) if stop is None else (start, stop)
    return float(abs((last - first) / (1 if step is None else step)))


def _size_of_linspace(start: Any, stop: Any, num: Any = 50, *rest: Any, **options: Any) -> float:
    shape = np.broadcast_shapes(np.shape(start), np.shape(stop))
    return float(num) * math.prod(shape)


def _size_of_tile(A: Any, reps: Any) -> float:
    return np.size(A) * _product(reps)


def _size_of_repeat(a: Any, repeats: Any, *rest: Any, **options: Any) -> float:
    return np.size(a) * float(np.max(repeats))


def _size_of_broadcast(array: Any, shape: Any, **options: Any) -> float:
    return _product(shape)


def _size_of_outer(a: Any, b: Any, **options: Any) -> float:
    return float(np.size(a)) * np.size(b)


def _size_of_diag(v: Any, *rest: Any, **options: Any) -> float:
    return float(np.size(v)) ** (2 if np.ndim(v) == 1 else 1)


def _size_of_meshgrid(*axes: Any, **options: Any) -> float:
    return float(math.prod(np.size(axis) for axis in axes)) * len(axes)


def _size_of_permutation(x: Any) -> float:
    return float(x) if isinstance(x, (int, np.integer)) else 1.0


def _size_of_randint(low: Any, high: Any = None, size: Any = None, *rest: Any) -> float:
    return size_of_broadcast_arguments(low, high) if size is None else _product(size)


def _size_of_normal(loc: Any = 0, scale: Any = 1, size: Any = None) -> float:
    return size_of_broadcast_arguments(loc, scale) if size is None else _product(size)


def _size_of_uniform(low: Any = 0, high: Any = 1, size: Any = None) -> float:
    return size_of_broadcast_arguments(low, high) if size is None else _product(size)


def _size_of_choice(a: Any, size: Any = None, *rest: Any, **options: Any) -> float:
    return _product(size)


def _size_of_random(size: Any = None) -> float:
    return _product(size)


SIZES: dict[str, Callable[..., float]] = {
    **dict.fromkeys(("zeros", "ones", "empty", "full"), _size_of_shape),
    **dict.fromkeys(("linspace", "logspace"), _size_of_linspace),
    **dict.fromkeys(("rand", "randn"), _size_of_shapes),
    "uniform": _size_of_uniform,
    "normal": _size_of_normal,
    **dict.fromkeys(("zeros_like", "ones_like"), _size_of_like),
    "full_like": _size_of_full_like,
    "split": _size_of_split,
    "take": size_of_take,
    "dot": size_of_product,
    "matmul": size_of_matmul,
    "tensordot": _size_of_tensordot,
    "inner": _size_of_inner,
    **dict.fromkeys(("where", "clip", "isclose", "allclose"), size_of_broadcast_arguments),
    "eye": _size_of_eye,
    "identity": _size_of_identity,
    "arange": _size_of_arange,
    "tile": _size_of_tile,
    "repeat": _size_of_repeat,
    "broadcast_to": _size_of_broadcast,
    "outer": _size_of_outer,
    "diag": _size_of_diag,
    "meshgrid": _size_of_meshgrid,
    "permutation": _size_of_permutation,
    "randint": _size_of_randint,
    "choice": _size_of_choice,
    "random": _size_of_random,
}
