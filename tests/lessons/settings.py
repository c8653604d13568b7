"""What learners set in their kernels, and a lesson that is run under it."""

import asyncio
import os
import subprocess
from base64 import b64decode
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from PIL import Image

from tests.kernels import ROOT
from tests.thorough import thinned
from tools.notebooks import CELL_SECONDS, WIDGET_STATE, WIDGET_VIEW

CONFIG = ROOT / "binder" / "ipython_kernel_config.json"
# Where a kernel's first picture has chosen the backend, and how that is to show pictures.
STYLED = "plt.close(plt.figure()), str(plt.rcParams)"


@dataclass(frozen=True)
class Setting:
    """cell: what a learner runs after the set-up cell; look: an expression that tells how it is
    set; own: what that gives where the course computes and draws, None where it makes no
    difference to that; files: what lies beside the notebook, by its name (`startup/…`: what
    IPython runs first); drawn: whether it is Matplotlib's; unseen: what a picture says of black
    points that a cell draws under it."""

    cell: str = ""
    look: str = "None"
    own: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    drawn: bool = False
    unseen: str = ""


START_UP = """
import matplotlib.pyplot as plt, numpy as np, torch
torch.set_default_dtype(torch.float64)
np.seterr(over="raise")
plt.style.use("dark_background")
plt.rcParams["axes.grid"] = True
"""
BLACK = "this kernel has set `axes.facecolor` to black"
# Cells whose words are cut off by the paper, or lie on one another, where letters are large.
CROWDED = ("slope-code", "family-code", "u-code")
# Those that were seen to break something.
SEEN = {
    "float64": Setting(
        "import torch\ntorch.set_default_dtype(torch.float64)", "torch.get_default_dtype()",
        "torch.float32",
    ),
    "no gradients": Setting(
        "import torch\ntorch.set_grad_enabled(False)", "torch.is_grad_enabled()", "True"
    ),
    "NumPy raises": Setting(
        'import numpy as np\nnp.seterr(all="raise")',
        "np.geterr()",
        "{'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}",
    ),
    "dark": Setting(
        'import matplotlib.pyplot as plt\nplt.style.use("dark_background")',
        STYLED,
        drawn=True,
        unseen=BLACK,
    ),
    "large": Setting(
        'import matplotlib.pyplot as plt\nplt.rcParams["font.size"] = 22', STYLED, drawn=True
    ),
    "LaTeX": Setting(
        'import matplotlib.pyplot as plt\nplt.rcParams["text.usetex"] = True',
        STYLED,
        drawn=True,
        unseen="Drawn without LaTeX: `text.usetex` is on here",
    ),
    "matplotlibrc": Setting(
        look=STYLED,
        files={"matplotlibrc": "axes.facecolor: black\nfont.size: 15\nlines.linewidth: 6\n"},
        drawn=True,
        unseen=BLACK,
    ),
    "start-up file": Setting(
        look=f"torch.get_default_dtype(), np.geterr(), {STYLED}",
        files={"startup/00.py": START_UP},
        drawn=True,
        unseen=BLACK,
    ),
}
MORE = {
    "print options": Setting(
        "import numpy as np\nnp.set_printoptions(precision=1, threshold=3, sign='+')",
        "np.get_printoptions()",
    ),
    "legacy printing": Setting(
        "import numpy as np\nnp.set_printoptions(legacy='1.13')",
        "np.get_printoptions()['legacy']",
        "False",
    ),
    "random seeds": Setting(
        "import random\nimport numpy as np\nrandom.seed(7)\nnp.random.seed(7)",
        "random.getstate()[1][:4], np.random.get_state()[1][:4], np.random.get_state()[2]",
    ),
    "deterministic": Setting(
        thinned(  # the latter does the same, and loads less
            "import torch\ntorch.use_deterministic_algorithms(True)",
            "import torch\ntorch.set_deterministic_debug_mode('error')",
        ),
        "torch.get_deterministic_debug_mode()",
        "0",
    ),
    "recursion": Setting(
        "import sys\nsys.setrecursionlimit(300)", "sys.getrecursionlimit()", "1000"
    ),
    "locale": Setting(
        "import locale\nlocale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\n"
        "import matplotlib.pyplot as plt\nplt.rcParams['axes.formatter.use_locale'] = True",
        f"locale.setlocale(locale.LC_ALL), locale.str(1.5), {STYLED}",
        drawn=True,
    ),
    "warnings": Setting(
        "import warnings\nwarnings.simplefilter('error')",
        "[one[0] for one in warnings.filters if one[2] is Warning][:1]",
        "['ignore']",
    ),
    "threads": Setting(
        "import torch\ntorch.set_num_threads(2)", "torch.get_num_threads()", "1"
    ),
    "anomalies": Setting(
        "import torch\ntorch.autograd.set_detect_anomaly(True)",
        "torch.is_anomaly_enabled()",
        "False",
    ),
    "precision": Setting(
        "import torch\ntorch.set_float32_matmul_precision('medium')",
        "torch.get_float32_matmul_precision()",
        "'highest'",
    ),
    "device": Setting(
        "import torch\ntorch.set_default_device('meta')", "torch.get_default_device()",
        "torch.device('cpu')",
    ),
    "inference": Setting(
        "import torch\nmode = torch.inference_mode()\nmode.__enter__()",
        "torch.is_inference_mode_enabled()",
        "False",
    ),
    "decimals": Setting(
        "import decimal, sys\ndecimal.getcontext().prec = 2\nsys.set_int_max_str_digits(640)",
        "decimal.getcontext().prec, sys.get_int_max_str_digits()",
    ),
    "buffer": Setting("import numpy as np\nnp.setbufsize(16)", "np.getbufsize()"),
    "by hand": Setting(
        "import matplotlib.pyplot as plt\nplt.close(plt.figure())\nplt.xkcd()\nplt.ioff()",
        f"{STYLED}, plt.isinteractive()",
        drawn=True,
    ),
    "saving": Setting(
        "import matplotlib.pyplot as plt\n"
        "plt.rcParams.update({'savefig.bbox': 'tight', 'savefig.transparent': True,\n"
        "                     'figure.dpi': 40, 'svg.fonttype': 'none'})",
        STYLED,
        drawn=True,
    ),
    "own names": Setting("sum = 0\nlist = []\nmax = 3\ndict = None", "sum, list, max, dict"),
    "own folder": Setting(
        "import os, tempfile\nos.chdir(tempfile.mkdtemp())", "os.getcwd()"
    ),
}


def together(*names: str) -> Setting:
    """Several settings as one."""
    several = [MORE[name] for name in names]
    return Setting(
        "\n".join(one.cell for one in several),
        ", ".join(f"({one.look})" for one in several),
        drawn=any(one.drawn for one in several),
    )


# What a whole lesson is run under.
GRID = SEEN | {
    "Python and NumPy": together(
        "print options", "legacy printing", "random seeds", "recursion", "warnings", "decimals",
        "buffer", "own names", "own folder",
    ),
    "torch": together("deterministic", "threads", "anomalies", "precision"),
    "Matplotlib": together("locale", "by hand", "saving"),
    "device": MORE["device"],
    "inference": MORE["inference"],
}  # fmt: skip


def compiled_locale(folder: Path) -> dict[str, str]:
    """The environment of a kernel that knows German numbers, whose locale is made here."""
    german = folder / "de_DE.UTF-8"
    command = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(german)]
    subprocess.run(command, capture_output=True, check=False)  # it warns, and does it
    return {"LOCPATH": str(folder)} if german.exists() else {}


def run(notebook: NotebookNode, setting: Setting, folder: Path) -> tuple[dict[str, Any], str, str]:
    """A notebook run in a kernel of its own that is set like this after the set-up cell, and goes
    on after errors: what each cell shows by its id, and how it was set first and last."""
    profile = folder / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / CONFIG.name).write_bytes(CONFIG.read_bytes())
    for name, text in setting.files.items():
        (profile if name.startswith("startup") else folder).joinpath(name).write_text(text)
    look = f"import matplotlib.pyplot as plt\nprint({setting.look})"
    after = 1 + next(
        i for i, cell in enumerate(notebook.cells) if "setup" in cell.metadata.get("tags", ())
    )
    notebook.cells[after:after] = [
        new_code_cell(setting.cell, id="set"), new_code_cell(look, id="first")
    ]
    notebook.cells.append(new_code_cell(look, id="last"))
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        allow_errors=True,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    own = {
        "COURSE_STRICT": "",
        "COURSE_PROGRESS": str(folder / "progress.json"),
        "IPYTHONDIR": str(folder / "ipython"),
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    variables = os.environ | own | (compiled_locale(folder) if "locale" in setting.cell else {})
    variables.pop("MPLBACKEND", None)
    asyncio.run(client.async_execute(env=variables))
    widgets = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    shown = {cell.id: [_plain(one, widgets) for one in cell.get("outputs", ())]
             for cell in notebook.cells if cell.cell_type == "code"}
    first, last = (str(shown[name]) for name in ("first", "last"))
    return shown, first, last


def _plain(output: NotebookNode, widgets: dict) -> dict[str, Any]:
    """What an output shows, and the widget in it, without what differs from run to run."""
    if output.output_type == "stream":
        return {"text": output.text}
    if output.output_type == "error":
        return {"error": "\n".join(output.traceback)}
    data = dict(output.data)
    view = data.pop(WIDGET_VIEW, None)
    if view:
        model = widgets.get(view["model_id"], {})
        state = {k: v for k, v in model.get("state", {}).items() if k not in ("layout", "_esm")}
        data["widget"] = state | {"buffers": [b["data"] for b in model.get("buffers", ())]}
    return data


def compare(cell: NotebookNode, shown: list[dict], always: list[dict], setting: Setting) -> None:
    """What a cell of a lesson shows under a setting, and what it shows else: a figure or picture is
    the same.  What a plain cell draws is in the learner's own style, where all is seen or a
    sentence says what is not; it may fail, and then a figure that needed it says so."""
    words = "\n".join(one.get("text/plain", "") + one.get("error", "") for one in shown)
    shown, always = ([one for one in outputs if "text" not in one] for outputs in (shown, always))
    if "figure" in cell.metadata.get("tags", ()):
        untold = "figures.fit(" in cell.source or "figures.rule(" in cell.source
        told = "`history` has been run and stopped" in words or "make `runs` have not" in words
        # The sheet to draw on asks the learner's own model, which all but a style may have changed.
        told |= not setting.drawn and ("The model says" in words or "model: it" in words)
        untold |= "drawing.draw(" in cell.source
        assert shown == always or untold and told, f"{cell.id}: {words}"
    elif "Playground(" in cell.source:
        # In it the learner's function computes, under the learner's own settings; and two threads
        # add up in another order than one.
        own = "Nothing is drawn for" in words or "num_threads" in setting.cell
        assert shown == always or own, f"{cell.id}: {words}"
    elif "picture(" in cell.source and not setting.drawn and "float64" not in setting.cell:
        assert shown == always or "Error" in words, f"{cell.id}: {words}"
    elif "picture(" in cell.source and "Error" not in words:
        if setting.unseen and (setting.unseen != BLACK or 'color="black"' in cell.source):
            assert setting.unseen in words, f"{cell.id}: {words}"
        elif setting is SEEN["large"] and cell.id in CROWDED:
            assert "Not all words fit here: this kernel has set `font.size` to 22" in words
        elif setting is SEEN["dark"] and BLACK not in words:
            ink = _light(always) < 160
            assert (_light(shown)[ink] > 40).all(), f"{cell.id}: what was dark is not light"


def _light(shown: list[dict]) -> np.ndarray:
    """How light each place of a cell's picture is, 0 to 255."""
    (png,) = [one["image/png"] for one in shown if "image/png" in one]
    return np.asarray(Image.open(BytesIO(b64decode(png))).convert("L"))
