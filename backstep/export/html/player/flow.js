// The gradient on its way: what a step gathers or delivers runs along its wires.

const TRAVEL = 420; // milliseconds on the way
const SUM = 620; // in which a sum is seen

const flowing = new Map(); // graph -> the frame that it asked for

// What runs between two positions: of a single step what it did, of a whole pop all it delivers.
function parcelsBetween(line, from, to) {
  const moved = to - from;
  const { phase, pop, delivery } = line.step(to);
  if (moved <= 0 || pop < 0) return null;
  const { f, gys, deliveries } = line.pops[pop];
  if (moved === 1 && phase === "gather") {
    const parcels = line.functions.outputs[f]
      .map((y, i) => (y === null || gys[i] === null ? null : { variable: y, f, into: false, nth: 0, text: line.moving(gys[i]) }))
      .filter(Boolean);
    return parcels.length ? { phase, parcels } : null;
  }
  let chosen = delivery === null ? [] : [delivery];
  if (moved > 1) {
    const whole = to === line.endOfPop(pop) && from <= line.starts[pop] + 3 && line.popAt(from) >= pop - 1;
    chosen = whole ? deliveries.map((_, i) => i) : [];
  }
  const parcels = chosen.map((i) => {
    const d = deliveries[i];
    let nth = 0;
    for (let k = 0; k < i; k++) nth += deliveries[k].to === d.to;
    const added = d.how === "add" ? `${line.moving(d.before)} + ${line.moving(d.gx)}` : "";
    const before = d.before === null ? "grad None" : `grad ${line.data.values[d.before][1]}`;
    return { variable: d.to, f, into: true, nth, text: line.moving(d.gx), added, before };
  });
  return parcels.length ? { phase: "deliver", parcels } : null;
}

function endFlow() {
  for (const [graph, frame] of flowing) {
    cancelAnimationFrame(frame);
    put(graph.above);
    graph.held.clear();
  }
  flowing.clear();
}

function startFlow(graph, line, from, to, speed) {
  const flow = parcelsBetween(line, from, to);
  if (!flow || stillness.matches) return;
  const chips = [];
  for (const parcel of flow.parcels) {
    const edge = graph.edgeOf(parcel.variable, parcel.f, parcel.into, parcel.nth);
    if (!edge) continue;
    const width = widthOf(parcel.text) * CELL + 12;
    const chip = drawn("g", { class: "chip" },
      drawn("rect", { x: -width / 2, y: -11, width, height: 22, rx: 11 }),
      drawn("text", { x: 0, y: 4.5 }, parcel.text));
    graph.above.append(chip);
    if (parcel.into) graph.held.set(parcel.variable, parcel.before);
    // A gradient goes back: from where the wire leads to where it comes from.
    chips.push({ chip, parcel, way: measured([...edge.points].reverse()) });
  }
  if (!chips.length) return;
  paint(graph);
  const sums = chips.some(({ parcel }) => parcel.added);
  const pace = Math.max(1, speed);
  const started = performance.now();
  const frame = (now) => {
    const part = clamp(((now - started) / TRAVEL) * pace, 0, 1);
    if (part < 1) {
      const eased = part < 0.5 ? 2 * part * part : 1 - (-2 * part + 2) ** 2 / 2;
      for (const { chip, way } of chips) {
        const [x, y] = along(way, eased);
        chip.setAttribute("transform", `translate(${x} ${y})`);
      }
    } else {
      put(graph.above);
      const summing = sums && (now - started) * pace < TRAVEL + SUM;
      graph.held.clear();
      for (const { parcel } of chips) if (summing && parcel.added) graph.held.set(parcel.variable, parcel.added);
      paint(graph);
      if (!summing) {
        flowing.delete(graph);
        return;
      }
    }
    flowing.set(graph, requestAnimationFrame(frame));
  };
  frame(started);
}

function measured(points) {
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    lengths.push(lengths[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
  }
  return { points, lengths, whole: lengths[lengths.length - 1] };
}

function along(way, part) {
  const wanted = way.whole * part;
  let i = 1;
  while (i < way.lengths.length - 1 && way.lengths[i] < wanted) i++;
  const [a, b] = [way.points[i - 1], way.points[i]];
  const length = way.lengths[i] - way.lengths[i - 1] || 1;
  const t = (wanted - way.lengths[i - 1]) / length;
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}
