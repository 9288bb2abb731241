"""The canvas: a graph in layers, drawn in characters, as pure functions.

scene.py says what is drawn (all of a small graph, a window of a large one); layers.py orders and
places the boxes; wires.py routes between neighbouring layers; drawing.py makes lines of it.
"""

from backstep.stepper.graph.drawing import Viewport, draw, pieces
from backstep.stepper.graph.layout import Layout, lay_out
from backstep.stepper.graph.scene import Edge, Key, Scene, scene

__all__ = ["Edge", "Key", "Layout", "Scene", "Viewport", "draw", "lay_out", "pieces", "scene"]
