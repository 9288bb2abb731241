"""backstep: see backprop happen, one function pop at a time.

The names here are the engine's: `from backstep import Variable, square`. The prompt and the stepper
are commands: `backstep --help`.
"""

from backstep.engine import *  # noqa: F403
from backstep.engine import __all__ as __all__
