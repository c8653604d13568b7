"""Figures of lesson 7 that need arguments, called with some that give the same everywhere."""

from functools import partial

from course_utils import data
from lessons.lesson7 import figures
from tools.figures import picture_of

FIGURES = {
    "twelve": lambda: picture_of("7-twelve", partial(figures.twelve, data.digits("choose")[0])),
}
