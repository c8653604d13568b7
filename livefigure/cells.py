"""What a cell showed last time, so that running it again does not pile up widgets."""

from __future__ import annotations

from ipywidgets import Widget

_by_cell: dict[str, tuple[str, list[Widget]]] = {}


def replace_earlier_run(widget: Widget) -> None:
    """Note that the cell being run made this widget; close what its earlier run made.

    Does nothing outside a notebook, or where the front end does not say which cell is running.
    """
    cell, run = _running_cell()
    if cell is None:
        return
    earlier_run, widgets = _by_cell.get(cell, (run, []))
    if earlier_run != run:
        for old in widgets:
            old.close()
        widgets = []
    _by_cell[cell] = (run, [*widgets, widget])


def _running_cell() -> tuple[str | None, str]:
    """The id of the cell being run (JupyterLab, Notebook and VS Code tell it) and of this run."""
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return None, ""
    request = kernel.get_parent("shell") or {}
    cell = request.get("metadata", {}).get("cellId")
    return cell, request.get("header", {}).get("msg_id", "")
