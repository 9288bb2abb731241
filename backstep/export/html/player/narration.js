// What a step did, in a sentence, with the note that stands there; and the sentences around it.

const AROUND = 14; // sentences on either side

function showNarration(line, view) {
  const note = line.marks.get(view.position);
  said($("sentence"), view.message || line.data.sentences[view.position]);
  $("sentence").classList.toggle("message", Boolean(view.message));
  const long = view.message.includes("\n"); // it covers what is above, until the next key
  $("sentence").classList.toggle("long", long);
  if (long) $("sentence").setAttribute("tabindex", 0);
  else $("sentence").removeAttribute("tabindex");
  const notes = [...line.marks.values()].filter(Boolean);
  $("note").hidden = !notes.length;
  $("note").classList.toggle("none", !note);
  reserved(line, notes);
  said($("note-text"), note || "");
}

// As much room as the longest note takes is kept through the whole pass: panes that moved from note
// to note would be hard to follow.
function reserved(line, notes) {
  const box = $("note");
  const key = `${view.pass} ${box.clientWidth} ${notes.length}`;
  if (!notes.length || box.dataset.key === key) return;
  box.dataset.key = key;
  box.style.minHeight = "";
  let most = 0;
  for (const each of notes.sort((a, b) => b.length - a.length).slice(0, 4)) {
    said($("note-text"), each);
    most = Math.max(most, box.offsetHeight);
  }
  box.style.minHeight = `${most}px`;
}

function showSteps(line, view) {
  const last = hidesAhead() ? view.position : line.length; // what comes is asked
  const items = [];
  for (let p = Math.max(0, view.position - AROUND); p <= Math.min(last, view.position + AROUND); p++) {
    const { phase } = line.step(p);
    const note = line.marks.get(p);
    const here = p === view.position;
    const item = make("li", { class: here ? "here" : null, "data-step": p, "aria-current": here ? "step" : null },
      make("span", { class: "number", "aria-hidden": "true" }, (here ? SIGNS.left : "") + p),
      make("span", { class: "phase" }, phase || say("start")),
      make("span", {}, line.data.sentences[p], note ? make("em", { class: "noted" }, ` ${SIGNS.note} ${note}`) : null));
    items.push(item);
  }
  put($("steps"), make("ol", { class: "told" }, ...items));
  centred($("steps"), $("steps").querySelector(".here"));
}
