// One node, looked at closely: a variable's numbers and every change of its gradient so far, a
// function's inputs, outputs and its way through the queue.

function inspect(key) {
  change(() => {
    view.inspected = key === view.inspected ? null : key;
  });
}

function inspectHere() {
  if (view.inspected) {
    view.inspected = null;
    return;
  }
  const line = currentLine();
  const k = line.popAt(view.position);
  view.inspected = k < 0 ? "v" + line.data.target : "f" + line.pops[k].f;
}

// Look at the next node in a direction: along a wire to the left and right, else the nearest.
function inspectTowards(way) {
  const graph = figure();
  const here = graph.data ? graph.places.get(view.inspected) : null;
  if (!here) return;
  const middle = (place) => [place.x + place.width / 2, place.y + place.height / 2];
  const [x, y] = middle(here);
  let found = [];
  const down = graph.direction === "down"; // its wires lead down
  const [back, ahead] = down ? ["up", "down"] : ["left", "right"];
  const along = way === back || way === ahead;
  const [of, beside] = down ? [0, 1] : [1, 0]; // the axis across the wires, and along them
  if (along) {
    for (const { v, f, into } of graph.edges) {
      const [source, target] = into ? ["v" + v, "f" + f] : ["f" + f, "v" + v];
      if (way === back && target === here.key) found.push(source);
      if (way === ahead && source === here.key) found.push(target);
    }
    found = found.map((key) => graph.places.get(key));
  } else {
    const sign = way === "down" || way === "right" ? 1 : -1;
    found = [...graph.places.values()].filter((place) => (middle(place)[of] - [x, y][of]) * sign > 1 && Math.abs(middle(place)[beside] - [x, y][beside]) < (down ? 60 : 260));
  }
  const far = (place) => Math.abs(middle(place)[of] - [x, y][of]) + (along ? 0 : 3 * Math.abs(middle(place)[beside] - [x, y][beside]));
  const [nearest] = found.sort((a, b) => far(a) - far(b));
  if (nearest) view.inspected = nearest.key;
}

function showInspector(line, view) {
  const panel = $("inspector-pane");
  panel.hidden = !view.inspected;
  if (!view.inspected) return;
  const number = Number(view.inspected.slice(1));
  const parts = view.inspected[0] === "v" ? ofVariable(line, view, number) : ofFunction(line, view, number);
  said($("arrays"), say("arrays", { arrays: say("drawn-" + view.arrays) }));
  $("arrays").hidden = !parts.some((part) => part.className === "drawn");
  put($("inspector"), ...parts);
}

function ofVariable(line, view, i) {
  const { label, data, creator, generation } = line.variables;
  said($("inspector-title"), label[i]);
  const users = [];
  line.functions.inputs.forEach((inputs, f) => {
    if (users.length < 12 && inputs.includes(i) && line.functions.order[f] === 1) users.push(line.functions.label[f]);
  });
  const list = make("dl", {}, rowOf("data", [line.text(data[i])]), rowOf("gen", [String(generation[i])]),
    rowOf("creator", [creator[i] === null ? say("a-leaf") : line.functions.label[creator[i]]]),
    users.length ? rowOf(say("used-by"), [users.join(", ")]) : null);
  const now = line.lastChange(i, view.position);
  list.append(rowOf("grad", [now === null ? "None" : line.text(now.value)], "set"));
  const changes = (line.byVariable.get(i) || []).filter((change) => change.step <= view.position);
  const rows = changes.slice(-MOST_GRADS).map((change) => make("tr", { class: change.how },
    make("td", { class: "number" }, String(change.step)), make("td", {}, say("how-" + change.how)),
    make("td", {}, change.by === null ? "" : line.functions.label[change.by]),
    make("td", { class: "value" }, change.how === "add" ? `${line.text(change.before)} + ${line.text(change.gx)} ${SIGNS.arrow} ${line.text(change.value)}` : line.text(change.value))));
  const heads = [say("step"), "", say("by"), "grad"].map((name) => make("th", { scope: "col" }, name));
  const table = changes.length ? make("table", {}, make("caption", {}, say("changes-so-far")), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)) : null;
  const arrays = [...arrayShown(line, "data", data[i]), ...arrayShown(line, "grad", now === null ? null : now.value)];
  return table ? [list, ...arrays, table] : [list, ...arrays];
}

function ofFunction(line, view, f) {
  const { label, inputs, outputs, generation, source, class: classes } = line.functions;
  said($("inspector-title"), label[f]);
  const names = (variables) => variables.filter((i) => i !== null).slice(0, 24).map((i) => `${line.variables.label[i]} = ${line.text(line.variables.data[i])}`);
  const places = line.places(line.queueAt(view.position));
  const state = line.functions.order[f] === 2 ? "made" : line.stateOf(f, view.position, places);
  const list = make("dl", {}, rowOf("class", [line.data.classes[classes[f]][0]]), rowOf("gen", [String(generation[f])]),
    rowOf(say("state"), [say("state-" + state) + (state === "queued" && !hidesNext() ? ` q${places.get(f)}` : "")]),
    rowOf("inputs", names(inputs[f])), rowOf("outputs", names(outputs[f])), source[f] ? rowOf("source", [source[f]], "source") : null);
  for (const push of line.pushes) {
    if (push.f === f && push.step <= view.position) list.append(rowOf(say("queued-word"), [say("queued-at", { step: push.step, by: push.by === null ? "backward()" : label[push.by] })]));
  }
  return [list, ...arraysOfPop(line, view, f)];
}

// What came in and went out in the last pop of a function, as far as it has come by now.
function arraysOfPop(line, view, f) {
  let k = line.popAt(view.position);
  while (k >= 0 && line.pops[k].f !== f) k--;
  if (k < 0) return [];
  const { gys, gxs } = line.pops[k];
  const reached = k === line.popAt(view.position) ? line.reached(view.position) : PHASES.length;
  const names = line.functions.outputs[f].map((y) => `gy ${line.gradLabel(y)}`);
  const incoming = reached >= 2 ? gys.flatMap((gy, i) => arrayShown(line, names[i], gy)) : [];
  const outgoing = reached >= 3 && gxs ? gxs.flatMap((gx, i) => arrayShown(line, `gx${gxs.length > 1 ? i : ""}`, gx)) : [];
  return [...incoming, ...outgoing];
}
