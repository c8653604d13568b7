"""What computes for seconds in a lesson, and how it takes less where something else is tested."""

from nbformat import NotebookNode

from tests.thorough import THOROUGH

# By a cell's id: nbval's blank run, and THOROUGH, compute the same to its end.
SHORTER = {
    "batch-code": ("epochs=1000", "epochs=50"),  # lesson 2
    "separable-code": ("100_000", "10_000"),  # lesson 4
    "unseen-code": ("100_000", "10_000"),
    "rows-code": ("range(100)", "range(5)"),
    "runs-code": ("range(20)", "range(2)"),  # lesson 5
    "four-code": ("epochs=20", "epochs=1"),
    "u-code": ("1000)", "100)"),  # lesson 6
    "product-code": ("300, 1000, 3000", "300"),
    "judge-code": ("epochs=20", "epochs=2"),  # lesson 7
}


def shorter(notebook: NotebookNode) -> NotebookNode:
    """The notebook itself, with shorter trainings in the cells that are nobody's answer."""
    for cell in notebook.cells if not THOROUGH else ():
        long, short = SHORTER.get(cell.id, ("", ""))
        assert long in cell.source, f"{cell.id} computes no {long}"
        cell.source = cell.source.replace(long, short) if long else cell.source
    return notebook
