"""Where the numerals of the start page come from.  See `numerals`."""

from tests.notebooks.numerals import GIVEN

TABLE = {
    "about": {"2": GIVEN},
    "map": dict.fromkeys(["1", "2", "3", "4", "5", "6", "7"], GIVEN)
    | dict.fromkeys(["50", "75", "90", "95", "100"], GIVEN),
    "exercises": {"1": GIVEN},
    "help": {"01": GIVEN},
    "navigation": {"1": GIVEN},
}
