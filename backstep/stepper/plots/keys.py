"""What the keys do where plots are shown, in a terminal and on a page: Textual's names for them."""

from __future__ import annotations

from backstep.messages import later

NONE = later("this session has no plots: plt.plot(...) and plt.show() make one")
# From plot to plot, forward or back; and within one that is higher than the screen.
MOVES = {
    **dict.fromkeys(("n", "right", "pagedown", "space"), 1),
    **dict.fromkeys(("N", "b", "left", "pageup"), -1),
}
SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
LEAVE = ("q", "escape", "P", "ctrl+c")
