"""Sets of keys to choose by name: that of the registry, and one for hands that know PuDB."""

from __future__ import annotations

# PuDB's keys (its help page): n steps over, s into, c continues, r and f finish the function, b
# sets a breakpoint, H goes to the current line, u and d go up and down the frames, o shows the
# output, h and l go left and right, J to a line, / searches and , . go on, V S B C focus variables,
# stack, breakpoints, code. The other actions give way to keys that are free there.
PRESETS: dict[str, dict[str, tuple[str, ...]]] = {
    "default": {},
    "pudb": {
        "next pop": ("n", "r", "f"),
        "previous pop": ("N", "backspace"),
        "next phase": ("s",),
        "previous phase": ("U",),
        "run back": ("ctrl+r",),
        "go to": ("colon", "J"),
        "next match": ("comma", "greater_than_sign"),
        "previous match": ("full_stop", "less_than_sign"),
        "mark": ("b", "m"),
        "list of marks": ("B", "apostrophe"),
        "stop": ("W",),
        "pane 4: grads": ("V", "4"),
        "pane 3: queue": ("S", "3"),
        "pane 5: source": ("C", "5"),
        "jump to pane": ("ctrl+g",),
        "finite differences": ("F",),
        "follow": ("H", "0"),
        "pan left": ("h", "shift+left"),
        "pan right": ("l", "shift+right"),
        "pan down": ("shift+down",),
        "draw arrays": ("ctrl+a",),
        "plots": ("o", "P"),
        "second-order graph": ("ctrl+o",),
        "retain_grad": ("R",),
    },
}
