"""The `.html` export: a pass as a page of its own, the stepper in a browser.

choosing.py says which passes it holds. page.py puts it together of the player's files (player/) and
the data: payload.py takes a recording apart, telling.py has its words, drawing.py its graph,
program.py its cells, plots.py and figures.py its plots, asked.py its questions, words.py what the
player itself says, fallback.py what stands there without JavaScript.
"""

from backstep.export.html.page import html_of

__all__ = ["html_of"]
