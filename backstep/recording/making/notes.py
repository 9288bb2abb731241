"""What is noted of a pass while it runs: flat parallel lists with live objects in them.

Everything here is cheap on purpose: the notes of most passes of a training loop are thrown away.
There is no object for a pop, no copy of an array that nobody else can reach, and nothing that can
be worked out from the rest; freezing.py does that when the pass is first looked at.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from backstep.engine.algorithm import Algorithm
from backstep.engine.calls import CALLS
from backstep.engine.config import Watch
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.unfolding import extent
from backstep.engine.variable import Array, Variable, as_variable
from backstep.recording.records import Check, Failure
from backstep.recording.visible import one_line

LONGEST_MESSAGE = 100_000  # characters
MANY = 2_000  # pops; below, the collector is quick
FROZEN = gc.get_freeze_count()  # some Pythons begin with a few


class Seen(NamedTuple):
    """A Variable as it was when the pass ended: an array is a copy."""

    variable: Variable
    data: Array | np.generic | None
    label: str | None


class Notes:
    """The notes of one backward pass; `watch` is what the loop calls.

    `gys`, `gxs` and `befores` are flat: each pop adds as many as its function has outputs, inputs
    and inputs. `befores` are the gradients that the inputs had before the pop's deliveries; of one
    number without a graph only the number is kept, for the box around it would take most of the
    memory. A pop whose backward raised has no gxs; it can only be the last (`unfinished`).
    """

    def __init__(
        self,
        id: int,
        parent: int | None,
        target: Variable,
        algorithm: Algorithm,
        retain_grad: bool,
        create_graph: bool,
    ) -> None:
        self.id = id
        self.parent = parent
        self.target = target
        self.algorithm = algorithm
        self.retain_grad = retain_grad
        self.create_graph = create_graph
        self.found_seed = target.grad
        self.first_serial = CALLS.made
        self.first_tried = CALLS.tried
        self.tried = 0
        self.failure: Failure | None = None
        self.unfinished = False
        self.checks: dict[int, Check] = {}  # by the index of their pop

        self.functions: list[Function] = []
        self.gys: list[Variable | None] = []
        self.gxs: list[Variable] = []
        self.befores: list[Variable | np.float64 | None] = []
        self.last_gys: list[Variable | None] | None = None
        self.calls: list[int] = []  # calls made after multiply, where gradients have a graph

        self.lasting: set[Variable] = set()  # inputs that may be changed or seen after the pass
        self.several: list[Function] = []  # functions with several outputs

        self.seen: dict[int, Seen] = {}
        self.copies: dict[int, tuple[Array, Array]] = {}
        self.names: list[tuple[str, Variable, Variable | None]] = []
        self.ends: dict[int, Variable] = {}

        if algorithm.arrays and self.found_seed is not None:
            self.found_seed = _copied(self.found_seed, {})

    @property
    def watch(self) -> Watch:
        """The hook for the loop."""
        return self._watch_copying if self.algorithm.arrays else self._watching()

    def _watching(self) -> Watch:
        """The hook as a closure over the lists: it runs once a pop, and has little to look up.

        What `finish` must know of the inputs is asked here, while they are at hand.
        """
        add_function, add_gys, add_gxs = self.functions.append, self.gys.extend, self.gxs.extend
        add_before, add_call, keep = self.befores.append, self.calls.append, self.lasting.add
        create_graph, variable, ndarray = self.create_graph, Variable, np.ndarray
        unboxed = None if create_graph else np.float64  # in a graph it matters which box it is

        def watch(f: Function, gys: list[Variable | None], gxs: tuple[Variable, ...]) -> None:
            add_function(f)
            add_gys(gys)
            add_gxs(gxs)
            for x in f.inputs:
                grad: Variable | np.float64 | None = x.grad
                if grad.__class__ is variable and grad._data.__class__ is unboxed:
                    grad = grad._data
                add_before(grad)
                if x.creator is None or x.label or x.name or x._data.__class__ is ndarray:
                    keep(x)
            if len(gys) > 1:
                self.several.append(f)
            self.last_gys = gys
            if create_graph:
                add_call(CALLS.made)

        return watch

    def _watch_copying(
        self, f: Function, gys: list[Variable | None], gxs: tuple[Variable, ...]
    ) -> None:
        """Note a pop of a loop that changes arrays in place: what is one object stays one."""
        copies: dict[int, Variable] = {}
        self.functions.append(f)
        self.last_gys = gys
        self.gys += [None if gy is None else _copied(gy, copies) for gy in gys]
        self.gxs += [_copied(gx, copies) for gx in gxs]
        self.befores += [None if x.grad is None else _copied(x.grad, copies) for x in f.inputs]
        if self.create_graph:
            self.calls.append(CALLS.made)
        self._keep(f)

    def _keep(self, f: Function) -> None:
        self.lasting.update(f.inputs)
        if len(f.outputs) > 1:
            self.several.append(f)

    def fail(
        self, error: BaseException, f: Function | None, gys: list[Variable | None] | None
    ) -> None:
        """Note what ended the pass early, and the pop that was under way."""
        pops = len(self.functions)
        stale = gys is self.last_gys  # of the pop before: this one failed while it gathered
        if f is not None and not (pops and self.functions[-1] is f and stale):
            if gys is None or stale:
                gys = [None] * len(f.outputs)
            self.functions.append(f)
            self.gys += [None if gy is None else as_variable(gy) for gy in gys]
            self.unfinished = True
        message = _message(error) or type(error).__name__
        self.failure = Failure(max(1, len(self.functions)), type(error).__name__, one_line(message))

    def finish(self, names: Mapping[str, Variable]) -> None:
        """Copy what may change after the pass: the arrays that a person can reach, labels, and
        the gradients that are left."""
        self.last_gys = None
        if len(self.functions) >= MANY:
            _grow_old()
        self.tried = CALLS.tried - self.first_tried
        self._see(self.target)
        if self.failure:
            for f in functions_behind(self.target):
                self._keep(f)
        for x in self.lasting:
            if x.creator is None or x.label is not None or x.name is not None:
                if x.label != "const" or type(x._data) is np.ndarray:
                    self._see(x)
            elif type(x._data) is np.ndarray and x._data.base is not None:
                self._copy(x._data)
        for f in self.several:
            for output in f.outputs:
                y = output()
                if y is not None:
                    self._see(y)
        self.lasting.clear()
        self.several.clear()
        for name, variable in names.items():
            if variable.grad is not None and id(variable) not in self.seen:
                grad = self.ends[id(variable)] = as_variable(variable.grad)
                self._note(grad)
            self.names.append((name, variable, self.ends.get(id(variable))))

    def _see(self, v: Variable) -> None:
        """Note a Variable that a person may hold, with its gradient."""
        if id(v) in self.seen:
            return
        self._note(v)
        if v.grad is not None:
            grad = self.ends[id(v)] = as_variable(v.grad)
            self._note(grad)

    def _note(self, v: Variable) -> None:
        label = v.name if isinstance(v.name, str) and v.name else v.label
        data = v._data
        if isinstance(data, np.ndarray):
            data = self._copy(data)
        elif not isinstance(data, np.generic):
            data = v.data  # None, or data that was given up
        self.seen[id(v)] = Seen(v, data, label)

    def _copy(self, array: Array) -> Array:
        """Copy an array, and what it is a view of, once: who shares it shall share the copy."""
        if isinstance(array.base, np.ndarray):
            self._copy(array.base)
        if id(array) not in self.copies:
            self.copies[id(array)] = (array, array.copy())
        return self.copies[id(array)][1]

    def array_of(self, v: Variable) -> Array | None:
        """A Variable's array as it was when the pass ended."""
        if id(v) in self.seen:
            noted = self.seen[id(v)].data
            return None if noted is None else np.asarray(noted)
        array = v.data
        return array if array is None else self.copies.get(id(array), (array, array))[1]


def _message(error: BaseException) -> str:
    """What an error says; a learner's own may fail to, or say more than there is memory for."""
    if extent(error).characters > LONGEST_MESSAGE:
        return ""
    try:
        return str(error)
    except Exception:
        return ""


def _grow_old() -> None:
    """Put what there is among the collector's oldest objects; its next walk would do it slowly.

    After a large pass thousands of new objects are held by the notes. They stay, so to look for
    garbage among them is time lost. Where somebody froze objects since, nothing is done: those
    would be thawed.
    """
    if gc.get_freeze_count() <= FROZEN:
        gc.freeze()
        gc.unfreeze()


def _copied(grad: Variable | Array, copies: dict[int, Variable]) -> Variable:
    """A Variable with a copy of a gradient's array; one for each object."""
    if id(grad) not in copies:
        variable = as_variable(grad)
        copy = Variable(variable.data.copy())
        copy.creator, copy.generation = variable.creator, variable.generation
        copies[id(grad)] = copy
    return copies[id(grad)]
