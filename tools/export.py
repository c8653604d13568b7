"""Make a page of a notebook whose live figures work with no kernel and no network.

    python tools/export.py notebooks/01_exhaustive_search.ipynb page.html

The notebook is executed; the page holds its text, its outputs, the script of each kind of figure
once, and the figures' data.  A playground needs its kernel: of it the page shows the picture.
export.css is how the page looks, and livefigure/page.mjs what its figures do without a kernel.
"""

import argparse
import base64
import json
import re
import sys
from html import escape
from pathlib import Path

from jupyter_core.paths import jupyter_path
from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a script, too

from livefigure.widget import text_of  # noqa: E402
from tools.notebooks import WIDGET_STATE, WIDGET_VIEW, execute, read  # noqa: E402

STYLE = (ROOT / "tools" / "export.css").read_text(encoding="utf-8")
DARK = "nbconvert/templates/lab/static/theme-dark.css"  # below one of Jupyter's folders
READS_DARK = "screen and (prefers-color-scheme: dark)"  # paper is white
# Figures and pictures follow the theme by this attribute, as in JupyterLab.
FOLLOW_READER = f"""<script>
{{
  const dark = matchMedia("{READS_DARK}");
  const set = (light) => {{ document.body.dataset.jpThemeLight = String(light); }};
  const follow = () => set(!dark.matches);
  follow();
  dark.addEventListener("change", follow);
  addEventListener("beforeprint", () => set(true));
  addEventListener("afterprint", follow);
}}
</script>"""
ON_WHITE = "jp-needs-light-background"  # JupyterLab's name for a picture made for white paper
# One beside this page, whose own page is beside it too.
LINK_TO_NOTEBOOK = r'(<a [^>]*href="(?!\w+:|/)[^"#?]*)\.ipynb(?=["#?])'
# The figures that need no kernel (live ones, the start page's landscape, the sheet to draw on): by
# the id that their script gets, what it asks its model for.  The first of these tells the kind.
NEEDED = {
    "live-script": (
        "_svg", "_spec", "_data", "_position", "_measured", "_pinned", "prediction"
    ),
    "land-script": ("_land", "lr", "start"),
    "pad-script": ("_pad", "strokes", "typed", "fresh", "_turn", "_answer"),
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
                alt = escape(state["_shown"]["alt"])
                data["text/html"] = f'<img class="{ON_WHITE}" alt="{alt}" src="{source}">'
    notebook["metadata"].pop("widgets", None)
    exporter = HTMLExporter(
        template_name="lab",
        require_js_url="",
        mathjax_url="",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    resources = {"metadata": {"name": title(notebook)}}
    html, _ = exporter.from_notebook_node(notebook, resources)
    html = re.sub(r'<script src=""> ?</script>', "", html)  # where their addresses stood
    # Of each cell and output, where nothing can be done and nothing scrolls.
    html = re.sub(r'(<div class="jp-[^>]*) tabindex="0"', r"\1", html)
    html = re.sub(LINK_TO_NOTEBOOK, r"\1.html", html)
    style = f'<style media="{READS_DARK}">{_dark_theme()}</style><style>{STYLE}</style>'
    html = html.replace("</head>", f"{style}</head>", 1)
    html = re.sub("<body[^>]*>", rf"\g<0>{FOLLOW_READER}", html, count=1)
    if not shared:
        return html
    tail = "".join(
        f'<style id="{name}-style">{style}</style>'
        f'<script type="text/plain" id="{name}">{_inside(script)}</script>'
        for name, (script, style) in shared.items()
    )
    script = f'<script type="module">{text_of("page.mjs")}</script>'
    return html.replace("</body>", f"{tail}{script}</body>")


def title(notebook) -> str:
    """The first heading of a notebook, without its marks; "Notebook" where it has none."""
    texts = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    heading = re.search(r"^#+ +(.+?) *#*$", "\n".join(texts), re.MULTILINE)
    return re.sub(r"[*_`]|!?\[(.*?)\]\(.*?\)", r"\1", heading[1]) if heading else "Notebook"


def _dark_theme() -> str:
    """JupyterLab's dark colours, which nbconvert brings along."""
    places = (Path(folder, DARK) for folder in jupyter_path())
    return next(place for place in places if place.exists()).read_text(encoding="utf-8")


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
