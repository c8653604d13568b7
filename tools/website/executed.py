"""Notebooks as the site needs them: executed, with their widgets' states and stills of them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools.notebooks import WIDGET_STATE, execute, read, source_hash

STILLS = "application/vnd.livefigure.stills+json"
# Run after the notebook's own cells: the figures that it has shown, by their model's id.
LOOK = f"""
def _stills():
    import gc
    from base64 import b64encode
    from IPython.display import display
    from livefigure import LiveFigure
    shown = [one for one in gc.get_objects() if issubclass(type(one), LiveFigure) and one.comm]
    found = {{}}
    for live in shown:
        picture, *words = live.still_picture()
        found[live.model_id] = [live.name, b64encode(picture).decode(), *words]
    display({{"{STILLS}": found}}, raw=True)
_stills()
"""


class Stale(Exception):
    """A notebook was changed and not executed since; the message says what to do."""


@dataclass(frozen=True)
class Still:
    """A live figure where nothing moves, and its name."""

    name: str
    picture: bytes  # PNG
    position: str
    caption: str
    twin: str


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs; the traits of each of its widgets by the model's id, bytes in
    base64 as JSON has them; and the stills of its live figures."""

    path: Path
    notebook: NotebookNode
    traits: dict[str, dict]
    stills: dict[str, Still]


def executed(path: Path) -> Executed:
    """Execute a notebook.  Raises Stale where its stored outputs are not those of its cells, and
    NotebookFailed where it does not run."""
    notebook = read(path)
    if notebook.metadata.get("course", {}).get("source_hash") != source_hash(notebook):
        raise Stale(
            f"{path.name} was changed and not executed since: run `make notebooks "
            f"LESSON={path.name[:2]}`, look at its outputs, then build the site again."
        )
    notebook.cells.append(nbformat.v4.new_code_cell(LOOK))
    done = execute(notebook, path.parent)
    looked = done.cells.pop()
    found = next(o.data[STILLS] for o in looked.outputs if STILLS in o.get("data", {}))
    stills = {
        model: Still(name, base64.b64decode(picture), *words)
        for model, (name, picture, *words) in found.items()
    }
    states = done.metadata.pop("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    return Executed(path, done, {model: _traits(state) for model, state in states.items()}, stills)


def _traits(model: dict) -> dict:
    traits = json.loads(json.dumps(model["state"]))
    for buffer in model.get("buffers", ()):
        (name,) = buffer["path"]
        traits[name] = base64.b64encode(base64.b64decode(buffer["data"])).decode()
    return traits
