"""Python's builtins as a session has them, and the guards beside them: one fixed table."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from types import MethodType
from typing import Any

import numpy as np

from backstep.engine import DataError, Function, Variable
from backstep.engine.unfolding import CONTAINERS
from backstep.language.compiling.names import allowed_name
from backstep.language.errors import LimitError, NotAvailable
from backstep.language.guarding import operands, own_state
from backstep.language.guarding.attributes import read
from backstep.language.guarding.bounds import compared, descriptor, each_compared, sliced, starred
from backstep.language.guarding.formatting import WIDEST, formatted, session_repr
from backstep.language.guarding.guards import (
    Context,
    apply,
    augment_attribute,
    augment_item,
    check_size,
    get_item,
    hashed,
    in_place,
    key_of,
    kind_of_error,
    multiply,
    power,
    remainder,
    shift,
    subject,
)
from backstep.language.guarding.identity import NUMBERS
from backstep.language.guarding.iterating import add, delegated, hash_of, iterator, lazy, total
from backstep.language.guarding.kinds import (
    KIND_OF,
    KINDS,
    compared_key,
    is_instance,
    is_subclass,
    sorted_,
    text,
)
from backstep.language.guarding.session_types import SessionType, session_class
from backstep.language.guarding.stepping import all_of, any_of, backwards, contains, stepped
from backstep.language.guarding.unwinding import Unwinding, handled
from backstep.language.guarding.writes import sliced_writer, writer
from backstep.language.labels import label
from backstep.language.library import training
from backstep.language.library.arrays import NUMBER_TYPES, ndarray
from backstep.language.library.modules import from_, import_
from backstep.messages import later, tr

DATA_TYPES = frozenset({bool, int, float, complex, range, type(None)})
DATA_BASES = (Variable, Function, np.generic, Exception, *training.KINDS)
MOST_MODULAR_BITS = 4096
EXCEPTIONS = (
    "Exception ArithmeticError AssertionError AttributeError DeprecationWarning EOFError "
    "FileNotFoundError FloatingPointError FutureWarning ImportError IndexError KeyError "
    "LookupError MemoryError ModuleNotFoundError NameError NotImplementedError OSError "
    "OverflowError RecursionError RuntimeError RuntimeWarning StopIteration TypeError "
    "UnboundLocalError UserWarning ValueError Warning ZeroDivisionError"
).split()
PLAIN = (
    "abs bin bool callable chr complex float hex int len next object oct ord range super"
).split()
REFUSED = {
    "open": later(": a program here reaches no files"),
    "input": later(": a program here asks for nothing while it runs; assign the value"),
    "exec": "",
    "eval": "",
    "compile": "",
    "exit": later(": Ctrl-D leaves"),
    "quit": later(": Ctrl-D leaves"),
    "breakpoint": "",
    "dir": later(": Tab after a dot shows the attributes"),
    "locals": "",
    "help": later(": write %help, or sin? for what a name is"),
    "memoryview": "",
    "bytearray": "",
    "delattr": "",
}


def imported_by_numpy(name: str, *rest: Any, **options: Any) -> Any:
    """What numpy's C code imports while a cell is the current frame (`a.all()` does).

    No cell can say its name, and an import statement never gets here.
    """
    if name.partition(".")[0] != "numpy" and name not in sys.modules:
        raise ImportError(tr("{name} is not available here", name=name))
    return builtins.__import__(name, *rest, **options)


GUARDS: dict[str, Any] = {
    "__build_class__": builtins.__build_class__,
    "__import__": imported_by_numpy,
    "__metaclass__": session_class,
    "_add_": add,
    "_apply_": apply,
    "_and_": operands.bit_and,
    "_or_": operands.bit_or,
    "_xor_": operands.bit_xor,
    "_subtract_": operands.subtract,
    "_divide_": operands.divide,
    "_floor_": operands.floor_divide,
    "_matmul_": operands.matmul,
    "_augment_attribute_": augment_attribute,
    "_augment_item_": augment_item,
    "_compared_": compared,
    "_context_": Context,
    "_in_": contains,
    "_delegated_": delegated,
    "_exception_": Exception,
    "_finally_": Unwinding,
    "_format_": formatted,
    "_from_": from_,
    "_getattr_": read,
    "_getitem_": get_item,
    "_getiter_": iter,
    "_handled_": handled,
    "_hashed_": hashed,
    "_import_": import_,
    "_inplacevar_": in_place,
    "_key_": key_of,
    "_kind_": kind_of_error,
    "_label_local_": label,
    "_multiply_": multiply,
    "_power_": power,
    "_remainder_": remainder,
    "_repr_": session_repr,
    "_shift_": shift,
    "_slice_": sliced,
    "_sliced_": sliced_writer,
    "_starred_": starred,
    "_str_": text,
    "_subject_": subject,
    "_write_": writer,
}


def guarded_getattr(obj: Any, name: str, *default: Any) -> Any:
    """The builtin getattr, under the same table as `obj.name`."""
    _check_dynamic(name)
    try:
        return read(obj, name)
    except (AttributeError, NotAvailable):
        if default:
            return default[0]
        raise


def guarded_hasattr(obj: Any, name: str) -> bool:
    """The builtin hasattr: whether there is one that may be read."""
    if type(name) is str and not allowed_name(name):
        return False
    missing = object()
    return guarded_getattr(obj, name, missing) is not missing


def guarded_setattr(obj: Any, name: str, value: Any) -> None:
    """The builtin setattr, under the same table as `obj.name = value`."""
    _check_dynamic(name)
    setattr(writer(obj), name, value)


def _check_dynamic(name: object) -> None:
    """The name rule for names that the policy never saw. Only text itself, so it cannot change."""
    if type(name) is not str:
        raise TypeError(tr("the name of an attribute is text"))
    if not allowed_name(name):
        raise NotAvailable(tr("the attribute {name} is not available here", name=name))


def guarded_vars(*objects: Any) -> own_state.Attributes:
    """The builtin vars, of one object: what `obj.__dict__` gives."""
    if not objects:
        raise NotAvailable(
            tr("vars without an object is not available here: %vars shows the names")
        )
    return own_state.attributes_of(*objects)


def type_of(obj: Any, *more: Any) -> type:
    """`type(obj)` with one argument, for the types that a session knows."""
    if more:
        raise NotAvailable(tr("type with three arguments is not available here: write a class"))
    kind = type(obj)
    if kind in KIND_OF:
        return KIND_OF[kind]
    if kind in NUMBER_TYPES:
        return NUMBER_TYPES[kind]
    if isinstance(obj, np.ndarray):
        return ndarray
    if kind in DATA_TYPES or isinstance(kind, SessionType) or isinstance(obj, DATA_BASES):
        return kind
    raise NotAvailable(tr("the type of a {kind} is not available here", kind=kind.__name__))


def bounded_pow(base: Any, exp: Any, mod: Any = None) -> Any:
    """The builtin pow, within the size of a number."""
    if mod is not None:
        for number in (base, exp, mod):
            if isinstance(number, int) and number.bit_length() > MOST_MODULAR_BITS:
                raise LimitError(
                    tr("pow: more than {most:,} bits in each of three", most=MOST_MODULAR_BITS)
                )
        return pow(base, exp, mod)
    check_size("**", base, exp)
    return base**exp


def bounded_round(number: Any, ndigits: int | None = None) -> Any:
    """The builtin round; a whole number rounded to -10**9 places would take for ever."""
    if isinstance(number, Variable):
        number = float(number)
    if ndigits is None:
        return round(number)
    if abs(ndigits) > WIDEST:
        raise LimitError(
            tr(
                "round: {ndigits} places are more than the {most} allowed",
                ndigits=ndigits,
                most=WIDEST,
            )
        )
    return round(number, ndigits)


def largest(*values: Any, **options: Any) -> Any:
    """The builtin max, which compares: so not Variables."""
    values, options = _stepped(values, options)
    _check_compared("max", values)
    _check_unfolding(values)
    return max(*(values if "key" in options else _ends(values)), **options)


def smallest(*values: Any, **options: Any) -> Any:
    """The builtin min, which compares: so not Variables."""
    values, options = _stepped(values, options)
    _check_compared("min", values)
    _check_unfolding(values)
    return min(*(values if "key" in options else _ends(values)), **options)


def _stepped(
    values: tuple[Any, ...], options: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The values, looked at as they come where nobody has seen them yet; and what `key` gives."""
    if len(values) == 1 and not isinstance(values[0], (*CONTAINERS, np.ndarray, Variable)):
        only = values[0]
        if type(only) is not range or "key" in options:
            values = (map(compared, stepped(only)),)
    key = options.get("key")
    return values, options if key is None else {**options, "key": compared_key(key)}


def _check_unfolding(values: tuple[Any, ...]) -> None:
    each_compared(values[0] if len(values) == 1 else values)


def _ends(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same, of a range its first and its last only: it may be long."""
    if len(values) == 1 and type(values[0]) is range and values[0]:
        return (values[0][0], values[0][-1])
    return values


def _check_compared(name: str, values: tuple[Any, ...]) -> None:
    if len(values) == 1 and isinstance(values[0], Variable):
        raise DataError(
            tr("{name}(x) is Python's, which compares: write x.{name}() or F.{name}(x)", name=name)
        )
    if any(isinstance(value, Variable) for value in values):
        sign = ">" if name == "max" else "<"
        raise DataError(
            tr(
                "{name} compares, and Variables are not compared, their data is: write x if "
                "x.data {sign} y.data else y",
                name=name,
                sign=sign,
            )
        )
    if len(values) == 1 and isinstance(values[0], np.ndarray) and values[0].ndim > 1:
        raise DataError(
            tr("{name}(a) is Python's, which compares rows: write a.{name}()", name=name)
        )


class Refused:
    """A builtin that is not there: called or shown, it says so, instead of a NameError."""

    __slots__ = ("_name", "_remedy")

    def __init__(self, name: str, remedy: str) -> None:
        self._name, self._remedy = name, remedy

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        raise NotAvailable(repr(self))

    def __repr__(self) -> str:
        told = later("{name} is not available here{remedy}")
        return tr(told, name=self._name, remedy=tr(self._remedy))


STAND_INS: dict[str, Callable[..., Any]] = {
    "all": all_of,
    "any": any_of,
    "classmethod": descriptor(classmethod),
    "divmod": operands.checked_divmod,
    "enumerate": lazy(enumerate),
    "filter": lazy(filter),
    "format": formatted,
    "getattr": guarded_getattr,
    "hasattr": guarded_hasattr,
    "hash": hash_of,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "iter": iterator,
    "map": lazy(map),
    "max": largest,
    "min": smallest,
    "pow": bounded_pow,
    "property": descriptor(property),
    "repr": session_repr,
    "reversed": backwards,
    "round": bounded_round,
    "setattr": guarded_setattr,
    "sorted": sorted_,
    "staticmethod": descriptor(staticmethod),
    "sum": total,
    "type": type_of,
    "id": NUMBERS.number,
    "vars": guarded_vars,
    "zip": lazy(zip),
}
for _name, _stand_in in STAND_INS.items():
    if not isinstance(_stand_in, MethodType):
        _stand_in.__qualname__ = _name  # Python's own messages on wrong arguments name it


def builtin_names() -> dict[str, Any]:
    """The builtins and guards that do not depend on a session."""
    table: dict[str, Any] = {name: getattr(builtins, name) for name in (*PLAIN, *EXCEPTIONS)}
    table |= {"True": True, "False": False, "None": None, "NotImplemented": NotImplemented}
    table |= {name: Refused(name, remedy) for name, remedy in REFUSED.items()}
    return table | GUARDS | STAND_INS | KINDS
