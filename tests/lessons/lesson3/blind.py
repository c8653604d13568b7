"""Lesson 3's answers written blind: see `tests/lessons/blind.py`.

Those named "later" measure what the first ones taught."""

SCOPE = {}
RIGHT = [
    ("3.1", "1", "return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))"),
    ("3.1", "2", "return 0.5 * (1 + np.tanh(z / 2))"),
    ("3.1", "3", "return np.exp(-np.logaddexp(0, -z))"),
    ("3.1", "4", "return 1 / (1 + np.exp(np.minimum(-z, 700)))"),
    ("3.1", "5", "return 1 / (1 + np.exp(-np.clip(z, -500, 500)))"),
    ("3.1", "6", """
e = np.exp(-np.abs(z))
return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
"""),
    ("3.1", "7", """
with np.errstate(over='ignore'):
    return 1 / (1 + np.exp(-z))
"""),
    ("3.1", "8", """
import math

def one(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))

sigmoid = np.vectorize(one, otypes=[float])
"""),
    ("3.1", "9", """
z = np.asarray(z, dtype=float)
out = np.empty_like(z)
up = z >= 0
out[up] = 1 / (1 + np.exp(-z[up]))
out[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
return out
"""),
    ("3.1", "10", """
import warnings
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    return 1 / (1 + np.exp(-z))
"""),
    ("3.1", "11", """
p = 1 / (1 + np.exp(-np.abs(z)))
return np.where(z < 0, 1 - p, p)
"""),
    ("3.1", "12", """
def sigmoid(z: np.ndarray) -> np.ndarray:
    z = np.clip(z, -700, 700)
    return np.exp(z) / (1 + np.exp(z))
"""),
    ("3.1", "13", """
if np.ndim(z) > 0:
    return np.array([sigmoid(part) for part in z])
if z < 0:
    return np.exp(z) / (1 + np.exp(z))
return 1 / (1 + np.exp(-z))
"""),
    ("3.1", "later 1", """
small = np.exp(-np.abs(z))
return np.where(z > 0, 1.0, small) / (1.0 + small)
"""),
    ("3.2", "1", """
p = sigmoid(z)
return p * (1 - p)
"""),
    ("3.2", "2", "return sigmoid(z) * (1 - sigmoid(z))"),
    ("3.2", "3", """
p = sigmoid(z)
return p - p**2
"""),
    ("3.2", "4", "return sigmoid(z) * sigmoid(-z)"),
    ("3.2", "5", """
e = np.exp(-np.abs(z))
return e / (1 + e) ** 2
"""),
    ("3.2", "6", "return 0.25 * (1 - np.tanh(z / 2) ** 2)"),
    ("3.2", "7", """
p = sigmoid(z=z)
q = 1 - p
return np.multiply(p, q)
"""),
    ("3.2", "8", """
slope = lambda p: p * (1 - p)
return slope(sigmoid(z))
"""),
    ("3.2", "9", """
if np.ndim(z) == 0:
    return sigmoid(z) * (1 - sigmoid(z))
return np.array([sigmoid_slope(part) for part in z])
"""),
    ("3.2", "10", """
def sigmoid_slope(z):
    one = lambda v: float(sigmoid(v) * (1 - sigmoid(v)))
    return np.vectorize(one, otypes=[float])(z)
"""),
    ("3.2", "11", """
p = sigmoid(z)
return 0.25 - (p - 0.5) ** 2
"""),
    ("3.2", "8", "return np.exp(-z) / (1 + np.exp(-z)) ** 2"),
    ("3.2", "later 1", "return np.exp(-np.abs(z)) * sigmoid(np.abs(z)) ** 2"),
    ("3.3", "1", "return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))"),
    ("3.3", "2", "return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"),
    ("3.3", "3", """
import math
total = 0
for q, label in zip(p, y):
    if label == 1:
        total -= math.log(q)
    else:
        total -= math.log(1 - q)
return total / len(p)
"""),
    ("3.3", "4", "return float(np.mean(-np.log(np.where(y == 1, p, 1 - p))))"),
    ("3.3", "5", """
chosen = p * y + (1 - p) * (1 - y)
return -np.log(chosen).mean()
"""),
    ("3.3", "6", "return -np.sum(np.log(np.abs(1 - y - p))) / len(y)"),
    ("3.3", "7", "return -(y @ np.log(p) + (1 - y) @ np.log1p(-p)) / p.size"),
    ("3.3", "8", """
passed = y == 1
return -(np.log(p[passed]).sum() + np.log(1 - p[~passed]).sum()) / len(p)
"""),
    ("3.3", "9", """
losses = [-np.log(q) if label else -np.log(1 - q) for q, label in zip(p, y)]
return sum(losses) / len(losses)
"""),
    ("3.3", "10", """
p = np.clip(p, 1e-15, 1 - 1e-15)
losses = -y * np.log(p) - (1 - y) * np.log(1 - p)
return np.average(losses)
"""),
    ("3.3", "11", """
def loss(q, label):
    return -np.log(q) if label == 1 else -np.log(1 - q)

def bce(p, y):
    i, total = 0, 0.0
    while i < len(p):
        total += loss(p[i], y[i])
        i += 1
    return total / i
"""),
    ("3.3", "12", "return np.mean(np.where(y > 0.5, np.log(1 / p), np.log(1 / (1 - p))))"),
    ("3.3", "13", "return -np.log(np.prod(np.where(y == 1, p, 1 - p))) / len(p)"),
    ("3.3", "later 1", "return np.mean(np.abs(y * np.log(p) - (1 - y) * np.log(1 - p)))"),
    ("3.3", "later 2", """
right = np.where(y == 1, p, 1 - p)
return float(-np.log(right).sum() / right.size)
"""),
    ("3.4", "1", "return np.mean(np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)))"),
    ("3.4", "2", "return np.mean(np.logaddexp(0, z) - y * z)"),
    ("3.4", "3", "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))"),
    ("3.4", "4", """
sign = 1 - 2 * y
return float(np.mean(np.logaddexp(0, sign * z)))
"""),
    ("3.4", "5", """
total = 0
for score, label in zip(z, y):
    if label == 1:
        total += np.logaddexp(0, -score)
    else:
        total += np.logaddexp(0, score)
return total / len(z)
"""),
    ("3.4", "6", """
losses = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
return losses.mean()
"""),
    ("3.4", "7", """
import math
def soft(t):
    return max(t, 0) + math.log1p(math.exp(-abs(t)))

def bce_from_logits(z, y):
    return sum(soft(-a) if b == 1 else soft(a) for a, b in zip(z, y)) / len(z)
"""),
    ("3.4", "8", "return np.sum(np.logaddexp(0, np.where(y == 1, -z, z))) / z.size"),
    ("3.4", "9", """
wrong = np.where(y == 1, -z, z)
return np.mean(np.logaddexp(wrong, 0))
"""),
    ("3.4", "10", """
both = np.stack([np.zeros(len(z)), z])
return np.mean(np.logaddexp.reduce(both) - z * y)
"""),
    ("3.4", "11", """
passed = z[y == 1]
failed = z[y == 0]
return (np.logaddexp(0, -passed).sum() + np.logaddexp(0, failed).sum()) / len(y)
"""),
    ("3.4", "12", """
def bce_from_logits(z: np.ndarray, y: np.ndarray) -> float:
    losses = []
    for i in range(len(z)):
        losses.append(np.logaddexp(0, z[i]) - y[i] * z[i])
    return float(np.mean(losses))
"""),
    ("3.4", "later 1", "return np.logaddexp(0, z * (1 - 2 * y)).mean()"),
    ("3.5", "1", """
z = z - z.max(axis=1, keepdims=True)
losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]
return losses.mean()
"""),
    ("3.5", "2", "return np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), classes])"),
    ("3.5", "3", """
total = 0
for row, k in zip(z, classes):
    row = row - max(row)
    total += np.log(np.sum(np.exp(row))) - row[k]
return total / len(z)
"""),
    ("3.5", "4", """
shifted = z - np.max(z, axis=1)[:, None]
log_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
return -log_p[np.arange(len(z)), classes].mean()
"""),
    ("3.5", "5", """
one_hot = np.eye(z.shape[1])[classes]
m = z.max(axis=1, keepdims=True)
log_sum = m + np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))
return float(np.sum((log_sum - z) * one_hot) / len(z))
"""),
    ("3.5", "6", """
import math
def row_loss(row, k):
    top = max(row)
    return top + math.log(sum(math.exp(v - top) for v in row)) - row[k]

def cross_entropy(z, classes):
    return sum(row_loss(row, k) for row, k in zip(z, classes)) / len(z)
"""),
    ("3.5", "7", """
picked = np.take_along_axis(z, classes[:, None], axis=1)
return np.mean(np.logaddexp.reduce(z - picked, axis=1))
"""),
    ("3.5", "8", """
losses = []
for i in range(len(z)):
    m = z[i].max()
    losses.append(m + np.log(np.exp(z[i] - m).sum()) - z[i, classes[i]])
return np.mean(losses)
"""),
    ("3.5", "9", """
top = z.max(axis=1)
sums = np.exp(z - top.reshape(-1, 1)).sum(axis=1)
return np.average(top + np.log(sums) - z[range(len(z)), classes])
"""),
    ("3.5", "10", """
i, total = 0, 0.0
while i < len(classes):
    s = z[i][0]
    for v in z[i][1:]:
        s = np.logaddexp(s, v)
    total += s - z[i][classes[i]]
    i += 1
return total / i
"""),
    ("3.5", "later 1", """
n = len(z)
losses = np.zeros(n)
for i in range(n):
    losses[i] = np.logaddexp.reduce(z[i]) - z[i][classes[i]]
return losses.sum() / n
"""),
]
WRONG = [
    ("3.1", "1", r"overflow|warn", "return 1 / (1 + np.exp(-z))"),
    ("3.1", "2", r"nan|overflow|warn|inf", "return np.exp(z) / (1 + np.exp(z))"),
    ("3.1", "3", r"both|overflow|warn",
     "return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))"),
    ("3.1", "4", r"sign|mirror|minus|falls", "return 1 / (1 + np.exp(z))"),
    ("3.1", "5", r"`if`", """
if z >= 0:
    return 1 / (1 + np.exp(-z))
return np.exp(z) / (1 + np.exp(z))
"""),
    ("3.1", "6", r"math", """
import math
return 1 / (1 + math.exp(-z))
"""),
    ("3.1", "7", r"1 \+|plus|minus|divide|sign", "return 1 / (1 - np.exp(-np.abs(z)))"),
    ("3.1", "8", r"tanh", "return np.tanh(z)"),
    ("3.1", "9", r"parenthes", "return 1 / 1 + np.exp(-np.abs(z))"),
    ("3.1", "10", r"−\|z\|", """
e = np.exp(-np.abs(z))
return e / (1 + e)
"""),
    ("3.1", "11", r"one number|any shape|float",
     "return np.array([np.exp(min(v, 0)) / (1 + np.exp(-abs(v))) for v in z])"),
    ("3.1", "12", r"round|0 or 1|0 and 1",
     "return np.round(np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))))"),
    ("3.1", "13", r"0 or 1|step|only|between", "return np.where(z > 0, 1.0, 0.0)"),
    ("3.1", "14", r"`print`", "print(np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))))"),
    ("3.1", "15", r"should return", """
z = np.ravel(z)
return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
"""),
    ("3.1", "16", r"abs|negative|sign|below", "return 1 / (1 + np.exp(-np.abs(z)))"),
    ("3.1", "17", r"cut z off", "return 1 / (1 + np.exp(-np.clip(z, -10, 10)))"),
    ("3.1", "18", r"half|z / 2|steep|twice", "return 0.5 * (1 + np.tanh(z))"),
    ("3.1", "19", r"softmax|sum|other|each", """
e = np.exp(z - np.max(z))
return e / np.sum(e)
"""),
    ("3.1", "20", r"changes its input|should return", """
z = np.atleast_1d(z)
z[z < -500] = -500
return 1 / (1 + np.exp(-z))
"""),
    ("3.1", "21", r"`np.minimum`", "return float(np.exp(min(z, 0)) / (1 + np.exp(-abs(z))))"),
    ("3.1", "22", r"base|e\b|np.exp|2", "return 1 / (1 + 2.0 ** -np.clip(z, -500, 500))"),
    ("3.1", "23", r"mixed the two", "return np.exp(np.minimum(z, 0)) / (1 + np.exp(-z))"),
    ("3.1", "24", r"overflow|warn|1", "return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))"),
    ("3.1", "25", r"overflow|warn", """
try:
    return 1 / (1 + np.exp(-z))
except RuntimeWarning:
    return 0.0
"""),
    ("3.1", "26", r"overflow|warn", "return 1 / (1 + np.exp(-np.minimum(z, 500)))"),
    ("3.1", "27", r"negative|half|0.5|below", "return 1 / (1 + np.exp(-np.maximum(z, 0)))"),
    ("3.1", "28", r"1 \+|divide|half|sigmoid", "return np.exp(-np.abs(z))"),
    ("3.1", "later 1", r"parenth|overflow|warn", "return np.exp(z) / 1 + np.exp(z)"),
    ("3.1", "later 2", r"overflow|warn", "return 1 / (1 + np.exp(-z) + 1e-9)"),
    ("3.1", "later 3", r"1 \+|2|half|0.5", "return 1 / (2 + np.exp(-np.abs(z)))"),
    ("3.1", "later 4", r"clip|cut", """
z = np.clip(z, -1, 1)
return 1 / (1 + np.exp(-z))
"""),
    ("3.1", "later 5", r"exchang|mirror|sign|turned|falls|swap", """
e = np.exp(-np.abs(z))
return np.where(z >= 0, e / (1 + e), 1 / (1 + e))
"""),
    ("3.1", "later 6", r"overflow|warn", "return np.minimum(1 / (1 + np.exp(-z)), 1)"),
    ("3.1", "later 7", None, "return 1 / (1 + np.exp(-np.sqrt(np.abs(z))))"),
    ("3.1", "later 8", None, "return np.abs(np.tanh(z / 2))"),
    ("3.1", "later 9", r"half|2|twice|0.5", "return (1 + np.tanh(z / 2))"),
    ("3.1", "later 10", r"sign|between|probab|only", "return np.sign(z)"),
    ("3.1", "later 11", r"sign|mirror|falls|minus", "return np.exp(-np.logaddexp(0, z))"),
    ("3.1", "later 12", r"one number|any shape",
     "return [np.exp(-np.logaddexp(0, -v)) for v in z]"),
    ("3.2", "1", r"minus|1 − p|1 - p|\+", """
p = sigmoid(z)
return p * (1 + p)
"""),
    ("3.2", "2", r"p|sigmoid|score", "return z * (1 - z)"),
    ("3.2", "3", r"slope|sigmoid itself|height|1 − p|1 - p", "return sigmoid(z)"),
    ("3.2", "4", r"p|product|both|times", "return 1 - sigmoid(z)"),
    ("3.2", "5", r"twice|square|once|p", """
p = sigmoid(z)
return p * p * (1 - p)
"""),
    ("3.2", "6", r"sign|minus|negative|1 − p|order", """
p = sigmoid(z)
return p * (p - 1)
"""),
    ("3.2", "7", r"2|twice|double", """
p = sigmoid(z)
return 2 * p * (1 - p)
"""),
    ("3.2", "9", r"measur|h|exact", """
h = 0.01
return (sigmoid(z + h) - sigmoid(z)) / h
"""),
    ("3.2", "10", r"product|times|multipl|smaller", """
p = sigmoid(z)
return np.minimum(p, 1 - p)
"""),
    ("3.2", "11", r"product|times|multipl|add|sum", """
p = sigmoid(z)
return p + (1 - p)
"""),
    ("3.2", "12", r"`print`", """
p = sigmoid(z)
print(p * (1 - p))
"""),
    ("3.2", "13", r"without a sum", """
p = sigmoid(z)
return np.sum(p * (1 - p))
"""),
    ("3.2", "14", r"one number|any shape",
     "return np.array([sigmoid(v) * (1 - sigmoid(v)) for v in z])"),
    ("3.2", "15", r"every time", "return 0.25"),
    ("3.2", "16", r"times|product|multipl|divi", """
p = sigmoid(z)
return p / (1 - p)
"""),
    ("3.2", "17", r"\*|callable", """
p = sigmoid(z)
return p(1 - p)
"""),
    ("3.2", "18", r"tanh|p", """
p = sigmoid(z)
return 1 - p**2
"""),
    ("3.2", "19", r"product|times|multipl|differ|subtract", """
p = sigmoid(z)
return p - (1 - p)
"""),
    ("3.2", "20", r"p|sigmoid|score|outside", "return sigmoid(z * (1 - z))"),
    ("3.2", "21", r"parenthes", """
p = sigmoid(z)
return p * 1 - p
"""),
    ("3.2", "22", r"1 − p|1 - p|z|score", """
p = sigmoid(z)
return p * (1 - z)
"""),
    ("3.2", "23", r"round|array", """
p = sigmoid(np.abs(z))
return round(p * (1 - p), 3)
"""),
    ("3.2", "24", r"should return", """
p = sigmoid(z)
return p, 1 - p
"""),
    ("3.2", "25", r"round", """
p = sigmoid(z)
return np.round(p * (1 - p), 3)
"""),
    ("3.2", "26", r"times|\*\*|power|product", """
p = sigmoid(z)
return p ** (1 - p)
"""),
    ("3.2", "27", r"z|chain", """
p = sigmoid(z)
return p * (1 - p) * z
"""),
    ("3.2", "28", r"measur|exact", """
h = 0.01
return (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
"""),
    ("3.2", "later 1", r"p|twice|square|product", "return sigmoid(z) - sigmoid(z) ** 3"),
    ("3.2", "later 2", r"4|quarter|times", """
p = sigmoid(z)
return p * (1 - p) / 4
"""),
    ("3.2", "later 3", r"root", """
p = sigmoid(z)
return np.sqrt(p * (1 - p))
"""),
    ("3.2", "later 4", r"mean|each|should return|one slope", """
p = sigmoid(z)
return np.mean(p * (1 - p))
"""),
    ("3.2", "later 5", r"p|outside|product", "return sigmoid(z * (1 - sigmoid(z)))"),
    ("3.2", "later 6", r"square", """
p = sigmoid(z)
return (p * (1 - p)) ** 2
"""),
    ("3.2", "later 7", r"p|product", """
p = sigmoid(-z)
return p
"""),
    ("3.2", "later 8", r"call|\(z\)|function", """
p = sigmoid
return p * (1 - p)
"""),
    ("3.2", "later 9", r"2|twice|double", """
p = sigmoid(z)
return 1 - p * p - (1 - p) * (1 - p)
"""),
    ("3.3", "1", r"minus|sign|negative", "return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"),
    ("3.3", "2", r"sum|mean", "return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))"),
    ("3.3", "3", r"exchang|label|swap|other|turned",
     "return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))"),
    ("3.3", "4", r"natural|log10|base",
     "return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))"),
    ("3.3", "5", r"natural|log2|base",
     "return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))"),
    ("3.3", "6", r"fail|y = 0|label 0|other|second", "return -np.mean(y * np.log(p))"),
    ("3.3", "7", r"fail|y = 0|label|y\b", "return -np.mean(np.log(p))"),
    ("3.3", "8", r"square", "return np.mean((p - y) ** 2)"),
    ("3.3", "9", r"log", "return np.mean(np.where(y == 1, p, 1 - p))"),
    ("3.3", "10", r"one number|mean", "return -np.where(y == 1, np.log(p), np.log(1 - p))"),
    ("3.3", "11", r"round",
     "return -round(np.mean(np.where(y == 1, np.log(p), np.log(1 - p))), 3)"),
    ("3.3", "12", r"`if`", """
if y == 1:
    return -np.log(p)
return -np.log(1 - p)
"""),
    ("3.3", "13", r"2|number of|len|students",
     "return -np.sum(np.where(y == 1, np.log(p), np.log(1 - p))) / 2"),
    ("3.3", "14", r"label|y|p decide|condition",
     "return -np.mean(np.where(p > 0.5, np.log(p), np.log(1 - p)))"),
    ("3.3", "15", r"math", """
import math
return -np.mean(np.where(y == 1, math.log(p), math.log(1 - p)))
"""),
    ("3.3", "16", r"`print`", "print(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))"),
    ("3.3", "17", r"clip", """
p = np.clip(p, 0.01, 0.99)
return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
"""),
    ("3.3", "18", r"log|mean|each|first", "return -np.log(np.mean(np.where(y == 1, p, 1 - p)))"),
    ("3.3", "19", r"sign|minus|second|fail|\+",
     "return -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))"),
    ("3.3", "20", r"log\(1|1 − p|1 - p|outside|inside",
     "return -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p)))"),
    ("3.3", "21", r"loop|first", """
for q, label in zip(p, y):
    return -np.log(q) if label else -np.log(1 - q)
"""),
    ("3.3", "22", r"log|share|accura|right", "return np.mean((p > 0.5) == y)"),
    ("3.3", "23", r"sigmoid|already", """
q = sigmoid(p)
return -np.mean(np.where(y == 1, np.log(q), np.log(1 - q)))
"""),
    ("3.3", "24", r"number|all|passed|len|divi",
     "return -np.sum(np.where(y == 1, np.log(p), np.log(1 - p))) / np.sum(y)"),
    ("3.3", "25", r"nan|exchang|log 0|inf",
     "return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))"),
    ("3.3", "26", r"sign|minus|second|fail",
     "return -np.mean(y * np.log(p)) + np.mean((1 - y) * np.log(1 - p))"),
    ("3.3", "27", r"fail|y = 0|label 0|other", """
total = 0
for i in range(len(p)):
    if y[i] == 1:
        total -= np.log(p[i])
return total / len(p)
"""),
    ("3.3", "28", r"log", "return np.mean(np.abs(p - y))"),
    ("3.3", "29", r"nan|1 − p|1 - p",
     "return -np.mean(np.where(y == 1, np.log(p), np.log(p - 1)))"),
    ("3.3", "30", r"log\(1|1 − p|1 - p|inside",
     "return -np.mean(np.where(y == 1, np.log(p), 1 - np.log(p)))"),
    ("3.3", "31", r"last|add|\+=", """
total = 0
for q, label in zip(p, y):
    total = -np.log(q if label else 1 - q)
return total / len(p)
"""),
    ("3.3", "later 1", None,
     "return -np.mean(y * np.log(p)) - np.sum((1 - y) * np.log(1 - p))"),
    ("3.3", "later 2", r"inf|log 0|nan|y = 0", "return -np.mean(np.log(p * y))"),
    ("3.3", "later 3", r"log 0|logarithm of 0", "return -np.mean(np.log(p * y + 1 - p * 1 - y))"),
    ("3.3", "later 4", r"parenth", "return -np.mean(y * np.log(p) + 1 - y * np.log(1 - p))"),
    ("3.3", "later 5", r"exchang|label|swap|turned",
     "return -np.mean(np.where(y == 0, np.log(p), np.log(1 - p)))"),
    ("3.3", "later 6", r"minus|sign|negative",
     "return np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))"),
    ("3.3", "later 7", None,
     "return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)) ** 2)"),
    ("3.3", "later 8", r"e to the power",
     "return np.exp(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))"),
    ("3.3", "later 9", r"2|twice",
     "return -2 * np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))"),
    ("3.3", "later 10", r"both|label|y", "return -np.mean(np.log(p) + np.log(1 - p))"),
    ("3.3", "later 11", r"max|largest|smallest|mean",
     "return -np.max(np.where(y == 1, np.log(p), np.log(1 - p)))"),
    ("3.4", "1", r"nan|inf|round|overflow", """
p = 1 / (1 + np.exp(-z))
return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
"""),
    ("3.4", "2", r"overflow|inf",
     "return np.mean(np.where(y == 1, np.log(1 + np.exp(-z)), np.log(1 + np.exp(z))))"),
    ("3.4", "3", r"exchang|sign|label|other|turned|swap",
     "return np.mean(np.where(y == 1, np.logaddexp(0, z), np.logaddexp(0, -z)))"),
    ("3.4", "4", r"sum|mean", "return np.sum(np.logaddexp(0, z) - y * z)"),
    ("3.4", "5", r"clip|34", """
p = np.clip(sigmoid(z), 1e-15, 1 - 1e-15)
return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
"""),
    ("3.4", "6", r"fail|y = 0|label 0|other", "return np.mean(y * np.logaddexp(0, -z))"),
    ("3.4", "7", r"minus|sign|negative", "return -np.mean(np.logaddexp(0, z) - y * z)"),
    ("3.4", "8", r"one number|mean", "return np.logaddexp(0, z) - y * z"),
    ("3.4", "9", r"1|e\^0|0", "return np.mean(np.logaddexp(1, z) - y * z)"),
    ("3.4", "10", r"0|label|y|e\^", "return np.mean(np.logaddexp(z, -z))"),
    ("3.4", "11", r"y|label|pass", "return np.mean(np.logaddexp(0, z))"),
    ("3.4", "12", r"sign|minus|subtract|label|pass", "return np.mean(np.logaddexp(0, z) + y * z)"),
    ("3.4", "13", r"natural|base|log2|addexp2|2", "return np.mean(np.logaddexp2(0, z) - y * z)"),
    ("3.4", "14", r"`if`", """
if y == 1:
    return np.logaddexp(0, -z)
return np.logaddexp(0, z)
"""),
    ("3.4", "15", r"exp|overflow|inf|nan",
     "return np.mean(np.logaddexp(0, np.exp(-z)) * y + np.logaddexp(0, np.exp(z)) * (1 - y))"),
    ("3.4", "16", r"log|smooth|near 0|logaddexp",
     "return np.mean(np.maximum(0, np.where(y == 1, -z, z)))"),
    ("3.4", "17", r"`print`", "print(np.mean(np.logaddexp(0, z) - y * z))"),
    ("3.4", "18", r"round|inf|nan|overflow|clip|0", """
p = sigmoid(z)
with np.errstate(all='ignore'):
    return np.nan_to_num(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
"""),
    ("3.4", "19", r"cut z off", """
z = np.clip(z, -500, 500)
return np.mean(np.logaddexp(0, z) - y * z)
"""),
    ("3.4", "20", r"nan|score|probabilit",
     "return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))"),
    ("3.4", "21", r"2|number of|len|students", "return np.sum(np.logaddexp(0, z) - y * z) / 2"),
    ("3.4", "22", r"loop|first", """
for a, b in zip(z, y):
    return np.logaddexp(0, a) - b * a
"""),
    ("3.4", "23", r"overflow|inf", "return np.mean(np.log1p(np.exp(np.where(y == 1, -z, z))))"),
    ("3.4", "24", r"square", "return np.mean((sigmoid(z) - y) ** 2)"),
    ("3.4", "25", r"abs|label|y|sure|wrong", "return np.mean(np.logaddexp(0, -np.abs(z)))"),
    ("3.4", "26", r"y = 0|label|fail|−1|sign|0", "return np.mean(np.logaddexp(0, -y * z))"),
    ("3.4", "27", r"inf|round|log 0|nan", """
p = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
"""),
    ("3.4", "28", r"0|e\^|1", "return np.mean(np.logaddexp(z, np.where(y == 1, -z, z)))"),
    ("3.4", "29", r"round", "return float(np.round(np.mean(np.logaddexp(0, z) - y * z), 3))"),
    ("3.4", "later 1", r"nan|score|sigmoid|probab", "return bce(z, y)"),
    ("3.4", "later 2", r"first",
     "return np.logaddexp(0, -z[0]) if y[0] else np.logaddexp(0, z[0])"),
    ("3.4", "later 3", r"z|y", "return np.mean(np.logaddexp(0, z)) - np.mean(y)"),
    ("3.4", "later 4", r"y|label", "return np.mean(np.logaddexp(0, z) - z)"),
    ("3.4", "later 5", r"z|y", "return np.mean(np.logaddexp(0, z) - y)"),
    ("3.4", "later 6", r"median", "return np.median(np.logaddexp(0, z) - y * z)"),
    ("3.4", "later 7", r"abs|y|label|sure", "return np.mean(np.log(1 + np.exp(-np.abs(z))))"),
    ("3.4", "later 8", r"mean|each", "return np.logaddexp(0, np.mean(np.where(y == 1, -z, z)))"),
    ("3.4", "later 9", r"max|largest|mean", "return np.max(np.logaddexp(0, z) - y * z)"),
    ("3.4", "later 10", None, "return np.mean(np.logaddexp(0, 2 * z) - y * z)"),
    ("3.4", "later 11", r"cut|clip|minimum|100", """
z = np.minimum(z, 100)
return np.mean(np.logaddexp(0, z) - y * z)
"""),
    ("3.5", "1", r"nan|overflow|inf", """
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
return -np.mean(np.log(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "2", r"axis|broadcast|column", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=0)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "3", r"keepdims|broadcast|row|column", """
z = z - z.max(axis=1)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "4", r"sum|mean", """
z = z - z.max(axis=1, keepdims=True)
return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "5", r"minus|sign|negative", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(z[np.arange(len(z)), classes] - np.log(np.exp(z).sum(axis=1)))
"""),
    ("3.5", "6", r"\[:, classes\]|each row|pick|row|one element", """
z = z - z.max(axis=1, keepdims=True)
log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
return -np.mean(log_p[:, classes])
"""),
    ("3.5", "7", r"true class|largest|classes", """
z = z - z.max(axis=1, keepdims=True)
log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
return -np.mean(log_p.max(axis=1))
"""),
    ("3.5", "8", r"log", """
z = z - z.max(axis=1, keepdims=True)
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
return np.mean(p[np.arange(len(z)), classes])
"""),
    ("3.5", "9", r"twice", """
e = np.exp(z - z.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
q = np.exp(p)
q = q / q.sum(axis=1, keepdims=True)
return -np.mean(np.log(q[np.arange(len(z)), classes]))
"""),
    ("3.5", "10", r"true class|pick|all classes|`?classes`?|one element", """
z = z - z.max(axis=1, keepdims=True)
log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
return -np.mean(log_p)
"""),
    ("3.5", "11", r"natural|log10|base", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log10(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "12", r"both|shift|largest|add|subtract", """
m = z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z - m).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "13", r"one number|mean", """
z = z - z.max(axis=1, keepdims=True)
return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]
"""),
    ("3.5", "14", r"index|0|count|class", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes - 1])
"""),
    ("3.5", "15", r"`print`", """
z = z - z.max(axis=1, keepdims=True)
print(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]))
"""),
    ("3.5", "16", r"log|mean|each|first", """
z = z - z.max(axis=1, keepdims=True)
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
return -np.log(np.mean(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "17", r"np\.arange", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(3), classes])
"""),
    ("3.5", "18", r"sigmoid|softmax|nan|inf|log", """
p = sigmoid(z)
return -np.mean(np.log(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "19", r"first|mean|rows|inputs", """
z = z[0] - z[0].max()
return np.log(np.exp(z).sum()) - z[classes[0]]
"""),
    ("3.5", "20", r"changes its input `z`", """
z -= z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "21", r"row|axis|whole table", """
z = z - z.max(axis=1, keepdims=True)
p = np.exp(z) / np.exp(z).sum()
return -np.mean(np.log(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "22", r"row|nan|inf|largest", """
z = z - z.max()
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "23", r"row|pick|one|broadcast|shape", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[classes])
"""),
    ("3.5", "24", r"kept p above", """
e = np.exp(z - z.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
p = np.clip(p, 1e-15, 1)
return -np.mean(np.log(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "25", r"log", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.exp(z).sum(axis=1) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "26", r"3|number of|rows|len", """
z = z - z.max(axis=1, keepdims=True)
return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]) / 3
"""),
    ("3.5", "27", r"rows|size|number of|classes", """
z = z - z.max(axis=1, keepdims=True)
return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]) / z.size
"""),
    ("3.5", "28", r"inf|log 0|0|before|underflow", """
e = np.exp(z - z.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
return -np.mean(np.log(p[np.arange(len(z)), classes]))
"""),
    ("3.5", "29", r"loop|first", """
for row, k in zip(z, classes):
    row = row - row.max()
    return np.log(np.sum(np.exp(row))) - row[k]
"""),
    ("3.5", "30", r"last of n", """
z = z - z.max(axis=1, keepdims=True)
one_hot = np.eye(3)[classes]
log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
return -np.mean(one_hot * log_p)
"""),
    ("3.5", "31", r"row|axis|column", """
z = z - z.max(axis=0)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "32", r"minus|sign|subtract", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) + z[np.arange(len(z)), classes])
"""),
    ("3.5", "33", r"largest|smallest|min|overflow|inf", """
z = z - z.min(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "34", r"overflow|inf|both|shift", """
m = z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - (z - m)[np.arange(len(z)), classes])
"""),
    ("3.5", "later 1", r"largest|overflow|inf|mean", """
z = z - z.mean(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "later 2", r"row|first|pick", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1)) - z[0, classes])
"""),
    ("3.5", "later 3", r"sum|mean", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).mean(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "later 4", r"sum|max|largest", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).max(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "later 5", r"true|class|subtract|pick", """
z = z - z.max(axis=1, keepdims=True)
return np.log(np.exp(z).sum(axis=1)).mean()
"""),
    ("3.5", "later 6", r"sum|log|softmax", """
z = z - z.max(axis=1, keepdims=True)
return -np.mean(z[np.arange(len(z)), classes])
"""),
    ("3.5", "later 7", r"log|loss|share|error|count", """
top = z.argmax(axis=1)
return np.mean(top != classes)
"""),
    ("3.5", "later 8", r"natural|log2|base", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log2(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])
"""),
    ("3.5", "later 9", r"sum|true|class|log", """
z = z - z.max(axis=1, keepdims=True)
return np.mean(np.log(np.exp(z).sum(axis=1) - np.exp(z)[np.arange(len(z)), classes]))
"""),
    ("3.5", "later 10", r"max|largest|mean", """
z = z - z.max(axis=1, keepdims=True)
losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes]
return losses.max()
"""),
]
