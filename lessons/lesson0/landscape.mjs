// The start page's landscape, computed and drawn in the browser.
//
// The first part is the land itself: where a ball goes from a place, and where from every place.
// It mirrors landscape.py, operation by operation; a test compares the two to the last bit.  The
// second part colours it, the third puts it on the page.  What both sides must agree on (valleys,
// rates, colours, sentences) comes from Python in `_land`.  No imports, no network.
//
// Comments that stand on lines of their own are not sent, so none may share one with code.

const LOST = 4;
const RESTLESS = 5;

// The land ---------------------------------------------------------------------------------------

// The valley in whose quarter of the land a place lies, by its number.
const quarter = (x, y) => (x > 0 ? (y > 0 ? 2 : 1) : y > 0 ? 3 : 0);

// How a ball from x, y ends (the number of the valley where it comes to rest, LOST or RESTLESS),
// plus 8 for each step it took; the places it came to are added to `path`, if there is one.  After
// `most` steps, where the eye is in a hurry, it is taken to end in the quarter it has reached.
function descend({ near, far, limits, steps }, x, y, rate, most, path) {
  let a = x * x + y - 11;
  let b = x + y * y - 7;
  for (let n = 8; n <= 8 * most; n += 8) {
    const along = 4 * x * a + 2 * b;
    y -= rate * (2 * a + 4 * y * b);
    x -= rate * along;
    if (path) path.push([x, y]);
    if (!(x < far && x > -far && y < far && y > -far)) return n + LOST;
    a = x * x + y - 11;
    b = x + y * y - 7;
    if (a * a + b * b < near && rate < limits[quarter(x, y)]) return n + quarter(x, y);
  }
  const q = quarter(x, y);
  return 8 * most + (most < steps && rate < limits[q] ? q : RESTLESS);
}

// The whole way of a ball, [[x, y], …] with its start, and how it ends.
export function follow(land, x, y, rate) {
  const path = [[x, y]];
  const end = descend(land, x, y, rate, land.steps, path) & 7;
  return { path, end };
}

// What is said of a way and its end at this rate, of the land, and of the steps.
export function sentences({ says, names, limits }, { path, end }, rate) {
  const n = path.length - 1;
  const steps = `${n} ${n === 1 ? "step" : "steps"}`;
  const out = limits.filter((limit) => rate >= limit).length;
  const kind = end < LOST ? "rest" : end === LOST ? "lost" : "restless";
  return [
    says[kind].replace("{steps}", steps).replace("{valley}", names[end]),
    !out && end === LOST ? says.dark : says.land[out],
    steps,
  ];
}

// Its colours ------------------------------------------------------------------------------------

const LEVELS = 64;
const BANDS = 8;
const mix = (one, other, t) => one.map((v, k) => v + (other[k] - v) * t);
const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));

// For each look and each level of light a colour, as the canvas keeps it.  Looks: the valleys,
// restless, its hatching, and lost by how soon.
function colors(land) {
  const lost = Array.from({ length: BANDS }, (_, band) => (t) => 10 + 5 * band + 16 * t);
  const greys = [(t) => 84 + 120 * t, (t) => 44 + 120 * t, ...lost].map(
    (grey) => (t) => [grey(t), grey(t) + 2, grey(t) + 7]);
  const hues = land.colors.map((three) => {
    const [dark, hue, light] = three.map(rgb);
    return (t) => (t < 0.5 ? mix(dark, hue, 2 * t) : mix(hue, light, 2 * t - 1));
  });
  return new Uint32Array([...hues, ...greys].flatMap((look) =>
    Array.from({ length: LEVELS }, (_, level) => {
      const [r, g, b] = look(level / (LEVELS - 1));
      return 0xff000000 | (b << 16) | (g << 8) | r;
    })));
}

// The light on the land, from the upper left, with a darker line at every level of height: w × h
// levels.  It does not depend on the rate.
function relief({ x: [left, right], y: [bottom, top] }, w, h) {
  const light = new Uint8Array(w * h);
  const per = (right - left) / w;
  for (let j = 0, at = 0; j < h; j++) {
    const y = top - ((j + 0.5) * (top - bottom)) / h;
    for (let i = 0; i < w; i++, at++) {
      const x = left + (i + 0.5) * per;
      const a = x * x + y - 11;
      const b = x + y * y - 7;
      // Of the logarithm of the height: the valleys are as deep to the eye as the slopes are high.
      const f = a * a + b * b + 3;
      const across = (4 * x * a + 2 * b) / f;
      const up = (2 * a + 4 * y * b) / f;
      const steep = Math.hypot(across, up);
      const high = Math.log(f);
      const line = Math.abs(2 * high - Math.round(2 * high)) < per * steep * 1.1 ? 0.09 : 0;
      const shine = (0.2 * (across - up)) / Math.sqrt(0.4 + steep * steep);
      light[at] = Math.max(0, Math.min(1, 0.86 - 0.075 * high + shine - line)) * (LEVELS - 1);
    }
  }
  return light;
}

// Milliseconds, and the most steps.
const HURRY = 7;
const COARSE = 72;
const FINE = 150;

// A painter of the land on a canvas.  `coarse` paints at once, on a grid that it makes as fine as
// 7 ms allow on this machine; `fine` in pieces of 7 ms, once well and then with four places to a
// pixel, so that what is narrow is smooth.  Both say in the end how many places end in each way.
function painter(land, canvas, wide, high) {
  const { x: [left, right], y: [bottom, top] } = land;
  const pen = canvas.getContext("2d");
  const table = colors(land);
  const grids = {};
  let cell = 3;
  let job = 0;

  // Rows of places of this size, as many as there is time for, and so on until all are painted.
  function paint(size, rate, most, time, done) {
    const [w, h] = [Math.round(wide / size), Math.round(high / size)];
    const { image, light } = grids[size] ??= { image: new ImageData(w, h), light: relief(land, w, h) };
    const pixels = new Uint32Array(image.data.buffer);
    const counts = [0, 0, 0, 0, 0, 0];
    let j = 0;
    (function piece() {
      const until = performance.now() + time;
      for (; j < h && performance.now() < until; j++) {
        const y = top - ((j + 0.5) * (top - bottom)) / h;
        for (let i = 0, at = j * w; i < w; i++, at++) {
          const found = descend(land, left + ((i + 0.5) * (right - left)) / w, y, rate, most);
          const end = found & 7;
          counts[end]++;
          let look = end;
          if (end === LOST) look = 5 + Math.min(BANDS, found >> 3);
          else if (end === RESTLESS) look = ((i + j) * size) % 8 < 2 ? 5 : 4;
          pixels[at] = table[look * LEVELS + light[at]];
        }
      }
      if (j < h) { job = setTimeout(piece); return; }
      if (canvas.width !== w) [canvas.width, canvas.height] = [w, h];
      pen.putImageData(image, 0, 0);
      done(counts);
    })();
  }

  const stop = () => clearTimeout(job);
  return {
    stop,
    coarse(rate, done) {
      stop();
      const begun = performance.now();
      paint(cell, rate, COARSE, Infinity, done);
      const took = performance.now() - begun;
      cell = clamp(cell + (took > HURRY) - (took < HURRY / 3), 3, 8);
    },
    fine: (rate, done) =>
      paint(1, rate, FINE, HURRY, () => paint(0.5, rate, FINE, HURRY, done)),
  };
}

// On the page ------------------------------------------------------------------------------------

// Milliseconds without a change until the kernel hears of it, a screen reader does, the land is
// painted finely, and the ball rolls; and how long it rolls.
const SAVE = 250;
const SPEAK = 500;
const REFINE = 150;
const REST = 300;
const ROLL = 1000;
const DOTS = 60;

const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
const line = (points) => points.map((point, n) => `${n ? "L" : "M"}${point}`).join("");
// The index of the number that is nearest to v, of numbers that lie equally far apart.
const nearest = (all, v) => clamp(
  Math.round(((v - all[0]) / (all.at(-1) - all[0])) * (all.length - 1)), 0, all.length - 1);

function html({ says, names, colors, starts, rates, ticks }, id) {
  // The attribute keeps JupyterLab's shortcuts from the arrows, on the element that has the focus.
  const range = (all, more) =>
    `<input data-lm-suppress-shortcuts="true" type="range" min="0" max="${all.length - 1}" ${more}>`;
  const start = (k) => range(starts[k], `class="land-start" aria-label="${says.start[k]}"`);
  const row = (name, k) => {
    const look = `class="land-${k}" style="${k < LOST ? `background:${colors[k][1]}` : ""}"`;
    return `<li><i ${look}></i><span>${name}</span><span class="land-bar"><i ${look}></i></span>
      <span class="land-share"></span></li>`;
  };
  const tick = (v) => `<span style="--at:${rates.indexOf(v) / (rates.length - 1)}">${v}</span>`;
  return `<div class="land-top">
    <div class="land-map">
      ${start(0)}${start(1)}<canvas></canvas>
      <svg aria-hidden="true"><path class="land-ghost"/><path class="land-rim"/><path class="land-way"/>
        <path class="land-rim land-dots"/><path class="land-way land-dots"/><g></g></svg>
      <span class="land-ball"></span><span class="land-handle"></span>
    </div>
    <div class="land-ends"><p id="${id}-ends">${says.ends}</p><ul aria-labelledby="${id}-ends">
      ${[...names, ...says.bars].map(row).join("")}</ul></div>
    </div>
    <div class="land-controls"><label for="${id}-rate">${says.rate}</label>
      <div>${range(rates, `id="${id}-rate"`)}
        <div class="land-ticks" aria-hidden="true">${ticks.map(tick).join("")}</div></div>
      <output for="${id}-rate"></output></div>
    <p class="land-caption"><b></b> <span></span></p><p class="land-spoken" role="status"></p>`;
}

function render({ model, el }) {
  const land = model.get("_land");
  const { says, names, limits, rates, starts, x: [left, right], y: [bottom, top] } = land;
  const frame = document.createElement("div");
  const id = `land-${Math.random().toString(36).slice(2)}`;
  Object.assign(frame, { className: "land", innerHTML: html(land, id) });
  const all = (what) => [...frame.querySelectorAll(what)];
  const [map, canvas, svg, labels, ball, handle, output, said, why, spoken] = [
    ".land-map", "canvas", "svg", "g", ".land-ball", ".land-handle", "output", "b",
    ".land-caption span", ".land-spoken"].map((what) => frame.querySelector(what));
  const [west, south, slider] = all("input");
  const [ghost, ...walked] = all("path");
  const bars = all("li");
  let [wide, high] = [0, 0];
  const px = ([x, y]) => [
    ((x - left) / (right - left)) * wide, ((top - y) / (top - bottom)) * high,
  ];

  const waiting = {};
  let rolling = 0;
  let painted = 0;
  let fine = false;
  let paints;
  let now;
  let way;
  const settle = () => {
    frame.dataset.settled = String(!(rolling || !fine || waiting.roll));
  };
  function after(name, delay, what) {
    clearTimeout(waiting[name]);
    waiting[name] = setTimeout(() => { waiting[name] = 0; what(); settle(); }, delay);
  }
  function change(name, value) {
    model.set(name, value);
    after("save", SAVE, () => model.save_changes());
  }

  // How much of the land belongs to each valley, to balls without rest, to lost ones.
  function share(counts) {
    const sum = counts.reduce((one, other) => one + other);
    bars.forEach((row, k) => {
      const part = (100 * counts[k < LOST ? k : LOST + RESTLESS - k]) / sum;
      const out = painted >= limits[k];
      row.className = out ? "land-out" : "";
      row.querySelector(".land-bar i").style.width = `${part}%`;
      row.querySelector(".land-share").innerHTML = out
        ? `${says.out} <span>${says.from[k]}</span>`
        : `${part > 0 && part < 1 ? "< 1" : Math.round(part)}%`;
    });
  }

  // The way up to a number of steps, a fraction of one included, and the ball there.
  function draw(until) {
    const last = way.length - 1;
    const whole = Math.floor(until);
    const part = until - whole;
    const from = way[whole];
    const step = (way[whole + 1] ?? from).map((v, k) => v - from[k]);
    const here = from.map((v, k) => v + part * step[k]);
    const d = line([...way.slice(0, whole + 1), here]);
    const dots = way.slice(1, Math.min(whole, DOTS) + 1).map((point) => `M${point}h0`).join("");
    walked.forEach((path, k) => path.setAttribute("d", k < 2 ? d : dots));
    // A long step is a leap: the ball rises, its shadow stays on the land.
    const lift = 4 * part * (1 - part) * Math.min(26, 0.2 * Math.hypot(...step));
    ball.style.cssText = `--x: ${here[0]}px; --y: ${here[1]}px; --lift: ${lift}px`;
    ball.hidden = until >= last && now.end === LOST;
  }

  // Texts on the land: the valleys' names, and how the ball ended, each where it hides least.
  function write(rate) {
    const taken = way.slice(0, DOTS).map(([x, y]) => [x - 3, y - 3, x + 3, y + 3]);
    const texts = [];
    function put(kind, text, x, y, off) {
      const half = 5 + 3.8 * text.length;
      const boxes = [[0, -1], [0, 1], [1, 0], [-1, 0], [1, 1], [-1, 1]].map(([a, b]) => {
        const u = clamp(x + a * (half + 8), half, wide - half);
        const v = clamp(y + b * off, 12, high - 12);
        return [u - half, v - 9, u + half, v + 9];
      });
      const hidden = boxes.map(([l, t, r, b]) => taken.filter((other) =>
        l < other[2] && r > other[0] && t < other[3] && b > other[1]).length);
      const box = boxes[hidden.indexOf(Math.min(...hidden))];
      taken.push(...Array(DOTS).fill(box));
      texts.push(`<text class="${kind}" x="${box[0] + half}" y="${box[1] + 14}">${text}</text>`);
    }
    land.valleys.forEach((place, k) => {
      const [u, v] = px(place);
      taken.push([u - 7, v - 7, u + 7, v + 7]);
      texts.push(`<path d="M${u - 5} ${v}l5 -5l5 5l-5 5z"/>`);
      put("land-name", rate < limits[k] ? names[k] : `${names[k]} ${says.out}`, u, v, 20);
    });
    // A lost ball's text stands where it was last seen on the map.
    const on = way.findLast(([u, v]) => u >= 0 && v >= 0 && u <= wide && v <= high);
    const steps = sentences(land, now, rate)[2];
    put("", { [LOST]: `${says.bars[1]}: ${steps}`, [RESTLESS]: says.bars[0] }[now.end] ?? steps, ...on, 24);
    labels.innerHTML = texts.join("");
  }

  function roll() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const last = way.length - 1;
    const begun = performance.now();
    const tick = (time) => {
      const t = clamp((time - begun) / ROLL, 0, 1);
      // The first steps are the long ones: they take most of the time.
      draw((last * t) / (1 + Math.max(0, last / 12 - 1) * (1 - t)));
      rolling = t < 1 ? requestAnimationFrame(tick) : 0;
      settle();
    };
    rolling = requestAnimationFrame(tick);
  }

  // All of it, for where the controls stand now; once the hand rests, finely, and rolling.
  function show() {
    if (!wide) return;
    const [rate, start] = [model.get("lr"), model.get("start")];
    cancelAnimationFrame(rolling);
    rolling = 0;
    now = follow(land, ...start, rate);
    way = now.path.map((place) => px(place).map((v) => Math.round(v * 10) / 10));
    if (painted !== rate) {
      painted = rate;
      fine = false;
      paints.coarse(rate, share);
      after("fine", REFINE, () => paints.fine(rate, (counts) => {
        fine = true;
        share(counts);
        settle();
      }));
    }
    ghost.setAttribute("d", line(way));
    draw(way.length - 1);
    write(rate);
    const [first, second] = sentences(land, now, rate);
    [said.textContent, why.textContent, output.textContent] = [first, second, rate];
    [[slider, rates, rate], [west, starts[0], start[0]], [south, starts[1], start[1]]].forEach(
      ([input, values, value]) => {
        input.value = nearest(values, value);
        input.setAttribute("aria-valuetext", `${value}: ${first}`);
      });
    handle.style.translate = px(start).map((v) => `${v}px`).join(" ");
    after("roll", REST, roll);
    after("speak", SPEAK, () => {
      const shares = bars.map((row) => row.textContent.replace(/\s+/g, " "));
      spoken.textContent = `${first} ${second} ${says.ends}: ${shares.join(", ")}.`;
    });
    settle();
  }

  slider.addEventListener("input", () => change("lr", rates[slider.value]));
  [west, south].forEach((input, k) => input.addEventListener("input", () => {
    change("start", model.get("start").map((v, i) => (i === k ? starts[k][input.value] : v)));
  }));

  // The hand on the land: a mouse takes the ball wherever it is pressed; a finger by the handle,
  // so that the page can be scrolled, or by a tap.
  function move({ clientX, clientY }) {
    const box = map.getBoundingClientRect();
    const x = left + ((clientX - box.left) / wide) * (right - left);
    const y = top - ((clientY - box.top) / high) * (top - bottom);
    change("start", [x, y].map((v, k) => starts[k][nearest(starts[k], v)]));
  }
  const aside = ({ pointerType, target }) => pointerType === "touch" && target !== handle;
  map.addEventListener("pointerdown", (event) => {
    if (event.button || aside(event)) return;
    event.preventDefault();
    map.setPointerCapture(event.pointerId);
    west.focus({ preventScroll: true });
    if (event.target !== handle) move(event);
    map.onpointermove = move;
  });
  map.addEventListener("lostpointercapture", () => { map.onpointermove = null; show(); });
  map.addEventListener("click", (event) => {
    if (aside(event)) move(event);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.activeElement.blur();
    (el.closest(".jp-Cell") ?? el.closest(".jp-Notebook"))?.focus();
    event.preventDefault();
  });

  el.append(frame);
  const size = new ResizeObserver(() => {
    [wide, high] = [map.clientWidth, map.clientHeight];
    if (!wide) return;
    svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    paints?.stop();
    paints = painter(land, canvas, wide, high);
    painted = 0;
    show();
  });
  size.observe(map);
  const heard = ["change:lr", "change:start"];
  heard.forEach((name) => model.on(name, show));
  comeIntoView(frame);
  return () => {
    heard.forEach((name) => model.off(name, show));
    size.disconnect();
    paints?.stop();
    cancelAnimationFrame(rolling);
    if (waiting.save) model.save_changes();
    Object.values(waiting).forEach(clearTimeout);
    frame.remove();
  };
}

let seen = false;

// After a real Ctrl+Enter or Shift+Enter on its cell, not after Run All: then the active cell is
// its own or the next one, to which JupyterLab has scrolled.
function comeIntoView(frame) {
  if (seen) return;
  seen = true;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const cell = frame.closest(".jp-Cell");
    const active = cell?.parentElement.querySelector(".jp-Cell.jp-mod-active");
    if (active && (active === cell || active.previousElementSibling === cell)) {
      frame.scrollIntoView({ block: "end" });
    }
  }));
}

// Answers what livefigure's cells.py asks of a widget before it closes it.
const initialize = ({ model }) => model.on("msg:custom", () => model.send({}));

export default { initialize, render };
