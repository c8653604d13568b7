// The site's own script: each figure is fetched and drawn when it comes near the window.
// Sent joined to livefigure's page.mjs, whose names it uses.
import { forget, show } from "../../../livefigure/page.mjs";

const ROOT = new URL("../", import.meta.url);
// Pixels below and above the window
const NEAR = "900px";

/** @type {Record<string, Promise<[any, string]>>} */
const scripts = {};

/** The script of a kind of figure, and its style, which stands on the page from now on. */
const load = (kind) => scripts[kind] ??= Promise.all([
  import(new URL(`_static/${kind}.mjs`, ROOT)),
  fetch(new URL(`_static/${kind}.css`, ROOT)).then((answer) => answer.text()),
]).then(([{ default: widget }, css]) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  return [widget, css];
});

async function draw(place) {
  near.unobserve(place);
  const [[widget, css], state] = await Promise.all([
    load(place.dataset.kind),
    fetch(new URL(`figures/${place.dataset.figure}`, ROOT)).then((answer) => answer.json()),
  ]);
  const veiled = [...place.childNodes];
  show(widget, place, { ...state, _css: css });
  veiled.forEach((node) => node.remove());
  place.dataset.drawn = "";
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) draw(target);
}, { rootMargin: NEAR });
for (const place of document.querySelectorAll("[data-figure]")) near.observe(place);

for (const button of document.querySelectorAll(".course-forget")) {
  button.addEventListener("click", () => {
    forget();
    button.nextElementSibling.textContent = "Forgotten: each figure asks again when you open its page anew.";
  });
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
