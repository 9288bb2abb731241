"""Lecture: few things, large, for a room in front of a projector.

state.py is what a lecture knows beside its view; beats.py says which steps show a result, and asks
for the next one; equation.py makes the step just taken into a few terms; large.py finds how large
they can be, and letters.py draws them from block characters; leading.py goes through a lecture, as
functions from a view to a view; pointer.py moves over the graph and tells of what it points at;
screen.py and clicking.py are the screen and its mouse.
"""
