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
  if (way === "left" || way === "right") {
    for (const { v, f, into } of graph.edges) {
      const [source, target] = into ? ["v" + v, "f" + f] : ["f" + f, "v" + v];
      if (way === "left" && target === here.key) found.push(source);
      if (way === "right" && source === here.key) found.push(target);
    }
    found = found.map((key) => graph.places.get(key));
  } else {
    const down = way === "down" ? 1 : -1;
    found = [...graph.places.values()].filter((place) => (middle(place)[1] - y) * down > 1 && Math.abs(middle(place)[0] - x) < 260);
  }
  const far = (place) => Math.abs(middle(place)[1] - y) + (way === "up" || way === "down" ? 3 * Math.abs(middle(place)[0] - x) : 0);
  const [nearest] = found.sort((a, b) => far(a) - far(b));
  if (nearest) view.inspected = nearest.key;
}

function showInspector(line, view) {
  const panel = $("inspector-pane");
  panel.hidden = !view.inspected;
  if (!view.inspected) return;
  const number = Number(view.inspected.slice(1));
  const parts = view.inspected[0] === "v" ? ofVariable(line, view, number) : ofFunction(line, view, number);
  put($("inspector"), ...parts);
}

function ofVariable(line, view, i) {
  const { label, data, creator, generation } = line.variables;
  said($("inspector-title"), label[i]);
  const users = [];
  line.functions.inputs.forEach((inputs, f) => {
    if (users.length < 12 && inputs.includes(i) && line.functions.order[f] === 1) users.push(line.functions.label[f]);
  });
  const list = make("dl", {}, rowOf("data", [valueShown(line, data[i])]), rowOf("gen", [String(generation[i])]),
    rowOf("creator", [creator[i] === null ? say("a-leaf") : line.functions.label[creator[i]]]),
    users.length ? rowOf(say("used-by"), [users.join(", ")]) : null);
  const now = line.lastChange(i, view.position);
  list.append(rowOf("grad", [now === null || now.value === null ? "None" : valueShown(line, now.value)], "set"));
  const changes = (line.byVariable.get(i) || []).filter((change) => change.step <= view.position);
  const rows = changes.slice(-MOST_GRADS).map((change) => make("tr", { class: change.how },
    make("td", { class: "number" }, String(change.step)), make("td", {}, say("how-" + change.how)),
    make("td", {}, change.by === null ? "" : line.functions.label[change.by]),
    make("td", { class: "value" }, change.how === "add" ? `${line.text(change.before)} + ${line.text(change.gx)} ${SIGNS.arrow} ${line.text(change.value)}` : line.text(change.value))));
  const heads = [say("step"), "", say("by"), "grad"].map((name) => make("th", { scope: "col" }, name));
  const table = changes.length ? make("table", {}, make("caption", {}, say("changes-so-far")), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)) : null;
  return table ? [list, table] : [list];
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
  return [list];
}

// A value: an array with all its elements where they are kept, in a table.
function valueShown(line, value) {
  if (value === null) return "None";
  const [text, , , , shape, elements] = line.data.values[value];
  if (!elements.length || shape.length > 2) return text;
  const columns = shape.at(-1);
  const rows = [];
  for (let i = 0; i < elements.length; i += columns) rows.push(elements.slice(i, i + columns));
  const largest = Math.max(...elements.map((x) => Math.abs(Number(x))).filter(Number.isFinite), 0);
  const heat = (x) => (largest ? Math.round((Math.abs(Number(x)) / largest) * 4) || 0 : 0);
  return make("table", { class: "array" }, make("caption", {}, `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`), make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((x) => make("td", { class: "heat" + heat(x) }, x))))));
}
