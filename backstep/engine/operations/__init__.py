"""The operations: each one class with its forward, its backward and its formula in one place.

An operation is added in one file: its class, its function, and both names in the file's `__all__`.
Its gradient check, its help and its completion follow from that.
"""
# ruff: noqa: F403

from backstep.engine.operations import activation as _activation
from backstep.engine.operations import dropout as _dropout
from backstep.engine.operations import elementwise as _elementwise
from backstep.engine.operations import indexing as _indexing
from backstep.engine.operations import loss as _loss
from backstep.engine.operations import matrix as _matrix
from backstep.engine.operations import reduction as _reduction
from backstep.engine.operations.activation import *
from backstep.engine.operations.arithmetic import (
    Add,
    Div,
    Mul,
    Neg,
    Pow,
    Square,
    Sub,
    add,
    div,
    mul,
    neg,
    pow,
    rdiv,
    rsub,
    square,
    sub,
)
from backstep.engine.operations.dropout import *
from backstep.engine.operations.elementary import Cos, Exp, Log, Sin, Tanh, cos, exp, log, sin, tanh
from backstep.engine.operations.elementwise import *
from backstep.engine.operations.indexing import *
from backstep.engine.operations.loss import *
from backstep.engine.operations.matrix import *
from backstep.engine.operations.reduction import *
from backstep.engine.operations.shape import (
    BroadcastTo,
    Reshape,
    Sum,
    SumTo,
    broadcast_to,
    reshape,
    sum,
    sum_to,
)

__all__ = [
    "Add",
    "BroadcastTo",
    "Cos",
    "Div",
    "Exp",
    "Log",
    "Mul",
    "Neg",
    "Pow",
    "Reshape",
    "Sin",
    "Square",
    "Sub",
    "Sum",
    "SumTo",
    "Tanh",
    "add",
    "broadcast_to",
    "cos",
    "div",
    "exp",
    "log",
    "mul",
    "neg",
    "pow",
    "rdiv",
    "reshape",
    "rsub",
    "sin",
    "square",
    "sub",
    "sum",
    "sum_to",
    "tanh",
]
__all__ += _activation.__all__
__all__ += _dropout.__all__
__all__ += _elementwise.__all__
__all__ += _indexing.__all__
__all__ += _loss.__all__
__all__ += _matrix.__all__
__all__ += _reduction.__all__
