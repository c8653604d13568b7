"""Where a ball goes on the start page's landscape.

The height is Himmelblau's function, (x² + y − 11)² + (x + y² − 7)², which is 0 at the bottom of
each of its four valleys.  A step of the ball is the learning rate times the slope, downhill: so a
valley holds no ball once the rate reaches 2 ÷ its largest curvature.  Lesson 2 says why.

`landscape.mjs` computes the same in the browser, operation by operation.
"""

from __future__ import annotations

import numpy as np

from course_utils.pictures import COLORS

Array = np.ndarray

RATES = [round(0.0005 * k, 4) for k in range(5, 61)]
# Between the tenths: at the bottom of a valley, as at (3, 2), a ball would stay at any rate.
STARTS = ([round(0.1 * k + 0.05, 2) for k in range(-75, 75)],
          [round(0.1 * k + 0.05, 2) for k in range(-45, 45)])  # fmt: skip
VIEW = ((-8, 8), (-5, 5))  # of the map: x, y; landscape.css knows that it is 8 to 5
STEPS = 300  # the most that a ball is followed
FAR = 40.0  # beyond it no ball comes back, at any of the rates
NEAR = 0.01  # the height below which a ball has come to rest
LOST, RESTLESS = 4, 5  # how a ball ends that does not come to rest in a valley, 0 to 3
NAMES = "ABCD"  # of the valleys, in the order in which they go out
# Of each valley in the shade, as it is, and in full light; Okabe and Ito's hues in the middle.
COLORS_OF = (
    ("#4a1d3f", COLORS["purple"], "#fbe3ef"),
    ("#6e3b00", COLORS["orange"], "#fff3a8"),
    ("#04294d", COLORS["blue"], "#b9e4ff"),
    ("#013d2d", COLORS["green"], "#c4f5df"),
)


def height(x: Array, y: Array) -> Array:
    """(x² + y − 11)² + (x + y² − 7)², of the shape of x and y."""
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def slope(x: Array, y: Array) -> tuple[Array, Array]:
    """How fast the height grows along x and along y, each of the shape of x and y:
    4x(x² + y − 11) + 2(x + y² − 7) and 2(x² + y − 11) + 4y(x + y² − 7)."""
    a, b = x * x + y - 11, x + y * y - 7
    return 4 * x * a + 2 * b, 2 * a + 4 * y * b


def curvature(x: float, y: float) -> Array:
    """How fast the slope grows in the flattest and in the steepest direction, shape (2,): the
    eigenvalues of [[12x² + 4y − 42, 4(x + y)], [4(x + y), 12y² + 4x − 26]]."""
    mixed = 4 * (x + y)
    return np.linalg.eigvalsh([[12 * x * x + 4 * y - 42, mixed], [mixed, 12 * y * y + 4 * x - 26]])


# The bottoms of the valleys, shape (4, 2), and the rates from which on they hold no ball, (4,).
VALLEYS = np.array([
    [-3.779310253377747, -3.2831859912861696],
    [3.5844283403304917, -1.8481265269644034],
    [3.0, 2.0],
    [-2.805118086952745, 3.131312518250573],
])  # fmt: skip
LIMITS = np.array([2 / curvature(x, y)[-1] for x, y in VALLEYS])


def quarter(x: Array, y: Array) -> Array:
    """The valley in whose quarter of the land each place lies, 0 to 3."""
    return np.where(x > 0, np.where(y > 0, 2, 1), np.where(y > 0, 3, 0))


def ends(x: Array, y: Array, lr: float, most: int = STEPS) -> tuple[Array, Array]:
    """How balls from these places end, and after how many steps: two arrays of the shape of x and
    y.  An end is the number of the valley where the ball comes to rest (0 to 3), LOST, or
    RESTLESS where it has done neither after so many steps."""
    shape = np.shape(x)
    x, y = (np.array(v, dtype=float).ravel() for v in (x, y))
    end, steps = np.full(x.size, RESTLESS), np.full(x.size, most)
    moving = np.arange(x.size)
    for n in range(1, most + 1):
        across, up = slope(x, y)
        x, y = x - lr * across, y - lr * up
        lost = ~((np.abs(x) < FAR) & (np.abs(y) < FAR))
        valley = quarter(x, y)
        done = lost | ((height(x, y) < NEAR) & (lr < LIMITS[valley]))
        end[moving[done]] = np.where(lost, LOST, valley)[done]
        steps[moving[done]] = n
        x, y, moving = x[~done], y[~done], moving[~done]
        if not moving.size:
            break
    return end.reshape(shape), steps.reshape(shape)


def follow(x: float, y: float, lr: float) -> tuple[Array, int]:
    """The way of one ball, shape (steps + 1, 2) with its start, and its end as in `ends`."""
    end, steps = ends(x, y, lr)
    path = [(x, y)]
    for _ in range(int(steps)):
        across, up = slope(x, y)
        x, y = x - lr * across, y - lr * up
        path.append((x, y))
    return np.array(path), int(end)
