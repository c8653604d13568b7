"""The figure `batches` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.live import LiveFigure, choice, course_figure, slider

from ..experiments import BATCH_EPOCHS, BATCH_RATES, BATCHES, stored

DIVIDED = "learning rate ÷ batch"


@course_figure
def batches() -> LiveFigure:
    """Where twenty epochs end, by batch and learning rate, or by their quotient."""
    losses = stored("batches")  # (batch, lr, epoch)
    ends = losses[..., -1]
    rises = (np.diff(losses[..., -6:]) > 0).sum(axis=-1)
    quotient = BATCH_RATES / BATCHES[:, None]

    figure, (arms, run) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (arms, run):
        axes.set(yscale="log", ylim=(0.01, 5), ylabel="loss on all 1097")
        axes.set_yticks([0.01, 0.03, 0.1, 0.3, 1, 3], ["0.01", "0.03", "0.1", "0.3", "1", "3"])
        axes.minorticks_off()
    arms.set(title="After 20 epochs: a line for each batch", xlabel="learning rate, or quotient")
    arms.set(xscale="log", xlim=(5e-5, 6))
    arms.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    arms.minorticks_off()
    run.set_xticks([0, 5, 10, 15, 20])
    run.set(xlim=(-0.5, BATCH_EPOCHS + 0.5), xlabel="epoch", title="The run you point at")

    live = LiveFigure(
        figure,
        name="7-batches",
        batch=slider(BATCHES, "batch size", unit="pictures", start=32),
        lr=slider(BATCH_RATES, start=0.5),
        across=choice(["learning rate", DIVIDED], "across"),
    )
    x = np.stack([np.broadcast_to(BATCH_RATES, ends.shape), quotient])  # (across, batch, lr)
    height = 0.0
    for k in range(len(BATCHES)):
        live.line(arms, x[:, k], ends[k], along="across", color=COLORS["blue"], width=1.2)
        height = max(ends[k, 0], 1.55 * height)  # its label has room above the last one
        # Over one another where the lines are, before all of them where they are one.
        live.write(
            arms, x[:, k, 0] / [2.8, 3.6], height / np.array([1, 1.4]), f"{BATCHES[k]}",
            along="across", size=8, color="gray",
        )  # fmt: skip
    everything = ("batch", "lr", "across")
    place = np.moveaxis(x, 0, -1)
    live.line(
        arms, x.swapaxes(0, 1), ends[:, None], along=("batch", "across"), color=COLORS["blue"],
        width=3,
    )  # fmt: skip
    live.marker(
        arms, place, ends[..., None], along=everything, drag="lr", color=COLORS["red"], symbol="D"
    )
    live.line(run, np.arange(BATCH_EPOCHS + 1), losses, along=("batch", "lr"), color=COLORS["red"])
    live.marker(run, BATCH_EPOCHS, ends, along=("batch", "lr"), color=COLORS["red"], symbol="D")
    live.pin("lr")
    # What stands across the lines: both ways of drawing them say where their marker is.
    where = [
        np.broadcast_to([f"learning rate {lr:g}" for lr in BATCH_RATES], ends.shape),
        np.array([[f"rate ÷ batch = {one:.3g}" for one in row] for row in quotient]),
    ]
    where = np.stack(where, axis=-1)
    way = [f"it rose in {n} of the last five epochs" for n in range(1, 6)]
    way = np.array(["it fell in each of the last five epochs", *way])[rises]
    live.caption(
        "At {where} the loss after 20 epochs is {loss:.3f}; {way}.",
        aloud="In batches of {batch} at learning rate {lr}, rate ÷ batch is {quotient:.3g}. After "
        "20 epochs the loss is {loss:.3f}; {way}.",
        quotient=quotient[..., None],
        where=where,
        loss=ends[..., None],
        way=way[..., None],
    )
    twin = ends[2, BATCH_RATES == 0.5][0]
    live.predict(
        f"Batches of 32 at learning rate 0.5 end at a loss of {twin:.2f} after 20 epochs. With "
        "batches of 128 there are four times fewer updates. Which rate ends as low?",
        ["0.125: a rougher guess wants a smaller step", "0.5: the lowest point is the same", "2"],
        answer=2,
        because="Four times fewer steps have to be four times longer to come as far. What counts "
        "is rate ÷ batch, as long as the steps are below the limit.",
    )
    return live
