"""%time: what was done is counted; the time itself is not judged."""

from __future__ import annotations

import re

from tests.prompt.commands.conversations import DIAMOND, Conversation

TIME = r"\d[\d.e+]* (us|ms|s|min \d+ s)"


def test_a_backward_pass_is_timed_with_its_figures(talk: Conversation) -> None:
    talk.run(DIAMOND)
    told = talk.said("%time y.backward()\n")
    assert re.fullmatch(rf"{TIME}, 1 backward pass, 4 pops\n", told)


def test_functions_that_are_called_are_counted(talk: Conversation) -> None:
    talk.run("x = Variable(np.array(2.0))\n")
    told = talk.said("%time y = square(x) + exp(x)\n")
    assert re.fullmatch(rf"{TIME}, 3 functions called\n", told)
    assert talk.said("bool(y.data > 11)\n") == "True\n"


def test_what_is_timed_is_a_cell_of_the_session(talk: Conversation) -> None:
    talk.run("%time x = 3\n")
    assert [cell.source for cell in talk.live.cells] == ["x = 3"]


def test_alone_it_tells_of_the_last_cell(talk: Conversation) -> None:
    assert re.fullmatch(rf"cell 1 took {TIME}\n", talk.said("x = 1\n%time\n"))
