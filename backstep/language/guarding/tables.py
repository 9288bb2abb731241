"""The attributes that may be read and written, type by type. What is in no table is denied."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import partial
from types import FunctionType, GeneratorType, MethodType
from typing import Any

import numpy as np

from backstep.engine import Config, Function, GradientReport, GraphSize, Parameter, Variable
from backstep.engine.comparing import Comparison
from backstep.engine.dot import DotText
from backstep.engine.setup import METHODS as VARIABLE_METHODS
from backstep.language.errors import LimitError
from backstep.language.guarding import own_state
from backstep.language.guarding.bounds import (
    DESCRIPTORS,
    LONGEST_TEXT,
    check_length,
    compared,
    each_compared,
    gathered,
)
from backstep.language.guarding.formatting import WIDEST, safe_format
from backstep.language.guarding.kinds import KINDS, compared_key
from backstep.language.guarding.stepping import check_searched, contains
from backstep.language.guarding.texts import SEARCHING
from backstep.language.library import standard, training
from backstep.language.library.arrays import METHODS, array_method
from backstep.language.library.iteration import Chain
from backstep.language.library.modules import OPERATION_CLASSES
from backstep.language.library.ufuncs import Ufunc
from backstep.language.library.unittests import Raising, TestCase
from backstep.messages import tr

VARIABLE = frozenset(
    "data grad creator generation name shape ndim size dtype T set_creator cleargrad backward "
    "unchain unchain_backward".split()
).union(VARIABLE_METHODS)
VARIABLE_WRITES = frozenset({"data", "grad", "name"})
FUNCTION = frozenset(
    "inputs outputs input output generation forward backward formula domain".split()
)
CONFIG = frozenset({"enable_backprop", "train"})
ARRAY = frozenset(
    "T all any argmax argmin argsort astype clip copy cumprod cumsum diagonal dot dtype fill "
    "flatten item itemsize max mean min nbytes ndim prod ravel real imag repeat reshape round "
    "shape size sort squeeze std sum swapaxes tolist transpose var".split()
)
SCALAR = ARRAY - {"fill", "sort", "argsort"}
NUMBER = frozenset("real imag conjugate is_integer bit_length numerator denominator".split())
TEXT = frozenset(
    "capitalize casefold center count endswith find format index isalnum isalpha isascii isdecimal "
    "isdigit isidentifier islower isnumeric isspace istitle isupper join ljust lower lstrip "
    "partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split "
    "splitlines startswith strip swapcase title upper zfill".split()
)
NUMERIC_CODES = "?bhilqBHILQefdgFDG"
NAMED = frozenset({"__name__", "__doc__"})


def arguments_of(operation: type[Function]) -> frozenset[str]:
    """What an operation was made with and keeps under the same names: its axis, its slope."""
    parameters = inspect.signature(operation).parameters.values()
    return frozenset(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)


# Reads of an instance, by its exact type. Those of plots come when a program imports pyplot.
TABLES: dict[type, frozenset[str]] = {
    Variable: VARIABLE,
    Parameter: VARIABLE,
    np.ndarray: ARRAY,
    str: TEXT,
    list: frozenset("append clear copy count extend index insert pop remove reverse sort".split()),
    tuple: frozenset({"count", "index"}),
    dict: frozenset("clear copy get items keys pop popitem setdefault update values".split()),
    set: frozenset(
        "add clear copy difference difference_update discard intersection intersection_update "
        "isdisjoint issubset issuperset pop remove symmetric_difference union update".split()
    ),
    frozenset: frozenset(
        "copy difference intersection isdisjoint issubset issuperset symmetric_difference "
        "union".split()
    ),
    int: NUMBER,
    float: NUMBER,
    bool: NUMBER,
    complex: NUMBER,
    type(Config): CONFIG,
    range: frozenset({"start", "stop", "step", "count", "index"}),
    slice: frozenset({"start", "stop", "step", "indices"}),
    property: frozenset({"setter", "getter", "deleter"}),
    GradientReport: frozenset("name inputs places trouble forgets_gy".split()),
    Comparison: frozenset(
        "shape checked at gradient difference error verdict sides differences good".split()
    ),
    GraphSize: frozenset("functions depth variables leaves data_bytes grad_bytes classes".split()),
    GeneratorType: frozenset({"send", "close"}),
    FunctionType: NAMED,
    MethodType: NAMED,
    StopIteration: frozenset({"args", "value"}),
    DotText: TEXT,
    Raising: frozenset({"exception"}),
    TestCase: frozenset(name for name in dir(TestCase) if not name.startswith("_")),
    Chain: frozenset({"from_iterable"}),
    Ufunc: frozenset({"at", "reduce"}),
    own_state.Attributes: own_state.ATTRIBUTES_TABLE,
    **standard.HOLDER_TABLES,
    **training.TABLES,
    **{cls: FUNCTION | arguments_of(cls) for cls in OPERATION_CLASSES.values()},
    **{np.dtype(code).type: SCALAR for code in NUMERIC_CODES},
    **{type(np.dtype(code)): frozenset({"name", "kind", "itemsize"}) for code in NUMERIC_CODES},
}
# Reads of a class itself, beside __name__ and __doc__.
CLASS_TABLES: dict[type, frozenset[str]] = {
    Variable: VARIABLE,
    Function: FUNCTION,
    KINDS["str"]: TEXT - {"format", "replace", "center", "ljust", "rjust", "zfill", "join"},
    KINDS["list"]: frozenset("append clear copy insert pop reverse".split()),
    KINDS["dict"]: frozenset("clear copy fromkeys items keys popitem values".split()),
    KINDS["set"]: frozenset("clear copy".split()),
    **dict.fromkeys(OPERATION_CLASSES.values(), FUNCTION),
    **training.CLASS_TABLES,
}


def table_of(base: type) -> frozenset[str]:
    """What instances of a session's class may read of the part that comes from outside."""
    if issubclass(base, Variable):
        return VARIABLE
    if issubclass(base, Function):
        return TABLES.get(base, FUNCTION)
    return TABLES.get(base, frozenset({"args"}) if issubclass(base, BaseException) else frozenset())


def _bounded_width(name: str) -> Callable[[str], Callable[..., str]]:
    def bind(text: str) -> Callable[..., str]:
        def padded(width: int, *fill: str) -> str:
            if width > WIDEST:
                raise LimitError(
                    tr(
                        "{name}: a width of {width} is more than the {most} allowed",
                        name=name,
                        width=width,
                        most=WIDEST,
                    )
                )
            return getattr(text, name)(width, *fill)

        return padded

    return bind


def _replace(text: str) -> Callable[..., str]:
    def replace(old: str, new: str, count: int = -1) -> str:
        if text.count(old) * len(new) > LONGEST_TEXT:
            raise LimitError(
                tr("replace: a text of more than {most:,} characters", most=LONGEST_TEXT)
            )
        return text.replace(old, new, count)

    return replace


def _join(text: str) -> Callable[..., str]:
    def join(items: Iterable[str]) -> str:
        parts = gathered("join", items)
        length = sum([len(part) for part in parts if type(part) is str]) + len(text) * len(parts)
        check_length("join", str, length)
        return text.join(parts)

    return join


def _format(text: str) -> Callable[..., str]:
    return lambda *arguments, **options: safe_format(text, arguments, options)


def _extending(name: str) -> Callable[[Any], Callable[[Iterable[Any]], None]]:
    def bind(items: Any) -> Callable[[Iterable[Any]], None]:
        def extend(more: Iterable[Any]) -> None:
            more = gathered(name, more)
            check_length(name, type(items), len(items) + len(more))  # type: ignore[arg-type]
            getattr(items, name)(more)

        return extend

    return bind


def _comparing(name: str) -> Callable[[Any], Callable[..., Any]]:
    """A method that compares, or hashes, what it is given."""

    def bind(owner: Any) -> Callable[..., Any]:
        method, kind = getattr(owner, name), type(owner)

        def bounded(*things: Any) -> Any:
            for thing in things:
                compared(thing)
                each_compared(thing)
                if kind in (list, tuple):
                    check_searched(thing, owner)
            return method(*things)

        return bounded

    return bind


def _of_range(name: str) -> Callable[[range], Callable[[Any], int]]:
    """range.index and range.count, without going through all of it as Python does for a 2.0."""

    def bind(numbers: range) -> Callable[[Any], int]:
        def found(value: Any) -> int:
            if not contains(value, numbers):
                return _none_of(name, value)
            return 1 if name == "count" else numbers.index(int(value))

        return found

    return bind


def _none_of(name: str, value: Any) -> int:
    if name == "index":
        raise ValueError(tr("that number is not in the range"))
    return 0


def _sort(items: list[Any]) -> Callable[..., None]:
    each_compared(items)

    def sort(*, key: Any = None, reverse: bool = False) -> None:
        items.sort(key=compared_key(key), reverse=reverse)

    return sort


def _decorating(name: str) -> Callable[[property], Callable[..., property]]:
    """`@x.setter`, of a function and not of another property, without end."""

    def bind(owner: property) -> Callable[..., property]:
        def decorate(function: Any) -> property:
            if type(function) in DESCRIPTORS:
                raise TypeError(tr("{name} takes a function, not another decorator's", name=name))
            made: property = getattr(owner, name)(function)
            return made

        return decorate

    return bind


def _gathering(name: str) -> Callable[[Any], Callable[..., Any]]:
    """A method that hashes the items of what it is given, or of a dict the keys of its pairs."""

    def bind(owner: Any) -> Callable[..., Any]:
        method = getattr(owner, name)

        def bounded(*groups: Any, **named: Any) -> Any:
            found = [gathered(name, group) for group in groups]
            for group in found:
                each_compared(group)
                for item in group if type(group) is list and isinstance(owner, dict) else ():
                    each_compared(item)
            return method(*found, **named)

        return bounded

    return bind


HASHING = (
    "difference difference_update intersection isdisjoint issubset issuperset "
    "symmetric_difference union update"
)
COMPARING = {
    list: "count index remove",
    tuple: "count index",
    **dict.fromkeys((dict, *standard.HOLDERS[:3]), "get pop setdefault"),
    standard.deque: "count index remove",
    set: "add discard remove",
}
OF_TEXT: dict[str, Callable[[Any], Any]] = {
    "format": _format,
    "replace": _replace,
    "join": _join,
    **{name: partial(partial, function) for name, function in SEARCHING.items()},
    **{name: _bounded_width(name) for name in ("center", "ljust", "rjust", "zfill")},
}
# Methods that could ask for any size, or reach into objects: ours stand in for them.
BOUND: dict[tuple[type, str], Callable[[Any], Any]] = {
    **{(kind, name): bind for kind in (str, DotText) for name, bind in OF_TEXT.items()},
    **{(list, name): _extending(name) for name in ("extend",)},
    **{(standard.deque, name): _extending(name) for name in ("extend", "extendleft")},
    (list, "sort"): _sort,
    **{(range, name): _of_range(name) for name in ("count", "index")},
    **{(kind, name): _comparing(name) for kind in COMPARING for name in COMPARING[kind].split()},
    **{
        (kind, name): _gathering(name)
        for kind in (set, frozenset, dict, *standard.HOLDERS[:3])
        for name in TABLES[kind] & frozenset(HASHING.split())
    },
    **{(property, name): _decorating(name) for name in ("setter", "getter", "deleter")},
    **{
        (kind, name): array_method(name)
        for kind, table in TABLES.items()
        if issubclass(kind, (np.ndarray, np.generic))
        for name in table & METHODS
    },
}


def type_name(obj: Any) -> str:
    """What to call an object in a sentence, with its article: `a Variable`, `an int`."""
    if obj is None or obj is Config:
        return "None" if obj is None else "Config"
    if isinstance(obj, type):
        return tr("the class {obj}", obj=obj.__name__)
    name = type(obj).__name__
    if name[0] in "aeiouAEIOU" or name == "ndarray":
        return tr("an {kind}", kind=name)
    return tr("a {kind}", kind=name)
