"""livefigure can be published as it is: it runs alone, and no word of the course is in it."""

import re

import pytest

from tests.alone import ROOT, copied, examples, run, shown

EXAMPLES = sorted(examples("livefigure"))
# Runs an example, moves every control to its ends, and shows the figure at each.
DRIVE = """
made = runpy.run_path("livefigure/examples/{name}")
live = made.get("live") or made["play"]
assert live._repr_mimebundle_()[0]["image/png"]
texts = []
for name, control in live._controls.items():
    for value in (control.values[0], control.values[-1]):
        setattr(live, name, value)
        texts.append(live.text)
print("\\n".join(texts))
if live.name if hasattr(live, "name") else "":
    live.prediction = 1
    print("kept", made["predictions"])
import livefigure
print("from", livefigure.__file__)
print("\f", end="")
"""


def test_the_readme_shows_the_examples_themselves():
    assert shown("livefigure") == examples("livefigure") and len(EXAMPLES) == 3


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Where the package was copied to, and what each example printed there, run one by one."""
    folder = tmp_path_factory.mktemp("alone")
    home = copied("livefigure", folder)
    done = run("livefigure", folder, "".join(DRIVE.format(name=name) for name in EXAMPLES))
    assert done.returncode == 0, done.stderr
    return home, dict(zip(EXAMPLES, done.stdout.split("\f")[:-1], strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_alone(name, alone):
    folder, printed = alone
    *said, home = printed[name].splitlines()
    assert home == f"from {folder / '__init__.py'}"
    sentences = [line for line in said if not line.startswith("kept")]
    assert len(set(sentences)) > 1 and all(line.endswith(".") for line in sentences)
    asks = ".predict(" in examples("livefigure")[name]
    assert asks == any(re.match(r"kept \{'swing': \(.*\)\}$", line) for line in said)


@pytest.mark.slow
def test_an_import_of_anything_else_of_ours_would_be_found(tmp_path):
    others = ["course_utils", "lessons", "checks", "classroom", "tests"]
    module = copied("livefigure", tmp_path) / "figure.py"
    tries = "".join(f"try: import {other}\nexcept ImportError as e: print(e)\n" for other in others)
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{tries}", encoding="utf-8")
    done = run("livefigure", tmp_path, "import livefigure")
    assert done.stdout.splitlines() == [f"{other} is not in this folder" for other in others]


COURSE = (
    "lesson|course|misconception|exercise|student|teacher|classroom|homework|learning|epoch|torch"
)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name)
        for path in sorted(ROOT.joinpath("livefigure").rglob("*"))
        if path.suffix in (".py", ".mjs", ".css", ".md")
    ],
)
def test_no_word_of_the_course_is_in_it(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(rf"{COURSE}|\blrs?\b", text, re.I) == []
