"""Errors are one sentence on one line, in Python and in a notebook."""

import pytest

from course_utils.errors import InputError, InputTypeError


@pytest.mark.parametrize("error, base", [(InputError, ValueError), (InputTypeError, TypeError)])
def test_an_error_is_an_ordinary_one_with_a_message_on_one_line(error, base):
    shown = error("x: expected one number, got [[1. 2.]\n [3. 4.]].")
    assert isinstance(shown, base)
    assert str(shown) == "x: expected one number, got [[1. 2.] [3. 4.]]."


def test_a_notebook_shows_the_sentence_and_no_traceback():
    assert InputError("lr: too large.")._render_traceback_() == ["InputError: lr: too large."]
