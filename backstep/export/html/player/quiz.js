// Predicting: where a person stands in the questions. What is asked and when, and what is right,
// is the terminal stepper's; so is the way through it: answer, how sure, the truth.

const NO_QUIZ = { on: false, ended: false, asked: null, stage: "ask", pointer: 0, given: "", heading: 0, resume: false, again: false, answers: [], refused: "" };

// What is asked of the pass: an author's questions, and with questions on those the pass gives.
function questions() {
  const all = currentLine().data.questions;
  return view.quiz.on ? all : all.filter((question) => question.author && !view.quiz.ended);
}

function answersHere() {
  return view.quiz.answers.filter((answer) => answer.pass === view.pass);
}

function known() {
  return new Set(answersHere().map((answer) => answer.question));
}

function openQuestion() {
  const { asked } = view.quiz;
  return view.mode === "predict" && asked && asked.at === view.position ? asked : null;
}

// Whether which function is next is about to be asked, so that nothing may tell.
function hidesNext() {
  const answered = known();
  return questions().some((question) => question.kind === "next" && question.at === view.position && !answered.has(question));
}

function hidesAhead() {
  if (view.quiz.on) return true;
  const answered = known();
  return questions().some((question) => question.at >= view.position && !answered.has(question));
}

function quizToggled() {
  if (view.quiz.on || openQuestion()) {
    Object.assign(view.quiz, { on: false, ended: true, asked: null, again: false });
    view.mode = "steps";
    view.message = say("no-more-questions");
    return;
  }
  Object.assign(view.quiz, { on: true, ended: false });
  const n = questions().length;
  if (!n) {
    view.quiz.on = false;
    view.message = say("nothing-to-ask");
    return;
  }
  view.message = say(n === 1 ? "one-question" : "questions", { n, key: "n" }) + say("questions-end", { key: "p" });
}

// To a position, or to the first question on the way there.
function stepped(goal) {
  towards(goal, questions());
}

// To a position that a key leads to at once, or to an author's question before it.
function halted(goal) {
  towards(goal, questions().filter((question) => question.author));
}

function towards(goal, asked) {
  if (!asked.length || goal < view.position || view.mode === "lecture") { // which asks on its own page
    to(goal);
    return;
  }
  const answered = known();
  const question = asked.find((each) => view.position <= each.at && each.at < goal && !answered.has(each));
  if (question) ask(question, goal, false);
  else if (goal >= currentLine().length) finished();
  else to(goal);
}

function ask(question, heading, again) {
  Object.assign(view.quiz, { asked: question, stage: "ask", pointer: 0, given: "", heading, resume: view.playing, again, refused: "" });
  to(question.at);
  view.mode = "predict";
  view.playing = false;
}

function answerTyped(text) {
  const question = openQuestion();
  view.quiz.refused = "";
  if (!text.trim()) view.quiz.refused = say("type-an-answer");
  else if (["v", "?"].includes(text.trim())) reveal();
  else if (question.kind === "gx" && numberOf(text) === null) view.quiz.refused = say("no-number", { text });
  else if (question.kind === "shape" && shapeOf(text) === null) view.quiz.refused = say("no-shape", { text });
  else if (question.kind === "own" && numberOf(question.answer) !== null && numberOf(text) === null) view.quiz.refused = say("no-number", { text });
  else given(text.trim());
}

function answerChosen(number) {
  const question = openQuestion();
  if (question && view.quiz.stage === "ask" && question.choices[number]) given(question.choices[number][0]);
}

function given(text) {
  Object.assign(view.quiz, { given: text, stage: "sure", pointer: 0 });
}

function surely(level) {
  const question = openQuestion();
  if (!question || view.quiz.stage !== "sure") return;
  answered(question, view.quiz.given, level, isRight(question, view.quiz.given) ? "right" : "wrong");
}

function reveal() {
  const question = openQuestion();
  if (question && view.quiz.stage !== "told") answered(question, question.answer, 0, "revealed");
}

function skip() {
  const question = openQuestion();
  if (!question) return;
  if (view.quiz.stage !== "told") answered(question, "", 0, "skipped");
  wentOn();
}

function answered(question, text, sure, verdict) {
  const answer = { pass: view.pass, question, given: text, sure, verdict, again: view.quiz.again };
  Object.assign(view.quiz, { given: text, stage: "told", pointer: 0, refused: "", answers: [...view.quiz.answers, answer] });
}

function taken() {
  const question = openQuestion();
  if (!question) return;
  if (view.quiz.stage === "ask") answerChosen(view.quiz.pointer);
  else if (view.quiz.stage === "sure") surely(view.quiz.pointer + 1);
  else wentOn();
}

function pointed(rows) {
  const question = openQuestion();
  if (!question) return;
  const n = Math.max(1, view.quiz.stage === "ask" ? question.choices.length : 3);
  view.quiz.pointer = (view.quiz.pointer + rows + n) % n;
}

function wentOn() {
  if (!openQuestion()) return;
  const { again, heading, resume } = view.quiz;
  Object.assign(view.quiz, { asked: null, again: false });
  view.mode = "steps";
  if (again) {
    finished();
    return;
  }
  stepped(heading);
  if (view.mode === "predict") view.quiz.resume = resume;
  else view.playing = resume && view.position < currentLine().length;
}

// The end of the pass: first what was wrong and sure comes back, then the score.
function finished() {
  const answers = answersHere();
  const again = new Set(answers.filter((answer) => answer.again).map((answer) => answer.question));
  const back = answers.find((answer) => answer.verdict === "wrong" && answer.sure === 3 && !again.has(answer.question));
  const end = currentLine().length;
  if (back) {
    ask(back.question, end, true);
    return;
  }
  to(end);
  view.mode = answers.length && view.quiz.on ? "score" : "steps";
  view.playing = false;
}

// Answers held against the truth.

function numberOf(text) {
  const bare = text.trim();
  const fraction = bare.replaceAll(" ", "").match(/^([+-]?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/);
  if (fraction) return Number(fraction[2]) ? Number(fraction[1]) / Number(fraction[2]) : null;
  if (/^[+-]?(nan)$/i.test(bare)) return NaN;
  const infinite = bare.match(/^([+-]?)inf(inity)?$/i);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : null;
}

function shapeOf(text) {
  const parts = text.trim().replace(/^[([\])]+|[([\])]+$/g, "").split(/[\s,x*]+/).filter(Boolean);
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number).join() : null;
}

function isClose(number, exact) {
  if (!Number.isFinite(exact)) return number === exact || (Number.isNaN(number) && Number.isNaN(exact));
  return Math.abs(number - exact) <= Math.max(1e-3 * Math.abs(exact), exact === 0 ? 1e-12 : 0);
}

function isRight(question, text) {
  const { kind, answer, choices } = question;
  if (choices.length) return text === answer;
  if (kind === "shape") return shapeOf(text) === shapeOf(answer);
  if (kind === "gx") {
    const number = numberOf(text);
    return isClose(number, numberOf(question.exact)) || number === numberOf(answer);
  }
  const exact = numberOf(answer);
  if (exact !== null) return isClose(numberOf(text), exact);
  const split = (one) => one.toLowerCase().match(/[+-]?\d[\d.]*(?:e[+-]?\d+)?|[\p{L}\p{N}_]+/gu) || [];
  const [right, words] = [split(answer), split(text)];
  if (!right.length) return answer.trim() === text.trim();
  return right.length === words.length && right.every((word, i) => {
    const [a, b] = [numberOf(word), numberOf(words[i])];
    return a === null || b === null ? word === words[i] : isClose(b, a);
  });
}
