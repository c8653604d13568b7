"""What lesson 7 says of its own cells, run here: in float32, as a learner runs them.

The last digits of such runs hang on seeds, threads and the order of sums.  So the lesson states
what holds whatever they are, and each statement is tried with several seeds, and with one and two
threads.
"""

import math
import re

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import data, digits
from course_utils.training import load, save
from lessons.lesson7 import experiments
from tests.notebooks.rules import ROOT
from tests.thorough import THOROUGH, thinned
from tools.notebooks import read

pytestmark = pytest.mark.slow  # trains

NOTEBOOK = read(ROOT / "notebooks" / "07_real_pictures.ipynb")
SOURCES = {cell["id"]: cell["source"] for cell in NOTEBOOK["cells"]}
SEEDS = thinned(range(5), [3])


def run(names, *cells, **replaced):
    """Run cells of the lesson with these names; replaced: texts to put in the place of others."""
    for cell in cells:
        source = SOURCES[cell]
        for old, new in replaced.get("put", ()):
            assert old in source
            source = source.replace(old, new)
        exec(source, names)
    return names


def fresh():
    names = {"np": np, "torch": torch, "nn": nn, "data": data, "scores": {}, "load": load}
    names |= {name: getattr(digits, name) for name in dir(digits) if not name.startswith("_")}
    return names | {"save": save}


@pytest.fixture(scope="module", params=thinned([1, 2], [1]), ids="{} threads".format)
def lesson(request):
    """The lesson after its training cells."""
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    names = run(fresh(), "ten-code", "fit-code", "train-code", "judge-code", "network-code")
    yield names
    torch.set_num_threads(before)


def linear(lesson, seed, lr=0.5):
    """The lesson's linear model from this seed, trained once, and its losses."""
    if (made := lesson.get(("linear", seed, lr))) is None:
        torch.manual_seed(seed)
        model = lesson["all_zero"]()
        sgd = torch.optim.SGD(model.parameters(), lr=lr)
        losses = lesson["fit"](model, sgd, lesson["x"], lesson["y"], 20)
        made = lesson["linear", seed, lr] = model, losses
    return made


def right(lesson, model, part):
    x, y = lesson["tensors"](part)
    return lesson["share_right"](model, x, y)


# Ten logits


def test_the_first_loss_is_that_of_a_model_that_knows_nothing(lesson):
    z = lesson["all_zero"]()(lesson["x"])
    assert nn.CrossEntropyLoss()(z, lesson["y"]).item() == pytest.approx(math.log(10), abs=2e-6)


def test_the_three_slopes_agree(capsys):
    run({**fresh(), "loss_function": nn.CrossEntropyLoss()}, "slopes-code")
    by_hand, autograd, growth = capsys.readouterr().out.strip().replace("[", "").split("]]")
    assert by_hand.split() == autograd.split() == ["0.665", "-0.755", "0.09"]
    assert float(growth) == pytest.approx(0.665, abs=1e-3)


def test_a_label_as_float32_is_refused(lesson):
    with pytest.raises(RuntimeError, match="Long"):
        nn.CrossEntropyLoss()(lesson["model"](lesson["x"]), lesson["y"].float())


def test_with_a_softmax_too_many_the_loss_has_a_floor(lesson):
    floor = math.log(1 + 9 / math.e)
    sure = torch.eye(10)[lesson["y"]]  # p of a model that is right and sure
    assert nn.CrossEntropyLoss()(sure, lesson["y"]).item() == pytest.approx(floor, abs=1e-5)
    torch.manual_seed(0)
    model = nn.Sequential(lesson["all_zero"](), nn.Softmax(dim=1))
    sgd = torch.optim.SGD(model.parameters(), lr=10.0)
    losses = lesson["fit"](model, sgd, lesson["x"], lesson["y"], 20)
    assert floor < losses[-1] < floor + 0.15


# The linear model


@pytest.mark.parametrize("seed", SEEDS)
def test_twenty_epochs_are_right_for_about_95_percent_of_the_300(lesson, seed):
    model, losses = linear(lesson, seed)
    assert 0.13 < losses[-1] < 0.17
    mistakes = 300 * (1 - right(lesson, model, "choose"))
    assert 12.5 < mistakes < 17.5  # fewer than half of 35
    assert 0.955 <= right(lesson, model, "judge") <= 0.975


def test_twenty_epochs_are_700_updates():
    assert 20 * math.ceil(1097 / 32) == 700


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rate_that_the_300_choose_and_what_the_400_say(lesson, seed):
    found = {lr: linear(lesson, seed, lr)[0] for lr in (0.01, 0.1, 0.5, 3.0)}
    shares = {lr: right(lesson, model, "choose") for lr, model in found.items()}
    assert shares[0.01] < 0.9 and shares[0.1] < 0.93 < min(shares[0.5], shares[3.0])
    for lr in (0.5, 3.0):  # either may be chosen
        assert 0.955 <= right(lesson, found[lr], "judge") <= 0.98


def test_the_cell_chose_by_the_300_and_asked_the_400(lesson):
    shares = lesson["shares"]
    assert lesson["best"] in (0.5, 3.0) and shares[lesson["best"]] == max(shares.values())
    assert 0.955 <= right(lesson, lesson["trained"][lesson["best"]], "judge") <= 0.98


def test_the_400_are_easier_than_the_300_by_luck():
    x, y = data.digits("learn")
    means = np.array([x[y == k].mean(axis=0) for k in range(10)])
    shares = []
    for part in ("choose", "judge"):
        new, truth = data.digits(part)
        gaps = ((new[:, None] - means) ** 2).sum(axis=2)
        shares.append((gaps.argmin(axis=1) == truth).mean())
    assert shares == pytest.approx([0.883, 0.9125], abs=1e-3)


# The network


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hidden_layer_buys_a_point_or_two(lesson, seed):
    model = lesson["network"](32, seed)
    assert sum(p.numel() for p in model.parameters()) == 2410
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    lesson["fit"](model, adam, lesson["x"], lesson["y"], 30)
    assert 0.95 < right(lesson, model, "choose") < 0.982


@pytest.mark.parametrize("seed", SEEDS)
def test_at_rate_3_every_relu_dies_and_the_linear_model_lives(lesson, seed):
    names = run(dict(lesson), "dead-code", put=[("network(32)", f"network(32, {seed})")])
    assert not (names["h"] > 0).any()
    assert right(lesson, names["dead"], "choose") < 0.13
    assert right(lesson, linear(lesson, seed, 3.0)[0], "choose") > 0.92
    # No step brings them back: their slopes are 0.
    names["loss_function"](names["dead"](lesson["x"]), lesson["y"]).backward()
    assert not names["dead"][0].weight.grad.any()


@pytest.mark.skipif(not THOROUGH, reason="trains five sets of filters: THOROUGH=1")
@pytest.mark.parametrize("seed", range(5))
def test_eight_filters_are_right_for_98_percent_or_more(seed):
    model = experiments.filters(seed)
    assert sum(p.numel() for p in model.parameters()) == 1370
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    experiments.train(model, adam, *experiments.tensors("learn"), 30, seed=seed)
    assert experiments.judged(model, *experiments.tensors("choose"))[1] > 0.975


def test_the_box_on_filters_shows_the_model_of_the_experiments():
    box = " ".join(SOURCES["task-7-4-confusion-matrix"].replace("\n> ", " ").split())
    box = box.split("`nn.Sequential` of ")[1].split(" has 1370")[0]
    listing = f"nn.Sequential({', '.join(re.findall(r'`(nn.+?)`', box))})"
    torch.manual_seed(0)
    theirs = experiments.filters(0)
    assert str(eval(listing, {"nn": nn})) == str(theirs)
    assert theirs(torch.zeros(2, 64).double()).shape == (2, 10)


def test_weight_decay_adds_its_share_of_each_weight_to_its_gradient():
    slopes = []
    for decay in (0.0, 0.001):
        w = torch.tensor([2.0], requires_grad=True)
        (3 * w).sum().backward()
        sgd = torch.optim.SGD([w], lr=1.0, weight_decay=decay)
        sgd.step()
        slopes.append(2.0 - w.item())
    assert slopes[1] - slopes[0] == pytest.approx(0.001 * 2, abs=1e-6)


# Where it is wrong


@pytest.mark.parametrize("seed", SEEDS)
def test_no_0_is_taken_for_anything_else_and_an_8_for_a_1(lesson, seed):
    x, y = lesson["tensors"]("judge")
    said = linear(lesson, seed)[0](x).argmax(dim=1)
    table = digits.confusion_matrix(y.numpy(), said.numpy(), 10)
    assert table[0, 0] == table[0].sum() and table[8, 1] >= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_linear_model_is_too_modest_and_fifty_pictures_make_one_too_sure(lesson, seed):
    x, y = lesson["tensors"]("judge")
    small = lesson["network"](64, seed)
    adam = torch.optim.Adam(small.parameters(), lr=0.01)
    lesson["fit"](small, adam, lesson["x"][:50], lesson["y"][:50], 200)
    found = []
    for model in (linear(lesson, seed)[0], small):
        p, said = model(x).detach().softmax(dim=1).max(dim=1)
        ok = (said == y).numpy()
        promised, happened, count = digits.calibration(p.numpy(), ok, 5)
        assert count[3] > 20
        found.append((promised[3], happened[3], p.mean().item(), ok.mean()))
    (modest, kept, sure, share), (bold, broken, surer, less) = found
    assert 0.66 < modest < 0.74 and kept > 0.88 and share > sure + 0.04
    assert 0.66 < bold < 0.74 and broken < 0.68 and surer > less + 0.04


def test_black_and_white_exchanged_leaves_nothing_right(lesson):
    x, y = lesson["tensors"]("judge")
    for seed in SEEDS:
        assert lesson["share_right"](linear(lesson, seed)[0], 1 - x, y) == 0


def test_in_the_file_the_most_similar_pictures_often_stand_close_together():
    x, y = data.digits()
    gaps = (x**2).sum(axis=1)[:, None] - 2 * x @ x.T + (x**2).sum(axis=1)
    np.fill_diagonal(gaps, np.inf)
    place, rng = np.arange(len(x)), np.random.default_rng(0)
    alike = np.array([rng.choice(np.flatnonzero(y == digit)) for digit in y])
    near, by_chance = (np.abs(k - place) <= 130 for k in (gaps.argmin(axis=1), alike))
    assert near.mean() > 2 * by_chance.mean()


def test_the_split_flatters_for_the_file_keeps_neighbours_together():
    x, y = data.digits()
    rows = experiments.with_ones(x)
    order, w = np.random.default_rng(0), np.zeros((65, 10))
    learn, one_hot = rows[:1097], np.eye(10)[y[:1097]]
    for _ in range(20):
        for own in np.array_split(order.permutation(1097), 35):
            p = experiments.softmax(learn[own] @ w)
            w = w - 0.5 * learn[own].T @ (p - one_hot[own]) / len(own)
    assert 0.88 < ((rows[-400:] @ w).argmax(axis=1) == y[-400:]).mean() < 0.905


# Save it


def test_what_was_saved_is_what_is_read(lesson, tmp_path):
    names = run({**lesson, "mkdtemp": lambda: tmp_path, "Path": lambda path: path}, "save-code")
    x, _ = lesson["tensors"]("judge")
    assert torch.equal(names["reader"](x), lesson["model"](x))


# The closing questions


def test_a_loss_that_stays_at_2_3_is_a_tiny_rate_or_dead_relus(lesson):
    def ends(lr):
        model = lesson["network"](32)
        sgd = torch.optim.SGD(model.parameters(), lr=lr)
        losses = lesson["fit"](model, sgd, lesson["x"], lesson["y"], 20)
        return losses, (torch.relu(model[0](lesson["x"])) > 0).any(dim=0).sum().item()

    tiny, alive = ends(0.001)
    assert tiny[0] == pytest.approx(tiny[-1], abs=0.05) and alive > 25
    moved, _ = ends(0.01)
    assert moved[-1] < tiny[-1] - 0.3
    stuck, left = ends(3.0)
    assert left == 0 and 2.2 < stuck[-1] < 2.5


def test_ten_equal_probabilities_curve_by_a_tenth_but_for_a_shift():
    """Along logits that rise and fall against each other; a shift of all ten changes nothing."""
    z = torch.zeros(10, dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(lambda z: z.logsumexp(0) - z[3], z)
    curvatures = torch.linalg.eigvalsh(hessian)
    assert curvatures.tolist() == pytest.approx([0] + 9 * [0.1], abs=1e-12)
