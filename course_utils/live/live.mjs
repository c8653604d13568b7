// Draws the moving parts of a LiveFigure over its fixed part, and its controls.
//
// The first half is pure: from the specification, the arrays and the positions of the controls
// to shapes and sentences.  It mirrors geometry.py; the tests compare the two at every position.
// The second half puts them on the page.  No imports, no network.

const STEPS_PER_POINT = 32;
const MISSING = -32768;
const SLACK = 0.5;
const SIDES = ["up", "down", "left", "right"];

// --- from positions to shapes and sentences ------------------------------------------------------

const offset = (strides, position) =>
  strides.reduce((sum, stride, i) => sum + stride * position[i], 0);

/** The coordinates (points) an array has at one position of the controls; NaN where missing. */
export function read(data, [at, strides, n], position) {
  const start = at + offset(strides, position);
  return Array.from(data.subarray(start, start + n), (v) =>
    v === MISSING ? NaN : v / STEPS_PER_POINT);
}

const known = (point) => point.every((v) => !Number.isNaN(v));
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

/** How far a point lies outside each side of a box, in points; negative inside. */
const beyond = ([left, top, right, bottom], [x, y]) =>
  ({ up: top - y, down: y - bottom, left: left - x, right: x - right });

const holds = (box, point) => Math.max(...Object.values(beyond(box, point))) <= SLACK;

const nearest = ([left, top, right, bottom], [x, y]) =>
  [clamp(x, left, right), clamp(y, top, bottom)];

/** The side of the box on which a point lies outside. */
function direction(box, point) {
  const far = beyond(box, point);
  return SIDES.reduce((a, b) => (far[b] > far[a] ? b : a));
}

/** The side through which the way from a point inside to one outside leaves, and where. */
function exit(box, inside, outside) {
  const [start, end] = [beyond(box, inside), beyond(box, outside)];
  const share = (side) => -start[side] / (end[side] - start[side]);
  const side = SIDES.filter((s) => end[s] > SLACK).reduce((a, b) => (share(b) < share(a) ? b : a));
  const t = Math.max(0, share(side));
  return [side, ...nearest(box, inside.map((v, i) => v + t * (outside[i] - v)))];
}

const MARKS = {
  line(points, box) {
    const ends = [];
    const exits = [];
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]];
      if (known(a) && !known(b) && holds(box, a)) ends.push(["end", ...a]);
      if (known(a) && known(b) && holds(box, a) !== holds(box, b)) {
        exits.push(holds(box, a) ? exit(box, a, b) : exit(box, b, a));
      }
    }
    const seen = points.filter(known);
    const side = SIDES.find((s) => seen.every((point) => beyond(box, point)[s] > SLACK));
    if (seen.length && side) exits.push([side, ...nearest(box, seen[seen.length >> 1])]);
    return [...ends, ...exits.slice(0, 1), ...exits.slice(1).slice(-1)];
  },
  marker(points, box) {
    return points
      .filter((point) => known(point) && !holds(box, point))
      .map((point) => [direction(box, point), ...nearest(box, point)]);
  },
  rectangles(corners, box) {
    const marks = [];
    for (const [x0, y0, x1, y1] of corners.filter(known)) {
      const [left, right] = [Math.min(x0, x1), Math.max(x0, x1)];
      const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
      const [x, y] = nearest(box, [(left + right) / 2, (top + bottom) / 2]);
      if (top < box[1] - SLACK) marks.push(["up", x, box[1]]);
      if (bottom > box[3] + SLACK) marks.push(["down", x, box[3]]);
      if (left < box[0] - SLACK) marks.push(["left", box[0], y]);
      if (right > box[2] + SLACK) marks.push(["right", box[2], y]);
    }
    return marks;
  },
};

/** How many positions each control has. */
const sizes = (spec) => spec.controls.map((control) => control.texts.length);

/** One number for a position of all controls, the last one running fastest; and back. */
export const flat = (spec, position) =>
  sizes(spec).reduce((sum, size, i) => sum * size + position[i], 0);

export function unflat(spec, number) {
  const position = [];
  for (const size of sizes(spec).reverse()) {
    position.unshift(number % size);
    number = Math.floor(number / size);
  }
  return position;
}

/** For each artist, a list of shapes {points, marks}: one for the current position, or one for
 *  each measured place when the artist is revealed by measuring. */
export function shapes(spec, data, position, measured) {
  return spec.artists.map((artist) => {
    const shown = new Map();
    const places = artist.reveal ? measured.map((m) => unflat(spec, m)) : [position];
    for (const place of places) {
      const columns = artist.columns.map((ref) => read(data, ref, place));
      const points = columns[0].map((_, i) => columns.map((column) => column[i]));
      const key = place.map((p, i) => (artist.along[i] ? p : 0)).join();
      shown.set(key, { points, marks: MARKS[artist.kind](points, spec.axes[artist.axes]) });
    }
    return [...shown.values()];
  });
}

/** The sentences under the figure. */
export function caption(spec, data, position, measured) {
  const say = (part) => {
    if (typeof part === "string") return part;
    if ("control" in part) return spec.controls[part.control].texts[position[part.control]];
    return part.texts[data[part.ref[0] + offset(part.ref[1], position)]];
  };
  const here = measured.includes(flat(spec, position));
  return spec.captions
    .filter((c) => !c.reveal || here)
    .map((c) => c.parts.map(say).join(""))
    .join(" ");
}

// --- from shapes to SVG paths --------------------------------------------------------------------

const SYMBOLS = {
  o: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  s: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
  D: (x, y, r) => `M${x} ${y - 1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z`,
  "^": (x, y, r) => `M${x - r} ${y + r}h${2 * r}l${-r} ${-2 * r}z`,
  x: (x, y, r) => `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x - r} ${y + r}l${2 * r} ${-2 * r}`,
  "+": (x, y, r) => `M${x - r} ${y}h${2 * r}M${x} ${y - r}v${2 * r}`,
};

const R = 5; // of the marks at the edge
const MARK_PATHS = {
  up: (x, y) => `M${x} ${y + 1}l${R} ${1.6 * R}h${-2 * R}z`,
  down: (x, y) => `M${x} ${y - 1}l${R} ${-1.6 * R}h${-2 * R}z`,
  left: (x, y) => `M${x + 1} ${y}l${1.6 * R} ${R}v${-2 * R}z`,
  right: (x, y) => `M${x - 1} ${y}l${-1.6 * R} ${R}v${-2 * R}z`,
  end: (x, y) => SYMBOLS.x(x, y, R),
};

const PATHS = {
  line(points) {
    let pen = "M";
    return points.map((point) => {
      if (!known(point)) { pen = "M"; return ""; }
      const step = `${pen}${point[0]} ${point[1]}`;
      pen = "L";
      return step;
    }).join("");
  },
  marker(points, style, box) {
    return points.filter((point) => known(point) && holds(box, point))
      .map(([x, y]) => SYMBOLS[style.symbol](x, y, style.size / 2)).join("");
  },
  rectangles(corners) {
    return corners.filter(known).map(([x0, y0, x1, y1]) => `M${x0} ${y0}H${x1}V${y1}H${x0}z`).join("");
  },
};

// --- on the page ---------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";
const SAVE_AFTER = 250; // ms without a change before the kernel hears of it
const SPEAK_AFTER = 500; // ms without a change before a screen reader hears the caption

// JupyterLab's shortcuts listen before us, and some match whatever has the focus inside a notebook:
// only this attribute on the focused element itself keeps arrows and Enter for the control.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function svgNode(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A colour, lightened in a dark theme. */
const lifted = (color) =>
  color.startsWith("#") && color !== "#ffffff" ? `color-mix(in oklab, ${color}, white var(--live-lift))` : color;

/** The fixed SVG with an empty path for each artist over it: {element, veil(hidden), draw(shapes)}. */
function canvas(spec, fixed) {
  const holder = node("div", { class: "live-picture", "aria-hidden": "true" });
  holder.style.maxWidth = `${(spec.width * 96) / 72}px`;
  const root = holder.attachShadow({ mode: "open" });
  root.innerHTML = "<style>svg{display:block;width:100%;height:auto;overflow:visible}</style>" + fixed;
  const svg = root.querySelector("svg");
  const defs = svg.appendChild(svgNode("defs", {}));
  spec.axes.forEach(([left, top, right, bottom], i) => {
    const clip = defs.appendChild(svgNode("clipPath", { id: `live-axes-${i}` }));
    clip.append(svgNode("rect", { x: left, y: top, width: right - left, height: bottom - top }));
  });
  const covers = (spec.predict?.covers ?? []).map((i) => {
    const [left, top, right, bottom] = spec.axes[i];
    return svg.appendChild(svgNode("rect", {
      x: left, y: top, width: right - left, height: bottom - top, style: "fill: var(--live-paper); stroke: currentColor",
    }));
  });
  const moving = svg.appendChild(svgNode("g", { class: "moving" }));
  const paths = spec.artists.map(({ kind, axes, style }) => {
    const look = {
      style: `fill: ${lifted(style.fill)}; stroke: ${lifted(style.stroke)}`,
      "fill-opacity": style.fill_opacity, "stroke-width": style.width, "stroke-dasharray": style.dash.join(" ") || "none",
      "stroke-linejoin": "round",
    };
    if (kind !== "marker") look["clip-path"] = `url(#live-axes-${axes})`;
    const body = moving.appendChild(svgNode("path", look));
    const marks = moving.appendChild(svgNode("path", {
      class: "marks", "stroke-width": 1.5,
      style: `fill: ${lifted(style.stroke)}; stroke: ${lifted(style.stroke)}`,
    }));
    return { body, marks };
  });
  return {
    element: holder,
    veil(hidden) {
      moving.style.display = hidden ? "none" : "";
      covers.forEach((cover) => { cover.style.display = hidden ? "" : "none"; });
    },
    draw(shown) {
      shown.forEach((list, i) => {
        const { kind, axes, style } = spec.artists[i];
        const box = spec.axes[axes];
        const body = list.map((s) => PATHS[kind](s.points, style, box)).join("");
        const marks = list.flatMap((s) => s.marks).map(([side, x, y]) => MARK_PATHS[side](x, y)).join("");
        paths[i].body.setAttribute("d", body);
        paths[i].marks.setAttribute("d", marks);
      });
    },
  };
}

/** A labelled native slider: {element, show(index)}. */
function slider(control, id, changed) {
  const last = control.texts.length - 1;
  const input = node("input", { ...OWN_KEYS, type: "range", id, min: 0, max: last, step: 1 });
  const value = node("output", { for: id });
  // As wide as its longest text, or the slider would change its length under the pointer.
  value.style.minWidth = `${Math.max(...control.texts.map((text) => text.length))}ch`;
  const ticks = node("div", { class: "live-ticks", "aria-hidden": "true" });
  for (const [index, text] of control.ticks) {
    const tick = node("span", {}, text);
    tick.style.setProperty("--at", last ? index / last : 0);
    ticks.append(tick);
  }
  input.addEventListener("input", () => changed(Number(input.value)));
  const element = node("div", { class: "live-control" },
    node("label", { for: id }, control.unit ? `${control.label} (${control.unit})` : control.label),
    node("div", { class: "live-track" }, input, ticks), value);
  return {
    element,
    show(index) {
      if (Number(input.value) !== index) input.value = index;
      value.textContent = control.texts[index];
      input.setAttribute("aria-valuetext", `${control.label} ${control.texts[index]} ${control.unit}`.trim());
    },
  };
}

/** The question asked before the figure answers: {element, show(choice)}. */
function question(predict, id, choose) {
  const buttons = predict.options.map((option, i) => {
    const button = node("button", { ...OWN_KEYS, type: "button" }, option);
    button.addEventListener("click", () => choose(i));
    return button;
  });
  const skip = node("button", { ...OWN_KEYS, type: "button", class: "live-skip" }, "Show me");
  skip.addEventListener("click", () => choose(-1));
  const verdict = node("p", { role: "status", class: "live-verdict" });
  const element = node("div", { class: "live-predict", role: "group", "aria-labelledby": id },
    node("p", { id, class: "live-question" }, node("strong", {}, "Predict first. "), predict.question),
    node("div", { class: "live-options" }, ...buttons, skip), verdict);
  return {
    element,
    focus: () => buttons[0].focus(),
    show(choice) {
      const answered = choice !== null && choice !== undefined;
      element.classList.toggle("answered", answered);
      buttons.forEach((button, i) => {
        button.disabled = answered;
        button.setAttribute("aria-pressed", String(answered && i === choice));
      });
      skip.hidden = answered;
      const truth = predict.options[predict.answer];
      const opening = !answered ? ""
        : choice < 0 ? `The answer: ${truth}. `
        : choice === predict.answer ? `✓ You predicted: ${truth}. That is right. `
        : `✗ You predicted: ${predict.options[choice]}. The answer: ${truth}. `;
      verdict.textContent = answered ? opening + predict.because : "";
    },
  };
}

/** The button that spends probes: {element, show(state)}. */
function measuring(spec, measure, again) {
  const { label, probes, goal } = spec.measure;
  const button = node("button", { ...OWN_KEYS, type: "button", class: "live-measure" }, label);
  const restart = node("button", { ...OWN_KEYS, type: "button" }, "Start again");
  const status = node("span", { role: "status" });
  button.addEventListener("click", measure);
  restart.addEventListener("click", again);
  const where = unflat(spec, goal)
    .map((p, i) => `${spec.controls[i].label} = ${spec.controls[i].texts[p]}`).join(", ");
  return {
    element: node("div", { class: "live-measuring" }, button, restart, status),
    done: (measured) => measured.length >= probes || measured.includes(goal),
    show(measured, veiled) {
      const found = measured.includes(goal);
      button.disabled = veiled || this.done(measured);
      restart.hidden = !measured.length;
      const used = `Probes used: ${measured.length} of ${probes}.`;
      status.textContent = found ? `${used} Found: the lowest cost is at ${where}.`
        : measured.length >= probes ? `${used} Not found this time: start again, or read on.`
        : used;
    },
  };
}

function render({ model, el }) {
  const spec = model.get("_spec");
  const bytes = model.get("_data");
  const data = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  // anywidget loads this module anew for every figure, so no counter here would be unique.
  const id = `live-${Math.random().toString(36).slice(2)}`;
  const picture = canvas(spec, model.get("_svg"));
  const visible = node("p", { class: "live-caption" });
  const spoken = node("p", { class: "live-spoken", "aria-live": "polite" });
  let saving = 0;
  let speaking = 0;

  const position = () => model.get("_position");
  const measured = () => model.get("_measured");
  const veiled = () => Boolean(spec.predict) && typeof model.get("prediction") !== "number";

  function change(name, value) {
    model.set(name, value);
    clearTimeout(saving);
    saving = setTimeout(() => { saving = 0; model.save_changes(); }, SAVE_AFTER);
  }

  const move = (which, index) =>
    change("_position", position().map((p, i) => (i === which ? index : p)));
  function measure() {
    const here = flat(spec, position());
    if (!spec.measure || veiled() || meter.done(measured()) || measured().includes(here)) return;
    change("_measured", [...measured(), here]);
  }

  const asked = spec.predict && question(spec.predict, `${id}-question`, (choice) => {
    change("prediction", choice);
    // Without scrolling: the answer that has appeared above must stay in view.
    (fieldset.querySelector("input, button") ?? el).focus({ preventScroll: true });
  });
  const controls = spec.controls.map((control, i) =>
    slider(control, `${id}-${i}`, (index) => move(i, index)));
  const meter = spec.measure && measuring(spec, measure, () => change("_measured", []));
  const fieldset = node("fieldset", { class: "live-controls", "aria-label": "Controls of the figure" },
    ...controls.map((c) => c.element));
  if (meter) fieldset.append(meter.element);

  function show() {
    const [here, probed, hidden] = [position(), measured(), veiled()];
    picture.draw(shapes(spec, data, here, probed));
    picture.veil(hidden);
    fieldset.disabled = hidden;
    controls.forEach((control, i) => control.show(here[i]));
    asked?.show(model.get("prediction"));
    meter?.show(probed, hidden);
    visible.textContent = hidden
      ? "The moving parts appear when you have chosen an answer, or pressed Show me."
      : caption(spec, data, here, probed);
    clearTimeout(speaking);
    // A screen reader hears the sentence once the slider rests, not at every step on the way.
    speaking = setTimeout(() => { spoken.textContent = visible.textContent; }, SPEAK_AFTER);
  }

  const frame = node("div", { class: "live", id });
  if (asked) frame.append(asked.element);
  frame.append(picture.element, visible, fieldset, spoken);
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.activeElement?.blur();
      (el.closest(".jp-Cell") ?? el.closest(".jp-Notebook"))?.focus();
    } else if (event.key === "Enter" && event.target.type === "range") {
      measure();
    } else {
      return;
    }
    event.preventDefault();
  });
  el.append(frame);

  const heard = ["change:_position", "change:_measured", "change:prediction"];
  heard.forEach((name) => model.on(name, show));
  show();
  return () => {
    heard.forEach((name) => model.off(name, show));
    clearTimeout(speaking);
    if (saving) { clearTimeout(saving); model.save_changes(); }
    frame.remove();
  };
}

export default { render };
