"""Run every benchmark, print a table, and write benchmarks/results.json."""

import importlib
import json
import operator
import os
import platform
import sys
from pathlib import Path

MODULES = (
    "import_time figures exercises lines sweep notebooks commands recording grading cluster"
    " latency website hub"
).split()
BOUNDS = {"at most": operator.le, "at least": operator.ge, "exactly": operator.eq}
RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """The exit status: 1 where a measurement misses what is claimed."""
    rows = []
    for name in MODULES:
        for row in importlib.import_module(f"benchmarks.{name}").run():
            rows.append({"benchmark": name, **row})
            print(line(rows[-1]), flush=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    RESULTS.write_text(json.dumps({"machine": machine, "results": rows}, indent=1) + "\n")
    return int(any(missed(row) for row in rows))


def line(row: dict) -> str:
    """One row of the table."""
    limit = "" if row["limit"] is None else f"{row.get('bound', 'at most')} {row['limit']:g}"
    verdict = "  MISSED" if missed(row) else ""
    value = f"{row['value']:.4g} {row['unit']}"
    return f"{row['benchmark']:<12} {row['what']:<60} {value:>12}  {limit}{verdict}".rstrip()


def missed(row: dict) -> bool:
    """Whether the value breaks the row's limit."""
    keeps = BOUNDS[row.get("bound", "at most")]
    return row["limit"] is not None and not keeps(row["value"], row["limit"])


if __name__ == "__main__":
    sys.exit(main())
