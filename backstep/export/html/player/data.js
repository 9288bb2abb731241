// The data that the page carries: what is said of all passes, and each pass when it is needed.

const head = JSON.parse($("backstep-data").textContent);
const say = (name, fields) => filled(head.words[name] ?? name, fields);
const timelines = new Map();
const marked = head.passes.map(({ marks }) => new Map(Object.entries(marks).map(([step, note]) => [Number(step), note])));
const loading = new Map();

// The timeline of a pass; unpacked the first time.
function load(index) {
  if (!loading.has(index)) {
    loading.set(index, unpacked($("backstep-pass-" + index)).then((data) => {
      timelines.set(index, new Timeline(data, index));
      return timelines.get(index);
    }));
  }
  return loading.get(index);
}

async function unpacked(element) {
  const text = element.textContent;
  element.remove();
  if (element.type === "application/json") return JSON.parse(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}
