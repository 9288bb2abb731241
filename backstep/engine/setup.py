"""Operators of Variables: `x + 1`, `2 / x`, `-x` call the operations (book steps 20 to 22)."""

from backstep.engine.operations import add, div, mul, neg, pow, rdiv, rsub, sub
from backstep.engine.operations.arithmetic import rpow
from backstep.engine.variable import Variable

OPERATORS = {
    "__add__": add,
    "__radd__": add,
    "__mul__": mul,
    "__rmul__": mul,
    "__sub__": sub,
    "__rsub__": rsub,
    "__truediv__": div,
    "__rtruediv__": rdiv,
    "__pow__": pow,
    "__rpow__": rpow,
    "__neg__": neg,
}


def setup_variable() -> None:
    """Give Variable its operators; runs once, when the engine is imported."""
    for name, operation in OPERATORS.items():
        setattr(Variable, name, operation)
