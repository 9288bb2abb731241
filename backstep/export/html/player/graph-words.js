// The graph for who does not see it.

const MOST_SAID = 12; // functions of a graph that are named in words

// The graph for who does not see it: how large it is, and how its functions stand.
function graphInWords(line, view, order) {
  const { label } = line.functions;
  const { position } = view;
  if (order === 2) {
    const born = upTo(line.births, position);
    return say("second-in-words", { n: born, all: line.births.length });
  }
  const places = line.places(line.queueAt(position));
  const groups = { current: [], queued: [], done: [], waiting: [] };
  line.functions.order.forEach((of, f) => {
    if (of === 1) groups[line.stateOf(f, position, places)].push(label[f]);
  });
  const few = (names) => (names.length > MOST_SAID ? `${names.slice(0, MOST_SAID).join(", ")} ${SIGNS.cut}` : names.join(", "));
  const parts = [say("graph-in-words", { functions: line.functions.order.filter((of) => of === 1).length, variables: line.variables.order.filter((of) => of === 1).length })];
  for (const [state, names] of Object.entries(groups)) {
    if (names.length) parts.push(`${say("state-" + state)}: ${hidesNext() && state === "queued" ? names.length : few(names)}.`);
  }
  return parts.join(" ");
}
