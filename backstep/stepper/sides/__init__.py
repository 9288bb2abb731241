"""Two passes over one graph, side by side: two algorithms, or one without and with retain_grad.

The screen is a function of a view, as every other. opened.py says how a view comes to show two
passes and how it goes back to one; screen.py arranges what columns.py, race.py and table.py draw.
"""

from backstep.stepper.sides.opened import alone, beside, is_beside, opened
from backstep.stepper.sides.pointing import sides_clicked, sides_wheeled
from backstep.stepper.sides.screen import sides_lines

__all__ = [
    "alone",
    "beside",
    "is_beside",
    "opened",
    "sides_clicked",
    "sides_lines",
    "sides_wheeled",
]
