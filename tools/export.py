"""Make a page of a notebook whose live figures work with no kernel and no network.

    python tools/export.py notebooks/01_exhaustive_search.ipynb page.html

The notebook is executed; the page holds its text, its outputs, the script of each kind of figure
once, and the figures' data.  A playground needs its kernel: of it the page shows the picture.
"""

import argparse
import base64
import json
import re
import sys
from html import escape
from pathlib import Path

from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a script, too

from tools.notebooks import WIDGET_STATE, WIDGET_VIEW, execute, read  # noqa: E402

# What the figure's script expects of a widget's model, without a kernel behind it.
STAND_IN = """
const scripts = {};
const load = (id) => scripts[id] ??= import(URL.createObjectURL(
  new Blob([document.getElementById(id).textContent], { type: "text/javascript" })));
for (const place of document.querySelectorAll("[data-live]")) {
  const { default: widget } = await load(place.dataset.live);
  const state = JSON.parse(place.querySelector("script").textContent);
  state._css = document.getElementById(`${place.dataset.live}-style`).textContent;
  if (state._data) {
    const bytes = Uint8Array.from(atob(state._data), (c) => c.charCodeAt(0));
    state._data = new DataView(bytes.buffer);
  }
  const listeners = {};
  const model = {
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      (listeners[`change:${name}`] ?? []).forEach((f) => f());
    },
    on(name, f) { (listeners[name] ??= []).push(f); },
    off(name, f) { listeners[name] = (listeners[name] ?? []).filter((g) => g !== f); },
    save_changes() {},
  };
  widget.render({ model, el: place });
}
"""
# The figures that need no kernel, live ones and the start page's landscape: by the id that their
# script gets, what it asks its model for.  The first of these tells the kind.
NEEDED = {
    "live-script": (
        "_svg", "_spec", "_data", "_position", "_measured", "_pinned", "prediction"
    ),
    "land-script": ("_land", "lr", "start"),
}  # fmt: skip


def page(notebook) -> str:
    """The HTML of an executed notebook, with its widgets' states in the metadata."""
    states = notebook["metadata"].get("widgets", {}).get(WIDGET_STATE, {})
    models = states.get("state", {})
    shared: dict[str, tuple[str, str]] = {}  # the script and the style of each kind, by its id
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            model = models.get(data.pop(WIDGET_VIEW, {}).get("model_id"), {})
            state = model.get("state", {})
            if name := next((name for name in NEEDED if NEEDED[name][0] in state), None):
                shared[name] = state["_esm"], state["_css"]
                data.clear()
                data["text/html"] = _place(name, state, model.get("buffers", ()))
            elif "_shown" in state:
                source = f"data:image/png;base64,{data.pop('image/png')}"
                data["text/html"] = f'<img alt="{escape(state["_shown"]["alt"])}" src="{source}">'
    notebook["metadata"].pop("widgets", None)
    exporter = HTMLExporter(template_name="lab", require_js_url="", mathjax_url="")
    html, _ = exporter.from_notebook_node(notebook)
    html = re.sub(r'<script src=""> ?</script>', "", html)  # where their addresses stood
    if not shared:
        return html
    tail = "".join(
        f'<style id="{name}-style">{style}</style>'
        f'<script type="text/plain" id="{name}">{_inside(script)}</script>'
        for name, (script, style) in shared.items()
    )
    return html.replace("</body>", f'{tail}<script type="module">{STAND_IN}</script></body>')


def _inside(script: str) -> str:
    """A script that may stand in an element: a "</" of its own would end that."""
    return script.replace("</", "<\\/")


def _place(script: str, state: dict, buffers: list[dict]) -> str:
    """The element a figure is drawn in by the script of this id, with what it needs to know."""
    kept = {name: state.get(name) for name in NEEDED[script]}
    for buffer in buffers:
        if buffer["path"] == ["_data"]:
            kept["_data"] = base64.b64encode(base64.b64decode(buffer["data"])).decode()
    text = _inside(json.dumps(kept))
    return f'<div data-live="{script}"><script type="application/json">{text}</script></div>'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("html", type=Path)
    arguments = parser.parse_args()
    executed = execute(read(arguments.notebook), arguments.notebook.parent)
    arguments.html.write_text(page(executed), encoding="utf-8")


if __name__ == "__main__":
    main()
