"""What a session has of Python's library: a few names of a few modules, each a fixed table."""

from __future__ import annotations

import collections
import contextlib
import functools
import operator
import time
import typing
import weakref
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType, GeneratorType
from typing import Any

from backstep.language.compiling.names import CELL
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.guarding.bounds import LONGEST, MOST_ITEMS, compared, each_compared
from backstep.language.guarding.kinds import gathering, holding, kind_of
from backstep.language.guarding.stepping import contains, stepped
from backstep.language.guarding.ticks import METER, MOST_TICKS
from backstep.messages import tr

LONGEST_SLEEP = 10.0
TICKS_A_SECOND = MOST_TICKS / LONGEST_SLEEP  # that sleeping costs
MOST_ARGUMENTS = 1000


def wraps(wrapped: Any) -> Callable[[Any], Any]:
    """functools.wraps for functions of a session: the name and the docstring, nothing else."""

    def decorate(wrapper: Any) -> Any:
        if isinstance(wrapped, FunctionType) and _made_here(wrapper):
            wrapper.__name__, wrapper.__doc__ = wrapped.__name__, wrapped.__doc__
        return wrapper

    return decorate


def _made_here(function: Any) -> bool:
    return isinstance(function, FunctionType) and function.__code__.co_filename.startswith(CELL)


class deque(collections.deque[Any]):
    """collections.deque, which does not repeat itself any number of times."""

    __slots__ = ()

    def __mul__(self, times: Any) -> Any:
        raise NotAvailable(
            tr("a deque times a number is not available here: write deque([...] * n)")
        )

    __imul__ = __rmul__ = __mul__

    def __repr__(self) -> str:
        end = "" if self.maxlen is None else f", maxlen={self.maxlen}"
        return f"deque({list(self)!r}{end})"


LONGEST[deque] = MOST_ITEMS
HOLDERS = (collections.defaultdict, collections.OrderedDict, collections.Counter, deque)
OF_DICTS = frozenset("clear copy get items keys pop popitem setdefault update values".split())
HOLDER_TABLES: dict[type, frozenset[str]] = {
    collections.defaultdict: OF_DICTS | {"default_factory"},
    collections.OrderedDict: OF_DICTS | {"move_to_end"},
    collections.Counter: OF_DICTS | {"most_common", "subtract", "total"},
    deque: frozenset(
        "append appendleft clear copy count extend extendleft index insert maxlen pop popleft "
        "remove reverse rotate".split()
    ),
}


def sleep(seconds: float) -> None:
    """time.sleep for a few seconds."""
    if seconds > LONGEST_SLEEP:
        raise LimitError(
            tr(
                "time.sleep: {seconds} seconds are more than the {most:g} allowed",
                seconds=seconds,
                most=LONGEST_SLEEP,
            )
        )
    METER.tick(max(0, int(seconds * TICKS_A_SECOND)))
    time.sleep(seconds)


def weak_reference(thing: Any) -> weakref.ref[Any]:
    """weakref.ref without a callback: an error in one would surface outside of every cell."""
    return weakref.ref(thing)


class Hint:
    """A name of typing: stands in annotations, which are for people, and computes nothing."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, parameters: object) -> Hint:
        return self

    def __or__(self, other: object) -> Hint:
        return self

    __ror__ = __or__

    def __repr__(self) -> str:
        return f"typing.{self._name}"


def type_variable(name: str, *bounds: object, **options: object) -> Hint:
    """typing.TypeVar."""
    return Hint(name)


def cast(kind: object, value: Any) -> Any:
    """typing.cast: the value as it is."""
    return value


def counter(*items: Any, **named: Any) -> Any:
    """collections.Counter."""
    if items and not isinstance(items[0], Mapping):
        return gathering(collections.Counter, hashes=True)(*items, **named)
    return collections.Counter(*items, **named)


def contextmanager(function: Callable[..., Any]) -> Callable[..., Any]:
    """contextlib.contextmanager, of generators: what looks like one could swallow Ctrl-C."""

    @functools.wraps(function)
    def made(*arguments: Any, **options: Any) -> Any:
        generator = function(*arguments, **options)
        if type(generator) is not GeneratorType:
            raise TypeError(tr("contextmanager takes a function that yields"))
        return generator

    return contextlib.contextmanager(made)


def suppress(*kinds: Any) -> contextlib.AbstractContextManager[None]:
    """contextlib.suppress."""
    return contextlib.suppress(*compared(kinds))


def lru_cache(maxsize: Any = 128, typed: bool = False) -> Callable[..., Any]:
    """functools.lru_cache, with or without arguments; those of the function are hashed."""
    if callable(maxsize):
        return _kept(functools.lru_cache(128, typed)(maxsize))
    return lambda function: _kept(functools.lru_cache(maxsize, typed)(function))


def cache(function: Callable[..., Any]) -> Callable[..., Any]:
    """functools.cache."""
    return _kept(functools.cache(function))


def _kept(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def kept(*arguments: Any, **options: Any) -> Any:
        each_compared(arguments)
        each_compared(tuple(options.values()))
        return function(*arguments, **options)

    return kept


def reduce(function: Callable[[Any, Any], Any], items: Iterable[Any], *initial: Any) -> Any:
    """functools.reduce."""
    return functools.reduce(function, stepped(items), *initial)


def partial(function: Any, /, *arguments: Any, **options: Any) -> Any:
    """functools.partial; one of a partial has the arguments of both, so not without end."""
    if type(function) is functools.partial and len(function.args) > MOST_ARGUMENTS:
        raise LimitError(tr("partial: more than {most:,} arguments", most=MOST_ARGUMENTS))
    return functools.partial(function, *arguments, **options)


def found_in(a: Any, b: Any) -> bool:
    """operator.contains."""
    return contains(b, a)


def _comparing(name: str) -> Callable[[Any, Any], Any]:
    function = getattr(operator, name)

    def compare(a: Any, b: Any) -> Any:
        return function(compared(a), compared(b))

    return compare


def add(a: Any, b: Any) -> Any:
    """operator.add, within the length that `a + b` is held to."""
    from backstep.language.guarding.iterating import add as bounded

    return bounded(a, b)


def mul(a: Any, b: Any) -> Any:
    """operator.mul, within the size that `a * b` is held to."""
    from backstep.language.guarding.guards import multiply  # it needs the modules

    return multiply(a, b)


def mod(a: Any, b: Any) -> Any:
    """operator.mod, which formats text within the widths that `a % b` is held to."""
    from backstep.language.guarding.guards import remainder

    return remainder(a, b)


def power(a: Any, b: Any) -> Any:
    """operator.pow, within the size that `a ** b` is held to."""
    from backstep.language.guarding.guards import power as bounded

    return bounded(a, b)


def _guarded(name: str) -> Callable[[Any, Any], Any]:
    """An operator under the name that `operator` has for it, within the same bounds."""

    def operate(a: Any, b: Any) -> Any:
        from backstep.language.guarding import operands  # it needs the modules

        operands.check_operands(name, a, b)
        return getattr(operator, name)(a, b)

    operate.__name__ = operate.__qualname__ = name
    return operate


def getitem(a: Any, b: Any) -> Any:
    """operator.getitem, with the look at the key that `a[b]` has."""
    from backstep.language.guarding.guards import get_item

    return get_item(a, b)


def itemgetter(*keys: Any) -> Any:
    """operator.itemgetter."""
    if len(keys) == 1:
        return lambda obj: getitem(obj, keys[0])
    return lambda obj: tuple([getitem(obj, key) for key in keys])


HINTS = (
    "Any Callable ClassVar Dict Final FrozenSet Generator Generic Iterable Iterator List Literal "
    "Mapping NoReturn Optional Protocol Self Sequence Set Tuple Type TypeAlias Union"
).split()
OPERATORS = ("abs invert is_ is_not neg not_ pos truth").split()
COMPARISONS = "eq ge gt le lt ne".split()

GUARDED = "and_ floordiv matmul or_ sub truediv xor".split()

KNOWN: dict[str, list[str]] = {
    each.__name__: dir(each)
    for each in (collections, contextlib, functools, operator, time, typing, weakref)
}
TABLES: dict[str, dict[str, Any]] = {
    "collections": {
        "Counter": kind_of(collections.Counter, counter),
        "OrderedDict": kind_of(collections.OrderedDict, holding(collections.OrderedDict)),
        "defaultdict": kind_of(collections.defaultdict, holding(collections.defaultdict)),
        "deque": kind_of(deque, gathering(deque, hashes=False)),
    },
    "contextlib": {
        "contextmanager": contextmanager,
        "nullcontext": contextlib.nullcontext,
        "suppress": suppress,
    },
    "functools": {
        "cache": cache,
        "lru_cache": lru_cache,
        "partial": partial,
        "reduce": reduce,
        "wraps": wraps,
    },
    "operator": {name: getattr(operator, name) for name in OPERATORS}
    | {name: _comparing(name) for name in COMPARISONS}
    | {name: _guarded(name) for name in GUARDED}
    | {
        "add": add,
        "contains": found_in,
        "getitem": getitem,
        "itemgetter": itemgetter,
        "mod": mod,
        "mul": mul,
        "pow": power,
    },
    "time": {
        "monotonic": time.monotonic,
        "perf_counter": time.perf_counter,
        "process_time": time.process_time,
        "sleep": sleep,
        "time": time.time,
    },
    "typing": {name: Hint(name) for name in HINTS} | {"TypeVar": type_variable, "cast": cast},
    "weakref": {"ref": weak_reference},
}
