"""The guards: what the policy's rewritten code calls, and Python's builtins as we offer them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from backstep.engine import Function, Variable
from backstep.language.attributes import SessionType, read, writer
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.formatting import bounded_repr, formatted, percent
from backstep.language.modules import from_, import_, ndarray
from backstep.language.policy import allowed_name

MOST_BITS = 100_000
DATA_TYPES = frozenset({bool, int, float, complex, str, list, tuple, dict, set, frozenset, range})
DATA_BASES = (Variable, Function, np.generic, Exception)

IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "*=": operator.imul,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "@=": operator.imatmul,
    "|=": operator.ior,
    "&=": operator.iand,
    "^=": operator.ixor,
    ">>=": operator.irshift,
}


def operate(sign: str, left: Any, right: Any) -> Any:
    """`**`, `<<` and `%`, which can ask for results of any size."""
    if sign == "%":
        return percent(left, right) if isinstance(left, str) else left % right
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if sign == "**" else left.bit_length() + right
        if bits > MOST_BITS:
            raise LimitError(
                f"{sign}: a number of {bits:,} bits is more than the {MOST_BITS:,} allowed"
            )
    return left**right if sign == "**" else left << right


def in_place(sign: str, left: Any, right: Any) -> Any:
    """`left op= right`."""
    if sign in ("**=", "<<=", "%="):
        return operate(sign[:-1], left, right)
    return IN_PLACE[sign](left, right)


def augment_attribute(sign: str, obj: Any, name: str, value: Any) -> None:
    """`obj.name op= value`: one read, one write."""
    setattr(writer(obj), name, in_place(sign, read(obj, name), value))


def augment_item(sign: str, obj: Any, key: Any, value: Any) -> None:
    """`obj[key] op= value`."""
    writer(obj)[key] = in_place(sign, obj[key], value)


def get_item(obj: Any, key: Any) -> Any:
    """`obj[key]`."""
    return obj[key]


def unpack(value: Any, spec: Any, get_iterator: Any) -> Any:
    """The parts of a sequence that is assigned to several names."""
    parts = list(value)
    for index, child in spec["childs"]:
        parts[index] = unpack(parts[index], child, get_iterator)
    return parts


def iterate_unpacking(values: Any, spec: Any, get_iterator: Any) -> Iterator[Any]:
    """The same for each item of a loop."""
    for value in values:
        yield unpack(value, spec, get_iterator)


def apply(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """A call with * or **."""
    return function(*arguments, **options)


def label(name: str, value: Any, held: dict[str, Any] | None = None) -> Any:
    """Tell a Variable the name it is assigned to, unless it has one that still holds it.

    `held` is the session's namespace; without it (inside a function) a first name stays. Items of
    a short list, tuple or dict become `name[0]`, `name['w']`.
    """
    if isinstance(value, Variable):
        if (
            value.label is None
            or value.label == "const"
            or (held is not None and held.get(value.label) is not value)
        ):
            value.label = name
    elif type(value) in (list, tuple):
        if len(value) <= 100:
            for i, item in enumerate(value):
                if isinstance(item, Variable) and item.label in (None, "const"):
                    item.label = f"{name}[{i}]"
    elif type(value) is dict and len(value) <= 100:
        for key, item in value.items():
            if isinstance(item, Variable) and item.label in (None, "const"):
                item.label = (
                    f"{name}[{str(key)[:20]!r}]" if isinstance(key, str) else f"{name}[...]"
                )
    return value


def guarded_getattr(obj: Any, name: str, *default: Any) -> Any:
    """The builtin getattr, under the same table as `obj.name`."""
    if not isinstance(name, str):
        raise TypeError("getattr: the name is text")
    try:
        if not allowed_name(name):
            raise NotAvailable(f"the attribute {name} is not available here")
        return read(obj, name)
    except (AttributeError, NotAvailable):
        if default:
            return default[0]
        raise


def guarded_hasattr(obj: Any, name: str) -> bool:
    """The builtin hasattr: whether there is one that may be read."""
    missing = object()
    return guarded_getattr(obj, name, missing) is not missing


def guarded_setattr(obj: Any, name: str, value: Any) -> None:
    """The builtin setattr, under the same table as `obj.name = value`."""
    if not isinstance(name, str) or not allowed_name(name):
        raise NotAvailable(f"the attribute {name} is not available here")
    setattr(writer(obj), name, value)


def type_of(obj: Any) -> type:
    """`type(obj)` with one argument, for the types that a session knows."""
    kind = type(obj)
    if isinstance(obj, np.ndarray):
        return ndarray
    if kind in DATA_TYPES or isinstance(kind, SessionType) or isinstance(obj, DATA_BASES):
        return kind
    raise NotAvailable(f"the type of a {kind.__name__} is not available here")


def refused(name: str, remedy: str = "") -> Callable[..., Any]:
    """A builtin that is not there, with a sentence instead of a NameError."""

    def refuse(*arguments: Any, **options: Any) -> Any:
        raise NotAvailable(f"{name} is not available here{remedy}")

    return refuse


EXCEPTIONS = (
    "Exception ArithmeticError AssertionError AttributeError FloatingPointError ImportError "
    "IndexError KeyError LookupError NameError NotImplementedError OverflowError RecursionError "
    "RuntimeError StopIteration TypeError UnboundLocalError UserWarning ValueError Warning "
    "ZeroDivisionError"
).split()
PLAIN = (
    "abs all any bool callable chr classmethod complex dict divmod enumerate filter float "
    "frozenset hash int isinstance issubclass iter len list map max min next object ord pow "
    "property range reversed round set slice sorted staticmethod str sum super tuple zip"
).split()
REFUSED = {
    "open": "",
    "input": "",
    "exec": "",
    "eval": "",
    "compile": "",
    "exit": ": Ctrl-D leaves",
    "quit": ": Ctrl-D leaves",
    "breakpoint": "",
    "vars": ": %vars shows the session's names",
    "dir": ": Tab after a dot shows the attributes",
    "locals": "",
    "help": ": %help helps",
    "memoryview": "",
    "bytearray": "",
    "delattr": "",
    "id": "",
}


def builtin_names() -> dict[str, Any]:
    """The builtins and guards that do not depend on a session."""
    import builtins

    table: dict[str, Any] = {name: getattr(builtins, name) for name in (*PLAIN, *EXCEPTIONS)}
    table |= {"True": True, "False": False, "None": None, "NotImplemented": NotImplemented}
    table |= {name: refused(name, remedy) for name, remedy in REFUSED.items()}
    table |= {
        "__build_class__": builtins.__build_class__,
        "__metaclass__": SessionType,
        "_getattr_": read,
        "_write_": writer,
        "_getitem_": get_item,
        "_getiter_": iter,
        "_unpack_sequence_": unpack,
        "_iter_unpack_sequence_": iterate_unpacking,
        "_inplacevar_": in_place,
        "_augment_attribute_": augment_attribute,
        "_augment_item_": augment_item,
        "_apply_": apply,
        "_operate_": operate,
        "_slice_": slice,
        "_format_": formatted,
        "_repr_": bounded_repr,
        "_str_": str,
        "_label_local_": label,
        "_import_": import_,
        "_from_": from_,
        "getattr": guarded_getattr,
        "hasattr": guarded_hasattr,
        "setattr": guarded_setattr,
        "type": type_of,
        "repr": bounded_repr,
        "format": formatted,
    }
    return table
