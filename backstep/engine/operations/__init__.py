"""The operations: each one class with its forward, its backward and its formula in one place.

An operation is added in one file: its class, its function, and both names in the file's `__all__`.
Its gradient check, its help and its completion follow from that.
"""
# ruff: noqa: F403

from __future__ import annotations

from inspect import cleandoc

from backstep.engine.operations import activation as _activation
from backstep.engine.operations import arithmetic as _arithmetic
from backstep.engine.operations import dropout as _dropout
from backstep.engine.operations import elementary as _elementary
from backstep.engine.operations import elementwise as _elementwise
from backstep.engine.operations import indexing as _indexing
from backstep.engine.operations import loss as _loss
from backstep.engine.operations import matrix as _matrix
from backstep.engine.operations import reduction as _reduction
from backstep.engine.operations import shape as _shape
from backstep.engine.operations import simple as _simple
from backstep.engine.operations.activation import *
from backstep.engine.operations.arithmetic import *
from backstep.engine.operations.dropout import *
from backstep.engine.operations.elementary import *
from backstep.engine.operations.elementwise import *
from backstep.engine.operations.indexing import *
from backstep.engine.operations.loss import *
from backstep.engine.operations.matrix import *
from backstep.engine.operations.reduction import *
from backstep.engine.operations.shape import *
from backstep.engine.operations.simple import *

__all__: list[str] = []
__all__ += _activation.__all__
__all__ += _arithmetic.__all__
__all__ += _dropout.__all__
__all__ += _elementary.__all__
__all__ += _elementwise.__all__
__all__ += _indexing.__all__
__all__ += _loss.__all__
__all__ += _matrix.__all__
__all__ += _reduction.__all__
__all__ += _shape.__all__
__all__ += _simple.__all__


def _tell_more() -> None:
    """Let help() tell of a function what its class says: gradient, shapes, errors, book step."""
    classes = {n.lower(): each for n, each in globals().items() if isinstance(each, type)}
    for name in __all__:
        cls = classes.get(name.replace("_", ""))
        function = globals()[name]
        if cls is not None and function.__doc__ and cls.__doc__:
            function.__doc__ = f"{cleandoc(function.__doc__)}\n\n{cleandoc(cls.__doc__)}"


_tell_more()
