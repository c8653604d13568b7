"""The figure `twelve` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap

from course_utils.pictures import picture
from lessons.live import course_figure

from .shared import INK


@course_figure
def twelve(pictures: np.ndarray) -> None:
    """The first twelve pictures, of shape (n, 64), in two rows of six."""
    figure, axes = plt.subplots(2, 6, figsize=(6, 2.1), layout="constrained")
    for place, pixels in zip(axes.flat, pictures, strict=False):
        place.imshow(np.reshape(pixels, (8, 8)), cmap=ListedColormap(INK), vmin=0, vmax=1)
        place.set_axis_off()
    picture(figure, "Twelve handwritten digits of 8 by 8 grey pixels, in two rows of six.")
