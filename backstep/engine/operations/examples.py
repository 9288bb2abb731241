"""Examples: inputs that suit an operation, and the arguments it is made with."""

from __future__ import annotations

from typing import Any


class Example:
    """The shapes of an operation's inputs, and the arguments that its class takes before them.

    An operation that is not for every shape, or whose arguments matter, has them as its class's
    `examples`; without, all common shapes are tried and no argument.

    >>> example = Example((2, 3), axis=0)
    >>> example.shapes, example.arguments
    (((2, 3),), {'axis': 0})
    """

    def __init__(self, *shapes: tuple[int, ...], **arguments: Any) -> None:
        self.shapes = shapes
        self.arguments = arguments
