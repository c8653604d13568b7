"""checks can be published as it is: its example runs alone, and says what the README promises."""

import pytest

from tests.alone import copied, examples, run, shown

SAID = """\
○ Not attempted yet · 1.1 An area
Write your `area` in the cell above, then run both.
The lesson goes on with the course's own `area`.
✘ Not yet · 1.1 An area
You went round the rectangle: that is its perimeter. Count the squares in it.
  given     width = 3, height = 4
  returned  14
  expected  12
`hint("1.1")` shows a hint.
The lesson goes on with the course's own `area`.
✔ Right · 1.1 An area
As many rows as the height says, each of as many squares as the width says.
The lesson goes on with your `area`.
◆ Hint 1 of 4 · 2.1 The largest
What do you know of the largest after looking at the first number alone?
`hint("2.1")` once more shows the next.
◆ Progress · 1 of 2 exercises solved
Next: exercise 2.1, in part 2.
  part 1  ✔ 1.1
  part 2  ○ 2.1
  ✔ solved · ◐ tried · ○ open
Kept in `progress.json`.
"""


def test_the_readme_shows_the_example_itself():
    assert shown("checks") == examples("checks") and len(shown("checks")) == 1


@pytest.mark.slow
def test_the_example_runs_alone(tmp_path):
    home = copied("checks", tmp_path)
    code = """
made = runpy.run_path("checks/examples/two_exercises.py")
assert made["mine"] is made["rows"]
assert made["check"]("2.1", min) is made["largest"]
import checks
print("from", checks.__file__)
"""
    done = run("checks", tmp_path, code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{SAID}✘ Not yet · 2.1 The largest\n")
    assert done.stdout.endswith(f"from {home / '__init__.py'}\n")
    assert (tmp_path / "progress.json").exists()


@pytest.mark.slow
def test_an_import_of_anything_else_of_ours_would_be_found(tmp_path):
    others = ["course_utils", "lessons", "livefigure", "classroom", "tests"]
    module = copied("checks", tmp_path) / "course.py"
    tries = "".join(f"try: import {other}\nexcept ImportError as e: print(e)\n" for other in others)
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{tries}", encoding="utf-8")
    done = run("checks", tmp_path, "import checks")
    assert done.stdout.splitlines() == [f"{other} is not in this folder" for other in others]
