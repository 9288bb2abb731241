"""The closure of the policy: from everything that a session has, by every attribute it may read.

Breadth first, four attributes deep, with every name that an object or its class has, and those by
which sandboxes were left before. Whatever comes out is of a kind that is meant to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from types import (
    BuiltinFunctionType,
    EllipsisType,
    FunctionType,
    GeneratorType,
    MethodType,
    MethodWrapperType,
    NotImplementedType,
    WrapperDescriptorType,
)
from typing import Any

import numpy as np
import pytest

from backstep import engine
from backstep.language import Runtime
from backstep.language.compiling.names import readable_name
from backstep.language.guarding import tables
from backstep.language.guarding.attributes import read
from backstep.language.guarding.kinds import Kind
from backstep.language.guarding.session_types import SessionType
from backstep.language.library.iteration import Chain
from backstep.language.library.modules import Module
from backstep.language.library.standard import Hint
from backstep.language.library.ufuncs import Joined, Ufunc
from tests.language.escapes.canary import leads_out

DEPTH = 4
SAMPLES = """
from contextlib import contextmanager, suppress, nullcontext
from functools import lru_cache, partial, cache
from collections import OrderedDict, defaultdict, deque, Counter
from itertools import count, chain
from typing import Any, TypeVar
import unittest, weakref, random, time, operator, math
import matplotlib.pyplot as plt
from dezero import layers, models, optimizers, datasets, dataloaders, transforms, utils

class A:
    "A."
    k = 1
    def __init__(self): self.a = 1
    def m(self): return super()
    @property
    def p(self): return self
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(): return 1
    def __enter__(self): return self
    def __exit__(self, *rest): return False
class B(A):
    def m(self): return super()
class F1(Function):
    def forward(self, x): return x
    def backward(self, gy): return gy
    def up(self): return super()
class V(Variable):
    def up(self): return super()
class L(layers.Layer):
    def up(self): return super()
class E(ValueError): pass
class T(unittest.TestCase): pass
def f(a, b=1): "f."; return a
def g(): yield 1
@contextmanager
def cm(): yield 1
@lru_cache
def kept(a): return a
errors = []
for make in (lambda: 1 / 0, lambda: None.x, lambda: [][1], lambda: {}[1], lambda: nowhere,
             lambda: np.zeros(2) + np.zeros(3), lambda: np.zeros(2) << 1, lambda: np.exp('a'),
             lambda: open('a'), lambda: 9 ** 9 ** 9, lambda: int('a'), lambda: 'a' + 1,
             lambda: next(iter([])), lambda: square('a'), lambda: np.zeros(-1)):
    try: make()
    except Exception as e: errors.append(e)
x = Variable(np.array([1.0, 2.0]), 'x')
y = F1()(x) + square(x)
y.backward(retain_grad=True)
v = V(np.array(1.0))
vs = v.up()
b = B()
ups = [b.m(), F1().up(), v.up(), L().up()]
t = T()
with t.assertRaises(ValueError) as raised: raise ValueError(1)
report = gradient_check(square, x)
size = backstep.graph_size(y) if 'backstep' in globals() else dezero.graph_size(y)
model = models.MLP((3, 1))
model(np.ones((2, 2)))
adam = optimizers.Adam().setup(model)
data = datasets.Spiral()
loader = dataloaders.DataLoader(data, 10)
made = [1, 1.5, True, 1j, 'a', b'a', None, ..., [1], (1, 2), {1: 2}, {1}, frozenset({1}), range(3),
    slice(1), np.array([1]), np.float64(1), np.int8(1), np.bool_(True), np.zeros(2).dtype, f,
    lambda: 1, g(), (i for i in [1]), A, b, b.m, B.c, A.s, A.p, F1, y.creator, x, v, errors, ups,
    raised, t, report, report.inputs, size, model, adam, data, loader, Config, no_grad(), test_mode,
    using_config('train', True), cm(), cm, kept, suppress(ValueError), nullcontext(), partial(f, 1),
    defaultdict(list), OrderedDict(), deque([1]), Counter('aa'), count(), chain([1]), Any,
    TypeVar('T'), weakref.ref(b), map(f, [1]), zip([1]), enumerate([1]), filter(None, [1]),
    iter([1]), iter({1: 2}), {}.keys(), {}.items(), {}.values(), reversed([1]), vars(b), b.__dict__,
    transforms.Compose([]), utils.get_dot_graph(y), plt, plt.plot([1, 2]), NotImplemented,
    operator.itemgetter(1), random.random, time.time, math.pi, hasattr, getattr, object(), super]
"""
NAMES = frozenset(
    "__class__ __dict__ __doc__ __name__ __init__ __call__ __getitem__ __iter__ __setattr__ "
    "__globals__ __code__ __closure__ __self__ __func__ __module__ __mro__ __bases__ __base__ "
    "__subclasses__ __reduce__ __reduce_ex__ __builtins__ __wrapped__ __traceback__ __context__ "
    "__cause__ __get__ __new__ __defaults__ __weakref__ __array_interface__ __array_struct__ "
    "gi_frame gi_code cr_frame ag_frame tb_frame f_back f_globals fget func args keywords obj name "
    "value exception base data ctypes flags tofile dump view mro table known real make ticks _data "
    "_run _base_ _cell_ _obj _names _held _items _function _name _params _parts gen cache_info "
    "cache_clear hooks target default_factory figure axes canvas".split()
)
KINDS = (
    *(int, float, complex, str, bytes, type(None), EllipsisType, NotImplementedType, bool),
    *(list, tuple, dict, set, frozenset, range, slice, property, super, np.ndarray, np.generic),
    *(np.dtype, FunctionType, BuiltinFunctionType, MethodType, MethodWrapperType, GeneratorType),
    *(WrapperDescriptorType, Module, Ufunc, Joined, Hint, Chain, Exception, *tables.TABLES),
)

PLAIN_CLASSES = (
    *(int, float, complex, bool, object, range, reversed, type(None), super, partial, nullcontext),
)


def class_is_meant(cls: type) -> bool:
    """Whether a class may come out: of the session, of ours, an error, or a stand-in."""
    if isinstance(cls, (SessionType, Kind)) or issubclass(cls, (Exception, np.generic)):
        return True
    ours = cls.__module__.startswith(("backstep.engine", "backstep.language"))
    return ours or cls in PLAIN_CLASSES


def is_meant(thing: Any) -> bool:
    """Whether an object may come out of the policy."""
    if leads_out(thing):
        return False
    if isinstance(thing, type):
        return class_is_meant(thing)
    kind = type(thing)
    if isinstance(kind, SessionType) or isinstance(thing, KINDS):
        return True
    return kind.__module__.startswith(("backstep.engine", "backstep.language.library.plotting"))


def inside(thing: Any) -> Iterable[Any]:
    """What an object holds that items and loops give."""
    if isinstance(thing, dict):
        return [*thing, *thing.values()]
    return list(thing)[:100] if type(thing) in (list, tuple, set, frozenset) else ()


def begun() -> Iterator[tuple[str, Any]]:
    """Everything that a session has, and one of each kind of thing that it can make."""
    runtime = Runtime(lambda text: None)
    outcome = runtime.run(SAMPLES)
    assert outcome.problem is None, outcome.problem.render()
    table = runtime.namespace["__builtins__"]
    for name in runtime.ready:
        yield name, table[name]
    for name in runtime.user_names():
        yield name, runtime.namespace[name]


def reached() -> dict[str, Any]:
    """What can be reached, by the path to it; of things alike one path."""
    found: dict[str, Any] = {}
    seen: set[Any] = set()
    layer = list(begun())
    for _ in range(DEPTH + 1):
        following: list[tuple[str, Any]] = []
        for path, thing in layer:
            key = _key(thing)
            if key in seen:
                continue
            seen.add(key)
            found[path] = thing
            following += [(f"{path}[]", each) for each in inside(thing)]
            following += _attributes(path, thing)
        layer = following
    return found


def _key(thing: Any) -> Any:
    """By identity what differs by itself, by type what is like any other of its type."""
    alike = (int, float, str, np.ndarray, np.generic, np.dtype)
    return type(thing) if isinstance(thing, alike) else id(thing)


def _attributes(path: str, thing: Any) -> Iterator[tuple[str, Any]]:
    for name in sorted({*dir(thing), *NAMES}):
        if not readable_name(name):
            continue  # the policy does not even compile it
        try:
            yield f"{path}.{name}", read(thing, name)
        except Exception:
            continue


@pytest.fixture(scope="module")
def closure() -> dict[str, Any]:
    return reached()


def test_only_what_is_meant_comes_out(closure: dict[str, Any]) -> None:
    wrong = {path: type(thing) for path, thing in closure.items() if not is_meant(thing)}
    strange = {path: kind for path, kind in wrong.items() if not _opaque(closure[path])}
    assert strange == {}


def _opaque(thing: Any) -> bool:
    """Whether nothing at all can be read of an object: iterators, views, managers, references."""
    return not leads_out(thing) and not isinstance(thing, type) and not list(_attributes("", thing))


def test_the_closure_is_large(closure: dict[str, Any]) -> None:
    assert len(closure) > 1000
    assert len({type(thing) for thing in closure.values()}) > 50


@pytest.mark.parametrize("name", sorted(engine.__all__))
def test_no_name_of_the_engine_leads_out(name: str) -> None:
    assert not leads_out(getattr(engine, name))
