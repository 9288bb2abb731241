"""`backstep serve`: the stepper in a browser, through textual-serve, an extra.

Each visitor gets a process of this machine with a stepper that keeps nothing and writes no file
(`visitor.py`); the site is one session or a list of lessons (`pages.py`), and carries keys and
cells between a page and its process (`site.py`). The prompt cannot be served: it is no app of
Textual's.
"""
