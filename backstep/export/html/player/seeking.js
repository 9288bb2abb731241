// Going somewhere: a search, a place, on to the next mark or stop. What is looked for is what the
// terminal's stepper looks for.

const EVENTS = {
  set: (line, pop, at) => each(pop.deliveries, (d) => d.how === "set", at),
  add: (line, pop, at) => each(pop.deliveries, (d) => d.how === "add", at),
  queued: (line, pop, at) => each(pop.deliveries, (d) => d.then === "queued", at),
  seen: (line, pop, at) => each(pop.deliveries, (d) => d.then === "seen", at),
  leaf: (line, pop, at) => each(pop.deliveries, (d) => d.then === "leaf", at),
  deliver: (line, pop, at) => each(pop.deliveries, () => true, at),
  freed: (line, pop, at, end) => (pop.freed.length ? [end] : []),
  free: (line, pop, at, end) => (pop.gxs === null ? [] : [end]),
  born: (line, pop, at) => (pop.born ? [at - 1] : []),
  pop: (line, pop, at) => [at - 3],
  gather: (line, pop, at) => [at - 2],
  multiply: (line, pop, at) => [at - 1],
};
const TROUBLES = ["nan", "inf", "check"];
const WORDS_OF_EVENTS = [...Object.keys(EVENTS), ...TROUBLES, "trouble", "error", "seed"];
const KINDS = { class: "class", function: "class", f: "class", var: "var", variable: "var", gen: "gen", generation: "gen", event: "event", value: "value" };

function each(deliveries, wanted, at) {
  const found = [];
  deliveries.forEach((d, i) => { if (wanted(d)) found.push(at + i); });
  return found;
}

// The steps at which an event comes up; null where it is none.
function eventSteps(line, word) {
  const { data } = line;
  if (word in EVENTS) return line.pops.flatMap((pop, k) => EVENTS[word](line, pop, line.starts[k] + BESIDE, line.endOfPop(k)));
  if (TROUBLES.includes(word)) return data.troubles.filter(([, kind]) => kind === word).map(([step]) => step);
  if (word === "trouble" || word === "!") return data.troubleSteps;
  if (word === "seed") return [1];
  if (word === "error") return data.failed ? [line.length] : [];
  return null;
}

function popsWhere(line, wanted) {
  const found = [];
  line.pops.forEach((pop, k) => { if (wanted(pop.f)) found.push(line.starts[k] + 1); });
  return found;
}

function changesWhere(line, wanted) {
  return line.changes.filter((change) => change.step > 0 && wanted(change.variable)).map((change) => change.step);
}

function functionSteps(line, name) {
  const { label, class: classes } = line.functions;
  const folded = name.toLowerCase();
  return popsWhere(line, (f) => label[f] === name || line.data.classes[classes[f]][0].toLowerCase() === folded);
}

function variableSteps(line, name) {
  return changesWhere(line, (i) => line.variables.named[i] && line.variables.label[i] === name);
}

function valueSteps(line, text) {
  const number = Number(text);
  if (!text.trim() || !Number.isFinite(number)) return [];
  const close = (x) => Math.abs(x - number) <= 1e-9 * Math.max(Math.abs(x), Math.abs(number)) || x === Number(number.toPrecision(6));
  const holds = (value) => {
    if (value === null) return false;
    const [shown, , , , shape, elements] = line.data.values[value];
    return shape.length ? elements.some((x) => close(Number(x))) : close(Number(shown));
  };
  const steps = holds(line.data.seed) ? [1] : [];
  line.pops.forEach((pop, k) => {
    if (pop.gys.some(holds)) steps.push(line.starts[k] + 2);
    if (pop.gxs !== null && pop.gxs.some(holds)) steps.push(line.starts[k] + 3);
    pop.deliveries.forEach((d, i) => { if (holds(d.after)) steps.push(line.starts[k] + BESIDE + i); });
  });
  return steps;
}

// Where a text is in a pass, in order; nothing where it is not.
function find(line, text) {
  const words = text.trim().split(/\s+/);
  const [kind, rest] = [words[0], words.slice(1).join(" ")];
  const sorted = (steps) => [...new Set(steps)].sort((a, b) => a - b);
  if (rest && (kind === "pop" || kind === "step")) {
    const place = placeOf(line, text);
    return place === null ? [] : [place];
  }
  if (rest && kind in KINDS) {
    switch (KINDS[kind]) {
      case "class": return sorted(functionSteps(line, rest));
      case "var": return sorted(variableSteps(line, rest.replace(/\.grad$/, "")));
      case "gen": return sorted(popsWhere(line, (f) => String(line.functions.generation[f]) === rest));
      case "event": return sorted(eventSteps(line, rest.toLowerCase()) || []);
      default: return sorted(valueSteps(line, rest));
    }
  }
  const name = words.join(" ").replace(/\.grad$/, "");
  const whole = [...functionSteps(line, name), ...variableSteps(line, name), ...(eventSteps(line, words.join(" ").toLowerCase()) || [])];
  if (whole.length) return sorted(whole);
  const values = valueSteps(line, name);
  if (values.length || (name && Number.isFinite(Number(name)))) return sorted(values);
  const part = name.toLowerCase();
  const { label, class: classes } = line.functions;
  const within = [
    ...popsWhere(line, (f) => label[f].toLowerCase().includes(part) || line.data.classes[classes[f]][0].toLowerCase().includes(part)),
    ...changesWhere(line, (i) => line.variables.named[i] && line.variables.label[i].toLowerCase().includes(part)),
  ];
  if (within.length) return sorted(within);
  return sorted([...line.marks].filter(([, note]) => note.toLowerCase().includes(part)).map(([step]) => step));
}

// The position that a text names: pop 12, step 40, 12 (a pop), start, end; null for none.
function placeOf(line, text) {
  const words = text.trim().split(/\s+/);
  if (words.length === 1 && ["start", "0"].includes(words[0])) return 0;
  if (words.length === 1 && ["end", "$"].includes(words[0])) return line.length;
  const [kind, number] = words.length === 1 ? ["pop", words[0]] : words;
  if (words.length > 2 || !["pop", "step"].includes(kind) || !/^\d{1,9}$/.test(number)) return null;
  const n = Number(number);
  if (kind === "step") return n <= line.length ? n : null;
  return n >= 1 && n <= line.starts.length ? line.starts[n - 1] + 1 : null;
}

function nextOf(steps, position, way) {
  if (way > 0) return steps[upTo(steps, position)] ?? null;
  return steps[below(steps, position) - 1] ?? null;
}

function search(text) {
  const wanted = text.trim() || view.lastSearch;
  if (!wanted) return "";
  if (!find(currentLine(), wanted).length) return say("no-such", { text: wanted });
  view.search = wanted;
  view.lastSearch = wanted;
  matched(1);
  return "";
}

function matched(way) {
  const line = currentLine();
  const steps = find(line, view.search);
  let step = nextOf(steps, view.position, way);
  let told = "found";
  if (step === null) {
    step = nextOf(steps, way > 0 ? -1 : line.length + 1, way);
    told = step === view.position ? "found-nowhere-else" : way > 0 ? "found-around" : "found-around-back";
  }
  if (step === null) return;
  const which = say("i-of-n", { i: below(steps, step) + 1, n: steps.length });
  arriveAt(step, say(told, { search: view.search, which }));
}

// At a step, with why, and what it did.
function arriveAt(step, told) {
  view.playing = false;
  to(step);
  view.message = `${told} ${currentLine().data.sentences[step]}`;
}

function go(text) {
  const line = currentLine();
  const words = text.trim().split(/\s+/);
  if (!words[0]) return "";
  const passes = listedPasses();
  if (words[0] === "pass" && passes.length > 1) {
    const n = Number(words[1]);
    if (!(Number.isInteger(n) && n >= 1 && n <= passes.length)) return say("no-pass", { number: words[1] ?? "", n: passes.length });
    toPass(passes[n - 1]);
    return "";
  }
  if (["pop", "step", "start", "end", "$"].includes(words[0]) || /^\d+$/.test(words[0])) {
    const place = placeOf(line, text);
    if (place === null) return say("no-place", { text });
    to(place);
    return "";
  }
  const steps = find(line, text);
  if (!steps.length) return say("no-such", { text });
  to(nextOf(steps, view.position, 1) ?? steps[0]);
  return "";
}

function marksOf(line) {
  return [...line.marks.keys()].filter((step) => step <= line.length).sort((a, b) => a - b);
}

// The stops, each with where in this pass it is.
function stopsOf(line) {
  return view.stops.map((stop) => {
    if (stop === "note") return [stop, marksOf(line).filter((step) => line.marks.get(step))];
    return [stop, find(line, WORDS_OF_EVENTS.includes(stop) ? `event ${stop}` : stop)];
  });
}

function stopAsked(text) {
  const line = currentLine();
  let stop = text.trim().replace(/\s+/g, " ");
  if (!stop) return "";
  if (stop === "none") {
    view.stops = [];
    view.message = say("no-stops");
    return "";
  }
  if (stop === "a note") stop = "note";
  if (view.stops.includes(stop)) {
    view.stops = view.stops.filter((other) => other !== stop);
    view.message = say("stop-gone", { stop });
    return "";
  }
  const known = stop === "note" || WORDS_OF_EVENTS.includes(stop);
  const steps = stop === "note" ? [] : find(line, WORDS_OF_EVENTS.includes(stop) ? `event ${stop}` : stop);
  if (!known && !steps.length) return say("no-such", { text: stop });
  view.stops = [...view.stops, stop];
  view.message = say("stop-set", { stop, n: stopsOf(line).find(([name]) => name === stop)[1].length });
  return "";
}

// On to the nearest mark or stop in a direction, or to the end.
function run(way) {
  const line = currentLine();
  const halts = [["", marksOf(line)], ...stopsOf(line)];
  const reached = halts.map(([name, steps]) => [nextOf(steps, view.position, way), name]).filter(([step]) => step !== null);
  view.playing = false;
  if (!reached.length) {
    const known = view.stops.length || line.marks.size;
    const { mode } = view;
    halted(way > 0 ? line.length : 0);
    if (view.mode === mode) view.message = `${say(way > 0 ? (known ? "none-after" : "none-after-at-all") : known ? "none-before" : "none-before-at-all")} ${line.data.sentences[view.position]}`;
    return;
  }
  const step = way > 0 ? Math.min(...reached.map(([at]) => at)) : Math.max(...reached.map(([at]) => at));
  const names = reached.filter(([at, name]) => at === step && name).map(([, name]) => name);
  if (way > 0) {
    halted(step);
    if (view.position !== step || view.mode === "predict") return;
  } else to(step);
  if (names.length) arriveAt(step, say("stop-at", { stop: names.join(", ") }));
}

// One step of playing; it ends at the end, at a mark and at a stop.
function played() {
  const line = currentLine();
  view.message = "";
  stepped(view.position + 1);
  if (openQuestion() || view.mode === "score") return;
  const names = stopsOf(line).filter(([, steps]) => steps.includes(view.position)).map(([name]) => name);
  if (names.length) arriveAt(view.position, say("stop-at", { stop: names.join(", ") }));
  if (line.marks.has(view.position) || view.position >= line.length) view.playing = false;
}
