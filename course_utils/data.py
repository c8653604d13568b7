"""The course's data sets, one function each.  A seed gives the same numbers every time."""

from pathlib import Path

import numpy as np

from .errors import InputError

Points = tuple[np.ndarray, np.ndarray]


def study_scores() -> Points:
    """Hours studied and points scored by three students, exactly on the line y = 2 x.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 2 * x


def study_scores_off_grid() -> Points:
    """Three students whose points lie exactly on y = 2.03 x: between two values 0.1 apart.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 2.03 * x


def study_scores_noisy(seed: int = 0) -> Points:
    """Twenty students near the line y = 2 x: no line goes through all of them.

    The points deviate by noise of standard deviation 0.4 and are rounded to 0.1.
    Returns x (hours, 0.5 to 5) and y (points), each of shape (20,), float.
    """
    x = np.linspace(0.5, 5.0, 20)
    noise = np.random.default_rng(seed).normal(0.0, 0.4, x.size)
    return x, np.round(2 * x + noise, 1)


def study_scores_with_bias() -> Points:
    """Three students exactly on y = 1.5 x + 1: without studying, one point is sure.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 1.5 * x + 1


def quadratic() -> Points:
    """A hundred points exactly on y = 2 x² + 3 x + 4, x = 0.00, 0.01 … 0.99.

    Returns x and y, each of shape (100,), float.
    """
    x = np.arange(100) / 100
    return x, 2 * x**2 + 3 * x + 4


def study_passed() -> Points:
    """Hours studied by three students, and whether each passed: only the third did.

    Returns x (hours), a table of shape (3, 1), and y (1 passed, 0 failed) of shape (3,), float.
    """
    return np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 1.0])


def study_passed_middle() -> Points:
    """As `study_passed`, in shape too, but only the student in the middle passed."""
    return np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0])


def study_passed_unseen() -> Points:
    """Ten other students, whom no model has seen: near 2.5 hours luck decides as well.

    Returns x (hours), a table of shape (10, 1), and y (1 passed, 0 failed) of shape (10,), float.
    """
    hours = [0.5, 1.0, 1.6, 1.9, 2.2, 2.6, 2.9, 3.2, 3.8, 4.5]
    passed = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]
    return np.array(hours)[:, None], np.array(passed, dtype=float)


def small_start() -> tuple[np.ndarray, float]:
    """The weight, shape (1,), and the bias that torch draws for a layer with one input.

    They are those of `torch.nn.Linear(1, 1)` after `torch.manual_seed(0)`.
    """
    return np.array([-0.007486820220947266]), 0.5364435911178589


def two_features() -> Points:
    """A thousand points of two features, on two sides of the line 0.5 x₀ − 1.5 x₁ = 0.

    The points are `torch.randn(1000, 2)` after `torch.manual_seed(123)`, stored in a file so
    that NumPy alone can read them.  Returns x of shape (1000, 2), and y of shape (1000,), 1
    where 0.5 x₀ − 1.5 x₁ > 0 and 0 elsewhere, float.
    """
    x = np.load(Path(__file__).with_name("two_features.npy")).astype(float)
    return x, (0.5 * x[:, 0] - 1.5 * x[:, 1] > 0).astype(float)


def two_features_start() -> tuple[np.ndarray, float]:
    """The weights, shape (2,), that torch draws next after `two_features`, and the bias 0."""
    return np.array([-0.3617206811904907, -1.8838794231414795]), 0.0


def tumours() -> Points:
    """569 breast tumours under the microscope, and which were malignant: 212 of them.

    They are part of *Breast Cancer Wisconsin (Diagnostic)* by W. Wolberg, O. Mangasarian,
    N. Street and W. Street (UCI, CC BY 4.0); tumours.txt says what was changed.
    Returns x of shape (569, 3), of each tumour's cell nuclei the mean texture (standard deviation
    of the grey levels), concave points (how dented the outlines are) and radius (in the image's
    units), and y (1 malignant, 0 benign) of shape (569,), float.
    """
    table = np.load(Path(__file__).with_name("tumours.npy"))
    return table[:, :3], table[:, 3]


def digits(part: str = "all") -> Points:
    """1797 digits that people wrote by hand, as pictures of 8 rows of 8 pixels, and which they are.

    They are the test part of *Optical Recognition of Handwritten Digits* by E. Alpaydin and
    C. Kaynak (UCI, CC BY 4.0); digits.txt says what was changed.
    part: "all", in the file's order, or the 1097 to "learn" from, the 300 to "choose" by, the 400
    to "judge" by, which a random order, always the same one, keeps apart.
    Returns x, the ink of each pixel from 0 (none) to 1, row by row, float of shape (n, 64), and
    y, the digits 0 to 9, int64 of shape (n,).  Raises InputError if there is no such part.
    """
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        table = file["digits"]
    order = np.random.default_rng(0).permutation(len(table))
    learn, choose, judge = np.split(order, [1097, 1397])
    parts = {"all": slice(None), "learn": learn, "choose": choose, "judge": judge}
    if part not in parts:
        raise InputError(f"part: {part!r} is none of {', '.join(parts)}.")
    rows = table[parts[part]]
    return rows[:, :64] / 16, rows[:, 64].astype(np.int64)


def students() -> Points:
    """Hours studied by a hundred students, and who passed: 64 of them did.

    Hours are 20 times NumPy's `random` after `np.random.seed(42)`; the chance to pass is
    sigma(0.5 * (hours − 6)), its outcome drawn from a binomial distribution.
    Returns x (hours) and y (1 passed, 0 failed), each of shape (100,), float.
    """
    random = np.random.RandomState(42)  # the same numbers, and nobody else's generator is moved
    hours = 20 * random.rand(100)
    chance = 1 / (1 + np.exp(-0.5 * (hours - 6)))
    return hours, random.binomial(1, chance).astype(float)


def first_exceeds_last(n: int, seed: int) -> Points:
    """n points of five random numbers in [0, 1), and whether the first exceeds the fifth.

    Returns x of shape (n, 5) and y (1 or 0) of shape (n,), float.
    """
    x = np.random.default_rng(seed).random((n, 5))
    return x, (x[:, 0] > x[:, 4]).astype(float)


def four_questions() -> np.ndarray:
    """Four rows for the rule of `first_exceeds_last`, shape (4, 5): only the first is a 1."""
    return np.array(
        [
            [0.97889086, 0.15229675, 0.31082123, 0.03504317, 0.88920843],
            [0.74963533, 0.5524256, 0.95758807, 0.95520434, 0.84890681],
            [0.00797868, 0.67482528, 0.13625847, 0.34675372, 0.19871392],
            [0.09349776, 0.59416669, 0.92579291, 0.41567412, 0.1358894],
        ]
    )


def tired_students(n: int, seed: int) -> Points:
    """Hours studied in the last two days, and who passed: too little does not help, nor too much.

    The chance to pass is 0.9 from 5 to 14 hours, and 0.1 below and above.
    Returns x (hours, 0 to 20) and y (1 passed, 0 failed), each of shape (n,), float.
    """
    random = np.random.default_rng(seed)
    hours = 20 * random.random(n)
    chance = np.where((hours > 5) & (hours < 14), 0.9, 0.1)
    return hours, (random.random(n) < chance).astype(float)
