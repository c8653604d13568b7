"""Finds the lines in which a learner's answers are to be changed, in a sandbox of its own.

As `runner`, with two requests of another kind:

    {"do": "load", "probes"}       {}; probes are the ids of exercises here
    {"do": "find", "id"}           {"lines": [3], "kind"}, or {} where nothing is found

Here the course lies whole, with its solutions and the cases that every learner's check draws; a
class's own cases are nowhere.  Nothing it says is believed: see `classroom.lines`.
"""

import random
import sys
from pathlib import Path

import runner

WHOLE = Path(__file__).parent / "whole"


class Finder(runner.Session):
    """One notebook's names, and what makes an answer among them right."""

    def load(self, probes: list[str]) -> dict:
        """Load the course with all that these exercises are judged by, and let go of it: a
        learner's code imports what it imports where marks are made."""
        _forget()
        sys.path.insert(0, str(WHOLE))
        from checks.checking import Judge
        from checks.course import SEED
        from checks.lines.search import Source, find
        from lessons import course

        self.source, self.search, self.known = Source.of, find, {}
        for id in probes:
            exercise = course[id]
            judges = [Judge(exercise, exercise.trials(seed)) for seed in (SEED, SEED + 1)]
            for judge in judges:
                judge.known(0)
            self.known[id] = (*judges, list(course.styles(id)))
        sys.path.remove(str(WHOLE))
        _forget()
        return super().load([])

    def find(self, id: str, cell: str) -> dict:
        """The lines of this cell in which the answer to an exercise is to be changed."""
        judge, again, styles = self.known[id]
        answer = self.names.get(judge.exercise.name)
        random.seed(0)
        source = self.source(answer)
        if source is None or "".join(source.lines).strip() != cell.strip():
            return {}
        found = self.search(judge, again, answer, styles)
        if found is None:
            return {}
        numbers = [int(line.split()[1]) for line in found.lines]
        kinds = {*found.kinds}
        return {
            "lines": numbers[:1] if found.either else sorted({*numbers, *found.missing}),
            "kind": kinds.pop() if len(kinds) == 1 else "",
        }


def _forget() -> None:
    """Let go of the modules of ours."""
    for name in [n for n in sys.modules if n.partition(".")[0] in runner.OURS]:
        del sys.modules[name]


if __name__ == "__main__":
    runner.main(*sys.argv[1:], kind=Finder)
