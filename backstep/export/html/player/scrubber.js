// The whole pass as one line: its pops, marks and troubles, and where one is.

const RAIL = 16; // where the line runs, in pixels from the top

function showScrubber(line, view) {
  const slider = $("slider");
  attribute(slider, "max", line.length);
  if (Number(slider.value) !== view.position) slider.value = view.position;
  const { phase, pop } = line.step(view.position);
  const where = pop < 0 ? phase || say("start") : `pop ${pop + 1} ${line.functions.label[line.pops[pop].f]} ${phase}`;
  attribute(slider, "aria-valuetext", `${say("step-n", { n: view.position, all: line.length })}, ${where}`);
  said($("counter"), `${view.position}/${line.length}`);
  paintTrack(line, view);
}

function paintTrack(line, view) {
  const track = $("track");
  const width = track.clientWidth;
  if (!width) return;
  const inset = 9; // half of the slider's thumb
  const place = (position) => inset + (position / line.length) * (width - 2 * inset);
  const key = `${view.pass} ${line.name ?? ""} ${width} ${[...line.marks.keys()].join()} ${hidesAhead() ? line.popAt(view.position) : ""}`;
  if (track.dataset.key !== key) {
    track.dataset.key = key;
    const parts = [drawn("line", { class: "rail", x1: inset, x2: width - inset, y1: RAIL, y2: RAIL }), drawn("line", { class: "done", x1: inset, x2: inset, y1: RAIL, y2: RAIL })];
    const ticked = line.starts.length <= width / 8;
    let free = 0;
    line.starts.forEach((start, k) => {
      if (!ticked) return;
      const x = place(start + 1);
      parts.push(drawn("line", { class: "tick", x1: x, x2: x, y1: RAIL - 5, y2: RAIL + 5 }));
      if (hidesAhead() && k > line.popAt(view.position)) return;
      const name = `${k + 1} ${line.functions.short[line.pops[k].f]}`;
      if (x < free) return;
      const room = widthOf(name) * 6.4;
      if (x + room > width) return;
      parts.push(drawn("text", { class: "tick-name", x: x - 3, y: 35 }, name));
      free = x + room + 12;
    });
    for (const step of line.data.troubleSteps) parts.push(drawn("text", { class: "trouble", x: place(step), y: 9 }, line.name ? SIGNS.differs : SIGNS.trouble));
    for (const [step, note] of line.marks) parts.push(drawn("text", { class: "mark", x: place(step), y: 9 }, note ? SIGNS.note : SIGNS.mark));
    put(track, ...parts);
  }
  track.querySelector(".done").setAttribute("x2", place(view.position));
}
