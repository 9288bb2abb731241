"""%step: which pass is shown, and when one is run for it."""

from __future__ import annotations

import pytest

from tests.prompt.commands.conversations import DIAMOND, Conversation


def test_a_name_whose_pass_is_recorded_is_shown_and_not_run_again(talk: Conversation) -> None:
    talk.run(DIAMOND)
    assert talk.said("%step y\n").startswith("y.backward(): 4 pops over 4 functions, x.grad = 64.0")
    assert len(talk.live.recordings) == 1


def test_a_name_that_was_computed_anew_is_gone_back_through_anew(talk: Conversation) -> None:
    talk.run(DIAMOND + "x.cleargrad()\ny = x ** 2\n")
    assert talk.said("%step y\n").startswith("y.backward(): 1 pop over 1 function, x.grad = 4.0")
    assert len(talk.live.recordings) == 2


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("y", "y.backward()"),
        ("square(x)", "square(x).backward()"),
        ("ys[0]", "ys[0].backward()"),
        ("x + x", "(x + x).backward()"),
        ("y.backward(retain_grad=True)", "y.backward(retain_grad=True)"),
    ],
)
def test_what_is_run_for_it_is_a_cell_as_a_person_would_write_it(
    talk: Conversation, typed: str, cell: str
) -> None:
    talk.run("x = Variable(np.array(2.0))\ny = square(x)\nys = [square(x)]\n" + f"%step {typed}\n")
    assert talk.live.cells[-1].source == cell
    assert len(talk.live.recordings) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("squar(x)", "line 2: squar(x).backward()\n        ^^^^^\nNameError: squar is not defined"),
        ("x +", "line 2: x +\n           ^\nSyntaxError: invalid syntax"),
        ("x", "backward: x has no creator"),
        ("print('.backward(')", "line 2: %step: print('.backward(') made no backward pass"),
    ],
)
def test_an_error_shows_what_was_typed_with_a_caret(
    talk: Conversation, typed: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.run(f"x = Variable(np.array(2.0))\n%step {typed}\n") == 1
    assert told in capsys.readouterr().err
