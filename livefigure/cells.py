"""What a cell showed last time, so that running it again does not pile up widgets."""

from __future__ import annotations

from contextlib import suppress

from ipywidgets import Widget

MOST_LEAVING = 20  # widgets that wait for the front end's answer; the oldest give up beyond

_by_cell: dict[str, tuple[str, list[Widget]]] = {}
_leaving: list[Widget] = []


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
            _leave(old)
        widgets = []
    _by_cell[cell] = (run, [*widgets, widget])


def _leave(widget: Widget) -> None:
    """Close a widget as soon as the front end has it whole.

    anywidget loads a widget's script after it has heard of the widget, and complains of one that
    is closed meanwhile, as happens when a cell runs twice in a moment.  It lets a message through
    only once all is loaded: `live.mjs` answers it, and the answer closes the widget.
    """
    if widget.comm is None:
        return
    _leaving.append(widget)
    widget.on_msg(_close)
    widget.send({})
    for old in _leaving[:-MOST_LEAVING]:  # a front end without anywidget never answers
        _close(old)


def _close(widget: Widget, *message: object) -> None:
    with suppress(ValueError):
        _leaving.remove(widget)
    widget.close()


def _running_cell() -> tuple[str | None, str]:
    """The id of the cell being run (JupyterLab, Notebook and VS Code tell it) and of this run."""
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return None, ""
    request = kernel.get_parent("shell") or {}
    cell = request.get("metadata", {}).get("cellId")
    return cell, request.get("header", {}).get("msg_id", "")
