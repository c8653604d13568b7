"""Lesson 5's figures: what they say and draw is true at every position, computed afresh here."""

import re
from functools import cache

import numpy as np
import pytest
import torch
from scipy.special import expit, xlogy
from torch import nn

from course_utils.data import four_questions, students, tired_students
from course_utils.training import train
from lessons.drawing import descend
from lessons.lesson5 import figures
from lessons.lesson5.figures.calibration import BINS, logits_by_epoch
from lessons.lesson5.figures.graph import NETWORKS
from lessons.lesson5.figures.sigmoid_twice import through_both
from tests.lessons.built import built as shared
from tests.lessons.built import check_as_reviewed
from tests.lessons.lesson5.examples import RUNS
from tests.livefigure.live_examples import positions, readable, sent, some_positions

HOURS, PASSED = students()
X, Y = (torch.tensor(a, dtype=torch.float32)[:, None] for a in (HOURS, PASSED))
MINUS = "\N{MINUS SIGN}"

FIGURES = {
    "one_step": figures.one_step,
    "pass_model": figures.pass_model,
    "sigmoid_twice": figures.sigmoid_twice,
    "rule": lambda: figures.rule(RUNS),
    "graph": figures.graph,
    "calibration": figures.calibration,
}


def built(name):
    """A figure as it goes to the browser."""
    return shared(FIGURES[name])


any_figure = pytest.mark.parametrize("name", FIGURES)


@any_figure
def test_every_position_has_a_whole_caption(name):
    live = built(name)
    for _, at in some_positions(live, 100):
        text = live.text_at(**at)
        assert text.endswith(".") and "nan" not in text and not re.search(r"[{}]", text)


@any_figure
def test_a_figure_is_within_its_budget(name):
    _, data, _ = sent(built(name))
    assert len(data) <= 400_000


def test_names_are_different():
    assert len({built(name).name for name in FIGURES}) == len(FIGURES)


def bce(p, y):
    return float(-np.mean(xlogy(y, p) + xlogy(1 - y, 1 - p)))


def minus(text):
    return float(text.replace(MINUS, "-"))


# One step


def step():
    return built("one_step")


GOOD = ("before backward", "after step")
ORDERS = (*GOOD, "between backward and step", "nowhere")


def moments(order):
    """w, b and the gradient of w before the first line and after each, by the formula of lesson 4
    in float64: (line, w, gradient or None, p of the first student, loss)."""
    w, b, gw, gb, p, loss = -0.00748682, 0.53644359, None, None, None, None
    seen = [("", w, gw, p, loss)]
    for _ in range(3):
        lines = ["forward", "loss", "backward", "step"]
        places = {"before backward": 2, "after step": 4, "between backward and step": 3}
        lines.insert(places.get(order, 2), "zero_grad" if order in places else "nothing")
        for line in lines:
            if line == "forward":
                every = expit(w * HOURS + b)
                p = every[0]
            elif line == "loss":
                loss = bce(every, PASSED)
            elif line == "zero_grad":
                gw = gb = None
            elif line == "backward":
                gw = (gw or 0) + np.mean((every - PASSED) * HOURS)
                gb = (gb or 0) + np.mean(every - PASSED)
            elif line == "step" and gw is not None:
                w, b = w - 0.1 * gw, b - 0.1 * gb
            seen.append((line, w, gw, p, loss))
    return seen


NAMES = {
    "forward": "y_hat = model(x)",
    "loss": "loss = loss_function(y_hat, y)",
    "zero_grad": "optimizer.zero_grad()",
    "nothing": "# no zero_grad",
    "backward": "loss.backward()",
    "step": "optimizer.step()",
}


@pytest.mark.parametrize("order", ORDERS)
def test_each_sentence_about_a_line_is_true(order):
    before = None
    for k, (line, w, gw, p, loss) in enumerate(moments(order)):
        text = step().text_at(order=order, moment=k)
        numbers = [minus(n) for n in re.findall(rf"{MINUS}?\d+\.\d+", text)]
        if k == 0:
            assert text == f"With zero_grad {order}, nothing has run yet: w is {MINUS}0.007."
        else:
            assert text.startswith(f"Update {(k - 1) // 5 + 1}, {NAMES[line]}: ")
        wanted = {
            "": [w],
            "forward": [w, p],
            "loss": [loss],
            "zero_grad": [],
            "nothing": [],
            "backward": [gw],
            "step": [before] if order == ORDERS[2] else [before, w],
        }[line]
        assert np.allclose(numbers, wanted, rtol=0, atol=0.0011), text
        assert ("no gradient is left" in text) == (line == "zero_grad")
        assert ("no gradient to follow" in text) == (line == "step" and gw is None)
        if line == "backward":
            summed = order == "nowhere" and k > 5
            assert ("the sum of all so far" in text) == summed
            assert ("a fresh one" in text) == (not summed)
        before = w


@pytest.mark.parametrize("order", ORDERS)
def test_the_table_holds_what_torch_holds(order):
    live = step()
    for k, (_, w, gw, p, loss) in enumerate(moments(order)):
        texts = [s["text"] for shapes in live.shapes_at(order=order, moment=k) for s in shapes
                 if s.get("text")]  # fmt: skip
        cells = texts[5:]  # after the five lines
        assert cells[0::2][0] == f"{HOURS[0]:.2f}, …" and cells[1::2][0] == "not asked for"
        assert minus(cells[2]) == pytest.approx(w, abs=0.0011)
        if gw is None:
            assert cells[3] == cells[5] == "None"
        else:
            assert minus(cells[3]) == pytest.approx(gw, abs=0.0011)
        assert (cells[6] == "not yet") == (p is None)
        assert (cells[8] == "not yet") == (loss is None)
        if loss is not None:
            assert minus(cells[8]) == pytest.approx(loss, abs=0.0011)


def test_the_listing_has_zero_grad_where_the_switch_says():
    live = step()
    for order in ORDERS:
        shapes = (shape for shapes in live.shapes_at(order=order) for shape in shapes)
        texts = [shape["text"] for shape in shapes if shape.get("text")]
        at = {line: texts[:5].index(NAMES[line]) for line in ("backward", "step")}
        zero = texts.index(NAMES["zero_grad"]) if NAMES["zero_grad"] in texts else None
        assert {
            "before backward": zero is not None and zero == at["backward"] - 1,
            "after step": zero is not None and zero == at["step"] + 1,
            "between backward and step": zero is not None and at["backward"] < zero < at["step"],
            "nowhere": zero is None,
        }[order]


def test_belief_9_forgetting_to_zero_does_not_speed_training_up():
    live = step()
    live.order, live.moment = "nowhere", 9  # backward of the second update
    (_, _, once, *_), (_, _, summed, *_) = moments("nowhere")[4], moments("nowhere")[9]
    fresh = moments("before backward")[9][2]
    assert summed == pytest.approx(once + fresh)
    assert live.text.startswith("Update 2, loss.backward():")
    assert "the sum of all so far" in live.text
    assert f"gradient {summed:.3f}".replace("-", MINUS) in live.text
    # The step goes on uphill: the fresh gradient alone would have turned round.
    assert np.sign(summed) != np.sign(fresh)
    live.moment = 12
    assert live.text.startswith("Update 3, loss =")
    assert moments("nowhere")[12][4] > moments("before backward")[12][4]


def test_belief_10_zero_grad_has_several_right_places_and_a_wrong_one():
    live = step()
    weights = {order: moments(order)[15][1] for order in ORDERS}
    assert weights[GOOD[0]] == weights[GOOD[1]]
    assert weights[ORDERS[2]] == moments(ORDERS[2])[0][1] != weights[GOOD[0]]
    live.order, live.moment = ORDERS[2], 5  # the first step
    assert "there is no gradient to follow, and w stays at" in live.text
    for order, moment in ((GOOD[0], 15), (GOOD[1], 14)):  # the last step
        live.order, live.moment = order, moment
        assert f"w went from 0.128 to {weights[order]:.3f}" in live.text
    assert live.question["options"][live.question["answer"]].startswith("Anywhere between a step")


# The pass model


def torch_run(lr, epochs, zero=False, twice=False):
    """w and b, by torch in float64, after training with the probabilities' own loss."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid()).double()
    if twice:
        model.append(nn.Sigmoid())
    for p in model.parameters() if zero else ():
        nn.init.zeros_(p)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    x, y = torch.tensor(HOURS)[:, None], torch.tensor(PASSED)[:, None]
    history = train(model, [(x, y)], nn.BCELoss(), optimizer, epochs)
    return *(p.item() for p in model.parameters()), history


def descended(w, b, lrs, epochs, pull=np.subtract):
    """w and b by the figures' own descent after these epochs, each of shape (lr, epoch)."""
    visited = descend(HOURS, PASSED, w, b, lrs, epochs[-1], pull)
    return tuple(values[epochs].T for values in visited)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lr", "epochs"), [(0.001, 100), (0.003, 1000), (0.01, 1000), (0.03, 1000), (0.1, 1000)]
)
def test_the_figures_runs_are_torchs(lr, epochs):
    w, b, _ = torch_run(lr, epochs)
    start = -0.007486820220947266, 0.5364435911178589
    ws, bs = descended(*start, np.array([lr]), np.array([epochs]))
    assert (ws[0, 0], bs[0, 0]) == (pytest.approx(w, rel=1e-6), pytest.approx(b, rel=1e-6))


def test_two_sigmoids_are_torchs_as_well():
    w, b, _ = torch_run(0.1, 1000, zero=True, twice=True)
    ws, bs = descended(0, 0, np.array([0.1]), np.array([1000]), through_both)
    assert (ws[0, 0], bs[0, 0]) == (pytest.approx(w, rel=1e-6), pytest.approx(b, rel=1e-6))


@cache
def pass_weights():
    live = built("pass_model")
    lrs, epochs = (np.array(live._controls[k].values) for k in ("lr", "epoch"))
    ws, bs = descended(-0.007486820220947266, 0.5364435911178589, lrs, epochs)
    return {
        (lr, epoch): (ws[i, k], bs[i, k])
        for i, lr in enumerate(lrs)
        for k, epoch in enumerate(epochs)
    }


@pytest.mark.slow
def test_the_pass_model_says_the_loss_and_where_the_curve_crosses():
    live, seen = built("pass_model"), set()
    start = bce(expit(-0.00748682 * HOURS + 0.53644359), PASSED)
    form = re.compile(
        r"Learning rate (\S+), epoch (\d+): the loss is (\d\.\d{4})(, above the picture)?, (.+)\. "
        r"The curve (?:crosses 0\.5 at (\S+) hours|does not cross 0\.5 in the picture)\."
    )
    for (lr, epoch), (w, b) in pass_weights().items():
        text = readable(live.text_at(lr=lr, epoch=epoch))
        _, _, loss, above, regime, at = form.fullmatch(text).groups()
        true = bce(expit(w * HOURS + b), PASSED)
        assert float(loss) == pytest.approx(true, abs=5.1e-5)
        assert bool(above) == (true > 0.9)
        assert {
            "loss above its start": true > start,
            "not there yet": 0.344051 < true <= start,
            "within 0.001 of the lowest loss": true <= 0.344051,
        }[regime], text
        assert (at is None) == (not 0 <= -b / w <= 20)
        if at:
            assert float(at) == pytest.approx(-b / w, abs=0.0051)
        seen.add(regime)
    assert len(seen) == 3


def test_the_pass_model_meets_the_lessons_numbers():
    live = built("pass_model")
    assert "crosses 0.5 at 3.08 hours" in live.text_at(lr=0.01, epoch=1000)
    assert "crosses 0.5 at 6.25 hours" in live.text_at(lr=0.01, epoch=20_000)
    assert "the loss is 0.4245" in live.text_at(lr=0.01, epoch=1000)
    near = re.search(r"at (\S+) hours", live.text_at(lr=0.1, epoch=1000))[1]
    assert abs(float(near) - 6.18) <= 0.03
    assert live.question["options"][live.question["answer"]] == "Near 3 hours"


# Sigmoid twice


NOT = "cross 0.5 in the picture"


def test_the_floor_is_drawn_with_two_sigmoids_only():
    live = built("sigmoid_twice")
    drawn = {
        ending: [s for shapes in live.shapes_at(ending=ending) for s in shapes]
        for ending in ("one sigmoid", "two sigmoids")
    }
    assert not any(s.get("text") for s in drawn["one sigmoid"])
    assert [s["text"] for s in drawn["two sigmoids"] if s.get("text")] == ["floor"]


def test_two_sigmoids_take_the_boundary_above_8_hours_in_the_end():
    ws, bs = descended(0, 0, np.array([0.1]), np.array([10_000]), through_both)
    assert 8 < -bs[0, 0] / ws[0, 0] < 8.3
    live = built("sigmoid_twice")
    assert "crosses 0.5 at 8.14 hours" in live.text_at(ending="two sigmoids", epoch=10_000)
    assert "crosses 0.5 at 6.25 hours" in live.text_at(ending="one sigmoid", epoch=10_000)
    assert "above 8 hours" in live.question["because"]


def test_the_floor_and_the_counts_are_true_at_every_epoch():
    live = built("sigmoid_twice")
    epochs = np.array(live._controls["epoch"].values)
    for ending, twice in (("one sigmoid", False), ("two sigmoids", True)):
        pull = through_both if twice else np.subtract
        ws, bs = descended(0, 0, np.array([0.1]), epochs, pull)
        for w, b, epoch in zip(ws[0], bs[0], epochs, strict=True):
            p = expit(w * HOURS + b)
            loss = bce(expit(p) if twice else p, PASSED)
            right = ((w * HOURS + b >= 0) == PASSED).sum()
            inside = 0 <= -b / w <= 20
            half = f"crosses 0.5 at {-b / w:.2f} hours" if inside else f"does not {NOT}"
            bound = ", and it can never fall below 0.450" if twice else ""
            assert readable(live.text_at(ending=ending, epoch=epoch)) == (
                f"With {ending}, in epoch {epoch}, the loss is {loss:.3f}{bound}. The model's own "
                f"probability {half} and decides {right} of 100 students rightly."
            )
            assert not twice or loss > 0.450


@pytest.mark.slow
def test_belief_16_a_sigmoid_more_does_harm():
    live = built("sigmoid_twice")
    live.ending, live.epoch = "two sigmoids", 1000
    *_, history = torch_run(0.1, 1001, zero=True, twice=True)
    assert history[-1] == pytest.approx(0.554, abs=5e-4)
    # The least a second sigmoid allows: 1 for who passed gives σ(1), 0 for who failed gives σ(0).
    floor = bce(expit(PASSED), PASSED)
    assert f"the loss is {history[-1]:.3f}, and it can never fall below {floor:.3f}" in live.text
    assert "decides 82 of 100" in live.text
    live.ending = "one sigmoid"
    *_, history = torch_run(0.1, 1001, zero=True)
    assert f"the loss is {history[-1]:.3f}." in live.text and history[-1] < floor
    assert "decides 82 of 100" in live.text, "so accuracy does not tell"
    ws, bs = descended(0, 0, np.array([0.1]), np.array([1000]), through_both)
    low, high = expit(expit(ws[0, 0] * np.array([0.0, 20.0]) + bs[0, 0]))
    assert 0.5 < low < high < 0.735, "0 … 1 becomes 0.5 … 0.73"
    assert "stays far higher" in live.question["options"][live.question["answer"]]


# The rule


def test_the_rule_says_what_was_recorded():
    live = built("rule")
    for _, at in positions(live):
        _, accuracy, weights = RUNS[at["loss"]][at["epoch"] - 1]
        said = " ".join(f"{w:+.1f}".replace("-", MINUS) if w else "0.0" for w in weights)
        assert live.text_at(**at) == (
            f"With {at['loss']}, in epoch {at['epoch']}, the weights are {said}. "
            f"{accuracy:.1%} of the new samples are decided rightly."
        )


def test_the_bars_are_the_weights():
    live = built("rule")
    bars = live._figure.axes[0]
    scale = live._figure.dpi / 72
    height = live._figure.get_size_inches()[1] * 72
    for _, at in positions(live):
        weights = RUNS[at["loss"]][at["epoch"] - 1][2]
        drawn = live.shapes_at(**at)[0]
        corners = np.array([shape["points"] for shape in drawn], float).reshape(-1, 2, 2)
        corners[..., 1] = height - corners[..., 1]
        ends = bars.transData.inverted().transform(corners.reshape(-1, 2) * scale)[:, 1]
        for k, weight in enumerate(weights):
            assert sorted(ends[2 * k : 2 * k + 2]) == pytest.approx(sorted([0, weight]), abs=0.02)


def test_the_right_option_is_the_rule():
    """That the weights end near 3 and −3 from any start is in test_training.py."""
    question = built("rule").question
    assert question["options"][question["answer"]].startswith("To about −3")
    assert (four_questions()[:, 0] > four_questions()[:, 4]).tolist() == [True, False, False, False]


# Backwards through the graph


def numbers_by_hand(net):
    """name -> value and gradient of every number, by formulas written out here; x without."""
    x = 3.0
    own = NETWORKS[net]
    if net == "one layer":
        z = own["w"] * x + own["b"]
        p = expit(z)
        by_z = p - 1  # the student passed
        return {
            "x": (x, None), "w·x": (own["w"] * x, by_z), "w": (own["w"], by_z * x),
            "z": (z, by_z), "b": (own["b"], by_z), "p": (p, -1 / p), "loss": (-np.log(p), 1),
        }  # fmt: skip
    z1 = own["w₁"] * x + own["b₁"]
    h = np.tanh(z1)
    z2 = own["w₂"] * h + own["b₂"]
    p = expit(z2)
    by_z2 = p - 1
    by_h = by_z2 * own["w₂"]
    by_z1 = by_h * (1 - h**2)
    return {
        "x": (x, None), "w₁·x": (own["w₁"] * x, by_z1), "w₁": (own["w₁"], by_z1 * x),
        "z₁": (z1, by_z1), "b₁": (own["b₁"], by_z1), "h": (h, by_h),
        "w₂·h": (own["w₂"] * h, by_z2), "w₂": (own["w₂"], by_z2 * h), "z₂": (z2, by_z2),
        "b₂": (own["b₂"], by_z2), "p": (p, -1 / p), "loss": (-np.log(p), 1),
    }  # fmt: skip


ORDER_OF_BACKWARD = {
    "one layer": ["loss", "p", "z", "b", "w·x", "w"],
    "one hidden unit": "loss p z₂ b₂ w₂·h w₂ h z₁ b₁ w₁·x w₁".split(),
}
LABELS = {"w·x": "w·x", "z": "+ b = z", "w₁·x": "w₁·x", "z₁": "+ b₁ = z₁", "h": "tanh = h",
          "w₂·h": "w₂·h", "z₂": "+ b₂ = z₂", "p": "σ = p", "loss": "−log p", "x": "x"}  # fmt: skip


def short(value):
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def boxes_drawn(net, done):
    """The texts that a graph shows, from its first box to its last."""
    shapes = [s for shapes in built("graph").shapes_at(net=net, done=done) for s in shapes]
    return [shape["text"] for shape in shapes if shape.get("text")]


@pytest.mark.parametrize("net", NETWORKS)
def test_every_box_has_its_value_and_from_its_line_on_its_gradient(net):
    numbers, order = numbers_by_hand(net), ORDER_OF_BACKWARD[net]
    for done in range(12):
        expected = []
        for name, (value, gradient) in numbers.items():
            expected += [LABELS[name], short(value)] if name in LABELS else [
                f"{name} = {short(value)}"
            ]
            if name in order and order.index(name) < done:
                expected.append(short(gradient))
        assert sorted(boxes_drawn(net, done)) == sorted(expected)


@pytest.mark.parametrize("net", NETWORKS)
def test_each_line_of_backward_says_a_true_product(net):
    live, numbers, order = built("graph"), numbers_by_hand(net), ORDER_OF_BACKWARD[net]
    p, loss = short(numbers["p"][0]), short(numbers["loss"][0])
    assert live.text_at(net=net, done=0) == (
        f"Forward is done: p is {p} and the loss {loss}. There is no gradient yet."
    )
    assert "its gradient is 1" in live.text_at(net=net, done=1)
    form = re.compile(
        r"Line (\d+) of (\d+): (\S+) gets (\S+) · (\S+) ≈ (\S+): what arrives at (\S+), times"
        r" (.+)\."
    )
    for done in range(2, len(order) + 1):
        k, of, name, above, slope, gradient, place, factor = form.fullmatch(
            live.text_at(net=net, done=done)
        ).groups()
        assert (int(k), int(of), name) == (done, len(order), order[done - 1])
        assert above == short(numbers[place][1]) and gradient == short(numbers[name][1])
        assert minus(slope) == pytest.approx(numbers[name][1] / numbers[place][1], abs=6e-4)
        value = numbers[factor.split()[-1]][0] if factor.split()[-1] in numbers else None
        assert minus(slope) == pytest.approx(value, abs=6e-4) if value else (
            slope == "1" or "the slope of" in factor
        )
    for done in range(len(order) + 1, 12):
        assert live.text_at(net=net, done=done).startswith(f"All {len(order)} lines of this")


@pytest.mark.parametrize("net", NETWORKS)
def test_belief_18_autograd_multiplies_as_by_hand(net):
    """Moved to the last line, the figure shows for every parameter what torch's own layers have
    in `.grad`, and what the products by hand give."""
    own = NETWORKS[net]
    sizes = [("w", "b")] if net == "one layer" else [("w₁", "b₁"), ("w₂", "b₂")]
    layers = [nn.Linear(1, 1).double() for _ in sizes]
    for layer, names in zip(layers, sizes, strict=True):
        for parameter, name in zip(layer.parameters(), names, strict=True):
            nn.init.constant_(parameter, own[name])
    model = layers[0] if len(layers) == 1 else nn.Sequential(layers[0], nn.Tanh(), layers[1])
    x, y = torch.tensor([[3.0]], dtype=torch.float64), torch.ones(1, 1, dtype=torch.float64)
    nn.BCEWithLogitsLoss()(model(x), y).backward()
    live, numbers = built("graph"), numbers_by_hand(net)
    live.net, live.done = net, 11
    shown = boxes_drawn(net, 11)
    for layer, names in zip(layers, sizes, strict=True):
        for parameter, name in zip(layer.parameters(), names, strict=True):
            assert parameter.grad.item() == pytest.approx(numbers[name][1])
            place = shown.index(f"{name} = {short(own[name])}")
            assert shown[place + 1] == short(parameter.grad.item())


def test_the_graph_asks_for_the_product():
    live, numbers = built("graph"), numbers_by_hand("one hidden unit")
    asked, h = live.question, numbers["h"][0]
    assert live.beliefs == (18,)
    for number in (numbers["h"][1], 1 - h**2, numbers["x"][0]):
        assert short(number) in asked["question"]
    added, multiplied, _ = asked["options"]
    assert added.startswith(short(numbers["h"][1] + (1 - h**2) + 3))
    assert multiplied.startswith(short(numbers["w₁"][1])) and asked["answer"] == 1


# Does 0.9 mean nine of ten?


def columns(dtype):
    (hours, passed), (new, _) = tired_students(20, seed=3), tired_students(1000, seed=4)
    sets = (hours - 10) / 5, passed, (new - 10) / 5
    return (torch.tensor(values, dtype=dtype)[:, None] for values in sets)


@cache
def by_the_loop(epochs, dtype=torch.float64):
    """Logits for the twenty and the thousand, of the network trained with the lesson's `train`."""
    x, y, x_new = columns(dtype)
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 1)).to(dtype)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    train(model, [(x, y)], nn.BCEWithLogitsLoss(), optimizer, epochs)
    with torch.no_grad():
        return model(x)[:, 0].numpy(), model(x_new)[:, 0].numpy()


@pytest.mark.parametrize("epochs", [29, 100])
def test_the_figures_network_is_trained_as_by_the_loop(epochs):
    seen, new = logits_by_epoch(np.array([1, epochs]))
    for figures_own, loops in zip((seen[1], new[1]), by_the_loop(epochs), strict=True):
        np.testing.assert_allclose(figures_own, loops, rtol=0, atol=1e-9)
    in_float32 = by_the_loop(epochs, torch.float32)[1]
    np.testing.assert_allclose(expit(in_float32), expit(new[1]), rtol=0, atol=0.01)


def test_the_calibration_figure_counts_what_it_promised_and_what_happened():
    live, seen = built("calibration"), set()
    epochs = np.array(live._controls["epoch"].values)
    passed, passed_new = tired_students(20, seed=3)[1], tired_students(1000, seed=4)[1]
    form = re.compile(
        r"Epoch (\d+): (?:no new student gets p ≥ 0\.9 yet|of (\d+) new students with p ≥ 0\.9, on"
        r" average (\S+), (\d+)% pass)\. The loss is (\S+) on the twenty and (\S+) on new"
        r" students, of whom (\d+)% are decided rightly: (.+)\."
    )
    for epoch, z, z_new in zip(epochs, *logits_by_epoch(epochs), strict=True):
        text, p = live.text_at(epoch=epoch), expit(z_new)
        at, count, mean, share, loss, loss_new, right, regime = form.fullmatch(text).groups()
        sure = p >= 0.9
        assert int(at) == epoch and int(count or 0) == sure.sum()
        if sure.any():
            assert float(mean) == pytest.approx(p[sure].mean(), abs=0.0051)
            assert int(share) == pytest.approx(100 * passed_new[sure].mean(), abs=0.51)
        for said, true in ((loss, bce(expit(z), passed)), (loss_new, bce(p, passed_new))):
            assert float(said) == pytest.approx(true, abs=0.0051 if true < 1 else 0.051)
        assert int(right) == pytest.approx(100 * ((p >= 0.5) == passed_new).mean(), abs=0.51)
        counts = [((low <= p) & (p < high)).sum() for low, high in BINS.values()]
        shapes = [s for shapes in live.shapes_at(epoch=epoch) for s in shapes]
        assert [s["text"] for s in shapes if s.get("text")] == [f"n = {n}" for n in counts]
        assert sum(counts) == 1000
        loss, loss_new = bce(expit(z), passed), bce(p, passed_new)
        seen.add(regime)
        assert regime == (
            "far better on these than on new ones" if loss_new > 1.5 * loss
            else "poor on both" if loss > 0.5 < loss_new
            else "better on these than on new ones" if loss_new > 1.15 * loss
            else "about as good on both"
        )  # fmt: skip
    told = live._spec["controls"][0]["regimes"]["texts"]
    assert set(told) == seen and len(seen) == 4


def test_the_bars_are_what_happened_and_the_diamonds_what_was_promised():
    live = built("calibration")
    _, z_new = logits_by_epoch(np.array([29, 600]))
    passed_new = tired_students(1000, seed=4)[1]
    axes = live._figure.axes[0]
    scale, height = live._figure.dpi / 72, live._figure.get_size_inches()[1] * 72

    def heights(points):
        points = np.array(points, float).reshape(-1, 2)
        points[:, 1] = height - points[:, 1]
        return axes.transData.inverted().transform(points * scale)[:, 1]

    for epoch, p in zip((29, 600), expit(z_new), strict=True):
        bars, _, marks = live.shapes_at(epoch=epoch)[:3]
        tops = heights([shape["points"] for shape in bars]).reshape(-1, 2).max(axis=1)
        diamonds = heights([shape["points"] for shape in marks])
        for k, (low, high) in enumerate(BINS.values()):
            inside = (low <= p) & (p < high)
            assert tops[k] == pytest.approx(passed_new[inside].mean(), abs=0.005)
            assert diamonds[k] == pytest.approx(p[inside].mean(), abs=0.005)


def test_belief_15_a_sigmoid_is_not_calibrated_by_itself():
    """At epoch 29 its 0.9 means nine of ten; at 600 it promises 1.00, and three of four pass."""
    live, passed_new = built("calibration"), tired_students(1000, seed=4)[1]
    for epoch, count, mean, share in ((29, 271, 0.95, 92), (600, 445, 1.0, 74)):
        p = expit(by_the_loop(epoch)[1])
        sure = p >= 0.9
        assert sure.sum() == count and round(p[sure].mean(), 2) == mean
        assert round(100 * passed_new[sure].mean()) == share
        live.epoch = epoch
        assert f"{count} new students with p ≥ 0.9, on average {mean:.2f}, {share}%" in live.text
    assert 15 in live.beliefs and 20 in live.beliefs
    assert "271 new students 0.9 or more, and 92%" in live.question["question"]
    assert live.question["options"][live.question["answer"]].startswith("Three of four")


def test_belief_20_a_low_training_loss_is_no_good_model():
    live = built("calibration")
    passed, passed_new = tired_students(20, seed=3)[1], tired_students(1000, seed=4)[1]
    (z, z_new), (later, later_new) = by_the_loop(29), by_the_loop(600)
    before, after = bce(expit(z), passed), bce(expit(later), passed)
    assert "falls from 0.45 to 0.11." in live.question["question"]
    assert (round(before, 2), round(after, 2)) == (0.45, 0.11)
    assert ((later >= 0) == passed).all(), "all twenty right"
    assert bce(expit(z_new), passed_new) < 0.4 and bce(expit(later_new), passed_new) > 2.3
    live.epoch = 600
    assert "0.11 on the twenty and 2.4 on new students, of whom 76% are decided" in live.text
    live.epoch = 29
    assert "0.45 on the twenty and 0.39 on new students, of whom 87% are decided" in live.text


# Static pictures


def test_the_pass_models_picture_is_described(notes):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
    figures.fit(model, [0.6, 0.5])
    assert notes[0]["text/plain"].startswith("Left: an S-shaped curve")


@pytest.mark.parametrize("name", ["capacity", "cures"])
def test_a_figure_that_left_says_what_stands_in_its_place(name, capsys):
    """Half-done copies of an earlier lesson call it, with or without `train`."""
    for arguments in ((), (train,)):
        assert getattr(figures, name)(*arguments) is None
        assert capsys.readouterr().out == (
            f"`figures.{name}` left lesson 5; `figures.calibration()` stands in its place.\n"
        )
    with pytest.raises(AttributeError, match="no attribute 'capacities'"):
        getattr(figures, "capacities")  # noqa: B009


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("5")
