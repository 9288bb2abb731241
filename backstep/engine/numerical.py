"""Derivatives by finite differences, and backward held against them (book steps 4 and 10).

Whatever is tried here is tried aside: on copies of the data, unseen by a recorder, with gradients,
numpy's error settings and its global random numbers as they were before.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from backstep.engine.comparing import (
    Comparison,
    compare,
    tolerance,
    widened,
)
from backstep.engine.config import Config, using_config
from backstep.engine.errors import DataError
from backstep.engine.function import Function
from backstep.engine.operations import mul
from backstep.engine.operations import sum as sum_
from backstep.engine.variable import Array, Variable, as_array
from backstep.messages import cells, later, padded, tr

Trouble: TypeAlias = Literal["", "random", "raised", "slow"]

TOLD = {
    "random": later(
        "it gives other values each time for the same inputs (dropout? test_mode() turns "
        "it off), so there is nothing to compare"
    ),
    "raised": later("it cannot be computed again by itself, so there is nothing to compare"),
    "slow": later("it takes too long to be computed again and again"),
}

HEAD = (
    later("input"),
    later("backward"),
    later("difference"),
    later("relative error"),
    later("worst at"),
    later("elements"),
    "",
)
VERDICTS = {
    "agrees": later("agrees"),
    "differs": later("differs"),
    "unclear": later("unclear"),
    "kink": later("kink"),
}


@dataclass(frozen=True, eq=False)
class GradientReport:
    """What a gradient check found; true where every gradient agrees with its finite difference.

    `inputs` has one Comparison for each input that was checked, and `places` their places among
    the arguments; `trouble` says why there is none.
    `forgets_gy` tells that all agreed while gy was all ones, and no longer with another gy.
    """

    name: str
    inputs: tuple[Comparison, ...] = ()
    trouble: Trouble = ""
    forgets_gy: bool = False
    places: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return not self.trouble and all(each.good for each in self.inputs)

    def __repr__(self) -> str:
        if self.trouble:
            return f"{self.name}: {tr(TOLD[self.trouble])}"
        verdicts = {each.verdict for each in self.inputs}
        if "differs" in verdicts:
            head = tr("backward differs from the finite difference")
        elif "unclear" in verdicts:
            head = tr("not all can be compared (nan, infinity, or lost to rounding)")
        else:
            head = tr("backward agrees with the finite difference")
        return "\n".join([f"{self.name}: {head}", *self._table(), *self._remarks()])

    def _table(self) -> list[str]:
        rows = [tuple(map(tr, HEAD))]
        for i, each in zip(self.places, self.inputs, strict=True):
            size = int(np.prod(each.shape, dtype=np.int64))
            where = "-" if not each.at else str(list(each.at))
            numbers = (_number(each.gradient), _number(each.difference), f"{each.error:.1e}")
            if each.at is None:
                numbers = ("-", "-", "-")
            rows.append(
                (
                    f"x{i}",
                    *numbers,
                    where,
                    tr("{n} of {all}", n=each.checked, all=size),
                    tr(VERDICTS[each.verdict]),
                )
            )
        widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
        return [
            "  " + "  ".join(padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]

    def _remarks(self) -> Iterator[str]:
        if self.forgets_gy:
            yield (
                tr(
                    "  These numbers are for a gy that is not all ones; with ones they agree. Does "
                    "backward use gy?"
                )
            )
        for i, each in zip(self.places, self.inputs, strict=True):
            if each.sides is not None:
                left, right = map(_number, each.sides)
                yield tr(
                    "  x{i} is at a kink there: slope {left} on the left, {right} on the right.",
                    i=i,
                    left=left,
                    right=right,
                )


def numerical_diff(f: Callable[..., Any], x: Any, eps: float = 1e-4) -> Any:
    """The derivative of f at x by central differences: (f(x + eps) - f(x - eps)) / (2 * eps).

    `f` is an operation, a Function instance, or any def or lambda on Variables; `x` is a Variable,
    an array or a number. Gives an ndarray of the shape of x, float64 at least: integers are taken
    as floats. Where f gives an array (or several outputs), what is differentiated is the sum of
    all its elements: that is what `backward` computes too when it starts from ones, and the
    derivative of each element by itself where f works on each. A tuple of inputs gives a tuple of
    arrays. x itself is never written to. Raises what f raises; DataError for complex data.
    Book step 4.

    >>> from backstep.engine import square
    >>> print(numerical_diff(square, 2.0))
    4.000000000004
    >>> numerical_diff(lambda x: x ** 3, np.array([1, 2])).round(6)
    array([ 3., 12.])
    """
    several = x if isinstance(x, tuple) else (x,)
    given = _Given("numerical_diff", f, [_numbers("numerical_diff", each) for each in several])
    xs = [widened(array) for array in given.arrays]
    results = []
    with _aside():
        for i, array in enumerate(xs):
            slopes = np.zeros_like(array)
            for at in np.ndindex(array.shape):
                ends = []
                for nudged in (array[at] - eps, array[at] + eps):
                    moved = array.copy()
                    moved[at] = nudged
                    ends.append(given.evaluate([*xs[:i], moved, *xs[i + 1 :]]))
                low, high = ends
                changes = [np.sum(y1 - y0) for y0, y1 in zip(low, high, strict=True)]
                slopes[at] = np.sum(changes) / (2 * eps)
            results.append(slopes)
    return tuple(results) if isinstance(x, tuple) else results[0]


def gradient_check(
    f: Callable[..., Any],
    *xs: Any,
    eps: float | None = None,
    rtol: float | None = None,
    atol: float | None = None,
) -> GradientReport:
    """Hold the gradients that backward computes for f against central differences.

    `f` is an operation, a Function (class or instance), or any def or lambda on Variables, with
    one output or several. `xs` are its inputs: Variables and arrays are checked, integers as
    floats. Whatever else stands beside them (an axis, a shape, an exponent, booleans) is handed on
    as it is; plain numbers are checked where there is no array. Labels, which must stay integers,
    are closed over: `gradient_check(lambda x: softmax_cross_entropy(x, t), x)`.

    Gives a report that is true where all agree, and that names the worst element of each input.
    Backward starts from ones first, then from another gy, so that a backward which forgets gy is
    found. At most 64 elements of an input are nudged, the same ones each time. At a kink a gradient
    may be either slope or between. What f computes must be the same each time; where it is not,
    the report says so. The Variables given keep their data and gradients.

    Unless given, the tolerances go by the dtype that backward computes in (rtol 1e-4 for float64),
    and the step by the dtype of the outputs; the differences themselves are taken in float64.
    Raises what f raises, and DataError where f gives no Variable. Book step 10.

    >>> from backstep.engine import mul
    >>> if gradient_check(mul, np.array([1.0, 2.0]), np.array(3)):
    ...     print("good")
    good
    """
    given = _Given("gradient_check", f, xs)
    with _aside(), using_config("enable_backprop", True):
        first = given.evaluate(given.arrays)
        again = given.evaluate(given.arrays)
        name = _name_of(f)
        if not _same(first, again):
            return GradientReport(name, trouble="random")
        wide = [widened(array) for array in given.arrays]
        outputs = given.evaluate(wide)
        allowed = tolerance(eps, rtol, atol, [*given.arrays, *first], outputs)
        reports: list[GradientReport] = []
        for seed in (_ones(first), _other(first)):
            gradients = given.gradients(seed)
            compared = [
                compare(given.evaluate, wide, i, seed, gradient, allowed)
                for i, gradient in enumerate(gradients)
            ]
            forgets = bool(reports) and not all(each.good for each in compared)
            places = tuple(given.places)
            reports.append(GradientReport(name, tuple(compared), "", forgets, places))
            if not reports[-1]:
                return reports[-1]
    return reports[0]


def call_check(
    f: Function,
    xs: Sequence[Array],
    ys: Sequence[Array | None],
    gys: Sequence[Array | None],
    gxs: Sequence[Array],
    seconds: float | None = None,
) -> GradientReport:
    """Hold the gxs of one call of a Function, as backward gave them, against central differences.

    `xs`, `ys`, `gys`, `gxs` are the data of the call and of its backward; a None in `ys` is not
    known, a None in `gys` is no gradient. The forward runs again on copies of `xs`, in a copy of
    `f` with copies of the lists, dicts, sets and arrays that it holds; so `f` stays as it is. What
    a forward changes elsewhere (a global, a class, the screen) happens again: that is beyond us.
    Gives up after some `seconds`, where that is given.
    """
    name = type(f).__name__
    end = np.inf if seconds is None else time.monotonic() + seconds
    with _aside(), using_config("enable_backprop", False):
        try:
            trial = spare(f)

            def evaluate(arrays: Sequence[Array]) -> list[Array]:
                if time.monotonic() > end:
                    raise _TooSlow
                return _arrays_of(spare(trial).forward(*[array.copy() for array in arrays]))

            found = evaluate(xs)
            known = [y if y is not None else again for y, again in zip(ys, found, strict=True)]
            if not _same(known, found) or not _same(found, evaluate(xs)):
                return GradientReport(name, trouble="random")
            wide, outputs = _widened(evaluate, xs)
            allowed = tolerance(None, None, None, [*gxs, *found], outputs)
            compared = [
                compare(evaluate, wide, i, gys, widened(gx), allowed)
                if wide[i].dtype.kind == "f"
                else _not_nudged(gx)
                for i, gx in enumerate(gxs)
            ]
        except _TooSlow:
            return GradientReport(name, trouble="slow")
        except Exception:  # a learner's forward may raise anything
            return GradientReport(name, trouble="raised")
    return GradientReport(name, tuple(compared), places=tuple(range(len(compared))))


def _widened(
    evaluate: Callable[[Sequence[Array]], list[Array]], xs: Sequence[Array]
) -> tuple[list[Array], list[Array]]:
    """The inputs in which differences can be taken, and what comes of them.

    Whole numbers are taken as floats, unless the forward will not have them so: labels, an index.
    """
    wide = [widened(x) for x in xs]
    try:
        return wide, evaluate(wide)
    except (IndexError, TypeError):
        wide = [x if x.dtype.kind in "iub" else widened(x) for x in xs]
        return wide, evaluate(wide)


def _not_nudged(gx: Array) -> Comparison:
    """What there is to say of an input whose elements have no neighbours."""
    at = next(np.ndindex(gx.shape), None)
    gradient = 0.0 if at is None else float(gx[at])
    return Comparison(gx.shape, 0, at, gradient, np.nan, np.nan, "unclear")


class _TooSlow(Exception):
    """A check that has used up its time."""


class _Given:
    """A function and its inputs, ready to be tried: those that are numbers, and the others."""

    def __init__(self, who: str, f: Callable[..., Any], xs: Sequence[Any]) -> None:
        self.who = who
        self.f = f
        self.fixed = list(xs)
        arrays = [i for i, x in enumerate(xs) if _is_array(x)]
        self.places = arrays or [i for i, x in enumerate(xs) if type(x) in (int, float)]
        self.arrays = [_numbers(who, xs[i]) for i in self.places]
        if not self.places:
            raise DataError(
                tr("{who}: give the inputs to check it at, as in {who}(square, 2.0)", who=who)
            )

    def evaluate(self, arrays: Sequence[Array]) -> list[Array]:
        """The outputs for other inputs."""
        return _arrays_of(self._called([Variable(array.copy()) for array in arrays]))

    def gradients(self, seed: Sequence[Array]) -> list[Array]:
        """The gradients that backward leaves in the inputs, from a seed for each output."""
        variables = [Variable(array.copy()) for array in self.arrays]
        found = self._called(variables)
        outputs = found if isinstance(found, (tuple, list)) else (found,)
        if not all(isinstance(y, Variable) for y in outputs):
            kind = next(type(y).__name__ for y in outputs if not isinstance(y, Variable))
            raise DataError(
                tr(
                    "{who}: f gives a {kind}, not a Variable: compute with Variables",
                    who=self.who,
                    kind=kind,
                )
            )
        parts = [sum_(mul(y, gy.astype(y.dtype))) for y, gy in zip(outputs, seed, strict=True)]
        total = sum(parts[1:], start=parts[0])
        with _gradients_kept(total):
            total.backward()
            return [_gradient_of(x) for x in variables]

    def _called(self, variables: Sequence[Variable]) -> Any:
        arguments = list(self.fixed)
        for place, variable in zip(self.places, variables, strict=True):
            arguments[place] = variable
        f = self.f
        if isinstance(f, Function):
            f = spare(f)
        elif isinstance(f, type) and issubclass(f, Function):
            f = f()
        return f(*arguments)


def _is_array(x: object) -> bool:
    """Whether something is a Variable or an array of numbers, not of booleans."""
    if isinstance(x, Variable):
        return True
    return isinstance(x, (np.ndarray, np.generic)) and x.dtype.kind != "b"


def _numbers(who: str, x: Any) -> Array:
    """A copy of an input as an array that can be nudged: floats, whatever it was."""
    if isinstance(x, Variable):
        if x.data is None:
            raise DataError(
                tr("{who}: an input is an empty Variable, with no data to nudge", who=who)
            )
        x = x.data
    array = as_array(x)
    if array.dtype.kind in "bc":
        raise DataError(
            tr("{who}: takes real numbers, not {dtype} data", who=who, dtype=array.dtype)
        )
    return array.copy() if array.dtype.kind == "f" else array.astype(np.float64)


def _arrays_of(found: Any) -> list[Array]:
    outputs = found if isinstance(found, (tuple, list)) else (found,)
    return [as_array(y.data if isinstance(y, Variable) else y) for y in outputs]


def _gradient_of(x: Variable) -> Array:
    if x.grad is None:
        return np.zeros(x.shape)
    return widened(x.grad.data if isinstance(x.grad, Variable) else np.asarray(x.grad))


def _same(before: Sequence[Array], after: Sequence[Array]) -> bool:
    return len(before) == len(after) and all(
        np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
        for a, b in zip(before, after, strict=True)
    )


def _ones(outputs: Sequence[Array]) -> list[Array]:
    return [np.ones(y.shape) for y in outputs]


def _other(outputs: Sequence[Array]) -> list[Array]:
    """A seed that is not all ones: 3 for a single number, else drawn by dice of our own."""
    if sum(y.size for y in outputs) == 1:
        return [np.full(y.shape, 3.0) for y in outputs]
    dice = np.random.default_rng(0)
    return [dice.uniform(1.5, 3.5, y.shape) * dice.choice((-1.0, 1.0), y.shape) for y in outputs]


def _name_of(f: Any) -> str:
    if isinstance(f, Function):
        return type(f).__name__
    name = getattr(f, "__name__", type(f).__name__)
    return name if isinstance(name, str) and name != "<lambda>" else "f"


def _number(x: float) -> str:
    text = f"{x:.6g}"
    return text if any(c in text for c in ".en") else text + ".0"


def spare(f: Function) -> Function:
    """A copy of a Function as it was before its call, to be called without a trace in the other."""
    spare = copy.copy(f)
    own = vars(spare)
    for name in ("inputs", "outputs", "generation", "serial", "source"):
        own.pop(name, None)
    for name, value in own.items():
        if isinstance(value, (list, dict, set, bytearray, np.ndarray)):
            own[name] = copy.copy(value)
    return spare


@contextmanager
def _aside() -> Iterator[None]:
    """Try things out: nobody watches, and nothing of it shows afterwards."""
    kept = (Config.recorder, Config.source_finder)
    numbers = np.random.get_state()
    Config.recorder = Config.source_finder = None
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        Config.recorder, Config.source_finder = kept
        np.random.set_state(numbers)


@contextmanager
def _gradients_kept(target: Variable) -> Iterator[None]:
    """Every Variable behind `target` begins without a gradient and gets its own back after."""
    found: dict[int, Variable] = {id(target): target}
    waiting = [target.creator]
    seen: set[Function] = set()
    while waiting:
        f = waiting.pop()
        if f is None or f in seen:
            continue
        seen.add(f)
        for x in [*f.inputs, *(ref() for ref in f.outputs)]:
            if x is not None and id(x) not in found:
                found[id(x)] = x
                waiting.append(x.creator)
    kept = [(x, x.grad) for x in found.values()]
    for x, _ in kept:
        x.grad = None
    try:
        yield
    finally:
        for x, grad in kept:
            x.grad = grad
