"""The plain stepper: what each command says in a case, and that none ever raises."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.recording.annotations import Looked, Mark, Note
from backstep.recording.figures import Field, Figure, Plot, Series
from backstep.recording.records import Recording
from backstep.stepper.actions import ACTIONS, action_for, shown_key
from backstep.stepper.notebook import Entered, Kept, Save
from backstep.stepper.plain.conversation import Talk, answered, begun, hold
from backstep.stepper.plain.registry import COMMANDS, command_named, offered
from backstep.stepper.plain.words import spoken
from backstep.stepper.view import Passes, View, first_view
from tests.golden_runs import RUNNABLE
from tests.stepper.plain.talking import golden, said, shipped, transcript

DIAMOND = shipped("diamond")


@cache
def passes_of(name: str) -> Passes:
    return Passes(golden(name))


def test_an_empty_line_takes_the_last_step_again() -> None:
    talk = begun(DIAMOND)
    talk, _ = answered(talk, "s")
    talk, _ = answered(talk, "why")
    talk, _ = answered(talk, "")
    assert talk.view.position == 2


def test_an_empty_line_at_first_pops() -> None:
    assert answered(begun(DIAMOND), "")[0].view.position == 7


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("wher", "step 0 of 22"),
        ("insp a", "a: a Variable"),
        ("WHERE", "step 0 of 22"),
        ("qeue", "There is no command qeue; did you mean queue? help lists all."),
        ("xyzzy", "There is no command xyzzy. help lists all."),
        ("pas", "pas may be passes or pass: say more of it."),
        ("note", "There is no note here: note TEXT writes one."),
        ("match", "Nothing is looked for yet"),
        ("stop", "No stop is set: stop nan"),
        ("marks", "Nothing is marked in this pass"),
        ("inspect aa", "Nothing here is called aa; did you mean a?"),
        ("goto step 23", "There is no step 23: this pass has 22."),
        ("goto pop 5", "There is no pop 5: this pass has 4."),
        ("goto", "Say where to: goto pop 3, goto step 12, goto start"),
        ("pass 3", "There is no pass 3: there are 2."),
        ("next 3", "Nothing follows this command, and 3 does."),
        ("graph upside down", "Say graph, graph all, graph draw, or graph 2"),
        ("outer", "This pass did not run inside another."),
        ("graph 2", "This pass makes no second-order graph: backward(create_graph=True) does."),
    ],
)
def test_what_is_said(typed: str, sentence: str) -> None:
    assert sentence in "\n".join(said(DIAMOND, typed))


@pytest.mark.parametrize(
    "key", ["n", "N", "b", "s", "S", "c", "C", "u", "d", "f", "m", "]", "[", "q"]
)
def test_a_key_of_the_screen_does_the_same_here(key: str) -> None:
    """Where the action of that key changes the position, so does the command, and as far."""
    names = {"]": "right_square_bracket", "[": "left_square_bracket"}
    talk = Talk(first_view(DIAMOND).to(9))
    action = action_for(names.get(key, key), talk.view)
    assert action is not None
    after, _ = answered(talk, key)
    if action.change is not None:
        wanted = action.change(talk.view)
        assert (after.view.index, after.view.position) == (wanted.index, wanted.position)
        assert after.view.notebook == wanted.notebook
    assert after.left == (action.effect == "quit")


OF_THE_SCREEN = {
    "animation",
    "end the search",
    "list of marks",
    "one pass again",
    "next pass",
    "previous pass",
}


@pytest.mark.parametrize(
    "action",
    [a for a in ACTIONS if a.group in ("Step", "Find", "Marks", "Passes", "Side by side")],
    ids=lambda action: action.name,
)
def test_what_a_key_of_the_screen_does_can_be_done_here(action) -> None:
    """Where an action is not one of those that move the screen about, or are there by a word."""
    words = {word for command in COMMANDS for word in (command.name, *command.also)}
    assert action.name in OF_THE_SCREEN or words.intersection(map(shown_key, action.keys))


def test_two_commands_never_share_a_word() -> None:
    words = [word for command in COMMANDS for word in (command.name, *command.also)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_tells_every_command(command) -> None:
    assert any(command.usage in line and command.help in line for line in said(DIAMOND, "help"))
    page = said(DIAMOND, f"help {command.name}")
    assert page[0] == f"{command.usage}: {command.help}"
    assert command_named(command.name) is command


def test_completion_knows_commands_and_names() -> None:
    view = first_view(DIAMOND)
    assert offered(view, "in") == ["inner", "inspect"]
    assert offered(view, "why squ") == ["why square#1", "why square#2", "why square#3"]
    assert offered(view, "xyzzy a") == []


def test_going_back_says_what_is_again() -> None:
    assert said(DIAMOND, "goto step 17", "b") == [
        "Back at the end of pop 2, square#3",
        "a.grad is 8.0 again",
        "square#2.grad is 1.0 again",
    ]


def test_a_way_of_many_steps_is_told_by_its_end() -> None:
    lines = said(DIAMOND, "goto end")
    assert lines[0] == "22 steps on, at the end of pop 4, square#1"
    assert lines[-1] == "The end: y.backward(): 4 pops over 4 functions, x.grad = 64.0"


def test_trouble_on_the_way_is_told() -> None:
    import numpy as np

    from backstep.engine import Variable, log
    from tests.recording.passes import record

    x = Variable(np.array(0.0), "x")
    with np.errstate(all="ignore"):
        y = log(x)
        for _ in range(4):
            y = y + 1.0
        recording = record(y)
        lines = said([recording], "goto end")
    assert any("is born here" in line for line in lines)


def test_marks_and_notes_are_kept_found_and_told() -> None:
    talk = begun(DIAMOND)
    for typed in (
        "goto step 16",
        "note why is it added?",
        "goto start",
        "stop class Add",
        "c",
        "c",
    ):
        talk, lines = answered(talk, typed)
    assert lines[0] == "14 steps on, in pop 3, square#2"
    assert lines[-1] == "note: why is it added?"
    assert answered(talk, "marks")[1] == ["step 16, pop 3, deliver, here: why is it added?"]
    kept = [each.annotation for each in talk.view.notebook.log]
    assert kept == [Note(16, "why is it added?")]


def test_a_match_says_which_it_is_of_how_many() -> None:
    assert said(DIAMOND, "find add", ">")[0] == "add: 2 of 2."
    assert said(DIAMOND, "/add", "find", "<")[:2] == ["add: 1 of 2.", "Back in pop 1, add"]


def test_two_algorithms_are_told_whole_and_stepped_together() -> None:
    lines = said(DIAMOND, "compare stack")
    assert "pop 3: generation square#2, stack square#1" in lines
    assert "x.grad: 64.0 by generation, 32.0 by stack (wrong); right is 64.0" in lines
    assert said(DIAMOND, "compare stack", "c")[0].startswith("Here they part. stack pops square#1")
    assert said(DIAMOND, "compare stack", "goto end", "grads a") == [
        "generation:",
        "a.grad is None, freed in this step, was 16.0",
        "stack:",
        "a.grad is 8.0, set by square#2 in step 21",
    ]


def test_what_is_of_one_pass_waits_until_the_comparison_is_left() -> None:
    typed = ["goto step 9", "compare stack", "mark"]
    assert said(DIAMOND, *typed) == ["mark is for one pass alone: leave goes back to it."]
    assert said(DIAMOND, *typed, "leave", "where")[1] == "step 9 of 22: gather"


def test_retain_tells_what_is_kept_here() -> None:
    lines = said(DIAMOND, "goto step 7", "retain")
    assert "y.grad: None with retain_grad=False, 1.0 with retain_grad=True" in lines
    assert not any(line.startswith("a.grad") for line in lines)


def test_a_mark_is_kept_once_though_a_comparison_comes_between() -> None:
    lines = iter(["mark", "compare stack", "n", "leave", "n"])
    kept: list[object] = []

    def ask(prompt: str, offered: object) -> str:
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    hold(DIAMOND, ask=ask, say=str, kept=Kept(keeper=lambda entered: kept.append(entered) or ""))
    assert kept == [Entered(0, Mark(0))]


def test_what_is_kept_goes_to_the_keeper() -> None:
    lines = iter(["mark", "q"])
    kept: list[object] = []
    said_back: list[str] = []

    def keeper(entered: object) -> str:
        kept.append(entered)
        return "Kept."

    hold(
        DIAMOND,
        ask=lambda prompt, offered: next(lines),
        say=said_back.append,
        kept=Kept(keeper=keeper),
    )
    assert kept == [Entered(0, Mark(0))]
    assert said_back[-1] == "Kept."


def test_a_saved_session_opens_where_it_was_looked_at() -> None:
    kept = Kept(looked=Looked(16))
    assert begun(DIAMOND, kept=kept).view.position == 16


def test_saving_is_a_wish_that_the_keeper_fulfils() -> None:
    talk, _ = answered(Talk(first_view(DIAMOND).to(5)), "save talk")
    (wish,) = talk.view.notebook.log
    assert isinstance(wish, Save)
    assert (wish.path, wish.looked.annotation.step) == ("talk", 5)


def test_the_end_of_input_and_a_dropped_line_are_clean() -> None:
    asked: list[str] = []

    def ask(prompt: str, offered: object) -> str:
        asked.append(prompt)
        if len(asked) == 1:
            raise KeyboardInterrupt
        raise EOFError

    view = hold(DIAMOND, ask=ask, say=lambda line: None)
    assert asked == ["(pass 1/2 pop 0/4 step 0/22) "] * 2
    assert view.position == 0


def test_quit_ends_the_conversation() -> None:
    assert transcript(DIAMOND, ["q", "n"]).endswith("(pass 1/2 pop 0/4 step 0/22) q\n")


QUESTIONS = [command.name for command in COMMANDS if command.name not in ("quit", "save")] + [
    "queue all",
    "grads all",
    "grads events",
    "grads events all",
    "list all",
    "list backward",
    "graph all",
    "graph draw",
    "graph 2",
    "graph 2 draw",
    "check all",
    "goto end",
    "compare stack",
    "pass next",
    "find x",
    "note hm",
    "stop nan",
    "stop",
]


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_command_answers_on_every_golden_recording(name: str) -> None:
    passes = passes_of(name)
    if not passes.recordings:
        pytest.skip("it has no pass")
    for index in {0, len(passes.recordings) - 1}:
        length = passes.timeline(index).length
        for position in {0, 1, length // 2, length}:
            talk = Talk(View(passes, index=index, signs=spoken()).to(position))
            for question in QUESTIONS:
                after, lines = answered(talk, question)
                assert lines, question
                check_plain(after, lines)


SIGNS = frozenset("│─┌┐└┘├┤▶◀✓∅→◆●…")


def check_plain(talk: Talk, lines: list[str], typed: str = "") -> None:
    """A conversation stands within its pass, and speaks in lines without escapes, and without signs
    that were not typed."""
    assert 0 <= talk.view.index < len(talk.view.passes.recordings)
    assert 0 <= talk.view.position <= talk.view.timeline.length
    for line in lines:
        assert "\n" not in line and "\x1b" not in line
        assert not set(line) & SIGNS.difference(typed), line


def command_lines() -> st.SearchStrategy[str]:
    """What a person may type: commands with and without a sense, and anything at all."""
    words = [word for command in COMMANDS for word in (command.name, *command.also)]
    words += ["all", "events", "draw", "2", "end", "pop", "x", "y", "a.grad", "square#2", "", "/"]
    lines = st.lists(st.sampled_from(words), max_size=3).map(" ".join)
    words += ["compare", "stack", "retain", "leave"]
    places = st.integers(0, 60).map(lambda n: f"goto step {n}")
    return st.one_of(lines, places, st.text(max_size=12))


@settings(max_examples=150)
@given(
    st.sampled_from(["s16_generation", "s33_second", "s36_double_backprop", "s18_twice_freed"]),
    st.lists(command_lines(), max_size=20),
)
def test_no_line_ever_raises(name: str, typed: list[str]) -> None:
    talk = Talk(View(passes_of(name), signs=spoken()))
    for line in typed:
        talk, lines = answered(talk, line)
        check_plain(talk, lines, line)


def test_plots_are_told_in_words() -> None:
    loss = Series("curve", (0.0, 1.0, 2.0, 3.0), (4.0, 0.5, float("nan"), 1.0), label="loss")
    valley = Field("lines", (0.0, 1.0), (0.0, 2.0), ((4.0, 3.0), (1.0, 2.0)), (1.0,))
    figure = Figure((Plot(title="training", ylabel="loss", yscale="log", series=(loss,)),))
    other = Figure((Plot(fields=(valley,)),), "valley")
    talk = begun(DIAMOND, figures=(figure, other))
    assert answered(talk, "plots")[1] == [
        "figure 1 of 2, 1 plot",
        "plot training; y axis loss, logarithmic",
        "  curve loss: 4 points, from y = 4.0 at x = 0.0 to y = 1.0 at x = 3.0; "
        "lowest y = 0.5 at x = 1.0, highest y = 4.0 at x = 0.0",
        "figure 2 of 2: valley, 1 plot",
        "plot without a title",
        "  contour lines of 2 by 2 values, from 1.0 at x = 0.0, y = 2.0 to 4.0 at x = 0.0, y = 0.0",
    ]
    assert said(DIAMOND, "plots") == ["The session has no plots."]


def test_names_with_control_characters_are_harmless() -> None:
    (line,) = said(DIAMOND, "inspect \x1b[31mred")
    assert "\x1b" not in line


def test_without_passes_there_is_nothing_to_talk_of() -> None:
    recordings: tuple[Recording, ...] = DIAMOND[:1]
    assert answered(Talk(first_view(recordings)), "passes")[1] == [
        "pass 1, the one you are in: y.backward(): 4 pops over 4 functions, x.grad = 64.0"
    ]
