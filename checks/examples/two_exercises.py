"""Two exercises, and what is said of answers to them."""

import numpy as np

from checks import Course, Exercise, Mistake


def area(width, height):
    """The area of a rectangle."""
    return width * height


def largest(numbers):
    """The largest of some numbers."""
    return max(numbers)


AREA = Exercise(
    id="1.1",
    title="An area",
    reference=area,
    example=(3, 4),
    cases=lambda rng: [tuple(rng.integers(2, 9, size=2).tolist()) for _ in range(3)],
    right="As many rows as the height says, each of as many squares as the width says.",
    hints=(
        "How many squares of side 1 fit into a row, and how many rows are there?",
        "area = width · height",
        "def area(width, height):\n    return width * ...",
    ),
    mistakes=(
        Mistake(
            lambda width, height: 2 * (width + height),
            "You went round the rectangle: that is its perimeter. Count the squares in it.",
        ),
    ),
)
LARGEST = Exercise(
    id="2.1",
    title="The largest",
    reference=largest,
    example=([3, 1, 2],),
    cases=lambda rng: [(rng.normal(size=5),), (-np.arange(1, 4),)],
    right="It works for numbers below 0, too.",
    hints=(
        "What do you know of the largest after looking at the first number alone?",
        "Keep the largest so far, and replace it by each number that is larger.",
        "def largest(numbers):\n    best = numbers[0]\n    ...",
    ),
    mistakes=(),
)
exercises = {exercise.id: exercise for exercise in (AREA, LARGEST)}

course = Course(exercises, exercises.get, part=lambda id: f"part {id[0]}")
check, hint, progress = course.check, course.hint, course.progress


# From here on a learner is at work.
def not_begun(width, height): ...


def around(width, height):
    return 2 * width + 2 * height


def rows(width, height):
    return sum(width for _ in range(height))


check("1.1", not_begun)
check("1.1", around)
mine = check("1.1", rows)  # what to go on with: this answer, as it is right
hint("2.1")
progress()
