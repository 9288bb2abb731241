"""What Tab offers where, and that nothing of the person's runs for it."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from backstep.engine import Function, Variable
from backstep.prompt.completion import SessionCompleter
from backstep.prompt.position import position
from backstep.prompt.signature import signature_of
from backstep.prompt.toolbar import call_line
from backstep.session.live import LiveSession

PROGRAM = """
class Loud:
    _hidden = 1
    def __getitem__(self, key):
        print("ran")
    @property
    def part(self):
        return print("ran")
    def go(self, first, second=2): pass

loud = Loud()
loud.own = 3
loud._secret = 4
_private = 1
x = Variable(np.array(1.0))
y = x * x
d = {'first': 1, 'second': 2, 3: 4, 'with"quote': 5}
def double(value, times=2): return value * times
timeline = 1
"""


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture(scope="module")
def completer(heard: list[str]) -> SessionCompleter:
    live = LiveSession(heard.append)
    assert live.run(PROGRAM).outcome.problem is None
    return SessionCompleter(live)


def offered(completer: SessionCompleter, before: str) -> dict[str, str]:
    """The completions, and the word on each."""
    found = completer.get_completions(Document(before), CompleteEvent(completion_requested=True))
    return {c.text: c.display_meta_text for c in found}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("squ", ["square"]),
        ("dou", ["double"]),
        ("whi", ["while"]),
        ("y.back", ["backward"]),
        ("x.T.clearg", ["cleargrad"]),
        ("np.linal", ["linalg"]),
        ("np.random.unif", ["uniform"]),
        ("loud.", ["go", "own", "part"]),
        ("loud._", ["_hidden", "_secret"]),
        ("_pri", ["_private"]),
        ("y.backward(re", ["retain_grad="]),
        ("y.backward(", ["retain_grad=", "create_graph="]),
        ("y.backward(True, ", ["create_graph="]),
        ("y.backward(create_graph=True, ", ["retain_grad="]),
        ("double(ti", ["times=", "timeline"]),
        ("loud.go(sec", ["second="]),
        ("np.linspace(0, 1, endp", ["endpoint="]),
        ("print(f'{squ", ["square"]),
        ("print(f'{y.back", ["backward"]),
        ('d["', ['first"]', 'second"]']),
        ("d['se", ["second']"]),
        ("import nump", ["numpy", "numpy.random", "numpy.linalg"]),
        ("from dezero.f", ["dezero.functions"]),
        ("from dezero import Vari", ["Variable"]),
        ("from dezero import Variable, Para", ["Parameter"]),
        ("from dezero im", ["import"]),
        ("%va", ["%vars"]),
        ("%algorithm st", ["stack"]),
        ("%replay dia", ["diamond"]),
        ("x = 1\nsqu", ["square"]),
    ],
)
def test_what_is_offered(completer: SessionCompleter, before: str, expected: list[str]) -> None:
    assert sorted(offered(completer, before)) == sorted(expected)


@pytest.mark.parametrize(
    "before",
    ["", "x = ", "'squ", "# squ", "f'squ", "f'{x:squ", "square(x).back", "d['x'].it", "3.re",
     "import os.pa", "from os import pa", "loud.part.", "loud['", "nothing.at"],
)  # fmt: skip
def test_where_nothing_can_be_known_nothing_is_offered(
    completer: SessionCompleter, before: str
) -> None:
    assert offered(completer, before) == {}


def test_nothing_of_the_person_s_has_run(completer: SessionCompleter, heard: list[str]) -> None:
    made = Function.calls.made  # reading x.T would leave a Transpose in the graph
    for before in ("loud.", "loud.part.x", "loud['a", "loud.go(", "x.T.", "loud.go.x"):
        offered(completer, before)
    assert heard == []
    assert Function.calls.made == made


def test_private_names_wait_for_their_underscore(completer: SessionCompleter) -> None:
    assert "_private" not in offered(completer, "p")
    assert not [name for name in offered(completer, "np.") if name.startswith("_")]


@pytest.mark.parametrize(
    ("before", "name", "meta"),
    [
        ("y.back", "backward", "(retain_grad=False, create_graph=False)"),
        ("y.gra", "grad", "None"),
        ("x", "x", "Variable ()"),
        ("squ", "square", "(x)"),
        ("whi", "while", "keyword"),
        ("y.backward(re", "retain_grad=", "of backward: retain_grad=False"),
        ("import mat", "math", "module"),
        ("y.crea", "creator", "Mul"),
    ],
)
def test_a_word_on_each(completer: SessionCompleter, before: str, name: str, meta: str) -> None:
    assert offered(completer, before)[name] == meta


def test_files_for_the_commands_that_take_them(completer: SessionCompleter, tmp_path: Path) -> None:
    (tmp_path / "talk.jsonl").touch()
    for command in ("save", "load", "replay"):
        assert offered(completer, f"%{command} {tmp_path}/ta") == {"lk.jsonl": ""}


def test_every_parameter_of_backward_is_offered(completer: SessionCompleter) -> None:
    parameters = list(inspect.signature(Variable.backward).parameters)[1:]
    assert set(offered(completer, "y.backward(")) >= {f"{name}=" for name in parameters}


TYPED = st.text(alphabet="xdlf._([{)]}'\"#\\ \n\t,=:%é1", max_size=40)


@given(TYPED)
def test_whatever_is_typed_completion_and_signature_answer(
    completer: SessionCompleter, text: str
) -> None:
    offered(completer, text)
    call = position(text).call
    if call is not None:
        found = signature_of(call.callee, completer.live.runtime)
        assert found is None or call_line(found, call, 60)
