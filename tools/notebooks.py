"""Execute the course's notebooks and store their outputs: the one producer of stored outputs.

    python tools/notebooks.py                 every notebook in notebooks/
    python tools/notebooks.py 01              those whose name begins with 01
    python tools/notebooks.py --check         execute, compare with what is stored, write nothing

Each notebook runs in a fresh kernel with a progress file of its own.  A notebook that fails in
any way is left as it was; one that runs is stored in a single form, the same bytes every time.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import re
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TypeVar

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import ensure_async
from nbformat import NotebookNode

T = TypeVar("T")

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CELL_SECONDS = 120
START_SECONDS = 120
NOTEBOOK_SECONDS = 600

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"name": "python"}
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

# What a kernel writes to stderr when something failed that no error message reports.
SIGNS = (
    "UsageError",
    "Exception in thread",
    "Exception in callback",
    "Exception ignored in",
    "Task exception was never retrieved",
    "was never awaited",
    "Traceback (most recent call last)",
)
STILLBORN = "Kernel died before replying to kernel_info"  # jupyter_client's words
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

# Run after the last cell.  An asyncio task speaks of its exception only when it is forgotten,
# so everything the notebook still holds is let go of; a late thread gets a moment to fail.
SETTLE = """
async def settle():
    import asyncio, gc
    await asyncio.sleep(0.2)
    get_ipython().reset()
    gc.collect()
await settle()
"""


class NotebookFailed(Exception):
    """A notebook did not run as it must; the message says where and why."""


def trouble(stderr: str) -> str | None:
    """The first sign of a failure in what a kernel wrote to stderr, with the text; else None."""
    text = _COLOUR.sub("", stderr)
    for sign in SIGNS:
        if sign in text:
            return f"stderr shows '{sign}':\n{text.strip()}"
    return None


def declares_error(cell: Mapping) -> bool:
    """Whether the cell is tagged as one that must raise."""
    tags = cell["metadata"].get("tags", [])
    return "raises-exception" in tags or "nbval-raises-exception" in tags


def source_hash(notebook: Mapping) -> str:
    """SHA-256 (hex) of everything that decides a notebook's outputs, and of nothing else.

    Counted are each cell's type, id, source, tags and nbgrader metadata.
    """
    cells = [
        [
            cell["cell_type"],
            cell.get("id"),
            "".join(cell["source"]),
            cell["metadata"].get("tags", []),
            cell["metadata"].get("nbgrader"),
        ]
        for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def execute(
    notebook: NotebookNode, folder: Path, environment: Mapping[str, str] | None = None
) -> NotebookNode:
    """Run a copy of the notebook in a fresh kernel in `folder` and return it with its outputs.

    environment: variables for the kernel on top of the present ones.
    Raises NotebookFailed for an error in a cell or inside an Output widget, a failure that only
    stderr shows, a declared error that did not come, and for exceeding a time limit.
    """
    variables = {**os.environ, "COURSE_STRICT": "1", "OMP_NUM_THREADS": "1"}
    variables.pop("MPLBACKEND", None)  # any other backend makes the inline pictures vanish
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        variables["COURSE_PROGRESS"] = str(Path(scratch) / "progress.json")
        variables.update(environment or {})

        def run() -> NotebookNode:
            running = _run(deepcopy(notebook), folder, variables)
            return asyncio.run(asyncio.wait_for(running, NOTEBOOK_SECONDS))

        try:
            return started(run)
        except CellTimeoutError as error:
            raise NotebookFailed(f"a cell took more than {CELL_SECONDS} s: {error}") from None
        except TimeoutError:
            raise NotebookFailed(f"it took more than {NOTEBOOK_SECONDS} s") from None
        except (CellExecutionError, DeadKernelError) as error:
            raise NotebookFailed(_COLOUR.sub("", str(error))) from None


def started(start: Callable[[], T]) -> T:
    """What `start`, which begins with starting a kernel, returns; tried once more where the kernel
    died at birth.  Of two that start at once and have chosen the same port, one does."""
    try:
        return start()
    except RuntimeError as error:
        if STILLBORN not in str(error):
            raise
    return start()


async def _run(notebook: NotebookNode, folder: Path, variables: dict[str, str]) -> NotebookNode:
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    async with client.async_setup_kernel(env=variables):
        heard = _hear(client)
        count = 0
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            count += 1
            await client.async_execute_cell(cell, index, execution_count=count)
            _raise_if(trouble("".join(heard)), cell)
            if declares_error(cell) and not any(o.output_type == "error" for o in cell.outputs):
                _raise_if("it is tagged as raising, and nothing was raised", cell)
        client.set_widgets_metadata()
        for failure in _failures_in_widgets(notebook):
            raise NotebookFailed(f"inside an Output widget: {failure}")
        notebook.cells.append(nbformat.v4.new_code_cell(SETTLE))
        await client.async_execute_cell(notebook.cells[-1], len(notebook.cells) - 1)
        _raise_if(trouble("".join(heard)), notebook.cells.pop(), "after the last cell")
    return notebook


def _hear(client: NotebookClient) -> list[str]:
    """Collect all stderr text from now on, also what a thread of an earlier cell writes later."""
    heard: list[str] = []
    channel = client.kc.iopub_channel
    receive = channel.get_msg

    async def get_msg(*args, **kwargs):
        message = await ensure_async(receive(*args, **kwargs))
        if message["msg_type"] == "stream" and message["content"]["name"] == "stderr":
            heard.append(message["content"]["text"])
        return message

    channel.get_msg = get_msg
    return heard


def _raise_if(reason: str | None, cell: NotebookNode, where: str = "") -> None:
    if reason:
        raise NotebookFailed(f"{where or 'in or before cell ' + cell.id}: {reason}")


def _failures_in_widgets(notebook: NotebookNode) -> Iterator[str]:
    """Errors which an Output widget swallowed: they are in no cell's outputs."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for model in state.values():
        for output in model.get("state", {}).get("outputs", ()):
            if output["output_type"] == "error":
                yield f"{output['ename']}: {output['evalue']}"
            elif output.get("name") == "stderr" and trouble(output["text"]):
                yield trouble(output["text"])


def normalise(notebook: NotebookNode) -> NotebookNode:
    """The stored form of an executed notebook, as a new notebook.

    Fixed metadata, counts 1..n, cell ids present and unique; widget views and states dropped;
    a picture as PNG without text chunks beside its plain text; consecutive streams merged.
    """
    notebook = deepcopy(notebook)
    _give_ids(notebook.cells)
    count = 0
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("nbgrader", "tags") if cell.metadata.get(key)}
        cell.metadata = NotebookNode(kept)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [
                _stored_output(output, count) for output in _merge_streams(cell.outputs)
            ]
            cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(
        {
            "course": {"source_hash": source_hash(notebook)},
            "kernelspec": KERNELSPEC,
            "language_info": LANGUAGE_INFO,
        }
    )
    return notebook


def _give_ids(cells: list[NotebookNode]) -> None:
    """Keep the ids there are; a missing or repeated one is made from the cell's text."""
    seen: set[str] = set()
    for cell in cells:
        name, turn = cell.get("id"), 0
        while not name or name in seen:
            text = f"{cell.cell_type} {turn} {cell.source}"
            name, turn = hashlib.sha256(text.encode()).hexdigest()[:8], turn + 1
        seen.add(name)
        cell["id"] = name


def _merge_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def _stored_output(output: NotebookNode, count: int) -> NotebookNode:
    if output.output_type == "stream":
        # Warnings name the kernel's temporary file, which is another one at each run.
        output.text = re.sub(r"\S*ipykernel_\d+\S+?\.py:(?=\d)", "cell:", output.text)
    elif output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]  # frames name this machine's paths
    else:
        data = output.data
        data.pop(WIDGET_VIEW, None)
        if "image/png" in data:
            png = strip_png(base64.b64decode(data["image/png"]))
            data = {"image/png": base64.b64encode(png).decode("ascii")} | {
                kind: text for kind, text in data.items() if kind == "text/plain"
            }
        output.data = NotebookNode(data)
        kept = {*data, "needs_background"}
        output.metadata = NotebookNode({k: v for k, v in output.metadata.items() if k in kept})
        if output.output_type == "execute_result":
            output.execution_count = count
    return output


def strip_png(png: bytes) -> bytes:
    """A PNG without its text, time and EXIF chunks: the pixels stay, the software's name goes."""
    kept, position = [png[:8]], 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        end = position + 12 + length
        if png[position + 4 : position + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"):
            kept.append(png[position:end])
        position = end
    return b"".join(kept)


def read(path: Path) -> NotebookNode:
    """A notebook as it is stored: nothing repaired, nothing added.  The file is UTF-8 JSON."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    for cell in raw["cells"]:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", ()):
            if "text" in output:
                output["text"] = "".join(output["text"])
            for kind, value in output.get("data", {}).items():
                if isinstance(value, list) and not kind.endswith("json"):
                    output["data"][kind] = "".join(value)
    return nbformat.from_dict(raw)


def produce(path: Path) -> bytes:
    """Execute the notebook at `path` and return the bytes to store.  Raises NotebookFailed."""
    notebook = read(path)
    _give_ids(notebook.cells)
    stored = normalise(execute(notebook, path.parent))
    nbformat.validate(stored)
    return (nbformat.writes(stored) + "\n").encode()


def write(path: Path, content: bytes) -> None:
    """Replace the file in one step, so that no reader ever sees half a notebook."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    os.replace(new, path)


def main(arguments: list[str] | None = None, folder: Path = NOTEBOOKS) -> int:
    """Command line; returns 0 when every notebook asked for ran (and, with --check, agrees)."""
    parser = argparse.ArgumentParser(description="Execute the notebooks and store their outputs.")
    parser.add_argument("names", nargs="*", help="beginnings of notebook names, such as 01")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)

    paths = [path for path in sorted(folder.glob("*.ipynb")) if "_my_copy" not in path.stem]
    for name in options.names:
        if not any(path.name.startswith(name) for path in paths):
            parser.error(f"no notebook in {folder.name}/ begins with '{name}'")
    if options.names:
        paths = [path for path in paths if path.name.startswith(tuple(options.names))]

    bad = 0
    for path in paths:
        print(f"{path.name}: ", end="", flush=True)
        try:
            content = produce(path)
        except NotebookFailed as reason:
            print(f"FAILED, left as it was\n{reason}")
            bad += 1
            continue
        if content == path.read_bytes():
            print("unchanged")
        elif options.check:
            print("DIFFERS from what is stored; run `make notebooks`")
            bad += 1
        else:
            write(path, content)
            print(f"written, {len(content) / 1000:.0f} kB")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a cell's error may use signs a console lacks
    sys.exit(main())
