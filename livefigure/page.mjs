// @ts-check
// Live figures on a page with no kernel behind it: what stands in for the widgets' models, what is
// remembered, and what is printed.  The page hands each figure's script and traits to `show`.
//
// Comments are not sent, as in live.mjs.

/**
 * @typedef {import("./live.mjs").Traits} Traits
 * @typedef {import("./live.mjs").Figure} Figure
 * @typedef {import("./live.mjs").Position} Position
 * @typedef {{ render(context: { model: any, el: Element }): any }} Widget
 */

const MEMORY = "livefigure: ";

/**
 * Take up what was chosen an earlier time.  It is kept by the words of the question and the option, so
 * that it counts only while both read as they did then.  A memory that is forbidden, full or spoilt
 * costs nothing but itself.
 * @param {Record<string, any>} state
 */
function recall(state) {
  const predict = state._spec?.predict;
  if (!predict || typeof state.prediction === "number") return;
  try {
    const option = JSON.parse(localStorage.getItem(MEMORY + predict.question) ?? "0");
    const found = [null, ...predict.options].indexOf(option);
    if (found >= 0) Object.assign(state, { prediction: found - 1, _remembered: true });
  } catch {}
}

/**
 * Keep what has been chosen, null for "Show me"; to be asked again deletes nothing.
 * @param {Record<string, any>} state
 */
function keep({ _spec: { predict }, prediction }) {
  if (typeof prediction !== "number") return;
  try {
    const option = predict.options[prediction] ?? null;
    localStorage.setItem(MEMORY + predict.question, JSON.stringify(option));
  } catch {}
}

/** Forget all that was chosen on this site. */
export function forget() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(MEMORY)) localStorage.removeItem(key);
  } catch {}
}

/**
 * What a figure expects of its model.
 * @param {Record<string, unknown>} state
 */
function standIn(state) {
  /** @type {Record<string, (() => void)[]>} */
  const listeners = {};
  return {
    /** @param {string} name */
    get: (name) => state[name],
    /**
     * @param {string} name
     * @param {unknown} value
     */
    set(name, value) {
      state[name] = value;
      if (name === "prediction") keep(state);
      (listeners[`change:${name}`] ?? []).forEach((f) => f());
    },
    /**
     * @param {string} name
     * @param {() => void} f
     */
    on(name, f) { (listeners[name] ??= []).push(f); },
    /**
     * @param {string} name
     * @param {() => void} f
     */
    off(name, f) { listeners[name] = (listeners[name] ?? []).filter((g) => g !== f); },
    save_changes() {},
  };
}

/**
 * @param {string} tag
 * @param {string} name  of its class
 * @param {(Node | string)[]} children
 */
function node(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

/**
 * Where a figure is drawn on paper: where its first slider begins, where it ends, and in between, where
 * it stands now or else half-way; a figure that has none, where it stands.
 * @param {Figure} spec
 * @param {Position} position
 * @returns {Position[]}
 */
function places({ controls }, position) {
  const first = controls.findIndex(({ kind, texts }) => kind === "slider" && texts.length > 2);
  if (first < 0) return [position];
  const [now, last] = [position[first], controls[first].texts.length - 1];
  return [0, now % last ? now : last >> 1, last].map((p) => position.map((own, i) => (i === first ? p : own)));
}

/**
 * What is printed in a figure's place, each picture drawn as the figure itself; and what ends it.
 * @param {Widget} widget
 * @param {Element} place
 * @param {Record<string, any>} state
 */
function print(widget, place, state) {
  /** @type {Traits} */
  const { _spec, _position, _measured, prediction } = /** @type {any} */ (state);
  const spec = /** @type {Figure} */ (_spec);
  const { predict, controls, measure } = spec;
  // As with a question, what is to be found is shown, too: paper cannot be asked.
  const measured = measure ? [...new Set([..._measured, measure.goal])] : _measured;
  // Beside one another; one below the other where a third of the paper is too little for so many panels
  // or words.
  const words = spec.artists.filter(({ kind }) => kind === "text").length;
  const long = spec.panels.some(({ texts }) => texts.some(({ text }) => text.length > 30));
  const wide = words > 8 || long || spec.rows.some((panels) => panels.length > 2);
  const row = node("div", wide ? "live-paper-rows" : "live-paper-columns");
  const paper = node("div", "live live-paper", row);
  place.append(paper);
  const all = places(spec, _position);
  // Nothing shows that it could be dragged.
  const still = { ...spec, artists: spec.artists.map((artist) => ({ ...artist, drag: [] })) };
  // All at once: each is laid out in the width that the others leave.
  const rooms = all.map((at) => {
    const stands = controls.map(({ label, unit, texts }, i) => `${label} ${texts[at[i]]} ${unit}`.trim());
    return row.appendChild(node("div", "live-paper-one", node("p", "live-paper-at", stands.join(", "))));
  });
  const ends = rooms.map((el, i) =>
    widget.render({ model: standIn({ ...state, _spec: still, _position: all[i], _measured: measured, prediction: -1 }), el }));
  if (predict) {
    const { question, options, answer, because } = predict;
    const asked = node("strong", "", "Predict first. ");
    paper.prepend(node("p", "live-question", asked, `${question} ${options.join(" · ")}`));
    const wrong = typeof prediction === "number" && prediction >= 0 && prediction !== answer;
    const said = wrong ? `You said ${options[prediction]} ✗ · ` : "";
    paper.append(node("p", "live-verdict", said, node("b", "live-true", `✓ ${options[answer]}`), `. ${because}`));
  }
  return () => {
    for (const end of ends) end();
    paper.remove();
  };
}

/** @type {[Widget, Element, Record<string, any>][]} */
const figures = [];

/**
 * Bytes as they travel in JSON.
 * @param {string} text
 */
const unpacked = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

/**
 * Draw a figure in its place; what is returned is its model.
 * @param {Widget} widget  the default export of its script
 * @param {Element} place
 * @param {Record<string, any>} state  its traits, `_data` in base64
 */
export function show(widget, place, state) {
  if (state._data) state._data = unpacked(state._data);
  recall(state);
  const model = standIn(state);
  widget.render({ model, el: place });
  figures.push([widget, place, state]);
  return model;
}

/** Print every figure that has been drawn as paper can hold it. */
export function onPaper() {
  /** @type {(() => void)[]} */
  let printed = [];
  addEventListener("beforeprint", () => {
    const here = figures.filter(([, place, state]) => place.isConnected && state._spec);
    printed = here.map((figure) => print(...figure));
  });
  addEventListener("afterprint", () => { for (const end of printed.splice(0)) end(); });
}
