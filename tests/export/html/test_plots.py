"""The plots on the page: those of the terminal's screen of plots, by its keys, in its words."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backstep.export.html.figures import FULL, MOST_POINTS, plot_drawn
from backstep.export.html.plots import MOST_CHARACTERS, plots_of
from backstep.export.html.words import browser_key
from backstep.export.subject import of_live
from backstep.messages import in_language
from backstep.recording.figures import Figure, Plot, Remark, Series, Ticks
from backstep.session.live import LiveSession
from backstep.stepper.app import Stepper
from backstep.stepper.plain.plots import plots_told
from backstep.stepper.plot_screen import PlotScreen
from backstep.stepper.plots.axes import axes_of
from backstep.stepper.plots.canvas import Canvas, Cell
from backstep.stepper.plots.grounds import paint_field
from backstep.stepper.plots.keys import MOVES, NONE, SCROLL
from backstep.stepper.plots.pen import Pen
from backstep.stepper.themes.palettes import PALETTES
from backstep.stepper.view import first_view
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import of_diamond, of_lesson, written
from tests.export.html.test_injection import PAYLOADS
from tests.stepper.passes import diamond, recorded
from tests.stepper.plots.figures import PROGRAMS, figure

SHOWN = ("sine", "two curves", "bars", "heat", "contours", "classes", "grid", "gaps", "many labels")
HEAT = (
    "xx, yy = np.meshgrid(np.linspace(0, 4, 9), np.linspace(-2, 3, 6))\n"
    "plt.contourf(xx, yy, xx * yy, levels=12)"
)
SIZES = [(1280, 800), (960, 540), (390, 844), (667, 375)]


def made(name: str) -> Figure:
    return figure(HEAT if name == "heat" else name)


def only_plot(name: str) -> tuple[Plot, Any]:
    """The one plot of a figure, and what the page has of it."""
    [plot] = made(name).plots
    return plot, plot_drawn(plot)


# What the page has of a figure.


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_words_are_the_terminals(name: str) -> None:
    figures = [made(name), made("sine")]
    held = plots_of(figures).figures
    told = [
        line
        for each in json.loads(json.dumps(held))
        for line in [each["told"], *(x for plot in each["plots"] for x in _lines(plot))]
    ]
    assert told == list(plots_told(figures))


def _lines(plot: Any) -> list[str]:
    return [plot["head"], *(f"  {line}" for line in plot["told"])]


@pytest.mark.parametrize("name", ["sine", "losses", "turned", "constant", "heat", "equal"])
def test_a_tick_stands_at_the_value_that_it_names(name: str) -> None:
    """The number of each label, put on the terminal's axis, lies where the tick is."""
    plot, drawn = only_plot(name)
    for axis, ticks in zip(axes_of(plot), (drawn["xticks"], drawn["yticks"]), strict=True):
        assert [len(each) for each in ticks] == sorted(len(each) for each in ticks)
        for place, label in (tick for each in ticks for tick in each):
            assert place / FULL == pytest.approx(axis.shares([float(label)])[0], abs=2e-4)


@pytest.mark.parametrize("name", ["sine", "two curves", "losses", "turned", "one point"])
def test_a_point_lies_where_the_terminals_axes_put_it(name: str) -> None:
    plot, drawn = only_plot(name)
    x_axis, y_axis = axes_of(plot)
    for series, of_page in zip(plot.series, drawn["series"], strict=True):
        wanted = np.stack([x_axis.shares(series.x), y_axis.shares(series.y)], axis=1)
        [line] = of_page["lines"]
        assert np.array(line).reshape(-1, 2) / FULL == pytest.approx(wanted, abs=1e-4)


def test_a_curve_breaks_at_a_gap_and_ends_at_the_frame() -> None:
    _, drawn = only_plot("gaps")
    assert sorted(len(line) // 2 for line in drawn["series"][0]["lines"]) == [1, 1, 2]
    _, clipped = only_plot("clipped")
    places = np.concatenate(clipped["series"][0]["lines"])
    assert places.min() >= 0 and places.max() == FULL
    assert len(clipped["series"][0]["lines"]) == 2  # it left at the top and came back


def test_bars_stand_on_zero() -> None:
    plot, drawn = only_plot("bars")
    _, y = axes_of(plot)
    zero = round(y.shares([0.0])[0] * FULL)
    tops = [round(share * FULL) for share in y.shares([1.0, 3.0, -2.0])]
    assert [edges[2:] for _, edges in drawn["series"][0]["bars"]] == [[zero, top] for top in tops]


@pytest.mark.parametrize("name", ["heat", "picture", "boundary"])
def test_each_cell_of_a_field_has_the_tone_of_the_terminals(name: str) -> None:
    """A canvas of the terminal's with a cell for each value, painted by the terminal."""
    plot, drawn = only_plot(name)
    [field], [of_page] = plot.fields, drawn["fields"]
    columns, rows = len(field.x), len(field.y)
    cells = [[Cell(" ") for _ in range(columns)] for _ in range(rows)]
    painted = Canvas(cells, 0, 0, columns, rows)
    axes = axes_of(plot)
    paint_field(painted, field, axes, Pen())
    tones = ["".join(cell.ground[-1] for cell in row) for row in cells]
    assert of_page["cells"] == (tones if axes[1].turned else tones[::-1])
    assert [of_page["x"][0], of_page["x"][-1]] == [0, FULL]


@pytest.mark.parametrize("saddle", [False, True])
def test_contours_run_where_the_value_is_the_level(saddle: bool) -> None:
    law = "xx * yy" if saddle else "xx * xx + yy * yy"
    program = (
        "xx, yy = np.meshgrid(np.linspace(-2, 2, 60), np.linspace(-2, 2, 60))\n"
        f"plt.contour(xx, yy, {law}, levels=[0.5, 2])"
    )
    [plot] = figure(program).plots
    x_axis, y_axis = axes_of(plot)
    drawn: Any = plot_drawn(plot)
    for level, (_, lines) in zip((0.5, 2.0), drawn["fields"][0]["contours"], strict=True):
        assert len(lines) == (2 if saddle else 1)
        for line in lines:
            places = np.array(line).reshape(-1, 2) / FULL
            x, y = x_axis.values(places[:, 0]), y_axis.values(places[:, 1])
            found = x * y if saddle else x * x + y * y
            assert found == pytest.approx(np.full(len(x), level), abs=0.01)
            assert saddle is not bool((places[0] == places[-1]).all())  # a ring is closed


def test_a_long_curve_keeps_its_peak_and_says_that_it_is_cut() -> None:
    y = [0.0] * 4000
    y[1777] = 9.0
    series = Series("curve", tuple(map(float, range(4000))), tuple(y))
    drawn: Any = plot_drawn(Plot(series=(series,)))
    [line] = drawn["series"][0]["lines"]
    assert len(line) // 2 <= MOST_POINTS
    peak = axes_of(Plot(series=(series,)))[1].shares([9.0])[0]
    assert max(line[1::2]) == round(peak * FULL)
    assert drawn["notes"] == ["drawn with 1,500 of 4,000 points, which are enough for a screen"]


def test_of_very_many_plots_the_last_ones_are_held() -> None:
    noise = tuple(np.random.default_rng(0).normal(size=1500).tolist())
    many = tuple(Series("curve", noise, noise) for _ in range(8))
    held = plots_of([Figure((Plot(series=many),), f"{i}") for i in range(30)])
    n = len(held.figures)
    assert 1 < n < 30
    assert len(json.dumps(held.figures)) < MOST_CHARACTERS * 1.01
    assert [each["title"] for each in held.figures] == [f"{i}" for i in range(30 - n, 30)]
    assert held.head["told"] == f"{n} of 30 plots are on this page"


def test_a_subject_has_the_plots_of_its_session_and_of_one_under_way() -> None:
    assert [each.plots[0].title for each in of_lesson("train1000").figures] == [
        "mean loss of each epoch"
    ]
    live = LiveSession(lambda text: None)
    live.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('one'); plt.show()")
    live.run("x = Variable(np.array(2.0))\nx.backward()")
    assert [each.plots[0].title for each in of_live(live).figures] == ["one"]


# What the page does with them. One page for all that leave it as they found it.


@pytest.fixture(scope="module")
def shared(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    subject = replace(of_diamond(), figures=tuple(map(made, SHOWN)))
    path = written(tmp_path_factory.mktemp("plots"), subject)
    with opened(browser, path, has_touch=True) as page:
        page.press("P")
        page.page.wait_for_selector("svg.plot", state="attached")
        yield page
        assert page.quiet


@pytest.fixture
def page(shared: Opened) -> Opened:
    shared.page.set_viewport_size({"width": 1280, "height": 800})
    shared.page.emulate_media(color_scheme="dark")
    shared.run(
        """() => {
            backstep.press("Escape");
            Object.assign(backstep.view, { mode: "steps", position: 0, sides: null });
        }"""
    )
    return shared


def at(page: Opened, name: str) -> None:
    """Show a figure."""
    keys = ["P", *["N"] * (len(SHOWN) - 1 - SHOWN.index(name))]
    page.run("keys => keys.forEach(backstep.press)", keys)


def test_keys_lead_as_in_the_terminal(page: Opened) -> None:
    chosen = random.Random(3)
    moves = [each for each in (*MOVES, *SCROLL, "x", "s") if each != "space"]
    rounds = [["P", *chosen.choices(moves, k=12), leave] for leave in ("q", "escape", "P")]
    keys = [key for each in rounds for key in each]
    there = page.run(
        "keys => keys.map(key => (backstep.press(key), backstep.view.plot))",
        [browser_key(key) for key in keys],
    )
    app = Stepper(first_view(recorded(diamond)), [made(name) for name in SHOWN])
    places: list[int | None] = []

    async def run() -> None:
        async with app.run_test(size=(30, 8)) as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
                screen = app.screen
                places.append(screen.page.index if isinstance(screen, PlotScreen) else None)

    with ThreadPoolExecutor() as pool:  # the browser's loop runs in this one
        pool.submit(asyncio.run, run()).result()
    assert there == places


def test_pressed_keys_go_from_plot_to_plot_and_back(page: Opened) -> None:
    told = []
    for key in ("P", "N", "ArrowLeft", "b", "n", "Space", "PageDown", "ArrowRight"):
        page.press(key)
        told.append(page.text("#plots-which"))
    n = len(SHOWN)
    assert told == [f"plot {i} of {n}" for i in (n, n - 1, n - 2, n - 3, n - 2, n - 1, n, n)]
    page.press("q", "s")
    assert page.position == 1
    assert not page.page.is_visible("#plots-pane")


@pytest.mark.parametrize("keys", [("L",), ("'",), ("a", "Enter"), ("p",)])
def test_leaving_them_leads_back_to_what_was_shown(page: Opened, keys: tuple[str, ...]) -> None:
    state = "() => [backstep.view.mode, backstep.view.position]"
    page.run("() => backstep.besides(0, 'stack')")  # unpacked, it is there at once
    page.press(*keys)
    before = page.run(state)
    page.press("P")
    assert page.page.is_visible("#plots-pane")
    page.press("s", "c", "?", "Escape")
    assert not page.page.is_visible("#plots-pane")
    assert page.run(state) == before
    page.press("Escape", "Escape")


def test_a_plot_is_a_picture_with_a_name_and_words(page: Opened) -> None:
    at(page, "two curves")
    tree = page.page.locator("#plots-pane").aria_snapshot()
    head, name, *lines = plots_told([made("two curves")])
    which = head.replace("1 of 1", f"2 of {len(SHOWN)}")
    assert f'img "{name}"' in tree
    assert f'dialog "{which}"' in page.page.locator("body").aria_snapshot()
    for line in lines:
        assert line.strip() in tree.replace("\\", "")
    assert page.run("() => document.getElementById('app').inert")


def test_focus_is_in_the_plots_and_returns(page: Opened) -> None:
    page.run("() => document.getElementById('plots').focus()")
    page.press("Enter")
    assert page.run("() => document.activeElement.id") == "plots-pane"
    page.press("q")
    assert page.run("() => document.activeElement.id") == "plots"


def test_legend_title_and_labels_stand_around_the_picture(page: Opened) -> None:
    at(page, "sine")
    assert page.text("#plots-figure h3") == "sin"
    assert [page.text(".legend"), page.text(".xlabel")] == ["y", "x"]
    at_ticks = page.page.locator(".plot text").all_text_contents()
    assert {"0", "1", "2", "3", "4", "5", "6", "-1.0", "1.0"} <= set(at_ticks)
    page.press("n")
    assert page.page.locator(".legend .entry").all_text_contents() == ["up", "down"]


STROKES = """() => [...document.querySelectorAll("svg.plot .plot-line, svg.plot .plot-sign")]
    .map(each => getComputedStyle(each)[each.matches(".plot-line") ? "stroke" : "fill"])"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_colours_are_the_themes(page: Opened, scheme: Any) -> None:
    page.page.emulate_media(color_scheme=scheme)
    colours = PALETTES[scheme]
    at(page, "two curves")
    assert page.run(STROKES) == [_rgb(colours.blue), _rgb(colours.add)]
    page.press("Escape")
    at(page, "classes")
    assert page.run(STROKES) == [_rgb(each) for each in (colours.blue, colours.add, colours.set)]
    page.press("Escape")
    at(page, "heat")
    fills = page.run(
        "() => [...document.querySelectorAll('svg.plot g path')].map(e => getComputedStyle(e).fill)"
    )
    assert set(fills) == {_rgb(each) for each in colours.shades.split()}


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


BOUNDS = """() => {
    const figure = document.getElementById("plots-figure").getBoundingClientRect();
    const pictures = [...document.querySelectorAll("svg.plot")];
    const out = pictures.flatMap(picture => {
        const { left, right, top, bottom } = picture.getBoundingClientRect();
        return [...picture.querySelectorAll("path, text, rect")].map(each => {
            const box = each.getBoundingClientRect();
            const beyond = [left - box.left, box.right - right, top - box.top, box.bottom - bottom];
            return [each.textContent || each.getAttribute("class"), Math.max(...beyond)];
        });
    }).filter(([, beyond]) => beyond > 1.5);
    return [out, figure.right - figure.left, document.documentElement.scrollWidth];
}"""


PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("size", SIZES)
def test_all_of_it_is_in_sight_at_any_size(page: Opened, size: tuple[int, int]) -> None:
    at(page, SHOWN[0])
    page.page.set_viewport_size({"width": size[0], "height": size[1]})
    page.run(PAINTED)
    for name in SHOWN:
        out, wide, whole = page.run(BOUNDS)
        assert out == [], name
        assert wide <= size[0] and whole == size[0]
        box = page.page.locator("#plots-leave").bounding_box()
        assert box is not None and box["y"] + box["height"] <= size[1]
        page.press("n")


@pytest.mark.parametrize("size", [(390, 844), (667, 375)])
def test_by_touch(page: Opened, size: tuple[int, int]) -> None:
    page.page.set_viewport_size({"width": size[0], "height": size[1]})
    opener = "#plots-tab" if size[0] < 480 else "#plots"
    assert page.page.locator("#plots-tab, #plots").filter(visible=True).count() == 1
    page.page.tap(opener)
    for button in ("#plots-previous", "#plots-next", "#plots-leave"):
        box = page.page.locator(button).bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44
    page.page.tap("#plots-previous")
    assert page.run("() => backstep.view.plot") == len(SHOWN) - 2
    page.page.tap("#plots-next")
    assert page.run("() => backstep.view.plot") == len(SHOWN) - 1
    page.page.tap("#plots-leave")
    assert not page.page.is_visible("#plots-pane")


def test_plots_that_would_be_too_narrow_stand_below_each_other(page: Opened) -> None:
    at(page, "grid")
    rows = "() => [...document.querySelectorAll('.plots-row')].map(each => each.children.length)"
    assert page.run(rows) == [2, 2]
    page.page.set_viewport_size({"width": 390, "height": 500})
    page.page.wait_for_function("() => document.querySelectorAll('.plots-row').length === 4")
    top = "() => document.getElementById('plots-figure').scrollTop"
    page.press("j")
    assert page.run(top) == 48
    page.press("k")
    assert page.run(top) == 0


def test_without_plots_the_terminals_sentence_stands(browser: Any, tmp_path: Any) -> None:
    with in_language("ko"):
        path = written(tmp_path, of_diamond())
    with opened(browser, path) as page:
        assert not page.page.locator("#plots").is_visible()
        page.press("P")
        told = page.text("#plots-none")
        assert "plt.show()" in told and told != NONE
        page.press("n", "j", "P", "s")
        assert page.position == 1
        assert page.quiet


def strange(text: str) -> Figure:
    """A figure with a text wherever a file can have one."""
    series = (
        Series("curve", (0.0, 1.0), (0.0, 1.0), text),
        Series("curve", (0.0, 1.0), (1.0, 0.0), text, stroke="none", marker="*"),
        Series("bars", (0.0, 1.0), (1.0, 0.5), text),
        Series("across", (), (0.5,), text),
    )
    ticks = Ticks((0.0, 1.0), (text, text))
    remarks = (Remark(0.5, 0.5, text),)
    plot = Plot(0, 0, text, text, text, xticks=ticks, yticks=ticks, series=series, remarks=remarks)
    return Figure((plot,), text)


TOLD = """n => Array.from({ length: n }, () => {
    const parts = ["#plots-title", "#plots-figure h3", ".legend .entry"];
    const found = parts.flatMap(part => [...document.querySelectorAll(part)]);
    const told = found.map(each => each.textContent);
    backstep.press("N");
    return told;
})"""


def test_a_text_of_a_stranger_is_only_read(browser: Any, tmp_path: Any) -> None:
    texts = list(PAYLOADS.values())
    subject = replace(of_diamond(), figures=tuple(map(strange, texts)))
    with opened(browser, written(tmp_path, subject)) as page:
        page.press("P")
        page.page.wait_for_selector("svg.plot", state="attached")
        for text, told in zip(reversed(texts), page.run(TOLD, len(texts)), strict=True):
            if text.isascii() and text.isprintable():
                assert told == [text] * 6
            else:
                assert len(set(told)) == 1 and told[0].isprintable()
        assert page.run("() => window.hurt") is None
        assert page.quiet
        count = "each => document.querySelectorAll(each).length"
        assert page.run(count, "img, iframe, object, #plots-pane :is(script, style, a)") == 0
