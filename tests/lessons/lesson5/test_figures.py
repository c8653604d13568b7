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
from lessons.lesson5.figures.capacity import WIDTHS, logits, trained_networks
from lessons.lesson5.figures.cures import _tried
from lessons.lesson5.figures.sigmoid_twice import through_both
from tests.lessons.built import built as shared
from tests.lessons.built import check_as_reviewed
from tests.lessons.lesson5.examples import RUNS
from tests.livefigure.live_examples import positions, sent
from tests.thorough import thinned

HOURS, PASSED = students()
X, Y = (torch.tensor(a, dtype=torch.float32)[:, None] for a in (HOURS, PASSED))
MINUS = "\N{MINUS SIGN}"

FIGURES = {
    "one_step": figures.one_step,
    "pass_model": figures.pass_model,
    "sigmoid_twice": figures.sigmoid_twice,
    "rule": lambda: figures.rule(RUNS),
    "capacity": figures.capacity,
}


def built(name):
    """A figure as it goes to the browser."""
    return shared(FIGURES[name])


any_figure = pytest.mark.parametrize("name", FIGURES)


@any_figure
def test_every_position_has_a_whole_caption(name):
    live = built(name)
    for _, at in positions(live):
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


def test_the_pass_model_says_the_loss_and_where_the_curve_crosses():
    live, seen = built("pass_model"), set()
    start = bce(expit(-0.00748682 * HOURS + 0.53644359), PASSED)
    form = re.compile(
        r"Learning rate (\S+), epoch (\d+): the loss is (\d\.\d{4})(, above the picture)?, (.+)\. "
        r"The curve (?:crosses 0\.5 at (\S+) hours|does not cross 0\.5 in the picture)\."
    )
    for (lr, epoch), (w, b) in pass_weights().items():
        text = live.text_at(lr=lr, epoch=epoch)
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


def test_two_sigmoids_take_the_threshold_above_8_hours_in_the_end():
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
            assert live.text_at(ending=ending, epoch=epoch) == (
                f"With {ending}, in epoch {epoch}, the loss is {loss:.3f}{bound}. The model's own "
                f"probability {half} and decides {right} of 100 students rightly."
            )
            assert not twice or loss > 0.450


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


# Too small, too large


@cache
def network_by_the_loop(width):
    """The figure's network trained by itself, with the lesson's function."""
    x, y = tired_students(20, seed=3)
    x = torch.tensor((x - 10) / 5, dtype=torch.float32)[:, None]
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    y = torch.tensor(y, dtype=torch.float32)[:, None]
    train(model, [(x, y)], nn.BCEWithLogitsLoss(), optimizer, 100)
    return model


@pytest.mark.parametrize("width", WIDTHS)
def test_networks_side_by_side_are_trained_as_by_the_loop(width):
    [parameters] = trained_networks(np.array([100]))
    grid = torch.linspace(-2, 2, 41)[:, None]
    side_by_side = torch.sigmoid(logits(grid, parameters))
    alone = torch.sigmoid(network_by_the_loop(width)(grid)).detach()
    k = WIDTHS.index(width)
    torch.testing.assert_close(side_by_side[k], alone, atol=0.01, rtol=0)


@cache
def capacity_judged():
    """(width, epoch) -> losses on these and new students, counts right, from the parameters."""
    live, judged = built("capacity"), {}
    epochs = np.array(live._controls["epoch"].values)
    sets = tired_students(20, seed=3), tired_students(1000, seed=4)
    for epoch, parameters in zip(epochs, trained_networks(epochs), strict=True):
        for k, width in enumerate(WIDTHS):
            found = []
            for hours, passed in sets:
                w1, b1, w2, b2 = (p[k].numpy().astype(float) for p in parameters)
                z = (np.tanh((hours[:, None] - 10) / 5 @ w1 + b1) @ w2 + b2)[:, 0]
                found += [np.mean(np.logaddexp(0, z) - passed * z), ((z >= 0) == passed).mean()]
            judged[width, epoch] = found
    return judged


def test_the_capacity_figure_says_how_good_the_model_is_on_both():
    live, seen = built("capacity"), set()
    form = re.compile(
        r"(\d+) hidden (units?), epoch (\d+): on the twenty students the loss is (\S+), (\d+)"
        r" right; on a thousand new ones it is (\S+), (\d+)% right\."
        r" The loss is (.+?)(, above 0\.5)?\."
    )
    for (width, epoch), (loss, right, loss_new, right_new) in capacity_judged().items():
        text = live.text_at(hidden=width, epoch=epoch)
        groups = form.fullmatch(text).groups()
        assert (groups[1] == "unit") == (width == 1)
        assert float(groups[3]) == pytest.approx(loss, abs=0.006)
        assert int(groups[4]) == round(20 * right)
        assert float(groups[5]) == pytest.approx(loss_new, abs=0.006)
        assert int(groups[6]) == pytest.approx(100 * right_new, abs=0.61)
        regime = (
            "far better on these than on new ones" if loss_new > 1.5 * loss
            else "poor on both" if loss > 0.5 < loss_new
            else "better on these than on new ones" if loss_new > 1.15 * loss
            else "about as good on both"
        )  # fmt: skip
        assert loss_new < 0.52 or regime != "about as good on both"
        assert abs(loss_new - loss) < 0.07 or regime != "about as good on both"
        assert right < 0.85 or regime != "poor on both"
        assert bool(groups[8]) == (regime == "poor on both")
        assert groups[7] == regime
        seen.add(regime)
    assert len(seen) == 4


def test_belief_20_a_low_training_loss_is_no_good_model():
    live, judged = built("capacity"), capacity_judged()
    live.hidden, live.epoch = 64, 600
    loss, right, loss_new, right_new = judged[64, 600]
    assert right == 1 and loss < 0.2 < 1.5 < loss_new and right_new < 0.85
    assert "20 right" in live.text and "far better on these than on new ones" in live.text
    news = [judged[64, epoch][2] for epoch in live._controls["epoch"].values]
    low = int(np.argmin(news))
    assert 0 < low and news[0] > news[low] + 0.2 and news[-1] > news[0] + 1
    assert live.question["options"][live.question["answer"]] == "It falls, then rises again"
    for epoch in (100, 600):
        live.hidden, live.epoch = 1, epoch
        assert "poor on both, above 0.5" in live.text


def test_one_hidden_unit_underfits_to_the_end():
    loss, _, loss_new, _ = capacity_judged()[1, 600]
    best = min(judged[2] for judged in capacity_judged().values())
    assert loss > 0.5 and loss_new > best + 0.15


# Static pictures


def test_the_pass_models_picture_is_described(notes):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
    figures.fit(model, [0.6, 0.5])
    assert notes[0]["text/plain"].startswith("Left: an S-shaped curve")


@pytest.mark.slow
@pytest.mark.parametrize("seed", thinned(range(3), range(1)))
def test_each_cure_helps_on_new_students(seed, monkeypatch):
    """From the lesson's start, and from others."""
    def network(width):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))

    def tried(model, n=20, weight_decay=0.0, inputs=lambda x: x):
        def column(hours):
            return inputs(torch.tensor((hours - 10) / 5, dtype=torch.float32)[:, None])

        return _tried(train, model, column, n, weight_decay)

    small, large = tried(network(1)), tried(network(64))
    assert min(small) > 0.5 and large[0] < 0.2 and large[1] > 1.5
    features = tried(nn.Linear(2, 1), inputs=lambda x: torch.cat([x, x**2], dim=1))
    capacity, regular = tried(network(2)), tried(network(64), weight_decay=0.003)
    more = tried(network(64), n=200)
    assert features[0] < small[0] and features[1] < small[1] - 0.1
    assert capacity[0] < small[0] - 0.15 and capacity[1] < small[1] - 0.15
    assert capacity[1] < 0.5 and capacity[1] < 1.5 * capacity[0], "no new overfitting"
    assert regular[1] < 0.5 and abs(regular[1] - regular[0]) < 0.1
    assert more[1] < 0.5 and abs(more[1] - more[0]) < 0.2


def test_the_cures_picture_trains_with_the_function_it_is_given(notes):
    calls = []

    def learners(model, batches, loss_function, optimizer, epochs):
        calls.append(epochs)
        return train(model, batches, loss_function, optimizer, 1)

    figures.cures(learners)
    assert calls == [600] * 6
    assert notes[-1]["text/plain"].startswith("Loss of six networks")


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("5")
