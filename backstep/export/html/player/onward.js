// On into the next order: the pass over the graph that a pass makes of a leaf's gradient.

function onward() {
  const ways = head.passes[view.pass].onward;
  const names = Object.keys(ways);
  if (!names.length) view.message = say("no-leaf");
  else if (names.length === 1) return onwardFrom(names[0]);
  else {
    askLine(say("onward-label"), say("onward-told", { name: names[0] }), (text) => {
      const name = text.trim() || names[0];
      if (!names.includes(name)) return say("no-algorithm", { text: name, names: names.join(", ") });
      onwardFrom(name);
      return "";
    }, "", names);
  }
  return null;
}

// The pass that goes on from a leaf's gradient, which is one of the passes from then on.
function onwardFrom(name) {
  const way = head.passes[view.pass].onward[name];
  if (typeof way === "string") {
    view.message = way;
    return null;
  }
  head.passes[way].later = false;
  listPasses();
  return toPass(way).then(() => {
    const { data, variables } = currentLine();
    change(() => { view.message = say("onward-is", { target: variables.label[data.target], name }); });
  });
}

// The passes that can be gone to, in the list of them.
function listPasses() {
  const there = listedPasses();
  put($("pass"), ...there.map((i, place) => {
    const { pops, title } = head.passes[i];
    return make("option", { value: i }, say(pops === 1 ? "pass-n-of-one" : "pass-n", { n: place + 1, title, pops }));
  }));
  $("passes").hidden = there.length < 2;
}

// The places of the passes that can be gone to.
function listedPasses() {
  return head.passes.map((_, i) => i).filter((i) => !head.passes[i].later);
}

// The pass before or after among these.
function besideInList(way) {
  const there = listedPasses();
  return there[clamp(there.indexOf(view.pass) + way, 0, there.length - 1)];
}
