"""Live figures of lesson 2, gradient descent on a quadratic."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from ..data import quadratic, study_scores
from ..descent import partial_derivatives, path
from ..live import LiveFigure, choice, slider
from ..pictures import COLORS
from ..search import best_w

CLOSE = 1e-6  # how near to the bottom counts as arrived
NEVER = 1e9  # stands for "no number of steps"

REGIMES = {
    "one": "arrives in one step",
    "monotone": "comes closer from one side",
    "oscillating": "changes sides and converges",
    "for ever": "swings for ever",
    "diverging": "changes sides and diverges",
}


def _regime(factor: np.ndarray) -> np.ndarray:
    """The name of what happens when each step multiplies the error by this factor, below 1."""
    return np.select(
        [np.isclose(factor, 0, atol=1e-9), factor > 0, np.isclose(factor, -1), factor > -1],
        [REGIMES["one"], REGIMES["monotone"], REGIMES["for ever"], REGIMES["oscillating"]],
        REGIMES["diverging"],
    )


def _first(true: np.ndarray) -> np.ndarray:
    """The first index along the first axis at which something holds; NEVER if it never does."""
    return np.where(true.any(axis=0), true.argmax(axis=0), NEVER).astype(int)


def _until_out(values: np.ndarray, axes: plt.Axes) -> np.ndarray:
    """Values along the last axis up to the first beyond the y axis, nan after it: a run that has
    left the picture would otherwise cross it again and again."""
    low, high = axes.get_ylim()
    with np.errstate(invalid="ignore"):
        out = ~((values >= low) & (values <= high))
    return np.where(np.cumsum(out, axis=-1) - out > 0, np.nan, values)


def _steps_on(
    live: LiveFigure, axes: plt.Axes, x: np.ndarray, y: np.ndarray, along: str | tuple[str, ...]
) -> None:
    """The places of walks (last axis) as dots, the first as a square, and an arrow for each step
    long enough to carry one, up to where a walk leaves the axes.

    That last step is cut a little beyond the border, on its way: far outside, a figure would limit
    x and y one by one, and so turn the step.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    wide, tall = right - left, high - low
    with np.errstate(all="ignore"):
        out = (x < left) | (x > right) | ~((y >= low) & (y <= high))
        inside = np.cumsum(out, axis=-1) == 0
        x0, y0, dx, dy = x[..., :-1], y[..., :-1], np.diff(x), np.diff(y)
        to_x = (np.where(dx > 0, right + 0.1 * wide, left - 0.1 * wide) - x0) / dx
        to_y = (np.where(dy > 0, high + 0.1 * tall, low - 0.1 * tall) - y0) / dy
        share = np.minimum(1, np.minimum(np.abs(to_x), np.abs(to_y)))
        drawn = inside[..., :-1] & (np.hypot(dx / wide, dy / tall) > 0.03)
        ends = x0 + share * dx, y0 + share * dy
    arrows = [np.where(drawn, side, np.nan) for side in (x0, y0, *ends)]
    live.segments(axes, *arrows, along=along, color=COLORS["red"], width=1.5, arrow=True)
    dots = [np.where(inside, side, np.nan) for side in (x, y)]
    live.marker(axes, *dots, along=along, color=COLORS["blue"], size=4)
    live.marker(
        axes, x[..., 0], y[..., 0], along=along, color=COLORS["blue"], symbol="s", filled=False
    )


def _step_by_step(
    live: LiveFigure, axes: plt.Axes, values: np.ndarray, along: str | tuple[str, ...]
) -> None:
    """Values (last axis) against the number of the step, up to where they leave the axes."""
    number, seen = np.arange(values.shape[-1]), _until_out(values, axes)
    live.line(axes, number, seen, along=along, color=COLORS["blue"], width=1, dash="dotted")
    live.marker(axes, number, seen, along=along, color=COLORS["blue"], size=4)


# Search and descent


def search_and_descent() -> LiveFigure:
    """The grid's 41 values and the values descent visits, for classes with another best w."""
    slopes = np.linspace(1.9, 2.1, 21).round(2)
    grid = np.linspace(0, 4, 41)
    x, _ = study_scores()
    curve = 2 * np.mean(x**2)
    visited = path(lambda w: curve * (w - slopes), 1.0, 0.05 + 0 * slopes, 40).T
    found = np.array([best_w(grid, x, slope * x) for slope in slopes])
    so_far = np.minimum.accumulate(np.abs(grid - slopes[:, None]), axis=1)
    errors = np.abs(visited - slopes[:, None])
    steps = _first(errors.T < CLOSE)

    figure, (bowl, error) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(0.9, 2.6), ylim=(-0.35, 6), title="The cost, and where they look")
    bowl.set(xlabel="w (points per hour)", ylabel="cost (points²)")
    error.set(xlim=(0, 41), ylim=(1e-12, 3), yscale="log", title="How far from the best w")
    error.set(xlabel="evaluations", ylabel="distance (points per hour)")
    error.axhline(CLOSE, color="gray", linestyle=":", linewidth=1)
    error.text(40.5, 1.3 * CLOSE, "0.000001", ha="right")

    live = LiveFigure(
        figure,
        name="2-search-and-descent",
        best=slider(slopes, "true best w", unit="points per hour", start=2.0, format=".2f"),
    )
    fine = np.linspace(0.95, 2.55, 49)
    near = grid[(grid > 0.95) & (grid < 2.55)]
    height = curve / 2 * (visited[:, :25] - slopes[:, None]) ** 2
    live.line(
        bowl, fine, curve / 2 * (fine - slopes[:, None]) ** 2, along="best", color=None, width=1
    )
    live.marker(
        bowl, near, curve / 2 * (near - slopes[:, None]) ** 2, along="best", color=COLORS["orange"],
        symbol="s", size=6, filled=False,
    )  # fmt: skip
    live.marker(bowl, visited[:, :25], height, along="best", color=COLORS["blue"], size=6)
    counted = np.arange(1, 42).repeat(2)[1:]  # best so far: level until a better one, then down
    stairs = so_far.repeat(2, axis=1)[:, :-1]
    live.line(error, counted, stairs, along="best", color=COLORS["orange"], dash="dashed")
    live.line(error, np.arange(41), errors, along="best", color=COLORS["blue"])
    live.write(error, 22, 0.15, "search, best so far", color=COLORS["orange"])
    live.write(error, 4, 3e-6, "descent", color=COLORS["blue"])

    off = np.abs(found - slopes)
    exact = off < 1e-9
    live.caption(
        "The best w is {best}. The search evaluates 41 costs and answers {found:.1f}, {off}; "
        "descent from w = 1 evaluates {steps} slopes and answers {end:.6f}, less than 0.000001 "
        "off.",
        found=found,
        off=np.where(exact, "which lies on its grid", [f"{d:.2f} off" for d in off]),
        steps=steps,
        end=visited[np.arange(len(slopes)), steps],
    )
    live.predict(
        "Where the best w is 2.00, descent evaluates 22 slopes to come within 0.000001. Another "
        "class has 2.03, and to come as close the search would need millions of values. How many "
        "slopes does descent need there?",
        ["Over a million: it must try the values between, too", "About 220", "23, one more"],
        answer=2,
        because="Descent never looks at most values: where the curve is steep it leaps, and near "
        "the bottom its steps shrink by themselves. No grid limits it.",
        misconception=6,
    )
    return live


# The learning rate on lesson 1's cost


def learning_rate() -> LiveFigure:
    """Lesson 1's cost: the steps on the bowl, and w against the epoch; mean or sum."""
    lrs = np.array(
        [0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 1 / 28, 0.05, 0.2 / 3]
        + [1 / 14, 0.22 / 3, 0.08, 0.1, 0.107, 3 / 28, 0.12, 0.15, 0.18, 0.2, 0.21, 3 / 14, 0.22]
        + [0.25, 0.3, 0.4, 0.5, 0.7, 1.0]
    )
    x, _ = study_scores()
    curves = 2 * np.array([np.mean(x**2), np.sum(x**2)])  # slope = curve · (w − 2)
    with np.errstate(over="ignore", invalid="ignore"):
        visited = path(lambda w: curves * (w - 2), 1.0, lrs[:, None] + 0 * curves, 5000)
    steps = _first(np.abs(visited - 2) < CLOSE)
    factor = 1 - lrs[:, None] * curves
    w = np.moveaxis(visited[:101], 0, -1)

    figure, (bowl, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(-0.3, 4.3), ylim=(-1, 20), yticks=range(0, 21, 5))
    bowl.set(xlabel="w (points per hour)", ylabel="cost (points²)")
    bowl.set_title("On the cost curve (square: start)")
    course.set(xlim=(-2, 102), ylim=(-1.2, 5.2), title="Epoch by epoch")
    course.set(xlabel="epoch", ylabel="w (points per hour)")
    course.axhline(2, color="gray", linestyle=":", linewidth=1)

    live = LiveFigure(
        figure,
        name="2-learning-rate",
        lr=slider(lrs, start=0.05, format=".4g"),
        cost=choice(["mean", "sum"], "cost"),
    )
    reach = np.sqrt(2 * 19 / curves)  # of a cost of 19
    grid = 2 + reach[:, None] * np.linspace(-1, 1, 49)
    live.line(bowl, grid, curves[:, None] / 2 * (grid - 2) ** 2, along="cost", color=None, width=1)
    with np.errstate(over="ignore"):
        height = curves[:, None] / 2 * (w - 2) ** 2
    _steps_on(live, bowl, w[..., :16], height[..., :16], ("lr", "cost"))
    _step_by_step(live, course, w, ("lr", "cost"))

    regime = _regime(factor)
    live.regimes("lr", regime)
    moves = np.abs(np.diff(visited[:4], axis=0))
    out = _first(np.abs(visited[:101] - 2) > 3.2)
    live.caption(
        "At learning rate {lr} on the {cost} each step multiplies the error by {factor}: w "
        "{regime}. The first three moves are {one}, {two} and {three} long. {steps}{gone}, and "
        "after 100 epochs w is {end}.",
        factor=_written(factor, "{:.3g}"),
        regime=regime,
        one=_written(moves[0], "{:.3f}"),
        two=_written(moves[1], "{:.3f}"),
        three=_written(moves[2], "{:.3f}"),
        steps=np.where(
            steps < NEVER,
            np.char.mod("It is within 0.000001 of 2 from step %d on", steps),
            "No number of steps brings it within 0.000001 of 2",
        ),
        gone=np.where(out < NEVER, np.char.mod("; it leaves the picture at epoch %d", out), ""),
        end=_written(visited[100], "{:.4g}"),
    )  # fmt: skip
    live.predict(
        "On the mean, a learning rate of 0.05 needs 22 steps to come within 0.000001 of 2. How "
        "many does 0.2 need, four times as large?",
        ["About 6, a quarter", "About 22, as before", "About 97, four times as many"],
        answer=2,
        because="At 0.2 each step leaps over the bottom and lands almost as far on the other side. "
        "The best rate lies between: at 0.107 three steps do.",
        misconception=1,
    )
    return live


def _written(values: np.ndarray, form: str) -> np.ndarray:
    """Numbers as texts, with a true minus sign and no minus before zero."""
    def text(value: float) -> str:
        written = form.format(0.0 if abs(value) < 1e-9 else value)
        return written.replace("-", "−")

    return np.vectorize(text, otypes=[str])(values)


# Any parabola


def curvature() -> LiveFigure:
    """Descent on ½ a w² from w = 3: the steps, the error, and the regimes of lr for each a."""
    lrs = np.array(
        [0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6]
        + [0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 1.9, 2.0, 2.1, 2.5, 3.0, 3.5]
        + [3.9, 4.0, 4.1, 5.0, 6.0, 8.0]
    )
    curves = np.array([0.5, 1.0, 2.0, 4.0])
    start = 3.0
    rates = lrs[:, None] + 0 * curves
    with np.errstate(over="ignore", invalid="ignore"):
        visited = path(lambda w: curves * w, start, rates, 3100)
    observed = _first(np.abs(visited) < CLOSE)
    factor = 1 - rates * curves
    size = np.abs(factor)
    with np.errstate(divide="ignore"):
        exact = np.log(CLOSE / start) / np.log(size)
    predicted = np.where(size < 1e-12, 1, np.where(size < 1 - 1e-12, np.ceil(exact), NEVER))
    w = np.moveaxis(visited[:31], 0, -1)
    with np.errstate(over="ignore"):
        height = curves[:, None] / 2 * w**2

    figure, (bowl, error) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(-4.2, 4.2), ylim=(-0.7, 20), xlabel="w", ylabel="f(w) = ½ · a · w²")
    bowl.set(yticks=range(0, 21, 5), title="On the parabola (square: start)")
    error.set(xlim=(-0.7, 30.7), ylim=(1e-8, 1e5), yscale="log")
    error.set(xlabel="step", ylabel="|w|, the error")
    error.axhline(CLOSE, color="gray", linestyle=":", linewidth=1)
    error.text(30, 1.3 * CLOSE, "0.000001", ha="right")
    error.set_title("The error: straight on a log axis")

    live = LiveFigure(
        figure,
        name="2-curvature",
        lr=slider(lrs, start=0.2),
        a=slider(curves, "curvature a", start=1.0),
    )
    reach = np.minimum(4, np.sqrt(2 * 19 / curves))
    grid = reach[:, None] * np.linspace(-1, 1, 49)
    live.line(bowl, grid, curves[:, None] / 2 * grid**2, along="a", color=None, width=1)
    _steps_on(live, bowl, w[..., :16], height[..., :16], ("lr", "a"))
    _step_by_step(live, error, np.abs(w), ("lr", "a"))

    regime = _regime(factor)
    live.regimes("lr", regime)
    counted = np.vectorize(lambda n: "never" if n >= NEVER else f"{n:.0f}", otypes=[str])
    live.caption(
        "At learning rate {lr} and curvature {a} each step multiplies w by 1 − {lr} · {a} = "
        "{factor}: it {regime}. Steps until |w| < 0.000001: predicted {predicted}, observed "
        "{observed}. From another start the factor is the same.",
        factor=_written(factor, "{:.4g}"),
        regime=regime,
        predicted=counted(predicted),
        observed=counted(observed),
    )
    live.predict(
        "At curvature 1 and learning rate 0.5 each step halves w. Is there another learning rate "
        "that needs as many steps?",
        ["Yes: 0.25", "Yes: 1.5", "No: every other rate is faster or slower"],
        answer=1,
        because="At 1.5 each step multiplies w by −0.5: it lands on the other side, half as far "
        "out. What counts is the size of the factor. Overshooting is not yet diverging.",
        misconception=2,
    )
    return live


# Too large a number


def overflow() -> LiveFigure:
    """Lesson 1's cost at learning rate 1, in single and in double precision."""
    steps = np.r_[0:46, 60, 80:161:20, 166, 167, 168, 200:321:20, 334, 335, 336, 340]
    runs = {kind: _explosion(kind, 340) for kind in ("float32", "float64")}

    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    live = LiveFigure(figure, name="2-overflow", step=slider(steps, "step"))
    until = steps[np.minimum(np.arange(len(steps)), np.arange(len(steps))[:, None])]
    for axes, (kind, (w, cost)), last in zip(panels, runs.items(), (45, 345), strict=True):
        largest = np.log10(float(np.finfo(kind).max))
        axes.axhline(largest, color="gray", linestyle=":", linewidth=1)
        axes.text(0.5 * last, 1.01 * largest, f"largest {kind}", ha="center", size=9)
        axes.set(xlim=(-0.02 * last, last), ylim=(-0.04 * largest, 1.13 * largest), title=kind)
        axes.set(xlabel="step", ylabel="power of ten of |w| and of the cost")
        for name, values, color, dash, symbol in (
            ("|w|", np.abs(w), COLORS["blue"], "solid", "o"),
            ("cost", cost, COLORS["red"], "dashed", "D"),
        ):
            size = np.log10(np.where(np.isfinite(values), values, np.nan))
            live.line(axes, until, size[until], along="step", color=color, dash=dash)
            live.marker(axes, steps, size[steps], along="step", color=color, symbol=symbol)
            axes.plot([], [], color=color, linestyle=dash, marker=symbol, label=name)
        axes.legend(loc="lower right", frameon=False)
    live.caption(
        "After step {step}: in float32 {single}, in float64 {double}{beyond}.{cross}",
        single=_said(*runs["float32"])[steps],
        double=_said(*runs["float64"])[steps],
        beyond=np.where(steps > 45, "; the left picture ends at step 45", ""),
        cross=np.where(
            np.isfinite(runs["float32"][1][steps]),
            "",
            " A line ends with × after its last finite number.",
        ),
    )
    live.predict(
        "PyTorch, computing in float32 at learning rate 1, shows nan for w after 43 steps. You "
        "repeat these steps in plain NumPy, in float32. What do you get?",
        [
            "A number: nan is a bug in PyTorch",
            "nan as well",
            "inf: NumPy does not turn it into nan",
        ],
        answer=1,
        because="The error grows by a factor of 8.33 a step until no float can hold it. Then "
        "it is inf, and inf − inf is nan. Every program that follows the same formula ends there.",
        misconception=19,
    )
    return live


def _explosion(kind: str, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """w from 1 at learning rate 1 and its cost, after each step, in numbers of this kind."""
    x, y = (values.astype(kind) for values in study_scores())
    one = x.dtype.type(1)
    with np.errstate(over="ignore", invalid="ignore"):
        w = path(lambda w: np.mean(2 * (w * x - y) * x), one, one, steps)
        return w, np.mean((w[:, None] * x - y) ** 2, axis=1)


def _said(w: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """What has become of w and of its cost, in words, for every step."""
    def phrase(w: float, cost: float) -> str:
        if np.isnan(w):
            return "w and the cost are nan"
        if np.isinf(w):
            return "w and the cost are inf"
        shown = f"w = {w:.3g}".replace("-", "−")
        return f"{shown} and the cost is {'inf' if np.isinf(cost) else f'{cost:.3g}'}"

    return np.array([phrase(*pair) for pair in zip(w.tolist(), cost.tolist(), strict=True)])


# Three weights


def epoch_maps(lrs: np.ndarray, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """What an epoch in batches does to the error of the quadratic fit, for every learning rate.

    The data lie on the model, so with e = w − best a step on the points F (rows x², x, 1) takes e
    to (I − 2 · lr / batch · FᵀF) e, and the squared errors it sees add up to eᵀFᵀF e.
    Returns the matrices M, e → M e, and L, loss = eᵀL e, each of shape (len(lrs), 3, 3).
    """
    x, _ = quadratic()
    rows = np.stack([x**2, x, np.ones(len(x))], axis=1)
    whole, loss = np.broadcast_to(np.eye(3), (len(lrs), 3, 3)), np.zeros((len(lrs), 3, 3))
    for first in range(0, len(x) - batch + 1, batch):
        part = rows[first : first + batch]
        products = part.T @ part
        loss = loss + whole.swapaxes(1, 2) @ products @ whole
        whole = (np.eye(3) - 2 * lrs[:, None, None] / batch * products) @ whole
    return whole, loss / len(x)


BEST = np.array([2.0, 3.0, 4.0])
START = np.array([1.0, 0.0, -1.0])


def quadratic_fit() -> LiveFigure:
    """The quadratic fit in batches of 20 over lr × epoch: the curve, the loss, the weights."""
    lrs = np.array(
        [0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15]
        + [0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.72, 0.73, 0.75, 0.8, 1.0]
    )
    epochs = np.unique(np.r_[np.geomspace(1, 1000, 37).round().astype(int), 100, 889])
    x, y = quadratic()
    maps, losses = epoch_maps(lrs, batch=20)
    errors = [np.broadcast_to(START - BEST, (len(lrs), 3))]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs[-1]):
            errors.append((maps @ errors[-1][..., None])[..., 0])
        every_loss = np.einsum("nli,lij,nlj->nl", errors[:-1], losses, errors[:-1])
    w = np.moveaxis(np.array(errors)[epochs], 0, 1) + BEST
    loss = every_loss[epochs - 1].T
    stop = _first(every_loss < 1e-5) + 1
    radius = np.abs(np.linalg.eigvals(maps)).max(axis=1)

    figure = plt.figure(figsize=(9, 5.2), layout="constrained")
    grid = figure.add_gridspec(2, 2)
    fit = figure.add_subplot(grid[:, 0])
    curve, weights = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
    fit.plot(x, y, ".", color="black", markersize=3)
    fit.set(xlim=(0, 1), ylim=(-2, 12), xlabel="x", ylabel="y")
    fit.set_title("The curve (dots: the 100 points)")
    curve.set(xlim=(0.9, 1150), ylim=(1e-7, 1e4), xscale="log", yscale="log", ylabel="loss")
    curve.axhline(1e-5, color="gray", linestyle=":", linewidth=1)
    curve.set(xlabel="epochs done", title="Loss (dotted: 0.00001, where training stops)")
    weights.set(xlim=(0.9, 1150), ylim=(-2, 10), xscale="log", xlabel="epochs done")
    curve.set_yticks(10.0 ** np.arange(-6, 4, 3))
    for panel in (curve, weights):
        panel.minorticks_off()  # hundreds of them, which take half of the drawing time
    weights.set(ylabel="weights", title="Weights (dotted: the best, 2, 3 and 4)")
    for value in BEST:
        weights.axhline(value, color="gray", linestyle=":", linewidth=1)

    live = LiveFigure(
        figure,
        name="2-quadratic-fit",
        lr=slider(lrs, start=0.1),
        epoch=slider(epochs, "epochs done", start=1),
    )
    places = np.linspace(0, 1, 21)
    shapes = np.stack([places**2, places, 1 + 0 * places])
    with np.errstate(invalid="ignore", over="ignore"):
        y_hat = w @ shapes
        seen = ((y_hat > -2) & (y_hat < 12)).any(axis=-1)
    live.line(fit, places, y_hat, along=("lr", "epoch"), color=COLORS["blue"])
    live.line(curve, epochs, loss, along="lr", color=COLORS["blue"])
    live.marker(curve, epochs, loss, along=("lr", "epoch"), color=COLORS["red"])
    colors, dashes, symbols = ("blue", "red", "green"), ("solid", "dashed", "dotted"), "os^"
    inside = _until_out(np.moveaxis(w, -1, 0), weights)
    for i, (color, dash, symbol) in enumerate(zip(colors, dashes, symbols, strict=True)):
        live.line(weights, epochs, inside[i], along="lr", color=COLORS[color], dash=dash)
        live.marker(
            weights, epochs, w[..., i], along=("lr", "epoch"), color=COLORS[color], symbol=symbol
        )
        weights.plot(
            [], [], color=COLORS[color], linestyle=dash, marker=symbol, label=f"w{i + 1}"
        )
    weights.legend(loc="upper right", ncol=3, frameon=False)

    live.regimes("lr", np.where(radius < 1, "converges", "diverges")[:, None])
    live.caption(
        "Epochs done: {epoch}, at learning rate {lr}. {state}.",
        state=[
            [_fit_in_words(w[i, j], loss[i, j], epochs[j] >= stop[i], stop[i], seen[i, j])
             for j in range(len(epochs))]
            for i in range(len(lrs))
        ],
    )  # fmt: skip
    live.play("epoch", seconds=5)
    live.predict(
        "At learning rate 0.1, training stops as soon as the loss is below 0.00001. The data lie "
        "exactly on 2x² + 3x + 4. How far off is the worst weight then?",
        ["At most 0.001 %", "About 0.1 %", "About 2 %"],
        answer=2,
        because="Some changes of the three weights hardly bend the curve: an error of w1 is made "
        "up for by w2 and w3. The loss does not feel them, so it is tiny long before the weights "
        "are right.",
        misconception=3,
    )
    return live


def _fit_in_words(w: np.ndarray, loss: float, stopped: bool, stop: int, seen: bool) -> str:
    """What has become of the weights, and where the steepest way down leads from them."""
    if not np.isfinite(w).all():
        return "The weights have grown beyond all numbers, to inf and nan. No way leads back"
    error = w - BEST
    size = np.abs(error).max()
    worst = np.max(np.abs(error) / BEST)
    off = f"{100 * worst:.2g} %" if worst < 0.99 else f"{worst:.3g} times its value"
    if worst < 0.0001:
        off = "less than 0.01 %"
    shown = f"{loss:.8f}" if loss < 1e-4 else f"{loss:.3g}"
    if loss < 1e-8:
        shown = "less than 0.00000001"
    if not np.isfinite(loss):  # a sum of squares: inf, even where the closed form has inf − inf
        shown = "inf, for it overflows first"
    way = "From the best weights no way leads down"
    if size > 1e-9:
        error /= size  # the gradient is as many times smaller there, and keeps its direction
        slope = partial_derivatives(BEST + error, *quadratic())
        cosine = error @ slope / np.linalg.norm(error) / np.linalg.norm(slope)
        way = "From here the steepest way down of the cost of all points misses the best weights"
        way += f" by {np.degrees(np.arccos(cosine)):.0f}°"
    fell = f"; it fell below 0.00001 after {stop} epochs" if stopped else ""
    gone = "" if seen else "; the curve lies outside the picture"
    weights = ", ".join(_written(w, "{:.4g}"))
    return (
        f"The weights are ({weights}), the worst of them off by {off}, and the loss is "
        f"{shown}{fell}{gone}. {way}"
    )


# Two valleys


def double_well() -> LiveFigure:
    """Descent on w⁴ − 2 w² + 0.3 w: in which of its two valleys it ends depends on the start."""
    starts = np.linspace(-1.8, 1.8, 37).round(1)
    visited = path(lambda w: 4 * w**3 - 4 * w + 0.3, starts, 0.05, 200).T
    top, right, left = sorted(np.roots([4, 0, -4, 0.3]), key=abs)
    hills = {"left": left, "right": right}
    ends = np.where(visited[:, -1] < top, "left", "right")
    bottoms = np.array([hills[end] for end in ends])
    steps = _first(np.abs(visited - bottoms[:, None]).T < 0.001)

    def f(w: np.ndarray) -> np.ndarray:
        return w**4 - 2 * w**2 + 0.3 * w

    figure, (wells, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    grid = np.linspace(-1.85, 1.85, 149)
    wells.plot(grid, f(grid), color="gray", linewidth=1)
    wells.set(xlim=(-2, 2), ylim=(-2, 5.2), xlabel="w", ylabel="f(w)")
    wells.set_title("Two valleys (square: start, circle: end)")
    course.set(xlim=(0, 60), ylim=(-2, 2), xlabel="step", ylabel="w", title="Step by step")
    for bottom in (left, right):
        course.axhline(bottom, color="gray", linestyle=":", linewidth=1)
    course.text(58, right + 0.1, "bottom of the right valley", ha="right")
    course.text(58, left - 0.3, "bottom of the left valley, the deeper one", ha="right")

    live = LiveFigure(figure, name="2-double-well", start=slider(starts, "start", start=-0.5))
    _steps_on(live, wells, visited[:, :41], f(visited[:, :41]), "start")
    live.marker(wells, visited[:, -1], f(visited[:, -1]), along="start", color=COLORS["green"])
    _step_by_step(live, course, visited[:, :61], "start")
    live.caption(
        "From w = {start} at learning rate 0.05 descent goes into the {end} valley; after {steps} "
        "steps it is within 0.001 of its bottom at w = {bottom}, where f is {height}{deeper}.",
        steps=steps,
        end=ends,
        bottom=_written(bottoms, "{:.2f}"),
        height=_written(f(bottoms), "{:.2f}"),
        deeper=np.where(ends == "right", "; the left valley is deeper", ", the lowest there is"),
    )
    live.predict(
        "This curve has two valleys, and the left one is deeper. Descent starts high on the right "
        "slope, at w = 1.8, where its first steps are long. Where does it end?",
        [
            "In the left valley: that is the lowest place",
            "In the left valley: it comes fast and rolls over the hill",
            "In the right valley",
        ],
        answer=2,
        because="It knows the slope under its feet and nothing else. It gathers no speed: near a "
        "bottom its steps shrink. Which valley it ends in is decided by the start.",
        covers=(course,),
    )
    return live
