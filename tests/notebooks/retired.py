"""Words that the course has given up, lesson by lesson: one word, one thing.

A word means one thing at a time.  Where an old use of it, or an old word for a thing, has been
given up, it stands here with the reason, so that it does not come back.
"""

from typing import NamedTuple


class Retired(NamedTuple):
    """A pattern (whole words, in any case), the digits of the lessons that have given it up, why,
    and turns of phrase in which it stands for something else."""

    pattern: str
    lessons: str
    reason: str
    allowed: str = ""


EVERYWHERE = "01234567"

RETIRED = [
    Retired(r"edges?", "6", "The largest learning rate is the limit; the edge is a picture's.",
            r"edge of the picture"),
    Retired(r"thresholds?", "0123567", "A probability from which a case counts as 1, in lesson 4"
            " alone: the largest learning rate is the limit, the hours are the boundary."),
    Retired(r"thresholds? (?:of|at|ends?|is) [^.]{0,30}hours", EVERYWHERE,
            "The hours at which p is 0.5 are the boundary."),
    Retired(r"(?:a|the|its|finite|mean|total|lowest) costs?", "3456",
            "From lesson 3 on a set has a loss; lesson 2 says that the words mean the same."),
    Retired(r"scores?", "3456", "The number before a sigmoid or softmax is the logit; a score is"
            " the points of a test.", r"From a score to a probability"),
    Retired(r"frontiers?|cut-?offs?", EVERYWHERE, "boundary (of hours), threshold (of p)"),
    Retired(r"optimis\w*", EVERYWHERE, "Spelled as PyTorch spells it: optimizer."),
    Retired(r"(?:regulari|normali|standardi|initiali|generali|memori|minimi|maximi|reali|recogni"
            r"|organi|summari|visuali|penali|speciali)z\w*|colors?|colored|cent(?:er|ers|ered)"
            r"|behaviors?|neighbors?|favorites?|gray|modeled|labeled|labeling",
            EVERYWHERE, "British spelling, but for the names of Python and PyTorch.",
            r"Normalize"),
]  # fmt: skip
