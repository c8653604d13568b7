"""The benchmarks can be run whenever somebody wants to: nothing they import is gone, none is left
out of the table, and the table tells what misses its limit."""

import importlib
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import MODULES, line
from tests.needs import need
from tests.test_floors import OURS


def test_the_table_has_every_benchmark():
    [home] = map(Path, benchmarks.__path__)
    have_rows = {path.stem for path in home.glob("*.py") if "\ndef run(" in path.read_text("utf-8")}
    assert sorted(MODULES) == sorted(have_rows)


@pytest.mark.parametrize("name", MODULES)
def test_what_a_benchmark_imports_is_there(name):
    try:
        assert callable(importlib.import_module(f"benchmarks.{name}").run)
    except ModuleNotFoundError as missing:
        package, *_ = str(missing.name).split(".")
        if package in OURS:
            raise
        need(package, None)


@pytest.mark.parametrize(
    ("bound", "value", "misses"),
    [("at most", 2, True), ("at most", 1, False), ("at least", 1, False), ("exactly", 2, True)],
)
def test_the_table_tells_what_misses_its_limit(bound, value, misses):
    row = {"benchmark": "any", "what": "a count", "value": value, "unit": "ms", "limit": 1.0}
    assert line(row | {"bound": bound}).endswith("MISSED") == misses
    assert "MISSED" not in line(row | {"limit": None})
