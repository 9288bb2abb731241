"""Figures as lines of a screen: what is seen, at which size, and in which signs."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.text import plain
from tests.stepper.plots.figures import PROGRAMS, drawn, figure

GOLDENS = {
    "a curve": (
        "sine",
        44,
        11,
        Pen(),
        """
                    sin
 y
  ┌────────────────────────────────────────┐
 1┤      ⣀⠤⠒⠒⠒⠒⠒⠢⢄⡀                        │
  │   ⣠⠔⠋         ⠈⠓⢤⡀                     │
 0┤ ⠐⠋               ⠈⠓⢤                ⡠⠂ │
  │                     ⠉⠢⢄⡀        ⢀⣠⠔⠋   │
-1┤                        ⠈⠒⠢⠤⠤⠤⠤⠔⠒⠁      │
  └─┬────────────────────────────┬─────────┘
    0                            5
                     x
""",
    ),
    "curves without colours": (
        "two curves",
        40,
        10,
        Pen(False),
        """
 •• up   + + down
 ┌─────────────────────────────────────┐
3┤ +++                               • │
 │    +  ++++                ••••••••  │
2┤             ++++ •••••••••          │
 │             ••••• ++++ +            │
 │       ••••••            +++  +++    │
1┤ ••••••                          +   │
 └─┬─────────────────────────────────┬─┘
   0                                 2
""",
    ),
    "a log scale in ASCII": (
        "losses",
        40,
        12,
        Pen(False, True),
        """
    +-+---------------+----------------+
    | *               |                |
    | |*****          |                |
    | |     ***       |                |
  10+-+--------*****--+----------------+
    | |             ***                |
    | |               |*****           |
    | |               |     ***        |
0.01+-+---------------+--------*****---+
    | |               |             ** |
    +-+---------------+----------------+
      0              10
""",
    ),
    "classes without colours": (
        "classes",
        30,
        8,
        Pen(False),
        """
 ┌───────────────────────────┐
3┤                         x │
 │                           │
2┤             +             │
 │                           │
1┤ •                         │
 └─┬───────────┬───────────┬─┘
   1           2           3
""",
    ),
    "bars at names": (
        "bars",
        36,
        10,
        Pen(),
        """
  ┌────────────────────────────────┐
  │            ▄▄▄▄▄▄▄▄            │
 2┤            ████████            │
  │            ████████            │
  │ ▐███████▌  ████████            │
 0┤                      ▐███████▌ │
  │                      ▐███████▌ │
-2┤                      ▝▀▀▀▀▀▀▀▘ │
  └─────┬──────────┬─────────┬─────┘
        a        日本        c
""",
    ),
    "areas without colours": (
        "boundary",
        30,
        9,
        Pen(False),
        """
  ┌──────────────────────────┐
 1┤                        ██│
  │                    ██████│
 0┤               ███████████│
  │           ███████████████│
  │       ████████████o██████│
-1┤   ███████████████████████│
  └┬────────────┬───────────┬┘
  -1            0           1
""",
    ),
    "a picture without colours": (
        "picture",
        24,
        8,
        Pen(False),
        """
    ███
       ██
       ██
         ███
            ███
               ██
               ██
                 ███
""",
    ),
    "lines between areas": (
        "contours",
        40,
        12,
        Pen(),
        """
  ┌────────────────────────────────────┐
 2┤              ········              │
  │        ····················        │
  │      ··  ····       ····· ···      │
  │     ·   ·               ··  ··     │
 0┤    ··  ··                ·   ·     │
  │     ··· ·····        ····  ··      │
  │       ·····················        │
  │               ·····                │
-2┤                                    │
  └┬─────────────────┬────────────────┬┘
  -2                 0                2
""",
    ),
    "gaps": (
        "gaps",
        40,
        9,
        Pen(),
        """
 ┌─────────────────────────────────────┐
4┤                   ⢀⡠⠔               │
 │               ⣀⡠⠔⠊⠁                 │
 │                                     │
2┤                                   ⠁ │
 │ ⠠                                   │
 └─┬─────────────────────────────────┬─┘
   0                                 5
 2 points are left out: nan or inf
""",
    ),
    "a constant": (
        "constant",
        30,
        8,
        Pen(),
        """
 ┌───────────────────────────┐
 │                           │
6┤                           │
 │ ⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒ │
4┤                           │
 │                           │
 └─┬───────────────────────┬─┘
   0                       1
""",
    ),
    "nothing finite": (
        "nothing finite",
        40,
        8,
        Pen(),
        """
 ┌─────────────────────────────────────┐
1┤                                     │
 │                                     │
 │                                     │
0┤                                     │
 └─┬────────────────┬────────────────┬─┘
 -0.5              0.0             0.5
 1 point is left out: nan or inf
""",
    ),
}


@pytest.mark.parametrize(("what", "width", "height", "pen", "lines"), GOLDENS.values(), ids=GOLDENS)
def test_a_plot_looks_like_this(what: str, width: int, height: int, pen: Pen, lines: str) -> None:
    assert drawn(what, width, height, pen) == lines.strip("\n")


@pytest.mark.parametrize("pen", [Pen(), Pen(False), Pen(False, True)], ids=["lit", "mono", "ascii"])
@pytest.mark.parametrize("size", [(20, 8), (40, 12), (79, 20), (200, 60)])
@pytest.mark.parametrize("what", PROGRAMS)
def test_every_line_is_exactly_as_wide_as_there_is_room(
    what: str, size: tuple[int, int], pen: Pen
) -> None:
    lines = figure_lines(figure(what), *size, pen)
    assert {cell_len(plain(line)) for line in lines} == {size[0]}


@pytest.mark.parametrize("size", [(59, 18), (79, 20), (119, 38)])
@pytest.mark.parametrize("what", [name for name in PROGRAMS if name != "many labels"])
def test_a_plot_is_no_higher_than_there_is_room(what: str, size: tuple[int, int]) -> None:
    assert len(figure_lines(figure(what), *size, Pen())) <= size[1]


@pytest.mark.parametrize("what", [name for name in PROGRAMS if name != "wide words"])
def test_ascii_has_ascii_only(what: str) -> None:
    assert drawn(what, 79, 20, Pen(False, True)).replace("日本", "").isascii()


def test_without_colours_no_two_series_look_alike() -> None:
    text = drawn("for i in range(6): plt.plot([i, i])", 40, 20, Pen(False))
    assert all(sign * 5 in text for sign in "•+x*o#")


def test_without_colours_no_two_classes_look_alike() -> None:
    text = drawn("classes", 30, 8, Pen(False))
    assert [text.count(sign) for sign in "•+x"] == [1, 1, 1]


def test_series_and_classes_have_the_roles_of_their_colours() -> None:
    lines = figure_lines(figure("plt.plot([1, 2]); plt.plot([3], 'ro')"), 40, 10, Pen())
    roles = {run.role for line in lines for run in line if run.text.strip()}
    assert roles == {"plot.axis", "plot.blue", "plot.red"}


def test_areas_are_the_ground_of_what_lies_on_them() -> None:
    lines = figure_lines(figure("boundary"), 40, 12, Pen())
    points = [run.role for line in lines for run in line if run.text == "o"]
    assert points == ["plot.blue|shade.7"]
    assert {run.role for line in lines for run in line} >= {"|shade.0", "|shade.7"}


@pytest.mark.parametrize(
    ("program", "note"),
    [
        ("plt.plot([1, float('nan'), 2])", "1 point is left out: nan or inf"),
        ("plt.plot([1, float('nan'), float('inf')])", "2 points are left out: nan or inf"),
        ("plt.semilogy([0, 1, -1])", "2 points are left out: a log scale has only what is above 0"),
    ],
)
def test_what_cannot_be_seen_is_told(program: str, note: str) -> None:
    assert note in drawn(program, 79, 20)


def test_control_characters_are_written_out() -> None:
    program = "plt.plot([1], label='a\\x1b[2Jb'); plt.title('\\u202e'); plt.text(0, 1, '\\x07')"
    text = drawn(program, 60, 10)
    assert "a\\x1b[2Jb" in text and "\\u202e" in text and "\\x07" in text
    assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text


def test_plots_that_would_be_too_narrow_lie_below_each_other() -> None:
    beside, below = drawn("grid", 70, 30), drawn("grid", 40, 30)
    assert (beside.split("\n")[0].count("┌"), below.split("\n")[0].count("┌")) == (2, 1)
    assert below.count("┌") == 4


def test_a_curve_that_leaves_the_plot_ends_at_its_edge() -> None:
    lines = drawn("clipped", 60, 16).split("\n")
    assert all(any(c > "⠀" for c in line[4:-1]) for line in lines[1:13])


def test_equal_axes_have_one_scale() -> None:
    """A circle of 8 cells is twice as many columns wide as it is rows high."""
    lines = drawn("equal", 79, 20).split("\n")[1:-2]
    inside = [line[line.index("│") + 1 : -1] if "│" in line else line[4:-1] for line in lines]
    rows = [line for line in inside if any("⠀" < c <= "⣿" for c in line)]
    columns = {i for line in inside for i, c in enumerate(line) if "⠀" < c <= "⣿"}
    assert len(columns) == pytest.approx(2 * len(rows), abs=3)
