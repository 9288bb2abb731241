// Putting the page together, once.

const ICONS = {
  start: "M5 5v14M19 5L8 12l11 7z", back: "M12 5L3 12l9 7zM21 5l-9 7 9 7z", before: "M17 5L6 12l11 7z",
  play: "M7 4l13 8-13 8z", pause: "M7 4h4v16H7zM14 4h4v16h-4z", after: "M7 5l11 7-11 7z",
  next: "M3 5l9 7-9 7zM12 5l9 7-9 7z", end: "M5 5l11 7-11 7zM19 5v14",
};

function icon(name) {
  return drawn("svg", { class: `icon ${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, drawn("path", { d: ICONS[name] }));
}

function controlled(id, action, ...pictures) {
  const control = $(id);
  const known = head.actions.find(({ name }) => name === action);
  control.append(...pictures.map(icon));
  if (known) {
    const key = known.shown[0];
    control.title = `${known.told} (${key})`;
    if (!control.textContent.trim()) control.setAttribute("aria-label", known.title);
    control.setAttribute("aria-keyshortcuts", known.keys[0] === " " ? "Space" : known.keys[0]);
    if (known.word && pictures.length) control.append(make("span", { class: "word" }, known.word), make("kbd", { "aria-hidden": "true" }, key));
  }
  control.addEventListener("click", () => change(DOES[action]));
}

function built() {
  for (const each of document.querySelectorAll("[data-say]")) said(each, say(each.dataset.say));
  for (const each of document.querySelectorAll("[data-say-label]")) attribute(each, "aria-label", say(each.dataset.sayLabel));
  if (head.theme) document.documentElement.dataset.theme = head.theme;
  measure();
  const figures = $("figures");
  graphs.push(new Graph(figures, 1), new Graph(figures, 2));
  figures.append(...graphs.map((graph) => graph.box));
  for (const side of [0, 1]) {
    sideGraphs.push(new Graph($(`side-figure-${side}`), 1, "of-side"));
    $(`side-figure-${side}`).append(sideGraphs[side].box);
  }
  controlled("to-start", "start", "start");
  controlled("to-back", "previous pop", "back");
  controlled("to-before", "previous phase", "before");
  controlled("play", "play or pause", "play", "pause");
  controlled("to-after", "next phase", "after");
  controlled("to-next", "next pop", "next");
  controlled("to-end", "end", "end");
  controlled("order", "second-order graph");
  controlled("predict", "predict");
  controlled("lecture", "lecture");
  said($("lecture"), head.actions.find(({ name }) => name === "lecture").word);
  controlled("theme", "theme");
  controlled("help-button", "help");
  controlled("outer", "outer backward");
  controlled("inner", "inner backward");
  controlled("compare", "compare");
  controlled("retain", "retain_grad");
  controlled("leave-sides", "one pass again");
  controlled("inspector-close", "leave the inspector");
  controlled("arrays", "draw arrays");
  $("speed").addEventListener("click", () => change(() => {
    const i = SPEEDS.indexOf(view.speed);
    view.speed = SPEEDS[(i + 1) % SPEEDS.length];
  }));
  entered($("entry-field"), () => asked());
  const select = $("pass");
  listPasses();
  said($("left-out"), head.leftOut);
  select.addEventListener("change", () => change(() => toPass(Number(select.value))));
  $("slider").addEventListener("input", () => change(() => {
    view.playing = false;
    to(Number($("slider").value));
  }));
  for (const name of ["loop", "rule", "program", "steps"]) {
    $(`${name}-tab`).addEventListener("click", () => change(() => tab(name)));
  }
  $("tabs").addEventListener("keydown", (event) => {
    const there = [...$("tabs").children].filter((each) => !each.hidden);
    const at = there.indexOf(document.activeElement);
    const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!way || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const other = there[(at + way + there.length) % there.length];
    other.focus();
    tab(other.id.replace("-tab", ""));
  });
  for (const each of document.querySelectorAll("#panes-tabs [data-pane]")) {
    each.addEventListener("click", () => change(() => phonePane(each.dataset.pane)));
  }
  $("steps").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) change(() => to(Number(item.dataset.step)));
  });
  for (const id of ["narration", "pop-pane", "queue-pane", "grads-pane"]) touched($(id));
  for (const name of ["pop", "queue", "grads", "source", "graph", "inspector"]) {
    $(`${name}-pane`).addEventListener("focusin", () => { if (!(TABS[view.pane] && name === "source")) view.pane = name; });
  }
  builtLecture();
  builtMarks();
  builtPlots();
  $("help-close").addEventListener("click", () => $("help").close());
  new ResizeObserver(() => {
    if (!currentLine()) return;
    for (const graph of graphs) if (graph.box.offsetParent !== null) graph.show(view, false);
    showSideGraphs(false);
    paintTrack(currentLine(), view);
    showLecture(currentLine(), view);
  }).observe($("main"));
  window.addEventListener("hashchange", () => {
    const { pass, step } = placeInAddress();
    if (pass === null && step === null) return;
    if ((pass ?? view.pass + 1) - 1 === view.pass) change(() => to(step ?? 0));
    else change(() => toPass((pass ?? 1) - 1, step ?? 0));
  });
}

function touched(element) {
  let start = null;
  element.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null;
  }, { passive: true });
  element.addEventListener("touchend", (event) => {
    if (!start) return;
    const [touch] = event.changedTouches;
    swiped(touch.clientX - start[0], touch.clientY - start[1]);
    start = null;
  }, { passive: true });
}

async function boot() {
  built();
  const place = placeInAddress();
  const named = (place.pass ?? head.pass + 1) - 1;
  const pass = named in head.passes ? named : listedPasses().at(-1);
  const step = place.step ?? (place.pass === null ? head.step : 0);
  if (place.theme) document.documentElement.dataset.theme = place.theme;
  head.passes[pass].later = false;
  listPasses();
  await load(pass);
  view.pass = pass;
  view.position = clamp(step, 0, currentLine().length);
  tab("loop");
  phonePane("pop");
  if (place.lecture) openLecture();
  show(null);
  started = true;
  document.body.classList.remove("loading");
}

const ready = boot().catch((error) => {
  document.body.classList.remove("loading");
  said($("sentence"), say("cannot-open", { reason: error.message }));
  throw error;
});

// For tests, and for who wants to lead the page from a console.
window.backstep = {
  ready,
  view,
  press,
  unknown: () => Object.keys(DOES).filter((name) => !head.actions.some((action) => action.name === name)),
  go: (pass, step) => toPass(pass, step).then(() => change(() => to(step))),
  besides: besideStates,
  state: async (pass, step) => stateOf(await load(pass), step),
  lectures: async (pass) => {
    const line = await load(pass);
    const own = line.data.questions.filter((question) => question.author);
    return Array.from({ length: line.length + 1 }, (_, p) => ({
      equation: equationOf(line, p), asked: nextAsked(line, p, own), after: beatAfter(line, p), before: beatBefore(line, p),
      pointed: [...graphs[0].places.keys()].map((key) => [key, pointerTold(line, p, key)]),
    }));
  },
  states: async (pass) => {
    const line = await load(pass);
    return Array.from({ length: line.length + 1 }, (_, p) => stateOf(line, p));
  },
};
