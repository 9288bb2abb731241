"""A million functions one after the other: no recursion anywhere, not even in freeing them.

Each runs in a process of its own, since an overflow of the C stack would take the tests along.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAD = """
import numpy as np
from backstep.engine import *
def chain(n):
    x = Variable(np.array(0.5))
    y = x
    for _ in range(n):
        y = -y
    return x, y
"""
PROGRAMS = {
    "forward, backward and freed": """
x, y = chain(1_000_000)
y.backward()
assert x.grad.data == 1.0
del y
""",
    "freed without a backward": """
x, y = chain(300_000)
del x, y
""",
    "freed after a second-order graph": """
x, y = chain(200_000)
y.backward(create_graph=True)
gx = x.grad
assert gx.generation == 200_000
gx.backward()
del gx, y
x.cleargrad()
""",
    "recorded": """
from backstep.recording.making.recorder import Recorder
Config.recorder = recorder = Recorder()
x, y = chain(50_000)
y.backward()
(recording,) = recorder.take()
assert len(recording.pops) == 50_000
del y, recording, recorder
Config.recorder = None
""",
    "counted and cut": """
x, y = chain(300_000)
assert graph_size(y).depth == 300_000
y.unchain_backward()
assert graph_size(y).functions == 1
""",
    "by the other right loops": """
for name in ("toposort", "stack", "paths", "queue", "ndarray"):
    x, y = chain(90_000)
    Config.algorithm = name
    y.backward()
    assert as_variable(x.grad).data == 1.0
""",
    "kept by its gradients": """
x, y = chain(200_000)
y.backward(retain_grad=True)
assert y.creator.inputs[0].grad.data == -1.0
del x, y
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_long_chain(name: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HEAD + PROGRAMS[name]], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
