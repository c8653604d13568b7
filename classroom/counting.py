"""Which of several files of one student counts, and when only the instructor can say.

A file is surely the newer where the platform numbers the two, or where it came with a later
download.  Times inside one zip are those of packing and decide nothing.  Where answers differ and
nothing is sure, all wait; and a blank file never takes the place of an answered one by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from .folder import digest


@dataclass(frozen=True)
class Released:
    """What a file is compared with.

    ids: the grade ids of the assignment; sources: those of the handout's cells; stubs: the source
    of each answer cell by grade id.
    """

    ids: frozenset[str]
    sources: frozenset[str]
    stubs: dict[str, str]

    @classmethod
    def of(cls, notebook: dict) -> "Released":
        """notebook: as `notebook.read` gives it."""
        cells = notebook["cells"]
        graded = {cell["grade_id"]: cell["source"].strip() for cell in cells if cell["grade_id"]}
        stubs = {id: source for id, source in graded.items() if not id.endswith("-check")}
        return cls(frozenset(graded), frozenset(c["source"].strip() for c in cells), stubs)

    def work(self, notebook: dict) -> tuple:
        """What in a notebook is the student's: two files with the same work earn the same."""
        own, there = [], set()
        for cell in notebook["cells"]:
            id, source = cell["grade_id"], cell["source"].strip()
            there.add(id)
            if id in self.stubs or cell["type"] == "code" and source not in self.sources:
                own.append((id if id in self.stubs else "", source))
        return (*own, *sorted(self.stubs.keys() - there))

    def blank(self, notebook: dict) -> bool:
        """Whether no answer cell was written in."""
        return all(
            cell["source"].strip() in ("", self.stubs[cell["grade_id"]])
            for cell in notebook["cells"]
            if cell["grade_id"] in self.stubs
        )


@dataclass(frozen=True)
class HandedIn:
    """One file of a student for an assignment.

    sender, sure and order as in `whose.Claim`; marker: what the platform says of its time; stem:
    the name without Canvas's numbers; taken: whether the instructor chose it.
    """

    file: str
    content: bytes
    time: datetime
    work: tuple
    blank: bool
    sender: str = ""
    sure: bool = True
    order: tuple[int, int] = (0, 0)
    marker: str = ""
    stem: str = ""
    taken: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return digest(self.content)

    @property
    def key(self) -> tuple[str, str]:
        """Tells files apart, also the same of two senders."""
        return self.digest, self.sender


def choose(
    new: list[HandedIn], before: list[HandedIn], replaced: Collection[str]
) -> list[HandedIn]:
    """The one that counts, or those between which the instructor has to choose.

    new: of one download, at least one; before: what counted or waited; replaced: digests of what
    has been replaced already.
    """
    if _two_senders([*new, *before]):
        found = []
        for sender in dict.fromkeys(one.sender for one in [*new, *before]):
            theirs, old = ([o for o in some if o.sender == sender] for some in (new, before))
            found += choose(theirs, old, replaced) if theirs else old
        return found
    known = {one.digest for one in before}
    found = [one for one in new if one.digest not in known and one.digest not in replaced]
    if not found:
        found = [one for one in new if one.digest in known]
    if not found:  # all were replaced: an old download once more, or an old version anew
        latest = max(one.time for one in new)
        if any(one.taken or one.time >= latest for one in before):
            return before
        found = new
    elif len(before) > 1 and {one.digest for one in found} == known:
        return before
    found = _newest(found)
    works = {one.work for one in found}
    rest = [one for one in before if one.work not in works]
    if all(one.blank for one in found) and (answered := [one for one in rest if not one.blank]):
        return found + answered
    if len(before) == len(found) == 1 and not rest and before[0].time > found[0].time:
        return before
    return found + [one for one in rest if any(one.time > other.time for other in found)]


def _two_senders(files: list[HandedIn]) -> bool:
    """Whether a platform tells two persons apart whom a name alone makes one."""
    senders = {one.sender for one in files if one.sender}
    platforms = [sender.partition(" ")[0] for sender in senders]
    sure = {one.sender for one in files if one.sure}
    unsure = any(sender not in sure for sender in senders)
    return unsure and len(platforms) > len(set(platforms))


def _newest(files: list[HandedIn]) -> list[HandedIn]:
    """Of the files of one download one for each work, without those that another attempt at the
    same file replaces."""
    left = [
        one
        for one in files
        if not any(
            one.sender.startswith("canvas")
            and (one.sender, one.stem) == (other.sender, other.stem)
            and one.order[1] < other.order[1]
            and (one.blank or not other.blank)
            for other in files
        )
    ]
    latest = sorted(left, key=lambda one: (one.order, one.time, one.file))
    return list({one.work: one for one in latest}.values())
