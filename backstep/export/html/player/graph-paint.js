// What boxes and wires say at a position: the state of each, in signs, and as a class for its looks.

const DOTS = { current: SIGNS.left, queued: "q", done: SIGNS.done, fresh: "+" }; // a function in one sign

// Say the state of everything in sight.
function paint(graph) {
  const { line, view } = graph;
  const position = view.position;
  const queue = line.queueAt(position);
  const places = line.places(queue);
  const { phase, pop, delivery } = line.step(position);
  const now = { position, queue, places, phase, pop, delivery, hides: hidesNext() };
  for (const parts of graph.shown.values()) {
    const { item } = parts;
    if (item.points) paintWire(graph, parts, now);
    else if (item.kind === "f") paintFunction(graph, parts, now);
    else paintVariable(graph, parts, now);
  }
  for (const { node, wire } of graph.ghostly.parts) {
    paintVariable(graph, node, now);
    paintWire(graph, wire, now);
  }
  paintPointer(graph);
  paintStrip(graph, now);
}

function paintFunction(graph, parts, now) {
  const { item } = parts;
  const { functions } = graph.line;
  const f = item.number;
  const label = functions.short[f];
  const trouble = graph.line.data.troubles.some(([step, , , at]) => at === f && step <= now.position) ? SIGNS.trouble : "";
  let state = graph.line.stateOf(f, now.position, now.places);
  let text = label + trouble;
  if (functions.order[f] === 2) {
    const born = functions.born[f];
    const unborn = born !== null && born > now.position;
    const fresh = !unborn && born !== null && graph.line.popAt(born) === now.pop;
    state = unborn ? "unborn" : fresh ? "fresh" : "made";
    if (fresh) text = `${label} ${say("new")}`;
  } else if (state === "queued") text = `${label}${trouble} q${now.hides ? "" : now.places.get(f)}`;
  else if (state === "current") text = `${SIGNS.left}${text}${SIGNS.right}`;
  else if (state === "done") text = `${text} ${SIGNS.done}`;
  if (parts.name) said(parts.name, text);
  if (parts.sign) said(parts.sign, trouble || (DOTS[state] ?? ""));
  const beyond = item.beyond ? `  ${SIGNS.cut}${item.beyond}` : "";
  if (parts.gen) said(parts.gen, `gen ${functions.generation[f]}${beyond}`);
  said(parts.title, `${functions.label[f]}: ${say("state-" + state)}`);
  attribute(parts.group, "class", `node function ${state}${trouble ? " trouble" : ""}${dotted(parts)}${looked(graph, item)}`);
}

function paintVariable(graph, parts, now) {
  const { item } = parts;
  const { line } = graph;
  const change = line.lastChange(item.number, now.position);
  const unborn = item.since !== undefined && item.since > now.position;
  let text = "grad None";
  let state = "none";
  if (change !== null && change.how === "freed") {
    text = `${SIGNS.freed} grad`;
    state = "freed";
  } else if (change !== null) {
    text = `grad ${line.data.values[change.value][1]}${change.how === "add" ? " +=" : ""}`;
    state = change.how === "add" ? "add" : "set";
  }
  const held = graph.held.get(item.number);
  if (held !== undefined) text = held;
  const fresh = change !== null && change.step > 0 && change.step === now.position;
  if (parts.grad) said(parts.grad, held === undefined ? cutTo(Math.round(item.width / CELL) - 2, text) : text);
  if (parts.sign) said(parts.sign, change === null ? "" : HOW_SIGNS[change.how]);
  said(parts.title, `${line.variables.label[item.number]} = ${line.text(line.variables.data[item.number])}\n${text}`);
  const second = line.variables.order[item.number] === 2 ? " second" : "";
  attribute(parts.group, "class", `node variable ${state}${fresh ? " fresh" : ""}${second}${unborn ? " unborn" : ""}${dotted(parts)}${looked(graph, item)}`);
}

function dotted(parts) {
  return parts.group.classList.contains("dot") ? " dot" : "";
}

// A text in so many cells: a box is as wide as its own pass needs, and beside another it may be told
// more than it has room for.
function cutTo(cells, text) {
  return widthOf(text) <= cells ? text : `${[...text].slice(0, Math.max(1, cells - 1)).join("")}…`;
}

function looked(graph, item) {
  return graph.view.inspected === item.key ? " chosen" : "";
}

// A wire is lit while its function is under way, and marked once a gradient has gone along it.
function paintWire(graph, parts, now) {
  const edge = parts.item;
  const { line } = graph;
  const born = line.functions.born[edge.f];
  if (graph.order === 2) {
    attribute(parts.group, "class", born !== null && born > now.position ? "wire unborn" : "wire");
    return;
  }
  let state = "wire";
  const k = line.firstPops[edge.f];
  if (k >= 0 && k <= now.pop) {
    const current = line.pops[now.pop].f === edge.f;
    const pop = current ? now.pop : k;
    const start = line.starts[pop];
    if (!edge.into) {
      if (now.position >= start + 2) state += " gone";
    } else {
      const gone = line.pops[pop].deliveries.some((d, i) => d.to === edge.v && now.position >= start + BESIDE + i && nthOf(graph.line, pop, i) >= edge.nth);
      if (gone) state += " gone";
      const d = now.delivery;
      if (current && d !== null && line.pops[pop].deliveries[d].to === edge.v && nthOf(graph.line, pop, d) === edge.nth) state += " here";
    }
    if (current && now.phase !== "free") state += " lit";
    if (current && now.phase === "gather" && !edge.into) state += " here";
  }
  attribute(parts.group, "class", state);
}

// Which of parallel edges a delivery goes along.
function nthOf(line, pop, delivery) {
  const { deliveries } = line.pops[pop];
  let nth = 0;
  for (let i = 0; i < delivery; i++) nth += deliveries[i].to === deliveries[delivery].to;
  return nth;
}
