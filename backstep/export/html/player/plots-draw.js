// One plot as SVG of exactly so many pixels: its frame with ticks, and what is plotted in it. Where
// things lie on the axes comes with the page.

const AXIS = 10_000; // the length of an axis, in the whole numbers that places are told in

// The picture of a plot for a room of `width` by `height`; `cell` is the width of a character, and
// `size` the height of the letters.
function plotDrawn(plot, width, height, cell, size) {
  const room = plotRoom(plot, width, height, cell, size);
  const picture = drawn("svg", { class: "plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": plot.head });
  if (room.width < 8 || room.height < 8) return picture;
  picture.append(...plot.fields.map((field) => fieldDrawn(field, room)));
  if (plot.frame) picture.append(...frameDrawn(plot, room, width, cell, size));
  picture.append(...plot.series.flatMap((series) => seriesDrawn(series, room, size)));
  picture.append(...plot.remarks.map((remark) => remarkDrawn(remark, room, cell, size)));
  return picture;
}

// Where the inside of the frame is, which ticks there is room for, and where a place lies there.
function plotRoom(plot, width, height, cell, size) {
  const bottom = plot.frame ? Math.round(size * 2) : 4;
  const top = Math.ceil(size * 0.7);
  let [w, h] = [0, height - top - bottom];
  const yTicks = ticksWithin(plot.yticks, (ticks) => ticks.length * size * 2.6 <= h);
  const widest = Math.min(Math.max(0, ...yTicks.map(([, label]) => widthOf(label))) * cell, width / 3);
  let left = plot.frame ? Math.ceil(widest + size) : 4;
  w = width - left - Math.ceil(size * 0.8);
  if (plot.ratio) [left, w, h] = w / h > plot.ratio ? [left + (w - h * plot.ratio) / 2, h * plot.ratio, h] : [left, w, w / plot.ratio];
  const xTicks = ticksWithin(plot.xticks, (ticks) => ticks.reduce((sum, [, label]) => sum + (widthOf(label) + 3) * cell, 0) <= w);
  [left, w, h] = [Math.round(left), Math.floor(w), Math.floor(h)];
  return {
    left, top, width: w, height: h, xTicks, yTicks,
    x: (place) => left + (place / AXIS) * w,
    y: (place) => top + h - (place / AXIS) * h,
  };
}

// The most ticks that there is room for; the fewest where there is room for none.
function ticksWithin(lists, fits) {
  return lists.filter(fits).at(-1) || lists[0];
}

// The frame, its ticks, and what stands at them where it does not stand on another.
function frameDrawn(plot, room, width, cell, size) {
  const { left, top, width: w, height: h, x, y } = room;
  const half = (place) => Math.round(place) + 0.5; // a line of one pixel is sharp there
  const marks = [
    ...room.xTicks.map(([place]) => `M${half(x(place))} ${top + h}v5`),
    ...room.yTicks.map(([place]) => `M${left} ${half(y(place))}h-5`),
  ];
  const grid = plot.grid && [
    ...room.xTicks.map(([place]) => `M${half(x(place))} ${top}v${h}`),
    ...room.yTicks.map(([place]) => `M${left} ${half(y(place))}h${w}`),
  ];
  const words = [];
  let free = 0;
  for (const [place, label] of [...room.xTicks].sort(([a], [b]) => a - b)) {
    const text = labelCut(label, Math.floor(Math.max(w / 2, width / 3) / cell));
    const long = widthOf(text) * cell;
    const middle = clamp(x(place), long / 2, width - long / 2);
    if (middle - long / 2 < free) continue;
    free = middle + long / 2 + cell;
    words.push(drawn("text", { x: middle.toFixed(1), y: top + h + size * 1.5, class: "across" }, text));
  }
  free = Infinity;
  for (const [place, label] of [...room.yTicks].sort(([a], [b]) => a - b)) {
    if (y(place) + size / 2 > free) continue;
    free = y(place) - size / 2;
    words.push(drawn("text", { x: left - 8, y: (y(place) + size * 0.36).toFixed(1), class: "up" }, labelCut(label, Math.floor((left - size) / cell))));
  }
  return [
    grid && drawn("path", { class: "plot-grid", d: grid.join("") }),
    drawn("path", { class: "plot-frame", d: `${marks.join("")}M${left + 0.5} ${top + 0.5}h${w}v${h}h${-w}z` }),
    ...words,
  ].filter(Boolean);
}

// A text in so many cells, with a sign where it is cut.
function labelCut(text, cells) {
  if (widthOf(text) <= cells) return text;
  let kept = "";
  for (const c of text) {
    if (widthOf(kept + c) > cells - 1) break;
    kept += c;
  }
  return `${kept}…`;
}

// Places that come one after the other, as pairs of pixels.
function pairsOf(flat, room) {
  const found = [];
  for (let i = 0; i + 1 < flat.length; i += 2) found.push([room.x(flat[i]), room.y(flat[i + 1])]);
  return found;
}

function linePath(flat, room) {
  return `M${pairsOf(flat, room).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

function seriesDrawn({ hue, stroke, lines, marker, dots, bars }, room, size) {
  const made = (bars || []).map(([colour, edges]) => barDrawn(colour, edges, room));
  const joined = (lines || []).filter((flat) => flat.length > 2);
  const alone = (lines || []).filter((flat) => flat.length === 2); // between gaps
  if (joined.length) made.push(drawn("path", { class: `plot-line hue-${hue}`, d: joined.map((flat) => linePath(flat, room)).join(""), "stroke-dasharray": STROKES[stroke] }));
  if (alone.length) made.push(signsDrawn("•", hue, pairsOf(alone.flat(), room), size * 0.2));
  for (const [colour, flat] of dots || []) made.push(signsDrawn(marker, colour, pairsOf(flat, room), size * 0.29));
  return made;
}

function barDrawn(hue, [left, right, ground, top], { x, y }) {
  const [begins, ends] = [Math.min(x(left), x(right)), Math.max(x(left), x(right))];
  const gap = ends - begins > 8 ? 1 : 0;
  const [high, low] = [Math.min(y(ground), y(top)), Math.max(y(ground), y(top))];
  return drawn("rect", { class: `plot-bar hue-${hue}`, x: begins + gap, y: high, width: Math.max(ends - begins - 2 * gap, 0.5), height: Math.max(low - high, 0.5) });
}

// Values over a grid: cells that are alike side by side are one area; or the lines between them.
function fieldDrawn(field, room) {
  if (field.contours) {
    return drawn("g", {}, ...field.contours.filter(([, lines]) => lines.length).map(([hue, lines]) =>
      drawn("path", { class: `plot-line contour hue-${hue}`, d: lines.map((flat) => linePath(flat, room)).join("") })));
  }
  const areas = new Map();
  const [xs, ys] = [field.x.map((place) => room.x(place).toFixed(1)), field.y.map((place) => room.y(place).toFixed(1))];
  field.cells.forEach((row, r) => {
    for (const run of row.matchAll(/(\d)\1*/g)) {
      const [from, to] = [xs[run.index], xs[run.index + run[0].length]];
      areas.set(run[1], `${areas.get(run[1]) || ""}M${from} ${ys[r]}H${to}V${ys[r + 1]}H${from}z`);
    }
  });
  return drawn("g", { "shape-rendering": "crispEdges" }, ...[...areas].map(([tone, d]) => drawn("path", { class: field.ramp + tone, d })));
}

// A text from its place on, moved to the left where it would end beyond the frame.
function remarkDrawn([x, y, text], room, cell, size) {
  const shown = labelCut(text, Math.floor(room.width / cell));
  const begins = Math.max(room.left, Math.min(room.x(x) + cell / 2, room.left + room.width - widthOf(shown) * cell));
  const base = clamp(room.y(y) - size * 0.3, room.top + size, room.top + room.height - size * 0.3);
  return drawn("text", { class: "remark", x: begins.toFixed(1), y: base.toFixed(1) }, shown);
}
