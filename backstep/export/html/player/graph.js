// The graph as SVG: boxes that say their state in signs, and wires that a gradient has gone along.

const MOST_GHOSTS = 3; // inputs from far away that are shown beside a function

class Graph {
  constructor(pane, order, place = `order${order}`) {
    this.pane = pane;
    this.order = order;
    this.camera = new Camera();
    this.wires = drawn("g", { class: "wires" });
    this.nodes = drawn("g", { class: "nodes" });
    this.ghosts = drawn("g", { class: "ghosts" });
    this.above = drawn("g", { class: "above" });
    this.world = drawn("g", {}, this.wires, this.nodes, this.ghosts, this.above);
    this.svg = drawn("svg", { class: "graph", role: "img", tabindex: "-1" }, this.world);
    this.strip = make("canvas", { class: "strip", "aria-hidden": "true" });
    this.nothing = make("p", { class: "nothing" });
    this.box = make("div", { class: `figure ${place}` }, order === 2 ? make("h3", {}, say("second-title")) : null, this.nothing, this.svg, this.strip);
    this.shown = new Map(); // node or wire -> its elements
    this.line = null;
    this.held = new Map(); // what a variable's gradient is said to be while it changes
    handled(this);
  }

  // Take the graph of a pass.
  take(line) {
    const { name, data } = drawingFor(line, this.order);
    if (this.line === line && this.drawing === name) return;
    [this.detail, this.direction] = name.split(" ");
    this.drawing = name;
    this.line = line;
    this.camera = new Camera();
    this.shown.clear();
    put(this.wires);
    put(this.nodes);
    put(this.above);
    put(this.ghosts);
    this.ghostly = { f: null, parts: [] };
    this.data = data;
    this.box.hidden = false;
    if (!this.data) return;
    Object.assign(this, placesOf(this.data, this.detail, this.direction));
    for (const edge of this.order === 2 ? this.edges : []) { // a variable is there with the first that takes or makes it
      const place = this.places.get("v" + edge.v);
      place.since = Math.min(place.since ?? Infinity, line.functions.born[edge.f] ?? 0);
    }
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
    const looked = view.large ? view.lecture.pointer : view.inspected;
    if (this.places.has(looked)) keys = [looked];
    else if (this.order === 2) keys = this.fresh(k, view.position);
    else if (k >= 0) {
      const { f, deliveries } = this.line.pops[k];
      const { delivery } = this.line.step(view.position);
      const now = delivery === null ? [] : ["v" + deliveries[delivery].to]; // however far away it is
      keys = [...now, "f" + f, ...inputs[f].slice(0, 4).map((x) => "v" + x), ...outputs[f].slice(0, 4).map((y) => "v" + y)];
    }
    const found = keys.map((key) => this.places.get(key)).filter(Boolean);
    if (!looked) found.push(...this.ghostly.parts.map(({ place }) => place));
    if (!found.length) return null;
    const { width, height } = this.room();
    const room = { width: width / this.camera.scale, height: height / this.camera.scale };
    let box = null;
    for (const place of found) { // as much of it as has room, what matters most first
      const grown = box === null ? { ...place } : {
        x: Math.min(box.x, place.x), y: Math.min(box.y, place.y),
        right: Math.max(box.right, place.x + place.width), bottom: Math.max(box.bottom, place.y + place.height),
      };
      if (box === null) Object.assign(grown, { right: place.x + place.width, bottom: place.y + place.height });
      const fits = grown.right - grown.x <= room.width * 0.9 && grown.bottom - grown.y <= room.height * 0.9;
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
    return this.data ? Math.min((width - 2 * MARGIN) / this.size.width, (height - 2 * ABOVE) / this.size.height, 1.2) : 1.2;
  }

  // Draw what holds at the view's position.
  show(view, smoothly, line = currentLine()) {
    this.take(line);
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
    this.haunted(view);
    const before = { x: this.camera.x, y: this.camera.y, scale: this.camera.scale, seen: this.camera.seen };
    this.camera.aim(this.size, this.room(), this.focus(view), view.large && this.room().width > 500, this.direction);
    this.svg.classList.toggle("whole", Boolean(this.camera.whole));
    this.settle(before, smoothly);
    paint(this);
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
      else paint(this);
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
      const parts = item.points ? wireOf(item) : nodeOf(this, item);
      parts.item = item;
      this.shown.set(item.key, parts);
      (item.points ? this.wires : this.nodes).append(parts.group);
    }
    if (fresh && this.view) paint(this);
  }

  // Of a large graph the long wires are not drawn: what the function under way takes from far away
  // stands below it as long as it is under way, in a box of its own.
  haunted(view) {
    const k = this.order === 1 && !this.few && this.drawing === PLAIN_ONE ? this.line.popAt(view.position) : -1;
    const f = k < 0 ? null : this.line.pops[k].f;
    if (this.ghostly.f === f) return;
    put(this.ghosts);
    this.ghostly = { f, parts: [] };
    const home = f === null ? null : this.places.get("f" + f);
    if (!home) return;
    const far = this.line.functions.inputs[f].filter((x, i, all) => all.indexOf(x) === i && !this.between.has(`${x},${f},1`));
    far.slice(0, MOST_GHOSTS).forEach((x, i) => {
      const lines = this.line.variables.box[x];
      const width = (Math.max(17, ...lines.map(widthOf)) + 2) * CELL;
      const height = (2 + lines.length) * ROW;
      const last = this.ghostly.parts.at(-1);
      const y = last ? last.place.y + last.place.height + 6 : home.y + home.height + 16;
      const place = { key: "v" + x, kind: "v", number: x, beyond: 0, x: home.x - width - 26, y, width, height };
      const foot = home.x + home.width / 2 - i * 9;
      const points = [[place.x + width, y + 24], [foot, y + 24], [foot, home.y + home.height - 3]];
      const edge = { key: "g" + x, v: x, f, into: true, nth: 0, points };
      const node = nodeOf(this, place);
      const wire = wireOf(edge);
      this.ghosts.append(drawn("g", { class: "ghost" }, wire.group, node.group));
      this.ghostly.parts.push({ place, edge, node: { ...node, item: place }, wire: { ...wire, item: edge } });
    });
  }

  edgeOf(variable, f, into, nth) {
    const ghost = this.ghostly.parts.find(({ edge }) => into && edge.f === f && edge.v === variable);
    if (ghost) return ghost.edge;
    const edges = this.between.get(`${variable},${f},${Number(into)}`);
    return edges ? edges[Math.min(nth, edges.length - 1)] : null;
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
    paintStrip(this, { position: this.view.position, places: this.line.places(this.line.queueAt(this.view.position)), hides: hidesNext() });
  }

  zoomed(by) {
    this.camera.zoom = clamp((this.camera.whole ? 1 : this.camera.zoom) * by, 0.35, 4);
    if (Math.abs(this.camera.zoom - 1) < 0.02) this.camera.zoom = 1;
    this.camera.free = true;
    this.show(this.view, false, this.line);
  }

  follow() {
    this.camera.free = false;
    this.camera.zoom = 1;
    this.camera.seen = false;
  }

  tapped(event) {
    const group = event.target.closest ? event.target.closest(".node") : null;
    const found = group && [...this.shown.values()].find((parts) => parts.group === group);
    if (view.large) change(() => (found ? pointAt(found.item.key) : tappedHalf(event.clientX)));
    else inspect(found ? found.item.key : null);
  }
}

