"""The canvas: a graph in layers, drawn in characters, as pure functions.

scene.py says what is drawn (all of a small graph, a window of a large one); layers.py orders the
layers and places.py gives each box its place in its layer; wires.py routes between neighbouring
layers; layout.py puts it together, to the right or down; drawing.py makes lines of it.
"""

from backstep.stepper.graph.drawing import Viewport, draw, edge_path, pieces
from backstep.stepper.graph.layers import Ordered, ordered
from backstep.stepper.graph.layout import Box, Direction, Layout, Spacing, lay_out
from backstep.stepper.graph.links import Links
from backstep.stepper.graph.scene import Beyond, Edge, Key, Scene, scene

__all__ = [
    "Beyond",
    "Box",
    "Direction",
    "Edge",
    "Key",
    "Layout",
    "Links",
    "Ordered",
    "Scene",
    "Spacing",
    "Viewport",
    "draw",
    "edge_path",
    "lay_out",
    "ordered",
    "pieces",
    "scene",
]
