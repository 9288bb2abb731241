// Why: the gradient of an inspected Variable, the place of an inspected function in the queue, else
// the function that is next, side by side for both. The answers come with the page, for passes that are not too long.

function why() {
  view.playing = false;
  view.message = toldWhy(currentLine());
}

function toldWhy(line) {
  if (view.sides) return line.data.whys[view.position];
  const key = view.inspected;
  const k = line.popAt(view.position);
  const number = key && Number(key.slice(1));
  if (key && key[0] === "v") return reason(line, "gradients", number);
  if (hidesNext()) return say("what-is-asked");
  if (key && k >= 0 && number !== line.pops[k].f) return reason(line, "functions", number);
  return line.data.whys[view.position];
}

// The answer that holds at the position, line by line.
function reason(line, kind, number) {
  const { reasons } = line.data;
  if (!reasons) return say("no-reasons");
  const answers = reasons[kind][number];
  const at = upTo(answers.map(([step]) => step), view.position) - 1;
  return answers[at][1].map((i) => reasons.lines[i]).join("\n");
}
