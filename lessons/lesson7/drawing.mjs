// Lesson 7's sheet to draw on: what the model sees of a drawing, and what it answers.
//
// The first part prepares a drawing and asks the model, operation by operation as drawing.py does;
// a test compares the two.  The second puts it on the page.  What both sides must agree on comes
// from Python in `_pad`.  No imports, no network.
//
// Comments that stand on lines of their own are not sent, so none may share one with code.

const SIZE = 32;
const PEN = 2.5;
const fill = (text, told) => text.replace(/{(\w+)}/g, (_, name) => told[name]);
const range = (n) => [...Array(n).keys()];
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

// The cells that a pen five cells wide inks on its way along each stroke, [[x, y], …].
function ink(strokes) {
  const cells = new Uint8Array(SIZE * SIZE);
  for (const points of strokes) {
    points.forEach(([u, v], n) => {
      const [a, b] = points[Math.max(n - 1, 0)];
      const du = u - a;
      const dv = v - b;
      const far = du * du + dv * dv;
      for (let at = 0; at < SIZE * SIZE; at++) {
        const x = (at % SIZE) + 0.5 - a;
        const y = (at >> 5) + 0.5 - b;
        const t = far ? clamp((x * du + y * dv) / far, 0, 1) : 0;
        if ((x - t * du) ** 2 + (y - t * dv) ** 2 <= PEN * PEN) cells[at] = 1;
      }
    });
  }
  return cells;
}

// What the model is given: the drawing in the middle, counted in blocks of 4 × 4 cells, and in place
// of a count what was typed; and by how many cells the drawing was moved, right and down.
export function prepared(strokes, typed) {
  const cells = ink(strokes);
  let [left, right, top, bottom] = [SIZE, -1, SIZE, -1];
  cells.forEach((on, at) => {
    if (!on) return;
    const [x, y] = [at % SIZE, at >> 5];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  const moved = right < 0 ? [0, 0] : [(SIZE - 1 - left - right) >> 1, (SIZE - 1 - top - bottom) >> 1];
  const pixels = Array(64).fill(0);
  cells.forEach((on, at) => {
    const [x, y] = [(at % SIZE) + moved[0], (at >> 5) + moved[1]];
    if (on) pixels[8 * (y >> 2) + (x >> 2)]++;
  });
  return { cells, pixels: pixels.map((v, k) => (typed[k] < 0 ? v : (typed[k] * 16) / 9)), moved };
}

const floats = (text) =>
  new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

// The probabilities of ten digits, through linear layers, some with a ReLU behind.
export function answer(layers, pixels) {
  let z = pixels.map((v) => v / 16);
  for (const { weight, bias, relu } of layers) {
    const rows = floats(weight);
    z = Array.from(floats(bias), (sum, j) => {
      z.forEach((v, i) => { sum += v * rows[j * z.length + i]; });
      return relu ? Math.max(sum, 0) : sum;
    });
  }
  const powers = z.map((v) => Math.exp(v - Math.max(...z)));
  const sum = powers.reduce((one, other) => one + other);
  return powers.map((v) => v / sum);
}

export const number = (p) => (p > 0.995 ? "> 0.99" : p < 0.005 ? "< 0.01" : p.toFixed(2));

// What is said of an answer (none: null, or what went wrong, a text), and of the way to it.
export function sentence({ says }, p, pixels, [right, down]) {
  if (!pixels.some(Boolean)) return says.empty;
  if (!p?.map) return p || says.waiting;
  const order = range(10).sort((one, other) => p[other] - p[one]);
  const [first, second] = order.map((digit) => `${digit}, with ${number(p[digit])}`);
  const ways = [[right, "right"], [-right, "left"], [down, "down"], [-down, "up"]]
    .filter(([by]) => by > 0).map(([by, way]) => `${by} cell${by > 1 ? "s" : ""} ${way}`);
  const rows = range(8).filter((k) => pixels.some((v, at) => v && at >> 3 === k)).length;
  const more = (ways.length ? says.moved : "") + (rows < 8 ? says.small : "");
  return fill(says.answer + more, { first, second, rows, ways: ways.join(" and ") });
}

// On the page ------------------------------------------------------------------------------------

// Milliseconds without a change until the kernel hears of it, and a screen reader.
const SAVE = 250;
const SPEAK = 700;
const square = (kind, k) =>
  `<rect class="pad-${kind}" x="${k % 8}" y="${k >> 3}" width="1" height="1"/>`;

function html({ says }, id) {
  const grid = (every) => `<path class="pad-grid" d="${range(8).map((k) =>
    `M${every * k} 0v${every * 8}M0 ${every * k}h${every * 8}`).join("")}"/>`;
  const rows = range(10).map((digit) =>
    `<li><b>${digit}</b><span class="pad-bar"><i></i></span><span></span></li>`);
  return `<div class="pad-top">
    <div><p>${says.sheet}</p>
      <div class="pad-paper pad-sheet"><svg viewBox="0 0 32 32">
        <path class="pad-ink"/>${grid(4)}</svg></div>
      <button>${says.undo}</button> <button>${says.clear}</button></div>
    <div><p>${says.sees}</p>
      <div class="pad-paper pad-keys" tabindex="0" role="application" aria-label="${says.pixels}"
        aria-describedby="${id}" data-lm-suppress-shortcuts="true"><svg viewBox="0 0 8 8">
        ${range(64).map((k) => square("pixel", k)).join("")}${grid(1)}${square("cursor", 27)}</svg></div>
      <p class="pad-how" id="${id}">${says.keys}</p></div>
    <div><p id="${id}-p">${says.bars}</p><ul aria-labelledby="${id}-p">${rows.join("")}</ul></div></div>
    <p class="pad-caption"></p><p class="pad-spoken" role="status"></p>`;
}

function render({ model, el }) {
  const pad = model.get("_pad");
  const frame = document.createElement("div");
  const id = `pad-${Math.random()}`;
  Object.assign(frame, { className: "pad", innerHTML: html(pad, id) });
  const [[sheet], [path], [keys], [cursor], [caption], [spoken], squares, rows, [undo, clear]] = [
    ".pad-sheet", ".pad-ink", ".pad-keys", ".pad-cursor", ".pad-caption", ".pad-spoken",
    ".pad-pixel", "li", "button"].map((what) => frame.querySelectorAll(what));
  let at = 27;
  let now, saving, speaking;

  // The example goes with the first thing that is drawn or typed.
  function change(strokes, typed) {
    const state = { fresh: false, _turn: model.get("_turn") + 1, typed, strokes };
    for (const name in state) model.set(name, state[name]);
    clearTimeout(saving);
    saving = setTimeout(save, SAVE);
  }
  const save = () => { saving = 0; model.save_changes(); };
  const nothing = Array(64).fill(-1);
  const strokes = () => (model.get("fresh") ? [] : model.get("strokes"));
  const typed = () => (model.get("fresh") ? nothing : model.get("typed"));

  function show() {
    now = prepared(model.get("strokes"), model.get("typed"));
    const theirs = model.get("_answer");
    const p = pad.layers ? answer(pad.layers, now.pixels)
      : theirs.turn === model.get("_turn") ? theirs.p : null;
    path.setAttribute("d", range(1024).filter((k) => now.cells[k])
      .map((k) => `M${k % SIZE} ${k >> 5}h1v1h-1z`).join(""));
    now.pixels.forEach((v, k) => squares[k].setAttribute("fill-opacity", v / 16));
    const said = now.pixels.some(Boolean) && p?.map ? p : null;
    rows.forEach((row, digit) => {
      const own = said?.[digit] ?? 0;
      row.className = own && own === Math.max(...said) ? "pad-most" : "";
      row.querySelector("i").style.width = `${100 * own}%`;
      row.lastChild.textContent = said ? number(own) : "–";
    });
    caption.textContent = sentence(pad, p, now.pixels, now.moved);
    undo.disabled = !strokes().length;
    clearTimeout(speaking);
    speaking = setTimeout(() => { spoken.textContent = caption.textContent; }, SPEAK);
  }

  function point(k) {
    at = k;
    cursor.setAttribute("x", at % 8);
    cursor.setAttribute("y", at >> 3);
    spoken.textContent = fill(pad.says.pixel, {
      row: (k >> 3) + 1, column: (k % 8) + 1, ink: Math.round((now.pixels[k] * 9) / 16) });
  }

  // Where on the sheet an event is, in cells; on the other picture it would be four to a pixel.
  function spot({ clientX, clientY, currentTarget }) {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map(
      (v) => Math.round(10 * SIZE * clamp(v, 0, 1)) / 10);
  }
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    const before = strokes();
    let points = [spot(event)];
    change([...before, points], typed());
    sheet.onpointermove = (next) => {
      const [x, y] = spot(next);
      const [u, v] = points.at(-1);
      if (Math.hypot(x - u, y - v) < 0.5) return;
      points = [...points, [x, y]];
      change([...before, points], typed());
    };
  });
  sheet.addEventListener("lostpointercapture", () => { sheet.onpointermove = null; });
  undo.addEventListener("click", () => change(strokes().slice(0, -1), typed()));
  clear.addEventListener("click", () => change([], nothing));

  keys.addEventListener("click", (event) => {
    const [x, y] = spot(event);
    point(8 * Math.min(y >> 2, 7) + Math.min(x >> 2, 7));
  });
  frame.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const to = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    if (key === "Escape") {
      target.blur();
      el.closest(".jp-Cell, .jp-Notebook")?.focus();
    } else if (target !== keys || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (to) {
      point(8 * clamp((at >> 3) + to[1], 0, 7) + clamp((at % 8) + to[0], 0, 7));
    } else if (/^[0-9]$/.test(key)) {
      change(strokes(), typed().with(at, Number(key)));
      point(Math.min(at + 1, 63));
    } else return;
    event.preventDefault();
  });

  el.append(frame);
  show();
  clearTimeout(speaking);
  const heard = ["change:strokes", "change:typed", "change:_answer"];
  heard.forEach((name) => model.on(name, show));
  return () => {
    heard.forEach((name) => model.off(name, show));
    clearTimeout(saving);
    clearTimeout(speaking);
    if (saving) save();
    frame.remove();
  };
}

// Answers what livefigure's cells.py asks of a widget before it closes it.
const initialize = ({ model }) => model.on("msg:custom", () => model.send({}));

export default { initialize, render };
