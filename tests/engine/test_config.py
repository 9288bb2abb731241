"""Config and its switches: changed inside a `with` block, put back after, errors or not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
import pytest

from backstep.engine import (
    BackwardError,
    Config,
    ConfigError,
    Function,
    Variable,
    no_grad,
    square,
    test_mode,
    using_config,
)

SWITCHES: dict[str, tuple[str, Callable[[], AbstractContextManager[None]]]] = {
    "no_grad": ("enable_backprop", no_grad),
    "test_mode": ("train", test_mode),
    "using_config": ("enable_backprop", lambda: using_config("enable_backprop", False)),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_off_inside_and_back_on_after(switch: str) -> None:
    name, block = SWITCHES[switch]
    with block():
        assert getattr(Config, name) is False
    assert getattr(Config, name) is True


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_a_switch_is_back_on_after_an_error(switch: str, error: type[BaseException]) -> None:
    name, block = SWITCHES[switch]
    with pytest.raises(error), block():
        raise error
    assert getattr(Config, name) is True


def test_an_inner_block_puts_back_the_outer_block_s_value() -> None:
    with no_grad():
        with using_config("enable_backprop", True):
            assert Config.enable_backprop is True
        assert Config.enable_backprop is False


@pytest.mark.parametrize("name", ["recorder", "algorithm", "enable_backprob", "__doc__", ""])
def test_only_the_books_switches_can_be_changed(name: str) -> None:
    with pytest.raises(ConfigError, match="enable_backprop, train"), using_config(name, False):
        pass


def test_no_grad_leaves_no_creator_and_generation_0() -> None:
    with no_grad():
        y = square(square(Variable(np.array(2.0))))
    assert (y.data, y.creator, y.generation) == (16.0, None, 0)


def test_no_grad_makes_no_call_of_the_graph() -> None:
    before = Function.calls.made
    with no_grad():
        square(Variable(np.array(2.0)))
    assert Function.calls.made == before


def test_backprop_is_enabled_again_after_a_backward() -> None:
    square(Variable(np.array(2.0))).backward()
    assert Config.enable_backprop is True


def test_backprop_is_enabled_again_after_a_backward_that_failed() -> None:
    class Broken(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> Variable:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Broken()(Variable(np.array(2.0))).backward()
    assert Config.enable_backprop is True


@pytest.mark.parametrize("create_graph", [True, False])
def test_backward_builds_a_graph_only_when_asked(create_graph: bool) -> None:
    x = Variable(np.array(2.0))
    square(x).backward(create_graph=create_graph)
    assert (x.grad.creator is not None) == create_graph


def test_an_algorithm_that_does_not_exist_is_named_with_those_that_do() -> None:
    Config.algorithm = "generatoin"
    with pytest.raises(ConfigError, match=r"'generatoin'.*there are .*generation"):
        square(Variable(np.array(2.0))).backward()


def test_a_leaf_is_refused_under_every_algorithm() -> None:
    with pytest.raises(BackwardError):
        Variable(np.array(2.0)).backward()
