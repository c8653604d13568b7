"""How much the tests go through: all of it where the variable THOROUGH is set, else a part."""

import os
from typing import Any

THOROUGH = bool(os.environ.get("THOROUGH"))


def thinned(everything: Any, few: Any) -> Any:
    """What to go through: `everything` where the tests are to be thorough, else `few` of it."""
    return everything if THOROUGH else few
