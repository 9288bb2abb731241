"""The `.html` export: a pass as a page of its own, the stepper in a browser.

page.py puts the page together of the player's files (player/) and the data: payload.py takes a
recording apart, telling.py has its words, drawing.py its graph, asked.py its questions, words.py
what the player itself says, fallback.py what stands there without JavaScript.
"""

from backstep.export.html.page import html_of

__all__ = ["html_of"]
