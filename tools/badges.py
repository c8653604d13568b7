"""Build the badges of README.md from the repository's address in pyproject.toml.

python tools/badges.py            prints them
python tools/badges.py --write    puts them between the two marks in README.md
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- badges -->", "<!-- /badges -->"
BINDER_PATH = "?urlpath=lab/tree/notebooks/00_start_here.ipynb"


def badges(repository: str) -> str:
    """The Markdown of the badges that this GitHub address implies; "" for the address "".

    Raises ValueError for any other address.
    """
    if not repository:
        return ""
    match = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", repository)
    if not match:
        raise ValueError(
            'repository must be empty or look like "https://github.com/<owner>/<name>", '
            f"but is {repository!r}."
        )
    workflow = f"{repository}/actions/workflows/test.yml"
    binder = f"https://mybinder.org/v2/gh/{match[1]}/HEAD{BINDER_PATH}"
    owner, name = match[1].split("/")
    return (
        f"**[Read and play it on the web](https://{owner}.github.io/{name}/)**\n"
        f"[![Tests]({workflow}/badge.svg)]({workflow})\n"
        f"[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]({binder})\n"
    )


def with_badges(readme: str, repository: str) -> str:
    """The text `readme` with exactly the badges of `repository` between its two marks."""
    before, rest = readme.split(f"{START}\n")
    after = rest.split(END)[1]
    return f"{before}{START}\n{badges(repository)}{END}{after}"


def repository_address() -> str:
    """The value of `repository` in pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["tool"]["course"]["repository"]


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        readme = ROOT / "README.md"
        text = with_badges(readme.read_text(encoding="utf-8"), repository_address())
        readme.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(badges(repository_address()), end="")
