"""LiveFigure: a Matplotlib figure whose moving parts are drawn in the browser.

Matplotlib draws what does not move, once.  What follows the controls is computed beforehand for
every position and sent once, as arrays; `live.mjs` draws it.  So a slider answers at once: while
a cell is running, over a slow line, and on an exported page with no kernel at all.
"""

from __future__ import annotations

import string
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import traitlets as t

from . import fixed
from .artists import Artists, check_size, palette
from .controls import Control
from .errors import InputError, InputTypeError
from .geometry import (
    MISSING,
    STEPS_PER_POINT,
    Box,
    Buffer,
    Ref,
    as_steps,
    look_up,
    shape,
    to_steps,
)
from .limits import Limits
from .panels import box, panel, rows

Reader = Callable[[str], tuple[str, str | None] | None]
Writer = Callable[[str, str, str | None, bool | None], None]
BUDGET = 400_000  # bytes of arrays in one figure
ALONG = 0.4  # of an axis' length, that a control must cover for its slider to stand under it
REGIMES = ("#009E73", "#56B4E9", "#E69F00", "#D55E00", "#CC79A7", "#0072B2")


class Still(NamedTuple):
    """A figure where nothing moves: what `LiveFigure.still_picture` returns."""

    picture: bytes  # PNG
    position: str  # where its controls stand, in words
    caption: str  # as it is seen
    twin: str  # as it is heard


class LiveFigure(Artists):
    """A figure with a slider for each keyword.

        live = LiveFigure(figure, speed=speeds, angle=angles)
        live.line(axes, times, height, along="speed")     # height: (len(speeds), len(times))

    figure: a Matplotlib figure with at least one axes; it is closed for pyplot and must not be
    changed once the live figure is shown.  Each keyword names a control and gives its values:
    a sequence, or `slider(values, label, …)`.  `live.speed` is the current value; setting it
    moves the slider, and `live.observe(f, "speed")` hears of it.

    `along` names the controls an array depends on; its first axes run over them, in that order.
    Raises InputError or InputTypeError, one sentence each, for anything it cannot draw.
    """

    # Where predictions are kept: read(name) -> (question, option) or None, and
    # write(name, question, option, right), with None for option and right where the learner asked
    # to be shown.  Without it a figure remembers nothing.
    remember: tuple[Reader, Writer] | None = None

    _measured = t.List(t.Int()).tag(sync=True, echo_update=False)
    _remembered = t.Bool(False, help="whether the prediction is an earlier one").tag(
        sync=True, echo_update=False
    )
    prediction = t.Int(None, allow_none=True, help="chosen option; -1: shown without one").tag(
        sync=True, echo_update=False
    )
    _pinned = t.List(t.Int()).tag(sync=True, echo_update=False)
    _data = t.Bytes().tag(sync=True)
    _svg = t.Unicode().tag(sync=True)

    def __init__(self, figure: plt.Figure, /, *, name: str = "", **controls: Control | Iterable):
        self._take(figure, controls)
        self.name = name
        self._captions: list[dict] = []
        self._predict: dict | None = None
        self._measure: dict | None = None
        self._regimes: dict[str, dict] = {}
        self._play: dict[str, float] = {}
        self._frozen: tuple[str, ...] = ()
        plt.close(figure)
        super().__init__()
        self._connect()
        self.observe(self._keep_prediction, "prediction")

    def regimes(self, control: str, phrases: Any, *, colors: Iterable[Any] = REGIMES) -> None:
        """Name and colour the stretches of a slider's track: "converges", "diverges" …

        phrases: texts that broadcast to the shape of all controls, so a track may depend on
        where another control stands; each new phrase takes the next colour.  The phrase of the
        current position stands beside the slider and is spoken with its value.
        """
        self._open_for_changes()
        self._check_slider(control)
        field = self._phrases("regimes", "phrases", phrases, "")
        colors = palette(colors)
        if len(field["texts"]) > len(colors):
            raise InputError(
                f"regimes: {len(field['texts'])} phrases need as many colors, got {len(colors)}."
            )
        self._regimes[control] = self._kept(field) | {"colors": colors}

    def play(self, control: str, *, seconds: float = 6) -> None:
        """Buttons beside a slider that play it to its end in so many seconds, pause, step and
        go back to its start.  Nothing ever plays by itself."""
        self._open_for_changes()
        self._check_slider(control)
        check_size("seconds", seconds)
        if not seconds:
            raise InputError("seconds: expected a number above 0, got 0.")
        self._play[control] = float(seconds)

    def pin(self, along: str | tuple[str, ...]) -> None:
        """A button that keeps the present run, dashed, for comparison: the controls of `along`
        stay at their present values for it, while it follows all the others."""
        self._open_for_changes()
        frozen, _ = self._along(along)
        if not frozen:
            raise InputError("pin: expected at least one control, got none.")
        self._frozen = frozen

    def caption(
        self, template: str, *, aloud: str | None = None, reveal: str | None = None, **fields: Any
    ) -> None:
        """The sentence under the figure, true at every position; several calls add sentences.

        template: text with {control} or {field:format}; a field is an array of numbers or
        phrases that broadcasts to the shape of all controls.  Numbers are written here, by
        Python, once for each position, so the browser cannot write them differently.
        aloud: a longer template for those who hear the figure instead of seeing it: `text`.
        reveal="measured": the sentence appears only where the learner has measured.
        """
        self._open_for_changes()
        self._check_reveal(reveal, "measured")
        written: dict[tuple[str, str], dict] = {}
        parts, heard = (
            None if form is None else self._read_template(form, fields, written)
            for form in (template, aloud)
        )
        if unused := set(fields) - {name for name, _ in written}:
            raise InputError(f"caption: {', '.join(sorted(unused))} is not used in its template.")
        for field in written.values():  # last, so that a mistake leaves nothing half added
            field["ref"] = self._kept(field)["ref"]
            del field["index"]
        self._captions.append({"parts": parts, "reveal": reveal, "aloud": heard})

    def _read_template(
        self, template: str, fields: dict[str, Any], written: dict[tuple[str, str], dict]
    ) -> list:
        """The parts of a caption's template.

        written: the fields that have been written, by name and format; what is new is added.
        """
        try:
            pieces = list(string.Formatter().parse(template))
        except (TypeError, ValueError) as error:
            raise InputError(f"caption: the template cannot be read, {error}.") from None
        parts: list = []
        for literal, name, spec, conversion in pieces:
            if literal:
                parts.append(literal)
            if name is None:
                continue
            if name in self._controls:
                if spec or conversion:
                    raise InputError(f"caption: {{{name}}} is a control and takes no format.")
                parts.append({"control": list(self._controls).index(name)})
            elif name in fields:
                if (name, spec) not in written:
                    written[name, spec] = self._phrases("caption", name, fields[name], spec)
                parts.append(written[name, spec])
            else:
                known = ", ".join([*self._controls, *fields]) or "none"
                raise InputError(f"caption: {{{name}}} is not among its fields ({known}).")
        return parts

    def predict(
        self,
        question: str,
        options: Iterable[str],
        *,
        answer: int,
        because: str,
        covers: tuple[plt.Axes, ...] = (),
    ) -> None:
        """Ask before showing: the moving parts stay veiled until the learner has chosen.

        answer: the index of the true option; because: the reason, shown beside the choice;
        covers: axes hidden until then, because they would give the answer away.
        """
        self._open_for_changes()
        if isinstance(options, str) or not isinstance(options, Iterable):
            raise InputTypeError(
                f"options: expected a sequence of texts, got {type(options).__name__}."
            )
        options = [str(option) for option in options]
        if len(options) < 2:
            raise InputError(f"options: expected at least two, got {len(options)}.")
        if not isinstance(answer, int) or not 0 <= answer < len(options):
            raise InputError(
                f"answer: expected an index from 0 to {len(options) - 1}, got {answer!r}."
            )
        covers = covers if isinstance(covers, (tuple, list)) else (covers,)
        self._check_axes("covers", *covers)
        self._predict = {
            "question": question,
            "options": options,
            "answer": answer,
            "because": because,
            "covers": [self._figure.axes.index(axes) for axes in covers],
        }

    def measure(
        self, label: str = "Measure", *, probes: int, goal: dict[str, Any], what: str = "it"
    ) -> None:
        """A button (or Enter) that measures at the current position and counts one probe.

        What was given `reveal="measured"` shows only there, and what was given `reveal="finished"`
        when the goal has been found or all probes are spent.  probes: how many measurements the
        learner has; goal: the position to be found, a value for each control; what: what is found
        there, as in "Found: it is at x = 2."
        """
        self._open_for_changes()
        if not isinstance(probes, int) or probes < 1:
            raise InputError(f"probes: expected a positive whole number, got {probes!r}.")
        if not isinstance(goal, dict) or set(goal) != set(self._controls):
            raise InputError(
                f"goal: expected a value for each of {', '.join(self._controls)}, got {goal!r}."
            )
        place = [self._index(key, goal[key], "goal") for key in self._controls]
        self._measure = {"label": label, "probes": probes, "goal": self._flat(place), "what": what}

    # What it shows now -------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The caption at the current position."""
        return self.text_at(**{key: getattr(self, key) for key in self._controls})

    def text_at(self, **values: Any) -> str:
        """The caption at the given values of the controls (the current one where not given)."""
        position = self._position_of(values)
        said = self._caption_at(position)
        if not self._pinned:
            return said
        run = ", ".join(
            f"{c.label} {c.text(i)}"
            for (key, c), i in zip(self._controls.items(), self._pinned, strict=True)
            if key in self._frozen
        )
        return f"{said} Pinned, {run}: {self._caption_at(self._pinned_place(position))}"

    def _caption_at(
        self, position: tuple[int, ...], *, seen: bool = False, measured: bool | None = None
    ) -> str:
        """The sentences at a position, as they are heard or as they are seen; measured: whether
        they are those of a measured place, None for what has been measured."""
        if measured is None:
            measured = self._flat(position) in self._measured
        return " ".join(
            "".join(
                self._say(part, position)
                for part in (not seen and caption["aloud"]) or caption["parts"]
            )
            for caption in self._captions
            if caption["reveal"] is None or measured
        )

    def _pinned_place(self, position: tuple[int, ...]) -> tuple[int, ...]:
        """Where the pinned run stands: at its own values, and with the others."""
        places = zip(self._controls, self._pinned, position, strict=True)
        return tuple(own if key in self._frozen else now for key, own, now in places)

    @property
    def question(self) -> dict[str, Any] | None:
        """What `predict` was given: question, options, answer …; None where nothing is asked."""
        return self._predict

    @property
    def pinned(self) -> dict[str, Any] | None:
        """The values the pinned run keeps, None where nothing is pinned."""
        if not self._pinned:
            return None
        places = zip(self._controls.items(), self._pinned, strict=True)
        return {key: c.values[i] for (key, c), i in places if key in self._frozen}

    @property
    def measured(self) -> list[dict[str, Any]]:
        """The measured positions, in order: the value of each control."""
        places = [np.unravel_index(flat, self._sizes) for flat in self._measured]
        return [
            {key: c.values[i] for (key, c), i in zip(self._controls.items(), place, strict=True)}
            for place in places
        ]

    def shapes_at(self, **values: Any) -> list[list[dict]]:
        """What each artist shows at the given values: for each artist a list of shapes, with
        points and marks in points from the top left corner (what `live.mjs` draws too)."""
        return self._shapes(self._position_of(values), self._measured)

    def _shapes(self, position: tuple[int, ...], measured: list[int]) -> list[list[dict]]:
        self._finish()
        buffer = np.frombuffer(self._data, "<i2")
        probed = [np.unravel_index(flat, self._sizes) for flat in measured]
        out = []
        for artist in self._spec["artists"]:
            box = Box(*self._spec["panels"][artist["axes"]]["box"])
            shown = {}
            finished = [position] if self._finished(measured) else []
            places = {"measured": probed, "finished": finished}.get(artist["reveal"], [position])
            for place in places:
                where = tuple(
                    p if dep else 0 for p, dep in zip(place, artist["along"], strict=True)
                )
                shown[where] = shape(artist, buffer, tuple(place), box)
            out.append(list(shown.values()))
        return out

    def still_picture(self) -> Still:
        """The figure where nothing moves, on paper say: its picture at a telling position, with
        nothing veiled and all measured, and the words that go with it.

        A control stays where it stands, but for a slider at its end: of that the middle is shown.
        """
        self._finish()
        position = tuple(
            len(c.values) // 2 if c.kind == "slider" and i in (0, len(c.values) - 1) else i
            for c, i in zip(self._controls.values(), self._position, strict=True)
        )
        measured = self._spread()
        for limits in self._follows.values():
            limits.set(position)
        drawn = zip(self._spec["artists"], self._shapes(position, measured), strict=True)
        told = {"measured": bool(measured) or None}
        return Still(
            fixed.png(self._figure, [(a, shape) for a, many in drawn for shape in many]),
            ", ".join(
                f"{c.label} {c.text(i)} {c.unit}".strip()
                for c, i in zip(self._controls.values(), position, strict=True)
            ),
            self._caption_at(position, seen=True, **told),
            self._caption_at(position, **told),
        )

    def _spread(self) -> list[int]:
        """As many places as may be measured, evenly spread, and the goal among them."""
        if not self._measure:
            return []
        count, goal = self._measure["probes"], self._measure["goal"]
        last = int(np.prod(self._sizes)) - 1
        places = {round(place) for place in np.linspace(0, last, count + 1)[1:]}
        return sorted({*sorted(places - {goal})[: count - 1], goal})

    # Inside ------------------------------------------------------------------------------------

    def _finished(self, measured: list[int]) -> bool:
        """Whether nothing is left to measure."""
        task = self._measure or {"probes": 1, "goal": -1}
        return len(measured) >= task["probes"] or task["goal"] in measured

    def _check_slider(self, name: str) -> None:
        control = self._controls.get(name) if isinstance(name, str) else None
        if control is None or control.kind != "slider":
            known = ", ".join(k for k, c in self._controls.items() if c.kind == "slider") or "none"
            raise InputError(f"control: no slider {name!r}; the figure has {known}.")

    def _say(self, part: Any, position: tuple[int, ...]) -> str:
        if isinstance(part, str):
            return part
        if "control" in part:
            control = list(self._controls.values())[part["control"]]
            return control.text(position[part["control"]])
        return part["texts"][look_up(self._buffer.array(), part["ref"], position)]

    def _index(self, key: str, value: Any, argument: str) -> int:
        index = self._controls[key].index(value)
        if index is None:
            raise InputError(f"{argument}: {value!r} is not a value of {key}.")
        return index

    def _position_of(self, values: dict[str, Any]) -> tuple[int, ...]:
        if unknown := set(values) - set(self._controls):
            raise InputError(f"{unknown.pop()}: the figure has no such control.")
        now = zip(self._controls, self._position, strict=True)
        return tuple(self._index(k, values[k], k) if k in values else i for k, i in now)

    def _flat(self, position: Iterable[int]) -> int:
        return int(np.ravel_multi_index(tuple(position), self._sizes)) if self._sizes else 0

    def _keep_prediction(self, change: dict) -> None:
        chosen = change["new"]
        if None in (self._predict, chosen, self.remember) or self._remembered or not self.name:
            return
        option = self._predict["options"][chosen] if chosen >= 0 else None
        right = chosen == self._predict["answer"] if chosen >= 0 else None
        _, write = self.remember
        write(self.name, self._predict["question"], option, right)

    def _recall_prediction(self) -> None:
        """What was predicted an earlier time, if the question still reads as it did then and has
        that option."""
        if None in (self._predict, self.remember) or self.prediction is not None or not self.name:
            return
        read, _ = self.remember
        question, option = read(self.name) or (None, None)
        options = [None, *self._predict["options"]]
        if question == self._predict["question"] and option in options:
            self._remembered = True
            self.prediction = options.index(option) - 1

    # To the browser ----------------------------------------------------------------------------

    def _finish(self) -> None:
        """Fix the axes, turn the arrays into coordinates, and write the specification."""
        if self._ready:
            return
        figure = self._figure
        width, height = (side * 72 for side in figure.get_size_inches())
        fixed.settle(figure)
        artists = []
        buffer = Buffer([*self._buffer.parts], self._buffer.length)
        for artist in self._artists:
            axes = figure.axes[artist["axes"]]
            artists.append({k: v for k, v in artist.items() if k != "arrays"})
            limits = self._limits_of(axes)
            artists[-1]["columns"] = [
                buffer.add(
                    to_steps(array, axes, which, height, getattr(limits, which)), len(self._sizes)
                )
                for which, array in artist["arrays"]
            ]
        along = self._along_axes(artists, buffer)
        panels, taken = [], []
        for axes in figure.axes:
            limits = self._limits_of(axes)
            made, own = panel(limits, height, lambda points: _still(buffer, points))
            ref = buffer.add(limits.which[..., None], len(self._sizes))
            drags = [artist["drag"] for artist in artists if artist["axes"] == len(panels)]
            if not any(ref.strides[control] for drag in drags for control in drag):
                made["scales"] = None  # while something is dragged these limits stay as they are
            panels.append(made | {"limits": ref})
            taken += own
        data = buffer.array()
        if data.nbytes > BUDGET:
            raise InputError(
                f"The figure's arrays hold {data.nbytes / 1000:.0f} kB, more than "
                f"{BUDGET / 1000:.0f} kB; thin the controls (to 41 × 40 positions, say) "
                "or the lines (to 60 points)."
            )
        self._recall_prediction()
        self._ready = True
        self._data = data.tobytes()
        self._svg = fixed.svg(figure, taken)
        self._spec = {
            "kind": "figure",
            "width": width,
            "panels": panels,
            "rows": rows(figure),
            "controls": [
                c.spec()
                | {"regimes": self._regimes.get(key), "play": self._play.get(key), "axis": axis}
                for (key, c), axis in zip(self._controls.items(), along, strict=True)
            ],
            "artists": artists,
            "captions": self._captions,
            "pin": [key in self._frozen for key in self._controls] if self._frozen else None,
            "predict": self._predict,
            "measure": self._measure,
        }

    def _along_axes(self, artists: list[dict], buffer: Buffer) -> list[tuple | None]:
        """For each control the panel along whose x axis a marker goes evenly with it, and where on
        it (points) the marker starts and ends: the widest such way, None where there is none."""
        entries, ways = buffer.array(), [[] for _ in self._sizes]
        for artist in artists:
            at, strides, n = artist["columns"][0]
            moving = [i for i, stride in enumerate(strides) if stride]
            if artist["kind"] != "marker" or n != 1 or len(moving) != 1:
                continue
            (which,) = moving
            places = entries[at : at + strides[which] * self._sizes[which] : strides[which]]
            steps = np.diff(places.astype(int))
            even = np.all(np.abs(steps - steps.mean()) <= STEPS_PER_POINT / 2)
            if even and MISSING not in places:
                first, last = places[[0, -1]] / STEPS_PER_POINT
                ways[which].append((artist["axes"], float(first), float(last)))
        boxes = [box(axes, 0) for axes in self._figure.axes]
        found = []
        for own in ways:
            axis = max(own, key=lambda way: way[2] - way[1], default=None)
            left, _, right, _ = boxes[axis[0]] if axis else (0, 0, 0, 0)
            found.append(axis if axis and axis[2] - axis[1] > ALONG * (right - left) else None)
        return found

    def _limits_of(self, axes: plt.Axes) -> Limits:
        return self._follows.get(axes, Limits(axes, len(self._sizes)))

    def open(self) -> None:
        """Reach the browser complete, in one message, when first shown; not piece by piece."""
        if self._ready:
            super().open()

    def close(self) -> None:
        """Leave the page, and let go of what only drawing needs."""
        super().close()
        if self._ready:
            # IPython keeps every result it displayed (`Out`); Matplotlib's part takes megabytes.
            self._figure = None
            self._artists = []

    @property
    def model_id(self) -> str:
        if self.comm is None:
            self._finish()
            self.open()
        return super().model_id

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        for limits in self._follows.values():
            limits.set(self._position)
        asked = self._predict if self.prediction is None else None
        moves = "Run this cell (Shift+Enter)" + (
            ": it asks this question, and then the picture moves."
            if asked
            else ", and the picture moves."
        )
        if asked:
            above = [f"Predict first. {asked['question']}", " · ".join(asked["options"]), moves]
            covered = [self._figure.axes[i] for i in asked["covers"]]
            picture = fixed.png(self._figure, above=above, covered=covered)
            text = "\n".join(above)
        else:
            shapes = zip(self._spec["artists"], self.shapes_at(), strict=True)
            drawn = [(artist, shape) for artist, many in shapes for shape in many]
            picture = fixed.png(self._figure, drawn, above=[moves] if self._controls else [])
            text = self.text or "A figure with sliders."
        data["image/png"] = b64encode(picture).decode()
        data["text/plain"] = text
        # A page with a dark theme gives a picture made for white paper a light ground, or turns
        # its colours as `live.css` does.
        size = {"width": round(self._spec["width"] * 96 / 72)}
        return data, metadata | {"needs_background": "light", "image/png": size}


def _still(buffer: Buffer, points: np.ndarray) -> list[Ref]:
    """Refs of both columns of points (sets of limits, n, 2); one that is the same at all limits
    is kept once."""
    columns = [as_steps(points[..., k]) for k in (0, 1)]
    return [buffer.add(c[:1] if (c == c[0]).all() else c, 1) for c in columns]
