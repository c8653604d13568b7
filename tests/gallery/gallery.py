"""Every ability of live figures once, on small true computations.  The tests drive these."""

import matplotlib.pyplot as plt
import numpy as np

from livefigure import LiveFigure, Playground, choice, slider

STEPS = 30


def descent() -> LiveFigure:
    """Regimes that depend on another control, arrows, a log axis, values that overflow."""
    lrs = np.geomspace(0.01, 100, 25)
    curvatures = np.array([0.5, 1.0, 2.0, 4.0])
    factor = 1 - lrs[:, None] * curvatures
    steps = np.arange(STEPS + 1)
    x = 2.0 * factor[..., None] ** steps
    x = np.where(np.abs(x) < 1e30, x, np.nan)  # as if it had overflowed
    grid = np.linspace(-3, 3, 41)

    figure, (bowl, error) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    bowl.set(xlim=(-3, 3), ylim=(-1, 12), xlabel="x", ylabel="f(x)")
    error.set(xlim=(0, STEPS), ylim=(1e-12, 1e6), yscale="log", xlabel="step", ylabel="|x|")
    live = LiveFigure(
        figure,
        name="gallery-descent",
        lr=slider(lrs, "learning rate", start=0.1, format=".3g"),
        a=curvatures,
    )
    live.line(bowl, grid, 0.5 * curvatures[:, None] * grid**2, along="a", color=None)
    height = 0.5 * curvatures[:, None] * x**2
    live.segments(
        bowl, x[..., :-1], height[..., :-1], x[..., 1:], height[..., 1:],
        along=("lr", "a"), color="#D55E00", arrow=True, width=1.5,
    )  # fmt: skip
    live.marker(bowl, x[..., -1], height[..., -1], along=("lr", "a"), symbol="s")
    live.line(error, steps, np.abs(x), along=("lr", "a"), color="#0072B2", dash="dashed")
    regime = np.select(
        [np.isclose(factor, 0), factor > 0, factor > -1, np.isclose(factor, -1)],
        ["arrives in one step", "falls steadily", "overshoots and converges", "swings for ever"],
        "diverges",
    )
    live.regimes("lr", regime)
    live.caption(
        "At learning rate {lr} on a curvature of {a}, every step multiplies the error by "
        "{factor:.3f}: it {regime}.",
        factor=factor,
        regime=regime,
    )
    return live


def boundary() -> LiveFigure:
    """Shading, pins and play, on a model trained beforehand."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(40, 2))
    label = points[:, 0] + 0.3 * rng.normal(size=40) > 0.2
    lrs, epochs = np.geomspace(0.03, 3, 9), np.unique(np.geomspace(1, 200, 14).astype(int))
    w = np.zeros((len(lrs), 3))
    rows = np.column_stack([points, np.ones(40)])
    kept, losses = [], []
    for epoch in range(1, epochs[-1] + 1):
        p = 1 / (1 + np.exp(-(w @ rows.T)))
        w = w - lrs[:, None] * (p - label) @ rows / 40
        z = w @ rows.T
        losses.append(np.mean(np.logaddexp(0, z) - label * z, axis=1))
        if epoch in epochs:
            kept.append(w)
    weights = np.array(kept).transpose(1, 0, 2)
    loss = np.array(losses).T[:, epochs - 1]
    axis = np.linspace(-3, 3, 24, endpoint=False) + 3 / 24  # the middles of 24 cells
    cells = np.stack([*np.meshgrid(axis, axis), np.ones((24, 24))])
    p = 1 / (1 + np.exp(-np.einsum("lek,kij->leij", weights, cells)))

    figure, (curve, plane) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    curve.set(xlim=(1, 200), ylim=(0, 0.8), xscale="log", xlabel="epoch", ylabel="loss")
    plane.scatter(*points[label].T, marker="o", color="#0072B2", edgecolor="white")
    plane.scatter(*points[~label].T, marker="s", color="#D55E00", edgecolor="white")
    plane.set(xlim=(-3, 3), ylim=(-3, 3), xlabel="x₀", ylabel="x₁")
    live = LiveFigure(
        figure, name="gallery-boundary", lr=slider(lrs, "learning rate", format=".3g"), epoch=epochs
    )
    palette = [plt.get_cmap("cividis")(v) for v in np.linspace(0, 1, 8)]
    live.shade(
        plane, np.minimum(p * 8, 7).astype(int), palette, extent=(-3, 3, -3, 3),
        along=("lr", "epoch"),
    )  # fmt: skip
    done = epochs[:, None] ** np.array([0, 1, 1, 0])  # from 1 to the epoch, and back
    live.area(curve, done, [0, 0, 0.8, 0.8], along="epoch", color="gray", opacity=0.15)
    live.line(curve, epochs, loss, along="lr")
    live.marker(curve, epochs, loss, along=("lr", "epoch"))
    right = np.mean((np.einsum("lek,nk->len", weights, rows) > 0) == label, axis=2)
    live.caption(
        "After {epoch} epochs at learning rate {lr} the loss is {loss:.3f} and {right:.0%} of the "
        "points lie on their own side.",
        loss=loss,
        right=right,
    )
    live.play("epoch", seconds=1.5)
    live.pin("lr")
    return live


def switch() -> LiveFigure:
    """A choice, a text that moves, an inverted axis, a prediction that covers an axes."""
    z = np.linspace(-4, 4, 17)
    labels = ["passed", "failed"]
    p = 1 / (1 + np.exp(-z))
    gap = np.stack([p - 1, p], axis=1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
    left.plot(z, p, color="gray")
    left.set(xlim=(4, -4), ylim=(-0.05, 1.05), xlabel="z, falling", ylabel="p")
    right.set(xlim=(-4, 7.5), ylim=(-1.1, 1.1), xlabel="z", ylabel="p − y")
    live = LiveFigure(figure, name="gallery-switch", z=slider(z, start=0.0), y=choice(labels))
    live.marker(left, z, p, along="z", symbol="D")
    target = np.array([1.0, 0.0])
    live.segments(left, z[:, None], p[:, None], z[:, None], target, along=("z", "y"), arrow=True)
    live.line(right, z, gap.T, along="y")
    live.write(right, z[:, None], gap, gap_texts(gap), along=("z", "y"), color="#D55E00")
    live.caption(
        "At z = {z} the model says {p:.2f}; the student {y}, so the gap is {gap:+.2f}.",
        p=p[:, None],
        gap=gap,
    )
    live.predict(
        "For a student who passed, where is the gap closest to 0?",
        ["At small z", "At large z"],
        answer=1,
        because="The larger z, the closer p comes to 1.",
        covers=(right,),
    )
    return live


def gap_texts(gap: np.ndarray) -> np.ndarray:
    return np.array([f"gap {value:+.2f}" for value in gap.ravel()]).reshape(gap.shape)


def hunt() -> LiveFigure:
    """Places revealed by measuring, off the axes on three sides, and a line that ends in nan."""
    x, y = np.linspace(-2, 2, 9), np.linspace(-2, 2, 9)
    value = (x[:, None] - 1) ** 2 + (y - 0.5) ** 2
    figure, axes = plt.subplots(figsize=(4.5, 3.6), layout="constrained")
    axes.set(xlim=(-1.2, 2.2), ylim=(-1.2, 1.2), xlabel="x", ylabel="y")
    live = LiveFigure(figure, name="gallery-hunt", x=x, y=y)
    live.marker(axes, x[:, None], y, along=("x", "y"), symbol="+", color=None)
    live.marker(axes, x[:, None], y, along=("x", "y"), reveal="measured")
    half = 0.1
    sides = (x[:, None] - half, y - half, x[:, None] + half, y + half)
    live.rectangles(axes, *sides, along=("x", "y"), fill="#56B4E9")
    tail = np.where(np.arange(9) < 6, np.linspace(-1, 1, 9), np.nan)
    live.line(axes, np.linspace(-1, 2, 9), tail, color="#009E73", dash="dotted")
    live.line(axes, x, (x[:, None] - x) / 2, along="x", reveal="finished", replay=True)
    live.caption("You stand at x = {x} and y = {y}.")
    live.caption("The value here is {value:.2f}.", reveal="measured", value=value)
    live.measure(probes=4, goal={"x": 1.0, "y": 0.5})
    return live


def wave(axes, frequency, phase):
    """What the playground draws."""
    t = np.linspace(0, 1, 200)
    axes.plot(t, np.sin(2 * np.pi * frequency * t + phase))
    axes.set(xlabel="time (s)", ylabel="height", ylim=(-1.1, 1.1))
    print(f"{frequency} turns a second")
    return f"A wave that rises and falls {frequency} times."


def play_wave() -> Playground:
    return Playground(wave, frequency=range(1, 9), phase=np.linspace(0, 3, 41).round(3))


def grab() -> LiveFigure:
    """Things that can be dragged: a line by both its controls, a marker by one, a segment."""
    slopes, heights = np.linspace(-1, 1, 21).round(1), np.linspace(-2, 2, 41).round(1)
    figure, (plane, track) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    plane.set(xlim=(-2, 2), ylim=(-4, 4), xlabel="x", ylabel="y")
    track.set(xlim=(-1.2, 1.2), ylim=(0, 1), xlabel="slope")
    live = LiveFigure(
        figure,
        name="gallery-grab",
        side=choice(["above", "below"], "side"),
        slope=slider(slopes, start=0.5, landmarks={0.0: "level"}),
        height=slider(heights, start=1.0),
    )
    x = np.array([-2.0, 0.0, 2.0])
    y = slopes[:, None, None] * x + heights[:, None]
    live.line(plane, x, y, along=("slope", "height"), drag=("slope", "height"), width=3)
    live.marker(plane, 0, heights, along="height", drag="height", size=10)
    live.segments(track, slopes, 0, slopes, 1, along="slope", drag="slope", dash="dashed")
    walk = slopes[:, None] * (-0.8) ** np.arange(12)
    walk[slopes == 1, 8:] = np.nan
    live.line(track, walk, np.linspace(0, 1, 12), along="slope", replay=True, color="#009E73")
    live.marker(track, walk, np.linspace(0, 1, 12), along="slope", replay=True, size=4)
    ends = walk[:, :-1], np.linspace(0, 1, 12)[:-1], walk[:, 1:], np.linspace(0, 1, 12)[1:]
    live.segments(track, *ends, along="slope", replay=True, color="#E69F00", arrow=True)
    live.caption("y = {slope} · x + {height}, seen from {side}.")
    return live


LIVE = {"descent": descent, "boundary": boundary, "switch": switch, "hunt": hunt, "grab": grab}
