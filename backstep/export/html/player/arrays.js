// Arrays of the inspector: as tables, as heat maps, as sparklines; of very large ones what is left.

const DRAWN = ["table", "heat map", "sparkline"];
const SHADES = 4; // of a heat map, beside that of zero
const BAR = { width: 9, height: 36, apart: 1 }; // pixels of a bar of a sparkline

function arraysOtherwise() {
  if (!view.inspected) inspectHere();
  view.arrays = DRAWN[(DRAWN.indexOf(view.arrays) + 1) % DRAWN.length];
  queueMicrotask(() => { // when they are drawn, they come in sight
    const first = $("inspector").querySelector("h3");
    if (first) $("inspector").scrollTop = first.offsetTop - 4;
  });
}

// An array under its name; nothing for a number.
function arrayShown(line, name, value) {
  if (value === null) return [];
  const { shape, dtype, elements, left } = line.array(value);
  if (!shape.length) return [];
  const told = elements.length || !left.length ? say("drawn-" + view.arrays) : say("what-is-left");
  const heading = make("h3", {}, `${name}  `, make("span", { class: "dim" }, `${shapeTold(shape)} ${dtype}, ${told}`));
  if (!elements.length) return [heading, ...left.map((text, i) => make("p", { class: i === 1 ? "dim" : null }, text))];
  const complex = dtype.startsWith("complex"); // neither more nor less than another
  const drawing = { table: tableOf, "heat map": heatOf, sparkline: sparksOf }[complex ? "table" : view.arrays];
  return [heading, make("div", { class: "drawn", role: "group", "aria-label": `${name} ${shapeTold(shape)}` }, drawing(rowsOf(shape, elements), line.text(value)))];
}

function shapeTold(shape) {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

// The rows of the last axis, each with the indices of the others.
function rowsOf(shape, elements) {
  const columns = shape.at(-1);
  const rows = [];
  for (let i = 0; i * columns < elements.length; i++) {
    const at = [];
    let rest = i;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      at.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    rows.push({ name: at.length ? `[${at.join(",")}]` : "", elements: elements.slice(i * columns, (i + 1) * columns) });
  }
  return rows;
}

function tableOf(rows) {
  const columns = rows[0].elements.map((_, i) => make("th", { scope: "col" }, String(i)));
  return make("table", { class: "array" }, make("thead", {}, make("tr", {}, make("td"), ...columns)),
    make("tbody", {}, ...rows.map(({ name, elements }) => make("tr", {}, make("th", { scope: "row" }, name),
      ...elements.map((x) => make("td", { class: Number.isFinite(asNumber(x)) ? null : "error" }, x))))));
}

// An element as it is told, as a number again.
function asNumber(text) {
  return { nan: NaN, inf: Infinity, "-inf": -Infinity, True: 1, False: 0 }[text] ?? Number(text);
}

// The larger an element, the fuller its cell; a sign tells below zero.
function heatOf(rows, told) {
  const every = rows.flatMap(({ elements }) => elements.map(asNumber));
  const most = Math.max(0, ...every.filter(Number.isFinite).map(Math.abs));
  const cell = (text) => {
    const x = asNumber(text);
    if (!Number.isFinite(x)) return make("td", { class: "error", title: text }, Number.isNaN(x) ? "??" : SIGNS.trouble.repeat(2));
    const level = x === 0 ? 0 : Math.min(SHADES, 1 + Math.floor((Math.abs(x) / most) * SHADES * 0.999));
    return make("td", { class: `${x < 0 ? "below" : "above"} level${level}`, "data-level": level, title: text }, x < 0 ? "-" : level ? "" : "·");
  };
  const lines = rows.map(({ name, elements }) => make("tr", {}, make("td", { class: "dim" }, name), ...elements.map(cell)));
  const scale = [[String(most), "above level4", ""], ["0", "above level0", "·"], [`-${most}`, "below level4", "-"]].slice(0, every.some((x) => x < 0) ? 3 : 2);
  return make("div", { role: "img", "aria-label": told },
    make("table", { class: "heat" }, make("tbody", {}, ...lines)),
    make("p", { class: "scale" }, ...scale.flatMap(([text, looks, sign]) => [make("span", { class: `key ${looks}` }, sign), `${text}  `])));
}

// A bar for each element from the least to the largest, on one scale for all rows.
function sparksOf(rows, told) {
  const every = rows.flatMap(({ elements }) => elements.map(asNumber)).filter(Number.isFinite);
  const [low, high] = [Math.min(...every), Math.max(...every)];
  const share = (x) => (high === low ? 0 : (x - low) / (high - low));
  const drawnRow = ({ name, elements }) => {
    const bars = elements.map((text, i) => {
      const x = asNumber(text);
      const left = i * (BAR.width + BAR.apart);
      if (!Number.isFinite(x)) return drawn("text", { class: "error", x: left, y: BAR.height }, Number.isNaN(x) ? "?" : SIGNS.trouble);
      const height = Math.max(1, share(x) * BAR.height);
      return drawn("rect", { class: "bar", x: left, y: BAR.height - height, width: BAR.width, height, "data-share": share(x).toFixed(4) }, drawn("title", {}, text));
    });
    const zero = low < 0 && high > 0 ? BAR.height * (1 - share(0)) : null;
    const width = elements.length * (BAR.width + BAR.apart);
    if (zero !== null) bars.push(drawn("line", { class: "zero", x1: 0, x2: width, y1: zero, y2: zero }));
    return make("tr", {}, make("td", { class: "dim" }, name), make("td", {}, drawn("svg", { class: "spark", width, height: BAR.height }, ...bars)));
  };
  const scale = every.length ? `▁ ${low}  █ ${high}${low < 0 && high > 0 ? "  ─ 0" : ""}` : "";
  return make("div", { role: "img", "aria-label": told }, make("table", { class: "sparks" }, make("tbody", {}, ...rows.map(drawnRow))), make("p", { class: "dim" }, scale));
}
