"""Models: layers put together to a network (book step 45)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from backstep.engine.dot import DotText, get_dot_graph, warn_of_no_file
from backstep.engine.errors import ArgumentError
from backstep.engine.layers import Layer, Linear
from backstep.engine.operations import sigmoid
from backstep.engine.variable import Operand, Variable
from backstep.messages import tr

__all__ = ["MLP", "Model", "Sequential"]


class Model(Layer):
    """The base of networks: a Layer whose graph can be shown. Book step 45.

    A subclass makes layers in `__init__`, as attributes, and says in `forward` what they compute.
    """

    def plot(self, *inputs: Operand, to_file: str = "model.png") -> DotText:
        """The graph of a call as DOT text, with a warning; see plot_dot_graph."""
        text = get_dot_graph(self.forward(*inputs), verbose=True)
        warn_of_no_file(to_file, tr("y = model(x), and then %graph y, shows the graph"))
        return text


class Sequential(Model):
    """Layers and functions one after the other; they are `l0`, `l1` and so on. Book step 45.

    Each is called with what the one before it gave. Raises ArgumentError for one that cannot be
    called.
    """

    def __init__(self, *layers: Callable[[Any], Any]) -> None:
        super().__init__()
        for each in layers:
            if not callable(each):
                raise ArgumentError(
                    tr(
                        "Sequential: takes layers and functions, each by itself, not a {kind}",
                        kind=type(each).__name__,
                    )
                )
        self.layers = list(layers)
        for i, layer in enumerate(layers):
            setattr(self, f"l{i}", layer)

    def forward(self, x: Any) -> Any:
        """What the last layer makes of what the others made of x."""
        for layer in self.layers:
            x = layer(x)
        return x


class MLP(Model):
    """Linear layers of the given sizes, `l0`, `l1` and so on, with `activation` between them.

    Book step 45.

    >>> model = MLP((10, 3))
    >>> model.l1.out_size
    3
    """

    def __init__(
        self,
        fc_output_sizes: Iterable[int],
        activation: Callable[[Variable], Variable] = sigmoid,
    ) -> None:
        super().__init__()
        if not isinstance(fc_output_sizes, (tuple, list, range)) or not fc_output_sizes:
            raise ArgumentError(
                tr("MLP: takes the output sizes of its layers in a tuple, as in MLP((10, 1))")
            )
        self.activation = activation
        self.layers = [Linear(out_size) for out_size in fc_output_sizes]
        for i, layer in enumerate(self.layers):
            setattr(self, f"l{i}", layer)

    def forward(self, x: Operand) -> Variable:
        """Through every layer, and the activation after each but the last."""
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        y: Variable = self.layers[-1](x)
        return y
