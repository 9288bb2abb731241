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
