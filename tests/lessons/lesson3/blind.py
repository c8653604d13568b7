"""Answers to lesson 3 written from the task's text alone, before its known mistakes were read.

RIGHT and WRONG are explained in `tests/lessons/test_blind.py`.
"""

RIGHT = {
    "3.1": [
        "return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))",
        "return 0.5 * (1 + np.tanh(z / 2))",
        "return np.exp(-np.logaddexp(0, -z))",
        "return 1 / (1 + np.exp(np.minimum(-z, 700)))",
        "return 1 / (1 + np.exp(-np.clip(z, -500, 500)))",
        "e = np.exp(-np.abs(z))\nreturn np.where(z >= 0, 1 / (1 + e), e / (1 + e))",
        "with np.errstate(over='ignore'):\n    return 1 / (1 + np.exp(-z))",
        "import math\n\ndef one(z):\n    if z >= 0:\n        return 1 / (1 + math.exp(-z))\n"
        "    return math.exp(z) / (1 + math.exp(z))\n\nsigmoid = np.vectorize(one, otypes=[float])",
        "z = np.asarray(z, dtype=float)\nout = np.empty_like(z)\nup = z >= 0\n"
        "out[up] = 1 / (1 + np.exp(-z[up]))\nout[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))\nreturn out",
        "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
        "    return 1 / (1 + np.exp(-z))",
        "p = 1 / (1 + np.exp(-np.abs(z)))\nreturn np.where(z < 0, 1 - p, p)",
        "def sigmoid(z: np.ndarray) -> np.ndarray:\n    z = np.clip(z, -700, 700)\n"
        "    return np.exp(z) / (1 + np.exp(z))",
        "if np.ndim(z) > 0:\n    return np.array([sigmoid(part) for part in z])\n"
        "if z < 0:\n    return np.exp(z) / (1 + np.exp(z))\nreturn 1 / (1 + np.exp(-z))",
    ],
    "3.2": [
        "p = sigmoid(z)\nreturn p * (1 - p)",
        "return sigmoid(z) * (1 - sigmoid(z))",
        "p = sigmoid(z)\nreturn p - p**2",
        "return sigmoid(z) * sigmoid(-z)",
        "e = np.exp(-np.abs(z))\nreturn e / (1 + e) ** 2",
        "return 0.25 * (1 - np.tanh(z / 2) ** 2)",
        "p = sigmoid(z=z)\nq = 1 - p\nreturn np.multiply(p, q)",
        "slope = lambda p: p * (1 - p)\nreturn slope(sigmoid(z))",
        "if np.ndim(z) == 0:\n    return sigmoid(z) * (1 - sigmoid(z))\n"
        "return np.array([sigmoid_slope(part) for part in z])",
        "def sigmoid_slope(z):\n    one = lambda v: float(sigmoid(v) * (1 - sigmoid(v)))\n"
        "    return np.vectorize(one, otypes=[float])(z)",
        "p = sigmoid(z)\nreturn 0.25 - (p - 0.5) ** 2",
    ],
    "3.3": [
        "return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))",
        "return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "import math\ntotal = 0\nfor q, label in zip(p, y):\n    if label == 1:\n        total -= math.log(q)\n"
        "    else:\n        total -= math.log(1 - q)\nreturn total / len(p)",
        "return float(np.mean(-np.log(np.where(y == 1, p, 1 - p))))",
        "chosen = p * y + (1 - p) * (1 - y)\nreturn -np.log(chosen).mean()",
        "return -np.sum(np.log(np.abs(1 - y - p))) / len(y)",
        "return -(y @ np.log(p) + (1 - y) @ np.log1p(-p)) / p.size",
        "passed = y == 1\nreturn -(np.log(p[passed]).sum() + np.log(1 - p[~passed]).sum()) / len(p)",
        "losses = [-np.log(q) if label else -np.log(1 - q) for q, label in zip(p, y)]\n"
        "return sum(losses) / len(losses)",
        "p = np.clip(p, 1e-15, 1 - 1e-15)\nlosses = -y * np.log(p) - (1 - y) * np.log(1 - p)\n"
        "return np.average(losses)",
        "def loss(q, label):\n    return -np.log(q) if label == 1 else -np.log(1 - q)\n\n"
        "def bce(p, y):\n    i, total = 0, 0.0\n    while i < len(p):\n        total += loss(p[i], y[i])\n"
        "        i += 1\n    return total / i",
        "return np.mean(np.where(y > 0.5, np.log(1 / p), np.log(1 / (1 - p))))",
        "return -np.log(np.prod(np.where(y == 1, p, 1 - p))) / len(p)",
    ],
    "3.4": [
        "return np.mean(np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)))",
        "return np.mean(np.logaddexp(0, z) - y * z)",
        "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
        "sign = 1 - 2 * y\nreturn float(np.mean(np.logaddexp(0, sign * z)))",
        "total = 0\nfor score, label in zip(z, y):\n    if label == 1:\n"
        "        total += np.logaddexp(0, -score)\n    else:\n        total += np.logaddexp(0, score)\n"
        "return total / len(z)",
        "losses = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)\nreturn losses.mean()",
        "import math\ndef soft(t):\n    return max(t, 0) + math.log1p(math.exp(-abs(t)))\n\n"
        "def bce_from_logits(z, y):\n"
        "    return sum(soft(-a) if b == 1 else soft(a) for a, b in zip(z, y)) / len(z)",
        "return np.sum(np.logaddexp(0, np.where(y == 1, -z, z))) / z.size",
        "wrong = np.where(y == 1, -z, z)\nreturn np.mean(np.logaddexp(wrong, 0))",
        "both = np.stack([np.zeros(len(z)), z])\nreturn np.mean(np.logaddexp.reduce(both) - z * y)",
        "passed = z[y == 1]\nfailed = z[y == 0]\n"
        "return (np.logaddexp(0, -passed).sum() + np.logaddexp(0, failed).sum()) / len(y)",
        "def bce_from_logits(z: np.ndarray, y: np.ndarray) -> float:\n    losses = []\n"
        "    for i in range(len(z)):\n        losses.append(np.logaddexp(0, z[i]) - y[i] * z[i])\n"
        "    return float(np.mean(losses))",
    ],
    "3.5": [
        "z = z - z.max(axis=1, keepdims=True)\nlosses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]\n"
        "return losses.mean()",
        "return np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), classes])",
        "total = 0\nfor row, k in zip(z, classes):\n    row = row - max(row)\n"
        "    total += np.log(np.sum(np.exp(row))) - row[k]\nreturn total / len(z)",
        "shifted = z - np.max(z, axis=1)[:, None]\nlog_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))\n"
        "return -log_p[np.arange(len(z)), classes].mean()",
        "one_hot = np.eye(z.shape[1])[classes]\nm = z.max(axis=1, keepdims=True)\n"
        "log_sum = m + np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))\n"
        "return float(np.sum((log_sum - z) * one_hot) / len(z))",
        "import math\ndef row_loss(row, k):\n    top = max(row)\n"
        "    return top + math.log(sum(math.exp(v - top) for v in row)) - row[k]\n\n"
        "def cross_entropy(z, classes):\n"
        "    return sum(row_loss(row, k) for row, k in zip(z, classes)) / len(z)",
        "picked = np.take_along_axis(z, classes[:, None], axis=1)\n"
        "return np.mean(np.logaddexp.reduce(z - picked, axis=1))",
        "losses = []\nfor i in range(len(z)):\n    m = z[i].max()\n"
        "    losses.append(m + np.log(np.exp(z[i] - m).sum()) - z[i, classes[i]])\nreturn np.mean(losses)",
        "top = z.max(axis=1)\nsums = np.exp(z - top.reshape(-1, 1)).sum(axis=1)\n"
        "return np.average(top + np.log(sums) - z[range(len(z)), classes])",
        "i, total = 0, 0.0\nwhile i < len(classes):\n    s = z[i][0]\n    for v in z[i][1:]:\n"
        "        s = np.logaddexp(s, v)\n    total += s - z[i][classes[i]]\n    i += 1\nreturn total / i",
    ],
}

WRONG = {
    "3.1": [
        ("return 1 / (1 + np.exp(-z))", r"overflow|warn"),
        ("return np.exp(z) / (1 + np.exp(z))", r"nan|overflow|warn|inf"),
        ("return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))",
         r"both|overflow|warn"),
        ("return 1 / (1 + np.exp(z))", r"sign|mirror|minus|falls"),
        ("if z >= 0:\n    return 1 / (1 + np.exp(-z))\nreturn np.exp(z) / (1 + np.exp(z))", r"`if`"),
        ("import math\nreturn 1 / (1 + math.exp(-z))", r"math"),
        ("return 1 / (1 - np.exp(-np.abs(z)))", r"1 \+|plus|minus|divide|sign"),
        ("return np.tanh(z)", r"tanh"),
        ("return 1 / 1 + np.exp(-np.abs(z))", r"parenthes"),
        ("e = np.exp(-np.abs(z))\nreturn e / (1 + e)", r"abs|sign|half|above|other"),
        ("return np.array([np.exp(min(v, 0)) / (1 + np.exp(-abs(v))) for v in z])",
         r"one number|any shape|float"),
        ("return np.round(np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))))", r"round|0 or 1|0 and 1"),
        ("return np.where(z > 0, 1.0, 0.0)", r"0 or 1|step|only|between"),
        ("print(np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))))", r"`print`"),
        ("z = np.ravel(z)\nreturn np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))", r"should return"),
        ("return 1 / (1 + np.exp(-np.abs(z)))", r"abs|negative|sign|below"),
        ("return 1 / (1 + np.exp(-np.clip(z, -10, 10)))", r"clip"),
        ("return 0.5 * (1 + np.tanh(z))", r"half|z / 2|steep|twice"),
        ("e = np.exp(z - np.max(z))\nreturn e / np.sum(e)", r"softmax|sum|other|each"),
        ("z = np.atleast_1d(z)\nz[z < -500] = -500\nreturn 1 / (1 + np.exp(-z))",
         r"changes its input|should return"),
        ("return float(np.exp(min(z, 0)) / (1 + np.exp(-abs(z))))", r"array|`if`|whole"),
        ("return 1 / (1 + 2.0 ** -np.clip(z, -500, 500))", r"base|e\b|np.exp|2"),
        ("return np.exp(np.minimum(z, 0)) / (1 + np.exp(-z))", r"overflow|warn|abs"),
        ("return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))", r"overflow|warn|1"),
        ("try:\n    return 1 / (1 + np.exp(-z))\nexcept RuntimeWarning:\n    return 0.0", r"overflow|warn"),
        ("return 1 / (1 + np.exp(-np.minimum(z, 500)))", r"overflow|warn"),
        ("return 1 / (1 + np.exp(-np.maximum(z, 0)))", r"negative|half|0.5|below"),
        ("return np.exp(-np.abs(z))", r"1 \+|divide|half|sigmoid"),
    ],
    "3.2": [
        ("p = sigmoid(z)\nreturn p * (1 + p)", r"minus|1 − p|1 - p|\+"),
        ("return z * (1 - z)", r"p|sigmoid|score"),
        ("return sigmoid(z)", r"slope|sigmoid itself|height|1 − p|1 - p"),
        ("return 1 - sigmoid(z)", r"p|product|both|times"),
        ("p = sigmoid(z)\nreturn p * p * (1 - p)", r"twice|square|once|p"),
        ("p = sigmoid(z)\nreturn p * (p - 1)", r"sign|minus|negative|1 − p|order"),
        ("p = sigmoid(z)\nreturn 2 * p * (1 - p)", r"2|twice|double"),
        ("return np.exp(-z) / (1 + np.exp(-z)) ** 2", r"overflow|nan|inf|warn"),
        ("h = 0.01\nreturn (sigmoid(z + h) - sigmoid(z)) / h", r"measur|h|exact"),
        ("p = sigmoid(z)\nreturn np.minimum(p, 1 - p)", r"product|times|multipl|smaller"),
        ("p = sigmoid(z)\nreturn p + (1 - p)", r"product|times|multipl|add|sum"),
        ("p = sigmoid(z)\nprint(p * (1 - p))", r"`print`"),
        ("p = sigmoid(z)\nreturn np.sum(p * (1 - p))", r"should return"),
        ("return np.array([sigmoid(v) * (1 - sigmoid(v)) for v in z])", r"one number|any shape"),
        ("return 0.25", r"should return"),
        ("p = sigmoid(z)\nreturn p / (1 - p)", r"times|product|multipl|divi"),
        ("p = sigmoid(z)\nreturn p(1 - p)", r"\*|callable"),
        ("p = sigmoid(z)\nreturn 1 - p**2", r"tanh|p"),
        ("p = sigmoid(z)\nreturn p - (1 - p)", r"product|times|multipl|differ|subtract"),
        ("return sigmoid(z * (1 - z))", r"p|sigmoid|score|outside"),
        ("p = sigmoid(z)\nreturn p * 1 - p", r"parenthes"),
        ("p = sigmoid(z)\nreturn p * (1 - z)", r"1 − p|1 - p|z|score"),
        ("p = sigmoid(np.abs(z))\nreturn round(p * (1 - p), 3)", r"round|array"),
        ("p = sigmoid(z)\nreturn p, 1 - p", r"should return"),
        ("p = sigmoid(z)\nreturn np.round(p * (1 - p), 3)", r"round"),
        ("p = sigmoid(z)\nreturn p ** (1 - p)", r"times|\*\*|power|product"),
        ("p = sigmoid(z)\nreturn p * (1 - p) * z", r"z|chain"),
        ("h = 0.01\nreturn (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)", r"measur|exact"),
    ],
    "3.3": [
        ("return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", r"minus|sign|negative"),
        ("return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))", r"sum|mean"),
        ("return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))", r"exchang|label|swap|other|turned"),
        ("return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))", r"natural|log10|base"),
        ("return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))", r"natural|log2|base"),
        ("return -np.mean(y * np.log(p))", r"fail|y = 0|label 0|other|second"),
        ("return -np.mean(np.log(p))", r"fail|y = 0|label|y\b"),
        ("return np.mean((p - y) ** 2)", r"square"),
        ("return np.mean(np.where(y == 1, p, 1 - p))", r"log"),
        ("return -np.where(y == 1, np.log(p), np.log(1 - p))", r"one number|mean"),
        ("return -round(np.mean(np.where(y == 1, np.log(p), np.log(1 - p))), 3)", r"round"),
        ("if y == 1:\n    return -np.log(p)\nreturn -np.log(1 - p)", r"`if`"),
        ("return -np.sum(np.where(y == 1, np.log(p), np.log(1 - p))) / 2", r"2|number of|len|students"),
        ("return -np.mean(np.where(p > 0.5, np.log(p), np.log(1 - p)))", r"label|y|p decide|condition"),
        ("import math\nreturn -np.mean(np.where(y == 1, math.log(p), math.log(1 - p)))", r"math"),
        ("print(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))", r"`print`"),
        ("p = np.clip(p, 0.01, 0.99)\nreturn -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))",
         r"clip"),
        ("return -np.log(np.mean(np.where(y == 1, p, 1 - p)))", r"log|mean|each|first"),
        ("return -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))", r"sign|minus|second|fail|\+"),
        ("return -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p)))", r"log\(1|1 − p|1 - p|outside|inside"),
        ("for q, label in zip(p, y):\n    return -np.log(q) if label else -np.log(1 - q)", r"loop|first"),
        ("return np.mean((p > 0.5) == y)", r"log|share|accura|right"),
        ("q = sigmoid(p)\nreturn -np.mean(np.where(y == 1, np.log(q), np.log(1 - q)))", r"sigmoid|already"),
        ("return -np.sum(np.where(y == 1, np.log(p), np.log(1 - p))) / np.sum(y)",
         r"number|all|passed|len|divi"),
        ("return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))", r"nan|exchang|log 0|inf"),
        ("return -np.mean(y * np.log(p)) + np.mean((1 - y) * np.log(1 - p))", r"sign|minus|second|fail"),
        ("total = 0\nfor i in range(len(p)):\n    if y[i] == 1:\n        total -= np.log(p[i])\n"
         "return total / len(p)", r"fail|y = 0|label 0|other"),
        ("return np.mean(np.abs(p - y))", r"log"),
        ("return -np.mean(np.where(y == 1, np.log(p), np.log(p - 1)))", r"nan|1 − p|1 - p"),
        ("return -np.mean(np.where(y == 1, np.log(p), 1 - np.log(p)))", r"log\(1|1 − p|1 - p|inside"),
        ("total = 0\nfor q, label in zip(p, y):\n    total = -np.log(q if label else 1 - q)\n"
         "return total / len(p)", r"last|add|\+="),
    ],
    "3.4": [
        ("p = 1 / (1 + np.exp(-z))\nreturn -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
         r"nan|inf|round|overflow"),
        ("return np.mean(np.where(y == 1, np.log(1 + np.exp(-z)), np.log(1 + np.exp(z))))",
         r"overflow|inf"),
        ("return np.mean(np.where(y == 1, np.logaddexp(0, z), np.logaddexp(0, -z)))",
         r"exchang|sign|label|other|turned|swap"),
        ("return np.sum(np.logaddexp(0, z) - y * z)", r"sum|mean"),
        ("p = np.clip(sigmoid(z), 1e-15, 1 - 1e-15)\n"
         "return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", r"clip|34"),
        ("return np.mean(y * np.logaddexp(0, -z))", r"fail|y = 0|label 0|other"),
        ("return -np.mean(np.logaddexp(0, z) - y * z)", r"minus|sign|negative"),
        ("return np.logaddexp(0, z) - y * z", r"one number|mean"),
        ("return np.mean(np.logaddexp(1, z) - y * z)", r"1|e\^0|0"),
        ("return np.mean(np.logaddexp(z, -z))", r"0|label|y|e\^"),
        ("return np.mean(np.logaddexp(0, z))", r"y|label|pass"),
        ("return np.mean(np.logaddexp(0, z) + y * z)", r"sign|minus|subtract|label|pass"),
        ("return np.mean(np.logaddexp2(0, z) - y * z)", r"natural|base|log2|addexp2|2"),
        ("if y == 1:\n    return np.logaddexp(0, -z)\nreturn np.logaddexp(0, z)", r"`if`"),
        ("return np.mean(np.logaddexp(0, np.exp(-z)) * y + np.logaddexp(0, np.exp(z)) * (1 - y))",
         r"exp|overflow|inf|nan"),
        ("return np.mean(np.maximum(0, np.where(y == 1, -z, z)))", r"log|smooth|near 0|logaddexp"),
        ("print(np.mean(np.logaddexp(0, z) - y * z))", r"`print`"),
        ("p = sigmoid(z)\nwith np.errstate(all='ignore'):\n"
         "    return np.nan_to_num(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))",
         r"round|inf|nan|overflow|clip|0"),
        ("z = np.clip(z, -500, 500)\nreturn np.mean(np.logaddexp(0, z) - y * z)", r"clip"),
        ("return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))", r"nan|score|probabilit"),
        ("return np.sum(np.logaddexp(0, z) - y * z) / 2", r"2|number of|len|students"),
        ("for a, b in zip(z, y):\n    return np.logaddexp(0, a) - b * a", r"loop|first"),
        ("return np.mean(np.log1p(np.exp(np.where(y == 1, -z, z))))", r"overflow|inf"),
        ("return np.mean((sigmoid(z) - y) ** 2)", r"square"),
        ("return np.mean(np.logaddexp(0, -np.abs(z)))", r"abs|label|y|sure|wrong"),
        ("return np.mean(np.logaddexp(0, -y * z))", r"y = 0|label|fail|−1|sign|0"),
        ("p = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))\n"
         "return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))", r"inf|round|log 0|nan"),
        ("return np.mean(np.logaddexp(z, np.where(y == 1, -z, z)))", r"0|e\^|1"),
        ("return float(np.round(np.mean(np.logaddexp(0, z) - y * z), 3))", r"round"),
    ],
    "3.5": [
        ("p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n"
         "return -np.mean(np.log(p[np.arange(len(z)), classes]))", r"nan|overflow|inf"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=0)) - z[np.arange(len(z)), classes])",
         r"axis|broadcast|column"),
        ("z = z - z.max(axis=1)\nreturn np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"keepdims|broadcast|row|column"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])", r"sum|mean"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(z[np.arange(len(z)), classes] - np.log(np.exp(z).sum(axis=1)))",
         r"minus|sign|negative"),
        ("z = z - z.max(axis=1, keepdims=True)\nlog_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
         "return -np.mean(log_p[:, classes])", r"\[:, classes\]|each row|pick|row|one element"),
        ("z = z - z.max(axis=1, keepdims=True)\nlog_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
         "return -np.mean(log_p.max(axis=1))", r"true class|largest|classes"),
        ("z = z - z.max(axis=1, keepdims=True)\np = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n"
         "return np.mean(p[np.arange(len(z)), classes])", r"log"),
        ("e = np.exp(z - z.max(axis=1, keepdims=True))\np = e / e.sum(axis=1, keepdims=True)\n"
         "q = np.exp(p)\nq = q / q.sum(axis=1, keepdims=True)\n"
         "return -np.mean(np.log(q[np.arange(len(z)), classes]))", r"twice"),
        ("z = z - z.max(axis=1, keepdims=True)\nlog_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
         "return -np.mean(log_p)", r"true class|pick|all classes|`?classes`?|one element"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log10(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"natural|log10|base"),
        ("m = z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z - m).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"both|shift|largest|add|subtract"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]", r"one number|mean"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes - 1])",
         r"index|0|count|class"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "print(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]))", r"`print`"),
        ("z = z - z.max(axis=1, keepdims=True)\np = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n"
         "return -np.log(np.mean(p[np.arange(len(z)), classes]))", r"log|mean|each|first"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(3), classes])",
         r"3|broadcast|shape|rows"),
        ("p = sigmoid(z)\nreturn -np.mean(np.log(p[np.arange(len(z)), classes]))",
         r"sigmoid|softmax|nan|inf|log"),
        ("z = z[0] - z[0].max()\nreturn np.log(np.exp(z).sum()) - z[classes[0]]", r"first|mean|rows|inputs"),
        ("z -= z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"changes its input `z`"),
        ("z = z - z.max(axis=1, keepdims=True)\np = np.exp(z) / np.exp(z).sum()\n"
         "return -np.mean(np.log(p[np.arange(len(z)), classes]))", r"row|axis|whole table"),
        ("z = z - z.max()\nreturn np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"row|nan|inf|largest"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[classes])", r"row|pick|one|broadcast|shape"),
        ("e = np.exp(z - z.max(axis=1, keepdims=True))\np = e / e.sum(axis=1, keepdims=True)\n"
         "p = np.clip(p, 1e-15, 1)\nreturn -np.mean(np.log(p[np.arange(len(z)), classes]))", r"clip"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.exp(z).sum(axis=1) - z[np.arange(len(z)), classes])", r"log"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]) / 3",
         r"3|number of|rows|len"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]) / z.size",
         r"rows|size|number of|classes"),
        ("e = np.exp(z - z.max(axis=1, keepdims=True))\np = e / e.sum(axis=1, keepdims=True)\n"
         "return -np.mean(np.log(p[np.arange(len(z)), classes]))", r"inf|log 0|0|before|underflow"),
        ("for row, k in zip(z, classes):\n    row = row - row.max()\n"
         "    return np.log(np.sum(np.exp(row))) - row[k]", r"loop|first"),
        ("z = z - z.max(axis=1, keepdims=True)\none_hot = np.eye(3)[classes]\n"
         "log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\nreturn -np.mean(one_hot * log_p)",
         r"rows|size|number|mean|k|classes|shape"),
        ("z = z - z.max(axis=0)\nreturn np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"row|axis|column"),
        ("z = z - z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) + z[np.arange(len(z)), classes])",
         r"minus|sign|subtract"),
        ("z = z - z.min(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])",
         r"largest|smallest|min|overflow|inf"),
        ("m = z.max(axis=1, keepdims=True)\n"
         "return np.mean(np.log(np.exp(z).sum(axis=1)) - (z - m)[np.arange(len(z)), classes])",
         r"overflow|inf|both|shift"),
    ],
}
