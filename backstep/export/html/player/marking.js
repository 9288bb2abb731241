// Marks and notes: those that came with the page, and those of who looks at it, for this sitting.

function markToggled() {
  const { marks, lost } = currentLine();
  const at = view.position;
  if (marks.has(at)) {
    const note = marks.get(at);
    if (note) lost.set(at, note);
    marks.delete(at);
    view.message = note ? say("mark-and-note-gone", { key: "m" }) : say("mark-gone");
  } else if (lost.get(at)) marks.set(at, lost.get(at));
  else {
    marks.set(at, "");
    view.message = say("marked", { note: "M", before: "[", after: "]" });
  }
}

function noted(text) {
  const { marks } = currentLine();
  if (text.trim()) marks.set(view.position, text.trim());
  else if (marks.get(view.position)) marks.set(view.position, "");
  return "";
}

function toMark(way) {
  const step = nextOf(marksOf(currentLine()), view.position, way);
  if (step === null) view.message = say(way > 0 ? "no-mark-after" : "no-mark-before", { key: "m" });
  else halted(step);
}

// All marks of the pass with their notes, to go to one.
function showMarks() {
  const line = currentLine();
  const steps = marksOf(line);
  if (!steps.length) {
    view.message = say("no-mark-after", { key: "m" });
    return;
  }
  const dialog = $("help");
  said($("help-title"), say("marks"));
  $("help-text").classList.add("one");
  put($("help-text"), ...steps.map((step) => {
    const { phase, pop } = line.step(step);
    const where = pop < 0 ? phase || say("start") : `pop ${pop + 1} ${phase}`;
    return button(`${line.marks.get(step) ? SIGNS.note : SIGNS.mark} ${step}  ${where}  ${line.marks.get(step)}`, "", () => {
      dialog.close();
      to(step);
    }, "marked");
  }));
  if (!dialog.open) dialog.showModal();
}
