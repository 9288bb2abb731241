// Going through a lecture: few things, large, for a room in front of a projector. Its keys are the
// terminal's; while the screen is blank, any of them shows it again and does nothing else.

const NO_LECTURE = { revealed: null, pointer: null, blank: false, animated: false, asking: false, theme: "" };
const IN_CONTRAST = { dark: "contrast", light: "contrast-light" }; // a theme that was chosen is kept

// The lecture at the same position: in high contrast, without animation, with no questions but its own.
function openLecture() {
  if (view.mode !== "steps") return;
  const root = document.documentElement;
  view.lecture = { ...NO_LECTURE, animated: view.animated, asking: view.quiz.on, theme: root.dataset.theme || "" };
  Object.assign(view, { mode: "lecture", animated: false });
  view.quiz.on = false;
  const looks = IN_CONTRAST[themeNow()];
  if (looks) root.dataset.theme = looks;
}

// Back to the pass at the same position, animated, asking and looking as before.
function leaveLecture() {
  const { animated, asking, theme } = view.lecture;
  Object.assign(view, { mode: "steps", animated, lecture: { ...NO_LECTURE } });
  view.quiz.on = asking;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function awake() {
  view.lecture.blank = false;
}

// What is asked of the room: an author's questions.
const authored = () => currentLine().data.questions.filter((question) => question.author && !view.quiz.ended);

function revealLarge() {
  const told = view.lecture.revealed === view.position;
  if (!nextAsked(currentLine(), view.position, authored()).names.length) view.message = say("nothing-to-reveal");
  else view.lecture.revealed = told ? null : view.position;
}

const nextBeat = () => to(beatAfter(currentLine(), view.position));
const beatBack = () => to(beatBefore(currentLine(), view.position));

const IN_LECTURE = {
  "next result": nextBeat,
  "result before": beatBack,
  "reveal the result": revealLarge,
  "play the lecture": () => play(),
  blank: () => {
    view.playing = false;
    view.lecture.blank = true;
  },
  "next note": () => toMark(1),
  "note before": () => toMark(-1),
  "run to the next mark": () => run(1),
  "run back to the mark": () => run(-1),
  step: () => stepped(view.position + 1),
  "step back": () => to(view.position - 1),
  "to the start": () => to(0),
  "to the end": () => to(currentLine().length),
  "point left": () => pointTowards("left"),
  "point right": () => pointTowards("right"),
  "point up": () => pointTowards("up"),
  "point down": () => pointTowards("down"),
  point: () => pointAt(view.lecture.pointer ?? pointerStart(currentLine())),
  "play faster": () => atSpeed(1),
  "play slower": () => atSpeed(-1),
  "animate the lecture": () => DOES.animation(),
  "look of the lecture": () => nextTheme(),
  "leave the lecture": leaveLecture,
};
for (const [name, does] of Object.entries(IN_LECTURE)) {
  WHEN[name] = () => view.mode === "lecture";
  DOES[name] = () => {
    if (view.lecture.blank) {
      awake();
      return;
    }
    const before = view.position;
    does();
    if (view.position !== before) view.lecture.revealed = null;
  };
}

// A tap on one half of the screen goes on, on the other back.
function tappedHalf(x) {
  DOES[x > window.innerWidth / 2 ? "next result" : "result before"]();
}

// On an empty screen any key brings the lecture back; one that is only held down is none.
function wakes(key) {
  return view.mode === "lecture" && view.lecture.blank && !["Shift", "CapsLock", "Tab", "F5"].includes(key);
}
