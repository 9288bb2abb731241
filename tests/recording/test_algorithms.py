"""The backward algorithms side by side: the curriculum's figures, and what a recording says."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from backstep.engine import ALGORITHMS, BackwardError, Config, Function, Variable, exp, sin
from backstep.recording.records import Recording
from backstep.recording.telling.narration import plain_steps, summary
from backstep.recording.timeline import Timeline
from tests.recording.algorithm_runs import (
    Build,
    alias,
    challenge,
    diamond,
    doubling,
    named,
    ran,
    recorded,
    reuse,
    variable,
)

RIGHT = ("generation", "paths", "toposort", "ndarray")
# design.md section 3, and the book's step 14 as it stands
NAMES = {
    *"generation overwrite inplace stack queue unseen paths toposort numeric ndarray".split(),
    "naive",
}

CURRICULUM = [
    ("06 reuse", reuse, "overwrite", False, {"x": 1.0}),
    ("06 reuse", reuse, "generation", False, {"x": 2.0}),
    ("07 alias", alias(3), "inplace", False, {"x": 4.0}),
    ("07 alias", alias(3), "generation", False, {"x": 3.0}),
    ("07 alias of four", alias(4), "inplace", False, {"x": 8.0}),
    ("07 alias of four", alias(4), "generation", False, {"x": 4.0}),
    ("09 diamond", diamond, "generation", False, {"x": 64.0}),
    ("09 diamond, with seen_set", diamond, "stack", False, {"x": 32.0}),
    ("09 diamond, without, retained", diamond, "naive", True, {"x": 96.0}),
    ("09 diamond, retained", diamond, "unseen", True, {"x": 128.0}),
    ("09 challenge", challenge, "generation", False, {"a": 25.0, "b": 19.0}),
    ("09 challenge", challenge, "stack", False, {"a": 21.0, "b": 16.0}),
    ("09 challenge", challenge, "naive", True, {"a": 46.0, "b": 35.0}),
    ("10 doubling", doubling(16), "generation", False, {"x": 65536.0}),
]


def test_the_algorithms_are_those_of_the_design() -> None:
    assert set(ALGORITHMS) == NAMES


@pytest.mark.parametrize(
    ("build", "algorithm", "retain_grad", "grads"),
    [row[1:] for row in CURRICULUM],
    ids=[f"{row[0]} {row[2]}" for row in CURRICULUM],
)
def test_the_figures_of_the_curriculum(
    build: Build, algorithm: str, retain_grad: bool, grads: dict[str, float]
) -> None:
    found, recording, error = ran(build, algorithm, retain_grad=retain_grad)
    assert error is None
    assert found == grads
    assert recording.algorithm == algorithm
    assert {name: value.array for name, value in recording.grads if name in grads} == grads


@pytest.mark.parametrize("algorithm", RIGHT)
@pytest.mark.parametrize("build", [reuse, alias(5), diamond, challenge, doubling(6)])
def test_a_right_algorithm_gives_what_generation_gives(build: Build, algorithm: str) -> None:
    assert ran(build, algorithm)[0] == ran(build, "generation")[0]


def test_paths_visits_a_function_once_for_each_path_to_it() -> None:
    _, recording, _ = ran(doubling(16), "paths")
    leaves = [d for pop in recording.pops for d in pop.deliveries if d.then == "leaf"]
    assert len(recording.pops) == 2**16 - 1
    assert len(leaves) == 65_536
    assert "65535 visits over 16 functions, 65536 paths" in summary(recording)


def test_paths_stops_where_the_paths_explode_and_says_so() -> None:
    _, recording, error = ran(doubling(17), "paths")
    assert str(error) == (
        "backward: 100,000 visits along the paths from y, and no end in sight: each value that "
        "is used twice doubles the number of paths behind it. The algorithm generation visits "
        "each function once"
    )
    assert len(recording.pops) == 100_000
    assert recording.failure is not None and recording.failure.pop == 100_000


class WeightedSum(Function):
    """A layer of session 04; numeric needs no backward."""

    def forward(self, w1, w2, b, x1, x2):
        return w1 * x1 + w2 * x2 + b


class Summation(Function):
    def forward(self, x1, x2):
        return x1 + 2 * x2


def layers() -> tuple[dict[str, Variable], Variable]:
    """Session 04: the two-layer net as five layers."""
    w = [variable(k, f"w{k}") for k in range(1, 9)]
    b = [variable(k, f"b{k - 8}") for k in range(9, 13)]
    x1, x2 = variable(13, "x1"), variable(14, "x2")
    f = named(WeightedSum()(w[0], w[1], b[0], x1, x2), "f")
    g = named(WeightedSum()(w[2], w[3], b[1], x1, x2), "g")
    h = named(WeightedSum()(w[4], w[5], b[2], f, g), "h")
    i = named(WeightedSum()(w[6], w[7], b[3], f, g), "i")
    j = named(Summation()(h, i), "j")
    return {v.name: v for v in [*w, *b, x1, x2]}, j


def net() -> tuple[dict[str, Variable], Variable]:
    """The same net of operations: 18 functions."""
    w = [variable(k, f"w{k}") for k in range(1, 9)]
    b = [variable(k, f"b{k - 8}") for k in range(9, 13)]
    x1, x2 = variable(13, "x1"), variable(14, "x2")

    def weighted(k: int, left: Variable, right: Variable) -> Variable:
        return w[2 * k] * left + w[2 * k + 1] * right + b[k]

    f, g = weighted(0, x1, x2), weighted(1, x1, x2)
    h, i = weighted(2, f, g), weighted(3, f, g)
    return {v.name: v for v in [*w, *b]}, named(h + 2 * i, "j")


def test_numeric_on_the_layers_net_gives_the_figure_of_session_04() -> None:
    grads, recording, _ = ran(layers, "numeric")
    assert recording.target_node.data is not None
    assert recording.target_node.data.array == 3295.0
    assert grads["w1"] == 247.1311126871836
    assert len(recording.pops) == 7
    # 22 by differences and the 5 of the forward pass are the 27 layer calls of session 04
    assert recording.evaluations == 22
    assert "7 visits over 5 functions, 26 paths, 22 forward evaluations" in summary(recording)


def test_the_engine_on_the_net_is_exact_in_one_pop_a_function() -> None:
    grads, recording, _ = ran(net, "generation")
    exact = [247, 266, 286, 308, 50, 105, 100, 210, 19, 22, 1, 2]
    assert list(grads.values()) == exact
    assert len(recording.pops) == 18


def test_numeric_is_near_and_not_exact() -> None:
    exact, near = ran(net, "generation")[0], ran(net, "numeric")[0]
    np.testing.assert_allclose(list(near.values()), list(exact.values()), rtol=1e-2)
    assert near != exact


def test_numeric_refuses_what_would_be_millions_of_evaluations() -> None:
    def build() -> tuple[dict[str, Variable], Variable]:
        x = Variable(np.ones((1001, 1000)), "x")
        return {"x": x}, named(x.sum(), "y")

    _, _, error = ran(build, "numeric")
    assert "1,001,000 numbers, more than the 1,000,000" in str(error)


def quartic() -> tuple[dict[str, Variable], Variable]:
    """Session 16: y = x**4 - 2*x**2 at 2."""
    x = variable(2, "x")
    return {"x": x}, named(x**4 - 2 * x**2, "y")


def test_ndarray_gives_the_first_order_and_a_grad_without_a_graph() -> None:
    leaves, y = quartic()
    Config.algorithm = "ndarray"
    try:
        y.backward()
    finally:
        Config.algorithm = "generation"
    assert type(leaves["x"].grad) is np.ndarray
    assert leaves["x"].grad == 24.0


def test_session_16_second_order_with_and_without_cleargrad() -> None:
    leaves, y = quartic()
    x = leaves["x"]
    y.backward(create_graph=True)
    gx = x.grad
    assert gx is not None and gx.data == 24.0 and gx.creator is not None
    gx.backward()
    assert x.grad is not None and x.grad.data == 68.0
    leaves, y = quartic()
    x = leaves["x"]
    y.backward(create_graph=True)
    gx = x.grad
    x.cleargrad()
    gx.backward()
    assert x.grad is not None and x.grad.data == 44.0


@pytest.mark.parametrize("algorithm", ["ndarray", "numeric"])
def test_an_algorithm_without_second_order_says_so(algorithm: str) -> None:
    _, y = quartic()
    Config.algorithm = algorithm
    try:
        with pytest.raises(BackwardError, match=f"{algorithm} makes gradients without a graph"):
            y.backward(create_graph=True)
    finally:
        Config.algorithm = "generation"


def test_unseen_without_retain_grad_says_why_it_stops() -> None:
    _, recording, error = ran(diamond, "unseen")
    assert "Square was popped again, which unseen allows" in str(error)
    assert recording.failure is not None and recording.failure.pop == 5
    assert recording.pops[-1].gxs is None


def test_in_place_tells_whose_gradient_changes_with_it() -> None:
    recording = recorded(alias(3), "inplace")
    labels = [v.label for v in recording.variables]
    last = recording.pops[1].deliveries
    assert [(d.before.array, d.gx.array, d.after.array) for d in last] == [(1, 1, 2), (2, 2, 4)]
    assert [[labels[i] for i in d.shared] for d in last] == [["t0"], ["t0"]]
    moment = Timeline(recording).at(12)
    assert moment.grad(labels.index("t0")).array == 4.0
    freed = moment.timeline.change_at(13, labels.index("t0"))
    assert (freed.change, freed.before.array) == (
        "freed",
        4.0,
    )  # and not the 1.0 it was gathered at


def queue_of(recording: Recording, position: int) -> list[str]:
    moment = Timeline(recording).at(position)
    return [recording.functions[entry.function].label for entry in moment.queue]


@pytest.mark.parametrize(
    ("algorithm", "order"),
    [
        ("generation", ["add", "square#3", "square#2", "square#1"]),
        ("stack", ["add", "square#3", "square#1", "square#2"]),
        ("queue", ["add", "square#2", "square#3", "square#1"]),
        ("toposort", ["add", "square#3", "square#2", "square#1"]),
        ("naive", ["add", "square#3", "square#1", "square#2", "square#1"]),
        ("paths", ["add", "square#3", "square#1", "square#2", "square#1"]),
        ("unseen", ["add", "square#3", "square#2", "square#1", "square#1"]),
    ],
)
def test_the_order_of_the_pops_in_the_diamond(algorithm: str, order: list[str]) -> None:
    recording = recorded(diamond, algorithm, retain_grad=True)
    assert [recording.functions[pop.function].label for pop in recording.pops] == order


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("build", [diamond, challenge, alias(4), net])
def test_the_last_of_the_queue_is_what_is_popped_next(build: Build, algorithm: str) -> None:
    recording = recorded(build, algorithm, retain_grad=True)
    timeline = Timeline(recording)
    for pop, start in zip(recording.pops, timeline.starts, strict=True):
        assert timeline.at(start).queue[-1].function == pop.function
    assert timeline.at(timeline.length).queue == []


def test_a_first_in_first_out_queue_has_the_newest_at_the_front() -> None:
    recording = recorded(diamond, "queue")
    assert queue_of(recording, 6) == ["square#3", "square#2"]


def test_a_preset_list_is_full_before_the_first_pop() -> None:
    recording = recorded(diamond, "toposort")
    assert queue_of(recording, 1) == ["square#1", "square#2", "square#3", "add"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_loop_has_one_shape_and_fits_a_screen(algorithm: str) -> None:
    source = inspect.getsource(ALGORITHMS[algorithm].loop)
    assert len(source.splitlines()) <= 45
    parameters = list(inspect.signature(ALGORITHMS[algorithm].loop).parameters)
    assert parameters == ["self", "retain_grad", "create_graph", "watch"]
    for phase in ("seed", "pop", "gather", "multiply", "deliver: set", "free"):
        assert sum(line.rstrip().endswith(f"# {phase}") for line in source.splitlines()) == 1
    assert ALGORITHMS[algorithm].summary.endswith(".")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_step_of_every_algorithm_has_its_sentence(algorithm: str) -> None:
    recording = recorded(challenge, algorithm, retain_grad=True)
    steps = plain_steps(recording)
    assert len(steps) == Timeline(recording).length + 1
    assert all(line.rstrip().endswith((".", "1e-10)")) for line in steps)
    assert algorithm == "generation" or f"by {algorithm}" in steps[0]


def test_a_stack_s_wrong_turn_is_told() -> None:
    steps = "\n".join(plain_steps(recorded(diamond, "stack")))
    assert "pushed last, though square#2 has a higher generation (1, not 0)" in steps


class Pair(Function):
    """Two outputs: the sine and the cosine."""

    def forward(self, x):
        return np.sin(x), np.cos(x)

    def backward(self, gy0, gy1):
        s, c = (output() for output in self.outputs)
        return gy0 * c - gy1 * s


def two_outputs() -> tuple[dict[str, Variable], Variable]:
    x = variable(0.5, "x")
    s, c = Pair()(x)
    return {"x": x}, named(s * c, "y")


@pytest.mark.parametrize("algorithm", ["generation", "toposort", "paths", "ndarray", "unseen"])
def test_two_outputs_join_in_one_function(algorithm: str) -> None:
    retain_grad = algorithm == "unseen"
    grads, _, error = ran(two_outputs, algorithm, retain_grad=retain_grad)
    assert error is None
    expected = np.cos(1.0)  # (sin cos)' = cos 2x
    factor = 2 if algorithm == "unseen" else 1
    assert grads["x"] == pytest.approx(factor * expected, rel=1e-14)


def test_a_stack_that_pops_an_output_too_early_says_so() -> None:
    def build() -> tuple[dict[str, Variable], Variable]:
        x = variable(0.5, "x")
        s, c = Pair()(x)
        return {"x": x}, named(sin(exp(s)) + c, "y")

    _, _, error = ran(build, "stack")
    assert "has no gradient yet: stack popped Pair before everything that uses it" in str(error)
