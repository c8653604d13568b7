"""livefigure/PROTOCOL.md as data: its tables, and what is wrong with a message that they describe.

A type is written as TypeScript writes it: `Integer`, `string[]`, `[Integer, string][]`,
`"a" | null`, `(string | Value)[]`, or the name of a table.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import livefigure

HOME = Path(livefigure.__file__).parent
PLAIN = {"number": (int, float), "string": (str,), "boolean": (bool,), "null": (type(None),)}


class Field(NamedTuple):
    """One row of a table; kinds is empty where the field is always there."""

    type: str
    kinds: tuple[str, ...]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, its header included."""
    section = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.M)[1]
    table = re.search(r"(?:^\|.*\n)+", section, re.M).group().splitlines()
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]
    return [[cell.replace("\\|", "|").strip("`") for cell in row] for row in cells[:1] + cells[2:]]


def page() -> str:
    return HOME.joinpath("PROTOCOL.md").read_text(encoding="utf-8")


def tables() -> dict[str, dict[str, Field]]:
    """Every table of fields by its name."""
    text = page()
    found = {}
    for name in re.findall(r"^### (\w+)$", text, re.M):
        header, *body = rows(text, name)
        of = header.index("kinds") if "kinds" in header else None
        found[name] = {
            row[0]: Field(
                row[1], () if of is None or row[of] == "all" else tuple(row[of].split(", "))
            )
            for row in body
        }
    return found


def aliases() -> dict[str, str]:
    """What the small types are."""
    _, *body = rows(page(), "Small types")
    return {name: meaning for name, meaning, _ in body}


def traits() -> dict[str, dict[str, str]]:
    """The table of traits: each row by its column's name."""
    header, *body = rows(page(), "Traits")
    return {row[0]: dict(zip(header, row, strict=True)) for row in body}


@lru_cache
def split(text: str, at: str) -> tuple[str, ...]:
    """The parts of a type between separators that stand in no bracket."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in "[(") - (char in "])")
        if char == at and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts if part.strip())


class Checker:
    """Holds values against the tables, and keeps which fields and which of their types it met."""

    def __init__(self) -> None:
        self.tables, self.aliases = tables(), aliases()
        self.met: set[tuple[str, str]] = set()

    def problems(self, value: Any, type: str, where: str) -> list[str]:
        """What is wrong with a value for its type, a sentence each."""
        tried = {one: list(self._against(value, one, where)) for one in split(type, "|")}
        for one, found in tried.items():
            if not found:
                self.met.add((where, one))
                return []
        return min(tried.values(), key=len) if len(tried) == 1 else [
            f"{where}: {value!r:.60} is no {type}"
        ]  # fmt: skip

    def _against(self, value: Any, type: str, where: str) -> Iterator[str]:
        if type in self.tables:
            yield from self._fields(value, type)
        elif type == "Integer":
            if not isinstance(value, int) or isinstance(value, bool):
                yield f"{where}: {value!r:.60} is no whole number"
        elif type == "Bytes":
            if not isinstance(value, bytes):
                yield f"{where}: {value!r:.60} is no bytes"
        elif type in self.aliases:
            yield from self.problems(value, self.aliases[type], where)
        elif type in PLAIN:
            if not isinstance(value, PLAIN[type]) or type == "number" and value is True:
                yield f"{where}: {value!r:.60} is no {type}"
        elif type.startswith('"'):
            if value != type.strip('"'):
                yield f"{where}: {value!r:.60} is not {type}"
        elif not isinstance(value, list):
            yield f"{where}: {value!r:.60} is no list"
        elif type.endswith("[]") and type != "[]":
            inner = type.removesuffix("[]").removeprefix("(").removesuffix(")")
            for item in value:
                yield from self.problems(item, inner, f"{where}[]")
        else:
            inner = split(type[1:-1], ",")
            if len(inner) != len(value):
                yield f"{where}: {len(value)} items, not {len(inner)}"
            for i, (item, one) in enumerate(zip(value, inner, strict=False)):
                yield from self.problems(item, one, f"{where}[{i}]")

    def _fields(self, value: Any, table: str, kind: str = "") -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{table}: {value!r:.60} is no object"
            return
        kind = kind or value.get("kind", "")
        fields = {
            name: field
            for name, field in self.tables[table].items()
            if not field.kinds or kind in field.kinds
        }
        for name in value.keys() - fields:
            yield f"{table}.{name} is sent{f' of a {kind}' if kind else ''}, and not in its table"
        for name, field in fields.items():
            if name not in value:
                yield f"{table}.{name} is in its table, and not sent"
            elif field.type == "Style":
                yield from self._fields(value[name], "Style", kind)
            else:
                yield from self.problems(value[name], field.type, f"{table}.{name}")
