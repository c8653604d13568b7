"""What a thinned test still looks at."""

import subprocess
import sys
from pathlib import Path

import pytest
import thorough
from thorough import thinned


@pytest.fixture(params=[False, True], ids=["thinned", "thorough"])
def all_of_them(request, monkeypatch):
    monkeypatch.setattr(thorough, "THOROUGH", request.param)
    return request.param


def test_named_ones_stand_for_the_rest(all_of_them):
    assert thinned("abcd", ["c", "a"]) == (list("abcd") if all_of_them else ["c", "a"])


def test_a_number_of_them_has_both_ends_and_is_the_same_every_time(all_of_them):
    every = range(100)
    some = thinned(every, 7)
    assert some == thinned(every, 7) == sorted(set(some))
    assert len(some) == (100 if all_of_them else 7) and (some[0], some[-1]) == (0, 99)
    assert thinned([1, 2], 7) == [1, 2]


@pytest.mark.parametrize("few", [["z"], ["a", "z"], [], 1, 0])
def test_a_choice_that_would_miss_something_is_refused(all_of_them, few):
    with pytest.raises(ValueError):
        thinned("abcd", few)


@pytest.mark.parametrize(("value", "set"), [("1", True), ("0", False), ("", False)])
def test_the_environment_decides(monkeypatch, value, set):
    monkeypatch.setenv("THOROUGH", value)
    code = "import thorough; print(thorough.THOROUGH)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(thorough.__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == str(set)
