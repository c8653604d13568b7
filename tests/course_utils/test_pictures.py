"""`picture`: a static picture with words, for eyes and for ears."""

import re
import struct
import zlib
from base64 import b64decode

import matplotlib.pyplot as plt
import pytest

from course_utils import pictures
from course_utils.errors import InputError, InputTypeError
from course_utils.pictures import COLORS, STYLE, picture
from tests.livefigure.live_examples import one_sentence


def drawing():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2, 3], [2, 4, 6], color=COLORS["blue"])
    return figure


@pytest.fixture
def shown(monkeypatch):
    """The bundles displayed, each a dict from mime type to data."""
    bundles = []

    def display(bundle, metadata, raw):
        assert raw is True
        assert metadata == {"needs_background": "light", "image/png": {"width": 384}}
        bundles.append(bundle)

    monkeypatch.setattr(pictures, "display", display)
    return bundles


def test_a_picture_is_png_html_and_text(shown):
    assert picture(drawing(), "The line rises.") is None
    (bundle,) = shown
    assert set(bundle) == {"image/png", "text/html", "text/plain"}
    assert bundle["text/plain"] == "The line rises."
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG\r\n\x1a\n")
    assert bundle["image/png"] in bundle["text/html"]
    assert 'alt="The line rises."' in bundle["text/html"]
    assert "The line rises.</figcaption>" in bundle["text/html"]
    assert "max-width:384px" in bundle["text/html"]


def test_the_words_are_escaped(shown):
    words = """For w < 2 & b > 0 it's "low" <b>here</b>."""
    picture(drawing(), words)
    (bundle,) = shown
    assert bundle["text/plain"] == words
    html = re.sub(r'src="[^"]*"', "", bundle["text/html"])
    escaped = "For w &lt; 2 &amp; b &gt; 0 it&#x27;s &quot;low&quot; &lt;b&gt;here&lt;/b&gt;."
    assert html.count(escaped) == 2
    assert re.findall(r"<(\w+)", html) == ["style", "figure", "img", "figcaption"]


def test_the_figure_is_closed(shown):
    figure = drawing()
    picture(figure, "A line.")
    assert not plt.fignum_exists(figure.number)


def test_the_same_figure_gives_the_same_bytes_and_no_software_tag(shown):
    picture(drawing(), "A line.")
    picture(drawing(), "A line.")
    assert shown[0] == shown[1]
    assert chunks(b64decode(shown[0]["image/png"])) <= {"IHDR", "PLTE", "pHYs", "IDAT", "IEND"}


def chunks(png: bytes) -> set[str]:
    """The kinds of chunks in a PNG, each with the right check sum."""
    at, kinds = 8, set()
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        body = png[at + 4 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(body)
        kinds.add(body[:4].decode())
        at += 12 + length
    return kinds


@pytest.mark.parametrize("figure", [None, "figure.png", plt, 3])
def test_only_a_figure_is_a_picture(shown, figure):
    with pytest.raises(InputTypeError, match="^figure: expected a Matplotlib figure") as caught:
        picture(figure, "A line.")
    assert one_sentence(str(caught.value)) and shown == []


def test_axes_are_no_figure(shown):
    figure = drawing()
    with pytest.raises(InputTypeError, match="got Axes"):
        picture(figure.axes[0], "A line.")
    plt.close(figure)


@pytest.mark.parametrize("alt", ["", "  \n", None, 3])
def test_a_picture_without_words_is_refused(shown, alt):
    figure = drawing()
    with pytest.raises(InputError, match="^alt: expected a sentence") as caught:
        picture(figure, alt)
    assert one_sentence(str(caught.value)) and shown == []
    plt.close(figure)


def test_the_palette_is_okabe_and_itos():
    assert len(set(COLORS.values())) == 7
    assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for color in COLORS.values())


def test_what_has_no_colour_of_its_own_takes_the_palettes():
    with plt.style.context(STYLE):
        figure, axes = plt.subplots()
        drawn = [axes.plot([0, i])[0].get_color() for i in range(4)]
    plt.close(figure)
    assert drawn == [COLORS[name] for name in ("blue", "red", "green", "purple")]
