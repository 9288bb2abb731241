// What is shown right now, and how it changes: every change goes through `change`, which then shows
// all of it anew.

const view = {
  pass: 0, position: 0, playing: false, speed: 1, mode: "steps", order: 1, direction: "right", detail: "fit", arrays: "table", differences: false, inspected: null, message: "",
  search: "", lastSearch: "", stops: [], quiz: { ...NO_QUIZ }, animated: true, events: false,
  pane: "graph", zoomed: "", row: 0, lecture: { ...NO_LECTURE }, plot: null, sides: null, origin: 0,
  get large() { return this.mode === "lecture"; },
};
const STEP_TIME = 800; // milliseconds at speed 1
const graphs = [];
let started = false;
let clock = null;

const currentLine = () => view.sides?.leader ?? timelines.get(view.pass);
const hasSecond = () => Boolean(currentLine().data.graphs[2]);
const figure = () => graphs[view.order - 1];

function to(position) {
  const at = clamp(position, 0, currentLine().length);
  if (at !== view.position) for (const graph of [...graphs, ...sideGraphs]) graph.camera.free = false;
  view.position = at;
}

// Another pass, at its start; it may have to be unpacked first.
function toPass(index, position = 0) {
  const wanted = clamp(index, 0, head.passes.length - 1);
  if (wanted === view.pass && timelines.has(wanted)) {
    if (position) to(position);
    return Promise.resolve();
  }
  const there = () => {
    const mode = view.large ? "lecture" : "steps";
    Object.assign(view, { pass: wanted, playing: false, inspected: null, order: 1, mode, sides: null });
    Object.assign(view.lecture, { revealed: null, pointer: null });
    view.position = clamp(position, 0, currentLine().length);
    view.quiz.asked = null;
  };
  if (timelines.has(wanted)) {
    there();
    return Promise.resolve();
  }
  document.body.classList.add("loading");
  return load(wanted).then(() => {
    document.body.classList.remove("loading");
    change(there);
  });
}

function change(does) {
  const before = { line: currentLine(), position: view.position };
  view.message = "";
  endFlow();
  const done = does();
  show(before);
  return done;
}

function show(before) {
  const line = currentLine();
  if (!line) return;
  const { body } = document;
  body.classList.toggle("playing", view.playing);
  body.classList.toggle("has-second", hasSecond() && !view.large);
  body.dataset.order = view.large ? 1 : view.order;
  if (view.mode === "marks") body.dataset.zoom = "marks";
  else if (view.zoomed && !view.large) body.dataset.zoom = view.zoomed;
  else delete body.dataset.zoom;
  body.classList.toggle("beside", isBeside());
  showQuestion();
  showHeader(line);
  showSides();
  if (!isBeside()) showPanes(line);
  showNarration(line, view);
  showScrubber(line, view);
  showLecture(line, view);
  showMarks();
  showPlots();
  const moved = before && before.line === line && before.position !== view.position;
  if (isBeside()) showSideGraphs(Boolean(moved));
  else arranged();
  for (const graph of graphs) {
    if (graph.box.offsetParent !== null) graph.show(view, Boolean(moved));
  }
  const brisk = view.playing && view.speed > 1;
  if (moved && view.animated && !brisk) flows(before.position, line);
  timed();
  remembered();
}

// Gradients on their way since a position, in each graph that is shown.
function flows(from, line) {
  if (isBeside()) flowBeside(from);
  else if ((view.mode === "steps" || view.large) && graphs[0].view) startFlow(graphs[0], line, from, view.position, view.speed);
}

// The panes of the one pass.
function showPanes(line) {
  showInspector(line, view);
  showPop(line, view);
  showQueue(line, view);
  showGrads(line, view);
  $("program-tab").hidden = head.passes[view.pass].cell === null;
  showTab(line);
}

// Two graphs stand beside each other or one above the other, whichever shows them larger; where
// neither can be read so, each stands alone.
function arranged() {
  const box = $("figures");
  for (const graph of graphs) graph.take(currentLine());
  const { clientWidth: width, clientHeight: height } = box;
  const smaller = (w, h) => Math.min(...graphs.map((graph) => graph.scaleIn(w, h)));
  const [above, beside] = [smaller(width, height / 2), smaller(width / 2, height)];
  box.classList.toggle("stacked", above > beside);
  box.classList.toggle("alone", !hasSecond() || Math.max(above, beside) < READABLE);
  const second = view.order === 2 && graphs[0].box.offsetParent === null;
  said($("graph-title"), say(second ? "second-title" : "graph-title"));
}

function timed() {
  const wanted = view.playing ? STEP_TIME / view.speed : 0;
  if (clock && clock.wanted === wanted) return;
  if (clock) clearInterval(clock.id);
  clock = wanted ? { wanted, id: setInterval(() => change(played), wanted) } : null;
}

function showHeader(line) {
  const about = head.passes[view.pass];
  said($("title"), head.title || about.title);
  const { phase, pop } = line.step(view.position);
  said($("where"), `pop ${pop + 1}/${line.pops.length}`);
  said($("phase"), phase || "");
  const select = $("pass");
  if (Number(select.value) !== view.pass) select.value = view.pass;
  $("outer").hidden = about.outer === null;
  $("inner").hidden = about.inner === null;
  $("order").hidden = !hasSecond() || isBeside();
  $("leave-sides").hidden = !isBeside();
  $("compare").hidden = isBeside();
  $("retain").hidden = isBeside();
  $("predict").hidden = isBeside();
  $("lecture").hidden = isBeside();
  attribute($("order"), "aria-pressed", view.order === 2);
  attribute($("predict"), "aria-pressed", view.quiz.on);
  const flags = [line.data.algorithm === "generation" ? "" : line.data.algorithm, line.data.retain ? "retain_grad=True" : "", line.data.create ? "create_graph=True" : ""];
  said($("flags"), flags.filter(Boolean).join("  "));
  attribute($("play"), "aria-pressed", view.playing);
  attribute($("play"), "aria-label", say(view.playing ? "pause" : "play"));
  said($("speed"), `${view.speed}×`);
  attribute($("narration"), "aria-live", view.playing && view.speed > 1 ? "off" : "polite");
  const births = hasSecond() && upTo(line.births, view.position);
  said($("graph-note"), hasSecond() ? say("second-note", { n: births, all: line.births.length }) : "");
}

// The place in the address, so that a link leads here.
let remembering = 0;
function remembered() {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    const theme = view.large ? view.lecture.theme : document.documentElement.dataset.theme;
    const wanted = `#pass=${view.pass + 1}&step=${ownPosition()}${view.large ? "&lecture=1" : ""}${theme ? `&theme=${theme}` : ""}`;
    try {
      if (location.hash !== wanted) history.replaceState(null, "", wanted);
    } catch { /* a frame that may not */ }
  }, 200);
}

function placeInAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const whole = (name) => (/^\d{1,9}$/.test(fields.get(name) ?? "") ? Number(fields.get(name)) : null);
  const theme = fields.get("theme");
  return { pass: whole("pass"), step: whole("step"), lecture: whole("lecture"), theme: head.themes.includes(theme) ? theme : null };
}

function themeNow() {
  return document.documentElement.dataset.theme || (window.matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
}

function nextTheme() {
  const now = themeNow();
  const family = now.replace(/-?light$/, "");
  const dark = family || "dark";
  const light = !family || family === "dark" ? "light" : `${family}-light`;
  const name = /light$/.test(now) ? dark : light;
  document.documentElement.dataset.theme = name;
  view.message = say("theme-" + name);
}

const TABS = { source: "loop", rule: "rule", narration: "steps", program: "program" };

// Go to a pane: what is typed to scroll goes there.
function toPane(name) {
  view.pane = name;
  if (name === "second") {
    if (hasSecond()) view.order = 2;
    view.pane = "graph";
  }
  if (name === "graph") view.order = 1;
  if (name === "inspector" && !view.inspected) inspectHere();
  if (name in TABS) tab(TABS[name]);
  phonePane(name in TABS ? "source" : view.pane);
  if (view.zoomed) view.zoomed = name in TABS ? "source" : view.pane;
  const section = $(`${name in TABS ? "source" : view.pane}-pane`);
  if (section && started) section.focus({ preventScroll: true });
}

function zoom() {
  view.zoomed = view.zoomed ? "" : view.pane in TABS ? "source" : view.pane;
}

function scrollPane(way) {
  const name = TABS[view.pane] || view.pane;
  if (isBeside()) $("both").scrollBy({ top: way * 48 });
  else if (name === "graph") figure().panned(0, way * 40);
  else $(name)?.scrollBy({ top: way * 48 });
}

function tab(name) {
  for (const other of ["loop", "rule", "program", "steps"]) {
    const chosen = other === name;
    attribute($(`${other}-tab`), "aria-selected", chosen);
    attribute($(`${other}-tab`), "tabindex", chosen ? 0 : -1);
    $(`${other}-panel`).hidden = !chosen;
  }
  if (currentLine()) showTab(currentLine());
}

// What the chosen tab has; the others are not seen.
function showTab(line) {
  for (const [name, showing] of Object.entries({ loop: showLoop, rule: showRule, program: showProgram, steps: showSteps })) {
    if (!$(`${name}-panel`).hidden) showing(line, view);
  }
}

// On a narrow screen one pane is shown below the graph.
function phonePane(name) {
  if (!["pop", "queue", "grads", "source", "inspector"].includes(name)) return;
  document.body.dataset.pane = name;
  for (const each of document.querySelectorAll("#panes-tabs [data-pane]")) attribute(each, "aria-pressed", each.dataset.pane === name);
}

function swiped(dx, dy) {
  if (Math.abs(dx) < 45 || Math.abs(dx) < 2 * Math.abs(dy)) return;
  if (view.plot !== null) {
    change(() => goToPlot(dx < 0 ? 1 : -1));
    return;
  }
  if (!(["steps", "lecture"].includes(view.mode) || isBeside())) return;
  if (view.large) change(DOES[dx < 0 ? "next result" : "result before"]);
  else change(() => (dx < 0 ? stepped(view.position + 1) : to(view.position - 1)));
}
