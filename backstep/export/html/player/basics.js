// Small things that every other file uses.

const $ = (id) => document.getElementById(id);
const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const SVG = "http://www.w3.org/2000/svg";
const TEXT = "\ufe0e"; // after a sign that a phone would draw as a picture
const SIGNS = {
  left: "▶" + TEXT, right: "◀" + TEXT, done: "✓", freed: "∅", trouble: "!", arrow: "→",
  popEnd: "◀" + TEXT + "── pop()", cut: "⋯", differs: "≠", mark: "▽", note: "▼" + TEXT, wrong: "✗",
};

// How many numbers of a sorted list are at most x.
function upTo(list, x, low = 0, high = list.length) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

// How many numbers of a sorted list are below x.
function below(list, x, low = 0, high = list.length) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

// An element with its attributes; whatever is said in it is text.
function make(tag, attributes, ...children) {
  return grown(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes, ...children) {
  return grown(document.createElementNS(SVG, tag), attributes, children);
}

function grown(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function put(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

// A text with its {fields} filled in.
function filled(text, fields) {
  return text.replace(/\{(\w+)(?::,)?\}/g, (whole, name) =>
    fields && name in fields ? String(fields[name]) : whole);
}

function attribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

function said(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The cells of a text in a font of one width: two for a wide character.
function widthOf(text) {
  let cells = 0;
  for (const c of text) cells += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(c) ? 2 : 1;
  return cells;
}

// What Enter in a field does. No form: a page in a sandbox may not submit one.
function entered(field, does) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
}

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
