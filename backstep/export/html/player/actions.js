// What each action of the terminal's stepper does here, by its name there; its keys and its help
// come with the page. What a terminal alone can do (save, quit, run again) is not here.

const SPEEDS = head.speeds;
const PANES = { 1: "graph", 2: "pop", 3: "queue", 4: "grads", 5: "source", 6: "rule", 7: "narration", 8: "second", 9: "inspector" };

function nextPop() {
  const line = currentLine();
  const end = line.nextPop(view.position);
  const noted = marksOf(line).filter((step) => line.marks.get(step) && view.position < step && step < end);
  stepped(Math.min(end, ...noted));
}

function seek(way) {
  to(view.position + way * Math.max(1, Math.floor(currentLine().length / 20)));
}

function play() {
  if (!view.playing && view.position === currentLine().length) to(0);
  view.playing = !view.playing;
}

function atSpeed(way) {
  view.speed = SPEEDS[clamp(SPEEDS.indexOf(view.speed) + way, 0, SPEEDS.length - 1)];
  view.message = say("speed", { speed: view.speed });
}

const DOES = {
  compare: compareAsked,
  "retain_grad": retained,
  "next difference": () => toDifference(1),
  "difference before": () => toDifference(-1),
  "one pass again": leaveBeside,
  "step on into the next order": onward,
  "next pop": nextPop,
  "previous pop": () => to(currentLine().previousPop(view.position)),
  "next phase": () => stepped(view.position + 1),
  "previous phase": () => to(view.position - 1),
  why,
  "play or pause": play,
  "seek forward": () => seek(1),
  "seek back": () => seek(-1),
  start: () => to(0),
  end: () => to(currentLine().length),
  faster: () => atSpeed(1),
  slower: () => atSpeed(-1),
  animation: () => {
    view.animated = !view.animated;
    view.message = say(view.animated ? "animated" : "not-animated");
  },
  search: () => askLine("/", say("search-told"), search, "", [...namesIn(currentLine()), ...WORDS_OF_EVENTS]),
  "next match": () => matched(1),
  "previous match": () => matched(-1),
  "end the search": () => { view.search = ""; },
  "go to": () => askLine(":", say("place-told"), go, "", ["start", "end", ...namesIn(currentLine())]),
  "run to next": () => run(1),
  "run back": () => run(-1),
  mark: markToggled,
  note: () => {
    view.playing = false;
    askLine(say("note-label"), say("note-told"), noted, currentLine().marks.get(view.position) || "");
  },
  "next mark": () => toMark(1),
  "previous mark": () => toMark(-1),
  stop: () => askLine(say("stop-label"), say("stop-told"), stopAsked, "", [...view.stops, "none", "note", ...WORDS_OF_EVENTS]),
  zoom: () => zoom(),
  "scroll down": () => scrollPane(1),
  "scroll up": () => scrollPane(-1),
  "finite differences": () => {
    view.differences = !view.differences;
    if (view.differences && !currentLine().data.checks) view.message = say("no-checks");
  },
  "gradient events": () => {
    view.events = !view.events;
    toPane("grads");
  },
  theme: nextTheme,
  "second-order graph": () => {
    view.order = 3 - view.order;
  },
  "draw arrays": arraysOtherwise,
  direction: otherDirection,
  detail: nextDetail,
  inspect: inspectHere,
  "leave the inspector": () => { view.inspected = null; },
  "inspect left": () => inspectTowards("left"),
  "inspect right": () => inspectTowards("right"),
  "inspect up": () => inspectTowards("up"),
  "inspect down": () => inspectTowards("down"),
  "list of marks": openMarks,
  "pan left": () => pan(-80, 0),
  "pan right": () => pan(80, 0),
  "pan up": () => pan(0, -60),
  "pan down": () => pan(0, 60),
  follow: () => [...graphs, ...sideGraphs].forEach((graph) => graph.follow()),
  "next pass": () => toPass(besideInList(1)),
  "previous pass": () => toPass(besideInList(-1)),
  "outer backward": () => besidePass("outer", "no-outer"),
  "inner backward": () => besidePass("inner", "no-inner"),
  predict: quizToggled,
  "choice a": () => answerChosen(0),
  "choice b": () => answerChosen(1),
  "choice c": () => answerChosen(2),
  "choice d": () => answerChosen(3),
  "choice e": () => answerChosen(4),
  "choice f": () => answerChosen(5),
  "confidence 1": () => surely(1),
  "confidence 2": () => surely(2),
  "confidence 3": () => surely(3),
  "go on": taken,
  "take choice": taken,
  "choice down": () => pointed(1),
  "choice up": () => pointed(-1),
  "skip question": skip,
  "reveal answer": reveal,
  "end questions": quizToggled,
  "leave score": () => { view.mode = "steps"; },
  lecture: openLecture,
  help: showHelp,
};
for (const [number, pane] of Object.entries(PANES)) DOES[`pane ${number}: ${pane}`] = () => toPane(pane);

function besidePass(which, none) {
  const index = head.passes[view.pass][which];
  if (index === null) view.message = say(none);
  else toPass(index);
}

// When an action is there; what is there only at times comes before what always is.
const asks = (stage) => () => openQuestion() !== null && view.quiz.stage === stage;
const WHEN = {
  "next difference": () => view.mode === "compare",
  "difference before": () => view.mode === "compare",
  "one pass again": isBeside,
  "next match": () => Boolean(view.search),
  "previous match": () => Boolean(view.search),
  "end the search": () => Boolean(view.search),
  "leave the inspector": () => Boolean(view.inspected),
  "inspect left": () => Boolean(view.inspected),
  "inspect right": () => Boolean(view.inspected),
  "inspect up": () => Boolean(view.inspected),
  "inspect down": () => Boolean(view.inspected),
  "next pass": () => !$("passes").hidden,
  "previous pass": () => !$("passes").hidden,
  predict: () => view.mode === "steps",
  lecture: () => view.mode === "steps",
  "list of marks": () => view.mode === "steps",
  "go on": asks("told"),
  "take choice": () => openQuestion() !== null && view.quiz.stage !== "told",
  "choice down": () => openQuestion() !== null && view.quiz.stage !== "told",
  "choice up": () => openQuestion() !== null && view.quiz.stage !== "told",
  "skip question": () => openQuestion() !== null && view.quiz.stage !== "told",
  "reveal answer": () => openQuestion() !== null && view.quiz.stage !== "told",
  "end questions": () => openQuestion() !== null,
  "leave score": () => view.mode === "score",
};
for (const letter of LETTERS) WHEN[`choice ${letter}`] = asks("ask");
for (const level of [1, 2, 3]) WHEN[`confidence ${level}`] = asks("sure");
const ASKING = new Set(["theme", "help", "animation"]); // beside the answers, while asked
const ROOMS = { lecture: ["Lecture", "Program"], marks: ["List of marks", "Program"] }; // where only some groups of actions are there

// What a key does now; null where it does nothing.
function actionFor(key) {
  const there = head.actions.filter(({ name, keys, room, beside }) => {
    if (!keys.includes(key) || !(name in DOES)) return false;
    if (isBeside() && !beside) return false;
    if (view.mode in ROOMS && !ROOMS[view.mode].includes(room)) return false;
    if (["predict", "score"].includes(view.mode) && room !== "Predict" && !ASKING.has(name)) return false;
    return !(name in WHEN) || WHEN[name]();
  });
  return there.find(({ name }) => name in WHEN) || there[0] || null;
}

// Do what a key does; false where it does nothing.
function press(key) {
  if (wakes(key)) {
    change(awake);
    return true;
  }
  if (view.plot !== null) return plotKey(key);
  const action = actionFor(key);
  if (!action) return false;
  change(DOES[action.name]);
  return true;
}

function keyOf(event) {
  const named = event.key.length > 1 && event.shiftKey ? "Shift+" : "";
  return named + event.key;
}

const LEFT_ALONE = "input, select, textarea, dialog[open] *";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { target } = event;
  if (wakes(event.key)) {
    event.preventDefault();
    press(event.key);
    return;
  }
  if (event.key === "Escape" && !$("entry").hidden) {
    leaveLine();
    return;
  }
  if (target.matches && target.matches("#answer") && event.key === "Escape") {
    event.preventDefault();
    press("Escape");
    return;
  }
  if (target.closest && target.closest(LEFT_ALONE)) {
    if (!(target.id === "slider" && !/^(Arrow|Home|End|Page)/.test(event.key))) {
      if (!(event.key === "?" && $("help").open)) return;
    }
  }
  const onButton = target.closest && target.closest("button, summary, a");
  if (onButton && (event.key === " " || event.key === "Enter")) return;
  if (event.key === "Tab" || event.key === "F5") return;
  if (press(keyOf(event))) event.preventDefault();
});
