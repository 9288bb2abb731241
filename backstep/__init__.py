"""backstep: see backprop happen, one function pop at a time.

The names here are the engine's: `from backstep import Variable, square`, `from backstep import
layers as L`. The prompt and the stepper are commands: `backstep --help`.
"""

from backstep import engine
from backstep.engine import *  # noqa: F403
from backstep.engine import datasets, layers, models, optimizers, transforms
from backstep.engine import operations as functions

__all__ = ["datasets", "functions", "layers", "models", "optimizers", "transforms"]
__all__ += engine.__all__
