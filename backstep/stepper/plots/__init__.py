"""Figures in a terminal: plain lines of styled text, as the panes make them; no Textual here.

axes.py says where things lie and what the ticks are called, shapes.py cuts curves to what is seen,
canvas.py has plotext draw them into cells, painting.py puts fields, texts and words around that,
terminal.py prints the lines. The screen on which the stepper shows them is stepper/plot_screen.py.
"""
