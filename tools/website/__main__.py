"""Build the course's web site.

    python -m tools.website          executes the notebooks, writes site/
    python -m tools.website out      writes to another folder
    python -m tools.website out 00 01   only these notebooks
"""

import argparse
import os
import sys
from pathlib import Path

from tools.badges import repository_address
from tools.notebooks import NOTEBOOKS, NotebookFailed

from .building import build
from .executed import Stale, executed


def main() -> int:
    """The exit status: 1 where a notebook keeps the site from being built, which is said."""
    parser = argparse.ArgumentParser(description="Build the course's web site.")
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("names", nargs="*", help="beginnings of notebook names, such as 01")
    options = parser.parse_args()
    notebooks = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if "_my_copy" in path.stem or not path.name.startswith(tuple(options.names or [""])):
            continue
        print(f"{path.name}", flush=True)
        try:
            notebooks.append(executed(path))
        except (Stale, NotebookFailed) as reason:
            print(reason, file=sys.stderr)
            return 1
    # Who publishes a copy knows its own address, whatever stands in the files.
    repository = os.environ.get("COURSE_REPOSITORY") or repository_address()
    build(notebooks, options.site, repository)
    print(f"The site is in {options.site}/. To look at it: "
          f"python -m http.server --directory {options.site}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
