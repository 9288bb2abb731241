"""Layers, models and optimizers in a session: read by type, derived from, written to."""

from __future__ import annotations

import pytest

from tests.language.running import refusal, value

NET = """\
import dezero.layers as L
class Net(Model):
    def __init__(self, hidden, out):
        super().__init__()
        self.l1 = L.Linear(hidden)
        self.l2 = L.Linear(out)
    def forward(self, x):
        return self.l2(F.sigmoid(self.l1(x)))
net = Net(3, 1)
y = net(np.ones((4, 2)))
"""
PROGRAMS = {
    "model": (NET + "y.shape, net.l1.W.shape, len(list(net.params()))", ((4, 1), (2, 3), 4)),
    "training": (
        NET + "from dezero import optimizers\no = optimizers.SGD(lr=0.1).setup(net)\n"
        "o.lr *= 2\nb = float(net.l2.b.data[0])\nF.sum(y).backward()\no.update()\n"
        "round(float(net.l2.b.data[0]) - b, 6), o.target is net, o.lr",
        (-0.8, True, 0.2),
    ),
    "attributes from outside": (
        "m = Layer()\nm.l1 = dezero.layers.Linear(2)\nm.w = Parameter(np.ones(1))\n"
        "m.note = 'mine'\nm.l1.in_size, m.w.shape, m.note, sorted(m._params), vars(m)['note']",
        (None, (1,), "mine", ["l1", "w"], "mine"),
    ),
    "type and isinstance": (
        NET + "type(net) is Net, isinstance(net, Layer), type(net.l1).__name__, repr(net)",
        (True, True, "Linear", "Net(l1: Linear, l2: Linear)"),
    ),
    "base called by its class": (
        "class A(Layer):\n    def __init__(self):\n        Layer.__init__(self)\n"
        "        self.w = Parameter(np.ones(2))\nlen(list(A().params()))",
        1,
    ),
    "setattr of one's own, on a layer": (
        "class A(Layer):\n    def __setattr__(self, name, value):\n"
        "        super().__setattr__(name, value)\n        names.append(name)\n"
        "names = []\na = A()\na.w = Parameter(np.ones(1))\nnames, len(list(a.params()))",
        (["w"], 1),
    ),
    "optimizer of one's own": (
        NET + "from dezero.optimizers import Optimizer\nclass Sign(Optimizer):\n"
        "    def __init__(self, lr=0.5):\n        super().__init__()\n        self.lr = lr\n"
        "    def update_one(self, param):\n"
        "        param.data -= self.lr * np.sign(param.grad.data)\n"
        "o = Sign().setup(net)\nb = float(net.l2.b.data[0])\nF.sum(y).backward()\no.update()\n"
        "float(net.l2.b.data[0]) - b",
        -0.5,
    ),
    "hook of one's own": (
        NET + "from dezero.optimizers import SGD\no = SGD(1.0).setup(net)\nseen = []\n"
        "o.add_hook(lambda params: seen.append(len(params)))\nF.sum(y).backward()\n"
        "o.update()\nseen",
        [4],
    ),
    "dataset of one's own": (
        "from dezero.datasets import Dataset\nclass Even(Dataset):\n    def prepare(self):\n"
        "        self.data = np.arange(4.0) * 2\n        self.label = np.arange(4)\n"
        "d = Even(transform=lambda x: x + 1)\nd.target_transform = lambda t: -t\n"
        "float(d[2][0]), int(d[2][1]), len(d), d.train, "
        "[(x.tolist(), t.tolist()) for x, t in DataLoader(d, 3, shuffle=False)][1]",
        (5.0, -2, 4, True, ([7.0], [-3])),
    ),
    "loader's own names": (
        "l = DataLoader(dezero.datasets.Spiral(), 30)\nl.max_iter, l.data_size, l.batch_size",
        (10, 300, 30),
    ),
    "modules under both names": (
        "import backstep\nimport dezero.layers as L\nfrom backstep.models import MLP\n"
        "from dezero.layers import Layer as A\nfrom dezero import Layer as B, models\n"
        "backstep.layers is L, models.MLP is MLP, A is B, backstep.DataLoader is DataLoader",
        (True, True, True, True),
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_its_answer(name: str) -> None:
    source, expected = PROGRAMS[name]
    assert value(source) == expected


SENTENCES = {
    "no such layer": (NET + "net.layer1", "a Net has no attribute layer1"),
    "no such attribute": ("dezero.layers.Linear(2).w", "a Linear has no attribute w"),
    "no such class": ("dezero.optimizers.Adm", "dezero.optimizers has no Adm; did you mean Adam?"),
    "inside of a layer": ("Layer()._parts", "_parts of a Layer is not available here"),
    "class of a layer": ("Layer().__class__.__mro__", "the attribute __mro__ is not available"),
    "no forward": ("Model()(1.0)", "Model has no forward: define forward(self, x)"),
    "one sample": (
        "dezero.layers.Linear(2)(np.ones(3))",
        "it needs (samples, columns): x.reshape(-1, 1) is one column",
    ),
    "adam's rate": (
        "o = dezero.optimizers.Adam()\no.lr = 0.1",
        "Adam makes its lr of alpha",
    ),
    "deleted": ("l = Layer()\ndel l.nothing", "nothing"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_slip_has_its_sentence(name: str) -> None:
    source, sentence = SENTENCES[name]
    assert sentence in refusal(source)
