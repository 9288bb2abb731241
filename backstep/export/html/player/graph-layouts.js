// Which drawing of a graph is shown: in boxes, names or dots, from left to right or from top to
// bottom. All but the first come with the page for graphs that are not too large.

const DETAILS = ["fit", "boxes", "names", "dots"];
const PLAIN_ONE = "boxes right";
const NAMES_READABLE = { 1: 0.75, 2: 0.6 }; // by order: boxes of the second have no gradients to say
const NARROW = 600; // pixels, below which boxes in a window say more than names
const IN_A_ROOM = 0.9; // scale of boxes that a lecture shows; its names are read from further away
const furtherOnes = new Map(); // pass -> its further drawings by order and name; null while they are unpacked

// The further drawings of a pass, as far as they are there; of large ones only when they are wanted.
function furtherOf(index, wanted) {
  const element = $("backstep-graphs-" + index);
  if (!element || furtherOnes.has(index)) return furtherOnes.get(index) || null;
  if (element.type === "application/json") {
    furtherOnes.set(index, JSON.parse(element.textContent));
    element.remove();
  } else if (wanted) {
    furtherOnes.set(index, null);
    unpacked(element).then((data) => {
      furtherOnes.set(index, data);
      show(null);
    });
  }
  return furtherOnes.get(index) || null;
}

function hasFurther(index, order) {
  if ($("backstep-graphs-" + index)?.type === "application/octet-stream" || furtherOnes.get(index) === null) return true;
  return Boolean(furtherOf(index, false)?.[order]);
}

// The name of the drawing to show and the drawing itself.
function drawingFor(line, order) {
  const plain = { name: PLAIN_ONE, data: line.data.graphs[order] };
  const { direction, detail } = view.large ? { direction: "right", detail: "fit" } : view;
  const chosen = `${detail === "fit" ? "boxes" : detail} ${direction}`;
  const further = furtherOf(line.index, view.large || chosen !== PLAIN_ONE)?.[order];
  if (!plain.data || !further) return plain;
  const boxes = chosen === PLAIN_ONE ? plain : { name: chosen, data: further[chosen] };
  if (view.large) return wholeScale(plain.data) >= IN_A_ROOM ? plain : { name: "names right", data: further["names right"] };
  if (detail !== "fit" || (order === 1 && $("figures").clientWidth < NARROW)) return boxes;
  const names = { name: `names ${direction}`, data: further[`names ${direction}`] };
  return wholeScale(boxes.data) < READABLE && wholeScale(names.data) >= NAMES_READABLE[order] ? names : boxes;
}

// The scale at which all of a drawing has room in the pane.
function wholeScale({ size: [width, height] }) {
  const { clientWidth, clientHeight } = $("figures");
  return Math.min((clientWidth - 2 * MARGIN) / (width * CELL), (clientHeight - 2 * ABOVE) / (height * ROW));
}

function otherwise(does) {
  const line = currentLine();
  if (!hasFurther(view.pass, view.order)) {
    const n = line.functions.order.filter((of) => of === view.order).length;
    view.message = say("boxes-alone", { n });
    return;
  }
  does();
  for (const graph of [...graphs, ...sideGraphs]) graph.follow();
}

function otherDirection() {
  otherwise(() => { view.direction = view.direction === "right" ? "down" : "right"; });
}

function nextDetail() {
  otherwise(() => {
    view.detail = DETAILS[(DETAILS.indexOf(view.detail) + 1) % DETAILS.length];
    view.message = say("detail-" + view.detail);
  });
}
