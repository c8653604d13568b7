"""PROTOCOL.md is what is sent: by every figure, to the script, and in the script's own types."""

import json
import re
from functools import cache

import anywidget
import pytest

from lessons.catalogue import builders
from livefigure import LiveFigure, Playground, choice, slider
from tests.gallery.gallery import LIVE, play_wave
from tests.lessons.built import built
from tests.livefigure.live_examples import bare, everything, follows, sent, still
from tests.livefigure.protocol import HOME, Checker, aliases, split, tables, traits
from tests.thorough import thinned

SCRIPT = HOME.joinpath("live.mjs").read_text(encoding="utf-8")


def plain(spec):
    """As the browser gets it."""
    return json.loads(json.dumps(spec))


FIGURES = {**LIVE, "everything": everything, "still": still, "bare": bare, "follows": follows}


@cache
def figure(name):
    return FIGURES[name]()


@cache
def playgrounds():
    sliders = {"size": slider([1, 2], unit="cm"), "kind": choice(["a", "b"])}
    return [play_wave(), Playground(lambda axes, **at: axes.set_axis_off(), **sliders)]


# What is sent


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_sends_what_the_tables_say(name):
    assert Checker().problems(plain(sent(figure(name))[0]), "Figure", "_spec") == []


@pytest.mark.slow
def test_every_figure_of_the_lessons_sends_what_the_tables_say():
    pytest.importorskip("torch")
    everyone = builders()
    for build in thinned(everyone, everyone[::7]):
        problems = Checker().problems(plain(built(build)._spec), "Figure", "_spec")
        assert problems == [], f"{build.__module__}.{build.__name__}"
    assert len(everyone) > 20


def test_a_playground_sends_what_the_tables_say():
    checker = Checker()
    for playground in playgrounds():
        assert checker.problems(plain(playground._spec), "Playground", "_spec") == []
        assert checker.problems(plain(playground._shown), "Shown", "_shown") == []


def test_everything_in_the_tables_is_sent():
    """Each field, and each of the types it may have."""
    checker = Checker()
    for name in FIGURES:
        checker.problems(plain(sent(figure(name))[0]), "Figure", "_spec")
    for playground in playgrounds():
        checker.problems(plain(playground._spec), "Playground", "_spec")
        checker.problems(plain(playground._shown), "Shown", "_shown")
    expected = set()
    for table, fields in checker.tables.items():
        for name, field in fields.items():
            if field.type == "Style":
                continue
            alias = checker.aliases.get(field.type, "")
            for one in split(alias if "|" in alias else field.type, "|"):
                expected.add((f"{table}.{name}", one))
                inner = re.fullmatch(r"\((.*)\)\[\]", one)
                for part in split(inner.group(1), "|") if inner else ():
                    expected.add((f"{table}.{name}[]", part))
    assert expected - checker.met == set()


WRONG = {
    "a field more": (lambda spec: spec.update(height=3), "Figure.height is sent of a figure, and"),
    "a field less": (lambda spec: spec.pop("pin"), "Figure.pin is in its table, and not sent"),
    "another type": (lambda spec: spec.update(width="wide"), "Figure.width: 'wide' is no number"),
    "a truth for a number": (lambda spec: spec.update(width=True), "Figure.width: True is no numb"),
    "an unknown kind": (
        lambda spec: spec["artists"][0].update(kind="band"), "Artist.kind: 'band' is no"
    ),
    "a field of another kind": (
        lambda spec: spec["artists"][0].update(grid=[1, 1]), "Artist.grid is sent of a line, and"
    ),
    "a style of another kind": (
        lambda spec: spec["artists"][0]["style"].update(arrow=True), "Style.arrow is sent of a line"
    ),
    "a short ref": (
        lambda spec: spec["artists"][0]["columns"][0].pop(), r"Artist.columns\[\]: 2 items, not 3"
    ),
    "a tick without a text": (
        lambda spec: spec["controls"][0]["ticks"].append([2, None]),
        r"Control.ticks\[\]\[1\]: None is no string",
    ),
    "a part of no kind": (
        lambda spec: spec["captions"][0]["parts"].append(3),
        r"Caption.parts\[\]: 3 is no \(?string \| Value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoil, said", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_message_is_found(spoil, said):
    spec = plain(sent(figure("descent"))[0])
    spoil(spec)
    (problem,) = Checker().problems(spec, "Figure", "_spec")
    assert re.match(said, problem), problem


# Traits


def test_the_traits_are_those_of_the_widgets():
    own = {"layout", "tabbable", "tooltip", *anywidget.AnyWidget.class_traits(sync=True)}
    for widget, word in ((LiveFigure, "figure"), (Playground, "playground")):
        synced = {
            name: trait
            for name, trait in widget.class_traits(sync=True).items()
            if name not in own and name not in ("_esm", "_css", "_anywidget_id")
        }
        told = {name: row for name, row in traits().items() if row["of"] in (word, "both")}
        assert told.pop("_css")["written by"] == "Python"  # which each widget has for itself
        assert set(synced) == set(told)
        for name, row in told.items():
            echo = synced[name].metadata.get("echo_update", True)
            assert (row["echoed"] == "no") == (row["written by"] != "Python") == (not echo), name


def test_the_traits_have_the_types_of_the_table():
    checker = Checker()
    asked = everything()
    asked._measured, asked._pinned, asked.prediction = [3, 0], [0, 0, 0], -1
    for widget in (asked, figure("hunt"), *playgrounds()):
        if isinstance(widget, LiveFigure):
            sent(widget)
        for name, row in traits().items():
            if widget.has_trait(name):
                value = getattr(widget, name)
                value = value if isinstance(value, bytes) else plain(value)
                assert checker.problems(value, row["type"], name) == []


# The script's own types


def typedefs():
    """name -> {property: type} of the blocks, and name -> type of the lines, of live.mjs."""
    head = SCRIPT[: SCRIPT.index("What is made of it here.")]
    lines = dict(re.findall(r"@typedef \{(?!object)(.+)\} (\w+)$", head, re.M))
    blocks = re.findall(r"@typedef \{object\} (\w+)\n((?: \* @property .*\n)+)", head)
    return {kind: name for name, kind in lines.items()}, {
        name: {
            prop.strip("[]"): (kind, prop.startswith("["))
            for kind, prop in re.findall(r"@property \{(.+)\} (\[?\w+\]?)$", body, re.M)
        }
        for name, body in blocks
    }


def test_the_scripts_types_are_the_tables():
    small, objects = typedefs()
    assert small == aliases()
    assert objects.pop("Traits") == {n: (row["type"], False) for n, row in traits().items()}
    assert objects == {
        name: {n: (field.type, bool(field.kinds)) for n, field in fields.items()}
        for name, fields in tables().items()
    }


def test_comments_are_not_sent_and_none_stands_beside_code():
    """They are taken out line by line."""
    assert SCRIPT.startswith("// @ts-check\n")
    for line in map(str.strip, SCRIPT.splitlines()):
        if line.startswith(("/*", "*")):
            assert line.endswith("*/") or "*/" not in line, line
            assert line.startswith("/*") or re.match(r"\*(/|\s|$)", line), line
    assert not re.search(r"@typedef|@param|@type\b|/\*|\*/|^\s*//", LiveFigure._esm, re.M)
    code = re.sub(r"/\*.*?\*/", "", SCRIPT, flags=re.S)
    code = re.sub(r"^\s*//.*$", "", code, flags=re.M)
    assert "\n".join(filter(None, map(str.strip, code.splitlines()))) == LiveFigure._esm
