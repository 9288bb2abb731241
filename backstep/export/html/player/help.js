// Help: every key, as the terminal's stepper has them.

function showHelp() {
  const groups = new Map();
  for (const { name, group, shown, told } of head.actions) {
    if (!(name in DOES)) continue;
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([shown, told]);
  }
  const sections = [...groups].map(([group, rows]) => make("section", {}, make("h3", {}, group), make("dl", { class: "keys" },
    ...rows.map(([keys, told]) => make("div", {}, make("dt", {}, ...keys.flatMap((key, i) => [i ? " " : "", make("kbd", {}, key)])), make("dd", {}, told))))));
  const legend = [["▶" + TEXT + "x" + "◀" + TEXT, "state-current"], ["qN", "sign-queued"], [SIGNS.done, "state-done"], ["=", "how-set"], ["+=", "how-add"], [SIGNS.freed, "how-freed"], [SIGNS.trouble, "sign-trouble"], [SIGNS.note, "sign-note"]];
  const signs = make("section", {}, make("h3", {}, say("signs")), make("dl", { class: "keys" },
    ...legend.map(([sign, name]) => make("div", {}, make("dt", {}, sign), make("dd", {}, say(name))))));
  said($("help-title"), say("keys"));
  put($("help-text"), ...sections, signs);
  const dialog = $("help");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

let asked = () => {}; // what Enter does with the line that is asked for

// One line that is asked for: a search, a place, a note, a stop.
function askLine(label, told, does, text = "", choices = []) {
  const form = $("entry");
  const field = $("entry-field");
  said($("entry-label"), label);
  said($("entry-told"), told);
  field.value = text;
  put($("entry-choices"), ...choices.slice(0, 300).map((value) => make("option", { value })));
  form.hidden = false;
  asked = () => {
    let refused = "";
    change(() => { refused = does(field.value); });
    said($("entry-told"), refused || told);
    $("entry-told").classList.toggle("error", Boolean(refused));
    if (!refused) leaveLine();
  };
  $("entry-told").classList.remove("error");
  field.focus();
  field.select();
}

function leaveLine() {
  $("entry").hidden = true;
  $("entry-field").blur(); // at once: left as it is hidden, it might still take the next key
}

function namesIn(line) {
  const { label, order, class: classes } = line.functions;
  const names = new Set();
  line.variables.label.slice(0, 2000).forEach((name, i) => { if (line.variables.named[i]) names.add(name); });
  classes.forEach((c) => names.add(line.data.classes[c][0]));
  label.slice(0, 2000).forEach((name, f) => { if (order[f] === 1) names.add(name); });
  return [...names];
}
