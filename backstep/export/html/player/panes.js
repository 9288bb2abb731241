// The panes of a pop, of the queue and of the gradients.

const MOST_ENTRIES = 200; // of the queue, where it has the whole screen
const ENTRY = 22; // pixels of one, nearly
const TOLD = 110; // pixels that what is told below them has at least
const MOST_NAMES = 8; // in a row of names
const MOST_GRADS = 150;
const LOOKED_BACK = 400; // pops that are searched for refused pushes
const LESSER = new Set(["local", "inputs", "element", "", "largest", "born", "source"]); // left out where all is large
const HOW_SIGNS = { set: "=", add: "+=", seed: "=", found: "=", freed: SIGNS.freed };

// A row of a label and what is said there, as a term with its descriptions.
function rowOf(label, items, looks = "", here = false) {
  const term = make("dt", {}, here ? SIGNS.left + " " : "", label);
  return make("div", { class: `row ${looks}${here ? " here" : ""}` }, term,
    ...items.map((item) => make("dd", {}, item)));
}

// Items that stand beside each other as far as there is room.
function packed(items) {
  return items.length > 1 ? [make("span", {}, ...items.map((item) => make("span", { class: "item" }, item)))] : items;
}

function phasesShown(line, phase) {
  const list = $("phases");
  if (!list.children.length) {
    put(list, ...PHASES.map((name) => make("li", {}, name)));
  }
  const at = PHASES.indexOf(phase);
  [...list.children].forEach((item, i) => {
    item.className = i < at ? "done" : i === at ? "now" : "";
    said(item, `${i < at ? SIGNS.done + " " : i === at ? SIGNS.left + " " : ""}${PHASES[i]}`);
    if (i === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function showPop(line, view) {
  const { phase, pop: k, delivery } = line.step(view.position);
  phasesShown(line, phase);
  const total = line.pops.length;
  if (k < 0) {
    said($("pop-title"), `Pop 0/${total}`);
    const rows = [make("p", { class: "dim" }, say("nothing-popped"))];
    const list = make("dl", {});
    if (view.position > 0) list.append(rowOf("seed", [`${line.gradLabel(line.data.target)} = ${line.text(line.data.seed)}`], "set", true));
    const { label, data } = line.variables;
    list.append(rowOf("target", [`${label[line.data.target]} = ${line.text(data[line.data.target])}`]));
    const loop = head.loops[line.data.algorithm];
    list.append(rowOf("loop", [line.data.algorithm + (loop ? `: ${loop.does}` : "")]));
    const flag = (on) => (on ? "True" : "False");
    list.append(rowOf("flags", [`retain_grad = ${flag(line.data.retain)}`, `create_graph = ${flag(line.data.create)}`]));
    put($("pop"), ...rows, list);
    return;
  }
  const pop = line.pops[k];
  const { label, generation } = line.functions;
  said($("pop-title"), `Pop ${k + 1}/${total}: ${label[pop.f]}  gen ${generation[pop.f]}`);
  const reached = line.reached(view.position);
  const list = make("dl", {});
  for (const [step, kind, told, f] of line.data.troubles) {
    if (view.differences && kind === "check") continue;
    if (f === pop.f && step <= view.position && step > line.starts[k] && step <= line.endOfPop(k)) list.append(rowOf(SIGNS.trouble, [told], "error"));
  }
  if (view.differences && reached >= 3) {
    const [name, looks, items] = line.data.checks ? line.data.checks[k] : ["check", "", [say("no-checks")]];
    list.append(rowOf(name, packed(items), looks));
  }
  const delivered = [];
  pop.told.forEach((items, i) => {
    if (view.position >= line.starts[k] + BESIDE + i) {
      delivered.push(...items.map((item) => [item, phase === "deliver" && delivery === i]));
    }
  });
  for (const [name, looks, since, items, beside] of pop.rows) {
    if (name === "free" && delivered.length) list.append(deliveredRow(delivered.splice(0), phase));
    if (since > reached) continue;
    const here = (name === "gys" && phase === "gather") || (name === "gxs" && phase === "multiply") || (name === "free" && phase === "free");
    if (["born", "source"].includes(name) && delivered.length) list.append(deliveredRow(delivered.splice(0), phase));
    list.append(rowOf(name, beside ? packed(items) : items, LESSER.has(name) ? `${looks} lesser` : looks, here));
  }
  if (delivered.length) list.append(deliveredRow(delivered, phase));
  put($("pop"), list);
  inSight($("pop"), list.querySelector(".now") || list.querySelector(".here"));
}

// Scroll a pane so that what has just happened is seen, if it is not.
function inSight(box, row) {
  box.scrollTop = 0;
  if (row && row.offsetTop + row.offsetHeight > box.clientHeight) box.scrollTop = row.offsetTop + row.offsetHeight - box.clientHeight + 8;
}

function deliveredRow(delivered, phase) {
  const row = rowOf("deliver", [], "", phase === "deliver");
  for (const [item, now] of delivered) row.append(make("dd", { class: now ? "now" : null }, item));
  return row;
}

function showQueue(line, view) {
  const queue = line.queueAt(view.position);
  said($("queue-title"), say("queue-title", { n: queue.length, order: say("order-" + line.data.order) }));
  if (hidesNext()) {
    put($("queue"), make("p", { class: "dim" }, say("queue-hidden", { key: "n" })));
    return;
  }
  const { label, generation } = line.functions;
  const rows = [];
  const room = view.zoomed === "queue" ? MOST_ENTRIES : Math.max(4, Math.floor(($("queue").clientHeight - TOLD) / ENTRY) - 1);
  const first = queue.length > room + 1 ? queue.length - room : 0;
  if (first) rows.push(make("tr", {}, make("td", { colspan: 4, class: "dim" }, SIGNS.cut + say("more", { more: first }))));
  queue.slice(first).forEach((entry, i) => {
    const next = first + i === queue.length - 1;
    rows.push(make("tr", { class: next ? "next" : null },
      make("td", { class: "number" }, String(first + i)),
      make("td", { class: "number" }, String(generation[entry.f])),
      make("th", { scope: "row" }, label[entry.f], next ? make("span", { class: "pop-end" }, " " + SIGNS.popEnd) : null),
      make("td", { class: "dim by" }, entry.by === null ? "backward()" : label[entry.by])));
  });
  const heads = ["idx", "gen", say("function"), say("added-by")].map((name, i) => make("th", { scope: "col", class: i < 2 ? "number" : i === 3 ? "by" : null }, name));
  const table = make("table", { "aria-labelledby": "queue-title" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
  const empty = make("p", { class: "dim" }, view.position ? say("empty") : say("empty-so-far"));
  put($("queue"), queue.length ? table : empty, make("dl", {}, ...queueRows(line, view)));
  if (view.zoomed !== "queue") $("queue").scrollTop = 0;
}

function queueRows(line, view) {
  const { position } = view;
  const { label, generation } = line.functions;
  const rows = [rowOf("next", [line.data.whys[position]])];
  const refused = refusals(line, position);
  if (refused.length) rows.push(rowOf("refused", [refused.slice(0, 2).map(([f, by, k]) => say("refused", { label: label[f], other: label[by], k: k + 1 })).join(", ") + (refused.length > 2 ? ` ${SIGNS.cut}` : "")]));
  const { pop: k, phase } = line.step(position);
  if (k >= 0) {
    const start = Math.max(0, k + 1 - MOST_NAMES);
    const names = [];
    for (let i = start; i <= k; i++) {
      const { f } = line.pops[i];
      const now = i === k && phase !== "free";
      names.push(`${now ? SIGNS.left : ""}${label[f]}(${generation[f]})${now ? "" : "\u00a0" + SIGNS.done}`);
    }
    rows.push(rowOf("popped", [(start ? `${SIGNS.cut}${start} ` : "") + names.join("  ")]));
  }
  if (line.data.seenSet) {
    const seen = line.seenAt(position);
    const few = seen.slice(-MOST_NAMES).map((f) => label[f]);
    rows.push(rowOf("seen_set", [`{${seen.length > few.length ? `${SIGNS.cut}${seen.length - few.length} ` : ""}${few.join(", ")}}`]));
  } else rows.push(rowOf("seen_set", [say("no-seen_set")]));
  rows.push(rowOf("rule", [say(line.data.paths ? "rule-paths" : "rule-" + line.data.order)], "dim"));
  return rows;
}

// The pushes that seen_set has refused, the latest first: the function, by whom, in which pop.
function refusals(line, position) {
  const found = [];
  if (line.data.order === "preset") return found;
  const last = line.popAt(position);
  for (let k = last; k > Math.max(-1, last - LOOKED_BACK) && found.length < 3; k--) {
    const { deliveries, f } = line.pops[k];
    for (let i = deliveries.length - 1; i >= 0; i--) {
      const d = deliveries[i];
      if (d.then === "seen" && d.creator !== null && line.starts[k] + BESIDE + i <= position) found.push([d.creator, f, k]);
    }
  }
  return found;
}

function showGrads(line, view) {
  said($("grads-title"), say(view.events ? "grads-events" : "grads"));
  said($("grads-note"), `retain_grad = ${line.data.retain ? "True" : "False"}`);
  const rows = view.events ? eventRows(line, view) : nowRows(line, view);
  const heads = [say("variable"), "grad", "", say("by"), say("step")];
  const table = make("table", { "aria-labelledby": "grads-title" },
    make("thead", {}, make("tr", {}, ...heads.map((name, i) => make("th", { scope: "col", class: i > 3 ? "by number" : i > 2 ? "by" : null }, name)))),
    make("tbody", {}, ...rows));
  put($("grads"), table);
  const { held, peak } = line.heldAt(view.position);
  const parts = [say("held", { bytes: bytesTold(held) }), say("peaks", { bytes: bytesTold(peak), peak: bytesTold(line.peak) })];
  if (line.data.otherPeak !== null) parts.push(say(line.data.retain ? "without-retain" : "with-retain", { other: bytesTold(line.data.otherPeak) }));
  said($("held"), parts.join("  "));
  const count = upTo(line.changeSteps, view.position);
  const latest = count ? line.changes[count - 1].variable : null;
  const now = $("grads").querySelector(view.events ? "tbody tr" : `[data-variable="${latest}"]`);
  if (now) {
    const box = $("grads");
    if (now.offsetTop < box.scrollTop + 24 || now.offsetTop + now.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = now.offsetTop - box.clientHeight / 2;
  }
}

function nowRows(line, view) {
  const { listed } = line.data;
  let chosen = listed;
  let before = 0;
  if (listed.length > MOST_GRADS) { // those around the latest change
    const at = listed.findIndex((i) => { const c = line.lastChange(i, view.position); return c === null; });
    const end = clamp((at < 0 ? listed.length : at) + 10, MOST_GRADS, listed.length);
    before = end - MOST_GRADS;
    const here = line.popAt(view.position);
    const own = here < 0 ? [line.data.target] : [...line.functions.outputs[line.pops[here].f].filter((y) => y !== null), ...line.functions.inputs[line.pops[here].f].slice(0, 20)];
    chosen = listed.slice(before, end);
    const there = new Set(chosen);
    chosen = [...own.filter((i) => !there.has(i) && line.variables.order[i] === 1), ...chosen];
  }
  const rows = chosen.map((i) => gradRow(line, view, i, line.lastChange(i, view.position)));
  if (chosen.length < listed.length) rows.push(make("tr", {}, make("td", { colspan: 5, class: "dim" }, SIGNS.cut + say("more", { more: listed.length - chosen.length }))));
  return rows;
}

function eventRows(line, view) {
  const count = upTo(line.changeSteps, view.position);
  const some = line.changes.slice(Math.max(0, count - MOST_GRADS), count).reverse();
  return some.map((change) => gradRow(line, view, change.variable, change));
}

function gradRow(line, view, variable, change) {
  const label = line.variables.label[variable];
  if (change === null) {
    return make("tr", {}, make("th", { scope: "row" }, label), make("td", { class: "dim" }, "None"), make("td"), make("td"), make("td"));
  }
  const fresh = change.step > 0 && change.step === view.position;
  const { how } = change;
  let text = change.value === null ? "None" : line.text(change.value);
  if (view.events && how === "add") text = `${line.text(change.before)} + ${line.text(change.gx)} ${SIGNS.arrow} ${text}`;
  return make("tr", { class: `${how}${fresh ? " fresh" : ""}`, "data-variable": variable },
    make("th", { scope: "row" }, fresh ? SIGNS.left + " " : "", label),
    make("td", { class: "value" }, make("span", { class: "sign", "aria-hidden": "true" }, HOW_SIGNS[how] + "\u00a0"), text),
    make("td", { class: "how" }, say("how-" + how)),
    make("td", { class: "dim by", title: change.by === null ? null : line.functions.label[change.by] }, change.by === null ? "" : line.functions.label[change.by]),
    make("td", { class: "dim number by" }, String(change.step)));
}

function bytesTold(n) {
  if (n < 1000) return say(n === 1 ? "byte" : "bytes", { n });
  let size = n / 1000;
  for (const unit of ["kB", "MB"]) {
    if (size < 999.5) return `${Number(size.toPrecision(3))} ${unit}`;
    size /= 1000;
  }
  return `${Number(size.toPrecision(3))} GB`;
}
