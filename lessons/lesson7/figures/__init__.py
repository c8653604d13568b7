"""The live figures of lesson 7, real pictures, a file each."""

from .baselines import baselines
from .batches import batches
from .few import few
from .limit import limit
from .mistakes import mistakes
from .shift import shift
from .tries import tries
from .twelve import twelve
from .weights import weights

__all__ = [
    "twelve",
    "baselines",
    "weights",
    "limit",
    "batches",
    "tries",
    "few",
    "mistakes",
    "shift",
]
