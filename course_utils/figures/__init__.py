"""Names of the first edition, see `moved`."""

from course_utils.moved import names_of

__getattr__ = names_of(__name__)
