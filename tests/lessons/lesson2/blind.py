"""Answers to lesson 2 written from the task's text alone, before its known mistakes were read.

RIGHT and WRONG are explained in `tests/lessons/test_blind.py`.
"""

RIGHT = {
    "2.1": [
        "return 2 * np.mean((w * x - y) * x)",
        "return np.mean(2 * x * (w * x - y))",
        "total = 0\nfor a, b in zip(x, y):\n    total += 2 * (w * a - b) * a\nreturn total / len(x)",
        "errors = w * x - y\nreturn float(2 * errors @ x / len(x))",
        "return 2 * sum((w * a - b) * a for a, b in zip(x, y)) / len(y)",
        "return -2 * np.mean((y - w * x) * x)",
        "return 2 * (w * np.mean(x**2) - np.mean(x * y))",
        "n = len(x)\ni = 0\nslope = 0\nwhile i < n:\n    slope = slope + (w * x[i] - y[i]) * x[i]\n"
        "    i += 1\nreturn 2 / n * slope",
        "def gradient(w: float, x: np.ndarray, y: np.ndarray) -> float:\n"
        "    slopes = [2 * (w * a - b) * a for a, b in zip(x, y)]\n    return float(np.mean(slopes))",
        "h = 1e-4\nreturn (cost(w + h, x, y) - cost(w - h, x, y)) / (2 * h)",
        "return np.dot(2 * (w * x - y), x) / x.size",
        "return np.average(np.multiply(2 * x, np.subtract(w * x, y)))",
    ],
    "2.2": [
        "return w - lr * gradient(w, x, y)",
        "slope = gradient(w, x, y)\nw = w - lr * slope\nreturn w",
        "w -= lr * gradient(w, x, y)\nreturn w",
        "return w + lr * -gradient(w, x, y)",
        "return float(w - gradient(w=w, x=x, y=y) * lr)",
        "return w - lr * 2 * np.mean((w * x - y) * x)",
        "move = -lr * gradient(w, x, y)\nreturn np.add(w, move)",
        "g = 0\nfor a, b in zip(x, y):\n    g += 2 * (w * a - b) * a / len(x)\nreturn w - lr * g",
        "def move(w):\n    return lr_ * gradient(w, x_, y_)\n\ndef step(w, lr, x, y):\n"
        "    global lr_, x_, y_\n    lr_, x_, y_ = lr, x, y\n    return w - move(w)",
        "slope = gradient(w, x, y)\nif slope > 0:\n    return w - lr * abs(slope)\n"
        "return w + lr * abs(slope)",
    ],
    "2.3": [
        "for i in range(epochs):\n    new = step(w, lr, x, y)\n    if abs(new - w) < tolerance:\n"
        "        return new, i + 1\n    w = new\nreturn w, epochs",
        "taken = 0\nwhile taken < epochs:\n    before = w\n    w = step(w, lr, x, y)\n    taken += 1\n"
        "    if abs(w - before) < tolerance:\n        break\nreturn w, taken",
        "taken = 0\nfor _ in range(epochs):\n    move = lr * gradient(w, x, y)\n    w -= move\n    taken += 1\n"
        "    if np.abs(move) < tolerance:\n        break\nreturn float(w), taken",
        "path = [w]\nfor _ in range(epochs):\n    path.append(step(path[-1], lr, x, y))\n"
        "    if abs(path[-1] - path[-2]) < tolerance:\n        break\nreturn path[-1], len(path) - 1",
        "done, n = False, 0\nwhile not done and n < epochs:\n    new = step(w=w, lr=lr, x=x, y=y)\n"
        "    done = -tolerance < new - w < tolerance\n    w, n = new, n + 1\nreturn (w, n)",
        "if epochs == 0:\n    return w, 0\nnew = step(w, lr, x, y)\nif abs(new - w) < tolerance:\n"
        "    return new, 1\nlast, n = descend(new, lr, x, y, tolerance, epochs - 1)\nreturn last, n + 1",
        "move, n = float('inf'), 0\nwhile abs(move) >= tolerance and n < epochs:\n"
        "    move = step(w, lr, x, y) - w\n    w = w + move\n    n = n + 1\nreturn w, n",
        "for n in range(1, epochs + 1):\n    w, old = step(w, lr, x, y), w\n"
        "    if max(w - old, old - w) < tolerance:\n        return w, n\nelse:\n    return w, epochs",
        "n = 0\nfor n in range(1, epochs + 1):\n    old = w\n    w = step(w, lr, x, y)\n"
        "    if (w - old) ** 2 < tolerance ** 2:\n        break\nreturn [w, n]",
    ],
    "2.4": [
        "return 1 / a",
        "return 2 / (2 * a)",
        "return 1.0 / a",
        "return a ** -1.0",
        "slope = 2 * a\nreturn 2 / slope",
        "return float(np.divide(1, a))",
        "low, high = 0.0, 1e6\nfor _ in range(200):\n    lr = (low + high) / 2\n"
        "    if 1 - lr * 2 * a > -1:\n        low = lr\n    else:\n        high = lr\nreturn low",
        "def largest_stable_lr(a: float) -> float:\n    factor = -1\n    return (1 - factor) / (2 * a)",
        "return np.reciprocal(np.float64(a))",
        "return pow(a, -1)",
    ],
    "2.5": [
        "e = w[0] * x**2 + w[1] * x + w[2] - y\n"
        "return np.array([2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)])",
        "X = np.stack([x**2, x, np.ones_like(x)], axis=1)\nreturn 2 * X.T @ (X @ w - y) / len(x)",
        "e = np.polyval(w, x) - y\nreturn 2 * np.mean([e * x**2, e * x, e], axis=1)",
        "g = np.zeros(3)\nfor a, b in zip(x, y):\n    e = w[0] * a**2 + w[1] * a + w[2] - b\n"
        "    g += 2 * e * np.array([a**2, a, 1])\nreturn g / len(x)",
        "X = np.vander(x, 3)\nreturn 2 / len(y) * (X.T @ (X @ w - y))",
        "w1, w2, w3 = w\ngap = y - (w1 * x * x + w2 * x + w3)\n"
        "return -2 * np.array([(gap * x * x).mean(), (gap * x).mean(), gap.mean()])",
        "g = []\nfor power in (2, 1, 0):\n    total = 0\n    for i in range(len(x)):\n"
        "        e = w[0] * x[i] ** 2 + w[1] * x[i] + w[2] - y[i]\n        total += 2 * e * x[i] ** power\n"
        "    g.append(total / len(x))\nreturn np.array(g)",
        "def error(w, x, y):\n    return w[0] * x**2 + w[1] * x + w[2] - y\n\n"
        "def partial_derivatives(w, x, y):\n    e = error(w, x, y)\n"
        "    return np.array([np.mean(2 * e * x**k) for k in (2, 1, 0)])",
        "n = len(x)\ne = w[0] * x**2 + w[1] * x + w[2] - y\n"
        "return np.array([2 / n * np.sum(e * x**2), 2 / n * np.sum(e * x), 2 / n * np.sum(e)])",
        "e = w[0] * x**2 + w[1] * x + w[2] - y\nreturn np.array([e @ x**2, e @ x, e.sum()]) * 2 / x.size",
    ],
}

WRONG = {
    "2.1": [
        ("return np.mean((w * x - y) * x)", r"2"),
        ("return 2 * np.sum((w * x - y) * x)", r"sum|mean"),
        ("return 2 * np.mean((y - w * x) * x)", r"sign|minus|turned|order"),
        ("return 2 * np.mean(w * x - y)", r"x"),
        ("return 2 * np.mean(w * x - y) * np.mean(x)", r"mean|each|separate"),
        ("return 2 * np.mean((w * x - y) ** 2 * x)", r"square"),
        ("return 2 * np.sum((w * x - y) * x) / 3", r"3|number of|students"),
        ("return 2 * np.mean(abs(w * x - y) * x)", r"abs|sign"),
        ("print(2 * np.mean((w * x - y) * x))", r"`print`"),
        ("for a, b in zip(x, y):\n    return 2 * (w * a - b) * a", r"loop|first"),
        ("return 2 * np.mean((x - y) * x)", r"`?w`?"),
        ("return 2 * np.mean((w * x - y) * w)", r"by w|w|times x"),
        ("return 2 * np.sum((w * x - y) * x) / (len(x) - 1)", r"less|len|too few|n − 1"),
        ("return 2 * (w * x - y) * x", r"one number"),
        ("h = 0.1\nreturn (cost(w + h, x, y) - cost(w, x, y)) / h", r"h|step|measure|side|tiny"),
        ("return 28 / 3 * (w - 2)", r"inputs|three students"),
        ("return np.mean((w * x - y) ** 2)", r"cost|slope"),
        ("return 2 * np.mean(w * x - y * x)", r"parenthes|first"),
        ("return 2 * np.mean((w * x - y) * x) / len(x)", r"twice|mean|already"),
        ("return 2 * np.mean((w * x - y) * x**2)", r"x"),
        ("total = 0\nfor a, b in zip(x, y):\n    total = 2 * (w * a - b) * a\nreturn total / len(x)",
         r"last|\+=|add"),
        ("return 2 * np.mean((w * x - y) * y)", r"y|times x|by x"),
        ("return 2 * np.mean((w * x + y) * x)", r"minus|error|subtract|add"),
        ("return round(2 * np.mean((w * x - y) * x), 2)", r"round"),
        ("x *= w\nreturn 2 * np.mean((x - y) * x)", r"changes its input `x`|w"),
        ("y -= w * x\nreturn -2 * np.mean(y * x)", r"changes its input `y`"),
        ("return 2 * np.mean(x * w - y) ** 2", r"square|x"),
    ],
    "2.2": [
        ("return w + lr * gradient(w, x, y)", r"against|minus|up|sign"),
        ("return w - gradient(w, x, y)", r"`?lr`?|learning rate"),
        ("return lr * gradient(w, x, y)", r"step|new w|from w"),
        ("return -lr * gradient(w, x, y)", r"step|new w|from w"),
        ("return w - lr * gradient(x, w, y)", r"order|one number|should return"),
        ("return w - lr * w", r"gradient|slope"),
        ("return w * (1 - lr * gradient(w, x, y))", r"multipl|w"),
        ("print(w - lr * gradient(w, x, y))", r"`print`"),
        ("return w - 0.05 * gradient(w, x, y)", r"`?lr`?"),
        ("w -= lr * gradient(w, x, y)", r"`return`"),
        ("w = w - lr * gradient(w, x, y)\nw = w - lr * gradient(w, x, y)\nreturn w", r"two|one step|twice"),
        ("return w - lr * gradient(w, x, y), gradient(w, x, y)", r"one number"),
        ("return w - gradient(w, x, y) / lr", r"divi|times|multipl"),
        ("return lr - w * gradient(w, x, y)", r"exchang|w|lr"),
        ("return w - lr * abs(gradient(w, x, y))", r"abs|sign|direction"),
        ("return w - lr * cost(w, x, y)", r"cost|slope|gradient"),
        ("return w - lr * gradient(w, y, x)", r"order|exchang|x and y|swap"),
        ("return w - lr * gradient(lr, x, y)", r"at w|stand|lr"),
        ("return round(w - lr * gradient(w, x, y), 2)", r"round"),
        ("return w - lr * np.sign(gradient(w, x, y))", r"sign|size|how steep|length"),
        ("return w - lr * 2 * (w * x - y) * x", r"one number"),
        ("return w - lr * np.sum(2 * (w * x - y) * x)", r"sum|mean"),
        ("return gradient(w, x, y) - lr * w", r"exchang|w|gradient"),
        ("return w - lr + gradient(w, x, y)", r"times|multipl|w|lr"),
        ("return (w - lr) * gradient(w, x, y)", r"parenthes|lr"),
        ("for _ in range(10):\n    w = w - lr * gradient(w, x, y)\nreturn w", r"one step|once|more than|several"),
        ("return w - lr * 2 * gradient(w, x, y)", r"twice|2|two|double"),
        ("return w - lr * gradient", r"call|parenthes|unsupported"),
        ("return w - lr * gradient(1.0, x, y)", r"at w|stand|1|`?w`?"),
    ],
    "2.3": [
        ("for i in range(epochs):\n    new = step(w, lr, x, y)\n    if abs(new - w) < tolerance:\n"
         "        return w, i + 1\n    w = new\nreturn w, epochs", r"before|last w|last step|previous"),
        ("for i in range(epochs):\n    new = step(w, lr, x, y)\n    if abs(new - w) < tolerance:\n"
         "        return new, i\n    w = new\nreturn w, epochs", r"count|one less|0|step"),
        ("n = 0\nwhile n < epochs and abs(gradient(w, x, y)) >= tolerance:\n    w = step(w, lr, x, y)\n"
         "    n += 1\nreturn w, n", r"slope|gradient|move"),
        ("n = 0\nfor _ in range(epochs):\n    new = step(w, lr, x, y)\n    n += 1\n    move = new - w\n"
         "    w = new\n    if move < tolerance:\n        break\nreturn w, n", r"abs|direction|negative|either"),
        ("n = 0\nfor _ in range(epochs):\n    new = step(w, lr, x, y)\n    n += 1\n    move = abs(new - w)\n"
         "    w = new\n    if move <= tolerance:\n        break\nreturn w, n", r"less than|equal|<="),
        ("n = 0\nmove = 1e9\nwhile move >= tolerance:\n    new = step(w, lr, x, y)\n    move = abs(new - w)\n"
         "    w = new\n    n += 1\nreturn w, n", r"epochs|loop"),
        ("for _ in range(epochs):\n    w = step(w, lr, x, y)\nreturn w, epochs", r"tolerance|stop"),
        ("for _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    if abs(w - old) < tolerance:\n"
         "        break\nreturn w", r"2 numbers|pair"),
        ("for i in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    if abs(w - old) < tolerance:\n"
         "        return i + 1, w\nreturn epochs, w", r"order|first"),
        ("n = 0\nfor _ in range(epochs):\n    w = step(w, lr, x, y)\n    n += 1\n    if abs(w) < tolerance:\n"
         "        break\nreturn w, n", r"move|w itself|differ|step"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    return w, n", r"loop|first|indent|one step"),
        ("for i in range(epochs - 1):\n    old = w\n    w = step(w, lr, x, y)\n"
         "    if abs(w - old) < tolerance:\n        return w, i + 1\nreturn w, epochs - 1",
         r"epochs|one less|last"),
        ("for i in range(epochs + 1):\n    old = w\n    w = step(w, lr, x, y)\n"
         "    if abs(w - old) < tolerance:\n        return w, i + 1\nreturn w, epochs + 1",
         r"epochs|more"),
        ("n = 0\nfor _ in range(epochs):\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if cost(w, x, y) < tolerance:\n        break\nreturn w, n", r"cost|move"),
        ("start, n = w, 0\nfor _ in range(epochs):\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - start) < tolerance:\n        break\nreturn w, n", r"start|before|last"),
        ("move = 0\nn = 0\nwhile move > tolerance and n < epochs:\n    new = step(w, lr, x, y)\n"
         "    move = abs(new - w)\n    w = new\n    n += 1\nreturn w, n", r"0|begin|start|no step|never"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) < tolerance:\n        break\nprint(w, n)", r"`print`"),
        ("for i in range(epochs):\n    new = step(w, x, y, lr)\n    if abs(new - w) < tolerance:\n"
         "        return new, i + 1\n    w = new\nreturn w, epochs", r"order|step\(|stopped|array|one number"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs((w - old) / w) < tolerance:\n        break\nreturn w, n", r"divi|relative|share|part|move"),
        ("n = 0\nwhile n <= epochs:\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) < tolerance:\n        break\nreturn w, n", r"epochs|more"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) > tolerance:\n        break\nreturn w, n", r"less|below|large|first"),
        ("for i in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    if abs(w - old) < tolerance:\n"
         "        break\nreturn w, epochs", r"count|taken|epochs"),
        ("for i in range(epochs):\n    n = 0\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) < tolerance:\n        break\nreturn w, n", r"count|loop|anew|1"),
        ("n = 0\nwhile n < epochs:\n    new = step(w, lr, x, y)\n    if abs(new - w) < tolerance:\n"
         "        break\n    w = new\n    n += 1\nreturn w, n", r"before|last step|previous|small"),
        ("n = 0\nfor _ in range(epochs):\n    new = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(new - w) < tolerance:\n        break\nreturn new, n", r"same|w = |stay|moves on|never"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, 0.05, x, y)\n    n += 1\n"
         "    if abs(w - old) < tolerance:\n        break\nreturn w, n", r"`?lr`?"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) < 0.1:\n        break\nreturn w, n", r"tolerance"),
        ("n = 0\nfor _ in range(100):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(w - old) < tolerance:\n        break\nreturn w, n", r"epochs"),
        ("n = 0\npath = [w]\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    path.append(w)\n    if abs(w - old) < tolerance:\n        break\nreturn path, n",
         r"number"),
        ("n = 0\nfor _ in range(epochs):\n    new = step(w, lr, x, y)\n    n += 1\n    w = new\n"
         "    if abs(new - w) < tolerance:\n        break\nreturn w, n", r"itself|before|0|old"),
        ("n = 0\nfor _ in range(epochs):\n    old = w\n    w = step(w, lr, x, y)\n    n += 1\n"
         "    if abs(cost(w, x, y) - cost(old, x, y)) < tolerance:\n        break\nreturn w, n",
         r"cost|move"),
    ],
    "2.4": [
        ("return 2 / a", r"½|2 · a|figure|half|slope"),
        ("return 1 / (2 * a)", r"0|factor|one step|half|best"),
        ("return 0.588", r"inputs"),
        ("return 2 * a", r"slope|lr|divi"),
        ("return a", r"a|upside|divi|1 /"),
        ("return -1 / a", r"sign|negative|minus|positive"),
        ("return 1 // a", r"//|whole|cut"),
        ("return round(1 / a, 3)", r"round"),
        ("print(1 / a)", r"`print`"),
        ("return 1 / a**2", r"square|a"),
        ("return 1 - 2 * a", r"factor"),
        ("return 1 / 1.7", r"inputs"),
        ("return 0.5 * a", r"divi|upside|a"),
        ("return 1 / (4 * a)", r"2|factor|slope"),
        ("return 2 / 2 * a", r"parenthes|divi|a"),
        ("lr = 0\nwhile 1 - lr * 2 * a > -1:\n    lr += 0.01\nreturn lr", r"exact|grid|formula|step|search"),
        ("return 4 / a", r"2|slope|factor|figure"),
        ("return 0, 1 / a", r"one number"),
        ("return 1 / a - 0.001", r"limit|exact|itself|below"),
        ("return -1 / (2 * a)", r"sign|negative|factor|minus|positive"),
        ("return np.sqrt(1 / a)", r"root"),
        ("1 / a", r"`return`"),
    ],
    "2.5": [
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e), np.mean(e * x), np.mean(e * x**2)])", r"order"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"2"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.sum(e * x**2), np.sum(e * x), np.sum(e)])", r"sum|mean"),
        ("e = y - (w[0] * x**2 + w[1] * x + w[2])\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"sign|turned|minus|order"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x), np.mean(e * x), np.mean(e)])", r"x²|square|first"),
        ("e = w[0] * x**2 + w[1] * x - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"w3|w\[2\]|constant"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return [2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)]", r"array"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.mean(e * x**2) + 2 * np.mean(e * x) + 2 * np.mean(e)", r"3 numbers"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\nreturn 2 * np.array([e * x**2, e * x, e])",
         r"3 numbers|mean"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\nreturn 2 * np.mean([e * x**2, e * x, e], axis=0)",
         r"3 numbers|axis"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\nreturn 2 * np.mean([e * x**2, e * x, e])", r"3 numbers"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "print(2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)]))", r"`print`"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)", r"array"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e**2 * x**2), np.mean(e**2 * x), np.mean(e**2)])", r"square"),
        ("return np.array([2 * w[0] * np.mean(x), w[1], 0])", r"x|slope|change"),
        ("e = w[0] * x + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"x²|square|model|curve"),
        ("e = w[2] * x**2 + w[1] * x + w[0] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"order|w\[0\]"),
        ("e = w[1] * x**2 + w[2] * x + w[3] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"index"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * w[0]), np.mean(e * w[1]), np.mean(e * w[2])])", r"w|x²"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.mean(e) * np.array([np.mean(x**2), np.mean(x), 1])", r"mean|each point"),
        ("x **= 2\ne = w[0] * x + w[1] * x**0.5 + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x), np.mean(e * x**0.5), np.mean(e)])",
         r"changes its input `x`"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x)])", r"3 numbers"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return np.array([2 * np.mean(e * x**2), 2 * np.mean(e * x), np.mean(e)])", r"2|third|last"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)]) / len(x)",
         r"mean|twice|already"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), 1])", r"third|1|last|w3"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * 2 * x), np.mean(e), 0])", r"x|change|slope"),
        ("g = np.zeros(3)\nfor a, b in zip(x, y):\n    e = w[0] * a**2 + w[1] * a + w[2] - b\n"
         "    g = 2 * e * np.array([a**2, a, 1])\nreturn g / len(x)", r"last|add|\+="),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.sum(e * x**2), np.sum(e * x), np.sum(e)]) / 3", r"3|number of|points"),
        ("e = w[0] * x**2 + w[1] * x + w[2] - y\nd = 2 * np.mean(e)\nreturn np.array([d, d, d])", r"x"),
        ("g = 2 * (w[0] * x[0]**2 + w[1] * x[0] + w[2] - y[0])\nreturn np.array([g * x[0]**2, g * x[0], g])",
         r"first|mean|all|points"),
        ("w -= 0.1\ne = w[0] * x**2 + w[1] * x + w[2] - y\n"
         "return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])", r"changes its input `w`"),
    ],
}
