"""backstep: see backprop happen, one function pop at a time.

The names here are the engine's: `from backstep import Variable, square`, `from backstep import
layers as L`. The prompt and the stepper are commands: `backstep --help`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstep.engine import *  # noqa: F403
    from backstep.engine import datasets, layers, models, optimizers, transforms
    from backstep.engine import operations as functions

    __all__ = ["datasets", "functions", "layers", "models", "optimizers", "transforms"]


def __getattr__(name: str) -> Any:
    """Load the engine when a name of it is first wanted: the prompt stands before it is."""
    if name.startswith("_") and name != "__all__":
        raise AttributeError(f"backstep has no {name}")
    engine = import_module("backstep.engine")
    names = {each: getattr(engine, each) for each in engine.__all__}
    names["functions"] = import_module("backstep.engine.operations")
    for module in ("datasets", "layers", "models", "optimizers", "transforms"):
        names[module] = import_module(f"backstep.engine.{module}")
    globals().update(names, __all__=list(names))
    if name not in globals():
        raise AttributeError(f"backstep has no {name}")
    return globals()[name]


def __dir__() -> list[str]:
    return [*__getattr__("__all__"), *globals()]
