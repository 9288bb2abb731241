// What a lecture points at: a node of the graph, which keys move along the wires.

// Where a pointer begins: the function being popped, before the first pop the last one.
function pointerStart(line) {
  const k = line.popAt(view.position);
  const f = k < 0 ? line.variables.creator[line.data.target] : line.pops[k].f;
  return f === null ? null : "f" + f;
}

// The pointer on a node; on that node already, or on none, it is put away.
function pointAt(key) {
  view.lecture.pointer = key === view.lecture.pointer ? null : key;
}

// Left and right along a wire to the nearest layer, up and down within a layer. A pointer that is
// nowhere comes up where the pass is.
function pointTowards(way) {
  const { places, edges } = graphs[0];
  const here = places.get(view.lecture.pointer);
  if (!here) {
    const start = pointerStart(currentLine());
    view.lecture.pointer = places.has(start) ? start : [...places.values()].sort(byKey)[0]?.key ?? null;
    return;
  }
  let found = here;
  if (way === "left" || way === "right") {
    const ends = edges.map(({ v, f, into }) => (into ? ["v" + v, "f" + f] : ["f" + f, "v" + v]));
    const others = ends.map(([a, b]) => (way === "right" ? [a, b] : [b, a])).filter(([a]) => a === here.key);
    const layers = layersOf(places);
    const far = (place) => [Math.abs(layers.indexOf(place.x) - layers.indexOf(here.x)), Math.abs(place.y - here.y)];
    const nearer = (a, b) => far(a)[0] - far(b)[0] || far(a)[1] - far(b)[1] || byKey(a, b);
    found = others.map(([, b]) => places.get(b)).sort(nearer)[0] ?? here;
  } else {
    const beside = [...places.values()].filter((place) => place.x === here.x).sort((a, b) => a.y - b.y);
    found = beside[clamp(beside.indexOf(here) + (way === "down" ? 1 : -1), 0, beside.length - 1)];
  }
  view.lecture.pointer = found.key;
}

function byKey(a, b) {
  return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.number - b.number;
}

// Boxes of a layer begin at the same place.
function layersOf(places) {
  return [...new Set([...places.values()].map((place) => place.x))].sort((a, b) => a - b);
}

// A ring around what is pointed at, and an arrow to it.
function paintPointer(graph) {
  if (!graph.ring) {
    graph.ring = drawn("g", { class: "pointer", "aria-hidden": "true" });
    graph.above.before(graph.ring);
  }
  const place = view.mode === "lecture" && graph.order === 1 ? graph.places.get(view.lecture.pointer) : null;
  if (!place) {
    put(graph.ring);
    return;
  }
  const { x, y, width, height } = place;
  const middle = x + width / 2;
  put(graph.ring, drawn("rect", { x: x - 5, y: y - 2, width: width + 10, height: height + 4, rx: 12 }),
    drawn("path", { d: `M${middle - 7} ${y - 12}h14l-7 9z` }));
}
