"""The backward loops. What stands here is what runs, and what the stepper shows line by line.

Each loop is one function of one shape: `loop(self, retain_grad, create_graph, watch)`. The first
is the book's, and the one that is right; every other differs from it in one idea. A comment at the
end of a line names the phase that the line carries out; the source pane finds its current line by
these. `watch` is the recorder's one hook a pop, None when nobody records.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from backstep.engine.algorithm import algorithm
from backstep.engine.config import Watch, using_config
from backstep.engine.differences import Slopes, chained, forward_differences
from backstep.engine.explain import checked, too_many_visits
from backstep.engine.function import Function
from backstep.engine.variable import Variable, as_array
from backstep.messages import later

VISITS = 100_000  # a graph of 17 doublings has more paths than this


@algorithm(idea=later("the highest first"))
def generation(
    self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None
) -> None:
    """The book's loop (steps 16 and on): the highest generation first."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    stacks: list[list[Function]] = [[] for _ in range(self.generation)]
    seen_set: set[Function] = set()

    def add_func(f: Function) -> None:
        if f not in seen_set:
            seen_set.add(f)
            stacks[f.generation].append(f)

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        for funcs in reversed(stacks):  # the highest generation first
            while funcs:
                f = funcs.pop()  # pop
                gys = [output().grad for output in f.outputs]  # gather
                gxs = f.backward(*gys)  # multiply
                gxs = checked(f, gxs)
                if watch:
                    watch(f, gys, gxs)

                for x, gx in zip(f.inputs, gxs):
                    if x.grad is None:
                        x.grad = gx  # deliver: set
                    else:
                        x.grad = x.grad + gx  # deliver: add
                    if x.creator is not None:
                        add_func(x.creator)  # deliver: queue

                if not retain_grad:
                    for y in f.outputs:
                        y().grad = None  # free


@algorithm(adds="never", idea=later("the last gx wins"))
def overwrite(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """Before step 14: the last gradient wins, none is added to another."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    stacks: list[list[Function]] = [[] for _ in range(self.generation)]
    seen_set: set[Function] = set()

    def add_func(f: Function) -> None:
        if f not in seen_set:
            seen_set.add(f)
            stacks[f.generation].append(f)

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        for funcs in reversed(stacks):  # the highest generation first
            while funcs:
                f = funcs.pop()  # pop
                gys = [output().grad for output in f.outputs]  # gather
                gxs = f.backward(*gys)  # multiply
                gxs = checked(f, gxs)
                if watch:
                    watch(f, gys, gxs)

                for x, gx in zip(f.inputs, gxs):
                    x.grad = gx  # deliver: set
                    if x.creator is not None:
                        add_func(x.creator)  # deliver: queue

                if not retain_grad:
                    for y in f.outputs:
                        y().grad = None  # free


@algorithm(adds="inplace", arrays=True, idea=later("x.grad += gx"))
def inplace(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """`x.grad += gx` on the arrays: what shares the array changes with it (book, appendix A)."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    stacks: list[list[Function]] = [[] for _ in range(self.generation)]
    seen_set: set[Function] = set()

    def add_func(f: Function) -> None:
        if f not in seen_set:
            seen_set.add(f)
            stacks[f.generation].append(f)

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        for funcs in reversed(stacks):  # the highest generation first
            while funcs:
                f = funcs.pop()  # pop
                gys = [output().grad for output in f.outputs]  # gather
                gxs = f.backward(*gys)  # multiply
                gxs = checked(f, gxs)
                if watch:
                    watch(f, gys, gxs)

                for x, gx in zip(f.inputs, gxs):
                    if x.grad is None:
                        x.grad = gx  # deliver: set
                    else:
                        x.grad.data += gx.data  # deliver: add
                    if x.creator is not None:
                        add_func(x.creator)  # deliver: queue

                if not retain_grad:
                    for y in f.outputs:
                        y().grad = None  # free


@algorithm("stack", idea=later("last in, first out"))
def stack(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """No generation: the last one pushed is popped first, whatever it still waits for."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs: list[Function] = []
    seen_set: set[Function] = set()

    def add_func(f: Function) -> None:
        if f not in seen_set:
            seen_set.add(f)
            funcs.append(f)

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        while funcs:
            f = funcs.pop()  # pop
            gys = [output().grad for output in f.outputs]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                if x.creator is not None:
                    add_func(x.creator)  # deliver: queue

            if not retain_grad:
                for y in f.outputs:
                    y().grad = None  # free


@algorithm("stack", seen_set=False, idea=later("a stack, no seen_set"))
def naive(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """Step 14 as it stands: a stack, and no seen_set, so shared functions are popped again."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs = [self.creator]
    with using_config("enable_backprop", create_graph):
        while funcs:
            f = funcs.pop()  # pop
            gys = [output().grad for output in f.outputs]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                if x.creator is not None:
                    funcs.append(x.creator)  # deliver: queue

            if not retain_grad:
                for y in f.outputs:
                    y().grad = None  # free


@algorithm("fifo", idea=later("first in, first out"))
def queue(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """First in, first out: breadth first, which is not yet the right order."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs: deque[Function] = deque()
    seen_set: set[Function] = set()

    def add_func(f: Function) -> None:
        if f not in seen_set:
            seen_set.add(f)
            funcs.appendleft(f)  # in at the front, out at the end

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        while funcs:
            f = funcs.pop()  # pop
            gys = [output().grad for output in f.outputs]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                if x.creator is not None:
                    add_func(x.creator)  # deliver: queue

            if not retain_grad:
                for y in f.outputs:
                    y().grad = None  # free


@algorithm(seen_set=False, idea=later("no seen_set"))
def unseen(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """By generation, but no seen_set: a shared function is popped once for each who uses it."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    stacks: list[list[Function]] = [[] for _ in range(self.generation)]
    stacks[self.creator.generation].append(self.creator)
    with using_config("enable_backprop", create_graph):
        for funcs in reversed(stacks):  # the highest generation first
            while funcs:
                f = funcs.pop()  # pop
                gys = [output().grad for output in f.outputs]  # gather
                gxs = f.backward(*gys)  # multiply
                gxs = checked(f, gxs)
                if watch:
                    watch(f, gys, gxs)

                for x, gx in zip(f.inputs, gxs):
                    if x.grad is None:
                        x.grad = gx  # deliver: set
                    else:
                        x.grad = x.grad + gx  # deliver: add
                    if x.creator is not None:
                        stacks[x.creator.generation].append(x.creator)  # deliver: queue

                if not retain_grad:
                    for y in f.outputs:
                        y().grad = None  # free


@algorithm("stack", seen_set=False, idea=later("path by path"))
def paths(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """Along every path by itself: right, but each function is visited once for each path to it."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs = [(self.creator, self, self.grad)]
    visits = 0
    with using_config("enable_backprop", create_graph):
        while funcs:
            f, on, gy = funcs.pop()  # pop
            ys = [output() for output in f.outputs]
            gys = [gy if y is on else Variable(np.zeros_like(y.data)) for y in ys]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                if x.creator is not None:
                    funcs.append((x.creator, x, gx))  # deliver: queue

            if not retain_grad:
                for y in ys:
                    y.grad = None  # free

            visits += 1
            if visits == VISITS and funcs:
                raise too_many_visits(self, visits)


@algorithm("preset", idea=later("depth-first order"))
def toposort(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """Depth first to the leaves, then back through the list (micrograd): no generation needed."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs: list[Function] = []
    seen_set: set[Function] = set()
    waiting = [(self.creator, False)]
    while waiting:
        f, complete = waiting.pop()
        if complete:
            funcs.append(f)  # everything that f was computed from is in the list before it
        elif f not in seen_set:
            seen_set.add(f)
            waiting.append((f, True))
            waiting += [(x.creator, False) for x in reversed(f.inputs) if x.creator is not None]

    with using_config("enable_backprop", create_graph):
        while funcs:
            f = funcs.pop()  # pop
            gys = [output().grad for output in f.outputs]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add

            if not retain_grad:
                for y in f.outputs:
                    y().grad = None  # free


@algorithm("stack", seen_set=False, second_order=False, idea=later("finite differences"))
def numeric(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """No backward at all: each local gradient by a forward difference, chained along every path."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs = [(self.creator, self, self.grad)]
    slopes: dict[Function, Slopes] = {}
    visits = 0
    with using_config("enable_backprop", create_graph):
        while funcs:
            f, on, gy = funcs.pop()  # pop
            ys = [output() for output in f.outputs]
            gys = [gy if y is on else Variable(np.zeros_like(y.data)) for y in ys]  # gather
            if f not in slopes:
                slopes[f] = forward_differences(f)
            gxs = chained(gys, slopes[f])  # multiply
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                if x.creator is not None:
                    funcs.append((x.creator, x, gx))  # deliver: queue

            if not retain_grad:
                for y in ys:
                    y.grad = None  # free

            visits += 1
            if visits == VISITS and funcs:
                raise too_many_visits(self, visits)


@algorithm(arrays=True, second_order=False, idea=later("grads are arrays"))
def ndarray(self: Any, retain_grad: bool, create_graph: bool, watch: Watch | None = None) -> None:
    """Before step 32: gradients are arrays, and so there is nothing to go back through twice."""
    if self.grad is None:
        self.grad = np.ones_like(self.data)  # seed

    stacks: list[list[Any]] = [[] for _ in range(self.generation)]
    seen_set: set[Function] = set()

    def add_func(f: Any) -> None:
        if f not in seen_set:
            seen_set.add(f)
            stacks[f.generation].append(f)

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        for funcs in reversed(stacks):  # the highest generation first
            while funcs:
                f = funcs.pop()  # pop
                gys = [output().grad for output in f.outputs]  # gather
                gxs = f.backward(*gys)  # multiply
                gxs = checked(f, gxs)
                if watch:
                    watch(f, gys, gxs)

                for x, gx in zip(f.inputs, gxs):
                    if x.grad is None:
                        x.grad = gx.data  # deliver: set
                    else:
                        x.grad = as_array(x.grad + gx.data)  # deliver: add
                    if x.creator is not None:
                        add_func(x.creator)  # deliver: queue

                if not retain_grad:
                    for y in f.outputs:
                        y().grad = None  # free
