"""A function made again from its recording: an operation of the engine, ready to be called.

What an operation computes is known, so its recorded inputs and constants are enough. A class of a
learner's own is never made from here: its code is not in the recording, and a recording may come
from a stranger.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Sequence
from functools import cache

from backstep.engine import operations
from backstep.engine.function import Function
from backstep.recording.records import FunctionNode, Value


def engine_class(node: FunctionNode) -> type[Function] | None:
    """The operation of the engine that a node is: by its name, and by the text of its backward,
    since a class of a learner's own may have any name."""
    kind = getattr(operations, node.class_name, None)
    if not (isinstance(kind, type) and issubclass(kind, Function)):
        return None
    return kind if node.backward_source == _text_of_backward(kind.__name__) else None


@cache
def _text_of_backward(name: str) -> str:
    return textwrap.dedent(inspect.getsource(getattr(operations, name).backward))


@cache
def _parameters(name: str) -> frozenset[str]:
    return frozenset(inspect.signature(getattr(operations, name)).parameters)


def remade(
    kind: type[Function], node: FunctionNode, outputs: Sequence[Value | None]
) -> Function | None:
    """An operation as it was called; None where what it was called with is not known.

    That the arguments are the right ones is for its forward to prove, which must give the recorded
    outputs. A shape is that of the output, no other: files come from strangers.
    """
    known = dict(node.constants)
    wanted = _parameters(kind.__name__)
    arguments = {name: known[name] for name in wanted if name in known}
    if "shape" in wanted:  # it may have had a -1 in it
        arguments["shape"] = outputs[0].shape if outputs and outputs[0] is not None else None
    try:
        return kind(**arguments)
    except (TypeError, ValueError):  # what it must be given is not in the recording
        return None
