// The question that is open, and the score at the end.

const LETTERS = "abcdef";

function showQuestion() {
  const panel = $("question");
  const question = openQuestion();
  const scored = view.mode === "score";
  document.body.classList.toggle("asking", Boolean(question) || scored);
  panel.hidden = !question && !scored;
  if (panel.hidden) {
    put(panel);
    return;
  }
  if (scored) {
    put(panel, ...scoreParts());
    focusIn(panel);
    return;
  }
  const { stage } = view.quiz;
  const all = questions();
  const heading = make("h2", { id: "question-title" }, question.text);
  const where = make("p", { class: "dim" }, say("question-where", { number: all.indexOf(question) + 1, n: all.length, where: question.pop >= 0 ? `pop ${question.pop + 1}` : say("start") }), view.quiz.again ? ` ${say("once-more")}` : "");
  const parts = [where, heading];
  const typing = stage === "ask" && !question.choices.length;
  if (stage !== "sure" && question.known.length) parts.push(make("p", { class: "known" }, question.known.join("   ")));
  if (stage === "ask") parts.push(...askParts(question));
  if (stage === "sure") parts.push(...sureParts(question));
  if (stage === "told") parts.push(...toldParts(question));
  const buttons = stage === "told"
    ? [button(say("go-on"), "n", () => wentOn(), "first")]
    : [button(say("skip"), typing ? "Esc" : "n", () => skip()), button(say("reveal"), typing ? "v Enter" : "v", () => reveal())];
  parts.push(make("p", { class: "buttons" }, ...buttons, button(say("end-questions"), typing ? "" : "p", () => quizToggled())));
  put(panel, ...parts);
  focusIn(panel);
}

function button(text, key, does, looks) {
  const made = make("button", { type: "button", class: looks }, text, key ? make("kbd", { "aria-hidden": "true" }, key) : null);
  made.addEventListener("click", () => change(does));
  return made;
}

function choice(text, key, beside, at, does) {
  const made = make("button", { type: "button", class: `choice${view.quiz.pointer === at ? " pointed first" : ""}` },
    make("kbd", { "aria-hidden": "true" }, key), text, beside ? make("span", { class: "dim" }, beside) : null);
  made.addEventListener("click", () => change(does));
  return made;
}

function askParts(question) {
  if (question.choices.length) {
    return [make("div", { class: "choices", role: "group", "aria-labelledby": "question-title" },
      ...question.choices.map(([, text, beside], i) => choice(text, LETTERS[i], beside, i, () => answerChosen(i))))];
  }
  const field = make("input", { id: "answer", class: "first", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const answering = () => answerTyped(field.value);
  entered(field, () => change(answering));
  const line = make("p", { class: "typed" }, make("label", { for: "answer" }, question.asked), field, button(say("answer"), "", answering));
  return [line, make("p", { class: "error", role: "alert" }, view.quiz.refused)];
}

function inWords(question, answer) {
  const found = question.choices.find(([value]) => value === answer);
  return found ? found[1] : answer;
}

function sureParts(question) {
  return [make("p", {}, say("you-say", { given: inWords(question, view.quiz.given) })), make("p", { id: "sure" }, say("how-sure")),
    make("div", { class: "choices", role: "group", "aria-labelledby": "sure" },
      ...[1, 2, 3].map((level) => choice(say("sure-" + level), String(level), "", level - 1, () => surely(level))))];
}

function toldParts(question) {
  const answer = answersHere().at(-1);
  const parts = [];
  if (answer.verdict === "right") parts.push(make("p", { class: "right" }, say("right", { sign: SIGNS.done }), " ", make("strong", {}, question.told)));
  if (answer.verdict === "wrong") parts.push(make("p", { class: "wrong" }, SIGNS.wrong + " " + say("wrong"), " ", make("strong", {}, say("it-is", { true: question.told }))));
  if (answer.verdict === "revealed") parts.push(make("p", {}, make("strong", {}, say("it-is", { true: question.told }))));
  if (answer.verdict !== "revealed") parts.push(make("p", { class: "dim" }, say("you-said", { given: inWords(question, answer.given), sure: say("sure-" + answer.sure) })));
  if (question.why) parts.push(make("p", { class: "because" }, question.why));
  return parts;
}

function scoreParts() {
  const answers = answersHere().filter((answer) => !answer.again);
  const tally = (kind, sure) => {
    const graded = answers.filter((answer) => ["right", "wrong"].includes(answer.verdict) && (!kind || answer.question.kind === kind) && (!sure || answer.sure === sure));
    return graded.length ? say("right-of-n", { right: graded.filter((answer) => answer.verdict === "right").length, n: graded.length }) : "-";
  };
  const kinds = [...new Set(answers.map((answer) => answer.question.kind))];
  const heads = ["", say("sure-3"), say("sure-2"), say("sure-1"), say("all")];
  const rows = [...kinds, null].map((kind) => make("tr", {}, make("th", { scope: "row" }, kind ? say("kind-" + kind) : say("all")), ...[3, 2, 1, 0].map((sure) => make("td", {}, tally(kind, sure)))));
  const wrong = answers.filter((answer) => answer.verdict === "wrong").sort((a, b) => b.sure - a.sure);
  return [make("h2", { id: "question-title" }, say("score")),
    make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)))), make("tbody", {}, ...rows)),
    ...wrong.map(({ question, given: text, sure }) => make("div", { class: "missed" }, make("p", {}, question.text), make("p", { class: "dim" }, `${say("you-said", { given: inWords(question, text), sure: say("sure-" + sure) })} ${say("it-is", { true: question.told })} ${question.why}`))),
    make("p", { class: "buttons" }, button(say("back-to-the-pass"), "n", () => { view.mode = "steps"; }, "first"))];
}

// The keyboard goes to what is asked.
function focusIn(panel) {
  if (!started) return;
  const first = panel.querySelector(".first");
  if (first) first.focus({ preventScroll: true });
}
