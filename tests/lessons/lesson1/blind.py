"""Lesson 1's answers written blind: see `tests/lessons/blind.py`.

Those named "later" measure what the first ones taught."""

from course_utils.data import study_scores

SCOPE = dict(zip("xy", study_scores(), strict=True))
RIGHT = [
    ("1.1", "1", "return x * w"),
    ("1.1", "2", "return np.multiply(w, x)"),
    ("1.1", "3", """
y_hat = w * x
return y_hat
"""),
    ("1.1", "4", """
def predict(w: float, x: np.ndarray) -> np.ndarray:
    return w * x
"""),
    ("1.1", "5", """
x = np.asarray(x)
return x * float(w)
"""),
    ("1.1", "6", """
if np.ndim(x) == 0:
    return w * x
return np.array([w * hours for hours in x])
"""),
    ("1.1", "7", "predict = lambda w, x: w * x"),
    ("1.1", "8", """
def predict(w, x, b=0):
    return w * x + b
"""),
    ("1.1", "9", "return np.dot(w, x)"),
    ("1.1", "10", """
def times(a, b):
    return a * b

def predict(w, x):
    return times(b=w, a=x)
"""),
    ("1.1", "later 1", "return np.asarray(x) * w"),
    ("1.1", "later 2", "return sum([w * x])"),
    ("1.2", "1", "return np.mean((predict(w, x) - y) ** 2)"),
    ("1.2", "2", "return float(np.mean(np.square(w * x - y)))"),
    ("1.2", "3", """
total = 0
for a, b in zip(x, y):
    total += (w * a - b) ** 2
return total / len(x)
"""),
    ("1.2", "4", "return sum((w * a - b) ** 2 for a, b in zip(x, y)) / len(y)"),
    ("1.2", "5", "return ((y - w * x) ** 2).mean()"),
    ("1.2", "6", """
e = y - w * x
return e @ e / len(e)
"""),
    ("1.2", "7", """
i = 0
total = 0.0
while i < len(x):
    e = predict(w, x[i]) - y[i]
    total = total + e * e
    i += 1
return total / i
"""),
    ("1.2", "8", """
import math
return math.fsum((w * a - b) ** 2 for a, b in zip(x, y)) / x.size
"""),
    ("1.2", "9", "return np.average([pow(w * x[i] - y[i], 2) for i in range(len(x))])"),
    ("1.2", "10", "return np.linalg.norm(w * x - y) ** 2 / x.shape[0]"),
    ("1.2", "11", """
errors = predict(w=w, x=x) - y
squares = errors * errors
return np.sum(squares) / np.size(y)
"""),
    ("1.2", "12", """
def loss(y_hat, y):
    return (y_hat - y) ** 2

def cost(w, x, y):
    losses = [loss(predict(w, a), b) for a, b in zip(x, y)]
    return sum(losses) / len(losses)
"""),
    ("1.2", "later 1", """
gaps = [w * a - b for a, b in zip(x, y)]
return np.dot(gaps, gaps) / len(gaps)
"""),
    ("1.2", "later 2", "return np.mean([(predict(w, a) - b) ** 2 for a, b in zip(x, y)])"),
    ("1.3", "1", "return ws[np.argmin([cost(w, x, y) for w in ws])]"),
    ("1.3", "2", "return min(ws, key=lambda w: cost(w, x, y))"),
    ("1.3", "3", """
best, lowest = None, np.inf
for w in ws:
    c = cost(w, x, y)
    if c < lowest:
        best, lowest = w, c
return best
"""),
    ("1.3", "4", """
best = ws[0]
for w in ws[1:]:
    if cost(w, x, y) < cost(best, x, y):
        best = w
return best
"""),
    ("1.3", "5", """
costs = []
for w in ws:
    costs.append(cost(w, x, y))
return float(ws[costs.index(min(costs))])
"""),
    ("1.3", "6", "return sorted(ws, key=lambda w: cost(w, x, y))[0]"),
    ("1.3", "7", "return min((cost(w, x, y), i, w) for i, w in enumerate(ws))[2]"),
    ("1.3", "8", """
i = best = 0
while i < len(ws):
    if cost(w=ws[i], x=x, y=y) < cost(w=ws[best], x=x, y=y):
        best = i
    i = i + 1
return ws[best]
"""),
    ("1.3", "9", """
costs = {w: cost(w, x, y) for w in ws}
return min(costs, key=costs.get)
"""),
    ("1.3", "10", """
costs = np.array([cost(w, x, y) for w in ws])
return ws[costs == costs.min()][0]
"""),
    ("1.3", "11", """
costs = np.zeros(len(ws))
for i in range(len(ws)):
    costs[i] = cost(ws[i], x, y)
return ws[costs.argmin()]
"""),
    ("1.3", "later 1", """
best = 0
for i in range(1, len(ws)):
    if cost(ws[best], x, y) > cost(ws[i], x, y):
        best = i
return ws[best]
"""),
    ("1.4", "1", """
best, lowest = None, float('inf')
for w in ws:
    for b in bs:
        c = cost_b(w, b, x, y)
        if c < lowest:
            best, lowest = (w, b), c
return best
"""),
    ("1.4", "2", """
pairs = [(w, b) for w in ws for b in bs]
return min(pairs, key=lambda p: cost_b(p[0], p[1], x, y))
"""),
    ("1.4", "3", """
from itertools import product
return min(product(ws, bs), key=lambda p: cost_b(*p, x, y))
"""),
    ("1.4", "4", """
costs = np.array([[cost_b(w, b, x, y) for b in bs] for w in ws])
i, j = np.unravel_index(np.argmin(costs), costs.shape)
return ws[i], bs[j]
"""),
    ("1.4", "5", """
costs = [cost_b(w, b, x, y) for w in ws for b in bs]
i, j = divmod(int(np.argmin(costs)), len(bs))
return (float(ws[i]), float(bs[j]))
"""),
    ("1.4", "6", "return min((cost_b(w, b, x, y), w, b) for w in ws for b in bs)[1:]"),
    ("1.4", "7", """
low = cost_b(ws[0], bs[0], x, y)
best_w, best_b = ws[0], bs[0]
for b in bs:
    for w in ws:
        if cost_b(w=w, b=b, x=x, y=y) < low:
            low = cost_b(w, b, x, y)
            best_w, best_b = w, b
return best_w, best_b
"""),
    ("1.4", "8", """
def best_b(w, bs, x, y):
    return min(bs, key=lambda b: cost_b(w, b, x, y))

def best_w_b(ws, bs, x, y):
    w = min(ws, key=lambda w: cost_b(w, best_b(w, bs, x, y), x, y))
    return w, best_b(w, bs, x, y)
"""),
    ("1.4", "9", """
best = [ws[0], bs[0]]
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < cost_b(best[0], best[1], x, y):
            best = [w, b]
return best
"""),
    ("1.4", "later 1", """
found = {}
for w in ws:
    for b in bs:
        found[(w, b)] = cost_b(w, b, x, y)
return min(found, key=found.get)
"""),
    ("1.5", "1", "return (round(width / precision) + 1) ** parameters"),
    ("1.5", "2", """
steps = int(round(width / precision, 0))
values = steps + 1
return values ** parameters
"""),
    ("1.5", "3", """
n = round(width / precision) + 1
total = 1
for _ in range(parameters):
    total *= n
return total
"""),
    ("1.5", "4", "return int(np.round(width / precision) + 1) ** parameters"),
    ("1.5", "5", "return pow(int(width / precision + 0.5) + 1, parameters)"),
    ("1.5", "6", """
import math
return math.prod([1 + round(width / precision)] * parameters)
"""),
    ("1.5", "7", """
n = round(width / precision + 1)
return int(n**parameters)
"""),
    ("1.5", "8", """
if parameters == 0:
    return 1
return (round(width / precision) + 1) * evaluations(width, precision, parameters - 1)
"""),
    ("1.5", "9", "return np.int64(round(width / precision) + 1) ** parameters"),
    ("1.5", "10", """
one = 1 + round(width / precision)
count = one
while parameters > 1:
    count = count * one
    parameters -= 1
return count
"""),
    ("1.5", "later 1", """
points = [round(width / precision) + 1 for _ in range(parameters)]
product = 1
for p in points:
    product = product * p
return product
"""),
]
WRONG = [
    ("1.1", "1", r"multipl|add", "return w + x"),
    ("1.1", "2", r"power|multipl", "return w ** x"),
    ("1.1", "3", r"divi|multipl", "return x / w"),
    ("1.1", "4", r"`print`", "print(w * x)"),
    ("1.1", "5", r"`return`", "w * x"),
    ("1.1", "6", r"every time", "return 3.0"),
    ("1.1", "7", r"\bw your function", "return 1.5 * x"),
    ("1.1", "8", r"should return|`x`", "return w * 2"),
    ("1.1", "9", r"add|more|b\b|origin", "return w * x + 1"),
    ("1.1", "10", r"one number|list", "return [w * hours for hours in x]"),
    ("1.1", "11", r"changes its input `x`", """
x *= w
return x
"""),
    ("1.1", "12", r"should return", "return w, x"),
    ("1.1", "13", r"one number|should return", "return sum(w * x)"),
    ("1.1", "14", r"int|whole|array|scalar", "return int(w * x)"),
    ("1.1", "15", r"one number|\[0\]|first", "return w * x[0]"),
    ("1.1", "16", r"round", "return np.round(w * x)"),
    ("1.1", "17", r"error|y", "return w * x - y"),
    ("1.1", "18", r"a text", "return f'{w * x}'"),
    ("1.1", "19", r"one number|loop", """
for hours in np.atleast_1d(x):
    return w * hours
"""),
    ("1.1", "20", r"`@` is for arrays", "return w @ x"),
    ("1.1", "21", r"one number", "return (w * x)[0] if np.ndim(x) else w * x"),
    ("1.1", "later 1", r"square|x", "return w * x ** 2"),
    ("1.1", "later 2", r"sign|minus|negative", "return -w * x"),
    ("1.1", "later 3", r"x|1|parenth", "return w * (x + 1)"),
    ("1.1", "later 4", r"one number|mean|should return", "return np.mean(w * x)"),
    ("1.1", "later 5", r"w", "return x"),
    ("1.1", "later 6", r"len|one number", "return w * x / len(x)"),
    ("1.1", "later 7", r"should return|list", "return (w * x,)"),
    ("1.1", "later 8", r"Did you mean `x`", """
def predict(w, x):
    return w * X
"""),
    ("1.1", "later 9", r"if|max|each|truth", "return max(w * x, 0)"),
    ("1.2", "1", r"sum|mean", "return np.sum((w * x - y) ** 2)"),
    ("1.2", "2", r"square|cancel", "return np.mean(w * x - y)"),
    ("1.2", "3", r"abs|square", "return np.mean(abs(w * x - y))"),
    ("1.2", "4", r"root", "return np.sqrt(np.mean((w * x - y) ** 2))"),
    ("1.2", "5", r"3|number of|students", "return np.sum((w * x - y) ** 2) / 3"),
    ("1.2", "6", r"halved", "return np.mean((w * x - y) ** 2) / 2"),
    ("1.2", "7", r"loop|first student|first point", """
for a, b in zip(x, y):
    return (w * a - b) ** 2
"""),
    ("1.2", "8", r"loop|last|anew|start", """
for a, b in zip(x, y):
    total = 0
    total += (w * a - b) ** 2
return total / len(x)
"""),
    ("1.2", "9", r"median", "return np.median((w * x - y) ** 2)"),
    ("1.2", "10", r"square|mean first|each", "return np.mean(w * x - y) ** 2"),
    ("1.2", "11", r"less|len|n − 1|too few", "return np.sum((w * x - y) ** 2) / (len(x) - 1)"),
    ("1.2", "12", r"`print`", "print(np.mean((w * x - y) ** 2))"),
    ("1.2", "13", r"one number", "return (w * x - y) ** 2"),
    ("1.2", "14", r"`\*\*`", "return np.mean((w * x - y) ^ 2)"),
    ("1.2", "15", r"parenthes|only|y alone|first", "return np.mean(w * x - y ** 2)"),
    ("1.2", "16", r"parenthes|w", "return np.mean(w * (x - y) ** 2)"),
    ("1.2", "17", r"largest|max|worst", "return np.max((w * x - y) ** 2)"),
    ("1.2", "18", r"x and y|exchang|swap|order|places", "return np.mean((predict(w, y) - x) ** 2)"),
    ("1.2", "19", r"one number", """
errors = w * x - y
return np.mean(errors ** 2), errors
"""),
    ("1.2", "20", r"round", "return round(np.mean((w * x - y) ** 2), 2)"),
    ("1.2", "21", r"three of|3|number of",
     "return sum((w * x[i] - y[i]) ** 2 for i in range(3)) / 3"),
    ("1.2", "22", r"first",
     "return sum((w * x[i] - y[i]) ** 2 for i in range(1, len(x))) / len(x)"),
    ("1.2", "23", r"last",
     "return sum((w * x[i] - y[i]) ** 2 for i in range(len(x) - 1)) / len(x)"),
    ("1.2", "24", r"of the example", """
x = np.array([1.0, 2.0, 3.0])
y = np.array([2.0, 4.0, 6.0])
return np.mean((w * x - y) ** 2)
"""),
    ("1.2", "25", r"`w`", "return np.mean((1.5 * x - y) ** 2)"),
    ("1.2", "26", r"`?w`?", "return np.mean((x - y) ** 2)"),
    ("1.2", "27", r"difference|square", "return np.mean((w * x) ** 2 - y ** 2)"),
    ("1.2", "28", r"minus|differ|subtract|add|error", "return np.mean((w * x + y) ** 2)"),
    ("1.2", "29", r"loop|first", """
total = 0
for a, b in zip(x, y):
    total += (w * a - b) ** 2
    return total / len(x)
"""),
    ("1.2", "30", r"changes its input `y`", """
y -= w * x
return np.mean(y ** 2)
"""),
    ("1.2", "later 1", r"last|\+=", """
total = 0
for a, b in zip(x, y):
    total =+ (w * a - b) ** 2
return total / len(x)
"""),
    ("1.2", "later 2", r"0|start|1", """
total = 1
for a, b in zip(x, y):
    total += (w * a - b) ** 2
return total / len(x)
"""),
    ("1.2", "later 3", r"square|cube|3", "return np.mean((w * x - y) ** 3)"),
    ("1.2", "later 4", r"square|\*\*", "return np.mean((w * x - y) * 2)"),
    ("1.2", "later 5", None, "return np.mean(w * x - y) / len(x)"),
    ("1.2", "later 6", r"std|standard|root|mean", "return np.std(w * x - y)"),
    ("1.2", "later 7", r"var|mean|spread", "return np.var(w * x - y)"),
    ("1.2", "later 8", r"x", "return np.mean((w - y) ** 2)"),
    ("1.2", "later 9", r"twice|len|n", "return np.sum((w * x - y) ** 2) / len(x) ** 2"),
    ("1.2", "later 10", r"sum|mean|divide", """
total = 0
for i in range(len(x)):
    total += (w * x[i] - y[i]) ** 2
return total
"""),
    ("1.2", "later 11", r"min|smallest|mean", "return np.min((w * x - y) ** 2)"),
    ("1.2", "later 12", r"first|mean", "return ((w * x - y) ** 2)[0]"),
    ("1.2", "later 13", r"square|each", """
e = 0
for a, b in zip(x, y):
    e += w * a - b
return e ** 2 / len(x)
"""),
    ("1.3", "1", r"cost", "return min(cost(w, x, y) for w in ws)"),
    ("1.3", "2", r"index|place|position", "return np.argmin([cost(w, x, y) for w in ws])"),
    ("1.3", "3", r"first|last|equal|share", """
best, low = None, np.inf
for w in ws:
    if cost(w, x, y) <= low:
        best, low = w, cost(w, x, y)
return best
"""),
    ("1.3", "4", r"highest|largest|lowest", "return max(ws, key=lambda w: cost(w, x, y))"),
    ("1.3", "5", r"loop|first|indent", """
best, low = None, np.inf
for w in ws:
    if cost(w, x, y) < low:
        best, low = w, cost(w, x, y)
    return best
"""),
    ("1.3", "6", r"so far|lowest|keep|last", """
best, low = None, np.inf
for w in ws:
    if cost(w, x, y) < low:
        best = w
return best
"""),
    ("1.3", "7", r"cost|smallest", """
best = ws[0]
for w in ws:
    if w < best:
        best = w
return best
"""),
    ("1.3", "8", r"0|start", """
best, low = ws[0], 0
for w in ws:
    if cost(w, x, y) < low:
        best, low = w, cost(w, x, y)
return best
"""),
    ("1.3", "9", r"begin with", """
best, low = ws[0], 10
for w in ws:
    if cost(w, x, y) < low:
        best, low = w, cost(w, x, y)
return best
"""),
    ("1.3", "10", r"entry by entry", "return ws[np.argmin(cost(ws, x, y))]"),
    ("1.3", "11", r"`print`", "print(min(ws, key=lambda w: cost(w, x, y)))"),
    ("1.3", "12", r"last", """
low = np.inf
for w in ws:
    if cost(w, x, y) < low:
        low = cost(w, x, y)
return w
"""),
    ("1.3", "13", r"first of them|one number", """
w = min(ws, key=lambda w: cost(w, x, y))
return w, cost(w, x, y)
"""),
    ("1.3", "14", r"first", """
best = ws[1]
for w in ws[1:]:
    if cost(w, x, y) < cost(best, x, y):
        best = w
return best
"""),
    ("1.3", "15", r"last", """
best = ws[0]
for i in range(len(ws) - 1):
    if cost(ws[i], x, y) < cost(best, x, y):
        best = ws[i]
return best
"""),
    ("1.3", "16", r"changes its input `ws`|first|order", """
ws.sort()
return min(ws, key=lambda w: cost(w, x, y))
"""),
    ("1.3", "17", r"cost|smallest", "return min(ws)"),
    ("1.3", "18", r"0|return", """
for w in ws:
    if cost(w, x, y) == 0:
        return w
"""),
    ("1.3", "19", r"\bws your function", """
ws = np.linspace(0, 4, 41)
return min(ws, key=lambda w: cost(w, x, y))
"""),
    ("1.3", "20", r"return the number itself", "return [min(ws, key=lambda w: cost(w, x, y))]"),
    ("1.3", "21", r"out of ws", "return np.sum(x * y) / np.sum(x * x)"),
    ("1.3", "22", r"one number", """
costs = np.array([cost(w, x, y) for w in ws])
return ws[costs == costs.min()]
"""),
    ("1.3", "23", r"stop|every|all|order|last", """
best = ws[0]
for w in ws:
    if cost(w, x, y) > cost(best, x, y):
        break
    best = w
return best
"""),
    ("1.3", "24", r"cost", """
low = min(cost(w, x, y) for w in ws)
return cost(low, x, y)
"""),
    ("1.3", "25", r"square|cost", "return min(ws, key=lambda w: abs(np.mean(w * x - y)))"),
    ("1.3", "26", r"every time", "return 2.0"),
    ("1.3", "27", r"missing|argument", "return min(ws, key=cost)"),
    ("1.3", "later 1", r"first|cost", """
costs = sorted(cost(w, x, y) for w in ws)
return ws[0]
"""),
    ("1.3", "later 2", r"last of n", """
i = np.argmin([cost(w, x, y) for w in ws])
return ws[i + 1]
"""),
    ("1.3", "later 3", r"index|before|one too|next", """
i = np.argmin([cost(w, x, y) for w in ws])
return ws[i - 1]
"""),
    ("1.3", "later 4", r"cost", """
best, low = None, np.inf
for w in ws:
    c = cost(w, x, y)
    if c < low:
        low = c
        best = c
return best
"""),
    ("1.3", "later 5", r"index|place|position", """
best, low = None, np.inf
for i, w in enumerate(ws):
    if cost(w, x, y) < low:
        best, low = i, cost(w, x, y)
return best
"""),
    ("1.3", "later 6", r"index|ws|place|range|count", """
best, low = 0, np.inf
for w in range(len(ws)):
    if cost(w, x, y) < low:
        best, low = w, cost(w, x, y)
return best
"""),
    ("1.3", "later 7", r"mean|cost|candidat", "return np.mean([w for w in ws])"),
    ("1.3", "later 8", None, "return ws[len(ws) // 2]"),
    ("1.3", "later 9", r"x|order|exchang|swap", """
best = ws[0]
for w in ws:
    if cost(w, y, x) < cost(best, y, x):
        best = w
return best
"""),
    ("1.4", "1", r"order|b first|\(b, w\)", """
w, b = min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))
return b, w
"""),
    ("1.4", "2", r"2 numbers|cost", "return min(cost_b(w, b, x, y) for w in ws for b in bs)"),
    ("1.4", "3", r"index|place|position", """
costs = np.array([[cost_b(w, b, x, y) for b in bs] for w in ws])
return np.unravel_index(np.argmin(costs), costs.shape)
"""),
    ("1.4", "4", r"depend on each other", """
w = min(ws, key=lambda w: cost_b(w, 0, x, y))
b = min(bs, key=lambda b: cost_b(w, b, x, y))
return w, b
"""),
    ("1.4", "5", r"zip|every|each|pairs",
     "return min(zip(ws, bs), key=lambda p: cost_b(*p, x, y))"),
    ("1.4", "6", r"last|anew|each w|reset|row", """
for w in ws:
    low = np.inf
    for b in bs:
        if cost_b(w, b, x, y) < low:
            best, low = (w, b), cost_b(w, b, x, y)
return best
"""),
    ("1.4", "7", r"loop|first w|indent|first", """
low = np.inf
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < low:
            best, low = (w, b), cost_b(w, b, x, y)
    return best
"""),
    ("1.4", "8", r"0|start", """
low = 0
best = ws[0], bs[0]
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < low:
            best, low = (w, b), cost_b(w, b, x, y)
return best
"""),
    ("1.4", "9", r"highest|largest|lowest",
     "return max(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))"),
    ("1.4", "10", r"w and b alone", """
w, b = min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))
return w, b, cost_b(w, b, x, y)
"""),
    ("1.4", "11", r"call",
     "return min(((w, b) for w in ws for b in bs), key=lambda p: cost(*p, x, y))"),
    ("1.4", "12", r"order|exchang|places|swap",
     "return min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(p[1], p[0], x, y))"),
    ("1.4", "13", r"last", """
low = np.inf
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < low:
            low = cost_b(w, b, x, y)
return w, b
"""),
    ("1.4", "14", r"`print`",
     "print(min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y)))"),
    ("1.4", "15", None, """
costs = [cost_b(w, b, x, y) for w in ws for b in bs]
i, j = divmod(np.argmin(costs), len(ws))
return ws[i], bs[j]
"""),
    ("1.4", "16", r"first",
     "return min(((w, b) for w in ws for b in bs[1:]), key=lambda p: cost_b(*p, x, y))"),
    ("1.4", "17", r"last",
     "return min(((w, b) for w in ws[:-1] for b in bs), key=lambda p: cost_b(*p, x, y))"),
    ("1.4", "18", r"`bs`|candidate", """
bs = np.linspace(-2, 2, 41)
return min(((w, b) for w in ws for b in bs), key=lambda p: cost_b(*p, x, y))
"""),
    ("1.4", "19", r"0|return", """
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < 1e-9:
            return w, b
"""),
    ("1.4", "20", r"so far|lowest|keep|last", """
best, low = None, np.inf
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < low:
            best = w, b
return best
"""),
    ("1.4", "21", r"b", """
w = min(ws, key=lambda w: cost(w, x, y))
return w, 0.0
"""),
    ("1.4", "22", r"last|indent|inner|each b", """
low = np.inf
for w in ws:
    for b in bs:
        c = cost_b(w, b, x, y)
    if c < low:
        best, low = (w, b), c
return best
"""),
    ("1.4", "23", r"every time", "return (1.5, 1.0)"),
    ("1.4", "24", r"together|pair|alone", """
w = min(ws, key=lambda w: min(cost_b(w, b, x, y) for b in bs))
b = min(bs, key=lambda b: cost_b(0, b, x, y))
return w, b
"""),
    ("1.4", "25", r"out of ws", """
w, b = np.polyfit(x, y, 1)
return w, b
"""),
    ("1.4", "later 1", r"together|alone|b|candid", """
w = best_w(ws, x, y)
b = best_w(bs, x, y)
return w, b
"""),
    ("1.4", "later 2", r"w first", """
best, low = None, np.inf
for b in bs:
    for w in ws:
        if cost_b(w, b, x, y) < low:
            low = cost_b(w, b, x, y)
            best = b, w
return best
"""),
    ("1.4", "later 3", None, """
costs = np.array([[cost_b(w, b, x, y) for w in ws] for b in bs])
i, j = np.unravel_index(np.argmin(costs), costs.shape)
return ws[i], bs[j]
"""),
    ("1.4", "later 4", r"last|b", """
low = np.inf
for w in ws:
    for b in bs:
        if cost_b(w, b, x, y) < low:
            low = cost_b(w, b, x, y)
            best_w = w
    best_b = b
return best_w, best_b
"""),
    ("1.4", "later 5", r"2 numbers|pair|b",
     "return min((cost_b(w, b, x, y), w, b) for w in ws for b in bs)[1]"),
    ("1.4", "later 6", r"first|cost", "return ws[0], bs[0]"),
    ("1.4", "later 7", r"x|order|exchang|swap",
     "return min(((w, b) for w in ws for b in bs), key=lambda p: abs(cost_b(*p, y, x)))"),
    ("1.5", "1", r"both ends|one more|end", "return round(width / precision) ** parameters"),
    ("1.5", "2", r"multipl|power|each", "return (round(width / precision) + 1) * parameters"),
    ("1.5", "3", r"whole|round", "return (width / precision + 1) ** parameters"),
    ("1.5", "4", r"`?int`?|cut|down|round", "return (int(width / precision) + 1) ** parameters"),
    ("1.5", "5", r"width / precision", "return (round(width * precision) + 1) ** parameters"),
    ("1.5", "6", r"divi|upside|width / precision|order",
     "return (round(precision / width) + 1) ** parameters"),
    ("1.5", "7", r"power|exchang|base|exponent",
     "return parameters ** (round(width / precision) + 1)"),
    ("1.5", "8", r"first|each|before|power|parenthes",
     "return round(width / precision) ** parameters + 1"),
    ("1.5", "9", r"`?width`?|inputs|41", "return 41 ** parameters"),
    ("1.5", "10", r"end", "return len(np.arange(0, width, precision)) ** parameters"),
    ("1.5", "11", r"`?parameters`?", "return round(width / precision) + 1"),
    ("1.5", "12", r"`print`", "print((round(width / precision) + 1) ** parameters)"),
    ("1.5", "13", r"whole", "return float((round(width / precision) + 1) ** parameters)"),
    ("1.5", "14", r"//|cut|down|round", "return int(width // precision + 1) ** parameters"),
    ("1.5", "15", r"a text", "return str((round(width / precision) + 1) ** parameters)"),
    ("1.5", "16", r"`\*\*`|power", "return (round(width / precision) + 1) ^ parameters"),
    ("1.5", "17", r"one more|two|end", "return (round(width / precision) + 2) ** parameters"),
    ("1.5", "18", r"once|range|one time|one parameter|too few", """
n = round(width / precision) + 1
total = 1
for _ in range(1, parameters):
    total *= n
return total
"""),
    ("1.5", "19", r"once|range|one time|too many|one more", """
n = round(width / precision) + 1
total = n
for _ in range(parameters):
    total *= n
return total
"""),
    ("1.5", "20", r"square|grows|itself|doubl", """
n = round(width / precision) + 1
for _ in range(parameters):
    n *= n
return n
"""),
    ("1.5", "21", r"ceil|up|round", """
import math
return (math.ceil(width / precision) + 1) ** parameters
"""),
    ("1.5", "22", r"divides by", "return (width / round(precision) + 1) ** parameters"),
    ("1.5", "23", r"multipl|power|each", """
n = round(width / precision) + 1
total = 0
for _ in range(parameters):
    total += n
return total
"""),
    ("1.5", "24", r"loop|`?parameters`?|indent|first", """
n = round(width / precision) + 1
total = 1
for _ in range(parameters):
    total *= n
    return total
"""),
    ("1.5", "later 1", r"power|parameters|one more|once",
     "return (round(width / precision) + 1) ** (parameters + 1)"),
    ("1.5", "later 2", r"power|parameters|one less|once|too few",
     "return (round(width / precision) + 1) ** (parameters - 1)"),
    ("1.5", "later 3", r"power|multipl", "return round(width / precision + 1) * parameters"),
    ("1.5", "later 4", r"end|one more|\+", "return (round(width / precision) - 1) ** parameters"),
    ("1.5", "later 5", r"parenth|power", "return round(width / precision) + 1 ** parameters"),
    ("1.5", "later 6", r"int|round|cut|down", "return int((width / precision + 1) ** parameters)"),
    ("1.5", "later 7", r"twice|2|width|half|side",
     "return (2 * round(width / precision) + 1) ** parameters"),
    ("1.5", "later 8", None, "return 2 ** parameters"),
    ("1.5", "later 9", r"precision", "return (round(width) + 1) ** parameters"),
    ("1.5", "later 10", r"power|multipl", "return round(parameters * width / precision) + 1"),
]
