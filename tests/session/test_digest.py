"""The digest tells named values apart by name, type, shape, bits and gradient."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.session import digest_of


def x_of(data: object, grad: float | None = None) -> dict[str, Variable]:
    x = Variable(np.asarray(data))
    x.grad = None if grad is None else Variable(np.array(grad))
    return {"x": x}


def test_it_is_what_its_description_says() -> None:
    content = b"x\0<f8()" + np.array(2.0, "<f8").tobytes() + b"\0none"
    assert digest_of(x_of(2.0)) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        x_of(2.0000000000000004),
        x_of(np.float32(2.0)),
        x_of([2.0]),
        x_of(2.0, grad=0.0),
        {"y": x_of(2.0)["x"]},
        {**x_of(2.0), "y": Variable(np.array(0.0))},
        {},
    ],
)
def test_any_difference_shows(other: dict[str, Variable]) -> None:
    assert digest_of(other) != digest_of(x_of(2.0))


def test_the_two_zeros_differ() -> None:
    assert digest_of(x_of(0.0)) != digest_of(x_of(-0.0))


def test_the_order_of_naming_and_of_memory_does_not_matter() -> None:
    a, b = Variable(np.arange(6.0).reshape(2, 3)), Variable(np.array(1))
    turned = Variable(np.asfortranarray(a.data))
    assert digest_of({"a": a, "b": b}) == digest_of({"b": b, "a": turned})


def test_an_empty_variable_has_a_digest() -> None:
    assert digest_of({"x": Variable(None)}) != digest_of({})
