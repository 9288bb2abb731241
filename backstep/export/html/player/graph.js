// The graph as SVG: boxes that say their state in signs, and wires that a gradient has gone along.

const ROW = 16; // pixels of a row of the drawing
const LINE = 17; // from one line of text to the next
const FEW = 900; // nodes and wires that are all there at once
const BUCKET = 480; // pixels of a strip that nodes and wires are looked up by

let CELL = 7.6; // pixels of a cell, as wide as a character is

function measure() {
  const probe = drawn("text", { class: "probe" }, "0".repeat(50));
  const holder = drawn("svg", { class: "graph", "aria-hidden": "true" }, probe);
  document.body.append(holder);
  const width = probe.getComputedTextLength() / 50;
  holder.remove();
  if (width > 3) CELL = width;
}

class Graph {
  constructor(pane, order) {
    this.pane = pane;
    this.order = order;
    this.camera = new Camera();
    this.wires = drawn("g", { class: "wires" });
    this.nodes = drawn("g", { class: "nodes" });
    this.above = drawn("g", { class: "above" });
    this.world = drawn("g", {}, this.wires, this.nodes, this.above);
    this.svg = drawn("svg", { class: "graph", role: "img", tabindex: "-1" }, this.world);
    this.strip = make("canvas", { class: "strip", "aria-hidden": "true" });
    this.nothing = make("p", { class: "nothing" });
    this.box = make("div", { class: "figure order" + order }, order === 2 ? make("h3", {}, say("second-title")) : null, this.nothing, this.svg, this.strip);
    this.shown = new Map(); // node or wire -> its elements
    this.line = null;
    this.held = new Map(); // what a variable's gradient is said to be while it changes
    this.handled();
  }

  // Take the graph of a pass.
  take(line) {
    if (this.line === line) return;
    this.line = line;
    this.camera = new Camera();
    this.shown.clear();
    put(this.wires);
    put(this.nodes);
    put(this.above);
    this.data = line.data.graphs[this.order];
    this.box.hidden = false;
    if (!this.data) return;
    const [width, height] = this.data.size;
    this.size = { width: width * CELL, height: height * ROW };
    this.places = new Map();
    const flat = this.data.nodes;
    for (let i = 0; i < flat.length; i += 7) {
      const key = (flat[i] ? "f" : "v") + flat[i + 1];
      this.places.set(key, {
        key, kind: flat[i] ? "f" : "v", number: flat[i + 1], beyond: flat[i + 6],
        x: flat[i + 2] * CELL, y: flat[i + 3] * ROW, width: flat[i + 4] * CELL, height: flat[i + 5] * ROW,
      });
    }
    this.edges = this.data.edges.map(([v, f, into, way], i) => {
      const points = [];
      for (let k = 0; k < way.length; k += 2) points.push([(way[k] + 0.5) * CELL, (way[k + 1] + 0.5) * ROW]);
      const target = this.places.get(into ? "f" + f : "v" + v);
      const source = this.places.get(into ? "v" + v : "f" + f);
      points[0][0] = source.x + source.width;
      points[points.length - 1][0] = target.x;
      const xs = points.map((point) => point[0]);
      const ys = points.map((point) => point[1]);
      return {
        key: "e" + i, v, f, into: Boolean(into), points,
        left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys),
      };
    });
    this.between = new Map(); // "v,f,into" -> its edges, one for each input that it stands for
    for (const edge of this.edges) {
      const key = `${edge.v},${edge.f},${Number(edge.into)}`;
      if (!this.between.has(key)) this.between.set(key, []);
      edge.nth = this.between.get(key).length;
      this.between.get(key).push(edge);
    }
    this.few = this.places.size + this.edges.length <= FEW;
    this.strips = new Map();
    if (!this.few) this.sorted();
    const columns = 1200;
    this.columns = Array.from({ length: columns }, () => []);
    for (const place of this.places.values()) {
      if (place.kind === "f") this.columns[Math.min(columns - 1, Math.floor(((place.x + place.width / 2) / this.size.width) * columns))].push(place.number);
    }
  }

  sorted() {
    const into = (from, to, item) => {
      for (let i = Math.floor(from / BUCKET); i <= Math.floor(to / BUCKET); i++) {
        if (!this.strips.has(i)) this.strips.set(i, []);
        this.strips.get(i).push(item);
      }
    };
    for (const place of this.places.values()) into(place.x, place.x + place.width, place);
    for (const edge of this.edges) into(edge.left, edge.right, edge);
  }

  room() {
    const { clientWidth, clientHeight } = this.svg;
    return { width: Math.max(clientWidth, 40), height: Math.max(clientHeight, 40) };
  }

  // What the camera follows: the function under way with what it takes and made.
  focus(view) {
    const k = this.line.popAt(view.position);
    const { inputs, outputs } = this.line.functions;
    let keys = ["v" + this.line.data.target];
    if (view.inspected && this.places.has(view.inspected)) keys = [view.inspected];
    else if (this.order === 2) keys = this.fresh(k, view.position);
    else if (k >= 0) {
      const f = this.line.pops[k].f;
      keys = ["f" + f, ...inputs[f].slice(0, 4).map((x) => "v" + x), ...outputs[f].slice(0, 4).map((y) => "v" + y)];
    }
    const found = keys.map((key) => this.places.get(key)).filter(Boolean);
    if (!found.length) return null;
    const room = this.room();
    let box = null;
    for (const place of found) { // as much of it as has room, the function first
      const grown = box === null ? { ...place } : {
        x: Math.min(box.x, place.x), y: Math.min(box.y, place.y),
        right: Math.max(box.right, place.x + place.width), bottom: Math.max(box.bottom, place.y + place.height),
      };
      if (box === null) Object.assign(grown, { right: place.x + place.width, bottom: place.y + place.height });
      const fits = grown.right - grown.x <= room.width * 0.8 && grown.bottom - grown.y <= room.height * 0.8;
      if (box === null || fits) box = grown;
    }
    return { x: box.x, y: box.y, width: box.right - box.x, height: box.bottom - box.y };
  }

  // The functions that this pop has made, the last first; before any, all that there will be.
  fresh(k, position) {
    const { born } = this.line.functions;
    const keys = [];
    for (let f = born.length - 1; f >= 0; f--) {
      if (born[f] !== null && born[f] <= position && (keys.length === 0 || this.line.popAt(born[f]) === k)) keys.push("f" + f);
      if (keys.length === 6) break;
    }
    return keys.length ? keys : [...this.places.keys()].slice(0, 1);
  }

  // How large it would be shown in a room.
  scaleIn(width, height) {
    return this.data ? Math.min((width - 2 * MARGIN) / this.size.width, (height - 2 * MARGIN) / this.size.height, 1.2) : 1.2;
  }

  // Draw what holds at the view's position.
  show(view, smoothly) {
    this.take(currentLine());
    this.view = view;
    if (!this.data) {
      this.svg.hidden = true;
      this.svg.style.display = "none";
      this.strip.hidden = true;
      said(this.nothing, say("no-second"));
      return;
    }
    this.svg.style.display = "";
    said(this.nothing, "");
    const before = { x: this.camera.x, y: this.camera.y, scale: this.camera.scale, seen: this.camera.seen };
    this.camera.aim(this.size, this.room(), this.focus(view), view.large);
    this.settle(before, smoothly);
    this.paint();
    attribute(this.svg, "aria-label", graphInWords(this.line, view, this.order));
  }

  // Move the camera from where it was, at once or in a moment.
  settle(before, smoothly) {
    cancelAnimationFrame(this.moving);
    const { x, y, scale } = this.camera;
    const room = this.room();
    const far = Math.abs(x - before.x) * scale > 2.5 * room.width || Math.abs(y - before.y) * scale > 2.5 * room.height;
    const same = Math.abs(x - before.x) + Math.abs(y - before.y) + Math.abs(scale - before.scale) < 0.01;
    if (!smoothly || stillness.matches || far || same || !before.seen) {
      this.look(x, y, scale);
      return;
    }
    const started = performance.now();
    const frame = (now) => {
      const part = clamp((now - started) / 240, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      this.look(before.x + (x - before.x) * eased, before.y + (y - before.y) * eased, before.scale + (scale - before.scale) * eased);
      if (part < 1) this.moving = requestAnimationFrame(frame);
      else this.paint();
    };
    this.look(before.x, before.y, before.scale, { x, y, scale });
    this.moving = requestAnimationFrame(frame);
  }

  look(x, y, scale, also) {
    const room = this.room();
    this.at = { x, y, scale };
    this.world.setAttribute("transform", `translate(${room.width / 2 - x * scale} ${room.height / 2 - y * scale}) scale(${scale})`);
    this.fill(also);
  }

  // The nodes and wires that are in sight have elements, and no others.
  fill(also) {
    const room = this.room();
    const looks = also ? [this.at, also] : [this.at];
    let wanted;
    if (this.few) {
      if (this.shown.size) return;
      wanted = [...this.places.values(), ...this.edges];
    } else {
      const left = Math.min(...looks.map((at) => at.x - room.width / 2 / at.scale)) - 60;
      const right = Math.max(...looks.map((at) => at.x + room.width / 2 / at.scale)) + 60;
      const top = Math.min(...looks.map((at) => at.y - room.height / 2 / at.scale)) - 60;
      const bottom = Math.max(...looks.map((at) => at.y + room.height / 2 / at.scale)) + 60;
      const found = new Set();
      for (let i = Math.floor(left / BUCKET); i <= Math.floor(right / BUCKET); i++) {
        for (const item of this.strips.get(i) || []) {
          const [t, b] = item.points ? [item.top, item.bottom] : [item.y, item.y + item.height];
          if (b >= top && t <= bottom) found.add(item);
        }
      }
      wanted = found;
      const kept = new Set([...found].map((item) => item.key));
      for (const [key, parts] of this.shown) {
        if (!kept.has(key)) {
          parts.group.remove();
          this.shown.delete(key);
        }
      }
    }
    let fresh = false;
    for (const item of wanted) {
      if (this.shown.has(item.key)) continue;
      fresh = true;
      const parts = item.points ? this.wire(item) : this.node(item);
      parts.item = item;
      this.shown.set(item.key, parts);
      (item.points ? this.wires : this.nodes).append(parts.group);
    }
    if (fresh && this.view) this.paint();
  }

  wire(edge) {
    const path = drawn("path", { class: "way", d: rounded(edge.points) });
    const [x, y] = edge.points[edge.points.length - 1];
    const forward = drawn("path", { class: "forward", d: `M${x - 6} ${y - 3.5}L${x} ${y}L${x - 6} ${y + 3.5}` });
    const [sx, sy] = edge.points[0];
    const back = drawn("path", { class: "back", d: `M${sx + 8} ${sy - 4.5}L${sx + 0.5} ${sy}L${sx + 8} ${sy + 4.5}Z` });
    return { group: drawn("g", { class: "wire" }, path, forward, back) };
  }

  node(place) {
    const { line } = this;
    const inner = place.width;
    const group = drawn("g", { class: "node", transform: `translate(${place.x} ${place.y})` });
    if (place.kind === "f") {
      const double = this.order === 2;
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

  // Say the state of everything in sight.
  paint() {
    const { line, view } = this;
    const position = view.position;
    const queue = line.queueAt(position);
    const places = line.places(queue);
    const { phase, pop, delivery } = line.step(position);
    const now = { position, queue, places, phase, pop, delivery, hides: hidesNext() };
    for (const parts of this.shown.values()) {
      const { item } = parts;
      if (item.points) this.paintWire(parts, now);
      else if (item.kind === "f") this.paintFunction(parts, now);
      else this.paintVariable(parts, now);
    }
    this.paintStrip(now);
  }

  paintFunction(parts, now) {
    const { item } = parts;
    const { functions } = this.line;
    const f = item.number;
    const label = functions.short[f];
    const trouble = this.line.data.troubles.some(([step, , , at]) => at === f && step <= now.position) ? SIGNS.trouble : "";
    let state = this.line.stateOf(f, now.position, now.places);
    let text = label + trouble;
    if (functions.order[f] === 2) {
      const born = functions.born[f];
      const unborn = born !== null && born > now.position;
      const fresh = !unborn && born !== null && this.line.popAt(born) === now.pop;
      state = unborn ? "unborn" : fresh ? "fresh" : "made";
      if (fresh) text = `${label} ${say("new")}`;
    } else if (state === "queued") text = `${label}${trouble} q${now.hides ? "" : now.places.get(f)}`;
    else if (state === "current") text = `${SIGNS.left}${text}${SIGNS.right}`;
    else if (state === "done") text = `${text} ${SIGNS.done}`;
    said(parts.name, text);
    const beyond = item.beyond ? `  ${SIGNS.cut}${item.beyond}` : "";
    said(parts.gen, `gen ${functions.generation[f]}${beyond}`);
    said(parts.title, `${functions.label[f]}: ${say("state-" + state)}`);
    attribute(parts.group, "class", `node function ${state}${trouble ? " trouble" : ""}${this.chosen(item)}`);
  }

  paintVariable(parts, now) {
    const { item } = parts;
    const { line } = this;
    const change = line.lastChange(item.number, now.position);
    const creator = line.variables.creator[item.number];
    const born = creator === null ? null : line.functions.born[creator];
    const unborn = line.variables.order[item.number] === 2 && born !== null && born > now.position;
    let text = "grad None";
    let state = "none";
    if (change !== null && change.how === "freed") {
      text = `${SIGNS.freed} grad`;
      state = "freed";
    } else if (change !== null) {
      text = `grad ${line.data.values[change.value][1]}${change.how === "add" ? " +=" : ""}`;
      state = change.how === "add" ? "add" : "set";
    }
    const held = this.held.get(item.number);
    if (held !== undefined) text = held;
    const fresh = change !== null && change.step > 0 && change.step === now.position;
    said(parts.grad, text);
    said(parts.title, `${line.variables.label[item.number]} = ${line.text(line.variables.data[item.number])}\n${text}`);
    const second = line.variables.order[item.number] === 2 ? " second" : "";
    attribute(parts.group, "class", `node variable ${state}${fresh ? " fresh" : ""}${second}${unborn ? " unborn" : ""}${this.chosen(item)}`);
  }

  chosen(item) {
    return this.view.inspected === item.key ? " chosen" : "";
  }

  // A wire is lit while its function is under way, and marked once a gradient has gone along it.
  paintWire(parts, now) {
    const edge = parts.item;
    const { line } = this;
    const born = line.functions.born[edge.f];
    if (this.order === 2) {
      attribute(parts.group, "class", born !== null && born > now.position ? "wire unborn" : "wire");
      return;
    }
    let state = "wire";
    const k = line.firstPops[edge.f];
    if (k >= 0 && k <= now.pop) {
      const current = line.pops[now.pop].f === edge.f;
      const pop = current ? now.pop : k;
      const start = line.starts[pop];
      if (!edge.into) {
        if (now.position >= start + 2) state += " gone";
      } else {
        const gone = line.pops[pop].deliveries.some((d, i) => d.to === edge.v && now.position >= start + BESIDE + i && this.nthOf(pop, i) >= edge.nth);
        if (gone) state += " gone";
        const d = now.delivery;
        if (current && d !== null && line.pops[pop].deliveries[d].to === edge.v && this.nthOf(pop, d) === edge.nth) state += " here";
      }
      if (current && now.phase !== "free") state += " lit";
      if (current && now.phase === "gather" && !edge.into) state += " here";
    }
    attribute(parts.group, "class", state);
  }

  // Which of parallel edges a delivery goes along.
  nthOf(pop, delivery) {
    const { deliveries } = this.line.pops[pop];
    let nth = 0;
    for (let i = 0; i < delivery; i++) nth += deliveries[i].to === deliveries[delivery].to;
    return nth;
  }

  edgeOf(variable, f, into, nth) {
    const edges = this.between.get(`${variable},${f},${Number(into)}`);
    return edges ? edges[Math.min(nth, edges.length - 1)] : null;
  }

  // The whole of a large graph in a strip: what is done, queued, to come, and what is in sight.
  paintStrip(now) {
    const show = this.order === 1 && !this.camera.whole;
    this.strip.hidden = !show;
    if (!show) return;
    const ratio = window.devicePixelRatio || 1;
    const width = this.strip.clientWidth;
    const height = this.strip.clientHeight;
    this.strip.width = width * ratio;
    this.strip.height = height * ratio;
    const pen = this.strip.getContext("2d");
    pen.scale(ratio, ratio);
    const colours = getComputedStyle(this.pane);
    const colour = (name) => colours.getPropertyValue("--" + name).trim();
    const step = width / this.columns.length;
    this.columns.forEach((functions, i) => {
      if (!functions.length) return;
      let done = 0;
      let queued = false;
      let current = false;
      for (const f of functions) {
        const state = this.line.stateOf(f, now.position, now.places);
        done += state === "done";
        queued = queued || state === "queued";
        current = current || state === "current";
      }
      const part = done / functions.length;
      pen.fillStyle = colour("wire");
      pen.fillRect(i * step, height / 2 - 1, Math.max(step, 1), 2);
      if (part) {
        pen.fillStyle = colour("set");
        pen.fillRect(i * step, height / 2 - 4, Math.max(step, 1), 8 * part);
      }
      if (queued && !now.hides) {
        pen.fillStyle = colour("queued");
        pen.fillRect(i * step - 1, 2, Math.max(step, 3), height - 4);
      }
      if (current) {
        pen.fillStyle = colour("hot");
        pen.fillRect(i * step - 1.5, 0, Math.max(step, 4), height);
      }
    });
    const room = this.room();
    const across = room.width / this.at.scale;
    pen.strokeStyle = colour("bright");
    pen.strokeRect(((this.at.x - across / 2) / this.size.width) * width + 0.5, 0.5, Math.max(4, (across / this.size.width) * width - 1), height - 1);
  }

  // Dragging, the wheel, two fingers; a tap on a node looks at it.
  handled() {
    const fingers = new Map();
    let start = null;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button !== 0) return;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      start = { x: event.clientX, y: event.clientY, moved: false, at: performance.now() };
    });
    this.svg.addEventListener("pointermove", (event) => {
      const last = fingers.get(event.pointerId);
      if (!last || !this.data) return;
      const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < 6 && !start.moved) return;
      if (!start.moved) {
        start.moved = true;
        try { this.svg.setPointerCapture(event.pointerId); } catch { /* it has gone already */ }
      }
      if (fingers.size === 2) {
        const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
        const was = Math.hypot(last[0] - other[0], last[1] - other[1]);
        const is = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
        if (was > 0) this.zoomed(is / was);
      } else if (!this.camera.whole) this.panned(-dx / this.at.scale, -dy / this.at.scale);
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    const ended = (event) => {
      if (!fingers.delete(event.pointerId) || fingers.size || event.type === "pointercancel" || !start) return;
      const dx = event.clientX - start.x;
      if (start.moved && this.camera.whole && event.pointerType !== "mouse") swiped(dx, event.clientY - start.y);
      if (!start.moved) this.tapped(event);
      start = null;
    };
    this.svg.addEventListener("pointerup", ended);
    this.svg.addEventListener("pointercancel", ended);
    this.svg.addEventListener("wheel", (event) => {
      if (!this.data) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        this.zoomed(Math.exp(-event.deltaY / 300));
      } else if (!this.camera.whole) {
        event.preventDefault();
        this.panned((event.deltaX || event.deltaY) / this.at.scale, event.deltaX ? event.deltaY / this.at.scale : 0);
      }
    }, { passive: false });
    this.strip.addEventListener("pointerdown", (event) => {
      const box = this.strip.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * this.size.width;
      this.panned(x - this.at.x, 0);
    });
  }

  panned(dx, dy) {
    const { camera } = this;
    if (!this.data || camera.whole) return;
    const room = this.room();
    camera.free = true;
    camera.x = this.at.x + dx;
    camera.y = this.at.y + dy;
    camera.inside(this.size, room.width / camera.scale, room.height / camera.scale);
    cancelAnimationFrame(this.moving);
    this.look(camera.x, camera.y, camera.scale);
    this.paintStrip({ position: this.view.position, places: this.line.places(this.line.queueAt(this.view.position)), hides: hidesNext() });
  }

  zoomed(by) {
    this.camera.zoom = clamp((this.camera.whole ? 1 : this.camera.zoom) * by, 0.35, 4);
    if (Math.abs(this.camera.zoom - 1) < 0.02) this.camera.zoom = 1;
    this.camera.free = true;
    this.show(this.view, false);
  }

  follow() {
    this.camera.free = false;
    this.camera.zoom = 1;
    this.camera.seen = false;
  }

  tapped(event) {
    const group = event.target.closest ? event.target.closest(".node") : null;
    const found = group && [...this.shown.values()].find((parts) => parts.group === group);
    inspect(found ? found.item.key : null);
  }
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

const MOST_SAID = 12; // functions of a graph that are named in words

// The graph for who does not see it: how large it is, and how its functions stand.
function graphInWords(line, view, order) {
  const { label } = line.functions;
  const { position } = view;
  if (order === 2) {
    const born = upTo(line.births, position);
    return say("second-in-words", { n: born, all: line.births.length });
  }
  const places = line.places(line.queueAt(position));
  const groups = { current: [], queued: [], done: [], waiting: [] };
  line.functions.order.forEach((of, f) => {
    if (of === 1) groups[line.stateOf(f, position, places)].push(label[f]);
  });
  const few = (names) => (names.length > MOST_SAID ? `${names.slice(0, MOST_SAID).join(", ")} ${SIGNS.cut}` : names.join(", "));
  const parts = [say("graph-in-words", { functions: line.functions.order.filter((of) => of === 1).length, variables: line.variables.order.filter((of) => of === 1).length })];
  for (const [state, names] of Object.entries(groups)) {
    if (names.length) parts.push(`${say("state-" + state)}: ${hidesNext() && state === "queued" ? names.length : few(names)}.`);
  }
  return parts.join(" ");
}
