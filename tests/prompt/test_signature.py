"""How things are called, without running anything of the person's."""

from __future__ import annotations

import inspect

import pytest

from backstep.engine import Variable
from backstep.language import Runtime
from backstep.prompt.signature import signature_of

PROGRAM = '''
class Scale(Function):
    """Scales.

    More."""
    def __init__(self, by, *, limit=np.inf):
        self.by = by
    def forward(self, x, y=1):
        return x * self.by
    def backward(self, gy):
        return gy

class Loud:
    def __repr__(self):
        print("ran")
        return "loud"
    @property
    def part(self):
        return print("ran")
    def go(self, a, b=2, *rest, c, **more):
        """Goes."""
    @staticmethod
    def still(q): pass

def f(x, default=Loud()):
    """What f does."""

import contextlib
@contextlib.contextmanager
def around(a, b=1):
    yield

g = lambda u, v=Loud(): u
loud = Loud()
x = Variable(np.array([1.0, 2.0]))
y = x * x
'''


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture(scope="module")
def runtime(heard: list[str]) -> Runtime:
    made = Runtime(heard.append)
    assert made.run(PROGRAM).problem is None
    return made


@pytest.mark.parametrize(
    ("callee", "text", "doc"),
    [
        ("f", "(x, default=Loud())", "What f does."),
        ("g", "(u, v=...)", ""),
        ("around", "(a, b=1)", ""),
        ("Scale", "(by, *, limit=np.inf)", "Scales."),
        ("Scale()", "(x, y=1)", "Scales."),
        ("loud.go", "(a, b=2, *rest, c, **more)", "Goes."),
        ("Loud.go", "(self, a, b=2, *rest, c, **more)", "Goes."),
        ("loud.still", "(q)", ""),
        ("Loud", "()", ""),
        ("relu", "(x)", "x where it is above 0, else 0."),
        ("len", "(obj, /)", "Return the number of items in a container."),
    ],
)
def test_parameters_and_the_first_line_of_the_docstring(
    runtime: Runtime, heard: list[str], callee: str, text: str, doc: str
) -> None:
    found = signature_of(callee, runtime)
    assert found is not None
    assert (found.text, found.doc) == (text, doc)
    assert heard == []


def test_of_ours_what_inspect_says(runtime: Runtime) -> None:
    found = signature_of("y.backward", runtime)
    assert found is not None
    wanted = list(inspect.signature(Variable.backward).parameters)[1:]
    assert [p.name for p in found.parameters or ()] == wanted


@pytest.mark.parametrize(
    ("name", "first"),
    [("linspace", "start"), ("exp", "x"), ("zeros", "shape"), ("array", "object"), ("sum", "a")],
)
def test_of_numpy_s_functions_the_parameters_are_named(
    runtime: Runtime, name: str, first: str
) -> None:
    found = signature_of(f"np.{name}", runtime)
    assert found is not None
    assert found.parameters
    assert found.parameters[0].text == first
    assert found.doc


@pytest.mark.parametrize("callee", ["loud.part", "nothing", "x", "x.data", "loud", "np", "x.grad"])
def test_what_cannot_be_called_has_none(runtime: Runtime, heard: list[str], callee: str) -> None:
    assert signature_of(callee, runtime) is None
    assert heard == []


@pytest.mark.parametrize(
    ("callee", "index", "keyword", "name"),
    [
        ("y.backward", 0, "", "retain_grad"),
        ("y.backward", 1, "", "create_graph"),
        ("y.backward", 0, "create_graph", "create_graph"),
        ("y.backward", 2, "", None),
        ("y.backward", 0, "other", None),
        ("loud.go", 7, "", "rest"),
        ("loud.go", 0, "c", "c"),
        ("loud.go", 0, "other", "more"),
        ("Scale", 1, "", None),
    ],
)
def test_which_parameter_an_argument_goes_to(
    runtime: Runtime, callee: str, index: int, keyword: str, name: str | None
) -> None:
    found = signature_of(callee, runtime)
    assert found is not None
    assert found.parameters is not None
    current = found.current(index, keyword)
    assert (None if current is None else found.parameters[current].name) == name
