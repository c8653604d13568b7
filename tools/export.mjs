// The page that export.py makes: it holds each figure as an element [data-live] with its traits as
// JSON.  The attribute is the id of an element whose text is the script that draws it; the id with
// "-style" is that of its style.  Sent joined to page.mjs, whose names it uses.
import { onPaper, show } from "../livefigure/page.mjs";

const scripts = {};
const load = (id) => scripts[id] ??= import(URL.createObjectURL(
  new Blob([document.getElementById(id).textContent], { type: "text/javascript" })));

for (const place of document.querySelectorAll("[data-live]")) {
  const { default: widget } = await load(place.dataset.live);
  const state = JSON.parse(place.querySelector("script").textContent);
  state._css = document.getElementById(`${place.dataset.live}-style`).textContent;
  show(widget, place, state);
}
onPaper();
