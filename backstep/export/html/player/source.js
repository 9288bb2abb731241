// The source: the loop that ran, the function's own backward, and the program, each with its line.

const KEYWORDS = new Set("and as break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield".split(" "));

// A line of code with its keywords, strings and comments told apart.
function coloured(code) {
  const parts = [];
  for (const [piece] of code.matchAll(/#.*$|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\w+|[^\w"'#]+|./g)) {
    const looks = KEYWORDS.has(piece) ? "keyword" : piece[0] === "#" ? "dim" : /^["']/.test(piece) ? "string" : "";
    parts.push(looks ? make("span", { class: looks }, piece) : piece);
  }
  return parts;
}

// Lines of code; `lit` is the current one, `also` are further ones that took part.
function listing(lines, first, lit, also = [], content = coloured) {
  const common = Math.min(...lines.filter((each) => each.trim()).map((each) => each.length - each.trimStart().length), 99);
  const digits = String(first + lines.length).length;
  return make("ol", { class: "code" }, ...lines.map((text, i) => make("li", { class: i === lit ? "lit" : null, "aria-current": i === lit ? "step" : null },
    make("span", { class: "gutter", "aria-hidden": "true" }, `${i === lit ? SIGNS.left : also.includes(i) ? "·" : " "}${String(first + i).padStart(digits)} `),
    make("code", {}, ...content(text.slice(common === 99 ? 0 : common), i, common === 99 ? 0 : common)))));
}

function markOf(line, position) {
  const { phase, pop, delivery } = line.step(position);
  return phase === "deliver" ? `deliver: ${line.pops[pop].deliveries[delivery].how}` : phase;
}

function showLoop(line, view) {
  const loop = head.loops[line.data.algorithm];
  said($("loop-title"), say("loop-title", { algorithm: line.data.algorithm }));
  if (!loop) {
    put($("loop"), make("p", { class: "dim" }, say("no-source", { algorithm: line.data.algorithm })));
    return;
  }
  const { phase, pop, delivery } = line.step(view.position);
  const pushes = phase === "deliver" && line.pops[pop].deliveries[delivery].creator !== null;
  const lit = loop.marks[markOf(line, view.position)] ?? -1;
  const also = pushes && "deliver: queue" in loop.marks ? [loop.marks["deliver: queue"]] : [];
  const from = firstOf(loop);
  put($("loop"), listing(loop.lines.slice(from), loop.first + from, lit - from, also.map((i) => i - from)));
  centred($("loop"), lit >= 0 ? $("loop").querySelector(".lit") : null);
}

// Where the docstring ends: what is lit is below it.
function firstOf(loop) {
  const marked = Object.values(loop.marks);
  const quotes = loop.lines.findIndex((text, i) => i > 0 && text.trim().endsWith('"""'));
  return quotes > 0 && marked.every((at) => at > quotes) ? quotes + 1 : 0;
}

function showRule(line, view) {
  const { pop: k, phase } = line.step(view.position);
  const [name, text] = k < 0 ? ["", null] : line.data.classes[line.functions.class[line.pops[k].f]];
  said($("rule-title"), name ? say("rule-title", { name }) : say("rule"));
  if (k < 0 || text === null) {
    put($("rule"), make("p", { class: "dim" }, say(k < 0 ? "no-function-yet" : "no-rule")));
    return;
  }
  const lit = phase === "multiply" && !line.failedAt(view.position) ? line.pops[k].line : null;
  put($("rule"), listing(text.trimEnd().replaceAll("\t", "    ").split("\n"), 1, lit ?? -1), localsOf(line, k, line.reached(view.position)));
  centred($("rule"), $("rule").querySelector(".lit"));
}

// What the names of the function's backward stand for, as far as it has come.
function localsOf(line, k, reached) {
  const { given, computed, gxs } = line.pops[k];
  const told = (names) => packed(names.map(([name, value]) => `${name} = ${line.text(value)}`));
  const list = make("dl", {});
  if (reached >= 2 && given.length) list.append(rowOf("given", told(given)));
  if (reached >= 3 && computed.length) list.append(rowOf("locals", told(computed)));
  if (reached >= 3 && gxs !== null) list.append(rowOf("returns", packed(gxs.map((gx) => line.text(gx))), "", reached === 3));
  return list;
}

function showProgram(line, view) {
  const { cell } = head.passes[view.pass];
  if (cell === null) {
    put($("program"), make("p", { class: "dim" }, say("no-program")));
    return;
  }
  const { pop: k } = line.step(view.position);
  const { functions, call } = line.data.spans;
  const spans = k < 0 ? call : functions[line.pops[k].f] || [];
  const shown = spans.length ? spans[0][0] : cell;
  const [number, source, prose, output] = head.cells[shown];
  said($("program-title"), head.cells.length > 1 ? say("cell", { n: number }) : say("program"));
  const starts = [];
  let at = 0;
  const lines = source.replace(/\n+$/, "").split("\n");
  for (const text of lines) {
    starts.push(at);
    at += text.length + 1;
  }
  const marked = spans.filter((span) => span[0] === shown);
  const litLine = marked.length ? upTo(starts, marked[0][1]) - 1 : -1;
  const also = marked.slice(1).map((span) => upTo(starts, span[1]) - 1);
  put($("program"), prose ? make("p", { class: "prose" }, inParagraphs(prose)) : null, listing(lines, 1, litLine, also, (text, i, cut) => inProgram(text, starts[i] + cut, marked)),
    output ? make("pre", { class: "output" }, output) : null);
  centred($("program"), $("program").querySelector(".lit"));
}

// Prose with the lines of a paragraph as one, for the page to break.
function inParagraphs(prose) {
  return prose.replace(/([^\n])\n(?=[^\n\s>#*\d-])/g, "$1 ");
}

// A line of the program, with the text that made the function marked in it.
function inProgram(text, start, spans) {
  const parts = [];
  let at = 0;
  for (const [, from, to] of spans) {
    const [a, b] = [clamp(from - start, at, text.length), clamp(to - start, at, text.length)];
    if (b <= a) continue;
    parts.push(...coloured(text.slice(at, a)), make("mark", {}, text.slice(a, b)));
    at = b;
  }
  return [...parts, ...coloured(text.slice(at))];
}

// Scroll a listing so that the current line is in sight, and where it can be stays.
function centred(box, lit) {
  if (!lit || !box.clientHeight) return;
  const top = lit.offsetTop - box.offsetTop;
  const margin = Math.min(48, box.clientHeight / 4);
  if (top < box.scrollTop + margin || top + lit.offsetHeight > box.scrollTop + box.clientHeight - margin) {
    box.scrollTop = top - (box.clientHeight - lit.offsetHeight) / 2;
  }
}
