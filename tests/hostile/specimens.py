"""Sessions that a fuzz begins from: small ones of every sort, as a journal writes them."""

from __future__ import annotations

from pathlib import Path

from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.session import Journal
from backstep.session.live import LiveSession
from tests.session.material import PROGRAMS, written_session

CELLS = {
    "layers": "x, W = Variable(np.ones((2, 3))), Variable(np.ones((3, 2)))\n"
    "b = Variable(np.ones(2))\n"
    "loss = mean_squared_error(sigmoid(linear(x, W, b)), np.zeros((2, 2)))\nloss.backward()",
    "shapes": "x = Variable(np.arange(6.0).reshape(2, 3))\n"
    "wide = broadcast_to(reshape(transpose(x), (6,)), (2, 6))\n"
    "y = sum(wide + sum_to(x, (1, 3)).sum(axis=0)[0])\n"
    "y.backward()",
    "classes": "x = Variable(np.array([[1.0, 2.0, 0.5], [0.1, 0.2, 3.0]]))\n"
    "y = softmax_cross_entropy(x, np.array([2, 0]))\ny.backward()",
    "choices": "import dezero.functions as F\nx = Variable(np.array([1.0, -2.0, 3.0]))\n"
    "y = relu(x).max() + F.sum(F.clip(F.leaky_relu(x), -1, 1)) + F.sum(abs(x)) + x[1:].min()\n"
    "y.backward()",
    "powers": "x = Variable(np.array(2.0))\ny = exp(-x ** 3 / 2) - log(x) * sqrt(x)\n"
    "y.backward(create_graph=True)\ngx = x.grad\nx.cleargrad()\ngx.backward()",
    "own": "class Cube(Function):\n    def forward(self, x):\n        return x ** 3\n"
    "    def backward(self, gy):\n        x, = self.inputs\n        return gy * 2 * x ** 2\n"
    "x = Variable(np.array([1.0, 2.0]))\ny = sum(Cube()(x) * 2.5)\ny.backward()",
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 0.1], 'ro--', label='a')\n"
    "plt.contourf(np.eye(4))\nplt.text(1, 2, 'here')\nplt.bar(['a', 'b'], [1, -2])\n"
    "plt.title('t')\nplt.show()\nx = Variable(np.array(1.0))\ny = tanh(x)\ny.backward()",
    "undone": "x = Variable(np.array(3.0))\n"
    "y = matmul(x.reshape(1, 1), x.reshape(1, 1))\ny.backward()",
}


def small_sessions(folder: Path) -> list[bytes]:
    """The bytes of a session for each of the odd programs, with marks and notes."""
    made = []
    for i, program in enumerate(PROGRAMS):
        path = written_session(folder / f"{i}.jsonl", program)
        made.append(_annotated(path))
    for name, cell in CELLS.items():
        path = folder / f"{name}.jsonl"
        with Journal.create(path, title=name, seed=7) as journal:
            live = LiveSession(lambda text: None, journal)
            problem = live.run(cell).outcome.problem
            assert problem is None, problem.render()
            if name == "undone":
                live.run("y = x * 2\ny.backward()")
                live.hold(live.cells[:1], live.cells[1:])
        made.append(_annotated(path))
    return made


def _annotated(path: Path) -> bytes:
    with Journal.open_for_append(path) as journal:
        pass_id = min((i for i, n in journal.cells_of_passes.items() if n == 1), default=1)
        ask = Ask(1, "next", answer="add", given="square#1", confidence=3, right=False)
        for one in (Mark(2), Note(1, "look [here]"), ask, Looked(2, "grads", True, 1)):
            journal.annotate(1, pass_id, one)
    return path.read_bytes()
