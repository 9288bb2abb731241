// Where everything stands in a drawing, in pixels, and what is found at a place.

const FEW = 900; // nodes and wires that are all there at once
const BUCKET = 480; // pixels of a strip that nodes and wires are looked up by

const TALLER = 4; // pixels that a name has above and below its row

function placesOf(data, detail, direction) {
  const down = direction === "down";
  const more = detail === "boxes" ? 0 : TALLER;
  const [width, height] = data.size;
  const size = { width: width * CELL, height: height * ROW };
  const places = new Map();
  const flat = data.nodes;
  for (let i = 0; i < flat.length; i += 7) {
    const key = (flat[i] ? "f" : "v") + flat[i + 1];
    places.set(key, {
      key, kind: flat[i] ? "f" : "v", number: flat[i + 1], beyond: flat[i + 6],
      x: flat[i + 2] * CELL, y: flat[i + 3] * ROW - more, width: flat[i + 4] * CELL, height: flat[i + 5] * ROW + 2 * more,
    });
  }
  const edges = data.edges.map(([v, f, into, way], i) => {
    const points = [];
    for (let k = 0; k < way.length; k += 2) points.push([(way[k] + 0.5) * CELL, (way[k + 1] + 0.5) * ROW]);
    const target = places.get(into ? "f" + f : "v" + v);
    const source = places.get(into ? "v" + v : "f" + f);
    if (down) {
      points[0][1] = source.y + source.height;
      points[points.length - 1][1] = target.y;
    } else {
      points[0][0] = source.x + source.width;
      points[points.length - 1][0] = target.x;
    }
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    return {
      key: "e" + i, v, f, into: Boolean(into), points, down,
      left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys),
    };
  });
  const between = new Map(); // "v,f,into" -> its edges, one for each input that it stands for
  for (const edge of edges) {
    const key = `${edge.v},${edge.f},${Number(edge.into)}`;
    if (!between.has(key)) between.set(key, []);
    edge.nth = between.get(key).length;
    between.get(key).push(edge);
  }
  const few = places.size + edges.length <= FEW;
  const columns = 1200;
  const byColumn = Array.from({ length: columns }, () => []);
  for (const place of places.values()) {
    if (place.kind === "f") byColumn[Math.min(columns - 1, Math.floor((down ? (place.y + place.height / 2) / size.height : (place.x + place.width / 2) / size.width) * columns))].push(place.number);
  }
  return { size, places, edges, between, few, columns: byColumn, strips: few ? new Map() : inStrips(places, edges) };
}

// Nodes and wires by the strips of the drawing that they lie in.
function inStrips(places, edges) {
  const strips = new Map();
  const into = (from, to, item) => {
    for (let i = Math.floor(from / BUCKET); i <= Math.floor(to / BUCKET); i++) {
      if (!strips.has(i)) strips.set(i, []);
      strips.get(i).push(item);
    }
  };
  for (const place of places.values()) into(place.x, place.x + place.width, place);
  for (const edge of edges) into(edge.left, edge.right, edge);
  return strips;
}
