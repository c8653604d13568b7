// The site's own script: each figure is fetched and drawn when it comes near the window.
// Sent joined to livefigure's page.mjs, whose names it uses.
import { forget, show } from "../../../livefigure/page.mjs";

const ROOT = new URL("../", import.meta.url);
// Pixels below and above the window
const NEAR = "900px";

const FIGURES = new URL("figures/", ROOT);

/** @type {Record<string, Promise<[any, string]>>} */
const scripts = {};

/** The script of a kind of figure, and its style, which stands on the page from now on. */
const load = ({ script, style }) => scripts[script] ??= Promise.all([
  import(new URL(script, FIGURES)),
  fetch(new URL(style, FIGURES)).then((answer) => answer.text()),
]).then(([{ default: widget }, css]) => {
  const sheet = document.createElement("style");
  sheet.textContent = css;
  document.head.append(sheet);
  return [widget, css];
});

// Where a figure stands, in the page's address: its name, and what each control says, in order.
// "#2-learning-rate=0.2,mean"

/** The texts that a figure's controls show now; none where it has no position. */
const said = ({ _spec: spec, _position: at, lr, start }) =>
  spec ? spec.controls.map(({ texts }, i) => texts[at[i]]) : start ? [lr, ...start].map(String) : [];

/** The traits that put a figure where these texts say; none where it has no such place. */
function stands({ _spec: spec }, texts) {
  if (!spec) {
    const [lr, ...start] = texts.map(Number);
    return start.length === 2 && [lr, ...start].every(Number.isFinite) ? { lr, start } : {};
  }
  const _position = spec.controls.map((control, i) => control.texts.indexOf(texts[i]));
  return texts.length === _position.length && !_position.includes(-1) ? { _position } : {};
}

const plain = (text) => encodeURIComponent(text.replaceAll("−", "-"));
const address = (name, state) => `${name}=${said(state).map(plain).join(",")}`;

/** The place that the address names, and the texts after it; "" for none. */
function asked() {
  const [name, ...rest] = location.hash.slice(1).split("=");
  try {
    const texts = rest.length ? rest.join("=").split(",") : [];
    return [decodeURIComponent(name), texts.map((text) => decodeURIComponent(text))];
  } catch {
    return ["", []];
  }
}

/** As `stands`, for the address: there a minus may be the one of the keyboard. */
const called = (name, state) => {
  const [wanted, texts] = asked();
  if (wanted !== name) return {};
  const found = stands(state, texts);
  return Object.keys(found).length ? found : stands(state, texts.map((text) => text.replace(/-/g, "−")));
};

/** A button under a figure that copies the address of where it stands. */
function linker(name, state) {
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.textContent = "Copy a link to this position";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    history.replaceState(null, "", `#${address(name, state)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = "Copied.";
    } catch {
      told.textContent = "It stands in the address bar now.";
    }
  });
  const row = document.createElement("p");
  row.className = "course-link";
  row.append(button, " ", told);
  return row;
}

/** @type {Record<string, Promise<[any, Record<string, any>]>>} */
const drawn = {};
const draw = (place) => drawn[place.id] ??= (async () => {
  near.unobserve(around(place));
  const [[widget, css], state] = await Promise.all([
    load(place.dataset),
    fetch(new URL(place.dataset.figure, FIGURES)).then((answer) => answer.json()),
  ]);
  Object.assign(state, { _css: css }, called(place.id, state));
  const veiled = [...place.childNodes];
  const model = show(widget, place, state);
  veiled.forEach((node) => node.remove());
  place.dataset.drawn = "";
  let waiting = 0;
  const keep = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => history.replaceState(null, "", `#${address(place.id, state)}`), 400);
  };
  for (const name of ["_position", "lr", "start"]) model.on(`change:${name}`, keep);
  // By a class of the cell: a rule with :has() would be asked again at every step of a slider.
  const asks = () => around(place).classList.toggle(
    "course-asks", Boolean(state._spec?.predict) && typeof state.prediction !== "number");
  model.on("change:prediction", asks);
  asks();
  if (said(state).length) place.append(linker(place.id, state));
  return [model, state];
})();

// A cell that is far away is not laid out inside, and tells of itself alone where it is.
const around = (place) => place.closest(".cell") ?? place;
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) draw(target.querySelector("[data-figure]") ?? target);
  }
}, { rootMargin: NEAR });

/** Go where the address says, once the figures there have taken their room: they would push it away. */
async function goThere() {
  const [name] = asked();
  const place = document.getElementById(name);
  if (!place) return;
  const { top } = place.getBoundingClientRect();
  const close = (one) => Math.abs(one.getBoundingClientRect().top - top) < 2 * innerHeight;
  const figures = [...document.querySelectorAll("[data-figure]")].filter(close);
  await Promise.all(figures.map(draw));
  if (place.dataset.figure) {
    const [model, state] = await draw(place);
    for (const [name, value] of Object.entries(called(place.id, state))) {
      if (String(state[name]) !== String(value)) model.set(name, value);
    }
  }
  // A picture has its size some frames after its width is known, a section when it comes near.
  for (let i = 0; i < 9; i++) {
    await new Promise(requestAnimationFrame);
    if (asked()[0] !== name) return;
    // Safari does not scroll to what it has skipped: to what that stands in, which is drawn then.
    let there = place;
    while (there.checkVisibility?.({ contentVisibilityAuto: true }) === false) there = there.parentElement;
    there.scrollIntoView();
  }
}
// Who comes back to a page is where they were.
const [{ type: came }] = performance.getEntriesByType("navigation");
if (came === "navigate" || document.getElementById(asked()[0])?.dataset.figure) goThere();
addEventListener("hashchange", goThere);
for (const place of document.querySelectorAll("[data-figure]")) near.observe(around(place));

for (const button of document.querySelectorAll(".course-forget")) {
  button.addEventListener("click", () => {
    forget();
    button.nextElementSibling.textContent = "Forgotten: each figure asks again when you open its page anew.";
  });
}

// A word's sentence begins under the word, or so far to the left of it that the page holds it all.
for (const type of ["pointerover", "focusin"]) {
  addEventListener(type, ({ target }) => {
    const word = target.closest?.("a.course-word");
    if (!word) return;
    const { right } = word.closest("article").getBoundingClientRect();
    const { left } = word.getClientRects()[0];
    const width = parseFloat(getComputedStyle(word, "::after").width) || 0;
    word.style.setProperty("--shift", `${Math.min(0, right - left - width)}px`);
  });
}

// Safari prints at once, without the pictures that it has not fetched; others fetch them then.
if (navigator.vendor.startsWith("Apple")) {
  const fetchAll = () => document.querySelectorAll("img[loading=lazy]").forEach((img) => { img.loading = "eager"; });
  addEventListener("load", () => setTimeout(fetchAll, 2000));
}

// On a narrow window the menus open from the keyboard, too.
for (const label of document.querySelectorAll("label[for='__navigation'], label[for='__toc']")) {
  if (label.classList.contains("overlay") || label.classList.contains("no-toc")) continue;
  label.tabIndex = 0;
  label.setAttribute("role", "button");
  label.setAttribute("aria-label", label.htmlFor === "__toc" ? "Contents of this page" : "Contents of the course");
  label.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    label.click();
  });
}
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of document.querySelectorAll(":is(#__navigation, #__toc):checked")) {
    menu.click();
    // What had the focus may have gone with the menu.
    const buttons = [...document.querySelectorAll(`label[for="${menu.id}"][role=button]`)];
    buttons.find((button) => button.checkVisibility())?.focus();
  }
});

// What is wider than its room is scrolled from the keyboard.
const wide = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll("pre, .table-wrapper")) wide.observe(box);

// What site.css does with a page that has been laid out as wide as it is now.
{
  const { classList } = document.documentElement;
  let width = 0;
  let waiting = 0;
  const settle = () => {
    // On a phone its height changes at every turn of a scroll.
    if (innerWidth === width) return;
    width = innerWidth;
    classList.remove("course-settled");
    clearTimeout(waiting);
    waiting = setTimeout(() => classList.add("course-settled"), 500);
  };
  if (document.readyState === "complete") settle();
  else addEventListener("load", settle);
  addEventListener("resize", settle);
}
