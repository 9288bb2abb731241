// The steps of a pass, and what holds at any of them, worked out from its pops.
//
// Position 0 is before anything happened. The first step is the seed; then each pop takes pop,
// gather, multiply, one deliver for each gx, free; a pop that raised, only the first three.

const PHASES = ["pop", "gather", "multiply", "deliver", "free"];
const CHANGES = ["found", "seed", "set", "add", "freed"];
const THEN = ["queued", "seen", "leaf"];
const BESIDE = 4; // steps of a pop beside its deliveries
const OF_A_FAILED = 3;

class Timeline {
  constructor(data, index) {
    this.data = data;
    this.index = index;
    this.functions = data.functions;
    this.variables = data.variables;
    this.pops = data.pops.map(([f, gys, gxs, delivered, freed, born], k) => ({
      f, gys, gxs, freed, born, ...toldOfPop(data, k),
      deliveries: delivered.map(([to, add, before, gx, after, then, creator, shared]) => ({
        to, how: add ? "add" : "set", before, gx, after, then: THEN[then], creator,
        shared: shared || [],
      })),
    }));
    this.starts = new Int32Array(this.pops.length);
    let at = 1;
    this.pops.forEach((pop, k) => {
      this.starts[k] = at;
      at += pop.gxs === null ? OF_A_FAILED : BESIDE + pop.deliveries.length;
    });
    this.length = at;
    this.marks = data.marks || marked[index];
    this.note_changes();
    this.note_queue();
    this.lost = new Map();
    this.firstPops = new Int32Array(this.functions.label.length).fill(-1);
    this.pops.forEach((pop, k) => {
      if (this.firstPops[pop.f] < 0) this.firstPops[pop.f] = k;
    });
    this.births = [];
    this.functions.born.forEach((step, f) => {
      if (step !== null && this.functions.order[f] === 2) this.births.push(step);
    });
    this.births.sort((a, b) => a - b);
  }

  // Every change of a gradient, in order, by Variable too; and the bytes held after each.
  note_changes() {
    const { data, pops, starts } = this;
    const changes = [];
    const change = (step, variable, how, value, by, before = null, gx = null) =>
      changes.push({ step, variable, how, value, by, before, gx });
    for (const [variable, value] of data.found) change(0, variable, "found", value, null);
    change(1, data.target, data.seeded ? "seed" : "found", data.seed, null);
    pops.forEach((pop, k) => {
      pop.deliveries.forEach((d, i) => {
        const step = starts[k] + BESIDE + i;
        change(step, d.to, d.how, d.after, pop.f, d.before, d.gx);
        if (data.shares) {
          for (const other of d.shared) change(step, other, d.how, d.after, pop.f, d.before, d.gx);
        }
      });
      for (const variable of pop.freed) change(this.endOfPop(k), variable, "freed", null, pop.f);
    });
    this.changes = changes;
    this.changeSteps = Int32Array.from(changes, (each) => each.step);
    this.byVariable = new Map();
    const bytes = new Map();
    let held = 0;
    let peak = 0;
    for (const each of changes) {
      if (!this.byVariable.has(each.variable)) this.byVariable.set(each.variable, []);
      this.byVariable.get(each.variable).push(each);
      if (each.step === 0 && each.variable === data.target) {
        each.held = held;
        each.peak = peak;
        continue;
      }
      const now = each.value === null ? 0 : data.values[each.value][3];
      held += now - (bytes.get(each.variable) || 0);
      bytes.set(each.variable, now);
      peak = Math.max(peak, held);
      each.held = held;
      each.peak = peak;
    }
    this.peak = peak;
  }

  // When each function came into the queue and left it, and at which place.
  note_queue() {
    const { data, pops, starts } = this;
    const generation = this.functions.generation;
    const queue = [];
    this.pushes = []; // {f, step, by}
    this.moves = []; // {step, push, at}: a push comes to a place, or (out) leaves it
    const push = (f, step, by) => {
      let at = queue.length;
      if (data.order === "fifo") at = 0;
      if (data.order === "sorted") {
        while (at > 0 && generation[this.pushes[queue[at - 1]].f] > generation[f]) at--;
      }
      this.pushes.push({ f, step, by });
      queue.splice(at, 0, this.pushes.length - 1);
      this.moves.push({ step, push: this.pushes.length - 1, at, out: false });
    };
    for (const f of data.first) push(f, 1, null);
    pops.forEach((pop, k) => {
      let at = queue.length - 1;
      while (at > 0 && this.pushes[queue[at]].f !== pop.f) at--;
      const [taken] = queue.splice(at, 1);
      this.moves.push({ step: starts[k] + 1, push: taken, at, out: true });
      pop.deliveries.forEach((d, i) => {
        if (d.then === "queued" && d.creator !== null) push(d.creator, starts[k] + BESIDE + i, pop.f);
      });
    });
    this.moveSteps = Int32Array.from(this.moves, (move) => move.step);
    this.pushSteps = Int32Array.from(this.pushes, (each) => each.step);
    this.cursor = { moved: 0, queue: [] };
  }

  // The queue at a position: a cursor goes there, move by move, forward or back.
  queueAt(position) {
    const { cursor, moves } = this;
    const wanted = upTo(this.moveSteps, position);
    for (; cursor.moved < wanted; cursor.moved++) {
      const { push, at, out } = moves[cursor.moved];
      if (out) cursor.queue.splice(at, 1);
      else cursor.queue.splice(at, 0, push);
    }
    while (cursor.moved > wanted) {
      const { push, at, out } = moves[--cursor.moved];
      if (out) cursor.queue.splice(at, 0, push);
      else cursor.queue.splice(at, 1);
    }
    return cursor.queue.map((push) => this.pushes[push]);
  }

  seenAt(position) {
    if (!this.data.seenSet || position <= 0) return [];
    return this.pushes.slice(0, upTo(this.pushSteps, position)).map((each) => each.f);
  }

  // The index of the pop that a position is in; -1 before the first.
  popAt(position) {
    return below(this.starts, position) - 1;
  }

  endOfPop(k) {
    if (k < 0) return 0;
    return k + 1 < this.starts.length ? this.starts[k + 1] : this.length;
  }

  step(position) {
    if (position <= 0) return { phase: null, pop: -1, delivery: null };
    const pop = this.popAt(position);
    if (pop < 0) return { phase: "seed", pop, delivery: null };
    const offset = position - this.starts[pop];
    if (offset <= 3) return { phase: PHASES[offset - 1], pop, delivery: null };
    if (offset - BESIDE < this.pops[pop].deliveries.length) {
      return { phase: "deliver", pop, delivery: offset - BESIDE };
    }
    return { phase: "free", pop, delivery: null };
  }

  nextPop(position) {
    const k = this.popAt(position);
    const following = position >= this.endOfPop(k) ? k + 1 : k;
    return following < this.starts.length ? this.endOfPop(following) : this.length;
  }

  previousPop(position) {
    return this.endOfPop(this.popAt(position) - 1);
  }

  // The latest change of a Variable's gradient up to a position.
  lastChange(variable, position) {
    const its = this.byVariable.get(variable);
    if (!its) return null;
    let low = 0;
    let high = its.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (its[middle].step <= position) low = middle + 1;
      else high = middle;
    }
    return low ? its[low - 1] : null;
  }

  heldAt(position) {
    const count = upTo(this.changeSteps, position);
    return count ? this.changes[count - 1] : { held: 0, peak: 0 };
  }

  failedAt(position) {
    return this.data.failed && position === this.length;
  }

  // Waiting, queued, current or done; `places` are the functions of the queue with their index.
  stateOf(f, position, places) {
    if (places.has(f)) return "queued";
    const k = this.popAt(position);
    if (k >= 0 && this.pops[k].f === f) return "current";
    return this.firstPops[f] >= 0 && this.firstPops[f] < k ? "done" : "waiting";
  }

  // The functions of the queue, each with its index; the last where it stands several times.
  places(queue) {
    const places = new Map();
    queue.forEach((entry, i) => places.set(entry.f, i));
    return places;
  }

  // How many phases of the pop under way are done, 1 to 5; 0 before the first.
  reached(position) {
    const { phase, pop } = this.step(position);
    return pop < 0 ? 0 : PHASES.indexOf(phase) + 1;
  }

  gradLabel(variable) {
    if (variable === null) return "(gone).grad";
    return `${asOwner(this.variables.label[variable])}.grad`;
  }

  text(value) {
    return value === null ? "None" : this.data.values[value][0];
  }

  // What a lecture says of a value, whose text may be long elsewhere.
  large(value) {
    if (value === null) return "None";
    const row = this.data.values[value];
    return row[6] || row[0];
  }

  // An array with its elements, or with what is left of them.
  array(value) {
    const [, , , , shape, elements, , dtype, left] = this.data.values[value];
    return { shape, elements, dtype, left };
  }

  moving(value) {
    return value === null ? "None" : this.data.values[value][2];
  }
}

// A label as it stands before a dot: a sum or a product in brackets.
function asOwner(label) {
  let depth = 0;
  for (const [i, c] of [...label].entries()) {
    if ("([{".includes(c)) depth++;
    if (")]}".includes(c)) depth--;
    if (depth === 0 && (" +-*/%".includes(c) || (c === "@" && !/^\d/.test([...label][i + 1] ?? "")))) return `(${label})`;
  }
  return label;
}

// What is told of a pop; of a pass that stands beside another, less is known.
function toldOfPop(data, k) {
  const [line, given, computed] = data.names?.[k] ?? [null, [], []];
  const [rows, told] = data.rows?.[k] ?? [[], []];
  return { line, given, computed, rows, told, numbers: data.numbers?.[k] || "" };
}

// Everything that holds at a position, as plain data: what tests hold against the timeline's.
function stateOf(line, position) {
  const p = clamp(position, 0, line.length);
  const queue = line.queueAt(p);
  const places = line.places(queue);
  const { phase, pop, delivery } = line.step(p);
  const grads = {};
  line.variables.label.forEach((_, i) => {
    const change = line.lastChange(i, p);
    grads[i] = change === null || change.value === null ? null : line.text(change.value);
  });
  const { held, peak } = line.heldAt(p);
  return {
    position: p, phase, pop, delivery, grads, held, peak,
    queue: queue.map((entry) => [entry.f, entry.by]),
    seen: line.seenAt(p),
    marks: line.functions.label.map((_, f) => line.stateOf(f, p, places)),
    sentence: line.data.sentences[p], why: line.data.whys[p],
  };
}
