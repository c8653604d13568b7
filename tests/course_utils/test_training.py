"""What lesson 5 builds, its numbers, and its fifteen bugs: each does what the lesson says."""

import json
import pickle
import re
import subprocess
import sys
import textwrap
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch import nn

from course_utils import data
from course_utils.errors import InputError
from course_utils.sigmoid import bce_from_logits, cross_entropy
from course_utils.training import (
    Classifier,
    bar,
    evaluate,
    linear,
    load,
    save,
    save_and_predict,
    train,
)
from tests.thorough import thinned

LESSON = Path(__file__).parents[2] / "notebooks" / "05_pytorch_pipeline.ipynb"
TEN = range(10)
STARTS = thinned(TEN, (0, 9))
HOURS, PASSED = data.students()


def column(values):
    return torch.tensor(values, dtype=torch.float32)[:, None]


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


# A layer


def test_a_layer_by_hand_is_torchs():
    torch.manual_seed(1)
    first, second = nn.Linear(3, 5), nn.Linear(5, 2)
    x = torch.tensor([[3.1, 1.3, 1.2], [2.1, 1.3, 13.0]])
    h = linear(x.numpy(), *(p.detach().numpy() for p in first.parameters()))
    z = linear(h, *(p.detach().numpy() for p in second.parameters()))
    assert (h.shape, z.shape) == ((2, 5), (2, 2))
    assert np.abs(z - second(first(x)).detach().numpy()).max() < 1e-5
    assert [tuple(p.shape) for p in first.parameters()] == [(5, 3), (5,)]
    assert [tuple(p.shape) for p in nn.Linear(3, 5, bias=False).parameters()] == [(5, 3)]


def test_relu_silences_the_first_output_of_the_lesson_s_layers():
    torch.manual_seed(1)
    first, second = nn.Linear(3, 5), nn.Linear(5, 2)
    x = torch.tensor([[3.1, 1.3, 1.2], [2.1, 1.3, 13.0]])
    y_hat = torch.relu(second(torch.sigmoid(first(x))))
    assert (y_hat[:, 0] == 0).all() and (y_hat[:, 1] > 0.3).all()
    y_hat[:, 0].sum().backward()
    assert not second.weight.grad.any(), "slope 0: nothing pulls it up again"


# The hundred students


def test_sixty_four_of_the_hundred_students_passed():
    random = np.random.RandomState(42)
    hours = 20 * random.rand(100)
    passed = random.binomial(1, 1 / (1 + np.exp(-0.5 * (hours - 6))))
    np.testing.assert_array_equal(HOURS, hours)
    np.testing.assert_array_equal(PASSED, passed)
    assert PASSED.sum() == 64


@cache
def students_trained(lr, epochs, seed):
    """Loss and boundary after training as in the lesson."""
    torch.manual_seed(seed)
    model = Classifier(1)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    batches = [(column(HOURS), column(PASSED))]
    history = train(model, batches, nn.BCELoss(), optimizer, epochs)
    w, b = (p.item() for p in model.parameters())
    return history[-1], -b / w


@pytest.mark.slow
@pytest.mark.parametrize("seed", STARTS)
def test_a_thousand_updates_find_the_boundary_from_any_start(seed):
    loss, boundary = students_trained(0.1, 1000, seed)
    assert abs(loss - 0.343) < 0.001
    assert abs(boundary - 6.18) < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("seed", STARTS)
def test_a_tenth_of_the_learning_rate_does_not(seed):
    loss, boundary = students_trained(0.01, 1000, seed)
    assert loss > 0.36 and boundary < 5.5
    if seed == 0:
        assert (loss, boundary) == (pytest.approx(0.425, abs=1e-3), pytest.approx(3.08, abs=0.02))


def test_the_best_possible_fit_is_the_maximum_of_the_likelihood():
    def loss(parameters):
        return bce_from_logits(parameters[0] * HOURS + parameters[1], PASSED)

    found = minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-9})
    w, b = found.x
    assert found.fun == pytest.approx(0.343051, abs=5e-7)
    assert -b / w == pytest.approx(6.2547, abs=5e-5)
    assert students_trained(0.1, 1000, 0)[0] > found.fun - 1e-6


def test_another_hundred_students_move_the_best_boundary_by_about_two_thirds_of_an_hour():
    """Drawn as the lesson's students are, hours too; the delta method for them says 0.69."""
    random = np.random.default_rng(0)
    hours = 20 * random.random((1000, 100))
    y = random.binomial(1, 1 / (1 + np.exp(-0.5 * (hours - 6))))
    rows = np.stack([hours, np.ones_like(hours)], axis=2)
    parameters = np.tile([0.5, -3.0], (1000, 1))
    for _ in range(12):  # Newton's method
        p = 1 / (1 + np.exp(-np.einsum("cni,ci->cn", rows, parameters)))
        hessian = np.einsum("cni,cn,cnj->cij", rows, p * (1 - p), rows)
        slope = np.einsum("cni,cn->ci", rows, p - y)
        parameters = parameters - np.linalg.solve(hessian, slope[..., None])[..., 0]
    assert np.std(-parameters[:, 1] / parameters[:, 0]) == pytest.approx(2 / 3, abs=0.06)


# The rule


def rule_sets():
    (x, y), (x_new, y_new) = data.first_exceeds_last(5000, 0), data.first_exceeds_last(2000, 1)
    return torch.tensor(x).float(), column(y), torch.tensor(x_new).float(), column(y_new)


@cache
def ten_rules(loss):
    """The rule trained from ten seeds at once: epochs -> weights (10, 5), biases (10,).

    Each seed has its own start and its own shuffling.  Ten runs side by side, by the gradient and
    by Adam's rule as they are written: this is much faster than torch, and is compared with it.
    """
    x, y, *_ = (values.double().numpy() for values in rule_sets())
    x, y = np.column_stack([x, np.ones(len(x))]), y[:, 0]
    starts, orders = [], []
    for seed in TEN:
        torch.manual_seed(seed)
        starts.append(np.concatenate([p.detach().flatten() for p in Classifier(5).parameters()]))
        orders.append(torch.stack([torch.randperm(5000) for _ in range(40)]).numpy())
    w, kept = np.array(starts, dtype=float), {}
    mean, square = np.zeros_like(w), np.zeros_like(w)
    batches = np.stack(orders).reshape(10, -1, 20).swapaxes(0, 1)
    for t, rows in enumerate(batches, 1):
        p = 1 / (1 + np.exp(-(x[rows] @ w[..., None])[..., 0]))
        slope = (p - y[rows]) / 20 * (1 if loss == "BCE" else 2 * p * (1 - p))
        gradient = (slope[:, None] @ x[rows])[:, 0]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        w = w - 0.001 * mean / (1 - 0.9**t) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
        if t in (5 * 250, 20 * 250, 40 * 250):
            kept[t // 250] = torch.tensor(w[:, :5]).float(), torch.tensor(w[:, 5]).float()
    return kept


LOSSES = {"BCE": nn.BCELoss(), "MSE": nn.MSELoss()}


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_twenty_epochs_decide_held_out_samples_from_any_start(loss):
    *_, x_new, y_new = rule_sets()
    for w, b in zip(*ten_rules(loss)[20], strict=True):
        right = ((x_new @ w + b >= 0) == y_new[:, 0]).float().mean()
        assert right >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_the_rule_can_be_read_off_the_weights_which_are_still_growing(loss):
    early, _ = ten_rules(loss)[20]
    late, _ = ten_rules(loss)[40]
    assert (early[:, 0] > 2.4).all() and (early[:, 0] < 3.8).all()
    assert (early[:, 4] < -2.4).all() and (early[:, 4] > -3.8).all()
    assert (early[:, 1:4].abs() < 0.5).all()
    assert (late[:, 0] > early[:, 0] + 1).all() and (late[:, 4] < early[:, 4] - 1).all()


def test_forty_epochs_answer_the_four_questions():
    w, b = ten_rules("BCE")[40]
    p = torch.sigmoid(torch.tensor(data.four_questions()).float() @ w.T + b)
    assert ((p >= 0.5).T == torch.tensor([True, False, False, False])).all()
    w, b = ten_rules("BCE")[20]
    p = torch.sigmoid(torch.tensor(data.four_questions()).float() @ w.T + b)
    assert (p[3] > 0.41).all() and (p[3] < 0.53).all(), "the fourth is a close call"


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_ten_side_by_side_are_the_loop(loss):
    x, y, *_ = rule_sets()
    torch.manual_seed(3)
    model = Classifier(5)
    orders = [torch.randperm(5000) for _ in range(5)]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for order in orders:
        batches = [(x[rows], y[rows]) for rows in order.split(20)]
        train(model, batches, LOSSES[loss], optimizer, 1)
    w, b = ten_rules(loss)[5]
    torch.testing.assert_close(model.linear.weight[0], w[3], atol=1e-4, rtol=0)
    torch.testing.assert_close(model.linear.bias[0], b[3], atol=1e-4, rtol=0)


# Training and evaluating


def test_training_reports_the_mean_over_samples_in_training_mode():
    model = Classifier(1).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)  # nothing moves
    x, y = column(HOURS), column(PASSED)
    batches = list(zip(x.split(30), y.split(30), strict=True))
    history = train(model, batches, nn.BCELoss(), optimizer, 2)
    assert model.training
    assert history == pytest.approx([nn.BCELoss()(model(x), y).item()] * 2, rel=1e-5)


def test_evaluating_leaves_dropout_and_gradients_out():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 8), nn.Dropout(0.5), nn.Linear(8, 1), nn.Sigmoid())
    x, y = column(HOURS), column(PASSED)
    assert len({evaluate(model.train(), x, y) for _ in range(5)}) == 1
    assert not model.training and model[0].weight.grad is None
    expected = ((model(x) >= 0.5) == y).float().mean().item()
    assert evaluate(model, x, y) == expected


def test_the_lessons_dropout_answers_differently_each_time_in_training_only():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 8), nn.Dropout(0.5), nn.Linear(8, 1))
    x = column(HOURS[:1])
    assert len({round(model(x).item(), 2) for _ in range(4)}) == 4
    model.eval()
    assert len({model(x).item() for _ in range(4)}) == 1


# The progress bar


def test_a_bar_hands_on_the_steps_and_writes_nothing_to_stderr(capfd, monkeypatch):
    shown = []

    class Handle:
        def update(self, thing):
            shown.append(repr(thing))

    monkeypatch.setattr("course_utils.training.display", lambda *_, **__: Handle())
    assert list(bar(range(20))) == list(range(20))
    assert capfd.readouterr() == ("", "")
    assert re.fullmatch(r"100%\|█+\| 20/20", shown[-1]), "complete, and without times"


# Saving and loading


def model_of(features=5, seed=0):
    torch.manual_seed(seed)
    return Classifier(features)


@pytest.mark.slow
def test_saved_loaded_and_predicted_in_a_fresh_process_is_the_same(tmp_path):
    model, path = model_of(), tmp_path / "rule.pt"
    x = torch.tensor(data.four_questions()).float()
    expected = save_and_predict(model, tmp_path / "other.pt", x)
    save(model, path)
    code = f"""
        import torch
        from course_utils import data
        from course_utils.training import Classifier, load
        model = Classifier(5).eval()
        load(model, {str(path)!r})
        with torch.no_grad():
            print(model(torch.tensor(data.four_questions()).float()).flatten().tolist())
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True, text=True, check=True, timeout=600, cwd=LESSON.parents[1],
    )  # fmt: skip
    assert eval(run.stdout) == pytest.approx(expected.flatten().tolist(), rel=1e-6)
    assert torch.equal(model.eval()(x), expected)


def sentence(path, model=None):
    """What load says about a file; the model must stay as it was."""
    model = model or model_of(1)
    before = [p.clone() for p in model.parameters()]
    with pytest.raises(InputError) as error:
        load(model, path)
    assert all(map(torch.equal, before, model.parameters()))
    said = str(error.value)
    assert said.startswith("path: ") and said.endswith(".") and "\n" not in said
    return said


def test_a_missing_file_is_named(tmp_path):
    assert sentence(tmp_path / "none.pt") == "path: there is no file none.pt."


def test_a_folder_is_no_file(tmp_path):
    assert "cannot be read" in sentence(tmp_path) or "no file" in sentence(tmp_path)


FOREIGN = {
    "empty": b"",
    "text": b"these are no weights",
    "archive": b"PK\x03\x04 not quite",
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_named(tmp_path, content):
    (tmp_path / "model.pt").write_bytes(content)
    assert "model.pt holds no state dict" in sentence(tmp_path / "model.pt")


def test_a_file_damaged_anywhere_is_named_or_still_whole(tmp_path):
    path = tmp_path / "model.pt"
    save(model_of(1), path)
    content = path.read_bytes()
    for end in range(0, len(content), 97):
        path.write_bytes(content[:end])
        assert "model.pt holds no state dict" in sentence(path)


@pytest.mark.parametrize("thing", [3, [1, 2], {"w": 1}, torch.ones(3), "text"])
def test_a_file_with_something_else_is_named(tmp_path, thing):
    torch.save(thing, tmp_path / "model.pt")
    assert "model.pt holds no state dict" in sentence(tmp_path / "model.pt")


def test_a_whole_model_is_refused_and_no_code_of_it_runs(tmp_path):
    torch.save(model_of(1), tmp_path / "model.pt")
    assert "model.pt holds no state dict" in sentence(tmp_path / "model.pt")


class Evil:
    def __reduce__(self):
        return (Path.touch, (Path("ran"),))


def test_code_in_a_file_does_not_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    torch.save({"linear.weight": Evil()}, "model.pt")
    assert "model.pt holds no state dict" in sentence(Path("model.pt"))
    assert not Path("ran").exists()


def test_a_file_of_another_model_is_named_with_both_shapes(tmp_path):
    save(model_of(5), tmp_path / "rule.pt")
    said = sentence(tmp_path / "rule.pt")
    assert "linear.weight (1, 5)" in said and "linear.weight (1, 1)" in said
    assert "0.weight (1, 1)" in sentence(tmp_path / "rule.pt", nn.Sequential(nn.Linear(1, 1)))


def test_a_failed_save_leaves_the_good_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "model.pt"
    save(model_of(1), path)
    before = path.read_bytes()

    def full(self, content):
        with open(self, "wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError) as error:
        save(model_of(5), path)
    assert str(error.value) == "path: model.pt cannot be written: No space left on device."
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        save(model_of(1), tmp_path / "no such folder" / "model.pt")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        save(model_of(1), tmp_path / "folder")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


# The fifteen bugs, as they stand in the lesson


@cache
def by_id():
    """id -> source of the lesson's cells."""
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


@cache
def listings():
    """number -> listing, out of the lesson's cells."""
    text = "\n".join(by_id().values())
    found = re.findall(r"\*\*Bug (\d+)\.\*\*[^\n]*\s+```python\n(.*?)```", text, re.DOTALL)
    return {int(number): textwrap.dedent(code) for number, code in found}


def run(number, before="", after="", **names):
    scope = {"torch": torch, "nn": nn, "passed": PASSED} | names
    exec(before + listings()[number] + after, scope)
    return scope


X, Y = column(HOURS), column(PASSED)


def from_zero(model):
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


def test_there_are_fifteen_bugs_of_which_seven_stand_in_the_text():
    assert list(listings()) == list(range(1, 16))
    box = by_id()["bugs-more"]
    outer, inner = box.split("<details>", 2)[:2], box.count("<details>")
    assert "**Bug" not in outer[0] and inner == box.count("</details>") == 1 + 8
    assert re.findall(r"\*\*Bug (\d+)", box) == [str(n) for n in range(8, 16)]


def test_bug_1_super_of_the_class():
    scope = run(1)
    with pytest.raises(AttributeError, match="cannot assign module before Module.__init__"):
        scope["Model"]()


def test_bug_2_forward_without_x():
    model = type("Model", (nn.Module,), {})
    scope = run(2)
    model.forward = scope["forward"]
    one = model()
    one.linear = nn.Linear(1, 1)
    with pytest.raises(TypeError):
        one(X)
    scope["x"] = X[:3]
    assert one().shape == (3, 1), "it answers about the x that lies around"


def test_bug_3_weights_the_wrong_way_round():
    x = torch.randn(2, 3)
    scope = run(3, x=x)
    assert scope["z"].shape == (2, 3), "nothing complains"
    assert (scope["z"] != scope["layer"](x)).any()
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        x @ nn.Linear(3, 5).weight


def test_bug_4_gradients_never_zeroed():
    start = "model = nn.Linear(1, 1)\nloss_function = nn.BCEWithLogitsLoss()\n"
    code = listings()[4]
    assert code.startswith(start)
    scope = {"torch": torch, "nn": nn, "x": X, "y": Y}
    exec(start, scope)
    from_zero(scope["model"])
    exec(code.removeprefix(start), scope)
    w, b = (p.item() for p in scope["model"].parameters())
    loss = scope["loss_function"](scope["model"](X), Y).item()
    assert loss == pytest.approx(1.055, abs=0.01) and loss > np.log(2)
    assert -b / w == pytest.approx(9.14, abs=0.1)


@pytest.mark.slow
def test_bug_5_sigmoid_twice():
    scope = run(5)
    model, loss_function = from_zero(scope["model"]), scope["loss_function"]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = train(model, [(X, Y)], loss_function, optimizer, 1001)
    assert history[-1] == pytest.approx(0.554, abs=1e-3)
    assert evaluate(model, X, Y) == pytest.approx(0.82)
    floor = min(bce_from_logits(p, PASSED) for p in (PASSED, PASSED * 0.999))
    assert floor == pytest.approx(0.450, abs=5e-4)
    w, b = (p.item() for p in model.parameters())
    for _ in range(10_000 - 1001):  # the same in NumPy, which takes a tenth
        p = 1 / (1 + np.exp(-(w * HOURS + b)))
        slope = (1 / (1 + np.exp(-p)) - PASSED) * p * (1 - p)
        w, b = w - 0.1 * np.mean(slope * HOURS), b - 0.1 * np.mean(slope)
    assert -b / w == pytest.approx(8.136, abs=0.01)
    good = from_zero(Classifier(1))
    train(good, [(X, Y)], nn.BCELoss(), torch.optim.SGD(good.parameters(), lr=0.1), 1000)
    assert evaluate(good, X, Y) == pytest.approx(0.82), "the accuracy does not tell"


def test_bug_6_a_column_against_a_list():
    scope = run(6, model=Classifier(1), x=X)
    assert (scope["y_hat"] - scope["y"]).shape == (100, 100)
    y_hat, y = scope["y_hat"].detach(), scope["y"].float()
    with pytest.warns(UserWarning, match="target size"):
        nn.MSELoss()(y_hat, y)
    for loss_function in (nn.BCELoss(), nn.BCEWithLogitsLoss()):
        with pytest.raises(ValueError, match="[Tt]arget size"):
            loss_function(y_hat, y)


def test_bug_7_the_last_batch_reported():
    model, history = Classifier(1), []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    batches = list(zip(X.split(30), Y.split(30), strict=True))
    run(7, batches=batches, model=model, optimizer=optimizer, loss_function=nn.BCELoss(),
        history=history)  # fmt: skip
    last, whole = (nn.BCELoss()(model(a), b).item() for a, b in (batches[-1], (X, Y)))
    assert history == [pytest.approx(last)] and last != pytest.approx(whole)


def test_bug_8_softmax_without_dim():
    with pytest.warns(UserWarning, match="Implicit dimension choice for softmax"):
        rows = run(8, z=torch.randn(2, 3))["p"]
    torch.testing.assert_close(rows.sum(dim=1), torch.ones(2))
    with pytest.warns(UserWarning, match="Implicit dimension"):
        block = run(8, z=torch.randn(4, 2, 3))["p"]
    torch.testing.assert_close(block.sum(dim=0), torch.ones(2, 3))


@pytest.mark.slow
def test_bug_9_relu_on_the_output():
    """With the sizes and cases that the answer names, about one start in six is silent."""
    forward, silent = run(9)["forward"], 0
    starts = thinned(1000, 400)
    for seed in range(starts):
        torch.manual_seed(seed)
        model = nn.Module()
        model.first, model.second = nn.Linear(3, 5), nn.Linear(5, 1)
        y_hat = forward(model, torch.randn(100, 3))
        if not y_hat.any():
            silent += 1
            if silent < 10:
                y_hat.sum().backward()
                assert not any(p.grad.any() for p in model.parameters()), "nothing changes"
    assert silent / starts == pytest.approx(1 / 6, abs=0.03)


def test_bug_10_there_is_no_mse():
    with pytest.raises(AttributeError, match="has no attribute 'MSE'"):
        run(10)
    assert nn.MSELoss


def test_bug_11_size_average():
    with pytest.warns(UserWarning, match="size_average"):
        loss_function = run(11)["loss_function"]
    y_hat = torch.rand(100, 1)
    torch.testing.assert_close(loss_function(y_hat, Y), nn.MSELoss(reduction="sum")(y_hat, Y))
    torch.testing.assert_close(loss_function(y_hat, Y), 100 * nn.MSELoss()(y_hat, Y))


@pytest.mark.parametrize("place", ["as it stands", "and after a step"])
def test_bug_12_step_right_after_zero_grad(place):
    model, loss_function = from_zero(Classifier(1)), nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(1000):
        loss = loss_function(model(X), Y)
        run(12, loss=loss, optimizer=optimizer)
        if place == "and after a step":
            optimizer.zero_grad()
    assert loss.item() == pytest.approx(0.6931, abs=5e-5)


def test_bug_13_the_last_batch_dropped():
    seen = []
    run(13, x=X, y=Y, train_on=lambda x, y: seen.append(len(x)))
    assert seen == [30, 30, 30]
    dataset = torch.utils.data.TensorDataset(X, Y)
    for drop, sizes in ((False, [30, 30, 30, 10]), (True, [30, 30, 30])):
        batches = torch.utils.data.DataLoader(dataset, batch_size=30, drop_last=drop)
        assert [len(x) for x, _ in batches] == sizes


def test_bug_14_log_without_clipping():
    z, y = torch.tensor([20.0]), torch.tensor([1.0])
    scope = run(14, z=z, y=y)
    assert scope["p"].item() == 1 and torch.isnan(scope["loss"])
    assert nn.BCEWithLogitsLoss()(z, y).isfinite() and nn.BCELoss()(scope["p"], y).isfinite()


@pytest.mark.slow
def test_bug_15_never_evaluated(capsys):
    """A network that learned twenty students by heart prints the sentence as well."""
    from lessons.lesson5.figures.shared import network, scaled

    seen, new = data.tired_students(20, seed=3), data.tired_students(1000, seed=4)
    model = network(64)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    batches = [(column(scaled(seen[0])), column(seen[1]))] * 10
    run(15, train=train, model=model, batches=batches, optimizer=optimizer,
        loss_function=nn.BCEWithLogitsLoss())  # fmt: skip
    printed = capsys.readouterr().out
    assert printed.startswith("A good model: 0.")
    with torch.no_grad():
        z = model(column(scaled(new[0])))
    assert nn.BCEWithLogitsLoss()(z, column(new[1])) > 2 > float(printed.split()[-1])


# What else the lesson says


def test_the_logarithm_is_cut_off_at_minus_100():
    for logit, p_says in ((0.5, 0.9741), (200.0, 100.0)):
        z, failed = torch.tensor(logit), torch.tensor(0.0)
        assert nn.BCELoss()(torch.sigmoid(z), failed).item() == pytest.approx(p_says, abs=1e-4)
        from_z = nn.BCEWithLogitsLoss()(z, failed).item()
        assert from_z == pytest.approx(0.9741 if logit == 0.5 else 200, abs=1e-4)
    slopes = []
    for loss in (lambda z, y: nn.BCELoss()(torch.sigmoid(z), y), nn.BCEWithLogitsLoss()):
        z = torch.tensor(200.0, requires_grad=True)
        loss(z, torch.tensor(0.0)).backward()
        slopes.append(z.grad.item())
    assert slopes == [0, 1], "no slope comes back from what was cut off"


def test_cross_entropy_takes_logits_and_whole_numbers():
    """It is exercise 3.5 in one call, and the same labels as floats are refused."""
    z = torch.tensor([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9], [0.5, 1.4, 0.2]])
    classes = torch.tensor([1, 2, 0])
    assert classes.dtype == torch.int64
    loss = nn.CrossEntropyLoss()(z, classes).item()
    assert loss == pytest.approx(cross_entropy(z.numpy(), classes.numpy()))
    assert f"{loss:.4f}" == "1.4521"
    with pytest.raises(RuntimeError, match="expected target dtype to be Long"):
        nn.CrossEntropyLoss()(z, classes.float())


def test_a_plain_class_as_the_lesson_shows_it(capsys):
    scope = {}
    exec(by_id()["class-code"], scope)
    assert capsys.readouterr().out == "9 3.0\n13 3.0\n"
    steep = scope["steep"]
    assert scope["Line"].forward(steep, 4) == steep.forward(4), "self is the object"


def two_layers():
    scope = {"nn": nn, "torch": torch, "x": torch.ones(2, 3)}
    exec(by_id()["module-code"], scope)
    return scope["TwoLayers"]


def test_a_module_inherits_what_it_can_and_its_init_must_run(capsys):
    kind = two_layers()
    assert capsys.readouterr().out == (
        "first.weight (5, 3)\nfirst.bias (5,)\nsecond.weight (2, 5)\nsecond.bias (2,)\n"
    )
    model, x = kind(5), torch.ones(2, 3)
    assert issubclass(kind, nn.Module) and torch.equal(model(x), model.forward(x))
    listed = list(model.parameters())
    assert all(map(torch.equal, listed, model.state_dict().values())) and len(listed) == 4
    source = by_id()["module-code"].replace("        super().__init__()\n", "")
    with pytest.raises(AttributeError, match="before Module.__init__"):
        exec(source, {"nn": nn, "torch": torch, "x": x})


def test_numpy_takes_only_detached_numbers_and_layers_only_float32():
    layer = nn.Linear(1, 1)
    with pytest.raises(RuntimeError, match="detach"):
        layer.weight.numpy()
    assert not layer.weight.detach().requires_grad and layer.weight.dtype == torch.float32
    with pytest.raises(RuntimeError, match="dtype"):
        layer(torch.tensor(HOURS)[:, None])


@pytest.mark.slow
def test_the_largest_rate_of_the_playground_gets_lowest_after_climbing_at_first():
    """And from a rate between 0.11 and 0.12 on the loss climbs at first."""
    def losses(lr):
        torch.manual_seed(0)
        model = Classifier(1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        return train(model, [(X, Y)], nn.BCELoss(), optimizer, 300)

    assert "lr=(0.001, 0.3," in by_id()["play-code"] and "epochs=(10, 300)" in by_id()["play-code"]
    runs = {lr: losses(lr) for lr in (0.01, 0.05, 0.1, 0.11, 0.12, 0.15, 0.2, 0.25, 0.3)}
    assert min(runs, key=lambda lr: runs[lr][-1]) == 0.3
    assert [lr for lr, run in runs.items() if run[1] > run[0]] == [0.12, 0.15, 0.2, 0.25, 0.3]
    assert "between 0.11 and 0.12" in by_id()["logits"]


def test_from_nothing_but_zeros_no_gradient_ever_reaches_the_hidden_layer():
    model = from_zero(nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 1)))
    train(model, [(X, Y)], nn.BCEWithLogitsLoss(), torch.optim.Adam(model.parameters()), 20)
    assert not any(p.any() for p in (*model[0].parameters(), model[2].weight))
    assert model[2].bias.any(), "the last bias alone moves"


def test_the_switch_only_sets_a_mode_and_no_grad_only_stops_the_records():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(1, 4), nn.Dropout(0.5))
    before = [p.clone() for p in model.parameters()]
    assert not model.eval().training and model(X).requires_grad
    assert model.train().training and all(map(torch.equal, before, model.parameters()))
    with torch.no_grad():
        assert not model(X).requires_grad and model.training
    kept = nn.Dropout(0.5)(torch.ones(1000))
    assert set(kept.tolist()) == {0, 2}, "the others are enlarged"


def test_a_loader_shuffles_anew_each_epoch_and_a_seed_repeats_it():
    dataset = torch.utils.data.TensorDataset(X, Y)
    batches = torch.utils.data.DataLoader(dataset, batch_size=20, shuffle=True)

    def epochs():
        torch.manual_seed(0)
        return [torch.cat([x for x, _ in batches]) for _ in range(2)]

    first, second = epochs()
    assert not torch.equal(first, second) and torch.equal(first.sort(0)[0], second.sort(0)[0])
    assert all(map(torch.equal, (first, second), epochs()))


def test_a_whole_model_loads_unsafely_alone_and_then_may_run_anything(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    torch.save(nn.Linear(1, 1), "model.pt")
    with pytest.raises(pickle.UnpicklingError):
        torch.load("model.pt", weights_only=True)
    assert isinstance(torch.load("model.pt", weights_only=False), nn.Linear)
    torch.save({"linear.weight": Evil()}, "evil.pt")
    torch.load("evil.pt", weights_only=False)
    assert Path("ran").exists()


def test_zero_grad_may_stand_anywhere_between_a_step_and_the_next_backward():
    def losses(place):
        model, history = from_zero(Classifier(1)), []
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(5):
            for now in ("forward", "loss", "backward", "step"):
                if now == place:
                    optimizer.zero_grad()
                if now == "forward":
                    y_hat = model(X)
                elif now == "loss":
                    loss = nn.BCELoss()(y_hat, Y)
                    history.append(loss.item())
                elif now == "backward":
                    loss.backward()
                else:
                    optimizer.step()
            if place == "end":
                optimizer.zero_grad()
        return history

    right = [losses(place) for place in ("forward", "loss", "backward", "end")]
    assert all(one == other for one, other in product(right, right))
    assert losses("step") != right[0] != losses("nowhere")


def test_a_plain_bar_outside_a_notebook_is_silent_on_stderr(capfd):
    assert list(bar([1, 2])) == [1, 2]
    assert capfd.readouterr().err == ""
