"""`picture`: a static picture with words, for eyes and for ears."""

import re
import struct
import zlib
from base64 import b64decode
from io import BytesIO

import matplotlib.pyplot as plt
import pytest
from PIL import Image

from course_utils import pictures
from course_utils.errors import InputError, InputTypeError
from course_utils.pictures import BACK, COLORS, STYLE, course_style, picture
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


# In a learner's own style


def in_the_style(*style):
    with plt.style.context([STYLE, *style]):
        figure, axes = plt.subplots(figsize=(4, 3), layout="constrained")
        axes.plot([1, 2, 3], [2, 4, 6], "o", color="black", label="points")
        axes.set(title="A line", xlabel="x")
        axes.legend()
        picture(figure, "The line rises.")


@pytest.mark.slow
def test_what_the_course_draws_is_as_always_in_any_style(shown):
    for style in ({}, "dark_background", {"font.size": 22}, {"text.usetex": True}):
        with plt.style.context(style), course_style():
            picture(drawing(), "A line.")
    assert shown[1:] == shown[:1] * 3


WHITE = {"text.color": "white", "axes.labelcolor": "white", "xtick.color": "white"}
UNSEEN = {
    "black points on black": ("dark_background", "`axes.facecolor` to black"),
    "a white title on white": ({"text.color": "white"}, "`text.color` to white"),
    "white ticks on white": ({"xtick.color": "#fff"}, "`xtick.color` to #fff"),
    "a black label on black": ({"figure.facecolor": "0.05"}, "`figure.facecolor` to 0.05"),
}


@pytest.mark.parametrize(("style", "setting"), UNSEEN.values(), ids=UNSEEN)
def test_what_has_its_grounds_own_colour_is_told_with_the_setting(shown, style, setting):
    in_the_style(style)
    (bundle,) = shown
    words, told = bundle["text/plain"].splitlines()
    assert words == "The line rises."
    assert told.startswith("Something here has its ground's own colour: this kernel has set ")
    assert setting in told and told.endswith(BACK)
    assert "<code>plt.style.use([&quot;default&quot;, STYLE])</code>" in bundle["text/html"]
    assert 'alt="The line rises."' in bundle["text/html"], "the picture's words are as they were"


@pytest.mark.parametrize("cut", ["a label that is longer than its axis", ""])
def test_words_that_do_not_fit_are_told_with_the_setting(shown, cut):
    with plt.style.context([STYLE, {"font.size": 22}]):
        figure, axes = plt.subplots(figsize=(4, 3), layout="constrained")
        axes.set_ylabel(cut)
        if not cut:
            axes.text(0.1, 0.5, "on one another")
            axes.text(0.3, 0.5, "lie these two")
        picture(figure, "Words.")
    told = "Not all words fit here: this kernel has set `font.size` to 22.0."
    assert shown[0]["text/plain"] == f"Words.\n{told} {BACK}"


@pytest.mark.parametrize(
    "style",
    ["default", "grayscale", {"font.size": 12, "axes.facecolor": "#eee"}]
    + [{"axes.facecolor": "none", "figure.facecolor": "none"}]
    + [{"figure.facecolor": "black", **WHITE, "ytick.color": "white", "text.color": "gray"}],
    ids=str,
)
def test_what_can_be_seen_is_left_in_peace(shown, style):
    in_the_style(style)
    assert shown[0]["text/plain"] == "The line rises."


def test_one_s_own_white_on_white_is_no_setting(shown):
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2], [1, 2], color="white")
    picture(figure, "Nothing is seen.")
    assert shown[0]["text/plain"] == "Nothing is seen."


def test_where_the_paper_is_left_out_it_is_white(shown):
    in_the_style({"savefig.transparent": True})
    in_the_style({})
    first, second = (Image.open(BytesIO(b64decode(one["image/png"]))) for one in shown)
    assert first.convert("RGB").getpixel((3, 3)) == second.convert("RGB").getpixel((3, 3))


def test_without_latex_a_picture_is_drawn_and_the_setting_named(shown, monkeypatch):
    monkeypatch.setenv("PATH", "")
    in_the_style({"text.usetex": True})
    (bundle,) = shown
    assert bundle["text/plain"] == (
        "The line rises.\nDrawn without LaTeX: `text.usetex` is on here, and LaTeX does not answer."
        f" {BACK}"
    )
    assert plt.rcParams["text.usetex"] is False


def test_a_picture_that_cannot_be_saved_is_closed_all_the_same(shown, monkeypatch):
    figure = drawing()
    monkeypatch.setattr(figure, "savefig", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        picture(figure, "A line.")
    assert not plt.fignum_exists(figure.number)


def test_a_kernels_first_picture_shows_all_others_also_where_it_is_the_courses():
    with plt.rc_context({"interactive": False}):
        with course_style():
            plt.ion()  # as the inline backend does at the first figure
        assert plt.isinteractive()
    with plt.rc_context({"interactive": True}):
        with pytest.raises(ZeroDivisionError), course_style():
            plt.rcParams["font.size"] = 3
            raise ZeroDivisionError
        assert plt.isinteractive() and plt.rcParams["font.size"] == 10
