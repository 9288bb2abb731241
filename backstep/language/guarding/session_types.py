"""Classes made in a session: the metaclass by which they are known, and what it keeps them from."""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any

from backstep.engine import Function, Parameter, Variable
from backstep.language.compiling.names import DEFINABLE
from backstep.language.errors import NotAvailable
from backstep.language.library import training
from backstep.language.library.modules import OPERATION_CLASSES
from backstep.language.library.unittests import TestCase
from backstep.messages import tr

BASES = (
    object,
    Function,
    Variable,
    Parameter,
    TestCase,
    *OPERATION_CLASSES.values(),
    *training.KINDS,
)

MOST_BASES = 200  # classes that one is derived from, itself among them
ALLOWED = frozenset(map(id, BASES))

# What the engine keeps about a computation. A class of the session may not put something of its
# own there: the loops, the recorder and the screens read these names.
BOOKKEEPING: dict[type, frozenset[str]] = {
    Variable: frozenset(
        "_data data grad creator generation label name shape ndim size dtype _changed _within _run "
        "__eq__ __ne__ __hash__ __bool__".split()
    ),
    Function: frozenset(
        "inputs outputs input output generation serial source calls "
        "__eq__ __ne__ __hash__ __bool__ __len__".split()
    ),
}


class SessionType(type):
    """The metaclass of every class made in a session; by it such classes are known.

    `_base_` is the first class of the MRO that was not made in the session, `_cell_` names the cell
    of its statement. Names that end in an underscore as these do cannot be written in a cell.
    """

    _base_: type
    _cell_: str

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        foreign = [base for base in cls.__mro__ if type(base) is not SessionType]
        if not set(foreign) <= set(foreign[0].__mro__):
            raise NotAvailable(
                tr("{name}: only one base may come from outside the session", name=name)
            )
        if len(cls.__mro__) > MOST_BASES:
            raise NotAvailable(
                tr("{name}: derived from more than {most} classes", name=name, most=MOST_BASES)
            )
        type.__setattr__(cls, "_base_", foreign[0])
        if issubclass(foreign[0], Variable):
            type.__setattr__(cls, "__new__", _empty)
        if not issubclass(foreign[0], Variable):  # or array + x would be an array of objects
            type.__setattr__(cls, "__array_ufunc__", None)
        for kept, value in namespace.items():
            cls._refuse_bookkeeping(kept)
            _check_method(name, kept, value)
        if defines(cls, "__setattr__") and issubclass(foreign[0], tuple(BOOKKEEPING)):
            raise NotAvailable(
                tr(
                    "{name}: __setattr__ is not available in a Function or a Variable, whose "
                    "attributes the engine sets",
                    name=name,
                )
            )

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._refuse_bookkeeping(name)
        _check_method(cls.__name__, name, value)
        super().__setattr__(name, value)

    def _refuse_bookkeeping(cls, name: str) -> None:
        for base, kept in BOOKKEEPING.items():
            if issubclass(cls._base_, base) and name in kept:
                raise NotAvailable(
                    tr(
                        "{name} of a {base} is the engine's own: call yours something else",
                        name=name,
                        base=base.__name__,
                    )
                )


def session_class(name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> SessionType:
    """What a class statement calls: a class of the session, from bases that may be derived from.

    A function, since Python would compare a metaclass with those of the bases before we could.
    """
    for base in bases:
        if not (type(base) is SessionType or id(base) in ALLOWED or _is_exception(base)):
            shown = getattr(base, "__name__", None) or type(base).__name__
            raise NotAvailable(tr("a class here cannot be derived from {shown}", shown=shown))
    made = SessionType(name, bases, namespace)
    type.__setattr__(made, "_cell_", sys._getframe(1).f_code.co_filename)
    return made


def _empty(cls: type[Variable], *arguments: Any, **options: Any) -> Variable:
    """What `__new__` gives in a class derived from Variable: whole, whatever `__init__` does."""
    made = object.__new__(cls)
    Variable.__init__(made, None)
    return made


def _check_method(owner: str, name: str, value: Any) -> None:
    """Refuse a method behind an operator that is no function: `__next__ = int` would go on for ever
    in C code, where nothing is counted and Ctrl-C has to wait."""
    wrong = callable(value) or isinstance(value, (classmethod, property))
    if name in DEFINABLE and wrong and not isinstance(value, FunctionType):
        raise NotAvailable(
            tr(
                "{name} of {owner} is to be a function: write def {name}(self, ...)",
                name=name,
                owner=owner,
            )
        )


def _is_exception(base: object) -> bool:
    return isinstance(base, type) and issubclass(base, Exception)


def base_of(kind: type) -> type:
    """The first class behind `kind` that was not made in the session (often `object`)."""
    return kind._base_ if isinstance(kind, SessionType) else kind


def defines(kind: type, name: str) -> bool:
    """Whether a class of the session, `kind` or one before it, defines `name` itself."""
    return any(name in vars(each) for each in kind.__mro__ if type(each) is SessionType)
