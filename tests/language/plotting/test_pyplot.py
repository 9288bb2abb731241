"""What a program plots, as the figures that it shows."""

from __future__ import annotations

import math
from typing import Any

import pytest

from backstep.language import Runtime
from backstep.recording.figures import CYCLE, Figure, Plot, Series

IMPORT = "import matplotlib.pyplot as plt\n"


def shown(program: str) -> list[Figure]:
    """The figures that a program shows; it must run to its end."""
    figures: list[Figure] = []
    runtime = Runtime(lambda text: None, show=figures.append)
    outcome = runtime.run(IMPORT + program)
    assert outcome.problem is None, outcome.problem.render()
    return figures


def plot(program: str) -> Plot:
    """The only plot of the only figure that a program shows."""
    [figure] = shown(program + "\nplt.show()")
    [made] = figure.plots
    return made


def series(program: str) -> Series:
    """The only series of the only plot."""
    [made] = plot(program).series
    return made


def refusal(program: str) -> str:
    """The sentence with which a program ends."""
    problem = Runtime(lambda text: None).run(IMPORT + program).problem
    assert problem is not None
    return f"{problem.kind}: {problem.message}"


@pytest.mark.parametrize(
    "imported",
    [
        "import matplotlib.pyplot as plt",
        "from matplotlib import pyplot as plt",
        "import matplotlib\nplt = matplotlib.pyplot",
        "import matplotlib.pyplot\nplt = matplotlib.pyplot",
    ],
)
def test_every_way_to_import_it_gives_the_same_functions(imported: str) -> None:
    figures: list[Figure] = []
    outcome = Runtime(print, show=figures.append).run(f"{imported}\nplt.plot([1])\nplt.show()")
    assert outcome.problem is None
    assert len(figures) == 1


@pytest.mark.parametrize(
    "values",
    [
        "[1, 2, 4]",
        "(1.0, 2.0, 4.0)",
        "np.array([1, 2, 4])",
        "np.array([1, 2, 4], np.float32)",
        "np.array([[1], [2], [4]])",
        "Variable(np.array([1.0, 2.0, 4.0]))",
        "[Variable(np.array(v)) for v in (1.0, 2.0, 4.0)]",
        "(2 ** i for i in range(3))",
        "[np.array(1.0), 2, np.float64(4)]",
        "{1: 1, 2: 2, 4: 4}.values()",
        "map(float, [1, 2, 4])",
    ],
)
def test_numbers_of_every_kind_become_the_same_series(values: str) -> None:
    made = series(f"plt.plot({values})")
    assert (made.x, made.y) == ((0.0, 1.0, 2.0), (1.0, 2.0, 4.0))


def test_a_range_is_a_series() -> None:
    assert series("plt.plot(range(3), range(3, 6))").y == (3.0, 4.0, 5.0)


@pytest.mark.parametrize(
    ("call", "hue", "stroke", "marker"),
    [
        ("plt.plot(y)", "blue", "solid", ""),
        ("plt.plot(y, 'r')", "red", "solid", ""),
        ("plt.plot(y, 'o')", "blue", "none", "o"),
        ("plt.plot(y, 'g--')", "green", "dashed", ""),
        ("plt.plot(y, '--')", "blue", "dashed", ""),
        ("plt.plot(y, ':')", "blue", "dotted", ""),
        ("plt.plot(y, 'ro-')", "red", "solid", "o"),
        ("plt.plot(y, '-or')", "red", "solid", "o"),
        ("plt.plot(y, 'k.')", "plain", "none", "."),
        ("plt.plot(y, 'C2')", "green", "solid", ""),
        ("plt.plot(y, color='orange', lw=2, alpha=0.5)", "orange", "solid", ""),
        ("plt.plot(y, c='#ff0000', linestyle='--', marker='x')", "red", "dashed", "x"),
        ("plt.plot(y, color=(0, 0, 1), ls=':')", "blue", "dotted", ""),
        ("plt.plot(y, color='0.5')", "grey", "solid", ""),
        ("plt.scatter(y, y, s=10, marker='^', c='tab:green')", "green", "none", "^"),
    ],
)
def test_a_style_is_read(call: str, hue: str, stroke: str, marker: str) -> None:
    made = series(f"y = [1, 2]\n{call}")
    assert (made.hue, made.stroke, made.marker) == (hue, stroke, marker)


def test_series_take_the_colours_in_turn() -> None:
    made = plot("for i in range(7): plt.plot([i, 1])").series
    assert [each.hue for each in made] == [*CYCLE, CYCLE[0]]


def test_several_curves_in_one_call() -> None:
    made = plot("plt.plot([1, 2], 'r', [3, 4], [5, 6], 'g--')").series
    assert [(each.hue, each.y) for each in made] == [("red", (1.0, 2.0)), ("green", (5.0, 6.0))]


def test_columns_are_series_of_their_own() -> None:
    made = plot("plt.plot([0, 1], np.array([[1, 2], [3, 4]]))").series
    assert [each.y for each in made] == [(1.0, 3.0), (2.0, 4.0)]


def test_points_of_one_look_are_one_series() -> None:
    """The spiral of book step 48 is 300 calls of scatter with a point each."""
    made = plot(
        "markers, colors = ['o', 'x', '^'], ['orange', 'blue', 'green']\n"
        "for i in range(300):\n"
        "    c = i % 3\n"
        "    plt.scatter(i, -i, s=40, marker=markers[c], c=colors[c])"
    ).series
    assert [(each.marker, each.hue, len(each.x)) for each in made] == [
        ("o", "orange", 100),
        ("x", "blue", 100),
        ("^", "green", 100),
    ]


def test_classes_give_points_their_colours() -> None:
    made = series("plt.scatter([1, 2, 3, 4], [1, 2, 3, 4], c=np.array([0, 2, 1, 0]))")
    assert made.hues == ("blue", "green", "orange", "blue")


def test_values_give_points_their_colours_from_blue_to_red() -> None:
    made = series("plt.scatter([1, 2, 3], [1, 2, 3], c=[0.1, 0.55, 0.9])")
    assert made.hues == ("blue", "green", "red")


def test_words_settings_and_limits() -> None:
    made = plot(
        "plt.plot([1, 2], label='train'); plt.title('t'); plt.xlabel('x'); plt.ylabel('y')\n"
        "plt.xlim(0, 3); plt.ylim(top=5); plt.grid(); plt.yscale('log'); plt.legend(loc='best')\n"
        "plt.axis('equal'); plt.text(1, 2, 'here'); plt.annotate('there', xy=(1, 1))"
    )
    assert (made.title, made.xlabel, made.ylabel) == ("t", "x", "y")
    assert (made.xlim, made.ylim, made.yscale) == ((0.0, 3.0), (None, 5.0), "log")
    assert (made.grid, made.equal, made.series[0].label) == (True, True, "train")
    assert [(each.x, each.y, each.text) for each in made.remarks] == [
        (1.0, 2.0, "here"),
        (1.0, 1.0, "there"),
    ]


def test_a_legend_names_series_in_their_order() -> None:
    made = plot("plt.plot([1]); plt.plot([2]); plt.legend(['a', 'b'])").series
    assert [each.label for each in made] == ["a", "b"]


def test_limits_are_told_when_asked_for() -> None:
    runtime = Runtime(lambda text: None)
    assert runtime.run(IMPORT + "plt.plot([3, 7]); plt.ylim()").value == (3.0, 7.0)


def test_axes_of_a_grid() -> None:
    [figure] = shown(
        "fig, axes = plt.subplots(2, 2, figsize=(8, 6))\n"
        "axes[0, 0].plot([1]); axes[0, 0].set_title('a')\n"
        "axes[1][0].scatter([1], [2])\n"
        "for ax in axes.flatten(): ax.set_xlabel('x')\n"
        "axes.flat[3].plot([1], [1], 'o')\n"
        "fig.suptitle('all'); fig.tight_layout(); plt.show()"
    )
    assert figure.title == "all"
    assert [(p.row, p.column, p.xlabel) for p in figure.plots] == [
        (0, 0, "x"),
        (1, 0, "x"),
        (1, 1, "x"),
    ]


def test_one_pair_of_axes_comes_alone() -> None:
    [figure] = shown("fig, ax = plt.subplots()\nax.plot([1, 2])\nax.set(ylabel='v')\nplt.show()")
    assert figure.plots[0].ylabel == "v"


def test_subplot_goes_to_a_place_and_back() -> None:
    [figure] = shown(
        "plt.subplot(121); plt.plot([1])\nplt.subplot(1, 2, 2); plt.plot([2])\n"
        "plt.subplot(121); plt.title('left')\nplt.show()"
    )
    assert [(p.column, p.title) for p in figure.plots] == [(0, "left"), (1, "")]


def test_a_figure_goes_on_from_cell_to_cell() -> None:
    figures: list[Figure] = []
    runtime = Runtime(lambda text: None, show=figures.append)
    for cell in (IMPORT, "plt.plot([1])", "plt.plot([2])", "plt.show()"):
        runtime.run(cell)
    assert [len(figure.plots[0].series) for figure in figures] == [2]
    assert runtime.figures.unshown() == 0


def test_show_shows_every_open_figure_and_closes_it() -> None:
    figures = shown("plt.plot([1]); plt.figure(); plt.plot([2]); plt.show(); plt.plot([3])")
    assert [figure.plots[0].series[0].y for figure in figures] == [(1.0,), (2.0,)]


def test_a_figure_that_was_not_shown_is_known() -> None:
    runtime = Runtime(lambda text: None)
    runtime.run(IMPORT + "plt.plot([1]); plt.figure(); plt.figure(); plt.title('empty')")
    assert runtime.figures.unshown() == 1


def test_close_and_clf_drop_what_was_plotted() -> None:
    assert shown("plt.plot([1]); plt.close(); plt.plot([2]); plt.clf(); plt.show()") == []


@pytest.mark.parametrize(("call", "heights"), [("bins=2", (2.0, 2.0)), ("[0, 3, 4]", (2.0, 2.0))])
def test_a_histogram_counts(call: str, heights: tuple[float, ...]) -> None:
    made = series(f"plt.hist([1, 2, 3.5, 4], {call})")
    assert (made.kind, made.y) == ("bars", heights)


def test_bars_stand_at_names() -> None:
    made = plot("plt.bar(['a', 'b'], [3, 4])")
    assert made.xticks is not None
    assert (made.xticks.labels, made.series[0].x) == (("a", "b"), (0.0, 1.0))


def test_a_decision_boundary_keeps_its_classes_apart() -> None:
    [field] = plot(
        "xx, yy = np.meshgrid(np.arange(0, 1, 0.01), np.arange(0, 2, 0.01))\n"
        "plt.contourf(xx, yy, np.where(xx > 0.5, 2, np.where(yy > 1, 1, 0)))"
    ).fields
    assert field.levels == (0.5, 1.5)
    assert (len(field.y), len(field.x)) == (100, 100)
    assert (field.x[0], field.y[0]) == (0.0, 0.0)
    assert field.y[-1] == pytest.approx(1.99)


def test_a_picture_is_grey_where_its_map_is() -> None:
    made = plot("plt.imshow(np.eye(3), cmap='gray'); plt.axis('off')")
    assert (made.fields[0].kind, made.fields[0].ramp, made.frame) == ("image", "greys", False)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("plt.plot([1, 2], [1, 2, 3])", "ShapeError: plot: x has 2 numbers and y has 3"),
        ("plt.scatter([1], [1, 2])", "ShapeError: scatter: x has 1 numbers and y has 2"),
        ("plt.plot([1], 'zz')", "ArgumentError: plot: 'zz' is no format; one has a colour"),
        ("plt.plot([1], colour='r')", "ArgumentError: plot has no option colour; did you mean"),
        ("plt.plot([1], color='gren')", "ArgumentError: plot: 'gren' is no colour; did you mean"),
        ("plt.plot('abc')", "DataError: plot: y is the text 'abc'"),
        ("plt.plot([1, None])", "DataError: plot: y holds None"),
        ("plt.plot([1j])", "DataError: plot: y holds a complex"),
        ("plt.plot(np.array([1j]))", "DataError: plot: y holds complex128 data"),
        ("plt.plot({1: 2})", "DataError: plot: y is a dict"),
        ("plt.plot(lambda x: x)", "DataError: plot: y is a function"),
        ("plt.plot([[1, 2], [3]])", "ShapeError: plot: the rows of y are not all of one length"),
        ("plt.plot()", "ArgumentError: plot: give it what to plot"),
        ("plt.xlim(1, 1)", "ArgumentError: xlim: both ends are 1"),
        ("plt.ylim(0, np.inf)", "ArgumentError: ylim takes a finite number"),
        ("plt.yscale('lin')", "ArgumentError: yscale: there are 'linear' and 'log'"),
        ("plt.contourf([1, 2, 3])", "ShapeError: contourf: Z has the shape (3,)"),
        ("plt.barh([1], [2])", "NotAvailable: matplotlib.pyplot.barh is not available here"),
        ("plt.plott([1])", "AttributeError: matplotlib.pyplot has no plott; did you mean plot?"),
        ("from matplotlib import animation", "ImportError: matplotlib has no animation"),
        ("import matplotlib.animation", "ImportError: matplotlib.animation is not available here"),
        ("plt.subplot(9, 9, 1)", "LimitError: subplot: at most 16 plots"),
        ("plt.gcf().add_subplot(projection='3d')", "ArgumentError: a terminal shows no 3-D plots"),
    ],
)
def test_what_cannot_be_plotted_is_told_in_a_sentence(program: str, sentence: str) -> None:
    assert refusal(program).startswith(sentence)


@pytest.mark.parametrize(
    "call",
    "ion() ioff() draw() pause(0.1) tight_layout() colorbar() subplots_adjust(wspace=0.3) "
    "tick_params(axis='x')".split(" "),
)
def test_what_has_no_meaning_in_a_terminal_is_taken(call: str) -> None:
    assert series(f"plt.plot([1]); plt.{call}").y == (1.0,)


def test_help_and_completion_tell_of_the_functions() -> None:
    runtime = Runtime(lambda text: None)
    runtime.run(IMPORT + "fig, ax = plt.subplots()")
    assert {"plot", "show", "subplots"} <= set(runtime.attributes("plt"))
    assert {"plot", "set_title"} <= set(runtime.attributes("ax"))
    assert not any(name.startswith("_") for name in runtime.attributes("ax"))


def test_savefig_says_that_no_file_is_written() -> None:
    written: list[str] = []
    outcome = Runtime(written.append).run(IMPORT + "plt.plot([1])\nplt.savefig('a.png')")
    assert outcome.problem is None
    assert written == [
        "warning: savefig writes no file here: plt.show() draws the figure, and the session keeps "
        "it (%save FILE) (line 3)\n"
    ]


def test_showing_nothing_is_told() -> None:
    written: list[str] = []
    Runtime(written.append).run(IMPORT + "plt.show()")
    assert written == ["plt.show(): nothing is plotted yet; plt.plot(x, y) comes before it\n"]


@pytest.mark.parametrize(
    "reach",
    [
        "plt.gca()._state",
        "plt.gca().__dict__",
        "plt.gca().plot.__func__",
        "plt.gca().plot.__globals__",
        "plt.plot.__wrapped__",
        "plt.gcf()._axes",
        "getattr(plt.gca(), '_add')",
        "plt.gca().title.__self__",
        "class Mine(type(plt.gca())): pass",
        "plt.gca().plot = print",
        "plt.plot = print",
        "plt.subplots(2, 2)[1]._rows",
    ],
)
def test_nothing_behind_a_plot_can_be_reached(reach: str) -> None:
    assert refusal(reach).split(":")[0] in ("NotAvailable", "SyntaxError", "AttributeError")


def test_a_long_curve_keeps_its_peaks() -> None:
    made = series(
        "y = np.zeros(1000000); y[123456] = 5; y[654321] = -3\nplt.plot(y)",
    )
    assert len(made.x) <= 4000
    assert {(123456.0, 5.0), (654321.0, -3.0)} <= set(zip(made.x, made.y, strict=True))


def test_many_points_are_kept_in_part() -> None:
    assert len(series("plt.scatter(np.random.rand(50000), np.random.rand(50000))").x) == 4000


def test_a_figure_of_many_series_keeps_fewer_points_of_each() -> None:
    made = plot("for i in range(50): plt.plot(np.arange(10000) * i)")
    assert sum(len(each.x) for each in made.series) <= 40_000


def test_nan_and_inf_are_counted_and_break_the_curve() -> None:
    made = series("plt.plot([1, float('nan'), float('inf'), 10 ** 400, 3])")
    assert made.left_out == 3
    assert math.isnan(made.y[1])
    assert made.y[0::4] == (1.0, 3.0)


@pytest.mark.parametrize(
    ("program", "limit"),
    [
        ("for i in range(51): plt.plot([i], label=str(i))", "one plot takes 50 series"),
        ("for i in range(21):\n plt.figure(); plt.plot([i])", "20 figures are open"),
        ("for i in range(101): plt.text(0, 0, 'x')", "one plot takes 100 texts"),
        ("for i in range(11): plt.imshow(np.eye(2))", "one plot takes 10 contours and pictures"),
        ("plt.plot(range(10 ** 9))", "y has 1,000,000,000 numbers, 1,000,000 at most"),
        ("def f():\n while True: yield 1\nplt.plot(f())", "1,000,000 at most"),
        ("plt.hist([1], bins=10 ** 9)", "from 1 to 200 are drawn"),
        ("plt.bar(range(300), 1)", "300 bars are more than the 200 drawn"),
        ("plt.bar([str(i) for i in range(300)], 1)", "200 named categories at most"),
    ],
)
def test_what_would_be_too_much_meets_a_limit(program: str, limit: str) -> None:
    told = refusal(program)
    assert told.startswith("LimitError") and limit in told


def test_long_texts_are_cut() -> None:
    made = plot("plt.plot([1], label='l' * 9999); plt.title('t' * 9999); plt.text(0, 0, 'x' * 999)")
    assert {len(made.title), len(made.series[0].label), len(made.remarks[0].text)} == {200}


def test_a_program_cannot_reach_the_figures_of_another_one() -> None:
    one, two = Runtime(lambda text: None), Runtime(lambda text: None)
    one.run(IMPORT + "plt.plot([1])")
    two.run(IMPORT + "plt.gcf()")
    assert (one.figures.unshown(), two.figures.unshown()) == (1, 0)


def test_outside_of_a_session_there_is_nothing_to_plot_on() -> None:
    from backstep.engine import BackstepError
    from backstep.language.library.plotting import pyplot

    function: Any = pyplot.FUNCTIONS["plot"]
    with pytest.raises(BackstepError, match="no session"):
        function([1])
