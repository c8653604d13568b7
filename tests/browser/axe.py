"""What axe-core finds wrong in what a page shows."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.thorough import THOROUGH

OURS = (".jp-OutputArea-output", ".jp-RenderedMarkdown")  # JupyterLab answers for the rest
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# Contrast takes axe most of its time, and is the same for all that look the same in the same place:
# it looks at one of these, or at each where THOROUGH is set.
ONE_OF_EACH = """
axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
window.oneOfEach = (each) => {
  const grounds = new Map([[null, ""]]), looks = new Set(), marked = [];
  const mark = (element) => {
    element.dataset.look = "";
    marked.push(element);
  };
  const go = (element) => {
    const { tagName, className, parentElement, control } = element;
    const { backgroundColor, backgroundImage, opacity, filter, position, color, fontSize,
      fontWeight, textShadow } = getComputedStyle(element);
    const own = [backgroundColor, backgroundImage, opacity, filter, position].join();
    const under = grounds.get(parentElement);
    const ground = own === "rgba(0, 0, 0, 0),none,1,none,static" ? under : `${under};${own}`;
    grounds.set(element, ground);
    // Of what is hidden or disabled axe asks nothing.
    const left = !element.checkVisibility({ visibilityProperty: true })
      || element.closest(":disabled, [aria-disabled=true]") || control?.disabled;
    const look = [tagName, className, parentElement?.className, color, fontSize, fontWeight,
      textShadow, ground].join();
    if (each || left || !looks.has(look)) mark(element);
    if (!left) looks.add(look);
    element.shadowRoot?.querySelectorAll("*").forEach(mark);
    for (const child of element.children) go(child);
  };
  go(document.documentElement);
  return marked;
};
"""
# JupyterLab answers for its links, which only their colour tells from the text around them.
OPTIONS = {"resultTypes": ["violations"], "rules": {"link-in-text-block": {"enabled": False}}}
# To axe all that lies outside a box which hides its overflow is hidden, and left out by most of its
# rules, contrast among them: JupyterLab's body is such a box, and no pixel high.  So is a cell that
# the browser leaves undrawn because it is far away.  The pictures are hidden from assistive
# technology, no rule looks at them, and they are most of the page: they are taken out meanwhile,
# unless the focus could get into them.
SCAN = """async ([include, options, each]) => {
  const roots = [...document.querySelectorAll(".live-picture")].map((picture) => picture.shadowRoot)
    .filter((root) => !root.querySelector("a, button, input, [tabindex]"));
  const drawn = roots.map((root) => {
    const fragment = document.createDocumentFragment();
    fragment.append(...root.childNodes);
    return fragment;
  });
  document.body.style.overflow = "visible";
  const all = document.head.appendChild(document.createElement("style"));
  all.textContent = "* { content-visibility: visible !important; }";
  const marked = oneOfEach(each);
  try {
    return (await axe.run({ include }, options)).violations;
  } finally {
    marked.forEach((element) => delete element.dataset.look);
    document.body.style.overflow = "";
    all.remove();
    roots.forEach((root, i) => root.append(drawn[i]));
  }
}"""


def violations(page: Page, whole: bool = False, each: bool = THOROUGH) -> list[str]:
    """What axe finds wrong in the outputs and texts that are on the page now, or in the whole of
    one that is ours, in words."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE + ONE_OF_EACH)
    parts, options = (["html"], {}) if whole else (OURS, OPTIONS)
    found = page.evaluate(SCAN, [[[part] for part in parts], options, each])
    return [
        f"{rule['id']}: {' '.join(node['failureSummary'].split())} in {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]
