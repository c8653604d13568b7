"""Answers to lesson 2 as people write them; tests/lessons/answers.py says in which form."""

import math

import numpy as np

from course_utils import descent, search


def gradient_in_a_loop(w, x, y):
    total = 0
    for i in range(len(x)):
        total += 2 * (w * x[i] - y[i]) * x[i]
    return total / len(x)


def gradient_with_a_dot_product(w, x, y):
    return 2 * x @ (w * x - y) / x.size


def gradient_expanded(w, x, y):
    return 2 * (w * np.mean(x**2) - np.mean(x * y))


def step_by_the_formula(w, lr, x, y):
    return w - lr * (2 * (w * x - y) * x).mean()


def step_in_three_lines(w, lr, x, y):
    slope = descent.gradient(w, x, y)
    move = -lr * slope
    return w + move


def step_in_place(w, lr, x, y):
    w -= lr * gradient_in_a_loop(w, x, y)
    return w


def descend_with_break(w, lr, x, y, tolerance, epochs):
    taken = 0
    for _ in range(epochs):
        new = descent.step(w, lr, x, y)
        move = new - w
        w = new
        taken += 1
        if -tolerance < move < tolerance:
            break
    return w, taken


def descend_with_while(w, lr, x, y, tolerance, epochs):
    taken, move = 0, math.inf
    while taken < epochs and abs(move) >= tolerance:
        move = -lr * descent.gradient(w, x, y)
        w += move
        taken += 1
    return [w, taken]


def descend_by_itself(w, lr, x, y, tolerance, epochs):
    new = descent.step(w, lr, x, y)
    if abs(new - w) < tolerance or epochs == 1:
        return new, 1
    last, taken = descend_by_itself(new, lr, x, y, tolerance, epochs - 1)
    return last, taken + 1


def descend_with_enumerate_from_zero(w, lr, x, y, tolerance, epochs):
    for i in range(epochs):
        old, w = w, descent.step(w, lr, x, y)
        if abs(old - w) < tolerance:
            return np.array([w, i + 1])
    return np.array([w, epochs])


def largest_from_the_factor(a):
    return 2 / (2 * a)


def largest_as_a_power(a):
    return a**-1.0


def largest_by_halving(a):
    low, high = 0, 1000
    for _ in range(100):
        middle = (low + high) / 2
        if 1 - 2 * a * middle > -1:
            low = middle
        else:
            high = middle
    return low


def partials_in_a_loop(w, x, y):
    d1 = d2 = d3 = 0
    for a, b in zip(x, y, strict=True):
        error = w[0] * a**2 + w[1] * a + w[2] - b
        d1 += 2 * error * a**2
        d2 += 2 * error * a
        d3 += 2 * error
    return np.array([d1, d2, d3]) / len(x)


def partials_as_a_product(w, x, y):
    columns = np.stack([x**2, x, np.ones_like(x)], axis=1)
    return 2 * columns.T @ (columns @ w - y) / len(x)


def partials_with_polyval(w, x, y):
    errors = np.polyval(w, x) - y
    return np.array([2 * np.mean(errors * x**k) for k in (2, 1, 0)])


def partials_unpacked(w, x, y):
    w1, w2, w3 = w
    twice = 2 * (w1 * x * x + w2 * x + w3 - y)
    return np.array([(twice * x * x).mean(), (twice * x).mean(), twice.mean()])


STYLES = {
    "2.1": [gradient_in_a_loop, gradient_with_a_dot_product, gradient_expanded],
    "2.2": [step_by_the_formula, step_in_three_lines, step_in_place],
    "2.3": [
        descend_with_break,
        descend_with_while,
        descend_by_itself,
        descend_with_enumerate_from_zero,
    ],
    "2.4": [largest_from_the_factor, largest_as_a_power, largest_by_halving],
    "2.5": [
        partials_in_a_loop,
        partials_as_a_product,
        partials_with_polyval,
        partials_unpacked,
    ],
}


# Wrong answers, as bodies

MEASURED = "h = {}\nreturn (cost(w + h, x, y) - cost(w - h, x, y)) / (2 * h)"

LAST = "return w, epochs"

SCOPE = {
    "np": np,
    "math": math,
    "cost": search.cost,
    "gradient": descent.gradient,
    "step": descent.step,
    "errors": np.array([1.0, 2.0, 3.0]) - np.array([2.0, 4.0, 6.0]),
}

LOOP = """
total = 0
for i in range(len(x)):
    {body}
return {result}
"""
WALK = """
{first}
for {each}:
    {before}
    w = {new}
    if {stop}:
        {then}
return {end}
"""


def loop(body, result="total / len(x)"):
    return LOOP.format(body=body, result=result)


def walk(
    first="taken = 0",
    each="taken in range(1, epochs + 1)",
    before="before = w",
    new="step(w, lr, x, y)",
    stop="abs(w - before) < tolerance",
    then="return w, taken",
    end="w, epochs",
):
    return WALK.format(
        first=first, each=each, before=before, new=new, stop=stop, then=then, end=end
    )


def partials(
    first="2 * e * x**2",
    second="2 * e * x",
    third="2 * e",
    e="w[0] * x**2 + w[1] * x + w[2] - y",
):
    means = ", ".join(f"np.mean({part})" for part in (first, second, third))
    return f"e = {e}\nreturn np.array([{means}])"


WRONG = [
    ("2.1", "return np.sum(2 * (w * x - y) * x)", "mistake", "mean of the slopes"),
    ("2.1", "return sum((w * x - y) * x * 2)", "mistake", "mean of the slopes"),
    ("2.1", loop("total += 2 * (w * x[i] - y[i]) * x[i]", "total"), "mistake", "added the slopes"),
    ("2.1", loop("total = 2 * (w * x[i] - y[i]) * x[i]"), "mistake", "`+=`"),
    ("2.1", loop("return 2 * (w * x[i] - y[i]) * x[i]"), "mistake", "inside a loop"),
    ("2.1", "return np.mean(w * x - y) * 2 * np.mean(x)", "mistake", "its own x first"),
    ("2.1", "return np.mean((w * x - y) * x)", "mistake", "lost the factor 2"),
    ("2.1", "return -np.mean(2 * (w * x - y) * x)", "mistake", "turned the sign"),
    ("2.1", "return 2 * np.mean(y - w * x) ", "value", "by hand"),
    ("2.1", "return 2 * np.mean(w * x - y)", "mistake", "left out the factor x"),
    ("2.1", "return 2 * w * np.mean(x**2)", "mistake", "left y out"),
    ("2.1", "return cost(w, x, y)", "mistake", "its slope is asked for"),
    ("2.1", "h = 0.001\nreturn (cost(w + h, x, y) - cost(w, x, y)) / h", "mistake", "measured"),
    ("2.1", "h = 0.1\nreturn (cost(w + h, x, y) - cost(w, x, y)) / h", "mistake", "step of 0.1"),
    ("2.1", MEASURED.format("0.001"), "mistake", "fails for a large w"),
    ("2.1", MEASURED.format("0.0001"), "mistake", "fails for a large w"),
    ("2.1", MEASURED.format("0.1"), "mistake", "fails for a large w"),
    (
        "2.1",
        "total = 0\nfor i in range(len(x)):\n  total += 2 * (w * x[i] - y[i]) * x[i]\n"
        "  return total / len(x)",
        "mistake",
        "move the `return` out of the loop",
    ),
    ("2.1", "return -9.33", "mistake", "the number of the example"),
    ("2.1", "return 28 / 3 * (w - 2)", "mistake", "three students of the lesson"),
    ("2.1", "return np.mean(2 * errors * np.array([1, 2, 3]))", "slip", "every time"),
    ("2.1", "return np.mean(2 * (w * x - y) ^ 2 * x)", "TypeError", "A power is `**`"),
    ("2.1", "return mean(2 * (w * x - y) * x)", "NameError", "Did you mean `np.mean`?"),
    ("2.1", "return [np.mean(2 * (w * x - y) * x)]", "type", "return the number itself"),
    ("2.1", "return round(np.mean(2 * (w * x - y) * x), 2)", "mistake", "You rounded"),
    ("2.1", "y -= w * x\nreturn np.mean(-2 * y * x)", "changed", "changes its input `y`"),
    ("2.2", "return w + lr * gradient(w, x, y)", "mistake", "uphill"),
    ("2.2", "return w - gradient(w, x, y)", "mistake", "multiply it by the learning rate"),
    ("2.2", "return abs(w - lr * gradient(w, x, y))", "mistake", "sign of the new w"),
    ("2.2", "return w + abs(lr * gradient(w, x, y))", "mistake", "to the right wherever w is"),
    ("2.2", "return w - abs(lr * gradient(w, x, y))", "mistake", "dropped the sign of the grad"),
    ("2.2", "return w - lr * gradient(x, y, w)", "mistake", "call `gradient(w, x, y)`"),
    ("2.2", "return round(w - lr * gradient(w, x, y), 2)", "mistake", "You rounded w"),
    ("2.2", "return (1 - 28 / 3 * lr) * w", "mistake", "the factor of the three students"),
    (
        "2.2",
        "for _ in range(4):\n  w = w - lr * gradient(w, x, y)\nreturn w",
        "mistake",
        "You took four steps",
    ),
    ("2.2", "return w - lr", "mistake", "whatever the slope is"),
    ("2.2", "return w - lr * np.sign(gradient(w, x, y))", "mistake", "equally long"),
    ("2.2", "if gradient(w, x, y) > 0:\n  return w - lr\nreturn w + lr", "mistake", "equally long"),
    ("2.2", "return lr * gradient(w, x, y)", "mistake", "the length of the step"),
    ("2.2", "return -lr * gradient(w, x, y)", "mistake", "You returned the move"),
    ("2.2", "return gradient(w - lr, x, y)", "value", "by hand"),
    ("2.2", "return w - lr * cost(w, x, y)", "mistake", "the height of the curve"),
    ("2.2", "return w - 0.05 * gradient(w, x, y)", "mistake", "whatever lr is"),
    ("2.2", "return w - lr * np.sum(2 * (w * x - y) * x)", "mistake", "the sum of the slopes"),
    ("2.2", "return w - lr * np.mean((w * x - y) * x)", "mistake", "lost the factor 2"),
    ("2.2", "return w - lr * np.mean(2 * (y - w * x) * x)", "mistake", "uphill"),
    ("2.2", "return w - lr / gradient(w, x, y)", "value", "by hand"),
    ("2.2", "return w - lr * gradient", "TypeError", "unsupported operand"),
    ("2.2", "return w - lr * gradient(w)", "TypeError", "missing 2 required"),
    ("2.2", "w - lr * gradient(w, x, y)", "none", "is a `return` missing?"),
    ("2.2", "return 1.4666666666666668", "slip", "every time"),
    ("2.3", walk(then="return w", end="w"), "mistake", "return w and the number of steps"),
    ("2.3", walk(then="return w"), "type", "should return 2 numbers"),
    ("2.3", walk(then="return taken, w", end="epochs, w"), "mistake", "the other order"),
    ("2.3", walk(each="taken in range(epochs)"), "mistake", "one step too few there"),
    (
        "2.3",
        walk(each="taken in range(epochs)", then="break", end="w, taken"),
        "mistake",
        "You counted one step too few: a loop",
    ),
    (
        "2.3",
        walk("taken = 1", "_ in range(epochs)", "before = w; taken += 1", end="w, taken"),
        "mistake",
        "one step too many",
    ),
    ("2.3", walk(stop="w - before < tolerance"), "mistake", "move to the left"),
    ("2.3", walk(stop="before - w < tolerance"), "mistake", "move to the right"),
    ("2.3", walk(stop="abs(w - before) > tolerance"), "mistake", "turned the comparison round"),
    (
        "2.3",
        walk(then="pass").replace("return w, epochs", "    return w, taken"),
        "mistake",
        "outside the `if`",
    ),
    ("2.3", walk(stop="abs(w) < tolerance"), "mistake", "w itself with the tolerance"),
    ("2.3", walk("start = w", stop="abs(w - start) < tolerance"), "mistake", "the walk began"),
    ("2.3", walk(then="break"), "mistake", "but returned epochs"),
    ("2.3", walk(then="return w, epochs"), "mistake", "but returned epochs"),
    ("2.3", walk().replace(LAST, "    " + LAST), "mistake", "inside the loop that belongs after"),
    (
        "2.3",
        walk(each="_ in range(epochs)").replace(LAST, "    taken += 1\nreturn w, taken"),
        "mistake",
        "count a step before you test it",
    ),
    (
        "2.3",
        walk(each="_ in range(epochs)", then="break").replace(
            LAST, "    taken += 1\nreturn w, taken"
        ),
        "mistake",
        "count a step before you test it",
    ),
    (
        "2.3",
        "taken, move = 0, math.inf\nwhile abs(move) > tolerance or taken < epochs:\n"
        "  before = w\n  w = step(w, lr, x, y)\n  move = w - before\n  taken += 1\nreturn w, taken",
        "mistake",
        "join them with `and`",
    ),
    (
        "2.3",
        walk(before="move = step(w, lr, x, y)", new="w - move", stop="abs(move) < tolerance"),
        "mistake",
        "the length of the step",
    ),
    ("2.3", walk(stop="False"), "mistake", "took all the epochs"),
    ("2.3", walk(stop="cost(w, x, y) < tolerance"), "mistake", "compared the cost"),
    ("2.3", walk(stop="abs(gradient(w, x, y)) < tolerance"), "mistake", "compared the gradient"),
    ("2.3", walk(stop="abs(w - 2) < tolerance"), "mistake", "compared w with 2"),
    ("2.3", walk(then="return before, taken"), "mistake", "before the last step"),
    ("2.3", walk(before="pass", stop="abs(w - w) < tolerance"), "mistake", "with itself"),
    ("2.3", walk(new="w").replace("w = w", "step(w, lr, x, y)"), "mistake", "keep the step"),
    ("2.3", walk(each="taken in range(1, epochs)"), "mistake", "counted it all the same"),
    (
        "2.3",
        walk(each="taken in range(1, epochs)", then="break", end="w, taken"),
        "mistake",
        "allowed one step too few",
    ),
    ("2.3", walk(new="w + lr * gradient(w, x, y)"), "mistake", "uphill"),
    ("2.3", walk(new="step(w, 0.05, x, y)"), "mistake", "0.05 whatever lr is"),
    ("2.3", walk(first="w = 1.0"), "mistake", "began at 1"),
    ("2.3", walk(then="return round(w, 1), taken", end="round(w, 1), epochs"), "mistake", "a grid"),
    ("2.3", walk(then="return round(w, 3), taken", end="round(w, 3), epochs"), "mistake", "digits"),
    (
        "2.3",
        "taken = 0\nbefore = math.inf\nwhile abs(w - before) >= tolerance:\n"
        "  before = w\n  w = step(w, lr, x, y)\n  taken += 1\nreturn w, taken",
        "mistake",
        "however long that takes",
    ),
    ("2.3", walk(then="return w, taken", end="None"), "none", "reached no `return`"),
    ("2.3", walk(new="step(w, lr)"), "TypeError", "missing 2 required"),
    ("2.4", "return 2 / a", "mistake", "here there is no ½"),
    ("2.4", "return 1 / (2 * a)", "mistake", "arrives in one step"),
    ("2.4", "return 1 / 2 * a", "mistake", "divided a by 2"),
    ("2.4", "return 2 / 2 * a", "mistake", "You returned a"),
    ("2.4", "return 0.5 / a", "mistake", "arrives in one step"),
    ("2.4", "return 3 / 14", "mistake", "the cost of the three students"),
    ("2.4", "return 2 / 3.4", "slip", "every time"),
    ("2.4", "return 0.588", "mistake", "the number of the example"),
    ("2.4", "return 1 // a", "mistake", "`//`"),
    ("2.4", "return round(1 / a, 2)", "mistake", "You rounded"),
    ("2.4", "return round(1 / a, 3)", "mistake", "three digits"),
    ("2.4", "return -1 / a", "mistake", "negative learning rate"),
    ("2.4", "return 1 - 2 * a", "mistake", "the factor for lr = 1"),
    ("2.4", "return 1 - 2 * a * lr", "NameError", "name 'lr' is not defined"),
    (
        "2.4",
        "lr = 0\nwhile 1 - 2 * a * lr > -1:\n  lr += 0.001\nreturn lr",
        "mistake",
        "in steps of 0.001",
    ),
    ("2.4", "lr = 0\nwhile 1 - 2 * a * lr > -1:\n  lr += 0.1\nreturn lr", "mistake", "of 0.1"),
    ("2.5", partials(third="2 * e * 0"), "mistake", "You took 0 for w[2]"),
    ("2.5", partials("e * x**2", "e * x", "e"), "mistake", "lost the factor 2"),
    ("2.5", partials("2 * e * x", "2 * e * x"), "mistake", "x for w[0] too"),
    ("2.5", partials("2 * e * 2 * x", "2 * e"), "value", "by hand"),
    ("2.5", partials("2 * e * 2 * x", "2 * e", "0"), "mistake", "slope by x"),
    ("2.5", partials("2 * e", "2 * e * x", "2 * e * x**2"), "mistake", "the other order"),
    ("2.5", partials(e="y - w[0] * x**2 - w[1] * x - w[2]"), "mistake", "turned the sign"),
    ("2.5", partials(e="w[0] * x**2 + w[1] * x - y"), "mistake", "left w[2] out"),
    ("2.5", partials(e="w[2] * x**2 + w[1] * x + w[0] - y"), "mistake", "the other order in"),
    ("2.5", partials("2 * e * w[0]", "2 * e * w[1]", "2 * e * w[2]"), "mistake", "by the weights"),
    ("2.5", partials(third="2 * e * w[2]"), "mistake", "multiplied by w[2]"),
    ("2.5", partials().replace("np.mean", "np.sum"), "mistake", "You added up"),
    ("2.5", partials().replace("np.array", ""), "list", "return an array"),
    ("2.5", partials().replace("np.array", "tuple"), "list", "return an array"),
    (
        "2.5",
        partials().replace("np.mean", "1 / 100 * np.sum"),
        "mistake",
        "divided by 100 whatever comes",
    ),
    ("2.5", partials().replace("])", "]).round(3)"), "mistake", "rounded"),
    (
        "2.5",
        "first = np.mean(2 * (w[0] * x**2 - y) * x**2)\nsecond = np.mean(2 * (w[1] * x - y) * x)\n"
        "third = np.mean(2 * (w[2] - y))\nreturn np.array([first, second, third])",
        "mistake",
        "an error of its own",
    ),
    ("2.5", partials().replace("np.mean", ""), "mistake", "the slopes for every point"),
    ("2.5", partials(e="w[1] * x**2 + w[2] * x + w[3] - y"), "IndexError", "index 3"),
    ("2.5", partials(e="w1 * x**2 + w2 * x + w3 - y"), "NameError", "name 'w1' is not defined"),
    ("2.5", partials("2 * e * x^2"), "TypeError", "A power is `**`"),
    ("2.5", partials().replace("return np.array([", "return sum(["), "mistake", "side by side"),
    ("2.1", "return np.mean(2 * w * x - y * x)", "mistake", "put it in parentheses"),
    ("2.2", "return w - lr * gradient(w, y, x)", "mistake", "x comes before y"),
    ("2.2", "return w - lr * gradient(x, w, y)", "mistake", "w comes first"),
    ("2.3", walk(stop="abs(w) - abs(before) < tolerance"), "mistake", "`abs` of the difference"),
    ("2.3", walk(stop="abs(step(w, lr, x, y) - w) < tolerance"), "mistake", "step to come"),
    ("2.3", walk(stop="abs(w - before) <= tolerance"), "mistake", "it has to be less, `<`"),
    ("2.3", walk(each="taken in epochs"), "TypeError", "`range(n)` counts from 0 to n - 1"),
    ("2.5", partials(third="2 * e * x"), "mistake", "multiplied by x in the third too"),
]
