"""The beliefs that this course sets out to shake, by the numbers that predictions and known
mistakes carry as `misconception`."""

from typing import NamedTuple


class Belief(NamedTuple):
    """What many learners believe, the lessons that meet it, and what shows otherwise there."""

    text: str
    lessons: str  # their digits
    otherwise: str


BELIEFS = {
    1: Belief(
        "A larger learning rate always learns faster.",
        "26",
        "Steps to the bottom: 22 at 0.05, 3 at 0.107, 97 at 0.2, never at 3/14.",
    ),
    2: Belief(
        "Overshooting means diverging.",
        "2",
        "At 0.2 every step changes sides, and w still converges.",
    ),
    3: Belief(
        "When the loss is flat, training is done.",
        "26",
        "The loss is below 0.00001 while the weights are still off by 2%.",
    ),
    4: Belief(
        "More epochs mend any learning rate.",
        "26",
        "At 3/14 w swings for ever; at 0.22 every epoch makes it worse.",
    ),
    5: Belief(
        "The gradient is the step, or points at the minimum.",
        "2",
        "The step is lr times the slope, and shrinks near the bottom; in a valley the steepest way"
        " down leads to the floor, not to the minimum.",
    ),
    6: Belief(
        "Gradient descent tries all values of w.",
        "2",
        "41 evaluations for one digit, against 22 steps for six.",
    ),
    7: Belief(
        "Search and descent find different answers.",
        "2",
        "Both go down the same curve; the search stops at the spacing of its grid.",
    ),
    8: Belief(
        "Sum or mean of the losses is a matter of taste.",
        "2346",
        "The slope of the sum is n times steeper, so the limit of the rate is n times lower.",
    ),
    9: Belief(
        "Forgetting to zero the gradients speeds training up.",
        "45",
        "Gradients of all earlier steps add up, and the steps go astray.",
    ),
    10: Belief(
        "Zeroing the gradients may stand anywhere, or at one place only.",
        "5",
        "Anywhere between a step and the next backward; never between backward and step.",
    ),
    11: Belief(
        "Logistic regression predicts classes.",
        "4",
        "It predicts probabilities; a threshold makes decisions of them, and moves no weight.",
    ),
    12: Belief(
        "The boundary is at 0, or wherever the curve is steep.",
        "34",
        "It is where the logit is 0: at −b/w.",
    ),
    13: Belief(
        "Behind a sigmoid the squared error is as good as cross-entropy.",
        "36",
        "Confident and wrong, the squared error hardly moves; cross-entropy does.",
    ),
    14: Belief(
        "Accuracy and loss measure the same.",
        "4",
        "Every case is decided rightly, and the loss goes on falling.",
    ),
    15: Belief(
        "What a sigmoid says is a calibrated probability.",
        "457",
        "On a separable set, more epochs alone drive it towards 0 and 1.",
    ),
    16: Belief(
        "A softmax or sigmoid once more does no harm.",
        "35",
        "The loss looks lower or higher than it is, and can never reach 0.",
    ),
    17: Belief(
        "The logarithm of 0 is Python's problem.",
        "3",
        "It gives inf or nan; clipping hides it, the form with logits avoids it.",
    ),
    18: Belief(
        "Autograd is another algorithm.",
        "45",
        "The gradient by hand and `.grad` are the same numbers.",
    ),
    19: Belief(
        "inf or nan means a bug in the library.",
        "26",
        "The same numbers overflow in NumPy: the learning rate is too large.",
    ),
    20: Belief(
        "A low training loss makes a good model.",
        "57",
        "A model that memorised its points fails on points it has not seen.",
    ),
    21: Belief(
        "A model that is right for 82% or 99% is a good model.",
        "47",
        "“Benign” for everybody is right for 63% of the tumours, and finds no cancer at all.",
    ),
    22: Belief(
        "More momentum is always faster.",
        "6",
        "In the ravine 0.9 settles after 57 epochs, 0.99 after 695, hardly sooner than none.",
    ),
    23: Belief(
        "The data that I chose by may also be the judge.",
        "7",
        "The best of sixty alike networks does better on the fifty pictures that chose it than on"
        " any others: that part of its score is luck.",
    ),
}
