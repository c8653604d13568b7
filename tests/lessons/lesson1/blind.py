"""Answers to lesson 1 written from the task's text alone, before its known mistakes were read.

RIGHT and WRONG are explained in `tests/lessons/test_blind.py`.
"""

RIGHT = {
    "1.1": [
        "return x * w",
        "return np.multiply(w, x)",
        "y_hat = w * x\nreturn y_hat",
        "def predict(w: float, x: np.ndarray) -> np.ndarray:\n    return w * x",
        "x = np.asarray(x)\nreturn x * float(w)",
        "if np.ndim(x) == 0:\n    return w * x\nreturn np.array([w * hours for hours in x])",
        "predict = lambda w, x: w * x",
        "def predict(w, x, b=0):\n    return w * x + b",
        "return np.dot(w, x)",
        "def times(a, b):\n    return a * b\n\ndef predict(w, x):\n    return times(b=w, a=x)",
    ],
    "1.2": [
        "return np.mean((predict(w, x) - y) ** 2)",
        "return float(np.mean(np.square(w * x - y)))",
        "total = 0\nfor a, b in zip(x, y):\n    total += (w * a - b) ** 2\nreturn total / len(x)",
        "return sum((w * a - b) ** 2 for a, b in zip(x, y)) / len(y)",
        "return ((y - w * x) ** 2).mean()",
        "e = y - w * x\nreturn e @ e / len(e)",
        "i = 0\ntotal = 0.0\nwhile i < len(x):\n    e = predict(w, x[i]) - y[i]\n    total = total + e * e"
        "\n    i += 1\nreturn total / i",
        "import math\nreturn math.fsum((w * a - b) ** 2 for a, b in zip(x, y)) / x.size",
        "return np.average([pow(w * x[i] - y[i], 2) for i in range(len(x))])",
        "return np.linalg.norm(w * x - y) ** 2 / x.shape[0]",
        "errors = predict(w=w, x=x) - y\nsquares = errors * errors\nreturn np.sum(squares) / np.size(y)",
        "def loss(y_hat, y):\n    return (y_hat - y) ** 2\n\ndef cost(w, x, y):\n"
        "    losses = [loss(predict(w, a), b) for a, b in zip(x, y)]\n    return sum(losses) / len(losses)",
    ],
    "1.3": [
        "return ws[np.argmin([cost(w, x, y) for w in ws])]",
        "return min(ws, key=lambda w: cost(w, x, y))",
        "best, lowest = None, np.inf\nfor w in ws:\n    c = cost(w, x, y)\n    if c < lowest:\n"
        "        best, lowest = w, c\nreturn best",
        "best = ws[0]\nfor w in ws[1:]:\n    if cost(w, x, y) < cost(best, x, y):\n        best = w\nreturn best",
        "costs = []\nfor w in ws:\n    costs.append(cost(w, x, y))\nreturn float(ws[costs.index(min(costs))])",
        "return sorted(ws, key=lambda w: cost(w, x, y))[0]",
        "return min((cost(w, x, y), i, w) for i, w in enumerate(ws))[2]",
        "i = best = 0\nwhile i < len(ws):\n    if cost(w=ws[i], x=x, y=y) < cost(w=ws[best], x=x, y=y):\n"
        "        best = i\n    i = i + 1\nreturn ws[best]",
        "costs = {w: cost(w, x, y) for w in ws}\nreturn min(costs, key=costs.get)",
        "costs = np.array([cost(w, x, y) for w in ws])\nreturn ws[costs == costs.min()][0]",
        "costs = np.zeros(len(ws))\nfor i in range(len(ws)):\n    costs[i] = cost(ws[i], x, y)\n"
        "return ws[costs.argmin()]",
    ],
    "1.4": [
        "best, lowest = None, float('inf')\nfor w in ws:\n    for b in bs:\n        c = cost_b(w, b, x, y)\n"
        "        if c < lowest:\n            best, lowest = (w, b), c\nreturn best",
        "pairs = [(w, b) for w in ws for b in bs]\nreturn min(pairs, key=lambda p: cost_b(p[0], p[1], x, y))",
        "from itertools import product\nreturn min(product(ws, bs), key=lambda p: cost_b(*p, x, y))",
        "costs = np.array([[cost_b(w, b, x, y) for b in bs] for w in ws])\n"
        "i, j = np.unravel_index(np.argmin(costs), costs.shape)\nreturn ws[i], bs[j]",
        "costs = [cost_b(w, b, x, y) for w in ws for b in bs]\n"
        "i, j = divmod(int(np.argmin(costs)), len(bs))\nreturn (float(ws[i]), float(bs[j]))",
        "return min((cost_b(w, b, x, y), w, b) for w in ws for b in bs)[1:]",
        "low = cost_b(ws[0], bs[0], x, y)\nbest_w, best_b = ws[0], bs[0]\nfor b in bs:\n    for w in ws:\n"
        "        if cost_b(w=w, b=b, x=x, y=y) < low:\n            low = cost_b(w, b, x, y)\n"
        "            best_w, best_b = w, b\nreturn best_w, best_b",
        "def best_b(w, bs, x, y):\n    return min(bs, key=lambda b: cost_b(w, b, x, y))\n\n"
        "def best_w_b(ws, bs, x, y):\n    w = min(ws, key=lambda w: cost_b(w, best_b(w, bs, x, y), x, y))\n"
        "    return w, best_b(w, bs, x, y)",
        "best = [ws[0], bs[0]]\nfor w in ws:\n    for b in bs:\n"
        "        if cost_b(w, b, x, y) < cost_b(best[0], best[1], x, y):\n            best = [w, b]\nreturn best",
    ],
    "1.5": [
        "return (round(width / precision) + 1) ** parameters",
        "steps = int(round(width / precision, 0))\nvalues = steps + 1\nreturn values ** parameters",
        "n = round(width / precision) + 1\ntotal = 1\nfor _ in range(parameters):\n    total *= n\nreturn total",
        "return int(np.round(width / precision) + 1) ** parameters",
        "return pow(int(width / precision + 0.5) + 1, parameters)",
        "import math\nreturn math.prod([1 + round(width / precision)] * parameters)",
        "n = round(width / precision + 1)\nreturn int(n**parameters)",
        "if parameters == 0:\n    return 1\n"
        "return (round(width / precision) + 1) * evaluations(width, precision, parameters - 1)",
        "return np.int64(round(width / precision) + 1) ** parameters",
        "one = 1 + round(width / precision)\ncount = one\nwhile parameters > 1:\n    count = count * one\n"
        "    parameters -= 1\nreturn count",
    ],
}

WRONG = {
    "1.1": [
        ("return w + x", r"multipl|add"),
        ("return w ** x", r"power|multipl"),
        ("return x / w", r"divi|multipl"),
        ("print(w * x)", r"`print`"),
        ("w * x", r"`return`"),
        ("return 3.0", r"should return"),
        ("return 1.5 * x", r"`w`"),
        ("return w * 2", r"should return|`x`"),
        ("return w * x + 1", r"add|more|b\b|origin"),
        ("return [w * hours for hours in x]", r"one number|list"),
        ("x *= w\nreturn x", r"changes its input `x`"),
        ("return w, x", r"should return"),
        ("return sum(w * x)", r"one number|should return"),
        ("return int(w * x)", r"int|whole|array|scalar"),
        ("return w * x[0]", r"one number|\[0\]|first"),
        ("return np.round(w * x)", r"round"),
        ("return w * x - y", r"error|y"),
        ("return f'{w * x}'", r"a text"),
        ("for hours in np.atleast_1d(x):\n    return w * hours", r"one number|loop"),
        ("return w @ x", r"matmul"),
        ("return (w * x)[0] if np.ndim(x) else w * x", r"one number"),
    ],
    "1.2": [
        ("return np.sum((w * x - y) ** 2)", r"sum|mean"),
        ("return np.mean(w * x - y)", r"square|cancel"),
        ("return np.mean(abs(w * x - y))", r"abs|square"),
        ("return np.sqrt(np.mean((w * x - y) ** 2))", r"root"),
        ("return np.sum((w * x - y) ** 2) / 3", r"3|number of|students"),
        ("return np.mean((w * x - y) ** 2) / 2", r"half|2"),
        ("for a, b in zip(x, y):\n    return (w * a - b) ** 2", r"loop|first student|first point"),
        ("for a, b in zip(x, y):\n    total = 0\n    total += (w * a - b) ** 2\nreturn total / len(x)",
         r"loop|last|anew|start"),
        ("return np.median((w * x - y) ** 2)", r"median"),
        ("return np.mean(w * x - y) ** 2", r"square|mean first|each"),
        ("return np.sum((w * x - y) ** 2) / (len(x) - 1)", r"less|len|n − 1|too few"),
        ("print(np.mean((w * x - y) ** 2))", r"`print`"),
        ("return (w * x - y) ** 2", r"one number"),
        ("return np.mean((w * x - y) ^ 2)", r"`\*\*`"),
        ("return np.mean(w * x - y ** 2)", r"parenthes|only|y alone|first"),
        ("return np.mean(w * (x - y) ** 2)", r"parenthes|w"),
        ("return np.max((w * x - y) ** 2)", r"largest|max|worst"),
        ("return np.mean((predict(w, y) - x) ** 2)", r"x and y|exchang|swap|order|places"),
        ("errors = w * x - y\nreturn np.mean(errors ** 2), errors", r"one number"),
        ("return round(np.mean((w * x - y) ** 2), 2)", r"round"),
        ("return sum((w * x[i] - y[i]) ** 2 for i in range(3)) / 3", r"3|number of|students|index"),
        ("return sum((w * x[i] - y[i]) ** 2 for i in range(1, len(x))) / len(x)", r"first"),
        ("return sum((w * x[i] - y[i]) ** 2 for i in range(len(x) - 1)) / len(x)", r"last"),
        ("x = np.array([1.0, 2.0, 3.0])\ny = np.array([2.0, 4.0, 6.0])\nreturn np.mean((w * x - y) ** 2)",
         r"inputs"),
        ("return np.mean((1.5 * x - y) ** 2)", r"`w`"),
        ("return np.mean((x - y) ** 2)", r"`?w`?"),
        ("return np.mean((w * x) ** 2 - y ** 2)", r"difference|square"),
        ("return np.mean((w * x + y) ** 2)", r"minus|differ|subtract|add|error"),
        ("total = 0\nfor a, b in zip(x, y):\n    total += (w * a - b) ** 2\n    return total / len(x)",
         r"loop|first"),
        ("y -= w * x\nreturn np.mean(y ** 2)", r"changes its input `y`"),
    ],
    "1.3": [
        ("return min(cost(w, x, y) for w in ws)", r"cost"),
        ("return np.argmin([cost(w, x, y) for w in ws])", r"index|place|position"),
        ("best, low = None, np.inf\nfor w in ws:\n    if cost(w, x, y) <= low:\n"
         "        best, low = w, cost(w, x, y)\nreturn best", r"first|last|equal|share"),
        ("return max(ws, key=lambda w: cost(w, x, y))", r"highest|largest|lowest"),
        ("best, low = None, np.inf\nfor w in ws:\n    if cost(w, x, y) < low:\n"
         "        best, low = w, cost(w, x, y)\n    return best", r"loop|first|indent"),
        ("best, low = None, np.inf\nfor w in ws:\n    if cost(w, x, y) < low:\n        best = w\nreturn best",
         r"so far|lowest|keep|last"),
        ("best = ws[0]\nfor w in ws:\n    if w < best:\n        best = w\nreturn best", r"cost|smallest"),
        ("best, low = ws[0], 0\nfor w in ws:\n    if cost(w, x, y) < low:\n"
         "        best, low = w, cost(w, x, y)\nreturn best", r"0|start"),
        ("best, low = ws[0], 10\nfor w in ws:\n    if cost(w, x, y) < low:\n"
         "        best, low = w, cost(w, x, y)\nreturn best", r"start|inf|10|large"),
        ("return ws[np.argmin(cost(ws, x, y))]", r"each|one candidate|shape|broadcast|once"),
        ("print(min(ws, key=lambda w: cost(w, x, y)))", r"`print`"),
        ("low = np.inf\nfor w in ws:\n    if cost(w, x, y) < low:\n        low = cost(w, x, y)\nreturn w",
         r"last"),
        ("w = min(ws, key=lambda w: cost(w, x, y))\nreturn w, cost(w, x, y)", r"one number"),
        ("best = ws[1]\nfor w in ws[1:]:\n    if cost(w, x, y) < cost(best, x, y):\n        best = w\n"
         "return best", r"first"),
        ("best = ws[0]\nfor i in range(len(ws) - 1):\n    if cost(ws[i], x, y) < cost(best, x, y):\n"
         "        best = ws[i]\nreturn best", r"last"),
        ("ws.sort()\nreturn min(ws, key=lambda w: cost(w, x, y))", r"changes its input `ws`|first|order"),
        ("return min(ws)", r"cost|smallest"),
        ("for w in ws:\n    if cost(w, x, y) == 0:\n        return w", r"0|return"),
        ("ws = np.linspace(0, 4, 41)\nreturn min(ws, key=lambda w: cost(w, x, y))", r"`ws`"),
        ("return [min(ws, key=lambda w: cost(w, x, y))]", r"return the number itself"),
        ("return np.sum(x * y) / np.sum(x * x)", r"candidate|grid|`ws`"),
        ("costs = np.array([cost(w, x, y) for w in ws])\nreturn ws[costs == costs.min()]",
         r"one number"),
        ("best = ws[0]\nfor w in ws:\n    if cost(w, x, y) > cost(best, x, y):\n        break\n"
         "    best = w\nreturn best", r"stop|every|all|order|last"),
        ("low = min(cost(w, x, y) for w in ws)\nreturn cost(low, x, y)", r"cost"),
        ("return min(ws, key=lambda w: abs(np.mean(w * x - y)))", r"square|cost"),
        ("return 2.0", r"inputs"),
        ("return min(ws, key=cost)", r"missing|argument"),
    ],
    "1.4": [
        ("w, b = min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))\nreturn b, w",
         r"order|b first|\(b, w\)"),
        ("return min(cost_b(w, b, x, y) for w in ws for b in bs)", r"2 numbers|cost"),
        ("costs = np.array([[cost_b(w, b, x, y) for b in bs] for w in ws])\n"
         "return np.unravel_index(np.argmin(costs), costs.shape)", r"index|place|position"),
        ("w = min(ws, key=lambda w: cost_b(w, 0, x, y))\nb = min(bs, key=lambda b: cost_b(w, b, x, y))\n"
         "return w, b", r"together|b = 0|alone|first"),
        ("return min(zip(ws, bs), key=lambda p: cost_b(*p, x, y))", r"zip|every|each|pairs"),
        ("for w in ws:\n    low = np.inf\n    for b in bs:\n        if cost_b(w, b, x, y) < low:\n"
         "            best, low = (w, b), cost_b(w, b, x, y)\nreturn best", r"last|anew|each w|reset|row"),
        ("low = np.inf\nfor w in ws:\n    for b in bs:\n        if cost_b(w, b, x, y) < low:\n"
         "            best, low = (w, b), cost_b(w, b, x, y)\n    return best", r"loop|first w|indent|first"),
        ("low = 0\nbest = ws[0], bs[0]\nfor w in ws:\n    for b in bs:\n"
         "        if cost_b(w, b, x, y) < low:\n            best, low = (w, b), cost_b(w, b, x, y)\n"
         "return best", r"0|start"),
        ("return max(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))",
         r"highest|largest|lowest"),
        ("w, b = min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))\n"
         "return w, b, cost_b(w, b, x, y)", r"2 numbers"),
        ("return min(((w, b) for w in ws for b in bs), key=lambda p: cost(*p, x, y))", r"argument|cost_b"),
        ("return min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(p[1], p[0], x, y))",
         r"order|exchang|places|swap"),
        ("low = np.inf\nfor w in ws:\n    for b in bs:\n        if cost_b(w, b, x, y) < low:\n"
         "            low = cost_b(w, b, x, y)\nreturn w, b", r"last"),
        ("print(min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y)))", r"`print`"),
        ("costs = [cost_b(w, b, x, y) for w in ws for b in bs]\ni, j = divmod(np.argmin(costs), len(ws))\n"
         "return ws[i], bs[j]", r"index|len|bounds|row"),
        ("return min(((w, b) for w in ws for b in bs[1:]), key=lambda p: cost_b(*p, x, y))", r"first"),
        ("return min(((w, b) for w in ws[:-1] for b in bs), key=lambda p: cost_b(*p, x, y))", r"last"),
        ("bs = np.linspace(-2, 2, 41)\n"
         "return min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))", r"`bs`|candidate"),
        ("for w in ws:\n    for b in bs:\n        if cost_b(w, b, x, y) < 1e-9:\n            return w, b",
         r"0|return"),
        ("best, low = None, np.inf\nfor w in ws:\n    for b in bs:\n        if cost_b(w, b, x, y) < low:\n"
         "            best = w, b\nreturn best", r"so far|lowest|keep|last"),
        ("w = min(ws, key=lambda w: cost(w, x, y))\nreturn w, 0.0", r"b"),
        ("low = np.inf\nfor w in ws:\n    for b in bs:\n        c = cost_b(w, b, x, y)\n    if c < low:\n"
         "        best, low = (w, b), c\nreturn best", r"last|indent|inner|each b"),
        ("return (1.5, 1.0)", r"inputs"),
        ("w = min(ws, key=lambda w: min(cost_b(w, b, x, y) for b in bs))\n"
         "b = min(bs, key=lambda b: cost_b(0, b, x, y))\nreturn w, b", r"together|pair|alone"),
        ("w, b = np.polyfit(x, y, 1)\nreturn w, b", r"candidate|grid|`ws`"),
    ],
    "1.5": [
        ("return round(width / precision) ** parameters", r"both ends|one more|end"),
        ("return (round(width / precision) + 1) * parameters", r"multipl|power|each"),
        ("return (width / precision + 1) ** parameters", r"whole|round"),
        ("return (int(width / precision) + 1) ** parameters", r"`?int`?|cut|down|round"),
        ("return (round(width * precision) + 1) ** parameters", r"divi"),
        ("return (round(precision / width) + 1) ** parameters", r"divi|upside|width / precision|order"),
        ("return parameters ** (round(width / precision) + 1)", r"power|exchang|base|exponent"),
        ("return round(width / precision) ** parameters + 1", r"first|each|before|power|parenthes"),
        ("return 41 ** parameters", r"`?width`?|inputs|41"),
        ("return len(np.arange(0, width, precision)) ** parameters", r"end"),
        ("return round(width / precision) + 1", r"`?parameters`?"),
        ("print((round(width / precision) + 1) ** parameters)", r"`print`"),
        ("return float((round(width / precision) + 1) ** parameters)", r"whole"),
        ("return int(width // precision + 1) ** parameters", r"//|cut|down|round"),
        ("return str((round(width / precision) + 1) ** parameters)", r"a text"),
        ("return (round(width / precision) + 1) ^ parameters", r"`\*\*`|power"),
        ("return (round(width / precision) + 2) ** parameters", r"one more|two|end"),
        ("n = round(width / precision) + 1\ntotal = 1\nfor _ in range(1, parameters):\n    total *= n\n"
         "return total", r"once|range|one time|one parameter|too few"),
        ("n = round(width / precision) + 1\ntotal = n\nfor _ in range(parameters):\n    total *= n\n"
         "return total", r"once|range|one time|too many|one more"),
        ("n = round(width / precision) + 1\nfor _ in range(parameters):\n    n *= n\nreturn n",
         r"square|grows|itself|doubl"),
        ("import math\nreturn (math.ceil(width / precision) + 1) ** parameters", r"ceil|up|round"),
        ("return (width / round(precision) + 1) ** parameters", r"round|ZeroDivision|whole"),
        ("n = round(width / precision) + 1\ntotal = 0\nfor _ in range(parameters):\n    total += n\n"
         "return total", r"multipl|power|each"),
        ("n = round(width / precision) + 1\ntotal = 1\nfor _ in range(parameters):\n    total *= n\n"
         "    return total", r"loop|`?parameters`?|indent|first"),
    ],
}
