"""Which attributes may be read and written, by the exact type of the object. Default: none.

A class made in the session is known by its metaclass; its instances are the person's own, so they
may read and write what they like, dunders only from the list of what may be defined.
"""

from __future__ import annotations

import difflib
from types import FunctionType, GeneratorType, MethodType
from typing import Any

import numpy as np

from backstep.engine import Config, Function, Parameter, Variable
from backstep.language.errors import NotAvailable
from backstep.language.formatting import safe_format
from backstep.language.modules import OPERATION_CLASSES, Module
from backstep.language.policy import DEFINABLE, allowed_name

VARIABLE = frozenset(
    "data grad creator generation name shape ndim size dtype set_creator cleargrad backward sum "
    "reshape".split()
)
VARIABLE_WRITES = frozenset({"data", "grad", "name", "creator", "generation"})
FUNCTION = frozenset(
    "inputs outputs input output generation forward backward formula c axis keepdims shape".split()
)
ARRAY = frozenset(
    "T all any argmax argmin argsort astype clip copy cumprod cumsum diagonal dot dtype fill "
    "flatten item itemsize max mean min nbytes ndim prod ravel real imag repeat reshape round "
    "shape size sort squeeze std sum swapaxes tolist transpose var".split()
)
NUMBER = frozenset("real imag conjugate is_integer bit_length numerator denominator".split())
TEXT = frozenset(
    "capitalize center count endswith find index isalnum isalpha isdigit islower isspace isupper "
    "join ljust lower lstrip partition replace rfind rindex rjust rpartition rsplit rstrip split "
    "splitlines startswith strip swapcase title upper zfill format".split()
)
TABLES: dict[type, frozenset[str]] = {
    Variable: VARIABLE,
    Parameter: VARIABLE,
    type(Config): frozenset(),
    np.ndarray: ARRAY,
    np.dtype: frozenset({"name", "kind", "itemsize"}),
    str: TEXT,
    list: frozenset("append clear copy count extend index insert pop remove reverse sort".split()),
    tuple: frozenset({"count", "index"}),
    dict: frozenset("clear copy get items keys pop popitem setdefault update values".split()),
    set: frozenset(
        "add clear copy difference discard intersection issubset issuperset pop remove "
        "symmetric_difference union update".split()
    ),
    frozenset: frozenset("copy difference intersection issubset issuperset union".split()),
    int: NUMBER,
    float: NUMBER,
    bool: NUMBER,
    complex: NUMBER,
    range: frozenset({"start", "stop", "step", "count", "index"}),
    slice: frozenset({"start", "stop", "step"}),
    property: frozenset({"setter", "getter", "deleter"}),
    GeneratorType: frozenset({"send", "close"}),
    FunctionType: frozenset({"__name__", "__doc__"}),
    MethodType: frozenset({"__name__", "__doc__"}),
    **dict.fromkeys(OPERATION_CLASSES.values(), FUNCTION),
}
CONFIG = frozenset({"enable_backprop", "train"})
WITH_CLASS = (Variable, Function)


class SessionType(type):
    """The metaclass of every class made in a session; by it such classes are known."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> SessionType:
        for base in bases:
            if not (type(base) is SessionType or base in BASES or _is_exception(base)):
                shown = getattr(base, "__name__", base)
                raise NotAvailable(f"a class here cannot be derived from {shown}")
        namespace.pop("__array_ufunc__", None)
        return super().__new__(mcs, name, bases, namespace)


BASES = (object, Function, Variable, Parameter, *OPERATION_CLASSES.values())


def _is_exception(base: object) -> bool:
    return isinstance(base, type) and issubclass(base, Exception)


def read(obj: Any, name: str) -> Any:
    """`obj.name`, if that may be read. Raises AttributeError or NotAvailable with a sentence."""
    kind = type(obj)
    if kind is Module:
        if name in obj.table:
            return obj.table[name]
        if name in obj.known:
            raise NotAvailable(f"{obj.name}.{name} is not available here")
        raise AttributeError(_no_such(obj.name, name, obj.table, module=True))
    if name == "astype" and kind is np.ndarray:
        return lambda dtype, **options: _as_type(obj, dtype)
    if name == "format" and kind is str:
        return lambda *args, **options: safe_format(obj, args, options)
    if may_read(obj, kind, name):
        return getattr(obj, name)
    shown = f"module {obj.name}" if kind is Module else _type_name(obj)
    if hasattr(kind, name) or (name in getattr(obj, "__dict__", {})):
        raise NotAvailable(f"{name} of a {shown} is not available here")
    raise AttributeError(_no_such(shown, name, readable(obj)))


def may_read(obj: Any, kind: type, name: str) -> bool:
    """Whether an attribute of an object of this exact type may be read (it may be missing)."""
    table = TABLES.get(kind)
    if table is not None and name in table:
        return True
    if name == "__class__":
        return isinstance(kind, SessionType) or issubclass(kind, WITH_CLASS)
    if isinstance(obj, type):
        return _may_read_class(obj, name)
    if isinstance(kind, SessionType) or kind is super:
        return allowed_name(name) or name in DEFINABLE
    if isinstance(obj, np.generic):
        return name in ARRAY
    return issubclass(kind, BaseException) and name == "args"


def _may_read_class(cls: type, name: str) -> bool:
    if name in ("__name__", "__doc__"):
        return True
    if cls is Config:
        return name in CONFIG
    if isinstance(cls, SessionType):
        return (allowed_name(name) or name in DEFINABLE) and name != "mro"
    return cls is dict and name == "fromkeys"


def readable(obj: Any) -> list[str]:
    """The attributes of an object that may be read: what completion offers."""
    kind = type(obj)
    if kind is Module:
        return sorted(obj.table)
    names = set(TABLES.get(kind, ()))
    if isinstance(obj, type) or isinstance(kind, SessionType) or isinstance(obj, np.generic):
        names |= {n for n in dir(obj) if not n.startswith("_") and may_read(obj, kind, n)}
    return sorted(n for n in names if not n.startswith("_"))


def _as_type(array: Any, dtype: Any) -> Any:
    wanted = np.dtype(dtype)
    if wanted.kind not in "biufc":
        raise NotAvailable(f"an array here holds numbers, not {wanted} data")
    return array.astype(wanted)


def _type_name(obj: Any) -> str:
    return f"class {obj.__name__}" if isinstance(obj, type) else type(obj).__name__


def _no_such(owner: str, name: str, candidates: Any, module: bool = False) -> str:
    near = difflib.get_close_matches(name, [c for c in candidates if not c.startswith("_")], n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    if module:
        return f"{owner} has no {name}{hint}"
    return f"a {owner} has no attribute {name}{hint}"


class Writer:
    """Stands before an object while one of its attributes or items is written."""

    __slots__ = ("_names", "_obj")
    _names: frozenset[str]
    _obj: Any

    def __init__(self, obj: Any, names: frozenset[str]) -> None:
        object.__setattr__(self, "_obj", obj)
        object.__setattr__(self, "_names", names)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._names:
            raise _not_writable(self._obj, name)
        setattr(self._obj, name, value)

    def __delattr__(self, name: str) -> None:
        raise _not_writable(self._obj, name)

    def __setitem__(self, key: Any, value: Any) -> None:
        if not isinstance(self._obj, np.ndarray):
            raise TypeError(f"items of a {type(self._obj).__name__} cannot be assigned")
        self._obj[key] = value

    def __delitem__(self, key: Any) -> None:
        raise TypeError(f"items of a {type(self._obj).__name__} cannot be deleted")


def _not_writable(obj: Any, name: str) -> Exception:
    kind = _type_name(obj)
    near = difflib.get_close_matches(name, list(VARIABLE_WRITES), n=1)
    hint = f"; did you mean {near[0]}?" if near and isinstance(obj, Variable) else ""
    if isinstance(obj, Variable) and name in VARIABLE:
        return NotAvailable(f"{name} of a {kind} cannot be set")
    return NotAvailable(f"a {kind} has no attribute {name} to set{hint}")


def writer(obj: Any) -> Any:
    """What an attribute or item is written to: the object itself, or a Writer before it."""
    kind = type(obj)
    if kind in (list, dict) or isinstance(kind, SessionType):
        return obj
    if isinstance(obj, SessionType):
        return obj
    if isinstance(obj, Variable):
        return Writer(obj, VARIABLE_WRITES)
    if obj is Config:
        return Writer(obj, CONFIG)
    return Writer(obj, frozenset())
