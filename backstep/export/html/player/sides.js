// Two passes side by side: the same graph by another algorithm, or with retain_grad the other way.
// The one with more pops leads, and is what is stepped through; the other is where it then would be.

const RETAIN = "retain";
const OWN_RUN = 0; // the pass itself, among the runs of it
const besides = new Map(); // pass -> what there is of it side by side, on its way or here

// A pass beside each that it can stand beside.
class Beside {
  constructor(data, base) {
    this.data = data;
    this.base = base;
    this.values = [...base.data.values, ...data.values];
    this.lines = data.runs.map(() => null);
  }

  // The timeline of one of its runs, on the graph of the pass.
  line(place) {
    const untold = { rows: null, names: null, numbers: null, marks: new Map(), sentences: [], questions: [], otherPeak: null };
    const shown = { graphs: { 1: this.data.graph }, values: this.values };
    this.lines[place] ??= new Timeline({ ...this.base.data, ...untold, ...this.data.runs[place], ...shown }, this.base.index);
    return this.lines[place];
  }

  // Two of them, by the name of the pair; a sentence where that cannot be had, null where there is none.
  pair(name) {
    const found = this.data.pairs[name] ?? null;
    if (found === null || typeof found === "string") return found;
    const lines = found.runs.map((place) => this.line(place));
    const leading = lines[found.leading];
    const leader = Object.assign(Object.create(Timeline.prototype), leading, {
      name,
      marks: new Map(),
      data: {
        ...leading.data, values: this.values, sentences: found.told, questions: [], troubleSteps: found.parting === null ? [] : [found.parting],
        whys: found.told.map((_, p) => this.whys(found, lines, p)),
      },
    });
    const own = found.runs.indexOf(OWN_RUN);
    return { ...found, name, lines, leader, own: own < 0 ? null : own };
  }

  // Why the next function is the next, on either side.
  whys({ names, leading, other }, lines, p) {
    return [0, 1].map((side) => `${names[side]}: ${lines[side].data.whys[side === leading ? p : other[p]]}`).join("\n");
  }
}

function loadBeside(pass) {
  if (!besides.has(pass)) {
    besides.set(pass, Promise.all([load(pass), unpacked($("backstep-sides-" + pass))]).then(([base, data]) => new Beside(data, base)));
  }
  return besides.get(pass);
}

const isBeside = () => Boolean(view.sides);

// What is said of two passes at each step, and where both are: what tests hold against the terminal.
async function besideStates(pass, name) {
  const sides = (await loadBeside(pass)).pair(name);
  if (sides === null || typeof sides === "string") return sides;
  return sides.leader.data.sentences.map((told, p) => {
    const states = [0, 1].map((side) => stateOf(sides.lines[side], sidePosition(sides, side, p)));
    const differ = sides.differing.filter(([, turns]) => upTo(turns, p) % 2).map(([i]) => i);
    return { told, differ, sides: states.map(({ position, queue, grads, held }) => ({ position, queue, grads, held })) };
  });
}

// Where a side is now.
function sidePosition(sides, side, position) {
  return side === sides.leading ? position : sides.other[position];
}

// Go to two passes; what `named` finds among those of the page.
function openedBeside(named) {
  leaveBeside();
  const { pass } = view;
  const refused = head.passes[pass].beside;
  if (refused) {
    view.message = refused;
    return Promise.resolve();
  }
  return loadBeside(pass).then((beside) => change(() => {
    if (view.pass !== pass) return;
    const sides = named(beside);
    if (typeof sides === "string") view.message = sides;
    else standBeside(sides);
  }));
}

function standBeside(sides) {
  const from = view.position;
  Object.assign(view, { sides, origin: from, mode: sides.retains ? "retain" : "compare", playing: false, inspected: null, search: "", order: 1, zoomed: "", position: 0 });
  if (sides.own === null) return;
  const at = sides.own === sides.leading ? from : sides.other.findIndex((position) => position >= from);
  view.position = clamp(at < 0 ? sides.leader.length : at, 0, sides.leader.length);
}

// The one pass again, where its side is now.
function leaveBeside() {
  const { sides } = view;
  if (!sides) return;
  view.position = ownPosition();
  Object.assign(view, { sides: null, mode: "steps", playing: false });
}

// Where the one pass is that two were opened from.
function ownPosition() {
  const { sides, position } = view;
  if (!sides) return position;
  return sides.own === null ? view.origin : sidePosition(sides, sides.own, position);
}

function retained() {
  if (view.mode === "retain") {
    leaveBeside();
    return Promise.resolve();
  }
  return openedBeside((beside) => {
    const found = beside.pair(RETAIN);
    return typeof found === "string" ? say("not-retained", { reason: found }) : found;
  });
}

// Ask for the algorithm to compare with.
function compareAsked() {
  if (view.mode === "compare") {
    leaveBeside();
    return;
  }
  leaveBeside();
  const refused = head.passes[view.pass].beside;
  if (refused) {
    view.message = refused;
    return;
  }
  const { pass } = view;
  loadBeside(pass).then((beside) => {
    if (view.pass !== pass || view.mode !== "steps") return;
    const { own, offered } = beside.data;
    askLine(say("compare-label", { algorithm: own }), say("compare-told", { name: offered }), (text) => compared(beside, text), "", head.algorithms.filter((name) => name !== own));
  });
}

// Stand by the algorithms that were named; a sentence where that cannot be.
function compared(beside, text) {
  const { own, offered } = beside.data;
  const names = text.split(/[\s,]+/).filter(Boolean);
  if (!names.length) names.push(offered);
  const stranger = names.find((name) => !head.algorithms.includes(name));
  if (stranger !== undefined) return say("no-algorithm", { text: stranger, names: head.algorithms.join(", ") });
  if (names.length === 1) names.unshift(own);
  if (names.length > 2) return say("two-at-most");
  if (names[0] === names[1]) return say("with-itself", { name: names[0] });
  const found = beside.pair(names.join()) ?? beside.pair([...names].reverse().join());
  if (found === null) return say("not-on-the-page", { own });
  if (typeof found === "string") return `${names.join(", ")}: ${found}.`;
  standBeside(found);
  return "";
}

// On to where the two part, then to each further pop in which they differ.
function toDifference(way) {
  const { apart } = view.sides;
  if (way < 0) {
    const before = apart.filter((position) => position < view.position);
    if (before.length) to(before.at(-1));
    else view.message = say("same-before");
  } else if (!apart.length) view.message = say("never-apart");
  else to(apart.find((position) => position > view.position) ?? apart[0]);
}
