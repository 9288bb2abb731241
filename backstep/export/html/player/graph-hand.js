// Dragging, the wheel, two fingers; a tap on a node looks at it.

function handled(graph) {
  const fingers = new Map();
  let start = null;
  graph.svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    start = { x: event.clientX, y: event.clientY, moved: false, at: performance.now() };
  });
  graph.svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last || !graph.data) return;
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < 6 && !start.moved) return;
    if (!start.moved) {
      start.moved = true;
      try { graph.svg.setPointerCapture(event.pointerId); } catch { /* it has gone already */ }
    }
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const is = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
      if (was > 0) graph.zoomed(is / was);
    } else if (!graph.camera.whole) graph.panned(-dx / graph.at.scale, -dy / graph.at.scale);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  const ended = (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size || event.type === "pointercancel" || !start) return;
    const dx = event.clientX - start.x;
    if (start.moved && graph.camera.whole && event.pointerType !== "mouse") swiped(dx, event.clientY - start.y);
    if (!start.moved) graph.tapped(event);
    start = null;
  };
  graph.svg.addEventListener("pointerup", ended);
  graph.svg.addEventListener("pointercancel", ended);
  graph.svg.addEventListener("wheel", (event) => {
    if (!graph.data) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      graph.zoomed(Math.exp(-event.deltaY / 300));
    } else if (!graph.camera.whole) {
      event.preventDefault();
      graph.panned((event.deltaX || event.deltaY) / graph.at.scale, event.deltaX ? event.deltaY / graph.at.scale : 0);
    }
  }, { passive: false });
  graph.strip.addEventListener("pointerdown", (event) => {
    const box = graph.strip.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    if (graph.direction === "down") graph.panned(0, part * graph.size.height - graph.at.y);
    else graph.panned(part * graph.size.width - graph.at.x, 0);
  });
}
