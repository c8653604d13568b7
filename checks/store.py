"""The learner's progress: a small JSON file beside the notebooks, or where COURSE_PROGRESS says.

    {"schema": 1, "exercises": {"1.2": {"solved": true}},
     "predictions": {"1-one-weight": {"question": "…", "choice": "…", "right": false}}}

Each change is merged into the file under a lock and replaces it in one step: kernels do not
overwrite each other, and a crash leaves the old file.  What cannot be written stays in memory and
goes out with the next change.  Nothing here raises; `take_notice` tells what went wrong.
An editor may have saved the file in another form of Unicode, or dropped what is empty; a file that
is broken beyond that is set aside, and `bring_back` finds its entries one by one.
"""

import json
import os
import re
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Any

from filelock import FileLock

SCHEMA = 1
LOCK_SECONDS = 2.0
ENTRY = re.compile(r'("(?:[^"\\]|\\.)*")\s*:\s*(?=\{)')  # a name in JSON, before its object


class Progress:
    """Reads and writes the progress file; remembers what could not be written."""

    def __init__(self) -> None:
        self._unsaved: dict[Path, dict] = {}
        self._notices: list[str] = []
        self._noticed: set[str] = set()

    def record_check(self, id: str, solved: bool) -> None:
        """Note that an exercise was tried; once solved, it stays solved."""
        self._update({"exercises": {id: {"solved": solved}}})

    def record_prediction(
        self, name: str, question: str, choice: str | None, right: bool | None
    ) -> None:
        """Note what was predicted at the figure of this name; the latest prediction counts.

        choice and right are None if the learner asked to be shown.
        """
        made = {"question": question, "choice": choice, "right": right}
        self._update({"predictions": {name: made}})

    def recall_prediction(self, name: str) -> tuple[str, str | None] | None:
        """The question and the choice that were kept under this name; None if nothing was."""
        kept = self.read()["predictions"].get(name)
        return kept and (kept.get("question", ""), kept["choice"])

    def read(self) -> dict:
        """The progress so far: {"schema", "exercises": {id: …}, "predictions": {name: …}}."""
        return self._update({})

    def bring_back(self, name: str) -> int:
        """Add what can be read of a broken file, named as it lies beside the progress file; how
        many entries were found.  What was solved or predicted since then stays."""
        try:
            found = _entries(self.location().with_name(str(name)).read_bytes())
        except (OSError, ValueError):
            return 0
        since = self.read()["predictions"]
        self._update({**found, "predictions": found["predictions"] | since})
        return sum(map(len, found.values()))

    @staticmethod
    def location() -> Path:
        """The progress file."""
        return Path(os.environ.get("COURSE_PROGRESS") or "progress.json").resolve()

    def take_notice(self) -> str:
        """What went wrong since the last call, one sentence for each trouble and each told once."""
        fresh = [notice for notice in dict.fromkeys(self._notices) if notice not in self._noticed]
        self._noticed.update(fresh)
        self._notices.clear()
        return " ".join(fresh)

    def _update(self, change: dict) -> dict:
        path = self.location()
        change = _merge(self._unsaved.get(path, {}), change)
        try:
            if not path.parent.is_dir():
                raise FileNotFoundError("its folder does not exist")
            with FileLock(path.with_name(f".{path.name}.lock"), timeout=LOCK_SECONDS):
                progress = _merge(self._load_or_set_aside(path), change)
                if change["exercises"] or change["predictions"]:
                    _write(path, progress)
            self._unsaved.pop(path, None)
            return progress
        except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
            self._unsaved[path] = change
            why = getattr(error, "strerror", None) or error
            self._notices.append(
                f"Your progress is kept in memory only, not in {path.name}: {why}."
            )
        try:
            return _merge(_load(path), change)
        except (OSError, ValueError):
            return change

    def _load_or_set_aside(self, path: Path) -> dict:
        try:
            return _load(path)
        except ValueError:
            names = (path.with_name(f"{path.name}.broken-{n}") for n in count(1))
            aside = next(name for name in names if not name.exists())
            os.replace(path, aside)
            self._notices.append(
                f"{path.name} was broken: it is kept as {aside.name} and a new one begun; "
                f'`progress("{aside.name}")` brings back what can be read of it.'
            )
            return {}


def _merge(old: dict, new: dict) -> dict:
    exercises = dict(old.get("exercises", {}))
    for id, entry in new.get("exercises", {}).items():
        exercises[id] = {"solved": entry["solved"] or exercises.get(id, entry)["solved"]}
    predictions = old.get("predictions", {}) | new.get("predictions", {})
    return {"schema": SCHEMA, "exercises": exercises, "predictions": predictions}


def _load(path: Path) -> dict:
    """The file's content, {} if there is none.  Raises ValueError if it is broken."""
    try:
        progress = json.loads(path.read_bytes())  # UTF-8 or UTF-16, with its mark or without
        if progress["schema"] > SCHEMA:
            raise OSError("it was written by a newer version of the course")
        for entry in progress["exercises"].values():
            _expect_check(entry)
        for entry in progress.get("predictions", {}).values():
            _expect_prediction(entry)
    except FileNotFoundError:
        return {}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a progress file") from error
    return progress


def _entries(content: bytes) -> dict:
    """The entries that can be read in what is no progress file as a whole."""
    text = content.decode(json.detect_encoding(content), "replace")
    found: dict[str, dict] = {"exercises": {}, "predictions": {}}
    expected = {"exercises": _expect_check, "predictions": _expect_prediction}
    for match in ENTRY.finditer(text):
        for kind, expect in expected.items():
            try:
                entry, _ = json.JSONDecoder().raw_decode(text, match.end())
                expect(entry)
                found[kind][json.loads(match[1])] = entry
            except (KeyError, TypeError, ValueError, RecursionError):
                continue  # cut off, or an entry of another kind
    return found


def _expect_check(entry: Any) -> None:
    _expect(entry["solved"], bool)


def _expect_prediction(entry: Any) -> None:
    _expect(entry["choice"], str | None)
    _expect(entry["right"], bool | None)


def _expect(value: Any, kind: type | UnionType) -> None:
    if not isinstance(value, kind):
        raise TypeError


def _write(path: Path, progress: dict) -> None:
    new = path.with_name(f"{path.name}.new")  # ours alone while we hold the lock
    try:
        # Half a surrogate pair, which UTF-8 has no bytes for, is written as JSON writes it.
        with open(new, "w", encoding="utf-8", errors="backslashreplace") as file:
            json.dump(progress, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
