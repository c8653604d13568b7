"""Lesson 7's figures: what they say and draw is true at every position.

What trains for long is stored; `test_experiments.py` computes it again.  Here the stored numbers
are the measure, and what needs no long training is computed afresh, from the data.
"""

import re
from functools import cache

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import data
from course_utils.digits import train_epoch
from lessons.lesson7 import experiments, figures
from lessons.lesson7.figures import shared
from livefigure import LiveFigure
from tests.lessons.built import built, check_as_reviewed
from tests.livefigure.live_examples import groups, in_data, positions, right_option, sent
from tests.thorough import thinned

STORED = experiments.stored
LEARN, CHOOSE, JUDGE = (data.digits(part) for part in ("learn", "choose", "judge"))
FIGURES = {name: getattr(figures, name) for name in figures.__all__ if name != "twelve"}


def figure(name):
    return built(FIGURES[name])


def texts(name):
    """(place, values of the controls, sentence heard) at every position."""
    return [(place, at, figure(name).text_at(**at)) for place, at in positions(figure(name))]


def said(name, form):
    """(place, values of the controls, what the groups of the form hold) at every position."""
    found = []
    for place, at, text in texts(name):
        assert (match := re.fullmatch(form, text)), text
        found.append((place, at, groups(match)))
    return found


def share(percent):
    return float(percent.rstrip("%")) / 100


@pytest.mark.parametrize("name", FIGURES)
def test_every_position_has_a_caption_of_whole_sentences(name):
    everything = [text for _, _, text in texts(name)]
    assert all(re.fullmatch(r"[A-Z][^{}]*\.", text) and "nan" not in text for text in everything)
    few = name in ("batches", "tries")  # whose rates and tries may end alike
    assert few or len(set(everything)) == len(everything)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_within_budget_and_named_after_the_lesson(name):
    live = figure(name)
    assert isinstance(live, LiveFigure)
    assert len(sent(live)[1]) <= 400_000
    assert live.name == f"7-{name}"
    assert live._predict


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("7")


# baselines


def gaps(one, others):
    return ((others - one) ** 2).sum(axis=1)


def nearest_mean(each):
    x, y = LEARN
    means = np.array([x[y == k][:each].mean(axis=0) for k in range(10)])
    return means, np.array([gaps(one, means).argmin() for one in CHOOSE[0]])


def test_baselines_counts_what_the_nearest_mean_names_rightly():
    form = r"With (\d+) in each mean, the nearest mean picture names (\d+) of the 300 rightly: "
    for _, at, (each, right, percent) in said("baselines", form + r"(\d+%), and nothing was .*"):
        count = (nearest_mean(at["each"])[1] == CHOOSE[1]).sum()
        assert (int(each), int(right)) == (at["each"], count)
        assert share(percent) == pytest.approx(count / 300, abs=0.005)
    assert min(np.bincount(LEARN[1])) == max(at["each"] for _, at, _ in texts("baselines")) == 94


def test_belief_21_without_any_training_88_percent_are_right():
    live = figure("baselines")
    assert "266 of the 300 rightly: 89%" in live.text_at(each=94)
    assert "203 of the 300 rightly: 68%" in live.text_at(each=1)
    assert (nearest_mean(94)[1] == CHOOSE[1]).sum() == 266
    assert live.beliefs == (21,) and right_option(live) == "About 265"
    assert "89% of them" in live._predict["because"]


def test_baselines_draws_the_two_other_baselines():
    x, y = LEARN
    lines = figure("baselines")._figure.axes[1].lines
    levels = sorted(line.get_ydata()[0] for line in lines)
    usual = np.bincount(y).argmax()
    most_similar = np.mean([y[gaps(one, x).argmin()] for one in CHOOSE[0]] == CHOOSE[1])
    assert usual == 7 and levels == pytest.approx([np.mean(CHOOSE[1] == usual), most_similar])


# weights


@cache
def by_epoch():
    """Weights (65, 10) after each epoch, by the course's own `train_epoch` in float64."""
    x, y = torch.tensor(LEARN[0]), torch.tensor(LEARN[1])
    model, order = nn.Linear(64, 10).double(), np.random.default_rng(0)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    sgd, loss_function = torch.optim.SGD(model.parameters(), lr=0.5), nn.CrossEntropyLoss()
    kept = []
    for epoch in range(thinned(shared.EPOCHS, 20) + 1):
        if epoch:
            dealt = torch.tensor(order.permutation(len(x)))
            train_epoch(model, x, y, loss_function, sgd, dealt, 32)
        weight, bias = (p.detach().numpy().copy() for p in model.parameters())
        kept.append(np.vstack([weight.T, bias]))
    return np.array(kept)


def answers(x, epoch):
    w = (by_epoch() if epoch < len(by_epoch()) else shared.by_epoch())[epoch]
    z = torch.tensor(x @ w[:64] + w[64])
    return torch.softmax(z, dim=1).numpy()


def test_the_runs_in_numpy_are_those_of_the_courses_own_epoch():
    np.testing.assert_allclose(shared.by_epoch()[: len(by_epoch())], by_epoch(), atol=1e-9)


def test_weights_says_loss_share_and_the_lowest_weight_of_0():
    form = r"After epoch (\d+) the loss is (\S+), and (\d+%) of the 300 are right\. (.*)\."
    for _, at, (epoch, loss, percent, zero) in said("weights", form):
        p = answers(LEARN[0], at["epoch"])
        true = -np.log(p[np.arange(1097), LEARN[1]]).mean()
        assert int(epoch) == at["epoch"] and float(loss) == pytest.approx(true, abs=0.0051)
        right = (answers(CHOOSE[0], at["epoch"]).argmax(axis=1) == CHOOSE[1]).mean()
        assert share(percent) == pytest.approx(right, abs=0.0051)
        if at["epoch"]:
            row, column = divmod(int(shared.by_epoch()[at["epoch"], :64, 0].argmin()), 8)
            assert zero == f"The lowest weight of 0 is at row {row + 1}, column {column + 1}"
            # "Orange in the middle of 0: there it has no ink."
            assert row in (3, 4) and column in (3, 4)
            ink = LEARN[0][LEARN[1] == 0].mean(axis=0).reshape(8, 8)
            assert ink[row, column] < 0.2 * ink.max()
        else:
            assert zero == "All weights are 0"


def test_where_no_digit_has_ink_the_weights_stay_0():
    empty = LEARN[0].max(axis=0) == 0
    assert empty.sum() == 3 and not by_epoch()[:, :64][:, empty].any()
    edge = {divmod(place, 8)[1] for place in np.flatnonzero(empty)}
    assert edge <= {0, 7}
    assert right_option(figure("weights")) == "In the middle, where a 0 has no ink"


# limit


def test_limit_says_what_is_stored():
    form = (
        r"At epoch (\d+) of the run at learning rate (\S+) the loss is (\S+) and has (.*); the rate"
        r" is (above|below) the limit, (\S+)\. (\d+%) of the 300 are right\."
    )
    rates = list(experiments.LIMIT_RATES)
    for (_, k), at, (epoch, lr, loss, rose, side, limit, percent) in said("limit", form):
        i = rates.index(at["lr"])
        assert (float(lr), int(epoch)) == (at["lr"], experiments.LIMIT_EPOCHS[k])
        assert float(loss) == pytest.approx(STORED("limit_loss")[i, k], abs=0.00051)
        assert float(limit) == pytest.approx(STORED("limit_limit")[i, k], abs=0.0051)
        assert share(percent) == pytest.approx(STORED("limit_right_new")[i, k], abs=0.0051)
        assert (side == "above") == (at["lr"] > STORED("limit_limit")[i, k])
        count = {"never risen": 0, "risen once": 1, "risen twice": 2}.get(rose)
        if count is None:
            count = int(re.fullmatch(r"risen (\d+) times", rose)[1])
        assert count == STORED("limit_rises")[i, k]


def test_a_rate_beyond_the_limit_at_the_start_makes_the_loss_rise_a_few_times():
    live = figure("limit")
    rises = dict(zip(experiments.LIMIT_RATES, STORED("limit_rises")[:, -1], strict=True))
    assert rises[2] == rises[2.3] == 0 and rises[3] == 11
    assert all(rises[lr] > 0 for lr in rises if lr >= 2.5)
    loss = STORED("limit_loss")
    assert (loss[:, -1] < loss[:, 0]).all()
    assert right_option(live) == "It rises a few times, then falls and falls"
    assert "has risen 11 times" in live.text_at(lr=3.0, epoch=500)
    last = STORED("limit_loss")[list(experiments.LIMIT_RATES).index(3), -12:]
    assert (np.diff(last) < 0).all()
    for phrase, rate in (("falls steadily", 2.3), ("overshoots and converges", 2.5)):
        place = live._position_of({"lr": rate, "epoch": 0})
        assert live._say(live._regimes["lr"], place) == phrase


# batches


def test_batches_says_what_is_stored():
    form = (
        r"In batches of (\d+) at learning rate (\S+), rate ÷ batch is (\S+)\. After 20 epochs the "
        r"loss is (\S+); it (.*) of the last five epochs\."
    )
    losses = STORED("batches")
    for (i, j, _), at, (batch, lr, quotient, loss, way) in said("batches", form):
        assert (int(batch), float(lr)) == (at["batch"], at["lr"])
        assert float(quotient) == pytest.approx(at["lr"] / at["batch"], rel=0.05)
        assert float(loss) == pytest.approx(losses[i, j, -1], abs=0.00051)
        rises = (np.diff(losses[i, j, -6:]) > 0).sum()
        assert way == (f"rose in {rises}" if rises else "fell in each")


def test_what_counts_is_the_rate_by_the_batch():
    ends = STORED("batches")[..., -1]
    rates, sizes = experiments.BATCH_RATES, experiments.BATCHES
    for j in range(len(rates)):  # batches of 8 at this rate, of 16 at twice the rate …
        alike = [ends[i, j + i] for i in range(len(sizes)) if i + j < 8 and rates[i + j] <= 1]
        assert max(alike, default=1) < 1.08 * min(alike, default=1), rates[j]
    assert len(sizes) == 5 and (np.diff(np.log2(rates)) == np.diff(np.log2(sizes))[0]).all()
    live = figure("batches")
    assert right_option(live) == "2"
    assert "the loss is 0.147" in live.text_at(batch=32, lr=0.5)
    assert "the loss is 0.144" in live.text_at(batch=128, lr=2.0)


# tries


def test_tries_says_the_means_of_the_rehearsal():
    form = (
        r"Of the (\d+) it was chosen by, the best of (\d+) gets (\S+)% right on average; of "
        r"the others (\S+)%: (.*)\."
    )
    shown = {
        by: figures.tries.__wrapped__.__globals__["rehearse"](STORED("tries"), by)
        for by in figures.tries.__wrapped__.__globals__["BY"]
    }
    for (i, _), at, (by, tries, chosen, others, gap) in said("tries", form):
        here, there = (100 * means[i] for means in shown[at["by"]])
        assert (int(by), int(tries)) == (at["by"], at["tries"])
        assert float(chosen) == pytest.approx(here, abs=0.051)
        assert float(others) == pytest.approx(there, abs=0.051)
        apart = float(chosen) - float(others)  # of the numbers that one reads
        assert gap == ("about as many" if apart < 0.25 else f"{apart:.1f} points fewer")


def test_belief_23_what_chose_among_many_flatters_its_choice():
    live = figure("tries")
    form = r"gets (\S+)% right on average; of the others (\S+)%"
    one, best = (re.search(form, live.text_at(tries=tries, by=50)) for tries in (1, 60))
    assert abs(float(one[1]) - float(one[2])) < 0.3  # nothing was chosen
    assert float(best[1]) - float(best[2]) > 1.5
    assert live.beliefs == (23,)
    # Afresh: choose by random halves of fifty, and ask the others.
    right, rng, found = STORED("tries"), np.random.default_rng(7), []
    for _ in range(200):
        dealt = rng.permutation(300)
        here, there = right[:, dealt[:50]].mean(axis=1), right[:, dealt[50:]].mean(axis=1)
        winner = rng.permutation(np.flatnonzero(here == here.max()))[0]
        found.append((here[winner], there[winner]))
    assert 100 * np.mean(found, axis=0) == pytest.approx(
        [float(best[1]), float(best[2])], abs=0.4
    )


# few


def test_few_says_what_is_stored():
    form = (
        r"Learning from (\d+) pictures with weight decay (\S+), after epoch (\d+): the loss is "
        r"(.+) on these and (\S+) on the 300; (\d+%) of its own and (\d+%) of the 300 are right: "
        r"(.*)\."
    )
    for place, at, (n, decay, epoch, loss, new, own, right, _) in said("few", form):
        true = STORED("few")[place]
        assert (int(n), float(decay), int(epoch)) == tuple(at[key] for key in at)
        for text, number in ((loss, true[0]), (new, true[2])):
            if text == "under 0.001":
                assert number < 0.0005
            else:
                digits = len(text.partition(".")[2])
                assert float(text) == pytest.approx(number, abs=0.51 * 10**-digits)
        assert share(own) == pytest.approx(true[1], abs=0.0051)
        assert share(right) == pytest.approx(true[3], abs=0.0051)


def test_belief_20_with_a_training_loss_near_0_the_loss_on_new_pictures_rises():
    live = figure("few")
    early, late = (live.text_at(pictures=20, decay=0, epoch=epoch) for epoch in (2, 200))
    assert "the loss is under 0.001 on these" in late and "; 100% of its own" in late
    first, last = (float(re.search(r"and (\S+) on the 300;", t)[1]) for t in (early, late))
    assert last > first + 1
    assert right_option(live) == f"About {last:.1f}: it has risen"
    assert live.beliefs == (20,)


# mistakes


def test_mistakes_are_all_there_and_the_surest_come_first():
    p = answers(JUDGE[0], 20)
    wrong = np.flatnonzero(p.argmax(axis=1) != JUDGE[1])
    form = (
        r"Mistake (\d+) of (\d+): it is of (\d)\. The model gives (\d) a p of (\S+), and (\d) only "
        r"(\S+)\."
    )
    seen = []
    for _, at, (rank, count, truth, guess, sure, again, own) in said("mistakes", form):
        assert (int(rank), int(count), truth) == (at["mistake"], len(wrong), again)
        seen.append((int(truth), int(guess), float(sure), float(own)))
    expected = sorted(
        ((JUDGE[1][k], p[k].argmax(), p[k].max(), p[k, JUDGE[1][k]]) for k in wrong),
        key=lambda row: -row[2],
    )
    np.testing.assert_allclose(seen, expected, atol=0.0051)


def test_belief_15_it_is_surer_than_right_and_less_sure_of_its_mistakes_and_not_always():
    live = figure("mistakes")
    p = answers(JUDGE[0], 20)
    sure, right = p.max(axis=1), p.argmax(axis=1) == JUDGE[1]
    question = live._predict["question"]
    assert f"right for {right.sum()} of the 400" in question
    assert f"{sure[right].mean():.2f} on average" in question
    assert f"its {(~right).sum()} mistakes" in question
    assert 0.5 < sure[~right].mean() < 0.65 and right_option(live) == "About 0.6"
    assert f"given {sure[~right].max():.2f}" in live._predict["because"]
    assert f"a p of {sure[~right].max():.2f}" in live.text_at(mistake=1)
    assert live.beliefs == (15,)


# shift


def test_shift_says_what_is_stored_and_the_linear_model_does_so():
    form = (
        r"Moved right by (\S+) and down by (\S+) pixels, the linear model is right for (\d+%) of "
        r"the 400, the network for (\d+%), the eight filters for (\d+%)\."
    )
    pictures = JUDGE[0].reshape(-1, 8, 8)
    for (i, j), at, (right, down, *shares) in said("shift", form):
        assert [int(t.replace("\N{MINUS SIGN}", "-")) for t in (right, down)] == [*at.values()]
        true = STORED("moved")[:, i, j]
        assert [share(text) for text in shares] == pytest.approx(true, abs=0.0051)
        wide = np.pad(pictures, ((0, 0), (2, 2), (2, 2)))
        moved = np.roll(wide, (at["down"], at["right"]), (1, 2))[:, 2:10, 2:10].reshape(-1, 64)
        assert (answers(moved, 20).argmax(axis=1) == JUDGE[1]).mean() == pytest.approx(true[0])


def test_the_frame_goes_where_the_picture_goes():
    live = figure("shift")
    sheet = live._figure.axes[0]
    for _, at in positions(live):
        shapes = [shape for shape, *_ in live.shapes_at(**at)]
        [[left, top, right, bottom]] = shapes[1]["points"]
        (x0, y0), (x1, y1) = (in_data(live, sheet, one) for one in ((left, bottom), (right, top)))
        whole = sorted([x0, x1]), sorted([y0, y1])
        moved = at["right"], -at["down"]
        for (low, high), by in zip(whole, moved, strict=True):
            assert (low, high) == (pytest.approx(by, abs=0.05), pytest.approx(by + 8, abs=0.05))
        assert not shapes[1]["marks"], "it would leave the panel"


def test_one_pixel_to_the_right_costs_more_than_half_and_filters_less():
    live = figure("shift")
    line, _, eight = STORED("moved")[:, 3, 2]
    assert line < 0.45 and eight > line + 0.1
    assert right_option(live) == "About 40%"
    assert f"the linear model is right for {line:.0%}" in live.text_at(right=1, down=0)
