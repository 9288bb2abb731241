// The screen of two passes side by side: the pops of both, a column each, all gradients in a table.

const MOST_COLUMNS = 60; // pops of the race around the current one
const MOST_QUEUED = 8; // functions of a queue that are named
const SAMPLES = 240; // of the bytes over a pass
const MOST_KEPT_FREE = 3; // rows that are kept free for gxs
const RIGHTNESS = { right: SIGNS.done, wrong: SIGNS.wrong, unknown: "?" };
const sideGraphs = [];

function showSides() {
  const { sides, position } = view;
  $("sides").hidden = !sides;
  if (!sides) return;
  const places = [0, 1].map((side) => sidePosition(sides, side, position));
  said($("sides-names"), sides.names.join(" | "));
  put($("race"), sides.retains ? bytesHeld(sides, places) : raceTable(sides, position));
  centredAcross($("race"), $("race").querySelector(".now"));
  for (const side of [0, 1]) showSide(sides, side, places[side], position);
  const over = position === sides.leader.length;
  said($("both-title"), say(over ? "grads-at-the-end" : "grads-now"));
  const told = over ? sides.rightness : [];
  put($("both-note"), ...told.map((each, side) => make("span", { class: each }, `  ${sides.names[side]} ${say("it-" + each)} ${RIGHTNESS[each]}`)));
  const was = $("both").scrollTop;
  put($("both"), bothTable(sides, places, over), costsRow(sides));
  $("both").scrollTop = was;
  const fresh = $("both").querySelector("tr.fresh");
  if (fresh) inView($("both"), fresh);
}

function showSideGraphs(smoothly) {
  const { sides, position } = view;
  if (!sides || !sideGraphs.length) return;
  sideGraphs.forEach((graph, side) => {
    if (graph.box.offsetParent === null) return;
    graph.show({ ...view, position: sidePosition(sides, side, position) }, smoothly, sides.lines[side]);
  });
}

// What runs in both graphs since a position of the leading pass.
function flowBeside(from) {
  const { sides, position, speed } = view;
  sideGraphs.forEach((graph, side) => {
    if (!graph.view || graph.box.offsetParent === null) return;
    startFlow(graph, sides.lines[side], sidePosition(sides, side, from), sidePosition(sides, side, position), speed);
  });
}

// One column for each pop, one row for each side: where the rows part, they differ.
function raceTable(sides, position) {
  const { leader, lines } = sides;
  const now = leader.popAt(position);
  const total = leader.pops.length;
  const first = clamp(now - MOST_COLUMNS / 2, 0, Math.max(0, total - MOST_COLUMNS));
  const last = Math.min(total, first + MOST_COLUMNS);
  const rows = [0, 1].map((side) => [make("th", { scope: "row" }, sides.names[side]), make("td", { class: "dim" }, first ? SIGNS.cut : "")]);
  const between = [make("th", { "aria-hidden": "true" }), make("td")];
  const unlike = new Set(sides.unlike);
  for (let k = first; k < last; k++) {
    for (const side of [0, 1]) rows[side].push(popCell(sides, side, k, now));
    const parts = sides.parts === k;
    const text = parts ? `${SIGNS.differs} ${say("part")}` : unlike.has(k) ? SIGNS.differs : "";
    between.push(make("td", { class: k <= now ? "apart" : "dim" }, text));
  }
  if (last < total) for (const row of rows) row.push(make("td", { class: "dim" }, SIGNS.cut));
  return make("table", { class: "race" }, make("caption", { class: "unseen" }, say("race")),
    make("tbody", {}, make("tr", {}, ...rows[0]), make("tr", {}, ...between), make("tr", {}, ...rows[1])));
}

// A pop of a side: done, current or to come; what it should not have done is marked.
function popCell(sides, side, k, now) {
  const line = sides.lines[side];
  const pop = line.pops[k];
  if (!pop) return make("td");
  const label = line.functions.label[pop.f];
  const flag = k <= now ? sides.flags[side][k] : "";
  let [looks, text] = ["dim", label];
  if (k === now) [looks, text] = ["now", `${SIGNS.left}${label}${SIGNS.right}${flag ? SIGNS.trouble : ""}`];
  else if (k < now) [looks, text] = [flag ? "error" : "done", `${label} ${flag ? SIGNS.trouble : SIGNS.done}`];
  const cell = make("td", { class: looks, title: flag || null, "aria-current": k === now ? "step" : null }, text);
  cell.addEventListener("click", () => change(() => to(sides.leader.endOfPop(k))));
  return cell;
}

// The bytes that gradients hold over the whole pass, a row for each side, and where in it this is.
function bytesHeld(sides, places) {
  const most = Math.max(...sides.lines.map((line) => line.peak), 1);
  const rows = [0, 1].flatMap((side) => {
    const line = sides.lines[side];
    const at = places[side];
    const way = (from, to) => {
      const points = [`M${from} 24`];
      for (let i = 0; i <= SAMPLES; i++) {
        const p = from + Math.round((i / SAMPLES) * (to - from));
        points.push(`L${p} ${24 - (line.heldAt(p).held / most) * 22}H${Math.min(p + 1, to)}`);
      }
      return `${points.join("")}L${to} 24Z`;
    };
    const picture = drawn("svg", { viewBox: `0 0 ${Math.max(line.length, 1)} 26`, preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("path", { class: "to-come", d: way(at, line.length) }), drawn("path", { class: "so-far", d: way(0, at) }),
      drawn("line", { class: "now", x1: at, x2: at, y1: 0, y2: 26, "vector-effect": "non-scaling-stroke" }));
    const { held } = line.heldAt(at);
    return [make("span", {}, sides.short[side]), picture, make("span", {}, make("span", { class: "hot" }, bytesTold(held)), `, ${say("peak", { bytes: bytesTold(line.peak) })}`)];
  });
  return make("div", { class: "bytes-held" }, ...rows);
}

// The pop of a side, what it gathers and delivers, its queue, the bytes it holds.
function showSide(sides, side, at, position) {
  const line = sides.lines[side];
  said($(`side-name-${side}`), sides.names[side]);
  said($(`side-idea-${side}`), sides.ideas[side]);
  const { pop: k, phase, delivery } = line.step(at);
  const over = sides.leader.popAt(position) > k;
  const row = (label, looks, ...parts) => make("div", { class: `row ${looks}` }, make("dt", {}, label), make("dd", {}, ...parts));
  const rows = [];
  if (k < 0) rows.push(row("pop", "dim", say("nothing-yet")));
  else if (over) rows.push(row("pop", "set", say("done-after", { n: line.pops.length })));
  else {
    const { f } = line.pops[k];
    const flag = sides.flags[side][k];
    rows.push(row("pop", "", `${k + 1}/${line.pops.length} `, make("span", { class: "node-now" }, `${SIGNS.left}${line.functions.label[f]}${SIGNS.right}`),
      make("span", { class: "dim" }, ` gen ${line.functions.generation[f]}`), flag ? make("span", { class: "error" }, `  ${SIGNS.trouble} ${flag}`) : null));
  }
  rows.push(over || k < 0 ? row("gy", "dim", over ? "" : say("not-yet")) : gyRow(row, sides, side, line, k, at));
  const gxs = over || k < 0 ? row("gx", "dim", over ? "" : say("not-yet")) : gxRow(line, k, at, delivery, phase);
  while (gxs.childElementCount - 1 < roomForGxs(line)) gxs.append(make("dd", {}, "\u00a0"));
  rows.push(gxs);
  const queue = line.queueAt(at).map((entry) => line.functions.label[entry.f]);
  const shown = queue.slice(-MOST_QUEUED);
  const before = `[${queue.length > shown.length ? `${SIGNS.cut}${queue.length - shown.length}, ` : ""}${shown.slice(0, -1).map((label) => `${label}, `).join("")}`;
  rows.push(row("funcs", queue.length ? "queued" : "dim", queue.length ? before : "[ ", queue.length ? make("strong", {}, shown.at(-1)) : null, "]"));
  const { held, peak } = line.heldAt(at);
  rows.push(row(say("held-label"), "", make("span", { class: sides.retains ? "hot" : null }, bytesTold(held)), " ", freedOrKept(line, k, phase) || make("span", { class: "dim" }, say("at-most", { bytes: bytesTold(peak) }))));
  put($(`side-facts-${side}`), ...rows);
}

function gyRow(row, sides, side, line, k, at) {
  if (line.reached(at) < 2) return row("gy", "dim", say("not-yet"));
  const text = line.pops[k].gys.map((gy) => line.text(gy)).join(", ");
  const should = sides.should[side][k];
  return row("gy", line.step(at).phase === "gather" ? "hot" : "", text, should ? make("span", { class: "error" }, `  ${say("not-but", { should })}`) : null);
}

// Where each gx goes, and what becomes of it there.
function gxRow(line, k, at, delivery, phase) {
  const { gxs, deliveries } = line.pops[k];
  const made = make("div", { class: "row" }, make("dt", {}, "gx"));
  if (line.reached(at) < 3) made.append(make("dd", { class: "dim" }, say("not-yet")));
  else if (gxs === null) made.append(make("dd", { class: "error" }, say("stops-here")));
  else {
    deliveries.forEach((d, i) => {
      const arrived = phase === "free" || (delivery !== null && i <= delivery);
      const lost = d.how === "set" && d.before !== null;
      const became = d.how === "add" ? `+= ${line.text(d.after)}` : lost ? say("set-lost", { value: line.text(d.before) }) : say("how-set");
      made.append(make("dd", { class: delivery === i ? "hot" : null }, `${line.text(d.gx)} ${SIGNS.arrow} ${line.gradLabel(d.to)}`,
        arrived ? make("span", { class: lost ? "error" : d.how }, `  ${became}`) : null));
    });
  }
  return made;
}

// As many rows in every pop, so that nothing moves from step to step.
function roomForGxs(line) {
  line.mostGxs ??= line.pops.reduce((most, pop) => Math.max(most, pop.deliveries.length), 1);
  return Math.min(line.mostGxs, MOST_KEPT_FREE);
}

// What becomes of the gradients that a pop has used, in its last step.
function freedOrKept(line, k, phase) {
  if (phase !== "free" || k < 0) return null;
  const { freed, f } = line.pops[k];
  if (freed.length) return make("span", { class: "dim" }, say("names-freed", { sign: SIGNS.freed, names: freed.map((i) => line.gradLabel(i)).join(", ") }));
  if (!line.data.retain) return null;
  return make("span", { class: "set" }, say("names-kept", { names: line.functions.outputs[f].map((i) => line.gradLabel(i)).join(", ") }));
}

// Every gradient of both: as it is now, and at the end which ones are wrong.
function bothTable(sides, places, over) {
  const [left] = sides.lines;
  const { label, named, creator } = left.variables;
  const finals = new Map(over ? sides.finals.map(([i, verdicts, right, differs]) => [i, { verdicts, right, differs }]) : []);
  const listed = over ? [...finals.keys()] : left.data.listed.filter((i) => named[i] || creator[i] !== null);
  const wrong = over && !sides.retains && [...finals.values()].some((final) => final.differs);
  const differing = new Map(sides.differing);
  const rows = listed.slice(0, 2 * MOST_GRADS).map((i) => {
    const cells = [0, 1].map((side) => gradCell(sides, side, places[side], i, finals.get(i)));
    const apart = upTo(differing.get(i) ?? [], view.position) % 2 === 1;
    const fresh = cells.some((cell) => cell.classList.contains("hot"));
    return make("tr", { class: fresh ? "fresh" : null }, make("th", { scope: "row" }, label[i]), ...cells, noteCell(sides, places, i, finals.get(i), apart));
  });
  const heads = [say("variable"), ...sides.short, wrong ? say("it-right") : ""];
  return make("table", { "aria-labelledby": "both-title" }, make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)))), make("tbody", {}, ...rows));
}

const BAD = ["wrong", "missing", "left over"];

// One gradient: how it came, and its value.
function gradCell(sides, side, at, i, final) {
  const line = sides.lines[side];
  const change = line.lastChange(i, at);
  const text = change === null ? "None" : line.text(change.value);
  const cell = (looks, sign) => make("td", { class: `value ${looks}` }, make("span", { class: "sign", "aria-hidden": "true" }, `${sign}\u00a0`), text);
  if (final && !sides.retains && BAD.includes(final.verdicts[side])) return cell("error", SIGNS.wrong);
  if (change === null) return cell("dim", "");
  if (change.value === null) return cell("freed dim", SIGNS.freed);
  const now = change.step === at && at > 0;
  return cell(now ? "hot" : change.how, HOW_SIGNS[change.how]);
}

// What is to be said of a row: the right value at the end, before it that the two differ.
function noteCell(sides, places, i, final, apart) {
  const said = (looks, text) => make("td", { class: looks }, text);
  if (sides.retains) {
    const values = [0, 1].map((side) => sides.lines[side].lastChange(i, places[side])?.value ?? null);
    return values[0] === null && values[1] !== null ? said("add", `+${bytesTold(sides.leader.data.values[values[1]][3])}`) : said("", "");
  }
  if (final) {
    if (final.differs) return final.verdicts.includes("left over") ? said("dim", say("left-over")) : said("set", sides.leader.text(final.right));
    if (final.verdicts.includes("unknown") && apart) return said("dim", say("it-unknown"));
    return said("dim", { same: SIGNS.done, near: "~", unknown: "?" }[final.verdicts[1]] ?? "");
  }
  return apart ? said("apart", `${SIGNS.differs} ${say("differ")}`) : said("", "");
}

function costsRow(sides) {
  return make("p", { class: "costs" }, ...sides.costs.flatMap(([name, one, other]) => [make("span", { class: "dim" }, `${name} `),
    make("span", { class: one === other ? null : "hot" }, one === other ? one : `${one} | ${other}`), "   "]));
}

// Scroll sideways so that the current pop is in sight.
function centredAcross(box, now) {
  if (!now) return;
  const out = now.offsetLeft < box.scrollLeft || now.offsetLeft + now.offsetWidth > box.scrollLeft + box.clientWidth;
  if (out) box.scrollLeft = now.offsetLeft - (box.clientWidth - now.offsetWidth) / 2;
}

function inView(box, row) {
  const out = row.offsetTop < box.scrollTop || row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight;
  if (out) box.scrollTop = row.offsetTop - box.clientHeight / 2;
}
