"""Both sides of a row compute the same, and the table comes out; no time is asserted."""

from __future__ import annotations

import math

import numpy as np
import pytest

import backstep.engine as ours
from backstep.engine.graph import functions_behind
from backstep.export.formats import endings
from tests.benchmarks import book, export_rows, floor, programs
from tests.benchmarks.__main__ import held, line, main
from tests.benchmarks.graphviz import crossings, has_dot
from tests.benchmarks.rows import rows
from tests.benchmarks.starting import has_ipython, seconds_to_prompt
from tests.benchmarks.table import Result, Row
from tests.benchmarks.timing import Pair


@pytest.mark.parametrize("program", [programs.chain, programs.fan, programs.tree])
def test_both_engines_compute_the_same(program) -> None:
    found = []
    for engine in (ours, book):
        x, y = program(engine, 500)
        y.backward()
        found.append((float(y.data), float(x.grad.data)))
    assert found[0] == pytest.approx(found[1], rel=1e-12)


def test_the_chain_s_floor_is_its_gradient() -> None:
    x, y = programs.chain(ours, 500)
    y.backward()
    assert float(floor.chain(500)()) == pytest.approx(float(x.grad.data), rel=1e-12)


def test_the_network_of_scalars_is_as_large_as_its_row_says() -> None:
    weights, total = programs.scalar_mlp(ours)
    assert len(functions_behind(total)) == 13_600
    total.backward()
    others, same = programs.scalar_mlp(book)
    same.backward()
    gradients = [float(w.grad.data) for w in weights]
    assert gradients == pytest.approx([float(w.grad.data) for w in others], rel=1e-9)


def test_the_formulas_are_as_many_functions_as_their_row_says() -> None:
    before = ours.Function.calls.made
    z = programs.formulas(ours, 800)
    assert ours.Function.calls.made - before == 7_200
    assert float(z.data) == float(programs.formulas(book, 1).data)


def test_the_matrix_network_by_hand_is_that_of_the_engine() -> None:
    network = floor.MatrixMLP()
    network.by_engine()
    network.by_hand()
    for v, gradient in zip(network.variables, network.gradients, strict=True):
        np.testing.assert_allclose(v.grad.data, gradient, rtol=1e-9, atol=1e-12)


def test_the_fifth_derivative_of_tanh_at_1() -> None:
    """With t = tanh(x): (1 - t^2)(16 - 120 t^2 + 120 t^4), by hand."""
    t = math.tanh(1.0)
    exact = (1 - t**2) * (16 - 120 * t**2 + 120 * t**4)
    for engine in (ours, book):
        assert programs.derivatives_of_tanh(engine) == pytest.approx(exact, rel=1e-9)


def test_the_chain_s_second_gradient_is_the_same() -> None:
    found = []
    for engine in (ours, book):
        x, gx = programs.second_order(engine, 50)
        gx.backward()
        found.append(float(x.grad.data))
    assert found[0] == pytest.approx(found[1], rel=1e-9)


LAYOUT = {"layout-50": 1.0, "layout-200": 2.0, "layout-window": 2.0, "crossings": 2.0}


def test_the_rows_are_those_that_were_promised() -> None:
    promised = {row.name: row.most for row in rows() if row.most is not None}
    assert promised == {
        "forward": 0.40,
        "chain": 0.30,
        "mlp": 0.04,
        "floor": 5.0,
        "fan": 1.25,
        "tree": 1.25,
        "matrix": 1.10,
        "tanh": 0.40,
        "second": 0.15,
        "recording-chain": 1.4,
        "memory-chain": 300,
        "recording-mlp": 1.4,
        "memory-mlp": 300,
        "training": 1.5,
        "worker": 2.5,
        "start": 1.25,
        **({"ipython": 1.0} if has_ipython() else {}),
        **(LAYOUT if has_dot() else {}),
        "seek": 1.0,
        "key-chain": 4.0,
        "key-fan": 4.0,
        "key-mlp": 4.0,
        "key-100000": 4.0,
        "line": 1.0,
        "opening-chain": 2.0,
        "opening-mlp": 2.0,
    }


def test_dot_s_crossings_are_counted_where_its_splines_cross() -> None:
    straight = "edge a b 4 0 0 1 1 2 2 3 3 solid black"
    over = "edge g h 7 0 2.2 1 2.2 2 2.2 3 2.2 4 2.2 5 2.2 6 2.2 solid black"
    falling = "edge c d 4 0 3.1 1 2.1 2 1.1 3 0.1 solid black"
    beside = "edge e f 4 5 0 5 1 5 2 5 3 solid black"
    sharing = "edge a d 4 0 3 1 2 2 1 3 0 solid black"
    assert crossings("\n".join(["graph 1 3 3", straight, falling, beside, "stop"])) == 1
    assert crossings("\n".join([straight, sharing])) == 0
    assert crossings("\n".join([straight, falling, over])) == 3


def test_a_ratio_is_of_medians_and_its_spread_leaves_the_outliers_out() -> None:
    pair = Pair((1.0, 2.0, 9.0, 2.0), (4.0, 4.0, 4.0, 4.0))
    assert pair.ratio == 0.5
    assert pair.spread == (0.5, 0.5)


def test_a_row_over_its_promise_says_so() -> None:
    row = Row("r", "what", 1.1, lambda share: Result(1.2, "both sides"))
    assert not held(row, row.measure(1))
    assert "OVER" in line(row, row.measure(1))


def test_the_table_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--short", "tanh", "memory-chain"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 2 * 2


def test_every_format_has_a_line_of_its_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_rows, "POPS", (4,))
    result = export_rows.every_export(1)
    assert [line.split()[0] for line in result.sides.splitlines()] == list(endings())


def test_a_row_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "no row speed; there are forward, chain" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["backstep", "bare"])
def test_a_prompt_comes_up_and_shows_what_is_typed(name: str) -> None:
    assert seconds_to_prompt(name) > 0
