// The list of every mark and stop, as a screen: to go to one, or take it away.

// Every mark of every pass in order, then the stops.
function markRows() {
  const marks = head.passes.flatMap((_, pass) => [...marked[pass].keys()].sort((a, b) => a - b).map((step) => ({ pass, step, note: marked[pass].get(step) })));
  return [...marks, ...view.stops.map((stop) => ({ stop }))];
}

// The list, with the mark chosen that is nearest before the position. What stands at a mark of
// another pass is known once that is unpacked.
function openMarks() {
  const rows = markRows();
  view.playing = false;
  view.mode = "marks";
  view.row = Math.max(0, rows.filter(({ pass, step }) => pass < view.pass || (pass === view.pass && step <= view.position)).length - 1);
  const wanted = [...new Set(rows.map(({ pass }) => pass))].filter((pass) => pass !== undefined && !timelines.has(pass));
  if (wanted.length) Promise.all(wanted.map(load)).then(() => show(null));
}

function chooseMark(way) {
  view.row = clamp(view.row + way, 0, Math.max(0, markRows().length - 1));
}

// Go to the mark that is chosen, in its pass; of a stop, to the next place where it strikes.
function goToMark() {
  const row = markRows()[view.row];
  view.mode = "steps";
  if (!row) return;
  if (row.stop === undefined) {
    if (row.pass === view.pass) to(row.step);
    else toPass(row.pass, row.step);
    return;
  }
  const steps = stopsOf(currentLine()).find(([stop]) => stop === row.stop)[1];
  const step = nextOf(steps, view.position, 1) ?? steps[0];
  if (step === undefined) view.message = say("stop-nowhere", { stop: row.stop });
  else arriveAt(step, say("stop-at", { stop: row.stop }));
}

function takeMarkAway() {
  const row = markRows()[view.row];
  if (!row) return;
  if (row.stop !== undefined) view.stops = view.stops.filter((stop) => stop !== row.stop);
  else {
    if (row.note) timelines.get(row.pass)?.lost.set(row.step, row.note);
    marked[row.pass].delete(row.step);
  }
  chooseMark(0);
}

const IN_LIST = {
  "go to the mark": goToMark,
  "row down": () => chooseMark(1),
  "row up": () => chooseMark(-1),
  "take away": takeMarkAway,
  "leave the list": () => { view.mode = "steps"; },
};
Object.assign(DOES, IN_LIST);
for (const name of Object.keys(IN_LIST)) WHEN[name] = () => view.mode === "marks";

function builtMarks() {
  put($("marks-buttons"), ...["go to the mark", "take away", "leave the list"].map((name) => {
    const { told, word, shown } = head.actions.find((action) => action.name === name);
    const made = button(word, shown[0], DOES[name]);
    made.title = told;
    return made;
  }));
  $("marks-rows").addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (!row) return;
    const at = [...$("marks-rows").children].indexOf(row);
    change(() => { // the first tap chooses, the second goes there
      if (at === view.row) goToMark();
      else view.row = at;
    });
  });
}

function showMarks() {
  const on = view.mode === "marks";
  const pane = $("marks-pane");
  const opened = on && pane.hidden;
  pane.hidden = !on;
  if (!on) return;
  const rows = markRows();
  const key = (name) => head.actions.find((action) => action.name === name).shown[0];
  const list = $("marks-rows");
  put(list, ...rows.map((row, i) => make("li", { id: `mark-${i}`, role: "option", "aria-selected": i === view.row, class: i === view.row ? "here" : null }, markTold(row, i === view.row))));
  list.hidden = !rows.length;
  if (rows.length) attribute(list, "aria-activedescendant", `mark-${view.row}`);
  $("marks-none").hidden = Boolean(rows.length);
  said($("marks-none"), say("marks-none", { mark: key("mark"), note: key("note"), stop: key("stop") }));
  said($("marks-whole"), rows.length ? wholeTold(rows[view.row]) : "");
  if (opened) (rows.length ? list : pane).focus({ preventScroll: true });
  list.children[view.row]?.scrollIntoView({ block: "nearest" });
}

function markTold({ pass, step, note, stop }, here) {
  const sign = here ? SIGNS.left + " " : "  ";
  if (stop !== undefined) return `${sign}${say("stop-row", { stop })}`;
  const line = timelines.get(pass);
  const { phase, pop } = line ? line.step(step) : { phase: null, pop: -1 };
  const where = !line ? "" : pop < 0 ? say("start") : `pop ${pop + 1} ${line.functions.label[line.pops[pop].f]} ${phase}`;
  const several = head.passes.length > 1 ? `${say("pass-number", { number: pass + 1 })}  ` : "";
  return `${sign}${note ? SIGNS.note : SIGNS.mark} ${several}${say("at-step", { step })}  ${where}  ${note.split(/\s+/).join(" ")}`.trimEnd();
}

// All that is known of the row that is chosen.
function wholeTold({ note, stop }) {
  if (stop === undefined) return note;
  const n = stopsOf(currentLine()).find(([name]) => name === stop)[1].length;
  return `${stop}: ${n ? say("n-in-pass", { n }) : say("not-in-pass")}`;
}
