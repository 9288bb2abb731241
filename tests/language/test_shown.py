"""`_`, `Out` and `In`: what was shown and typed, to be read only."""

from __future__ import annotations

import pytest

from backstep.session.live import MOST_SHOWN, LiveSession


def after(*cells: str) -> LiveSession:
    live = LiveSession(lambda text: None)
    for cell in cells:
        live.run(cell)
    return live


def value(live: LiveSession, source: str) -> object:
    outcome = live.run(source).outcome
    assert outcome.problem is None, outcome.problem
    return outcome.value


def message(live: LiveSession, source: str) -> str:
    problem = live.run(source).outcome.problem
    assert problem is not None
    return problem.message


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("_", 30),
        ("Out[2]", 20),
        ("Out[-1]", 30),
        ("In[3]", "x * 10"),
        ("In[-2]", "x * 10"),
        ("list(Out)", [2, 3]),
        ("len(Out), 1 in Out, 2 in Out", (2, False, True)),
        ("Out[2] + _", 50),
    ],
)
def test_what_was_shown_and_typed_is_at_hand(source: str, expected: object) -> None:
    assert value(after("x = 3", "20", "x * 10"), source) == expected


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Out[1]", "Out[1]: that cell showed no value; there are 2, 3"),
        ("Out['x']", "Out['x']: that cell showed no value"),
        ("In[99]", "In[99]: no such cell; there are 1, 2, 3, 4"),
        ("Out[2] = 5", ""),
        ("del Out[2]", ""),
        ("Out._items", ""),
        ("Out.keys", "has no attribute keys"),
    ],
)
def test_what_is_not_there_or_not_allowed_is_told(source: str, told: str) -> None:
    live = after("x = 3", "20", "x * 10")
    assert told in message(live, source)
    assert value(live, "Out[2]") == 20


def test_nothing_is_shown_yet() -> None:
    assert message(after(), "Out[1]").endswith("there is none yet")
    assert "_ is not defined" in message(after(), "_")


def test_the_newest_hundred_are_kept() -> None:
    live = after(*(f"{i} + 0" for i in range(1, MOST_SHOWN + 21)))
    assert list(live.shown) == list(range(21, MOST_SHOWN + 21))


def test_they_are_no_names_of_the_session() -> None:
    live = after("x = Variable(np.array(2.0))", "square(x)", "_")
    assert live.runtime.user_names() == ["x"]
    assert list(live.runtime.variables()) == ["x"]
    assert [cell.digest for cell in live.cells] == [live.cells[0].digest] * 3


def test_no_variable_is_called_by_them() -> None:
    live = after("x = Variable(np.array(2.0))", "square(x)", "y = _ + 1", "y.backward()")
    labels = {node.label for node in live.recordings[0].variables}
    assert not labels & {"_", "Out"}
    assert "square(x)" in labels


def test_a_name_of_the_person_s_own_goes_first() -> None:
    live = after("_ = 7", "Out = 8", "99")
    assert value(live, "(_, Out)") == (7, 8)


def test_out_is_shown_without_end_in_sight_and_not_within_itself() -> None:
    live = after("1 + 1", "Out", "[Out]", "Out[3]")
    assert live.cells[1].output == "{1: 2}\n"
    assert live.cells[3].output == "[{1: 2, 3: [...], 4: [...]}]\n"
