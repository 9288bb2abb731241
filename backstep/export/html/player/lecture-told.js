// What a lecture says: the step just taken as a few terms, the question for the next result, and
// what is pointed at; as the terminal's lecture says it.

const RESULTS = ["seed", "multiply", "deliver"];
const MOST_ASKED = 3; // gxs that are asked for by name
const MOST_FINALS = 4; // gradients of leaves that are shown at the end

const both = (names) => names.reduce((one, other) => say("two", { one, other }));
const numbered = (name, n) => (n === 1 ? [name] : Array.from({ length: n }, (_, i) => name + i));
const labelOf = (line, variable) => (variable === null ? "(gone)" : line.variables.label[variable]);
const term = (text, ...below) => ({ text, below });
const equation = (heading, terms = [], sum = false) => ({ heading, terms, sum });

// What a position shows large: a heading, and numbers and signs with what stands below each.
function equationOf(line, position) {
  const { data } = line;
  const { phase, pop, delivery } = line.step(position);
  if (line.failedAt(position)) return equation(say("stopped-here"), [term(data.error)]);
  if (phase === null) {
    const target = labelOf(line, data.target);
    return equation(say("go-back-from", { target }), [term(line.large(line.variables.data[data.target]), target)]);
  }
  if (position === line.length) return finals(line);
  if (phase === "seed") {
    const name = line.gradLabel(data.target);
    return equation(`${name}   ${say(data.seeded ? "seed-set" : "seed-there")}`, [term(line.large(data.seed), name)]);
  }
  if (delivery !== null) return deliveredLarge(line, position, line.pops[pop]);
  return ofPop(line, position, line.pops[pop], phase);
}

function ofPop(line, position, pop, phase) {
  const outputs = line.functions.outputs[pop.f];
  if (phase === "multiply") return multiplied(line, pop);
  if (phase === "free") {
    if (pop.freed.length) {
      const names = both(pop.freed.map((i) => line.gradLabel(i)));
      return equation(say("freed-names", { names }), [term("None", names)]);
    }
    const kept = outputs.filter((i) => i !== null);
    return equation(say("nothing-freed"), kept.map((i) => term(gradLarge(line, i, position), line.gradLabel(i))));
  }
  const gys = pop.gys.map((gy, i) => term(line.large(gy), "gy", say("is-grad", { grad: line.gradLabel(outputs[i]) })));
  return equation(`Pop ${line.functions.label[pop.f]}`, gys);
}

function gradLarge(line, variable, position) {
  const change = line.lastChange(variable, position);
  return line.large(change === null ? null : change.value);
}

// One gx with its numbers, or several as they come out.
function multiplied(line, pop) {
  const label = line.functions.label[pop.f];
  if (pop.gxs === null) return equation(say("multiplies", { label }));
  const formula = line.data.formulas[line.functions.formula[pop.f]];
  const names = numbered("gx", pop.gxs.length);
  const rules = formula.length === pop.gxs.length ? formula : [];
  const told = rules.map((rule, i) => `${names[i]} = ${rule}`).join("   ");
  const results = pop.deliveries.map((d, i) => term(line.large(pop.gxs[i]), names[i], say("for-label", { label: labelOf(line, d.to) })));
  const numbers = pop.numbers ? [term(pop.numbers), term("=")] : [];
  return equation(told ? `${label}   ${told}` : say("multiplies", { label }), [...numbers, ...results]);
}

function deliveredLarge(line, position, pop) {
  const d = pop.deliveries[line.step(position).delivery];
  const { label } = line.functions;
  const name = line.gradLabel(d.to);
  const from = [say("caption-from"), label[pop.f]];
  if (d.how === "set") {
    const lost = d.before === null ? "" : say("lost", { value: line.large(d.before) });
    return equation(say("grad-set", { name, lost }), [term(line.large(d.after), ...from)]);
  }
  const before = line.lastChange(d.to, position - 1);
  const known = before !== null && before.how === "set" && before.by !== null;
  const first = known ? [say("caption-from"), label[before.by]] : [say("so-far"), ""];
  return equation(say("grad-accumulated", { name }), [term(line.large(d.before), ...first), term("+"), term(line.large(d.gx), ...from), term(SIGNS.arrow), term(line.large(d.after), say("caption-new"), name)], true);
}

// The gradients that the whole pass was for.
function finals(line) {
  const { named, creator, order } = line.variables;
  const found = [];
  named.forEach((is, i) => {
    const change = is && creator[i] === null && order[i] === 1 ? line.lastChange(i, line.length) : null;
    if (change !== null && change.value !== null) found.push(term(line.large(change.value), line.gradLabel(i)));
  });
  const more = found.length > MOST_FINALS ? say("some-shown", { MOST_FINALS, n: found.length }) : "";
  return equation(say("done-finals", { what: found.length === 1 ? say("the-gradient") : say("the-gradients", { more }) }), found.slice(0, MOST_FINALS));
}

// The beats: steps that show a result or have a mark.
function isBeat(line, step, marked) {
  return (marked && line.marks.has(step)) || RESULTS.includes(line.step(step).phase);
}

function beatAfter(line, position, marked = true) {
  let step = position + 1;
  while (step < line.length && !isBeat(line, step, marked)) step++;
  return Math.min(step, line.length);
}

function beatBefore(line, position) {
  let step = position - 1;
  while (step > 0 && !isBeat(line, step, true)) step--;
  return Math.max(step, 0);
}

const asking = (known, names = [], answers = [], short = "") => ({ known, names, answers, short });

// What is known of the next result, what is asked, and the answers, in the same order: an author's
// question where there is one before it, else what the result is.
function nextAsked(line, position, authored) {
  if (position >= line.length) return asking(say(line.failedAt(position) ? "nothing-after-error" : "whole-pass"));
  const at = beatAfter(line, position, false);
  const own = authored.find((question) => position <= question.at && question.at < at);
  if (own) return byAuthor(own);
  const { phase, pop: k, delivery } = line.step(at);
  if (phase === "seed") return asking(say("begins"), [line.gradLabel(line.data.target)], [line.large(line.data.seed)]);
  const pop = line.pops[k];
  if (phase === "multiply") {
    const names = numbered("gy", pop.gys.length);
    const gys = pop.gys.map((gy, i) => `${names[i]} = ${line.large(gy)}`).join(", ");
    const known = say("pops-with", { popped: position > line.starts[k] ? "" : "pop ", label: line.functions.label[pop.f], gys });
    if (pop.gxs === null) return asking(known, ["gx"], [say("an-error")]);
    if (pop.gxs.length > MOST_ASKED) return asking(known, ["gxs"], [pop.gxs.map((gx) => line.moving(gx)).join(", ")]);
    return asking(known, numbered("gx", pop.gxs.length), pop.gxs.map((gx) => line.large(gx)));
  }
  if (delivery === null) return asking(say("ends"));
  const d = pop.deliveries[delivery];
  const [name, gx, value, after] = [line.gradLabel(d.to), line.large(d.gx), line.large(d.before), line.large(d.after)];
  const answer = d.how === "set" ? after : `${value} + ${gx} = ${after}`;
  return asking(say("arrives", { gx, name, value }), [name], [answer], say("comes", { gx, name, value }));
}

// A question in its author's words, with what it offers.
function byAuthor(question) {
  const offered = question.kind === "own" ? question.choices.map(([value]) => value) : [];
  const known = question.text + (offered.length ? say("one-or-other", { one: offered.slice(0, -1).join(", "), other: offered.at(-1) }) : "");
  const names = { own: say("answer"), shape: say("shape-of-gx"), grad: say("its-gradient") };
  return asking(known, [names[question.kind] ?? question.kind], [question.told]);
}

// The name and the value of what is pointed at, in words; empty where it is nothing.
function pointerTold(line, position, key) {
  if (!key) return "";
  const i = Number(key.slice(1));
  if (key[0] === "v") {
    const value = line.large(line.variables.data[i]);
    const label = labelOf(line, i);
    const name = label === `const(${value})` ? value : `${label} = ${value}`;
    const change = line.lastChange(i, position);
    if (change === null || change.value === null) return say("variable-without", { name });
    return say("variable-told", { name, value: line.large(change.value) });
  }
  const takes = both([...new Set(line.functions.inputs[i].map((x) => labelOf(line, x)))]);
  const state = line.stateOf(i, position, line.places(line.queueAt(position)));
  return say("function-told", { label: line.functions.label[i], state: say("function-" + state), takes });
}
