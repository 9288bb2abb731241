// The elements of a box and of a wire, before anything is said in them.

const ROW = 16; // pixels of a row of the drawing
const LINE = 17; // from one line of text to the next

let CELL = 7.6; // pixels of a cell, as wide as a character is

function measure() {
  const probe = drawn("text", { class: "probe" }, "0".repeat(50));
  const holder = drawn("svg", { class: "graph", "aria-hidden": "true" }, probe);
  document.body.append(holder);
  const width = probe.getComputedTextLength() / 50;
  holder.remove();
  if (width > 3) CELL = width;
}

function wireOf(edge) {
  const path = drawn("path", { class: "way", d: rounded(edge.points) });
  const [x, y] = edge.points[edge.points.length - 1];
  const forward = drawn("path", { class: "forward", d: edge.down ? `M${x - 3.5} ${y - 6}L${x} ${y}L${x + 3.5} ${y - 6}` : `M${x - 6} ${y - 3.5}L${x} ${y}L${x - 6} ${y + 3.5}` });
  const [sx, sy] = edge.points[0];
  const back = drawn("path", { class: "back", d: edge.down ? `M${sx - 4.5} ${sy + 8}L${sx} ${sy + 0.5}L${sx + 4.5} ${sy + 8}Z` : `M${sx + 8} ${sy - 4.5}L${sx + 0.5} ${sy}L${sx + 8} ${sy + 4.5}Z` });
  return { group: drawn("g", { class: "wire" }, path, forward, back) };
}

function nodeOf(graph, place) {
  const { line } = graph;
  const inner = place.width;
  const group = drawn("g", { class: "node", "data-node": place.key, transform: `translate(${place.x} ${place.y})` });
  if (graph.detail === "dots") return dotOf(group, place);
  if (graph.detail === "names") return namedOf(graph, group, place);
  if (place.kind === "f") {
    const double = graph.order === 2;
    const pill = { x: 0, y: 3, width: inner, height: place.height - 6, rx: 14 };
    const name = drawn("text", { class: "name", x: inner / 2, y: place.height / 2 - 2 });
    const gen = drawn("text", { class: "small", x: inner / 2, y: place.height / 2 + 13 });
    group.classList.add("function");
    group.append(drawn("rect", { class: "box", ...pill }));
    if (double) group.append(drawn("rect", { class: "inner", x: 3, y: 6, width: inner - 6, height: place.height - 12, rx: 11 }));
    group.append(name, gen, drawn("title", {}));
    return { group, name, gen, title: group.querySelector("title") };
  }
  const lines = line.variables.box[place.number];
  group.classList.add("variable");
  if (line.variables.order[place.number] === 2) group.classList.add("second");
  group.append(drawn("rect", { class: "box", x: 0, y: 2, width: inner, height: place.height - 4, rx: 5 }));
  if (line.variables.order[place.number] === 2) {
    group.append(drawn("rect", { class: "inner", x: 3, y: 5, width: inner - 6, height: place.height - 10, rx: 3 }));
  }
  lines.forEach((text, i) => group.append(drawn("text", { class: i ? "data" : "name", x: CELL, y: 19 + i * LINE }, text)));
  const grad = drawn("text", { class: "grad", x: CELL, y: 19 + lines.length * LINE });
  group.append(grad, drawn("title", {}));
  if (place.beyond) {
    group.append(drawn("text", { class: "small beyond", x: inner - CELL / 2, y: 17, "text-anchor": "end" }, SIGNS.cut + place.beyond));
  }
  return { group, grad, title: group.querySelector("title") };
}

// A node in a single sign.
function dotOf(group, place) {
  const [x, y] = [place.width / 2, place.height / 2];
  const looks = place.kind === "f" ? { rx: 10, x: x - 10, y: y - 10, width: 20, height: 20 } : { rx: 3, x: x - 7, y: y - 7, width: 14, height: 14 };
  group.classList.add(place.kind === "f" ? "function" : "variable", "dot");
  const sign = drawn("text", { class: "dot-sign", x, y: y + 4 });
  group.append(drawn("rect", { class: "box", ...looks }), sign, drawn("title", {}));
  return { group, sign, title: group.querySelector("title") };
}

// A node by its name, with the sign of its state.
function namedOf(graph, group, place) {
  const { width, height } = place;
  const middle = height / 2 + 4.5;
  const second = place.kind === "v" && graph.line.variables.order[place.number] === 2;
  group.classList.add(place.kind === "f" ? "function" : "variable");
  group.append(drawn("rect", { class: "box", x: 0, y: 0, width, height, rx: place.kind === "f" ? 11 : 5 }));
  if (place.kind === "f") {
    const name = drawn("text", { class: "name", x: width / 2, y: middle });
    group.append(name, drawn("title", {}));
    return { group, name, title: group.querySelector("title") };
  }
  if (second) group.classList.add("second");
  const sign = drawn("text", { class: "grad", x: width - CELL / 2, y: middle, "text-anchor": "end" });
  group.append(drawn("text", { class: "name", x: CELL * 0.8, y: middle }, graph.line.variables.short[place.number]), sign, drawn("title", {}));
  return { group, sign, title: group.querySelector("title") };
}

// A way with its corners rounded.
function rounded(points) {
  let way = `M${points[0][0]} ${points[0][1]}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [ax, ay] = points[i - 1];
    const [bx, by] = points[i];
    const [cx, cy] = points[i + 1];
    const before = Math.hypot(bx - ax, by - ay);
    const after = Math.hypot(cx - bx, cy - by);
    const radius = Math.min(7, before / 2, after / 2);
    if (!radius) continue;
    way += `L${bx - ((bx - ax) / before) * radius} ${by - ((by - ay) / before) * radius}`;
    way += `Q${bx} ${by} ${bx + ((cx - bx) / after) * radius} ${by + ((cy - by) / after) * radius}`;
  }
  const [x, y] = points[points.length - 1];
  return `${way}L${x} ${y}`;
}
