"""The listing on MNIST in lesson 7's box, run on files in MNIST's own format, made of digits."""

import json
import re
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils import data
from tests.needs import need
from tests.notebooks.rules import ROOT

pytestmark = pytest.mark.slow

PARTS = {"train": "learn", "t10k": "judge"}  # MNIST's names of its files' two parts


def listing() -> str:
    """The code of the box, as it is copied into a cell."""
    [path] = (ROOT / "notebooks").glob("07_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    texts = [re.sub(r"^> ?", "", text, flags=re.MULTILINE) for text in texts]
    found = re.findall(r"```python\n(.*?)```", "\n".join(texts), re.DOTALL)
    [code] = [code for code in found if "torchvision" in code]
    return code


def idx(values: np.ndarray) -> bytes:
    """Whole numbers from 0 to 255 as MNIST's files hold them: a magic number, sizes, bytes."""
    head = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    return head + values.astype(np.uint8).tobytes()


@pytest.fixture
def mnist(tmp_path, monkeypatch):
    """A folder with such files of 28 × 28 pixels, made of the digits, in which a cell runs."""
    raw = tmp_path / "mnist" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, part in PARTS.items():
        x, y = data.digits(part)
        small = (255 * x).round().reshape(-1, 8, 8)
        pictures = np.pad(np.kron(small, np.ones((3, 3))), ((0, 0), (2, 2), (2, 2)))
        (raw / f"{name}-images-idx3-ubyte").write_bytes(idx(pictures))
        (raw / f"{name}-labels-idx1-ubyte").write_bytes(idx(y))
    monkeypatch.chdir(tmp_path)
    return raw


@pytest.fixture(scope="module")
def torchvision():
    """torchvision, whose wheel may be built for CUDA: beside a torch that is not, its compiled part
    cannot be loaded, and the import asks for the names of its operators.  They are declared then,
    which is enough for its data sets and transforms."""
    need("torchvision", find_spec("torchvision"))
    folder = Path(find_spec("torchvision").origin).parent
    declared = None
    try:
        [compiled] = [*folder.glob("_C*.so"), *folder.glob("_C*.pyd")]
        torch.ops.load_library(compiled)
    except OSError:
        source = (folder / "_meta_registrations.py").read_text(encoding="utf-8")
        declared = torch.library.Library("torchvision", "DEF")
        for name in re.findall(r'register_(?:meta|fake)\("(?:torchvision::)?(\w+)"', source):
            declared.define(f"{name}(Tensor x) -> Tensor")
    import torchvision

    yield torchvision
    del declared


def test_the_listing_of_the_box_trains_and_judges_a_model(torchvision, mnist, monkeypatch, capsys):
    def fetch(*_, **__):
        raise AssertionError("the files are there, so nothing is to be fetched")

    monkeypatch.setattr(torchvision.datasets.mnist, "download_and_extract_archive", fetch)
    code = listing()
    assert max(map(len, code.splitlines())) <= 78
    scope = {}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        exec(code, scope)
    assert 0.85 < float(capsys.readouterr().out) < 1
    assert len(scope["known"]) == 1097 and len(scope["new"]) == 400
    x, y = scope["known"][0]
    assert x.shape == (1, 28, 28) and x.dtype == torch.float32 and x.max() <= 1
    small, label = (part[0] for part in data.digits("learn"))
    assert y == label and x[0, 2:26:3, 2:26:3].flatten().tolist() == pytest.approx(small, abs=0.002)


def test_without_its_files_it_would_fetch_them(torchvision, tmp_path, monkeypatch):
    asked = []

    def fetch(*_, filename, **__):
        asked.append(filename)
        raise RuntimeError("no network")

    monkeypatch.setattr(torchvision.datasets.mnist, "download_and_extract_archive", fetch)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuntimeError):
        exec(listing(), {})
    assert asked[0] == "train-images-idx3-ubyte.gz"
