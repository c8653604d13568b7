// @ts-check
// Draws the panels of a LiveFigure, what moves in them, and its controls, which a playground has too.
//
// The first half is pure: from the specification, the arrays and the positions of the controls
// to shapes and sentences.  It mirrors geometry.py; the tests compare the two at every position.
// The second half puts them on the page.  No imports, no network.
//
// What Python sends is said in PROTOCOL.md; the types here are its tables, and a test compares
// them.  Comments that stand on lines of their own are not sent, so none may share one with code.

/**
 * @typedef {number} Integer
 * @typedef {string} Color
 * @typedef {DataView<ArrayBuffer>} Bytes
 * @typedef {[number, number, number, number]} Box
 * @typedef {[Integer, Integer[], Integer]} Ref
 * @typedef {Integer[]} Position
 * @typedef {"line" | "marker" | "rectangles" | "segments" | "text" | "area" | "shade"} Kind
 */

/**
 * @typedef {object} Traits
 * @property {Figure | Playground} _spec
 * @property {Bytes} _data
 * @property {string} _svg
 * @property {string} _css
 * @property {Position} _position
 * @property {Integer[]} _measured
 * @property {Position | []} _pinned
 * @property {Integer | null} prediction
 * @property {boolean} _remembered
 * @property {Bytes} _image
 * @property {Shown} _shown
 */

/**
 * @typedef {object} Figure
 * @property {"figure"} kind
 * @property {number} width
 * @property {Panel[]} panels
 * @property {Integer[][]} rows
 * @property {Control[]} controls
 * @property {Artist[]} artists
 * @property {Caption[]} captions
 * @property {boolean[] | null} pin
 * @property {Predict | null} predict
 * @property {Measure | null} measure
 */

/**
 * @typedef {object} Panel
 * @property {Box} box
 * @property {Ref} limits
 * @property {[number, number][][] | null} scales
 * @property {string} title
 * @property {Axis | null} x
 * @property {Axis | null} y
 * @property {boolean} narrow
 * @property {boolean} equal
 * @property {Still[]} lines
 * @property {Word[]} texts
 * @property {Entry[]} legend
 */

/**
 * @typedef {object} Axis
 * @property {string} label
 * @property {[number, string][][]} ticks
 * @property {boolean} right
 */

/**
 * @typedef {object} Still
 * @property {"line" | "marker"} kind
 * @property {Style} style
 * @property {Ref[]} columns
 * @property {number} opacity
 */

/**
 * @typedef {object} Word
 * @property {Ref[]} columns
 * @property {string} text
 * @property {"start" | "middle" | "end"} anchor
 * @property {number} up
 * @property {Color} color
 * @property {boolean} code
 */

/**
 * @typedef {object} Entry
 * @property {string} text
 * @property {Look[]} looks
 */

/**
 * @typedef {object} Look
 * @property {"line" | "marker"} kind
 * @property {Style} style
 */

/**
 * @typedef {object} Playground
 * @property {"playground"} kind
 * @property {number} width
 * @property {Control[]} controls
 */

/**
 * @typedef {object} Control
 * @property {"slider" | "choice"} kind
 * @property {string} label
 * @property {string} unit
 * @property {string[]} texts
 * @property {[Integer, string][]} ticks
 * @property {[Integer, string][]} landmarks
 * @property {Regimes | null} regimes
 * @property {number | null} play
 * @property {[Integer, number, number] | null} axis
 */

/**
 * @typedef {object} Texts
 * @property {string[]} texts
 * @property {Ref} ref
 */

/**
 * @typedef {object} Regimes
 * @property {string[]} texts
 * @property {Ref} ref
 * @property {Color[]} colors
 */

/**
 * @typedef {object} Artist
 * @property {Kind} kind
 * @property {Integer} axes
 * @property {boolean[]} along
 * @property {Integer[]} drag
 * @property {boolean} replay
 * @property {"measured" | "finished" | null} reveal
 * @property {Style} style
 * @property {Ref[]} columns
 * @property {string[]} [texts]
 * @property {Ref} [ref]
 * @property {Color[]} [colors]
 * @property {[Integer, Integer]} [grid]
 */

/**
 * @typedef {object} Style
 * @property {Color} stroke
 * @property {number} width
 * @property {number[]} dash
 * @property {Color} fill
 * @property {number} fill_opacity
 * @property {"o" | "s" | "^" | "D" | "x" | "+"} [symbol]
 * @property {number} [size]
 * @property {boolean} [code]
 * @property {boolean} [arrow]
 */

/**
 * @typedef {object} Caption
 * @property {(string | Value | Texts)[]} parts
 * @property {"measured" | null} reveal
 * @property {(string | Value | Texts)[] | null} aloud
 */

/**
 * @typedef {object} Value
 * @property {Integer} control
 */

/**
 * @typedef {object} Predict
 * @property {string} question
 * @property {string[]} options
 * @property {Integer} answer
 * @property {string} because
 * @property {Integer[]} covers
 */

/**
 * @typedef {object} Measure
 * @property {string} label
 * @property {Integer} probes
 * @property {Integer} goal
 * @property {string} what
 */

/**
 * @typedef {object} Shown
 * @property {Position} position
 * @property {string} caption
 * @property {string} alt
 * @property {string} printed
 * @property {string} trouble
 */

/**
 * What is made of it here.
 *
 * @typedef {[string, number, number]} Mark
 * @typedef {{ points: number[][], marks: Mark[], text?: string, cells?: number[] }} Shape
 * @typedef {Int16Array | null} Data
 */

/**
 * anywidget's model, and what it calls `render` with.
 *
 * @typedef {{
 *   get<K extends keyof Traits>(name: K): Traits[K],
 *   set<K extends keyof Traits>(name: K, value: Traits[K]): void,
 *   on(event: string, listener: () => void): void,
 *   off(event: string, listener: () => void): void,
 *   save_changes(): void,
 *   send(content: object): void,
 * }} Model
 * @typedef {{ model: Model, el: HTMLElement }} Context
 */

const STEPS_PER_POINT = 16;
const MISSING = -32768;
const SLACK = 0.5;
// Pixels: a line that is farther off by less counts as being as near, or one that is held where all its
// slopes meet would jump from one to another.
const ALIKE = 1;
const SIDES = ["up", "down", "left", "right"];

// --- from positions to shapes and sentences ------------------------------------------------------

/** @type {(strides: Integer[], position: Position) => number} */
const offset = (strides, position) =>
  strides.reduce((sum, stride, i) => sum + stride * position[i], 0);

/**
 * The coordinates (points) an array has at one position of the controls; NaN where missing.
 * @param {Int16Array} data
 * @param {Ref} ref
 * @param {Position} position
 * @returns {number[]}
 */
export function read(data, [at, strides, n], position) {
  const start = at + offset(strides, position);
  return Array.from(data.subarray(start, start + n), (v) =>
    v === MISSING ? NaN : v / STEPS_PER_POINT);
}

/** @type {(point: number[]) => boolean} */
const known = (point) => !point.some(Number.isNaN);
/** @type {(v: number, low: number, high: number) => number} */
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

/**
 * How far a point lies outside each side of a box, in points; negative inside.
 * @type {(box: Box, point: number[]) => Record<string, number>}
 */
const beyond = ([left, top, right, bottom], [x, y]) =>
  ({ up: top - y, down: y - bottom, left: left - x, right: x - right });

/** @type {(box: Box, point: number[]) => boolean} */
const holds = ([left, top, right, bottom], [x, y]) =>
  Math.max(top - y, y - bottom, left - x, x - right) <= SLACK;

/** @type {(box: Box, point: number[]) => [number, number]} */
const nearest = ([left, top, right, bottom], [x, y]) =>
  [clamp(x, left, right), clamp(y, top, bottom)];

/**
 * The side of the box on which a point lies outside.
 * @type {(box: Box, point: number[]) => string}
 */
function direction(box, point) {
  const far = beyond(box, point);
  return SIDES.reduce((a, b) => (far[b] > far[a] ? b : a));
}

/**
 * The side through which the way from a point inside to one outside leaves, and where.
 * @type {(box: Box, inside: number[], outside: number[]) => Mark}
 */
function exit(box, inside, outside) {
  const [start, end] = [beyond(box, inside), beyond(box, outside)];
  /** @type {(side: string) => number} */
  const share = (side) => -start[side] / (end[side] - start[side]);
  const side = SIDES.filter((s) => end[s] > SLACK).reduce((a, b) => (share(b) < share(a) ? b : a));
  const t = Math.max(0, share(side));
  return [side, ...nearest(box, inside.map((v, i) => v + t * (outside[i] - v)))];
}

/** @type {Record<Kind, (points: number[][], box: Box) => Mark[]>} */
const MARKS = {
  line(points, box) {
    /** @type {Mark[]} */
    const ends = [];
    /** @type {Mark[]} */
    const exits = [];
    const within = points.map((point) => holds(box, point));
    for (let i = 1; i < points.length; i++) {
      if (within[i] === within[i - 1]) continue;
      const [inside, outside] = within[i] ? [points[i], points[i - 1]] : [points[i - 1], points[i]];
      if (known(outside)) exits.push(exit(box, inside, outside));
      else if (!within[i]) ends.push(["end", inside[0], inside[1]]);
    }
    const seen = within.includes(true) ? [] : points.filter(known);
    const side = SIDES.find((s) => seen.every((point) => beyond(box, point)[s] > SLACK));
    if (seen.length && side) exits.push([side, ...nearest(box, seen[seen.length >> 1])]);
    return [...ends, ...exits.slice(0, 1), ...exits.slice(1).slice(-1)];
  },
  marker(points, box) {
    return points
      .filter((point) => known(point) && !holds(box, point))
      .map((point) => [direction(box, point), ...nearest(box, point)]);
  },
  rectangles: (corners, box) => corners.filter(known).flatMap((four) => {
    const [x, y] = nearest(box, middle(four));
    const ends = [four.slice(0, 2), four.slice(2)];
    /** @type {Record<string, number[]>} */
    const edge = { up: [x, box[1]], down: [x, box[3]], left: [box[0], y], right: [box[2], y] };
    return SIDES.filter((s) => ends.some((end) => beyond(box, end)[s] > SLACK)).map((s) => [s, ...edge[s]]);
  }),
  segments: (ends, box) => ends.flatMap(([x0, y0, x1, y1]) => MARKS.line([[x0, y0], [x1, y1]], box)),
  text: (...all) => MARKS.marker(...all),
  area: () => [],
  shade: () => [],
};

/**
 * How many positions each control has.
 * @type {(spec: Figure) => number[]}
 */
const sizes = (spec) => spec.controls.map((control) => control.texts.length);

/**
 * One number for a position of all controls, the last one running fastest; and back.
 * @type {(spec: Figure, position: Position) => Integer}
 */
export const flat = (spec, position) =>
  sizes(spec).reduce((sum, size, i) => sum * size + position[i], 0);

/** @type {(spec: Figure, number: Integer) => Position} */
export function unflat(spec, number) {
  /** @type {Position} */
  const position = [];
  for (const size of sizes(spec).reverse()) {
    position.unshift(number % size);
    number = Math.floor(number / size);
  }
  return position;
}

/** @type {(data: Data, ref: Ref, position: Position) => Integer} */
const entry = (data, [at, strides], position) => data[at + offset(strides, position)];
/** @type {(data: Data, field: { texts?: string[], ref?: Ref }, position: Position) => string} */
const textAt = (data, { texts, ref }, position) => texts[entry(data, ref, position)];

/**
 * A panel in which something is dragged, and at which position's limits it stands meanwhile: did it
 * follow, one place of the pointer would be another value after each step.
 * @typedef {{ panel: Panel, position: Position }} Held
 */

/**
 * An artist's points at one position, where they lie in its panel, which may be held.
 * @type {(spec: Figure, artist: Artist, data: Data, position: Position, held: Held | null) => number[][]}
 */
function pointsAt(spec, artist, data, position, held) {
  const columns = artist.columns.map((ref) => read(data, ref, position));
  const points = columns[0].map((_, i) => columns.map((column) => column[i]));
  const panel = spec.panels[artist.axes];
  if (held?.panel !== panel) return points;
  const [from, to] = [position, held.position].map((place) => panel.scales[entry(data, panel.limits, place)]);
  return points.map((point) => point.map((v, i) => {
    const [[a, b], [c, d]] = [from[i % 2], to[i % 2]];
    return (a * v + b - d) / c;
  }));
}

/**
 * What one artist shows at one position: its points and marks, a text or colour indices.
 * @type {(spec: Figure, artist: Artist, data: Int16Array, position: Position, held: Held | null) => Shape}
 */
function shape(spec, artist, data, position, held) {
  const points = pointsAt(spec, artist, data, position, held);
  const panel = spec.panels[artist.axes];
  // While axes are held, a line goes beyond them for that moment only; a text that does is not shown.
  const passing = held?.panel === panel && !artist.drag.length && artist.kind !== "text";
  /** @type {Shape} */
  const shown = { points, marks: passing ? [] : MARKS[artist.kind](points, panel.box) };
  if (artist.texts) shown.text = textAt(data, artist, position);
  if (artist.colors) {
    const [at, strides] = artist.ref;
    const bytes = new Uint8Array(data.buffer, 2 * (at + offset(strides, position)), artist.grid[0] * artist.grid[1]);
    shown.cells = [...bytes];
  }
  return shown;
}

/**
 * Whether nothing is left to measure.
 * @type {(spec: Figure, measured: Integer[]) => boolean}
 */
const finished = ({ measure }, measured) => Boolean(measure)
  && (measured.length >= measure.probes || measured.includes(measure.goal));

/**
 * For each artist, a list of shapes: one for the current position, or one for each measured
 * place when the artist is revealed by measuring.
 * @type {(spec: Figure, data: Int16Array, position: Position, measured: Integer[], held?: Held | null) => Shape[][]}
 */
export function shapes(spec, data, position, measured, held = null) {
  return spec.artists.map((artist) => {
    /** @type {Map<string, Shape>} */
    const shown = new Map();
    const places = artist.reveal === "measured" ? measured.map((m) => unflat(spec, m))
      : artist.reveal && !finished(spec, measured) ? [] : [position];
    for (const place of places) {
      const key = place.map((p, i) => (artist.along[i] ? p : 0)).join();
      shown.set(key, shape(spec, artist, data, place, held));
    }
    return [...shown.values()];
  });
}

/** @type {(point: number[], from: number[], to: number[]) => number} */
function toPiece([x, y], [x0, y0], [x1, y1]) {
  const [u, v] = [x1 - x0, y1 - y0];
  const t = clamp(((x - x0) * u + (y - y0) * v) / (u * u + v * v || 1), 0, 1);
  return Math.hypot(x0 + t * u - x, y0 + t * v - y);
}

/** @type {(corners: number[]) => number[]} */
const middle = ([x0, y0, x1, y1]) => [(x0 + x1) / 2, (y0 + y1) / 2];

/**
 * How far a point is from a shape (of rectangles from their middles), in the same units.  Across
 * counts more for a marker: on a steep curve it would stay where it is for a hand that goes along.
 * @type {Partial<Record<Kind, (point: number[], points: number[][]) => number>>}
 */
const FAR = {
  line: (point, points) => Math.min(...points.map((end, i) => toPiece(point, points[Math.max(0, i - 1)], end))),
  marker: ([x, y], points) => Math.min(...points.map(([u, v]) => Math.hypot(u - x, (v - y) / 4))),
  rectangles: (point, corners) => FAR.marker(point, corners.map(middle)),
  segments: (point, ends) => Math.min(...ends.map(([x0, y0, x1, y1]) => toPiece(point, [x0, y0], [x1, y1]))),
};

/**
 * The position to which dragging an artist to a point of the page takes the controls: the one at
 * which it comes nearest, and of several that are as near the one that changes them least.
 * @param {Figure} spec
 * @param {Data} data
 * @param {Position} position
 * @param {Artist} artist
 * @param {number[]} point
 * @param {Place} map  from the picture to the page
 * @param {Held | null} held
 */
export function dragged(spec, data, position, artist, point, map, held = null) {
  /** @type {[Position, number, number][]} */
  const found = [];
  /** @type {(place: Position, rest: Integer[]) => void} */
  function visit(place, [control, ...rest]) {
    if (control !== undefined) {
      for (let i = 0; i < spec.controls[control].texts.length; i++) {
        visit(place.map((p, k) => (k === control ? i : p)), rest);
      }
      return;
    }
    const points = pointsAt(spec, artist, data, place, held).map(map).filter(known);
    const away = place.reduce((sum, p, i) => sum + Math.abs(p - position[i]), 0);
    found.push([place, FAR[artist.kind](point, points), away]);
  }
  visit(position, artist.drag);
  const near = Math.min(...found.map(([, far]) => far)) + (artist.kind === "line" ? ALIKE : 0);
  return found.filter(([, far]) => far <= near).reduce((a, b) => (b[2] < a[2] ? b : a))[0];
}

/**
 * Where the pinned run stands: at its own values, and with the others.
 * @type {(spec: Figure, position: Position, pinned: Position) => Position}
 */
export const pinnedPlace = (spec, position, pinned) =>
  position.map((now, i) => (spec.pin[i] ? pinned[i] : now));

/** @type {(spec: Figure, data: Data, part: string | Value | Texts, position: Position) => string} */
function say(spec, data, part, position) {
  if (typeof part === "string") return part;
  if ("control" in part) return spec.controls[part.control].texts[position[part.control]];
  return textAt(data, part, position);
}

/**
 * The sentences under the figure, as they are heard or as they are seen.
 * @param {Figure} spec
 * @param {Int16Array} data
 * @param {Position} position
 * @param {Integer[]} measured
 * @param {Position} pinned
 * @param {boolean} seen
 */
export function caption(spec, data, position, measured, pinned = [], seen = false) {
  /** @type {(place: Position) => string} */
  const at = (place) => spec.captions
    .filter((c) => !c.reveal || measured.includes(flat(spec, place)))
    .map((c) => ((!seen && c.aloud) || c.parts).map((part) => say(spec, data, part, place)).join(""))
    .join(" ");
  if (!pinned.length) return at(position);
  const run = spec.controls.map((c, i) => `${c.label} ${c.texts[pinned[i]]}`).filter((_, i) => spec.pin[i]);
  return `${at(position)} Pinned, ${run.join(", ")}: ${at(pinnedPlace(spec, position, pinned))}`;
}

// --- from shapes to SVG paths --------------------------------------------------------------------

/** @type {Record<string, (x: number, y: number, r: number) => string>} */
const SYMBOLS = {
  o: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  s: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
  D: (x, y, r) => `M${x} ${y - 1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z`,
  "^": (x, y, r) => `M${x - r} ${y + r}h${2 * r}l${-r} ${-2 * r}z`,
  x: (x, y, r) => `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x - r} ${y + r}l${2 * r} ${-2 * r}`,
  "+": (x, y, r) => `M${x - r} ${y}h${2 * r}M${x} ${y - r}v${2 * r}`,
};

// Of the marks at the edge
const R = 5;
/** @type {Record<string, (x: number, y: number) => string>} */
const MARK_PATHS = {
  up: (x, y) => `M${x} ${y + 1}l${R} ${1.6 * R}h${-2 * R}z`,
  down: (x, y) => `M${x} ${y - 1}l${R} ${-1.6 * R}h${-2 * R}z`,
  left: (x, y) => `M${x + 1} ${y}l${1.6 * R} ${R}v${-2 * R}z`,
  right: (x, y) => `M${x - 1} ${y}l${-1.6 * R} ${R}v${-2 * R}z`,
  end: (x, y) => SYMBOLS.x(x, y, R),
};

/**
 * Where a point of the picture lies in its panel's SVG, in pixels.
 * @typedef {(point: number[]) => number[]} Place
 */

/** @type {Record<string, (points: number[][], style: Style, box: Box, map: Place) => string>} */
const PATHS = {
  line(points, style, box, map) {
    let pen = "M";
    return points.map((point) => {
      if (!known(point)) { pen = "M"; return ""; }
      const [x, y] = map(point);
      const step = `${pen}${x} ${y}`;
      pen = "L";
      return step;
    }).join("");
  },
  area: (points, style, box, map) => PATHS.line(points.filter(known), style, box, map) + "z",
  marker(points, style, box, map) {
    return points.filter((point) => known(point) && holds(box, point)).map((point) => {
      const [x, y] = map(point);
      return SYMBOLS[style.symbol](x, y, style.size / 2);
    }).join("");
  },
  rectangles(corners, style, box, map) {
    return corners.filter(known).map((corner) => {
      const [x0, y0, x1, y1] = map(corner);
      return `M${x0} ${y0}H${x1}V${y1}H${x0}z`;
    }).join("");
  },
  segments(ends, style, box, map) {
    return ends.filter(known).map((end) => {
      const [x0, y0, x1, y1] = map(end);
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (!style.arrow || !length) return `M${x0} ${y0}L${x1} ${y1}`;
      const [u, v] = [(7 * (x1 - x0)) / length, (7 * (y1 - y0)) / length];
      return `M${x0} ${y0}L${x1} ${y1}m${-u - v / 2} ${-v + u / 2}L${x1} ${y1}l${-u + v / 2} ${-v - u / 2}`;
    }).join("");
  },
};

/**
 * Points up to a share of those that are known, and for a line the way begun to the next.
 * @type {(kind: Kind, points: number[][], share: number) => number[][]}
 */
export function begun(kind, points, share) {
  const steps = (points.findLastIndex(known) + 1 - (kind === "segments" ? 0 : 1)) * share;
  const whole = Math.floor(steps);
  const done = points.slice(0, kind === "segments" ? whole : whole + 1);
  const [from, to] = points.slice(whole);
  if (kind === "line" && to && steps > whole) done.push(from.map((v, i) => v + (steps - whole) * (to[i] - v)));
  return done;
}

/**
 * One path for each colour of a grid of cells; the first row is the lowest.
 * @type {(artist: Artist, shape: Shape, map: Place) => string[]}
 */
function cellPaths({ grid: [rows, columns], colors }, { points, cells }, map) {
  const [[left, bottom], [right, top]] = points.map(map);
  const [w, h] = [(right - left) / columns, (top - bottom) / rows];
  const paths = colors.map(() => "");
  for (let i = 0; i < cells.length;) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let run = 1;
    while (column + run < columns && cells[i + run] === cells[i]) run++;
    paths[cells[i]] += `M${left + column * w} ${bottom + row * h}h${run * w}v${h}h${-run * w}z`;
    i += run;
  }
  return paths;
}

// --- on the page ---------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";
// In ms, without a change before the kernel hears of it
const SAVE_AFTER = 250;
// In ms, without a change before the steps are played
const REPLAY_AFTER = 300;
// In ms, how long that takes
const REPLAY = 900;
// In ms, without a change before a screen reader hears the caption
const SPEAK_AFTER = 500;

// JupyterLab's shortcuts listen before us, and some match whatever has the focus inside a notebook:
// only this attribute on the focused element itself keeps arrows and Enter for the control.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/**
 * @template {Element} T
 * @param {T} element
 * @param {Record<string, string | number>} attributes
 */
function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function node(tag, attributes = {}, ...children) {
  const made = set(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/** @type {(name: string, ...children: Parameters<typeof node>[2][]) => HTMLElement} */
const div = (name, ...children) => node("div", { class: name }, ...children);

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 * @param {Element} [parent]  at the end of which it is put
 * @returns {SVGElementTagNameMap[T]}
 */
function svgNode(tag, attributes, parent) {
  const made = set(document.createElementNS(SVG, tag), attributes);
  parent?.append(made);
  return made;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A button, whose keys are its own.
 * @param {string} text
 * @param {() => void} act
 * @param {Record<string, string>} attributes
 */
function button(text, act, attributes = {}) {
  const made = node("button", { ...OWN_KEYS, type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/**
 * Write what is new alone: the browser lays out whatever is written, be it the same, and a screen reader
 * may say it again.
 * @param {Element} element
 * @param {string} name
 * @param {string | number} value
 */
function write(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/**
 * As `write`, of all the text that is in it.
 * @param {Element} element
 * @param {string} text
 */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A colour but white, lightened in a dark theme; in a light one as dark as its use needs to be seen.
 * @type {(color: Color, use?: "fill" | "thin" | "word") => string}
 */
const lifted = (color, use = "fill") => /^#(?!f{6})/.test(color)
  ? `oklch(from color-mix(in oklab, ${color}, white var(--live-lift)) min(l, var(--live-${use})) c h)` : color;

// In pixels: the plots of one row, at least and at most
const [LOW, TALL] = [110, 270];
// In pixels: picture and controls together, at most; and with the question above them, without its margin
const [WHOLE, ASKED] = [460, 510];
// In pixels: below that panels stand below one another, as live.css says
const NARROW = 640;
// Height over width of a plot, at most, where panels stand one below another
const FLAT = 0.62;
/**
 * About how wide a text of 12 px is, in pixels: to ask the page would cost a layout at every step.
 * @type {(text: string) => number}
 */
const wide = (text) => [...text].reduce((sum, c) =>
  sum + (/[0-9]/.test(c) ? 7.7 : /[il.,:' ]/.test(c) ? 3.9 : c === "−" ? 10 : 7.2), 0);
/** @type {(lines: string[]) => number} */
const widest = (lines) => Math.max(...lines.map(wide));

/**
 * How something is drawn, as attributes of a path.
 * @param {Style} style
 * @returns {Record<string, string | number>}
 */
const looks = (style) => ({
  style: `fill: ${lifted(style.fill)}; stroke: ${lifted(style.stroke, "thin")}`,
  "fill-opacity": style.fill_opacity, "stroke-width": style.width, "stroke-dasharray": style.dash.join(" ") || "none",
});

/**
 * The names of the lines and markers of a panel.
 * @param {Entry[]} entries
 */
function legend(entries) {
  const shown = entries.map(({ text, looks: all }) => {
    const swatch = svgNode("svg", { viewBox: "0 0 24 12" });
    for (const { kind, style } of all) {
      const points = kind === "line" ? [[0, 6], [24, 6]] : [[12, 6]];
      const d = PATHS[kind](points, style, [0, 0, 24, 12], (point) => point);
      svgNode("path", { ...looks(style), d }, swatch);
    }
    return node("span", {}, swatch, text);
  });
  return node("p", { class: "legend" }, ...shown);
}

/**
 * One of Matplotlib's axes: its words above it, and an SVG with the axes and what moves in them.
 * @param {Figure} spec
 * @param {Integer} index
 * @param {Data} data
 * @param {Element | null} fixed  what Matplotlib has drawn of it
 */
function plot(spec, index, data, fixed) {
  const panel = spec.panels[index];
  const [left, top, right, bottom] = panel.box;
  const svg = svgNode("svg", {});
  const clip = svgNode("rect", {}, svgNode("clipPath", { id: `live-axes-${index}` }, svg));
  const inside = `url(#live-axes-${index})`;
  /** @type {(name: string) => SVGElement} */
  const group = (name) => svgNode("g", { class: name }, svg);
  const shades = group("shades");
  const drawn = group("fixed");
  if (fixed) drawn.append(fixed);
  const scale = group("scale");
  const still = panel.lines.map(({ kind, style, opacity }) => {
    const path = svgNode("path", { ...looks(style), opacity, class: "still" }, svg);
    if (kind === "line") path.setAttribute("clip-path", inside);
    return path;
  });
  const cover = spec.predict?.covers.includes(index) && svgNode("rect", { style: "fill:var(--live-paper);stroke:var(--live-line)" }, svg);
  const moving = group("moving");
  // Over what moves, with a rim of paper, so that nothing runs through them.
  const said = group("said");
  const words = panel.texts.map((word) => {
    const text = svgNode("text", { "text-anchor": word.anchor, style: `fill: ${lifted(word.color, "word")}`, class: word.code ? "code" : "" }, said);
    text.textContent = word.text;
    return text;
  });
  const head = [panel.title && node("p", { class: "title" }, panel.title), panel.legend.length && legend(panel.legend)];
  const width = ((right - left) * 4) / 3;
  const element = node("div", {
    class: `panel ${panel.narrow ? "narrow" : spec.panels.some((other) => other.narrow) ? "wide" : panel.x || panel.y ? "" : "bare"}`,
    style: `flex: ${Math.round(width)} 1 0`,
  }, ...head.filter((part) => part instanceof HTMLElement), svg);

  // Before the page has given the panel a width, a pixel is a point of the whole picture.
  let [ox, oy, kx, ky] = [0, 0, 1, 1];
  /** @type {Place} */
  const map = (point) => point.map((v, i) => (i % 2 ? oy + v * ky : ox + v * kx));

  /**
   * Fit it into the width it has; how high the plot is then, 0 where it has none yet.
   * @param {number} tall  how high it may be, in pixels
   */
  function layout(tall) {
    const space = element.clientWidth;
    if (!space) return 0;
    const [across, up] = [panel.x, panel.y];
    const sets = across?.ticks ?? [];
    const ticks = sets.flat();
    const side = up ? 8 + Math.max(0, ...up.ticks.flat().map(([, text]) => wide(text))) : 2;
    const far = Math.max(4, ...sets.map((set) => widest((set.at(-1)?.[1] ?? "").split("\n")) / 2));
    const before = up && !up.right ? side : 2;
    const above = up?.label ? 22 : 8;
    const stacked = element.parentElement.clientWidth < 1.5 * space && spec.rows.some((row) => row.length > 1);
    let w = Math.max(40, space - side - (up?.right ? 2 : far));
    let h = Math.min(((bottom - top) * 4) / 3, tall, stacked && !panel.narrow ? FLAT * w : Infinity);
    if (panel.equal) w = Math.min(w, (h * (right - left)) / (bottom - top));
    if (panel.equal) h = Math.min(h, (w * (bottom - top)) / (right - left));
    [kx, ky] = [w / (right - left), h / (bottom - top)];
    [ox, oy] = [before - left * kx, above - top * ky];
    // Numbers may give way to one another, names may not: these take a line for each word instead.
    const names = ticks.filter(([, text]) => /[a-z]{2}/i.test(text));
    const gap = Math.min(...names.slice(1).map(([place], i) => (place - names[i][0]) * kx));
    byWord = names.some(([, text]) => widest(text.split("\n")) + 6 > gap);
    const lines = Math.max(1, ...ticks.map(([, text]) => inLines(text).length));
    const below = across ? 7 + 15 * lines + (across.label ? 18 : 0) : 4;
    svg.setAttribute("viewBox", `0 0 ${space} ${above + h + below}`);
    drawn.setAttribute("transform", `translate(${ox} ${oy}) scale(${kx} ${ky})`);
    for (const box of cover ? [clip, cover] : [clip]) set(box, { x: before, y: above, width: w, height: h });
    room = [before, above, w, h, lines, space];
    stood = -1;
    return h;
  }

  /** @type {[number, number, number, number, number, number]} */
  let room = [0, 0, 0, 0, 1, 0];
  let stood = -1;
  let byWord = false;
  /** @type {(text: string) => string[]} */
  const inLines = (text) => text.split(byWord ? /\s/ : "\n");
  /** @type {(columns: Ref[], set: Integer) => number[][]} */
  const at = ([xs, ys], set) => {
    const y = read(data, ys, [set]);
    return read(data, xs, [set]).map((x, i) => [x, y[i]]);
  };

  /**
   * Draw what stands still at the limits of a position.
   * @param {Position} position
   */
  function stand(position) {
    const set = entry(data, panel.limits, position);
    if (set === stood || !room[2]) return;
    stood = set;
    axes(set, ...room);
    panel.lines.forEach(({ kind, style, columns }, i) =>
      write(still[i], "d", PATHS[kind](at(columns, set), style, panel.box, map)));
    panel.texts.forEach(({ columns, up }, i) => {
      const [x, y] = map(at(columns, set)[0]);
      write(words[i], "x", x);
      write(words[i], "y", y + 10 * up);
    });
  }

  /** @type {(set: Integer, x: number, y: number, w: number, h: number, rows: number, space: number) => void} */
  function axes(set, x, y, w, h, rows, space) {
    /** @type {(axis: Axis) => [number, string][]} */
    const ticks = ({ ticks: sets }) => sets[Math.min(set, sets.length - 1)];
    scale.replaceChildren();
    let grid = "";
    let edge = "";
    /** @type {(text: string, attributes: Record<string, string | number>) => void} */
    const put = (text, attributes) => {
      svgNode("text", attributes, scale).textContent = text;
    };
    if (panel.y) {
      for (const [place, text] of ticks(panel.y)) {
        const at = oy + place * ky;
        grid += `M${x} ${at}h${w}`;
        if (panel.y.right) put(text, { x: x + w + 5, y: at + 4 });
        else put(text, { x: x - 6, y: at + 4, "text-anchor": "end" });
      }
      if (panel.y.label) put(panel.y.label, { x: panel.narrow ? space : 0, y: 11, "text-anchor": panel.narrow ? "end" : "start" });
    }
    if (panel.x) {
      let end = -Infinity;
      for (const [place, text] of ticks(panel.x)) {
        const lines = inLines(text);
        const [at, half] = [ox + place * kx, widest(lines) / 2];
        edge += `M${at} ${y + h}v4`;
        if (at - half < end + 6) continue;
        if (text) end = at + half;
        lines.forEach((line, i) => put(line, { x: at, y: y + h + 17 + 15 * i, "text-anchor": "middle" }));
      }
      if (panel.x.label) put(panel.x.label, { x: x + w, y: y + h + 4 + 15 * rows + 15, "text-anchor": "end" });
      edge += `M${x} ${y + h}h${w}`;
    }
    svgNode("path", { d: grid, class: "grid" }, scale);
    svgNode("path", { d: edge, class: "edge" }, scale);
  }

  return { element, map, layout, stand, moving, drawn, said, shades, inside, cover, box: panel.box };
}

/**
 * What an artist is grabbed by: a halo that shows it, and around it room for a finger.
 * @param {Artist} artist
 * @param {ReturnType<typeof plot>} panel
 * @param {(artist: Artist, point?: number[], map?: Place) => void} drag  without a point: it is let go
 */
function grips(artist, { moving, inside, map, box }, drag) {
  const { kind, style } = artist;
  const reach = matchMedia("(pointer: coarse)").matches ? 22 : 14;
  const spot = kind === "marker" || kind === "rectangles";
  const halo = svgNode("path", { ...looks(style), "clip-path": inside, class: spot ? "halo" : "halo way" });
  moving.prepend(halo);
  const grip = svgNode("path", { class: spot ? "grip spot" : "grip", "stroke-width": 2 * reach }, moving);
  // A finger is rarely on the very middle, and must not move what it touches.
  /** @type {number[][]} */
  let spots = [];
  let off = [0, 0];
  /** @param {PointerEvent} event */
  const at = (event) => {
    const { left, top } = grip.ownerSVGElement.getBoundingClientRect();
    return [event.clientX - left - off[0], event.clientY - top - off[1]];
  };
  /** @param {PointerEvent} event */
  const move = (event) => drag(artist, at(event), map);
  grip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    grip.setPointerCapture(event.pointerId);
    off = [0, 0];
    const here = at(event);
    const [own = here] = spots.sort((a, b) => toPiece(here, a, a) - toPiece(here, b, b));
    off = here.map((v, i) => v - own[i]);
    // No selection of text, no focus elsewhere.
    event.preventDefault();
    move(event);
  });
  grip.addEventListener("pointermove", (event) => { if (grip.hasPointerCapture(event.pointerId)) move(event); });
  grip.addEventListener("lostpointercapture", () => drag(artist));
  return {
    /** @param {Shape[]} list */
    show(list) {
      const points = list.flatMap((s) => s.points);
      write(halo, "d", PATHS[kind](points, style, box, map));
      // A thick stroke around a small mark would have holes.
      const middles = kind === "rectangles" ? points.map(middle) : points;
      write(grip, "d", spot ? PATHS.marker(middles, { ...style, symbol: "o", size: 2 * reach }, box, map)
        : PATHS[kind](points, style, box, map));
      if (spot) spots = middles.map(map);
    },
  };
}

/**
 * The panels of a figure, and in them a path for each artist that moves.
 * @param {Figure} spec
 * @param {string} fixed
 * @param {string} css
 * @param {Data} data
 * @param {HTMLElement} controls  which stand under it, and leave it their room
 * @param {HTMLElement | null} asked  the question above it, which does so too
 * @param {(artist: Artist, point?: number[], map?: Place) => void} drag
 */
function canvas(spec, fixed, css, data, controls, asked, drag) {
  const holder = node("div", { class: "live-picture", "aria-hidden": "true" });
  holder.style.maxWidth = `${(spec.width * 96) / 72}px`;
  const root = holder.attachShadow({ mode: "open" });
  const whole = node("div");
  whole.innerHTML = fixed;
  const plots = spec.panels.map((_, i) => plot(spec, i, data, whole.querySelector(`#axes_${i + 1}`)));
  // What Matplotlib's groups refer to, such as clip paths.
  const shared = svgNode("svg", { style: "position: absolute; width: 0; height: 0" });
  shared.append(...whole.querySelectorAll("svg > defs"));
  root.append(node("style", {}, css), shared,
    ...spec.rows.map((row) => div("row", ...row.map((i) => plots[i].element))));
  const nodes = spec.artists.map((artist) => {
    const { kind, axes, style, colors, along, reveal } = artist;
    const { moving, shades, inside } = plots[axes];
    const look = looks(style);
    if (kind !== "marker") look["clip-path"] = inside;
    if (kind === "shade") {
      return { cells: colors.map((color) => svgNode("path", {
        style: `fill: ${lifted(color)}; stroke: none`, "shape-rendering": "crispEdges", "clip-path": inside,
      }, shades)) };
    }
    const pinned = spec.pin && !reveal && kind !== "text" && kind !== "area" && along.some((own, i) => own && spec.pin[i]);
    const ghost = pinned ? svgNode("path", { ...look, "stroke-dasharray": "3 3", opacity: 0.6 }, moving) : null;
    const body = kind === "text"
      ? svgNode("text", { ...look, class: style.code ? "code" : "", style: `fill: ${lifted(style.fill, "word")}; font-size: ${Math.max(12, (style.size * 4) / 3)}px` }, moving)
      : svgNode("path", look, kind === "area" ? shades : moving);
    const marks = svgNode("path", {
      class: "marks", "stroke-width": 1.5,
      style: looks({ ...style, fill: style.stroke }).style,
    }, moving);
    return { ghost, body, marks, grips: artist.drag.length && grips(artist, plots[axes], drag) };
  });
  /** @type {(artist: Artist, list: Shape[]) => string} */
  const path = ({ kind, axes, style }, list) =>
    list.map((s) => PATHS[kind](s.points, style, plots[axes].box, plots[axes].map)).join("");
  /** @param {number} tall */
  const fit = (tall) => {
    const high = Math.max(...plots.map((one) => one.layout(tall)));
    if (high) spec.controls.forEach(align);
    return high;
  };
  /** @type {(control: Control, i: Integer) => void} */
  const align = ({ axis }, i) => {
    if (!axis) return;
    const [k, ...ends] = axis;
    const { left, width } = holder.getBoundingClientRect();
    const from = plots[k].element.getBoundingClientRect().left - left;
    const [start, end] = ends.map((x) => from + plots[k].map([x])[0]);
    /** @type {NodeListOf<HTMLElement>} */
    const all = controls.querySelectorAll(".live-control");
    const { classList, style } = all[i];
    classList.add("live-aligned");
    classList.toggle("live-before", start > width - end);
    // The thumb's centre stands on the axis, half a thumb inside the track's ends.
    style.cssText = `--left: ${start - 8}px; --wide: ${end - start + 16}px; --end: ${end + 8}px`;
  };
  const layout = () => {
    let high = fit(TALL / spec.rows.length);
    if (!high) return false;
    const most = Math.min(WHOLE, ASKED - (asked?.offsetHeight ?? 0));
    const more = () => (holder.offsetHeight + controls.offsetHeight + 1 - most) / spec.rows.length;
    // The highest plot need not be the one under the highest words, so it may take several steps.
    while (holder.clientWidth > NARROW && more() > 0 && high > LOW / spec.rows.length) {
      high = fit(Math.max(LOW / spec.rows.length, high - Math.ceil(more())));
    }
    return true;
  };
  /** @type {[Position, Shape[][], Shape[][] | null, Held | null] | null} */
  let last = null;
  /**
   * @param {Position} position
   * @param {Shape[][]} shown
   * @param {Shape[][] | null} pinned
   * @param {Held | null} held
   */
  function draw(position, shown, pinned, held) {
    // On paper nothing else asks for it.
    if (!last) layout();
    last = [position, shown, pinned, held];
    plots.forEach((one, i) => one.stand(held?.panel === spec.panels[i] ? held.position : position));
    shown.forEach((list, i) => {
      const artist = spec.artists[i];
      const { map } = plots[artist.axes];
      const { cells, body, marks, ghost, grips } = nodes[i];
      if (cells) {
        const paths = list.length ? cellPaths(artist, list.at(-1), map) : cells.map(() => "");
        cells.forEach((cell, k) => write(cell, "d", paths[k]));
        return;
      }
      if (artist.kind === "text") {
        const seen = list.filter(({ points, marks: m }) => known(points[0]) && !m.length).at(-1);
        tell(body, seen ? seen.text : "");
        if (seen) map(seen.points[0]).forEach((v, k) => write(body, "xy"[k], v));
      } else {
        write(body, "d", path(artist, list));
        if (grips) grips.show(list);
        if (ghost) write(ghost, "d", pinned ? path(artist, pinned[i]) : "");
      }
      // A label that leaves axes which stand still comes back with them.
      write(marks, "d", (held && artist.kind === "text" ? [] : list).flatMap((s) => s.marks).map(([side, ...point]) => {
        const [x, y] = map(point);
        return MARK_PATHS[side](x, y);
      }).join(""));
    });
  }
  const plays = spec.artists.map((artist, i) => (artist.replay ? i : -1)).filter((i) => i >= 0);
  /** @type {SVGElement[]} */
  let shadows = [];
  /**
   * Draw what is replayed up to a share of its steps, over a shadow of the whole.
   * @param {number} share
   */
  function replay(share) {
    if (!shadows.length) {
      shadows = plays.map((i) => {
        const { axes, style } = spec.artists[i];
        const shadow = svgNode("path", {
          ...looks(style), d: nodes[i].body.getAttribute("d"), opacity: 0.25, "clip-path": plots[axes].inside,
        });
        plots[axes].moving.prepend(shadow);
        return shadow;
      });
    }
    for (const i of plays) {
      const { kind } = spec.artists[i];
      const list = last[1][i].map((s) => ({ ...s, points: begun(kind, s.points, share) }));
      write(nodes[i].body, "d", path(spec.artists[i], list));
    }
    if (share >= 1) for (const shadow of shadows.splice(0)) shadow.remove();
  }
  /** @type {() => void} */
  let fits;
  const fitted = new Promise((resolve) => { fits = () => resolve(null); });
  // In the next frame: a layout that changed sizes here would have the browser measure them all again.
  const seen = new ResizeObserver(() => requestAnimationFrame(() => {
    if (!layout()) return;
    if (last) draw(...last);
    fits();
  }));
  // As wide as all, and no layout makes it higher: that would call for another one.
  const rule = node("div");
  root.append(rule);
  seen.observe(rule);
  // It folds when it has been answered.
  if (asked) seen.observe(asked);
  return {
    element: holder,
    draw,
    fitted,
    /** @type {((share: number) => void) | null} */
    replay: plays.length ? replay : null,
    stop: () => seen.disconnect(),
    /** @param {boolean} hidden */
    veil(hidden) {
      for (const { moving, shades, drawn, said, cover } of plots) {
        for (const part of [moving, shades]) part.style.display = hidden ? "none" : "";
        if (cover) cover.style.display = hidden ? "" : "none";
        // What the cover lies on would show around it, by a part of a pixel.
        for (const part of [drawn, said]) part.style.display = cover && hidden ? "none" : "";
      }
    },
  };
}

/**
 * What each control is to the panel.
 * @typedef {{
 *   element: HTMLElement, stop(): void, show(index: Integer, position: Position): void,
 * }} Moved
 */

/**
 * A labelled native slider, with its regimes and its buttons.
 * @param {Control} control
 * @param {Integer} which
 * @param {string} id
 * @param {Data} data
 * @param {(index: Integer) => void} changed
 * @returns {Moved}
 */
function slider(control, which, id, data, changed) {
  const last = control.texts.length - 1;
  const { regimes } = control;
  const input = node("input", { ...OWN_KEYS, type: "range", id, min: 0, max: last, step: 1 });
  const here = node("span");
  // As wide as its longest text, or the slider would change its length under the pointer.
  const value = node("output", { for: id, "data-longest": control.texts.join("\n") }, here);
  const track = div("live-track", input);
  const strip = node("div", { class: "live-strip", "aria-hidden": "true" });
  /** @type {[string, Integer, Integer][]} */
  let stretches = [];
  // All names, the present one marked: which colour is which is known before it is reached.
  const key = node("p", { class: "live-key", "aria-hidden": "true" });
  const names = (regimes?.texts ?? []).map((text, i) =>
    key.appendChild(node("span", { style: `--color: ${lifted(regimes.colors[i])}` }, text)));
  if (regimes) track.append(strip);
  const ticks = track.appendChild(div("live-ticks"));
  /** @type {(index: Integer, tick: HTMLElement) => HTMLElement} */
  const put = (index, tick) => {
    tick.style.setProperty("--at", String(last ? index / last : 0));
    return ticks.appendChild(tick);
  };
  const labels = control.landmarks.map(([index, text]) => {
    const act = () => { player?.pause(); changed(index); };
    return put(index, button(text, act, { "aria-label": `${control.label} ${text}` }));
  });
  labels.push(...control.ticks.map(([index, text]) => put(index, node("span", { "aria-hidden": "true" }, text))));
  // Where texts would run into one another, some give way, landmarks last.
  new ResizeObserver(() => {
    /** @type {DOMRect[]} */
    const taken = [];
    for (const tick of labels) {
      const box = tick.getBoundingClientRect();
      const free = taken.every(({ left, right }) => box.left > right + 4 || box.right < left - 4);
      tick.style.visibility = free ? "" : "hidden";
      if (free) taken.push(box);
    }
  }).observe(ticks);
  if (regimes) track.append(key);
  input.addEventListener("input", () => { player?.pause(); changed(Number(input.value)); });
  const player = control.play && last && playing(control, last, () => Number(input.value), changed);
  if (player) track.append(player.element);
  const unit = control.unit && ` (${control.unit})`;
  return {
    element: div("live-control", node("label", { for: id }, control.label + unit), track, value),
    stop: () => player?.pause(),
    show(index, position) {
      if (Number(input.value) !== index) input.value = String(index);
      tell(here, control.texts[index]);
      let meaning = "";
      if (regimes) {
        /** @type {(i: Integer) => string} */
        const at = (i) => textAt(data, regimes, position.map((p, k) => (k === which ? i : p)));
        /** @type {[string, Integer, Integer][]} */
        const now = [];
        control.texts.forEach((_, i) => {
          if (now.at(-1)?.[0] === at(i)) now.at(-1)[2] = i;
          else now.push([at(i), i, i]);
        });
        if (String(now) !== String(stretches)) {
          stretches = now;
          strip.replaceChildren(...now.map(([text, first, final]) => {
            const [start, end] = [Math.max(0, first - 0.5), Math.min(last, final + 0.5)];
            const color = lifted(regimes.colors[regimes.texts.indexOf(text)]);
            return node("span", { style: `--color: ${color}; flex-grow: ${end - start}` }, node("span", {}, text));
          }));
        }
        names.forEach((name) => name.classList.toggle("live-regime", name.textContent === at(index)));
        meaning = `, ${at(index)}`;
      }
      write(input, "aria-valuetext", `${control.label} ${control.texts[index]} ${control.unit}`.trim() + meaning);
    },
  };
}

/**
 * Play, pause, step and reset of a slider, paced by the clock.
 * @param {Control} control
 * @param {Integer} last
 * @param {() => Integer} now
 * @param {(index: Integer) => void} changed
 */
function playing(control, last, now, changed) {
  let frame = 0;
  /** @type {(text: string, act: () => void) => HTMLButtonElement} */
  const key = (text, act) => button(text, act, { "aria-label": `${text} ${control.label}` });
  const pause = () => { cancelAnimationFrame(frame); frame = 0; tell(play, "Play"); };
  const play = key("Play", () => {
    if (frame) return pause();
    const from = now() < last ? now() : 0;
    const start = performance.now();
    tell(play, "Pause");
    /** @param {number} time */
    const step = (time) => {
      // The first frame may have begun before the button was pressed.
      const at = clamp(from + Math.floor(((time - start) / (1000 * control.play)) * last), from, last);
      frame = at < last ? requestAnimationFrame(step) : 0;
      if (at !== now()) changed(at);
      if (!frame) pause();
    };
    frame = requestAnimationFrame(step);
  });
  /** @param {Integer} to */
  const move = (to) => { pause(); changed(to); };
  const row = [play, key("Step", () => move(Math.min(last, now() + 1))), key("Reset", () => move(0))];
  // Who asked the system for less motion steps by hand.
  if (calm()) row.shift();
  return { element: div("live-play", ...row), pause };
}

/**
 * A switch: radio buttons under one label.
 * @param {Control} control
 * @param {string} id
 * @param {(index: Integer) => void} changed
 * @returns {Moved}
 */
function choice(control, id, changed) {
  const radios = control.texts.map((text, i) => {
    const radio = node("input", { ...OWN_KEYS, type: "radio", name: id, id: `${id}-${i}` });
    radio.addEventListener("change", () => changed(i));
    return radio;
  });
  const labels = radios.map((radio, i) => node("label", {}, radio, ` ${control.texts[i]}`));
  const element = node("div", { class: "live-control", role: "radiogroup", "aria-labelledby": id },
    node("span", { id }, control.label), div("live-choice", ...labels));
  return { element, stop() {}, show(index) { radios[index].checked = true; } };
}

/**
 * The question asked before the figure answers.  Once answered it folds to one line: what was said,
 * what is true, why, and a way to be asked anew.
 * @param {Predict} predict
 * @param {string} id
 * @param {(option: Integer | null) => void} choose
 */
function question(predict, id, choose) {
  const buttons = predict.options.map((option, i) => button(option, () => choose(i)));
  const skip = button("Show me", () => choose(-1), { class: "live-skip" });
  const asking = node("div", {},
    node("p", { id, class: "live-question" }, node("strong", {}, "Predict first. "), predict.question),
    div("live-options", ...buttons, skip));
  const result = node("span", { role: "status" });
  const again = button("Ask again", () => choose(null), { class: "live-again", title: predict.question });
  const folded = node("p", { class: "live-verdict" }, result, " ", again);
  let stands = "";
  return {
    element: node("div", { class: "live-predict", role: "group", "aria-labelledby": id }, asking, folded),
    focus: () => buttons[0].focus({ preventScroll: true }),
    /**
     * @param {Integer | null} choice
     * @param {boolean} remembered
     */
    show(choice, remembered) {
      const given = `${choice} ${remembered}`;
      if (given === stands) return;
      stands = given;
      const answered = typeof choice === "number";
      asking.hidden = answered;
      folded.hidden = !answered;
      const truth = node("b", { class: "live-true" }, `✓ ${predict.options[predict.answer]}`);
      const wrong = node("span", { class: "live-false" }, `${predict.options[choice] ?? ""} ✗`);
      const said = remembered ? "Last time you said " : "You said ";
      const mine = !answered ? []
        : choice === predict.answer ? [said, truth]
        : choice < 0 ? [remembered ? "Last time you had it shown: " : "", truth]
        : [said, wrong, " · ", truth];
      result.replaceChildren(...mine, answered ? `. ${predict.because}` : "");
    },
  };
}

/**
 * The button that spends probes.
 * @param {Figure} spec
 * @param {() => void} measure
 * @param {() => void} again
 */
function measuring(spec, measure, again) {
  const { label, probes, goal, what } = spec.measure;
  const probe = button(label, measure, { class: "live-measure" });
  const restart = button("Start again", again);
  const status = node("span", { role: "status" });
  const where = unflat(spec, goal)
    .map((p, i) => `${spec.controls[i].label} = ${spec.controls[i].texts[p]}`).join(", ");
  return {
    element: div("live-measuring", probe, restart, status),
    /**
     * @param {Integer[]} measured
     * @param {boolean} veiled
     */
    show(measured, veiled) {
      const found = measured.includes(goal);
      probe.disabled = veiled || finished(spec, measured);
      restart.toggleAttribute("hidden", !measured.length);
      const used = `Probes used: ${measured.length} of ${probes}.`;
      tell(status, found ? `${used} Found: ${what} is at ${where}.`
        : measured.length >= probes ? `${used} Not found this time: start again, or read on.`
        : used);
    },
  };
}

/**
 * The button that keeps a run.
 * @param {() => void} toggle
 */
function pinning(toggle) {
  const pin = button("", toggle);
  return {
    element: div("live-measuring", pin),
    /** @param {Position} pinned */
    show: (pinned) => tell(pin, pinned.length ? "Remove the pinned run" : "Pin this run"),
  };
}

/**
 * Its cell has been run anew, and ipywidgets takes all views of the earlier run away: one that was still
 * there, in another tab or under another cell, leaves its picture and a sentence.
 * @param {Element | null} output
 * @param {HTMLElement} frame
 */
function leave(output, frame) {
  if (!output) return;
  /** @type {HTMLElement} */
  const picture = frame.querySelector(".live-picture, .live-image");
  // Nothing can be dragged any more.
  picture.inert = Boolean(picture.shadowRoot);
  const said = frame.querySelector("fieldset").disabled ? "" : `${frame.querySelector(".live-caption").textContent} `;
  output.append(div("jp-OutputArea-output", div("live", picture,
    node("p", { class: "live-caption" }, said, node("em", {}, "This figure has been run again elsewhere. Run this cell to move it here.")))));
}

/**
 * The frame, the controls and what they change, for a figure and a playground alike.
 * @param {Context} context
 * @param {Figure | Playground} spec
 * @param {Data} data
 * @param {number} wait  ms without a change until the kernel hears of it
 */
export function panel({ model, el }, spec, data, wait) {
  // anywidget loads this module anew for every figure, so no counter here would be unique.
  const id = `live-${Math.random().toString(36).slice(2)}`;
  const frame = node("div", { class: "live", id });
  /** @type {ReturnType<typeof setTimeout> | 0} */
  let saving = 0;
  const save = () => { clearTimeout(saving); saving = 0; model.save_changes(); };
  /**
   * @template {keyof Traits} K
   * @param {K} name
   * @param {Traits[K]} value
   */
  function change(name, value) {
    model.set(name, value);
    clearTimeout(saving);
    if (wait) saving = setTimeout(save, wait);
    else save();
  }
  const position = () => model.get("_position");
  const controls = spec.controls.map((control, i) => {
    /** @param {Integer} index */
    const changed = (index) => change("_position", position().map((p, k) => (k === i ? index : p)));
    return control.kind === "choice" ? choice(control, `${id}-${i}`, changed)
      : slider(control, i, `${id}-${i}`, data, changed);
  });
  const fieldset = node("fieldset", { class: "live-controls", "aria-label": "Controls of the figure" },
    ...controls.map((c) => c.element));
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    /** @type {HTMLElement | null} */
    const home = el.closest(".jp-Cell, .jp-Notebook");
    home?.focus();
    event.preventDefault();
  });
  el.append(frame);
  let replaced = false;
  const hear = () => { replaced = true; };
  model.on("msg:custom", hear);
  return {
    id, frame, fieldset, change, position,
    show: () => controls.forEach((control, i) => control.show(position()[i], position())),
    /**
     * Leave a control to the keyboard, at rest.
     * @param {Integer} i
     */
    take(i) {
      controls[i].stop();
      controls[i].element.querySelector("input").focus({ preventScroll: true });
    },
    /**
     * Draw now, and whenever one of these changes; what is returned undoes it all.
     * @param {(keyof Traits)[]} names
     * @param {() => void} show
     */
    follow(names, show, stop = () => {}) {
      names.forEach((name) => model.on(`change:${name}`, show));
      show();
      return () => {
        names.forEach((name) => model.off(`change:${name}`, show));
        model.off("msg:custom", hear);
        controls.forEach((control) => control.stop());
        stop();
        if (saving) save();
        if (replaced) leave(el.closest(".jp-OutputArea-child"), frame);
        frame.remove();
      };
    },
  };
}

/**
 * @param {Context} context
 * @param {Figure} spec
 */
function figure(context, spec) {
  const { model, el } = context;
  const bytes = model.get("_data");
  const data = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const ui = panel(context, spec, data, SAVE_AFTER);
  /** @type {Held | null} */
  let held = null;
  const asked = spec.predict && question(spec.predict, `${ui.id}-question`, (option) => {
    model.set("_remembered", false);
    ui.change("prediction", option);
    // Without scrolling: what has appeared above must stay in view.
    /** @type {HTMLElement} */
    const first = ui.fieldset.querySelector("input, button") ?? el;
    if (option === null) asked.focus();
    else first.focus({ preventScroll: true });
  });
  const picture = canvas(spec, model.get("_svg"), model.get("_css"), data, ui.fieldset, asked?.element, (artist, point, map) => {
    if (!point) {
      held = null;
      return show();
    }
    const own = spec.panels[artist.axes];
    if (own.scales) held ??= { panel: own, position: ui.position() };
    const place = dragged(spec, data, ui.position(), artist, point, map, held);
    if (String(place) !== String(ui.position())) ui.change("_position", place);
    ui.take(artist.drag[0]);
  });
  ui.fieldset.style.maxWidth = picture.element.style.maxWidth;
  // Who hears the figure is told more, and not twice.
  const words = node("span", { "data-longest": longest(spec, data) });
  const visible = node("p", { class: "live-caption", "aria-hidden": "true" }, words);
  // As high as its words, but no longer by them, or the browser would lay out the page at every step.
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (words.offsetHeight) visible.style.height = `${words.offsetHeight}px`;
  })).observe(words);
  const spoken = node("p", { class: "live-spoken", "aria-live": "polite" });
  /** @type {ReturnType<typeof setTimeout> | 0} */
  let speaking = 0;

  // Who asked the system for less motion sees what has been reached, and no replay.
  const still = !picture.replay || calm();
  /** @type {ReturnType<typeof setTimeout> | 0} */
  let resting = 0;
  let playing = 0;
  /** @param {boolean} settled */
  const settle = (settled) => write(ui.frame, "data-settled", String(settled));
  function play() {
    /** @type {number} */
    let start;
    /** @param {number} time */
    const step = (time) => {
      start ??= time;
      const t = clamp((time - start) / REPLAY, 0, 1);
      picture.replay(t * t * (3 - 2 * t));
      playing = t < 1 ? requestAnimationFrame(step) : 0;
      if (!playing) settle(true);
    };
    playing = requestAnimationFrame(step);
  }
  function rest() {
    clearTimeout(resting);
    if (playing) {
      cancelAnimationFrame(playing);
      picture.replay(1);
      playing = 0;
    }
    settle(still);
    if (!still) resting = setTimeout(veiled() ? () => settle(true) : play, REPLAY_AFTER);
  }

  const measured = () => model.get("_measured");
  const pinned = () => model.get("_pinned");
  const veiled = () => Boolean(spec.predict) && typeof model.get("prediction") !== "number";
  function measure() {
    const here = flat(spec, ui.position());
    if (!spec.measure || veiled() || finished(spec, measured()) || measured().includes(here)) return;
    ui.change("_measured", [...measured(), here]);
  }

  const meter = spec.measure && measuring(spec, measure, () => ui.change("_measured", []));
  const pin = spec.pin && pinning(() => ui.change("_pinned", pinned().length ? [] : ui.position()));
  if (meter) ui.fieldset.append(meter.element);
  if (pin) ui.fieldset.append(pin.element);
  if (asked) ui.frame.append(asked.element);
  ui.frame.append(picture.element, ui.fieldset, visible, spoken);
  ui.frame.addEventListener("keydown", (event) => {
    const slides = event.target instanceof HTMLInputElement && event.target.type === "range";
    if (!meter || event.key !== "Enter" || !slides) return;
    measure();
    event.preventDefault();
  });

  function show() {
    const [here, probed, kept, hidden] = [ui.position(), measured(), pinned(), veiled()];
    const ghosts = kept.length ? shapes(spec, data, pinnedPlace(spec, here, kept), probed, held) : null;
    ui.fieldset.disabled = hidden;
    ui.frame.classList.toggle("live-asks", hidden);
    ui.show();
    asked?.show(model.get("prediction"), model.get("_remembered"));
    meter?.show(probed, hidden);
    pin?.show(kept);
    picture.draw(here, shapes(spec, data, here, probed, held), ghosts, held);
    picture.veil(hidden);
    /** @param {boolean} seen */
    const sentence = (seen) => hidden
      ? "The moving parts appear when you have chosen an answer, or pressed Show me."
      : caption(spec, data, here, probed, kept, seen);
    tell(words, sentence(true));
    rest();
    clearTimeout(speaking);
    // A screen reader hears the sentence once the slider rests, not at every step on the way.
    speaking = setTimeout(() => tell(spoken, sentence(false)), SPEAK_AFTER);
  }
  picture.fitted.then(() => comeIntoView(ui.frame));
  return ui.follow(["_position", "_measured", "_pinned", "prediction"], show, () => {
    clearTimeout(speaking);
    clearTimeout(resting);
    cancelAnimationFrame(playing);
    picture.stop();
  });
}

/**
 * The longest text that can stand under the figure: its room is kept, so that what comes after it
 * stays where it is.
 * @param {Figure} spec
 * @param {Int16Array} data
 */
function longest(spec, data) {
  /** @type {Position} */
  let best = [];
  let most = -1;
  const count = sizes(spec).reduce((all, size) => all * size, 1);
  for (let i = 0; i < count; i++) {
    const place = unflat(spec, i);
    let length = 0;
    for (const { parts } of spec.captions) {
      for (const part of parts) length += say(spec, data, part, place).length;
    }
    if (length > most) [best, most] = [place, length];
  }
  return caption(spec, data, best, [flat(spec, best)], [], true);
}

// anywidget loads this module anew for every figure: shown in a second view, it stays where it is.
let shown = false;

/**
 * Scroll a new figure into view, question first, if the learner ran its cell by hand: then the
 * active cell is its own (Ctrl+Enter) or the next one (Shift+Enter), to which JupyterLab has
 * scrolled, past the question and onto the text that gives its answer.  Never after Run All.
 * @param {HTMLElement} frame
 */
export function comeIntoView(frame) {
  if (shown) return;
  shown = true;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const cell = frame.closest(".jp-Cell");
    const active = cell?.parentElement.querySelector(".jp-Cell.jp-mod-active");
    if (!active || (active !== cell && active.previousElementSibling !== cell)) return;
    const room = frame.closest(".jp-WindowedPanel-outer, .jp-Notebook")?.clientHeight ?? innerHeight;
    // Its end at the lower edge: what follows, which may give the answer, stays below it.
    frame.scrollIntoView({ block: frame.offsetHeight <= room ? "end" : "start" });
  }));
}

/**
 * Answers what cells.py asks of a figure before it closes it.
 * @param {Context} context
 */
export const initialize = ({ model }) => model.on("msg:custom", () => model.send({}));

/** @param {Context} context */
function render(context) {
  const spec = context.model.get("_spec");
  return spec.kind === "figure" && figure(context, spec);
}

export default { initialize, render };
