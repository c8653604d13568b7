"""Lesson 2's answers written blind: see `tests/lessons/blind.py`.

Those named "later" measure what the first ones taught."""

from course_utils.data import study_scores

SCOPE = dict(zip("xy", study_scores(), strict=True))
RIGHT = [
    ("2.1", "1", "return 2 * np.mean((w * x - y) * x)"),
    ("2.1", "2", "return np.mean(2 * x * (w * x - y))"),
    ("2.1", "3", """
total = 0
for a, b in zip(x, y):
    total += 2 * (w * a - b) * a
return total / len(x)
"""),
    ("2.1", "4", """
errors = w * x - y
return float(2 * errors @ x / len(x))
"""),
    ("2.1", "5", "return 2 * sum((w * a - b) * a for a, b in zip(x, y)) / len(y)"),
    ("2.1", "6", "return -2 * np.mean((y - w * x) * x)"),
    ("2.1", "7", "return 2 * (w * np.mean(x**2) - np.mean(x * y))"),
    ("2.1", "8", """
n = len(x)
i = 0
slope = 0
while i < n:
    slope = slope + (w * x[i] - y[i]) * x[i]
    i += 1
return 2 / n * slope
"""),
    ("2.1", "9", """
def gradient(w: float, x: np.ndarray, y: np.ndarray) -> float:
    slopes = [2 * (w * a - b) * a for a, b in zip(x, y)]
    return float(np.mean(slopes))
"""),
    ("2.1", "11", "return np.dot(2 * (w * x - y), x) / x.size"),
    ("2.1", "12", "return np.average(np.multiply(2 * x, np.subtract(w * x, y)))"),
    ("2.1", "later 1", """
y_hat = w * x
return np.sum(2 * (y_hat - y) * x) / len(y)
"""),
    ("2.2", "1", "return w - lr * gradient(w, x, y)"),
    ("2.2", "2", """
slope = gradient(w, x, y)
w = w - lr * slope
return w
"""),
    ("2.2", "3", """
w -= lr * gradient(w, x, y)
return w
"""),
    ("2.2", "4", "return w + lr * -gradient(w, x, y)"),
    ("2.2", "5", "return float(w - gradient(w=w, x=x, y=y) * lr)"),
    ("2.2", "6", "return w - lr * 2 * np.mean((w * x - y) * x)"),
    ("2.2", "7", """
move = -lr * gradient(w, x, y)
return np.add(w, move)
"""),
    ("2.2", "8", """
g = 0
for a, b in zip(x, y):
    g += 2 * (w * a - b) * a / len(x)
return w - lr * g
"""),
    ("2.2", "9", """
def move(w):
    return lr_ * gradient(w, x_, y_)

def step(w, lr, x, y):
    global lr_, x_, y_
    lr_, x_, y_ = lr, x, y
    return w - move(w)
"""),
    ("2.2", "10", """
slope = gradient(w, x, y)
if slope > 0:
    return w - lr * abs(slope)
return w + lr * abs(slope)
"""),
    ("2.2", "later 1", """
change = gradient(w, x, y) * -lr
return w + change
"""),
    ("2.3", "1", """
for i in range(epochs):
    new = step(w, lr, x, y)
    if abs(new - w) < tolerance:
        return new, i + 1
    w = new
return w, epochs
"""),
    ("2.3", "2", """
taken = 0
while taken < epochs:
    before = w
    w = step(w, lr, x, y)
    taken += 1
    if abs(w - before) < tolerance:
        break
return w, taken
"""),
    ("2.3", "3", """
taken = 0
for _ in range(epochs):
    move = lr * gradient(w, x, y)
    w -= move
    taken += 1
    if np.abs(move) < tolerance:
        break
return float(w), taken
"""),
    ("2.3", "4", """
path = [w]
for _ in range(epochs):
    path.append(step(path[-1], lr, x, y))
    if abs(path[-1] - path[-2]) < tolerance:
        break
return path[-1], len(path) - 1
"""),
    ("2.3", "5", """
done, n = False, 0
while not done and n < epochs:
    new = step(w=w, lr=lr, x=x, y=y)
    done = -tolerance < new - w < tolerance
    w, n = new, n + 1
return (w, n)
"""),
    ("2.3", "6", """
if epochs == 0:
    return w, 0
new = step(w, lr, x, y)
if abs(new - w) < tolerance:
    return new, 1
last, n = descend(new, lr, x, y, tolerance, epochs - 1)
return last, n + 1
"""),
    ("2.3", "7", """
move, n = float('inf'), 0
while abs(move) >= tolerance and n < epochs:
    move = step(w, lr, x, y) - w
    w = w + move
    n = n + 1
return w, n
"""),
    ("2.3", "8", """
for n in range(1, epochs + 1):
    w, old = step(w, lr, x, y), w
    if max(w - old, old - w) < tolerance:
        return w, n
else:
    return w, epochs
"""),
    ("2.3", "9", """
n = 0
for n in range(1, epochs + 1):
    old = w
    w = step(w, lr, x, y)
    if (w - old) ** 2 < tolerance ** 2:
        break
return [w, n]
"""),
    ("2.3", "later 1", """
n = 0
for k in range(epochs):
    n = k + 1
    old, w = w, w - lr * gradient(w, x, y)
    if not abs(old - w) >= tolerance:
        return w, n
return w, n
"""),
    ("2.4", "1", "return 1 / a"),
    ("2.4", "2", "return 2 / (2 * a)"),
    ("2.4", "3", "return 1.0 / a"),
    ("2.4", "4", "return a ** -1.0"),
    ("2.4", "5", """
slope = 2 * a
return 2 / slope
"""),
    ("2.4", "6", "return float(np.divide(1, a))"),
    ("2.4", "7", """
low, high = 0.0, 1e6
for _ in range(200):
    lr = (low + high) / 2
    if 1 - lr * 2 * a > -1:
        low = lr
    else:
        high = lr
return low
"""),
    ("2.4", "8", """
def largest_stable_lr(a: float) -> float:
    factor = -1
    return (1 - factor) / (2 * a)
"""),
    ("2.4", "9", "return np.reciprocal(np.float64(a))"),
    ("2.4", "10", "return pow(a, -1)"),
    ("2.4", "later 1", "return (1 - -1) / (a + a)"),
    ("2.5", "1", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)])
"""),
    ("2.5", "2", """
X = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 * X.T @ (X @ w - y) / len(x)
"""),
    ("2.5", "3", """
e = np.polyval(w, x) - y
return 2 * np.mean([e * x**2, e * x, e], axis=1)
"""),
    ("2.5", "4", """
g = np.zeros(3)
for a, b in zip(x, y):
    e = w[0] * a**2 + w[1] * a + w[2] - b
    g += 2 * e * np.array([a**2, a, 1])
return g / len(x)
"""),
    ("2.5", "5", """
X = np.vander(x, 3)
return 2 / len(y) * (X.T @ (X @ w - y))
"""),
    ("2.5", "6", """
w1, w2, w3 = w
gap = y - (w1 * x * x + w2 * x + w3)
return -2 * np.array([(gap * x * x).mean(), (gap * x).mean(), gap.mean()])
"""),
    ("2.5", "7", """
g = []
for power in (2, 1, 0):
    total = 0
    for i in range(len(x)):
        e = w[0] * x[i] ** 2 + w[1] * x[i] + w[2] - y[i]
        total += 2 * e * x[i] ** power
    g.append(total / len(x))
return np.array(g)
"""),
    ("2.5", "8", """
def error(w, x, y):
    return w[0] * x**2 + w[1] * x + w[2] - y

def partial_derivatives(w, x, y):
    e = error(w, x, y)
    return np.array([np.mean(2 * e * x**k) for k in (2, 1, 0)])
"""),
    ("2.5", "9", """
n = len(x)
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([2 / n * np.sum(e * x**2), 2 / n * np.sum(e * x), 2 / n * np.sum(e)])
"""),
    ("2.5", "10", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([e @ x**2, e @ x, e.sum()]) * 2 / x.size
"""),
    ("2.5", "later 1", """
rows = np.array([x**2, x, x**0])
return 2 * rows @ (w @ rows - y) / len(x)
"""),
]
WRONG = [
    ("2.1", "1", r"2", "return np.mean((w * x - y) * x)"),
    ("2.1", "2", r"sum|mean", "return 2 * np.sum((w * x - y) * x)"),
    ("2.1", "3", r"sign|minus|turned|order", "return 2 * np.mean((y - w * x) * x)"),
    ("2.1", "4", r"x", "return 2 * np.mean(w * x - y)"),
    ("2.1", "5", r"mean|each|separate", "return 2 * np.mean(w * x - y) * np.mean(x)"),
    ("2.1", "6", r"square", "return 2 * np.mean((w * x - y) ** 2 * x)"),
    ("2.1", "7", r"3|number of|students", "return 2 * np.sum((w * x - y) * x) / 3"),
    ("2.1", "8", r"abs|sign", "return 2 * np.mean(abs(w * x - y) * x)"),
    ("2.1", "9", r"`print`", "print(2 * np.mean((w * x - y) * x))"),
    ("2.1", "10", r"loop|first", """
for a, b in zip(x, y):
    return 2 * (w * a - b) * a
"""),
    ("2.1", "11", r"`?w`?", "return 2 * np.mean((x - y) * x)"),
    ("2.1", "12", r"by w|w|times x", "return 2 * np.mean((w * x - y) * w)"),
    ("2.1", "13", r"less|len|too few|n − 1", "return 2 * np.sum((w * x - y) * x) / (len(x) - 1)"),
    ("2.1", "14", r"one number", "return 2 * (w * x - y) * x"),
    ("2.1", "15", r"h|step|measure|side|tiny", """
h = 0.1
return (cost(w + h, x, y) - cost(w, x, y)) / h
"""),
    ("2.1", "16", r"inputs|three students", "return 28 / 3 * (w - 2)"),
    ("2.1", "17", r"cost|slope", "return np.mean((w * x - y) ** 2)"),
    ("2.1", "18", r"parenthes|first", "return 2 * np.mean(w * x - y * x)"),
    ("2.1", "19", r"twice|mean|already", "return 2 * np.mean((w * x - y) * x) / len(x)"),
    ("2.1", "20", r"x", "return 2 * np.mean((w * x - y) * x**2)"),
    ("2.1", "21", r"last|\+=|add", """
total = 0
for a, b in zip(x, y):
    total = 2 * (w * a - b) * a
return total / len(x)
"""),
    ("2.1", "22", r"y|times x|by x", "return 2 * np.mean((w * x - y) * y)"),
    ("2.1", "23", r"minus|error|subtract|add", "return 2 * np.mean((w * x + y) * x)"),
    ("2.1", "24", r"round", "return round(2 * np.mean((w * x - y) * x), 2)"),
    ("2.1", "25", r"changes its input `x`|w", """
x *= w
return 2 * np.mean((x - y) * x)
"""),
    ("2.1", "26", r"changes its input `y`", """
y -= w * x
return -2 * np.mean(y * x)
"""),
    ("2.1", "27", r"square|x", "return 2 * np.mean(x * w - y) ** 2"),
    ("2.1", "10", r"measured", """
h = 1e-4
return (cost(w + h, x, y) - cost(w - h, x, y)) / (2 * h)
"""),
    ("2.1", "later 1", r"divi|times|multipl", "return 2 * np.mean((w * x - y) / x)"),
    ("2.1", "later 2", r"x|2", "return np.mean(w * x - y)"),
    ("2.1", "later 3", r"one number|mean|parenth", "return 2 * np.mean(w * x**2) - y * x"),
    ("2.1", "later 4", r"y", "return 2 * w * np.mean(x**2)"),
    ("2.1", "later 5", r"w|error", "return 2 * np.mean(x)"),
    ("2.1", "later 6", r"sign|minus", "return -2 * np.mean((w * x - y) * x)"),
    ("2.1", "later 7", r"one number", "return 2 * np.mean((w * x - y)) * x"),
    ("2.1", "later 8", r"median", "return 2 * np.median((w * x - y) * x)"),
    ("2.1", "later 9", r"2|twice|4", "return 4 * np.mean((w * x - y) * x)"),
    ("2.1", "later 10", r"sum|mean|n", "return 2 * np.mean((w * x - y) * x) * len(x)"),
    ("2.2", "1", r"against|minus|up|sign", "return w + lr * gradient(w, x, y)"),
    ("2.2", "2", r"`?lr`?|learning rate", "return w - gradient(w, x, y)"),
    ("2.2", "3", r"step|new w|from w", "return lr * gradient(w, x, y)"),
    ("2.2", "4", r"step|new w|from w", "return -lr * gradient(w, x, y)"),
    ("2.2", "5", r"`gradient\(x, w, y\)`", "return w - lr * gradient(x, w, y)"),
    ("2.2", "6", r"gradient|slope", "return w - lr * w"),
    ("2.2", "7", r"multipl|w", "return w * (1 - lr * gradient(w, x, y))"),
    ("2.2", "8", r"`print`", "print(w - lr * gradient(w, x, y))"),
    ("2.2", "9", r"`?lr`?", "return w - 0.05 * gradient(w, x, y)"),
    ("2.2", "10", r"`return`", "w -= lr * gradient(w, x, y)"),
    ("2.2", "11", r"two|one step|twice", """
w = w - lr * gradient(w, x, y)
w = w - lr * gradient(w, x, y)
return w
"""),
    ("2.2", "12", r"first of them", "return w - lr * gradient(w, x, y), gradient(w, x, y)"),
    ("2.2", "13", r"divi|times|multipl", "return w - gradient(w, x, y) / lr"),
    ("2.2", "14", r"exchang|w|lr", "return lr - w * gradient(w, x, y)"),
    ("2.2", "15", r"abs|sign|direction", "return w - lr * abs(gradient(w, x, y))"),
    ("2.2", "16", r"cost|slope|gradient", "return w - lr * cost(w, x, y)"),
    ("2.2", "17", r"`gradient\(w, y, x\)`", "return w - lr * gradient(w, y, x)"),
    ("2.2", "18", r"at w|stand|lr", "return w - lr * gradient(lr, x, y)"),
    ("2.2", "19", r"round", "return round(w - lr * gradient(w, x, y), 2)"),
    ("2.2", "20", r"sign|size|how steep|length", "return w - lr * np.sign(gradient(w, x, y))"),
    ("2.2", "21", r"mean of them", "return w - lr * 2 * (w * x - y) * x"),
    ("2.2", "22", r"sum|mean", "return w - lr * np.sum(2 * (w * x - y) * x)"),
    ("2.2", "23", r"exchang|w|gradient", "return gradient(w, x, y) - lr * w"),
    ("2.2", "24", r"times|multipl|w|lr", "return w - lr + gradient(w, x, y)"),
    ("2.2", "25", r"parenthes|lr", "return (w - lr) * gradient(w, x, y)"),
    ("2.2", "26", r"one is asked for", """
for _ in range(10):
    w = w - lr * gradient(w, x, y)
return w
"""),
    ("2.2", "27", r"twice|2|two|double", "return w - lr * 2 * gradient(w, x, y)"),
    ("2.2", "28", r"call|parenthes|unsupported", "return w - lr * gradient"),
    ("2.2", "29", r"at w|stand|1|`?w`?", "return w - lr * gradient(1.0, x, y)"),
    ("2.2", "later 1", r"w|times", "return w - lr * gradient(w, x, y) * w"),
    ("2.2", "later 2", r"\*|power", "return w - lr ** gradient(w, x, y)"),
    ("2.2", "later 3", None, "return w / (lr * gradient(w, x, y))"),
    ("2.2", "later 4", r"times|multipl|lr", "return w - lr + 2 * np.mean((w * x - y) * x)"),
    ("2.2", "later 5", r"2|half", "return w - lr * np.mean((w * x - y) * x)"),
    ("2.2", "later 6", r"local|name", """
gradient = gradient(w, x, y)
return w - lr * gradient
"""),
    ("2.2", "later 7", r"w|step|from", "return 0 - lr * gradient(w, x, y)"),
    ("2.2", "later 8", r"at w|`?w`?|0", "return w - lr * gradient(0, x, y)"),
    ("2.2", "later 9", r"lr", """
lr = 0.05
return w - lr * gradient(w, x, y)
"""),
    ("2.2", "later 10", r"sign|minus", "return -(w - lr * gradient(w, x, y))"),
    ("2.3", "1", r"before|last w|last step|previous", """
for i in range(epochs):
    new = step(w, lr, x, y)
    if abs(new - w) < tolerance:
        return w, i + 1
    w = new
return w, epochs
"""),
    ("2.3", "2", r"count|one less|0|step", """
for i in range(epochs):
    new = step(w, lr, x, y)
    if abs(new - w) < tolerance:
        return new, i
    w = new
return w, epochs
"""),
    ("2.3", "3", r"slope|gradient|move", """
n = 0
while n < epochs and abs(gradient(w, x, y)) >= tolerance:
    w = step(w, lr, x, y)
    n += 1
return w, n
"""),
    ("2.3", "4", r"abs|direction|negative|either", """
n = 0
for _ in range(epochs):
    new = step(w, lr, x, y)
    n += 1
    move = new - w
    w = new
    if move < tolerance:
        break
return w, n
"""),
    ("2.3", "5", r"be less", """
n = 0
for _ in range(epochs):
    new = step(w, lr, x, y)
    n += 1
    move = abs(new - w)
    w = new
    if move <= tolerance:
        break
return w, n
"""),
    ("2.3", "6", r"epochs|loop", """
n = 0
move = 1e9
while move >= tolerance:
    new = step(w, lr, x, y)
    move = abs(new - w)
    w = new
    n += 1
return w, n
"""),
    ("2.3", "7", r"tolerance|stop", """
for _ in range(epochs):
    w = step(w, lr, x, y)
return w, epochs
"""),
    ("2.3", "8", r"w alone", """
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        break
return w
"""),
    ("2.3", "9", r"order|first", """
for i in range(epochs):
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        return i + 1, w
return epochs, w
"""),
    ("2.3", "10", r"move|w itself|differ|step", """
n = 0
for _ in range(epochs):
    w = step(w, lr, x, y)
    n += 1
    if abs(w) < tolerance:
        break
return w, n
"""),
    ("2.3", "11", r"loop|first|indent|one step", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    return w, n
"""),
    ("2.3", "12", r"epochs|one less|last", """
for i in range(epochs - 1):
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        return w, i + 1
return w, epochs - 1
"""),
    ("2.3", "13", r"epochs|more", """
for i in range(epochs + 1):
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        return w, i + 1
return w, epochs + 1
"""),
    ("2.3", "14", r"cost|move", """
n = 0
for _ in range(epochs):
    w = step(w, lr, x, y)
    n += 1
    if cost(w, x, y) < tolerance:
        break
return w, n
"""),
    ("2.3", "15", r"start|before|last", """
start, n = w, 0
for _ in range(epochs):
    w = step(w, lr, x, y)
    n += 1
    if abs(w - start) < tolerance:
        break
return w, n
"""),
    ("2.3", "16", r"0|begin|start|no step|never", """
move = 0
n = 0
while move > tolerance and n < epochs:
    new = step(w, lr, x, y)
    move = abs(new - w)
    w = new
    n += 1
return w, n
"""),
    ("2.3", "17", r"`print`", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
print(w, n)
"""),
    ("2.3", "18", r"expect an array", """
for i in range(epochs):
    new = step(w, x, y, lr)
    if abs(new - w) < tolerance:
        return new, i + 1
    w = new
return w, epochs
"""),
    ("2.3", "19", r"divi|relative|share|part|move", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs((w - old) / w) < tolerance:
        break
return w, n
"""),
    ("2.3", "20", r"epochs|more", """
n = 0
while n <= epochs:
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "21", r"less|below|large|first", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) > tolerance:
        break
return w, n
"""),
    ("2.3", "22", r"count|taken|epochs", """
for i in range(epochs):
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        break
return w, epochs
"""),
    ("2.3", "23", r"count|loop|anew|1", """
for i in range(epochs):
    n = 0
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "24", r"before|last step|previous|small", """
n = 0
while n < epochs:
    new = step(w, lr, x, y)
    if abs(new - w) < tolerance:
        break
    w = new
    n += 1
return w, n
"""),
    ("2.3", "25", r"`w = …`", """
n = 0
for _ in range(epochs):
    new = step(w, lr, x, y)
    n += 1
    if abs(new - w) < tolerance:
        break
return new, n
"""),
    ("2.3", "26", r"`?lr`?", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, 0.05, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "27", r"tolerance", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < 0.1:
        break
return w, n
"""),
    ("2.3", "28", r"epochs", """
n = 0
for _ in range(100):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "29", r"number", """
n = 0
path = [w]
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    path.append(w)
    if abs(w - old) < tolerance:
        break
return path, n
"""),
    ("2.3", "30", r"itself|before|0|old", """
n = 0
for _ in range(epochs):
    new = step(w, lr, x, y)
    n += 1
    w = new
    if abs(new - w) < tolerance:
        break
return w, n
"""),
    ("2.3", "31", r"cost|move", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(cost(w, x, y) - cost(old, x, y)) < tolerance:
        break
return w, n
"""),
    ("2.3", "later 1", r"loop|first", """
for n in range(epochs):
    new = step(w, lr, x, y)
    if abs(new - w) < tolerance:
        return new, n + 1
    else:
        return new, n + 1
"""),
    ("2.3", "later 2", r"before|last step|small|one", """
n = 0
while abs(w - step(w, lr, x, y)) >= tolerance and n < epochs:
    w = step(w, lr, x, y)
    n += 1
return w, n
"""),
    ("2.3", "later 3", r"count|one", """
n = 0
while n < epochs:
    old = w
    w = step(w, lr, x, y)
    if abs(w - old) < tolerance:
        break
    n += 1
return w, n
"""),
    ("2.3", "later 4", r"count|one|0", """
n = 1
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "later 5", r"return|epochs", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        return w, n
"""),
    ("2.3", "later 6", r"against|sign|minus|up", """
n = 0
for _ in range(epochs):
    old = w
    w = w + lr * gradient(w, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return w, n
"""),
    ("2.3", "later 7", r"tolerance|lr", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < lr:
        break
return w, n
"""),
    ("2.3", "later 8", r"2|move|goal|best", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - 2) < tolerance:
        break
return w, n
"""),
    ("2.3", "later 9", r"before|last|previous", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        break
return old, n
"""),
    ("2.3", "later 10", r"stop|tolerance|break", """
n = 0
for _ in range(epochs):
    old = w
    w = step(w, lr, x, y)
    n += 1
    if abs(w - old) < tolerance:
        continue
return w, n
"""),
    ("2.4", "1", r"½|2 · a|figure|half|slope", "return 2 / a"),
    ("2.4", "2", r"0|factor|one step|half|best", "return 1 / (2 * a)"),
    ("2.4", "3", r"number of the example", "return 0.588"),
    ("2.4", "4", r"slope|lr|divi", "return 2 * a"),
    ("2.4", "5", r"a|upside|divi|1 /", "return a"),
    ("2.4", "6", r"sign|negative|minus|positive", "return -1 / a"),
    ("2.4", "7", r"//|whole|cut", "return 1 // a"),
    ("2.4", "8", r"round", "return round(1 / a, 3)"),
    ("2.4", "9", r"`print`", "print(1 / a)"),
    ("2.4", "10", r"square|a", "return 1 / a**2"),
    ("2.4", "11", r"factor", "return 1 - 2 * a"),
    ("2.4", "12", r"every time", "return 1 / 1.7"),
    ("2.4", "13", r"divi|upside|a", "return 0.5 * a"),
    ("2.4", "14", r"2|factor|slope", "return 1 / (4 * a)"),
    ("2.4", "15", r"parenthes|divi|a", "return 2 / 2 * a"),
    ("2.4", "16", r"exact|grid|formula|step|search", """
lr = 0
while 1 - lr * 2 * a > -1:
    lr += 0.01
return lr
"""),
    ("2.4", "17", r"2|slope|factor|figure", "return 4 / a"),
    ("2.4", "18", r"last of them", "return 0, 1 / a"),
    ("2.4", "19", r"0\.001 less", "return 1 / a - 0.001"),
    ("2.4", "20", r"sign|negative|factor|minus|positive", "return -1 / (2 * a)"),
    ("2.4", "21", r"root", "return np.sqrt(1 / a)"),
    ("2.4", "22", r"`return`", "1 / a"),
    ("2.4", "later 1", r"inputs|a|number|example", "return 3.4 / a"),
    ("2.4", "later 2", r"divi|a", "return 1 - a"),
    ("2.4", "later 3", r"divi|upside|a", "return a / 2"),
    ("2.4", "later 4", r"a|square|slope", "return 2 / a**2"),
    ("2.4", "later 5", r"sign|minus|negative|half|½", "return -2 / a"),
    ("2.4", "later 6", r"1|factor|limit", "return 2 / (2 * a) - 1"),
    ("2.4", "later 7", r"factor", "return abs(1 - 2 * a)"),
    ("2.4", "later 8", r"a|inputs", "return 1.0"),
    ("2.4", "later 9", r"factor|2|−1|-1", "return 3 / (2 * a)"),
    ("2.4", "later 10", r"return the number itself", "return np.array([1 / a])"),
    ("2.5", "1", r"order", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e), np.mean(e * x), np.mean(e * x**2)])
"""),
    ("2.5", "2", r"2", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "3", r"sum|mean", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.sum(e * x**2), np.sum(e * x), np.sum(e)])
"""),
    ("2.5", "4", r"sign|turned|minus|order", """
e = y - (w[0] * x**2 + w[1] * x + w[2])
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "5", r"x²|square|first", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "6", r"w3|w\[2\]|constant", """
e = w[0] * x**2 + w[1] * x - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "7", r"array", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return [2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)]
"""),
    ("2.5", "8", r"side by side", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.mean(e * x**2) + 2 * np.mean(e * x) + 2 * np.mean(e)
"""),
    ("2.5", "9", r"3 numbers|mean", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([e * x**2, e * x, e])
"""),
    ("2.5", "10", r"3 numbers|axis", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.mean([e * x**2, e * x, e], axis=0)
"""),
    ("2.5", "11", r"mean of the right", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.mean([e * x**2, e * x, e])
"""),
    ("2.5", "12", r"`print`", """
e = w[0] * x**2 + w[1] * x + w[2] - y
print(2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)]))
"""),
    ("2.5", "13", r"array", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.mean(e * x**2), 2 * np.mean(e * x), 2 * np.mean(e)
"""),
    ("2.5", "14", r"square", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e**2 * x**2), np.mean(e**2 * x), np.mean(e**2)])
"""),
    ("2.5", "15", r"x|slope|change", "return np.array([2 * w[0] * np.mean(x), w[1], 0])"),
    ("2.5", "16", r"x²|square|model|curve", """
e = w[0] * x + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "17", r"order|w\[0\]", """
e = w[2] * x**2 + w[1] * x + w[0] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "18", r"count from 0", """
e = w[1] * x**2 + w[2] * x + w[3] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "19", r"w|x²", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * w[0]), np.mean(e * w[1]), np.mean(e * w[2])])
"""),
    ("2.5", "20", r"mean|each point", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.mean(e) * np.array([np.mean(x**2), np.mean(x), 1])
"""),
    ("2.5", "21", r"changes its input `x`", """
x **= 2
e = w[0] * x + w[1] * x**0.5 + w[2] - y
return 2 * np.array([np.mean(e * x), np.mean(e * x**0.5), np.mean(e)])
"""),
    ("2.5", "22", r"3 numbers", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x)])
"""),
    ("2.5", "23", r"2|third|last", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([2 * np.mean(e * x**2), 2 * np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "24", r"once too often", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)]) / len(x)
"""),
    ("2.5", "25", r"third|1|last|w3", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), 1])
"""),
    ("2.5", "26", r"x|change|slope", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * 2 * x), np.mean(e), 0])
"""),
    ("2.5", "27", r"last|add|\+=", """
g = np.zeros(3)
for a, b in zip(x, y):
    e = w[0] * a**2 + w[1] * a + w[2] - b
    g = 2 * e * np.array([a**2, a, 1])
return g / len(x)
"""),
    ("2.5", "28", r"3|number of|points", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.sum(e * x**2), np.sum(e * x), np.sum(e)]) / 3
"""),
    ("2.5", "29", r"x", """
e = w[0] * x**2 + w[1] * x + w[2] - y
d = 2 * np.mean(e)
return np.array([d, d, d])
"""),
    ("2.5", "30", r"first|mean|all|points", """
g = 2 * (w[0] * x[0]**2 + w[1] * x[0] + w[2] - y[0])
return np.array([g * x[0]**2, g * x[0], g])
"""),
    ("2.5", "31", r"changes its input `w`", """
w -= 0.1
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "later 1", r"third|x|w3", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([np.mean(2 * e * x**2), np.mean(2 * e * x), np.mean(2 * e * x)])
"""),
    ("2.5", "later 2", r"x|power", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(e * x**3), np.mean(e * x**2), np.mean(e * x)])
"""),
    ("2.5", "later 3", r"y", """
e = w[0] * x**2 + w[1] * x + w[2]
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "later 4", r"curve|x²|square|error|model|parenth", """
e = (w[0] * x + w[1]) ** 2 + w[2] - y
return 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
    ("2.5", "later 5", r"3 numbers|shape", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return np.array([[2 * np.mean(e * x**2)], [2 * np.mean(e * x)], [2 * np.mean(e)]])
"""),
    ("2.5", "later 6", r"abs|sign", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return 2 * np.array([np.mean(abs(e) * x**2), np.mean(abs(e) * x), np.mean(abs(e))])
"""),
    ("2.5", "later 7", r"w|gradient|step|subtract", """
e = w[0] * x**2 + w[1] * x + w[2] - y
return w - 2 * np.array([np.mean(e * x**2), np.mean(e * x), np.mean(e)])
"""),
]
