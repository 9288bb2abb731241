// The screen of a lecture: one thing large, as large as there is room for, and what is asked.

const LARGEST = 0.34; // of the lesser side of the screen: the height of a number
const BUTTONS = ["result before", "next result", "reveal the result", "play the lecture", "blank", "next note", "leave the lecture"];

function builtLecture() {
  const buttons = BUTTONS.map((name) => {
    const { title, told, word, keys, shown } = head.actions.find((action) => action.name === name);
    const key = keys[0] === " " ? "Space" : keys[0];
    const made = make("button", { type: "button", id: name.replaceAll(" ", "-"), title: `${told} (${shown[0]})`, "aria-label": title, "aria-keyshortcuts": key },
      make("span", {}, word || shown[0]), word ? make("kbd", { "aria-hidden": "true" }, shown[0]) : null);
    made.addEventListener("click", () => change(DOES[name]));
    return made;
  });
  put($("lecture-buttons"), ...buttons);
  $("lecture-question").addEventListener("click", () => change(DOES["reveal the result"]));
  $("lecture-blank").addEventListener("click", () => change(awake));
  $("lecture-pane").addEventListener("click", (event) => {
    if (!event.target.closest("button") && !window.getSelection().toString()) change(() => tappedHalf(event.clientX));
  });
  touched($("lecture-pane"));
}

function showLecture(line, view) {
  const on = view.mode === "lecture";
  document.body.classList.toggle("lecturing", on);
  $("lecture-pane").hidden = !on;
  $("lecture-buttons").hidden = !on;
  $("app").inert = on && view.lecture.blank;
  $("lecture-blank").hidden = !$("app").inert;
  said($("brand"), on ? say("lecture-brand") : "backstep");
  if (!on) return;
  if (view.lecture.blank) {
    $("lecture-blank").focus();
    return;
  }
  const { heading, terms, sum } = equationOf(line, view.position);
  said($("lecture-heading"), heading);
  put($("lecture-terms"), ...inUnits(terms));
  attribute($("lecture-terms"), "class", sum ? "sum" : terms.some(({ below }) => !below.length) ? "joined" : "");
  showSaid(line, view);
  showAsked(line, view);
  const pointed = pointerTold(line, view.position, view.lecture.pointer);
  said($("lecture-pointer"), view.message || pointed || say("idle"));
  $("lecture-pointer").className = view.message ? "message" : pointed ? "pointed" : "dim";
  attribute($("play-the-lecture"), "aria-pressed", view.playing);
  fitted($("lecture-body"), $("lecture-terms"));
}

// The terms; a sign keeps with what follows it, where they take several rows.
function inUnits(terms) {
  const units = [];
  let sign = null;
  for (const { text, below } of terms) {
    if (["+", "=", SIGNS.arrow].includes(text)) {
      sign = make("span", { class: "sign" }, text);
      continue;
    }
    const captions = below.filter(Boolean).map((each) => make("span", {}, each));
    const column = make("span", { class: "term" }, make("span", { class: "number" }, text), captions.length ? make("span", { class: "below" }, ...captions) : null);
    units.push(make("span", { class: "unit" }, sign, sign ? " " : null, column, " "));
    sign = null;
  }
  return units;
}

// The note that stands here, large, else what the step did.
function showSaid(line, view) {
  const note = line.marks.get(view.position);
  said($("lecture-said"), note ? `${SIGNS.note} ${note}` : line.data.sentences[view.position]);
  $("lecture-said").classList.toggle("note", Boolean(note));
}

function showAsked(line, view) {
  const { known, names, answers } = nextAsked(line, view.position, authored());
  const told = view.lecture.revealed === view.position;
  said($("lecture-known"), (view.position >= line.length ? "" : say("asks-next")) + known);
  const question = $("lecture-question");
  question.style.visibility = names.length ? "" : "hidden";
  const key = (name) => head.actions.find((action) => action.name === name).shown[0];
  put(question, ...names.flatMap((name, i) => [make("span", { class: "asked" }, `${name} = `, make("mark", {}, told ? answers[i] : "?")), " "]),
    make("span", { class: "dim" }, told ? say("goes-there", { on: key("next result") }) : say("reveals", { reveal: key("reveal the result") })));
}

// The largest size at which numbers have room, in one row or, where that makes them much larger, in several.
function fitted(body, terms) {
  const most = Math.min(window.innerWidth, window.innerHeight) * LARGEST;
  const told = parseFloat(getComputedStyle(body).fontSize);
  const fits = (size) => {
    terms.style.fontSize = `${size}px`;
    return terms.scrollWidth <= terms.clientWidth + 1 && body.scrollHeight <= body.clientHeight + 1;
  };
  const largest = () => {
    if (fits(most)) return most;
    let [low, high] = [0.8 * told, most];
    for (let i = 0; i < 7; i++) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  body.classList.remove("tight", "rows");
  let size = largest();
  if (size < 2 * told) { // a note gives way, so that the numbers can be read
    body.classList.add("tight");
    size = largest();
  }
  const inOne = fits(size);
  body.classList.add("rows");
  const inRows = largest();
  const gain = terms.querySelector(".sign") ? 1.3 : 1.1; // terms of one equation are better seen in one row
  if (!inOne || inRows > gain * size) size = inRows;
  else body.classList.remove("rows");
  terms.style.fontSize = `${size}px`;
}
