"""What is unusual about a submission: few words an instructor can read among those of a class."""

from collections import Counter
from collections.abc import Iterable

LOOK = "look at it."  # ends a flag that wants the instructor's eye
LONGEST, MOST = 160, 10  # characters of a flag, flags of a submission
WORD = 40  # characters of a student's that a flag quotes


def quoted(text: str) -> str:
    """The beginning of a student's text, without what would steer a terminal or be markup."""
    first = " ".join(text.split())
    short = first if len(first) <= WORD else f"{first[:WORD]}…"
    return "".join(c if c.isprintable() and c not in "<>`" else "\N{REPLACEMENT CHARACTER}"
                   for c in short)  # fmt: skip


def bounded(flags: Iterable[str]) -> list[str]:
    """These flags, each once, shortened, those that want to be looked at first; of many the rest is
    counted."""
    times = Counter(_short(flag) for flag in flags)
    found = sorted(times, key=lambda flag: not flag.endswith(LOOK))
    told = [f"{flag[:-1]} ({times[flag]} times)." if times[flag] > 1 and not flag.endswith(LOOK)
            else flag for flag in found]  # fmt: skip
    more = len(told) - MOST
    return told if more <= 0 else [*told[:MOST], f"And {more} more."]


def _short(flag: str) -> str:
    if len(flag) <= LONGEST:
        return flag
    end = f"…, {LOOK}" if flag.endswith(LOOK) else "…"
    return flag[: LONGEST - len(end)] + end


def to_look_at(flags: Iterable[str]) -> list[str]:
    """The flags that want the instructor's eye."""
    return [flag for flag in flags if flag.endswith(LOOK)]
