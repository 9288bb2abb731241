// The session's plots, one figure at a time, as large as the screen: the terminal's, by its keys.

const { n: PLOTS_HELD, all: PLOTS_ALL, moves: PLOT_MOVES, scroll: PLOT_SCROLL, leave: PLOT_LEAVE } = head.plots;
const NARROWEST = 240; // pixels of a plot beside another one
const LOWEST = 190; // and of one above another
let figuresOfPage = PLOTS_HELD ? null : [];
let figuresToCome = null;
let plotShown = null; // which one is drawn
let focusBefore = null;

// The last one first. Which passes there are, and where each stands, stays as it is.
function openPlots() {
  view.plot = Math.max(0, PLOTS_HELD - 1);
  if (figuresOfPage !== null || figuresToCome !== null) return;
  figuresToCome = unpacked($("backstep-plots")).then((figures) => {
    figuresOfPage = figures;
    showPlots();
  });
}

DOES.plots = openPlots;
ASKING.add("plots");

function leavePlots() {
  view.plot = null;
}

function goToPlot(way) {
  view.plot = clamp(view.plot + way, 0, Math.max(0, PLOTS_HELD - 1));
}

// What a key does while plots are shown; false where it does nothing.
function plotKey(key) {
  if (PLOT_LEAVE.includes(key)) change(leavePlots);
  else if (key in PLOT_MOVES) change(() => goToPlot(PLOT_MOVES[key]));
  else if (key in PLOT_SCROLL) $("plots-figure").scrollBy({ top: PLOT_SCROLL[key] * 48 });
  else return false;
  return true;
}

function builtPlots() {
  const keys = { "plots-next": "n", "plots-previous": "N", "plots-leave": "q" };
  const does = { "plots-next": () => goToPlot(1), "plots-previous": () => goToPlot(-1), "plots-leave": leavePlots };
  for (const [id, key] of Object.entries(keys)) {
    $(id).append(make("kbd", { "aria-hidden": "true" }, key));
    attribute($(id), "aria-keyshortcuts", key);
    $(id).addEventListener("click", () => change(does[id]));
  }
  for (const id of ["plots", "plots-tab"]) {
    controlled(id, "plots");
    $(id).hidden = !PLOTS_HELD;
  }
  for (const id of ["plots-next", "plots-previous"]) $(id).hidden = PLOTS_HELD < 2;
  said($("plots-left-out"), head.plots.told);
  $("plots-none").hidden = PLOTS_HELD > 0;
  touched($("plots-figure"));
  new ResizeObserver(() => { if (plotShown !== null) drawFigure(); }).observe($("plots-figure"));
}

function showPlots() {
  const on = view.plot !== null;
  const pane = $("plots-pane");
  if (on && pane.hidden) focusBefore = document.activeElement;
  const turned = on === pane.hidden;
  pane.hidden = !on;
  $("app").inert = on;
  if (turned && on) pane.focus({ preventScroll: true });
  if (turned && !on && focusBefore) focusBefore.focus({ preventScroll: true });
  if (!on) {
    plotShown = null;
    return;
  }
  said($("plots-which"), PLOTS_HELD ? say("plot-i-of-n", { i: PLOTS_ALL - PLOTS_HELD + view.plot + 1, n: PLOTS_ALL }) : "");
  attribute($("plots-previous"), "aria-disabled", view.plot === 0);
  attribute($("plots-next"), "aria-disabled", view.plot >= PLOTS_HELD - 1);
  const figure = figuresOfPage && figuresOfPage[view.plot];
  if (!figure || plotShown === view.plot) return;
  plotShown = view.plot;
  said($("plots-heading"), figure.told);
  said($("plots-title"), figure.title);
  $("plots-title").hidden = !figure.title;
  $("plots-figure").scrollTop = 0;
  drawFigure();
}

// The plots of the figure in their rows, below each other where they would be too narrow.
function drawFigure() {
  const { plots } = figuresOfPage[plotShown];
  const box = $("plots-figure");
  const { clientWidth: width, clientHeight: height } = box;
  let rows = [...new Set(plots.map(({ row }) => row))].map((row) => plots.filter((plot) => plot.row === row));
  if (rows.some((row) => width / row.length < NARROWEST)) rows = plots.map((plot) => [plot]);
  const high = Math.max(Math.floor(height / rows.length), LOWEST);
  put(box, ...rows.map((row) => make("div", { class: "plots-row" }, ...row.map(plotMade))));
  for (const row of box.children) row.style.height = `${high}px`;
  const letters = $("plots-measure").getBoundingClientRect();
  plots.forEach((plot, i) => {
    const room = box.querySelectorAll(".plot-room")[i];
    const { clientWidth: w, clientHeight: h } = room;
    room.append(plotDrawn(plot, w, h, letters.width / 10, parseFloat(getComputedStyle(room).fontSize)));
  });
}

// A plot with its words around the room for its picture, and in words for who cannot see that.
function plotMade(plot) {
  const named = plot.series.filter(({ label }) => label);
  const above = plot.ylabel || named.length;
  return make("article", {},
    plot.title ? make("h3", {}, plot.title) : null,
    above ? make("p", { class: "legend" },
      plot.ylabel ? make("span", { class: "dim" }, plot.ylabel) : null,
      ...named.map((series) => make("span", { class: "entry" }, swatchDrawn(series), series.label))) : null,
    make("div", { class: "plot-room" }),
    plot.xlabel ? make("p", { class: "xlabel dim" }, plot.xlabel) : null,
    ...plot.notes.map((note) => make("p", { class: "dim" }, note)),
    make("ul", { class: "unseen" }, ...plot.told.map((each) => make("li", {}, each))));
}
