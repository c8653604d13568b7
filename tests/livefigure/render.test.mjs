// Run by test_render.py: the second half of the script, on a page that is not there.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";

import { FakeElement, guarded, living, model, setUp } from "./page.mjs";

setUp();
const { begun, default: widget, dragged, shapes } = await import(process.env.LIVE_SCRIPT);
const { default: sandbox } = await import(process.env.LIVE_SCRIPT.replace("live.mjs", "playground.mjs"));
const { figures, playground, schema } = JSON.parse(readFileSync(process.env.LIVE_FIGURES, "utf-8"));
mock.timers.enable({ apis: ["setTimeout"] });

function bytes(base64) {
  const plain = Uint8Array.from(Buffer.from(base64, "base64"));
  return new DataView(plain.buffer);
}

/** A figure on a page: {model, el, close, data, …}. */
function show(name, changes = {}, guard = (spec) => spec) {
  const { spec, data, svg, position } = figures[name];
  const own = model({ _spec: guard(spec), _data: bytes(data), _svg: svg, _position: position, ...changes });
  const el = new FakeElement("div");
  const close = widget.render({ model: own, el });
  const picture = el.byClass("live-picture")[0].shadow;
  const moving = picture.byClass("moving")[0];
  return {
    model: own, el, close, spec, picture, moving,
    data: new Int16Array(bytes(data).buffer),
    sliders: el.find((e) => e.tag === "input" && e.type === "range"),
    caption: el.byClass("live-caption")[0],
  };
}

const paths = (moving) => moving.byTag("path").map((path) => path.attributes.d);
const rest = (ms) => mock.timers.tick(ms);

/** The points of a path of absolute M, L and relative m, l, h, v, in order; a curve's are left out. */
function points(path) {
  const out = [];
  let [x, y] = [0, 0];
  for (const [, letter, numbers] of path.matchAll(/([MmLlHhVvaz])([^MmLlHhVvaz]*)/g)) {
    const n = numbers.trim().split(/[ ,]+/).filter(Boolean).map(Number);
    if (letter === "M" || letter === "L") [x, y] = n;
    if (letter === "m" || letter === "l") [x, y] = [x + n[0], y + n[1]];
    if (letter === "H") [x] = n;
    if (letter === "V") [y] = n;
    if (letter === "h") x += n[0];
    if (letter === "v") y += n[0];
    if (letter === "a") [x, y] = [x + n[5], y + n[6]];
    out.push([x, y]);
  }
  return out;
}

const near = (a, b) => assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) < 1e-6, `${a} is not ${b}`);

test("whatever takes keys keeps them from JupyterLab's shortcuts", () => {
  const met = new Set();
  for (const name of Object.keys(figures)) {
    for (const control of show(name).el.find(({ tag }) => ["input", "button"].includes(tag))) {
      met.add(control.tag + (control.type ?? ""));
      assert.equal(control.attributes["data-lm-suppress-shortcuts"], "true", `${name}: ${control.textContent}`);
    }
  }
  assert.ok(met.size >= 3, [...met].join());
});

test("Escape leads from a control back to its cell", () => {
  const cell = new FakeElement("div");
  cell.setAttribute("class", "jp-Cell");
  const figure = show("grab");
  cell.append(figure.el);
  figure.sliders[0].focus();
  figure.sliders[0].dispatch("keydown", { key: "Escape" });
  assert.equal(document.activeElement, cell);
});

// What can be dragged

const same = (point) => point;

test("what is dragged comes to where it was drawn at a position", () => {
  const { spec, data } = show("grab");
  for (const artist of spec.artists.filter(({ drag }) => drag.length)) {
    for (const place of [[0, 0, 0], [1, 4, 9], [0, 20, 40], [1, 13, 22]]) {
      const [shown] = shapes(spec, data, place, [])[spec.artists.indexOf(artist)];
      // From anywhere else it comes back, and moves only what it is tied to.
      const end = artist.kind === "segments" ? shown.points[0].slice(0, 2) : shown.points.at(-1);
      const from = place.map((p, i) => (artist.drag.includes(i) ? 7 : p));
      const to = dragged(spec, data, from, artist, end, same);
      const [there] = shapes(spec, data, to, [])[spec.artists.indexOf(artist)];
      const last = artist.kind === "segments" ? there.points[0].slice(0, 2) : there.points.at(-1);
      near(last, end);
      to.forEach((p, i) => assert.ok(artist.drag.includes(i) || p === place[i]));
    }
  }
});

test("of equal places the one that changes the controls least is taken", () => {
  const { spec, data } = show("grab");
  const [line] = spec.artists;
  const [middle] = shapes(spec, data, [0, 3, 20], [])[0][0].points.slice(1, 2);
  // All slopes go through the middle at this height.
  assert.deepEqual(dragged(spec, data, [0, 3, 20], line, middle, same), [0, 3, 20]);
  assert.deepEqual(dragged(spec, data, [0, 3, 25], line, middle, same)[1], 3);
});

test("on a steep curve a marker follows a hand that goes along", () => {
  const { spec, data } = show("steep");
  const place = (epoch) => shapes(spec, data, [epoch], [])[0][0].points[0];
  for (const epoch of [3, 5, 12]) {
    const [to] = dragged(spec, data, [0], spec.artists[0], [place(epoch)[0], place(0)[1]], same);
    assert.ok(Math.abs(to - epoch) <= 1, `${to} under a hand at ${epoch}`);
  }
});

test("a pointer drags, its slider comes along, and the kernel hears of it at rest", () => {
  const figure = show("grab");
  // Halos lie below everything, the last one lowest; what grabs lies above.
  const [halo, grip] = [figure.moving.byClass("halo")[0], figure.moving.byClass("grip")[1]];
  const [, marker] = figure.spec.artists;
  const at = (index) => shapes(figure.spec, figure.data, [0, 15, index], [])[1][0].points[0];
  const event = ([clientX, clientY], more = {}) => ({ clientX, clientY, pointerId: 1, button: 0, ...more });
  assert.equal(marker.drag.length, 1);
  grip.dispatch("pointermove", event(at(3)));
  assert.deepEqual(figure.model.get("_position"), [0, 15, 30], "nothing is held yet");
  grip.dispatch("pointerdown", event(at(3), { button: 2 }));
  assert.deepEqual(figure.model.get("_position"), [0, 15, 30], "only the first button grabs");
  grip.dispatch("pointerdown", event(at(30)));
  for (const index of [28, 12, 40]) {
    grip.dispatch("pointermove", event(at(index)));
    assert.deepEqual(figure.model.get("_position"), [0, 15, index]);
    assert.equal(figure.sliders[1].value, String(index));
    assert.equal(document.activeElement, figure.sliders[1]);
    near(points(grip.attributes.d)[0].map((v, i) => v + (i ? 0 : 14)), at(index));
    near(points(halo.attributes.d)[0].map((v, i) => v + (i ? 0 : 5)), at(index));
  }
  assert.equal(figure.model.saved.length, 0);
  rest(250);
  assert.equal(figure.model.saved.length, 1);
});

const pointer = ([clientX, clientY]) => ({ clientX, clientY, pointerId: 1, button: 0 });
/** Where a round grip stands. */
const middle = (grip) => points(grip.attributes.d)[0].map((v, i) => v + (i ? 0 : 14));

test("what is grabbed beside its middle stays where it is, and comes along from there", () => {
  const figure = show("grab");
  const grip = figure.moving.byClass("grip")[1];
  const own = (index) => shapes(figure.spec, figure.data, [0, 15, index], [])[1][0].points[0];
  const beside = ([x, y]) => pointer([x + 9, y - 8]);
  grip.dispatch("pointerdown", beside(own(30)));
  assert.deepEqual(figure.model.get("_position"), [0, 15, 30]);
  grip.dispatch("pointermove", beside(own(12)));
  assert.deepEqual(figure.model.get("_position"), [0, 15, 12]);
  grip.dispatch("lostpointercapture");
  grip.dispatch("pointerdown", pointer(own(12)));
  assert.deepEqual(figure.model.get("_position"), [0, 15, 12]);
});

test("while something is dragged it stays under the pointer, as if its axes stood still", () => {
  const figure = show("follows");
  const { spec, data } = figure;
  const [panel] = spec.panels;
  const number = spec.artists.findIndex(({ drag, axes }) => drag.length && !axes);
  const [grip] = figure.moving.byClass("grip");
  const own = (index) => shapes(spec, data, [index, 0], [])[number][0].points[0];
  const scale = (index) => panel.scales[data[panel.limits[0] + panel.limits[1][0] * index]];
  figure.sliders[0].slide(1);
  grip.dispatch("pointerdown", pointer(own(1)));
  for (const index of [0, 1, 2, 0]) {
    const there = own(index).map((v, i) => {
      const [[a, b], [c, d]] = [scale(index)[i], scale(1)[i]];
      return (a * v + b - d) / c;
    });
    grip.dispatch("pointermove", pointer(there));
    assert.deepEqual(figure.model.get("_position"), [index, 0]);
    const mark = figure.moving.byClass("marks").at(-1).attributes.d;
    assert.equal(mark, "", "a label that has left the picture comes back with it");
    if (index < 2) near(middle(grip), there); // at 2 it has left the picture
  }
  grip.dispatch("lostpointercapture");
  near(middle(grip), own(0));
});

test("of what leaves axes that stand still only what is dragged bears a mark", () => {
  const { spec, data } = show("follows");
  const held = { panel: spec.panels[0], position: [0, 0] };
  const [[line], [marker]] = shapes(spec, data, [1, 0], [], held);
  assert.deepEqual([line.marks.length, marker.marks.length], [0, 1]);
});

test("axes stand still while something in them is dragged, others follow; let go, they all do", () => {
  globalThis.room = 600;
  const figure = show("follows");
  const [grip] = figure.moving.byClass("grip");
  const ticks = () => figure.picture.byClass("scale").map((scale) => scale.byTag("text").map((text) => text.textContent).join());
  figure.sliders[0].slide(1);
  const [here, beside] = ticks();
  assert.ok(here && beside);
  const [x, y] = middle(grip);
  grip.dispatch("pointerdown", pointer([x, y]));
  grip.dispatch("pointermove", pointer([x + 200, y]));
  assert.deepEqual(figure.model.get("_position"), [0, 0]);
  const [still, followed] = ticks();
  assert.equal(still, here);
  assert.notEqual(followed, beside);
  grip.dispatch("lostpointercapture");
  assert.notEqual(ticks()[0], here);
  globalThis.room = 0;
});

test("a landmark goes to its position", () => {
  const figure = show("grab");
  figure.el.button("level").click();
  assert.deepEqual(figure.model.get("_position").slice(1), [10, 30]);
  assert.equal(figure.sliders[0].value, "10");
  assert.equal(figure.el.button("level").attributes["aria-label"], "slope level");
});

// What is replayed

/** How many points each of the second panel's paths has: line, marker, arrows. */
function stepsShown(figure) {
  const moving = figure.picture.byClass("moving")[1];
  const bodies = moving.byTag("path").filter((path) => !path.classes.has("marks") && !path.attributes.opacity);
  return bodies.slice(-3).map((path) => (path.attributes.d.match(/M|L/g) ?? []).length);
}

test("steps are played once the hand rests, over a shadow of the whole; any input ends it", () => {
  const at = (ms) => globalThis.frames.splice(0).forEach((f) => f(ms));
  const figure = show("grab");
  const { dataset } = figure.el.byClass("live")[0];
  rest(300);
  at(0); at(900);
  assert.equal(dataset.settled, "true");
  figure.sliders[0].slide(3);
  const [whole] = [stepsShown(figure)];
  assert.equal(dataset.settled, "false", "the first frame shows the state that was reached");
  rest(299);
  assert.equal(globalThis.frames.length, 0, "the hand may move on");
  rest(1);
  const seen = [];
  for (const ms of [1000, 1300, 1600, 1899]) { at(ms); seen.push(stepsShown(figure)); }
  assert.ok(seen.every((now, i) => !i || now[0] >= seen[i - 1][0]), String(seen));
  assert.ok(seen[0][0] <= 2 && seen[1][0] > 2 && seen[1][0] < whole[0], String(seen));
  const shadows = () => figure.picture.byClass("moving")[1].byTag("path").filter((p) => p.attributes.opacity);
  assert.equal(shadows().length, 3);
  figure.sliders[0].slide(4);
  assert.deepEqual([stepsShown(figure), shadows().length], [whole, 0], "an input ends it");
  rest(300);
  for (const ms of [2000, 2500, 2900]) at(ms);
  assert.deepEqual([stepsShown(figure), shadows().length, dataset.settled], [whole, 0, "true"]);
});

test("a line is drawn on its way to the next step, to the last that is known", () => {
  const points = [[0, 0], [2, 0], [2, 4], [NaN, 1]];
  assert.deepEqual(begun("line", points, 0.25), [[0, 0], [1, 0]]);
  assert.deepEqual(begun("line", points, 0.75), [[0, 0], [2, 0], [2, 2]]);
  assert.deepEqual(begun("marker", points, 0.75), [[0, 0], [2, 0]]);
  assert.deepEqual(begun("line", points, 1).slice(0, 3), points.slice(0, 3));
  const ends = [[0, 0, 1, 1], [1, 1, 2, 2]];
  assert.deepEqual([0, 0.4, 0.5, 1].map((share) => begun("segments", ends, share).length), [0, 0, 1, 2]);
});

test("who asked for less motion sees no replay", () => {
  const before = globalThis.matchMedia;
  globalThis.matchMedia = (query) => ({ matches: query.includes("reduce") });
  const figure = show("grab");
  globalThis.matchMedia = before;
  figure.sliders[0].slide(3);
  assert.equal(figure.el.byClass("live")[0].dataset.settled, "true");
});

test("what is revealed at the end appears when nothing is left to measure", () => {
  const figure = show("hunt");
  const shown = () => shapes(figure.spec, figure.data, [0, 0], figure.model.get("_measured"))
    .filter((_, i) => figure.spec.artists[i].reveal === "finished").map((list) => list.length);
  assert.deepEqual(shown(), [0]);
  for (const index of [0, 1, 2]) { figure.sliders[0].slide(index); figure.el.button("Measure").click(); }
  assert.deepEqual(shown(), [0]);
  figure.sliders[0].slide(4);
  figure.el.button("Measure").click();
  assert.deepEqual(shown(), [1]);
});

// What stands still

test("axes, words, lines and legends fill the room they have, and what moves goes along", () => {
  globalThis.room = 600;
  const figure = show("still");
  globalThis.room = 0;
  const [panel] = figure.spec.panels;
  const words = figure.picture.byTag("text").map((text) => text.textContent);
  for (const [, text] of panel.x.ticks[0]) assert.ok(words.includes(text), `no tick ${text}`);
  for (const text of [panel.x.label, panel.y.label, ...panel.texts.map((word) => word.text)]) {
    assert.ok(words.includes(text), `no ${text}`);
  }
  assert.equal(figure.picture.byClass("title")[0].textContent, panel.title);
  assert.equal(figure.picture.byClass("legend")[0].textContent, panel.legend.map((entry) => entry.text).join(""));
  const [clip] = figure.picture.byTag("clipPath");
  const [x, width] = ["x", "width"].map((name) => Number(clip.children[0].attributes[name]));
  assert.ok(x > 0 && width > 400 && x + width <= 600, `${x} and ${width}`);
  const [line] = figure.picture.byClass("still");
  const tick = figure.picture.byTag("text").find((text) => text.textContent === "0");
  assert.ok(Math.abs(points(line.attributes.d)[0][0] - Number(tick.attributes.x)) < 0.3);
});

test("ticks, lines and words go along where limits follow a control", () => {
  globalThis.room = 600;
  const figure = show("follows");
  const seen = new Set();
  for (const index of [0, 2, 1]) {
    figure.sliders[0].slide(index);
    const words = figure.picture.byClass("scale")[0].byTag("text").map((text) => text.textContent);
    seen.add(`${words} ${figure.picture.byClass("still")[0].attributes.d}`);
    const { limits: [start, strides], y } = figure.spec.panels[0];
    const now = y.ticks[figure.data[start + index * strides[0]]];
    for (const [, text] of now) assert.ok(words.includes(text), `no ${text} among ${words}`);
  }
  globalThis.room = 0;
  assert.equal(seen.size, 3);
});

test("what moves goes along with its axes", () => {
  globalThis.room = 600;
  const figure = show("marks");
  globalThis.room = 0;
  const { x, y, width, height } = figure.picture.byTag("clipPath")[0].children[0].attributes;
  const number = figure.spec.artists.findIndex((artist) => artist.style.symbol === "s"); // at (2, 8) of 10
  const drawn = points(bodies(figure)[number].attributes.d);
  const middle = [0, 1].map((k) => {
    const sides = drawn.map((point) => point[k]);
    return (Math.min(...sides) + Math.max(...sides)) / 2;
  });
  const expected = [Number(x) + 0.2 * width, Number(y) + 0.2 * height];
  assert.ok(middle.every((v, k) => Math.abs(v - expected[k]) < 0.3), `${middle} is not ${expected}`);
});

// What is drawn

/** The path of an artist, by its number, where it alone has one. */
const bodies = (figure) => {
  const nodes = figure.moving.children.filter((c) => !c.classes.has("marks") && c.attributes.opacity === undefined);
  return figure.spec.artists.map(({ kind }) => (["shade", "area"].includes(kind) ? null : nodes.shift()));
};

test("a line goes through its points, and stops where one is missing", () => {
  const figure = show("marks");
  const [{ points: seen }] = shapes(figure.spec, figure.data, [0], [])[0];
  const path = bodies(figure)[0].attributes.d;
  assert.equal(path.match(/M/g).length, 2);
  points(path).forEach((point, i) => near(point, seen.filter((p) => !p.includes(NaN))[i]));
});

for (const [symbol, wide] of Object.entries({ o: 1, s: 1, "^": 1, D: 1.3, x: 1, "+": 1 })) {
  test(`a marker ${symbol} stands at its point, as large as it was ordered`, () => {
    const figure = show("marks");
    const number = figure.spec.artists.findIndex((a) => a.style.symbol === symbol);
    const [{ points: [[x, y]] }] = shapes(figure.spec, figure.data, [0], [])[number];
    const drawn = points(bodies(figure)[number].attributes.d);
    const [xs, ys] = [drawn.map((p) => p[0]), drawn.map((p) => p[1])];
    const { size } = figure.spec.artists[number].style;
    assert.equal(size, 12);
    const width = Math.max(...xs) - Math.min(...xs);
    assert.ok(Math.abs(width - wide * size) < 1e-6, `${width} points wide`);
    near([(Math.max(...xs) + Math.min(...xs)) / 2, 0], [x, 0]);
    if (symbol !== "o") near([0, (Math.max(...ys) + Math.min(...ys)) / 2], [0, y]);
  });
}

test("a segment has a head at its end where an arrow was ordered, and none elsewhere", () => {
  const figure = show("marks");
  const [plain, arrows] = figure.spec.artists.flatMap((a, i) => (a.kind === "segments" ? [i] : []));
  assert.equal(points(bodies(figure)[plain].attributes.d).length, 2);
  const [{ points: [[x0, y0, x1, y1]] }] = shapes(figure.spec, figure.data, [0], [])[arrows];
  const [start, end, left, tip, right] = points(bodies(figure)[arrows].attributes.d);
  near(start, [x0, y0]);
  near(end, [x1, y1]);
  near(tip, end);
  const length = Math.hypot(x1 - x0, y1 - y0);
  const along = ([x, y]) => ((x1 - x) * (x1 - x0) + (y1 - y) * (y1 - y0)) / length;
  const across = ([x, y]) => ((x - x1) * (y1 - y0) - (y - y1) * (x1 - x0)) / length;
  for (const barb of [left, right]) assert.ok(along(barb) > 4 && along(barb) < 12, `${along(barb)} behind`);
  assert.ok(Math.abs(across(left) + across(right)) < 1e-6 && Math.abs(across(left)) > 2);
});

test("a rectangle, a text and a grid of cells are drawn as they were given", () => {
  const figure = show("marks");
  const kinds = figure.spec.artists.map((a) => a.kind);
  const all = shapes(figure.spec, figure.data, [0], []);
  const [x0, y0, x1, y1] = all[kinds.indexOf("rectangles")][0].points[0];
  const box = points(bodies(figure)[kinds.indexOf("rectangles")].attributes.d);
  [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].forEach((corner, i) => near(box[i], corner));
  const text = bodies(figure)[kinds.indexOf("text")];
  assert.deepEqual([text.tag, text.textContent], ["text", "first"]);
  near([Number(text.attributes.x), Number(text.attributes.y)], all[kinds.indexOf("text")][0].points[0]);
  const leaving = bodies(figure)[kinds.lastIndexOf("text")];
  assert.equal(leaving.textContent, "gone");
  figure.sliders[0].slide(1);
  assert.deepEqual([text.textContent, leaving.textContent], ["second", ""]);
  const cells = figure.picture.find((e) => e.attributes["shape-rendering"] === "crispEdges");
  const lows = cells.map((cell) => Math.max(...points(cell.attributes.d).map((p) => p[1])));
  assert.ok(cells.length === 2 && lows[0] > lows[1], "the first row is the lowest");
});

test("an area lies under what moves, and leaves out a corner that is missing", () => {
  const figure = show("marks");
  const number = figure.spec.artists.findIndex(({ kind }) => kind === "area");
  const [{ points: seen, marks }] = shapes(figure.spec, figure.data, [0], [])[number];
  const [area] = figure.picture.byClass("shades")[0].children;
  assert.deepEqual([marks, area.attributes["fill-opacity"]], [[], "0.5"]);
  assert.match(area.attributes.d, /^M[^Mz]*z$/);
  const corners = points(area.attributes.d).slice(0, -1);
  assert.equal(corners.length, 3);
  corners.forEach((corner, i) => near(corner, seen.filter((p) => !p.includes(NaN))[i]));
});

test("what leaves the axes is marked at the edge", () => {
  const { moving } = show("marks");
  assert.ok(moving.byClass("marks").some((mark) => mark.attributes.d), "the line ends in nan");
});

test("colours, widths and dashes are those ordered", () => {
  const figure = show("marks");
  figure.spec.artists.forEach((artist, i) => {
    const body = bodies(figure)[i];
    if (!body) return;
    assert.equal(body.attributes["stroke-width"], String(artist.style.width));
    assert.equal(body.attributes["stroke-dasharray"], artist.style.dash.join(" ") || "none");
    assert.ok(body.attributes.style.includes(artist.style.stroke));
  });
});

// What the kernel hears

test("a slider draws at once, and the kernel hears of it when it rests", () => {
  const figure = show("descent");
  const before = paths(figure.moving);
  for (const index of [3, 9, 4]) {
    figure.sliders[0].slide(index);
    rest(200);
  }
  assert.notDeepEqual(paths(figure.moving), before);
  assert.deepEqual(figure.model.saved, []);
  rest(60);
  assert.deepEqual(figure.model.saved.map((s) => s.position), [[4, figure.model.state._position[1]]]);
  rest(2000);
  assert.equal(figure.model.saved.length, 1);
});

test("what waits is sent when the figure leaves the page, and only then", () => {
  const figure = show("descent");
  figure.sliders[0].slide(7);
  figure.close();
  assert.equal(figure.model.saved.at(-1).position[0], 7);
  rest(2000);
  assert.equal(figure.model.saved.length, 1);
  const calm = show("descent");
  calm.close();
  assert.deepEqual(calm.model.saved, []);
});

test("a figure that left the page listens no more", () => {
  const figure = show("descent");
  figure.close();
  assert.deepEqual(Object.values(figure.model.listeners).flat(), []);
  assert.deepEqual(figure.el.children, []);
});

const ELSEWHERE = "This figure has been run again elsewhere. Run this cell to move it here.";

/** What is left in the output of a view whose figure is about to be closed, by one that is still there. */
function told(figure) {
  const output = new FakeElement("div");
  output.setAttribute("class", "jp-OutputArea-child");
  output.append(figure.el);
  widget.initialize(figure);
  figure.model.listeners["msg:custom"].forEach((f) => f({}));
  assert.deepEqual(figure.model.sent, [{}], "the answer that lets it be closed");
  figure.close();
  return output.children.slice(1);
}

test("a view that its figure leaves keeps the picture, and says where the figure is", () => {
  const figure = show("grab");
  figure.sliders[0].slide(3);
  const [drawn, said] = [paths(figure.moving), figure.caption.textContent];
  const [left] = told(figure);
  const [picture] = left.byClass("live-picture");
  assert.ok(drawn.some(Boolean) && picture.inert, "what can be dragged no longer can");
  assert.deepEqual(paths(picture.shadow.byClass("moving")[0]), drawn);
  assert.deepEqual(left.byTag("p").map((p) => p.textContent), [`${said} ${ELSEWHERE}`]);
  assert.deepEqual([left.byTag("input"), left.byTag("button")], [[], []]);
});

test("a question that has gone is not spoken of, and a view that has gone leaves nothing", () => {
  const [left] = told(show("switch"));
  assert.deepEqual(left.byTag("p").map((p) => p.textContent), [ELSEWHERE]);
  assert.equal(left.byClass("live-picture").length, 1);
  const gone = show("switch");
  gone.close();
  assert.deepEqual(gone.model.listeners["msg:custom"], []);
});

test("a prediction is told, and lifts the veil", () => {
  const figure = show("switch");
  const { options, answer, question } = figure.spec.predict;
  const fieldset = figure.el.byTag("fieldset")[0];
  assert.equal(figure.moving.style.display, "none");
  assert.ok(fieldset.disabled && figure.el.byClass("live-question")[0].textContent.includes(question));
  figure.el.button(options[answer]).click();
  rest(250);
  assert.deepEqual(figure.model.saved.map((s) => s.prediction), [answer]);
  assert.ok(figure.moving.style.display === "" && !fieldset.disabled);
  const verdict = figure.el.byClass("live-verdict")[0].textContent;
  assert.ok(verdict.startsWith(`You said ✓ ${options[answer]}. `), verdict);
});

test("what a cover lies on is not drawn: it would show around it", () => {
  const figure = show("switch", { prediction: null });
  const shown = () => figure.picture.byClass("fixed").map(({ style }) => style.display !== "none");
  const covered = figure.spec.panels.map((_, i) => figure.spec.predict.covers.includes(i));
  assert.deepEqual(shown(), covered.map((own) => !own));
  assert.ok(covered.includes(true) && covered.includes(false));
  figure.model.set("prediction", -1);
  assert.deepEqual(shown(), covered.map(() => true));
});

test("another prediction is told to be wrong, and Show me is none", () => {
  const { options, answer } = figures.switch.spec.predict;
  const wrong = show("switch");
  wrong.el.button(options[1 - answer]).click();
  const verdict = wrong.el.byClass("live-verdict")[0].textContent;
  assert.ok(verdict.startsWith(`You said ${options[1 - answer]} ✗ · ✓ ${options[answer]}. `), verdict);
  const shown = show("switch");
  shown.el.button("Show me").click();
  assert.equal(shown.model.state.prediction, -1);
  assert.ok(shown.el.byClass("live-verdict")[0].textContent.startsWith(`✓ ${options[answer]}. `));
});

test("an answered question folds to one line, and may be asked again", () => {
  const figure = show("switch");
  const question = figure.el.byClass("live-question")[0].parent;
  const verdict = figure.el.byClass("live-verdict")[0];
  assert.ok(!question.hidden && verdict.hidden);
  figure.el.button("Show me").click();
  assert.ok(question.hidden && !verdict.hidden);
  figure.el.button("Ask again").click();
  assert.ok(!question.hidden && verdict.hidden && figure.moving.style.display === "none");
  rest(250);
  assert.equal(figure.model.saved.at(-1).prediction, null);
});

test("what was predicted an earlier time is said, and asked anew is no longer remembered", () => {
  const { options, answer } = figures.switch.spec.predict;
  for (const [choice, said] of [
    [answer, `Last time you said ✓ ${options[answer]}. `],
    [1 - answer, `Last time you said ${options[1 - answer]} ✗ · ✓ ${options[answer]}. `],
    [-1, `Last time you had it shown: ✓ ${options[answer]}. `],
  ]) {
    const figure = show("switch", { prediction: choice, _remembered: true });
    assert.ok(figure.el.byClass("live-verdict")[0].textContent.startsWith(said));
    assert.equal(figure.moving.style.display, "");
    figure.el.button("Ask again").click();
    assert.equal(figure.model.state._remembered, false);
  }
});

test("measuring tells places, up to the probes there are", () => {
  const figure = show("hunt");
  const { label, probes } = figure.spec.measure;
  for (let i = 0; i < probes + 2; i++) {
    figure.sliders[0].slide(i);
    figure.el.button(label).click();
  }
  rest(250);
  assert.equal(figure.model.saved.at(-1).measured.length, probes);
  assert.ok(figure.el.button(label).disabled);
  figure.el.button("Start again").click();
  assert.deepEqual(figure.model.state._measured, []);
  figure.sliders[0].dispatch("keydown", { key: "Enter" });
  assert.equal(figure.model.state._measured.length, 1);
});

test("who measures at the goal is told what was found, and where", () => {
  const { label, probes, what } = figures.hunt.spec.measure;
  const figure = show("hunt");
  figure.sliders[0].slide(6);
  figure.sliders[1].slide(5);
  figure.el.button(label).click();
  const status = figure.el.byClass("live-measuring")[0].children.at(-1).textContent;
  assert.equal(status, `Probes used: 1 of ${probes}. Found: ${what} is at x = 1, y = 0.5.`);
});

test("a run is pinned, dashed, and let go", () => {
  const figure = show("boundary");
  figure.el.button("Pin this run").click();
  figure.sliders[0].slide(8);
  const ghosts = figure.moving.find((e) => e.attributes.opacity === "0.6");
  assert.ok(ghosts.some((ghost) => ghost.attributes.d));
  assert.match(figure.caption.textContent, / Pinned, learning rate /);
  figure.el.button("Remove the pinned run").click();
  assert.ok(ghosts.every((ghost) => !ghost.attributes.d));
});

test("each button beside a slider does what it says", () => {
  const figure = show("boundary");
  const epoch = () => figure.model.state._position[1];
  const press = (text) => figure.el.byClass("live-play")[0].button(text).click();
  press("Step");
  press("Step");
  assert.equal(epoch(), 2);
  press("Reset");
  assert.equal(epoch(), 0);
  press("Play");
  const seconds = figure.spec.controls[1].play;
  globalThis.frames.shift()(performance.now() + 500 * seconds);
  const last = figure.spec.controls[1].texts.length - 1;
  assert.ok(Math.abs(epoch() - last / 2) <= 1, `at ${epoch()} of ${last} after half the time`);
  press("Pause");
  assert.deepEqual(globalThis.frames, []);
});

test("labels, values, units and phrases stand where they belong", () => {
  const figure = show("descent");
  const [first, second] = figure.spec.controls;
  assert.deepEqual(figure.el.byTag("label").map((l) => l.textContent), [first.label, second.label]);
  figure.sliders[0].slide(5);
  assert.equal(figure.el.byTag("output")[0].textContent, first.texts[5]);
  const phrase = figure.el.byClass("live-regime")[0].textContent;
  assert.ok(first.regimes.texts.includes(phrase));
  assert.equal(figure.sliders[0].attributes["aria-valuetext"], `${first.label} ${first.texts[5]}, ${phrase}`);
  const ticks = figure.el.byClass("live-ticks")[0].children.map((tick) => tick.textContent);
  assert.deepEqual(ticks, first.ticks.map(([, text]) => text));
});

test("a screen reader hears the sentence when the slider rests", () => {
  const figure = show("descent");
  const spoken = figure.el.byClass("live-spoken")[0];
  figure.sliders[0].slide(5);
  assert.notEqual(spoken.textContent, figure.caption.textContent);
  rest(500);
  assert.equal(spoken.textContent, figure.caption.textContent);
});

test("Esc gives the focus back", () => {
  const figure = show("descent");
  figure.sliders[0].focus();
  figure.sliders[0].dispatch("keydown", { key: "Escape" });
  assert.equal(document.activeElement, null);
});

// A playground

function play() {
  const own = model({
    _spec: playground.spec, _image: bytes("AAAA"), _position: playground.position,
    _shown: { ...playground.shown },
  });
  const el = new FakeElement("div");
  const close = sandbox.render({ model: own, el });
  return { model: own, el, close, image: el.byTag("img")[0], status: el.byClass("live-caption")[0] };
}

const settled = () => new Promise((done) => { setImmediate(done); });

test("a playground tells the kernel at once, and says so when it has to wait", () => {
  const made = play();
  const [slider] = made.el.find((e) => e.type === "range");
  assert.equal(made.status.textContent, playground.shown.caption);
  slider.slide(3);
  assert.deepEqual(made.model.saved.map((s) => s.position[0]), [3]);
  assert.equal(made.status.textContent, playground.shown.caption);
  rest(150);
  assert.equal(made.status.textContent, "Computing …");
  const position = made.model.state._position;
  const told = { position, caption: "Drawn.", alt: "A picture.", printed: "", trouble: "Oh no." };
  made.model.set("_shown", told);
  assert.deepEqual([made.status.textContent, made.image.alt], ["Drawn.", "A picture."]);
  const pres = made.el.byTag("pre").map((pre) => [pre.attributes.class, pre.textContent, pre.hidden]);
  assert.deepEqual(pres, [["live-trouble", "Oh no.", false], ["live-printed", "", true]]);
});

test("of a playground's pictures one lives, and none when it has left the page", async () => {
  living.clear();
  const made = play();
  for (let i = 0; i < 5; i++) {
    await settled();
    assert.deepEqual([...living], [made.image.src], `after picture ${i}`);
    made.model.set("_image", bytes("AAAA"));
  }
  await settled();
  made.close();
  assert.deepEqual([...living], []);
  made.model.set("_image", bytes("AAAA"));
  assert.deepEqual([...living], []);
});

test("a playground leaves its picture", async () => {
  const made = play();
  await settled();
  const [left] = told(made);
  assert.deepEqual(left.byTag("img"), [made.image]);
  assert.ok(!made.image.inert, "its words can be heard");
  assert.deepEqual(left.byTag("p").map((p) => p.textContent), [`${playground.shown.caption} ${ELSEWHERE}`]);
});

// The protocol

test("the script reads what the tables say and nothing else", () => {
  const read = new Set();
  globalThis.room = 600;
  const of = (type) => (spec) => guarded(spec, type, schema, read);
  for (const name of Object.keys(figures)) {
    for (const changes of [{}, { prediction: 0 }, { prediction: -1, _measured: [0, 1] }]) {
      const pinned = figures[name].spec.pin ? figures[name].position : [];
      const figure = show(name, { ...changes, _pinned: pinned }, of("Figure"));
      figure.sliders.forEach((slider) => slider.slide(1));
      for (const text of ["Play", "Measure"]) figure.el.button(text)?.click();
      for (const grip of figure.picture.byClass("grip")) {
        for (const [event, at] of [["down", 0], ["move", 9]]) grip.dispatch(`pointer${event}`, pointer([at, at]));
        grip.dispatch("lostpointercapture");
      }
      while (globalThis.frames.length) globalThis.frames.shift()(performance.now() + 1e6);
      rest(600);
      figure.close();
    }
  }
  const shown = guarded(playground.shown, "Shown", schema, read);
  const own = model({
    _spec: of("Playground")(playground.spec), _shown: shown, _image: bytes("AAAA"), _position: playground.position,
  });
  sandbox.render({ model: own, el: new FakeElement("div") })();
  globalThis.room = 0;
  const expected = Object.entries(schema).flatMap(([table, fields]) => Object.keys(fields).map((f) => `${table}.${f}`));
  // A guarded spec holds plain arrays for tuples, so all that is read of tables is in `read`.
  assert.deepEqual(expected.filter((field) => !read.has(field)), [], "sent, and never read");
});
