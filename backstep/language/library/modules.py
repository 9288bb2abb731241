"""The modules that an import may name: fixed tables of names, nothing of the real modules."""

from __future__ import annotations

import builtins
import itertools
import math
import random
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any

import numpy as np

from backstep import engine
from backstep.engine import (
    DataError,
    Variable,
    as_array,
    dataloaders,
    datasets,
    layers,
    models,
    operations,
    optimizers,
    shapes,
    transforms,
)
from backstep.language.errors import LimitError, hint
from backstep.language.guarding.stepping import float_sum
from backstep.language.library import arrays, standard
from backstep.language.library.chance import RANDOM
from backstep.language.library.iteration import ITERTOOLS
from backstep.language.library.ufuncs import JOINED, UFUNCS
from backstep.language.library.unittests import UNITTEST
from backstep.messages import later, tr

MATH_NAMES = (
    "acos acosh asin asinh atan atan2 atanh ceil cos cosh degrees e erf erfc exp expm1 fabs "
    "floor fmod fsum gamma hypot inf isclose isfinite isinf isnan log log10 log1p log2 nan pi "
    "pow radians sin sinh sqrt tan tanh tau trunc "
).split()
# As the book's numpy called Python's own; numpy has taken these names away since.
OLD_DTYPES = {"int": int, "float": float, "bool": bool, "complex": complex}
# What the book has after step 50, or takes from files and the network.
LATER_LAYERS = "BatchNorm Conv2d Deconv2d EmbedID LSTM RNN".split()
LATER_FUNCTIONS = (
    "average_pooling batch_nrom binary_cross_entropy col2im conv2d conv2d_simple deconv2d "
    "embed_id im2col pooling pooling_simple sigmoid_cross_entropy"
).split()
LATER_DATASETS = (
    "CIFAR10 CIFAR100 ImageNet MNIST Shakespear SinCurve load_cache_npz save_cache_npz"
).split()
LATER_MODELS = "ResNet ResNet101 ResNet152 ResNet50 SqueezeNet VGG16".split()

# What the book calls modules.
AS = {"np": "numpy", "plt": "matplotlib.pyplot", "F": "dezero.functions", "L": "dezero.layers"}
INSTEAD = {
    "dataclasses": later("write a class with an __init__"),
    "os": later("a program here reaches no files and no system"),
    "pathlib": later("a program here reaches no files and no system"),
    "pickle": later("a program here reaches no files; %save keeps the session"),
    "subprocess": later("a program here starts no others"),
    "sys": later("a program here reaches no files and no system"),
}


_FILES = later(": a program here reaches no files")
_NETWORK = later(": it comes from the network; Spiral and get_spiral are here")
REASONS = {
    "dezero.cuda": later(": everything is computed without a GPU"),
    "numpy.load": _FILES,
    "numpy.loadtxt": _FILES,
    "numpy.save": _FILES,
    "numpy.savetxt": _FILES,
    "numpy.savez": _FILES,
    "numpy.savez_compressed": _FILES,
    "collections.namedtuple": later(": write a class with an __init__"),
    **{f"dezero.datasets.{name}": _NETWORK for name in ("CIFAR10", "CIFAR100", "MNIST")},
}


class Module:
    """A table of names that looks like a module. Reads go through our attribute guard.

    `known` are the names of the real module, for telling a missing name from a refused one.
    """

    __slots__ = ("known", "name", "table")

    def __init__(self, name: str, table: Mapping[str, Any], known: Iterable[str] = ()) -> None:
        self.name = name
        self.table = dict(table)
        self.known = frozenset(known)

    def __repr__(self) -> str:
        return f"<module {self.name}>"


def _numpy() -> Module:
    random = Module("numpy.random", arrays.RANDOM, dir(np.random))
    linalg = Module("numpy.linalg", arrays.LINALG, dir(np.linalg))
    table: dict[str, Any] = {
        **arrays.FUNCTIONS,
        **arrays.DTYPES,
        **arrays.CONSTANTS,
        "ndarray": arrays.ndarray,
    }
    table |= UFUNCS | JOINED | OLD_DTYPES
    table |= {name: _comparing(table[name]) for name in ("allclose", "array_equal", "isclose")}
    return Module("numpy", table | {"random": random, "linalg": linalg}, dir(np))


def _comparing(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of numpy that only compares: with a Variable no graph is lost, its data is meant.

    `np.allclose(x.grad, num_grad)` is what book step 10 writes.
    """

    @wraps(function)
    def compare(*arguments: Any, **options: Any) -> Any:
        return function(
            *[as_array(x) if isinstance(x, Variable) else x for x in arguments], **options
        )

    return compare


def _factorial(n: int) -> int:
    if n > 5000:
        raise LimitError(tr("math.factorial: more than 5000 is more than this program may ask for"))
    return math.factorial(n)


def _comb(n: int, k: int) -> int:
    if n > 10_000:
        raise LimitError(tr("math.comb: more than 10000 is more than this program may ask for"))
    return math.comb(n, k)


def _of_numbers(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of math. A Variable would go through as a number and leave its graph behind."""

    @wraps(function, updated=())
    def checked(*arguments: Any, **options: Any) -> Any:
        if any(isinstance(x, Variable) for x in arguments):
            told = later("math.{name} takes numbers, not Variables: write math.{name}(x.data)")
            if name in operations.__all__:
                told = later(
                    "math.{name} takes numbers, not Variables: write {name}(x), or "
                    "math.{name}(x.data)"
                )
            raise DataError(tr(told, name=name))
        return function(*arguments, **options)

    return checked


def _math() -> Module:
    table = {name: getattr(math, name) for name in MATH_NAMES}
    table |= {"factorial": _factorial, "comb": _comb, "fsum": float_sum}
    return Module(
        "math", {n: _of_numbers(n, f) if callable(f) else f for n, f in table.items()}, dir(math)
    )


NUMPY = _numpy()
MATH = _math()
FUNCTIONS = Module(
    "dezero.functions", {n: getattr(operations, n) for n in operations.__all__}, LATER_FUNCTIONS
)
CORE = {
    name: getattr(engine, name)
    for name in engine.__all__
    if name not in operations.__all__ and name not in ("ALGORITHMS", "setup_variable")
} | {"setup_variable": lambda: None}
UTILS = Module(
    "dezero.utils",
    {
        "gradient_check": engine.gradient_check,
        "numerical_diff": engine.numerical_diff,
        "numerical_grad": engine.numerical_diff,  # the library's name for the book's function
        "get_dot_graph": engine.get_dot_graph,
        "plot_dot_graph": engine.plot_dot_graph,
        **{name: getattr(shapes, name) for name in shapes.__all__},
    },
    "get_file show_progress".split(),
)
OPERATION_CLASSES = {n: c for n, c in FUNCTIONS.table.items() if isinstance(c, type)}


def _part(name: str, part: ModuleType, later: Iterable[str] = (), **more: Any) -> Module:
    """A module of the engine under the book's name."""
    table = {each: getattr(part, each) for each in part.__all__}
    return Module(f"dezero.{name}", table | more, later)


INNER = {
    "functions": FUNCTIONS,
    "core": Module("dezero.core", CORE | FUNCTIONS.table),
    "core_simple": Module("dezero.core_simple", CORE | FUNCTIONS.table),
    "utils": UTILS,
    "layers": _part("layers", layers, LATER_LAYERS, Parameter=engine.Parameter),
    "models": _part("models", models, LATER_MODELS, Layer=engine.Layer),
    "optimizers": _part("optimizers", optimizers),
    "datasets": _part("datasets", datasets, LATER_DATASETS),
    "dataloaders": _part("dataloaders", dataloaders),
    "transforms": _part("transforms", transforms),
}
LATER = ("cuda", "functions_conv", "test_mode")
DEZERO = Module("dezero", CORE | FUNCTIONS.table | INNER, LATER)
BACKSTEP = Module("backstep", DEZERO.table, LATER)
STANDARD = {
    **{name: Module(name, table, standard.KNOWN[name]) for name, table in standard.TABLES.items()},
    "itertools": Module("itertools", ITERTOOLS, dir(itertools)),
    "random": Module("random", RANDOM, dir(random)),
    "unittest": Module("unittest", UNITTEST, ["TestSuite", "TestLoader", "mock", "skip"]),
}

MODULES: dict[str, Module] = {
    "numpy": NUMPY,
    "numpy.random": NUMPY.table["random"],
    "numpy.linalg": NUMPY.table["linalg"],
    "math": MATH,
    **STANDARD,
    "dezero": DEZERO,
    "backstep": BACKSTEP,
    **{f"{top.name}.{name}": part for top in (DEZERO, BACKSTEP) for name, part in INNER.items()},
}
# Operations with the name of a builtin: by that name they stand in dezero.functions only.
SHADOWING = frozenset(n for n in operations.__all__ if hasattr(builtins, n))
STAR_MODULES = ("dezero", "backstep", "dezero.functions", "backstep.functions")


PLOTTING = ("matplotlib", "matplotlib.pyplot")


def _load_plotting() -> None:
    """Put the modules for plotting beside the others: most programs never need them."""
    from backstep.language.guarding.tables import TABLES
    from backstep.language.library.plotting import pyplot

    functions = Module("matplotlib.pyplot", pyplot.FUNCTIONS, pyplot.KNOWN)
    table = {"pyplot": functions, "use": pyplot.without_effect}
    TABLES.update(pyplot.TABLES)
    MODULES.update(zip(PLOTTING, (Module("matplotlib", table), functions), strict=True))


def module_names() -> list[str]:
    """What can be imported, also what is only made when it is."""
    return list(dict.fromkeys([*MODULES, *PLOTTING]))


def module_named(name: str) -> Module:
    """The table of a module. Raises ImportError with what there is instead."""
    if name in PLOTTING and name not in MODULES:
        _load_plotting()
    module = MODULES.get(name)
    if module is None:
        raise ImportError(
            tr("{name} is not available here; {instead}", name=name, instead=_instead(name))
        )
    return module


def _instead(name: str) -> str:
    """What there is in place of a module."""
    top = name.partition(".")[0]
    if top in ("dezero", "backstep"):
        return tr("of {top} there are {names}", top=top, names=", ".join(INNER))
    if top == "numpy":
        return tr("of numpy there are numpy.random and numpy.linalg")
    if top == "matplotlib":
        return tr("of matplotlib there is matplotlib.pyplot")
    if top in INSTEAD:
        return tr(INSTEAD[top])
    return tr(
        "there are {names}", names=", ".join(sorted(n for n in module_names() if "." not in n))
    )


def way_to(name: str) -> str:
    """`; write np.arange` where a name that is not defined can be had; else nothing.

    >>> way_to("plt"), way_to("SGD")
    ('; write import matplotlib.pyplot as plt', '; write from dezero.optimizers import SGD')
    """
    if name in AS:
        return tr("; write import {module} as {name}", module=AS[name], name=name)
    if name in module_names():
        return tr("; write import {name}", name=name)
    if name in Variable.__dict__ and not name.startswith("_"):
        called = "()" if callable(Variable.__dict__[name]) else ""
        return tr("; it belongs to a Variable: write x.{name}{called}", name=name, called=called)
    for short, module in (("np", NUMPY), ("math", MATH)):
        if name in module.table:
            return tr("; write {code}", code=f"{short}.{name}")
    for module in (DEZERO, *INNER.values(), *STANDARD.values()):
        if name in module.table:
            return tr("; write from {module} import {name}", module=module.name, name=name)
    return ""


def import_(name: str, wanted: str) -> Module:
    """What `import name` binds: the module, or its top one for `import a.b`."""
    module_named(name)
    return module_named(wanted)


def not_available(name: str) -> str:
    """The sentence on something that the real module has: `dezero.datasets.MNIST`."""
    return tr("{name} is not available here{reason}", name=name, reason=tr(REASONS.get(name, "")))


def from_(name: str, attribute: str) -> Any:
    """What `from name import attribute` binds."""
    module = module_named(name)
    if attribute not in module.table:
        known = attribute in module.known
        missing = tr(
            "{name} has no {attribute}{hint}",
            name=name,
            attribute=attribute,
            hint=hint(attribute, module.table),
        )
        raise ImportError(not_available(f"{module.name}.{attribute}") if known else missing)
    return module.table[attribute]


def star_names(name: str) -> dict[str, Any]:
    """What `from name import *` binds; only the engine's names can be taken so."""
    if name not in STAR_MODULES:
        raise ImportError(
            tr("from {name} import * is not available here: name what you need", name=name)
        )
    hidden = () if name.endswith(".functions") else SHADOWING
    return {
        n: v
        for n, v in module_named(name).table.items()
        if not isinstance(v, Module) and n not in hidden
    }
