"""Sessions for tests, made as a person makes them."""

from __future__ import annotations

from pathlib import Path

from backstep.recording.records import Recording
from backstep.session import Journal
from backstep.session.live import LiveSession

DIAMOND = "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\ny.backward()"
PROGRAMS = {
    "diamond": DIAMOND,
    "second order": (
        "x = Variable(np.array(2.0))\ny = x ** 4 - 2 * x ** 2\ny.backward(create_graph=True)\n"
        "gx = x.grad\nx.cleargrad()\ngx.backward()"
    ),
    "large array": "x = Variable(np.arange(100.0))\ny = F.sum(x * x)\ny.backward(retain_grad=True)",
    "small types": (
        "x = Variable(np.array([1, 2, 3]))\ny = x * 2\ny.backward()\n"
        "u = Variable(np.ones((2, 2), dtype=np.float32))\nv = u * u\nv.backward()"
    ),
    "nan and inf": "x = Variable(np.array([0.0, -1.0]))\ny = log(x)\ny.backward()",
    "failed": (
        "class Bad(Function):\n    def forward(self, x):\n        return x\n\n"
        "    def backward(self, gy):\n        return gy.nothing\n\n"
        "x = Variable(np.array(1.0))\ny = square(Bad()(x))\ny.backward()"
    ),
    "nested": (
        "class Again(Function):\n    def forward(self, x):\n        return np.sin(x)\n\n"
        "    def backward(self, gy):\n        z = Variable(self.inputs[0].data)\n"
        "        with using_config('enable_backprop', True):\n            w = sin(z)\n"
        "            w.grad = gy\n            w.backward()\n        return z.grad\n\n"
        "x = Variable(np.array(0.4))\ny = Again()(x)\ny.backward()"
    ),
}


def recordings_of(program: str) -> list[Recording]:
    """The passes of a program."""
    live = LiveSession(lambda text: None)
    live.run(program)
    return live.recordings


def write_session(path: Path, *cells: str) -> Path:
    """A session file of some cells."""
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        for cell in cells or (DIAMOND, "print(x.grad)"):
            live.run(cell)
    return path
