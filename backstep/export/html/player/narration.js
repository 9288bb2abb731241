// What a step did, in a sentence, with the note that stands there; and the sentences around it.

const AROUND = 14; // sentences on either side

function showNarration(line, view) {
  const note = line.marks.get(view.position);
  said($("sentence"), view.message || line.data.sentences[view.position]);
  $("sentence").classList.toggle("message", Boolean(view.message));
  $("note").hidden = !note;
  said($("note-text"), note || "");
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
