// The signs that points of a plot are drawn in, and what a series looks like in the legend.

const STROKES = { solid: null, dashed: "9 6", dotted: "2 4" };
const LINED = "x+*|_"; // signs that have no inside

// A sign as the data of a path, around a place.
function signPath(sign, x, y, r) {
  const at = (dx, dy) => `${(x + dx * r).toFixed(1)} ${(y + dy * r).toFixed(1)}`;
  const ring = (size) => `M${at(-size, 0)}a${size * r} ${size * r} 0 1 0 ${2 * size * r} 0a${size * r} ${size * r} 0 1 0 ${-2 * size * r} 0z`;
  const area = (...corners) => `M${corners.map(([dx, dy]) => at(dx, dy)).join("L")}z`;
  const strokes = (...lines) => lines.map(([a, b, c, d]) => `M${at(a, b)}L${at(c, d)}`).join("");
  const cross = [[-0.9, -0.9, 0.9, 0.9], [-0.9, 0.9, 0.9, -0.9]];
  const upright = [[-1.1, 0, 1.1, 0], [0, -1.1, 0, 1.1]];
  const fifth = (k) => [1.1 * Math.sin(k * 1.2566), -1.1 * Math.cos(k * 1.2566)];
  switch (sign) {
    case "x": return strokes(...cross);
    case "+": return strokes(...upright);
    case "*": return strokes(...cross, ...upright);
    case "|": return strokes([0, -1.3, 0, 1.3]);
    case "_": return strokes([-1.3, 0, 1.3, 0]);
    case "^": return area([0, -1.2], [1.1, 0.9], [-1.1, 0.9]);
    case "v": return area([0, 1.2], [1.1, -0.9], [-1.1, -0.9]);
    case "<": return area([-1.2, 0], [0.9, -1.1], [0.9, 1.1]);
    case ">": return area([1.2, 0], [-0.9, -1.1], [-0.9, 1.1]);
    case "s": return area([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case "d": return area([0, -1.4], [0.8, 0], [0, 1.4], [-0.8, 0]);
    case "D": return area([0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]);
    case "p": return area(...[0, 1, 2, 3, 4].map(fifth));
    case ".": return ring(0.5);
    default: return ring(1);
  }
}

// Points in one colour and sign, as one path.
function signsDrawn(sign, hue, places, r) {
  const open = sign === "o" || LINED.includes(sign);
  const d = places.map(([x, y]) => signPath(sign, x, y, r)).join("");
  return drawn("path", { class: `plot-sign hue-${hue}${open ? " open" : ""}`, d });
}

// What a series looks like, beside its label.
function swatchDrawn(series) {
  const { hue, bars, lines, stroke, marker, dots } = series;
  const hues = dots && dots.length === 1 ? dots[0][0] : hue;
  const picture = drawn("svg", { class: "swatch", viewBox: "0 0 30 14", "aria-hidden": "true" });
  if (bars) picture.append(drawn("rect", { class: `plot-bar hue-${bars.length ? bars[0][0] : hue}`, x: 3, y: 2, width: 24, height: 10 }));
  if (lines) picture.append(drawn("path", { class: `plot-line hue-${hue}`, d: "M1 7H29", "stroke-dasharray": STROKES[stroke] }));
  if (dots) picture.append(signsDrawn(marker, hues, [[15, 7]], 4));
  return picture;
}
