// The whole of a large graph in a strip: what is done, queued, to come, and what is in sight.

function paintStrip(graph, now) {
  const show = graph.order === 1 && !graph.camera.whole;
  graph.strip.hidden = !show;
  if (!show) return;
  const ratio = window.devicePixelRatio || 1;
  const width = graph.strip.clientWidth;
  const height = graph.strip.clientHeight;
  graph.strip.width = width * ratio;
  graph.strip.height = height * ratio;
  const pen = graph.strip.getContext("2d");
  pen.scale(ratio, ratio);
  const colours = getComputedStyle(graph.pane);
  const colour = (name) => colours.getPropertyValue("--" + name).trim();
  const step = width / graph.columns.length;
  const bar = Math.max(step, graph.places.size < 400 ? 5 : 1);
  pen.fillStyle = colour("wire");
  pen.fillRect(0, height / 2 - 1, width, 2);
  graph.columns.forEach((functions, i) => {
    if (!functions.length) return;
    let done = 0;
    let queued = false;
    let current = false;
    for (const f of functions) {
      const state = graph.line.stateOf(f, now.position, now.places);
      done += state === "done";
      queued = queued || state === "queued";
      current = current || state === "current";
    }
    const part = done / functions.length;
    if (part) {
      pen.fillStyle = colour("set");
      pen.fillRect(i * step, height / 2 - 4, bar, 8 * part);
    }
    if (queued && !now.hides) {
      pen.fillStyle = colour("queued");
      pen.fillRect(i * step - 1, 2, Math.max(bar, 3), height - 4);
    }
    if (current) {
      pen.fillStyle = colour("hot");
      pen.fillRect(i * step - 1.5, 0, Math.max(bar, 4), height);
    }
  });
  const room = graph.room();
  const down = graph.direction === "down";
  const seen = (down ? room.height : room.width) / graph.at.scale;
  const [at, whole] = down ? [graph.at.y, graph.size.height] : [graph.at.x, graph.size.width];
  pen.strokeStyle = colour("bright");
  pen.strokeRect(((at - seen / 2) / whole) * width + 0.5, 0.5, Math.max(4, (seen / whole) * width - 1), height - 1);
}
