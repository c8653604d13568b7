"""What lesson 5 says and no number shows: each sentence is run."""

import inspect

import numpy as np
import pytest
import torch
from torch import nn

from tests.lessons.lesson5.numerals import judged, trained


def test_a_silenced_output_moves_no_weight_of_its_own_and_another_output_can_wake_it():
    first, second = nn.Linear(1, 1, bias=False), nn.Linear(1, 2, bias=False)
    with torch.no_grad():
        first.weight.fill_(-1.0)
        second.weight.copy_(torch.tensor([[1.0], [-1.0]]))
    x = torch.tensor([[1.0]])
    y_hat = torch.relu(second(first(x)))
    assert y_hat.tolist() == [[0.0, 1.0]], "the first is silenced"
    ((y_hat - torch.tensor([[9.0, -4.0]])) ** 2).sum().backward()
    assert second.weight.grad[0] == 0 and second.weight.grad[1] != 0 and first.weight.grad != 0
    with torch.no_grad():
        first.weight -= 0.3 * first.weight.grad  # h changes its sign
    assert torch.relu(second(first(x)))[0, 0] > 0


def test_bce_stops_where_a_logit_is_no_probability():
    for z in (-0.1, 1.1):
        with pytest.raises(RuntimeError, match="between 0 and 1"):
            nn.BCELoss()(torch.tensor([z]), torch.tensor([1.0]))
    nn.BCELoss()(torch.tensor([0.3]), torch.tensor([1.0]))


def test_cross_entropy_refuses_positions_as_floats():
    with pytest.raises(RuntimeError, match="Long"):
        nn.CrossEntropyLoss()(torch.zeros(3, 3), torch.tensor([1.0, 2.0, 0.0]))


def test_weights_only_is_the_default():
    """A parameter of None stands for it: a load that says nothing refuses code."""
    assert inspect.signature(torch.load).parameters["weights_only"].default in (None, True)
    assert tuple(map(int, torch.__version__.split("+")[0].split(".")[:2])) >= (2, 6)


def test_where_paths_meet_and_for_several_cases_the_products_are_added():
    exact = {"dtype": torch.float64}
    w, v = torch.tensor([0.4, -0.7], requires_grad=True, **exact), torch.tensor([1.5, 0.8], **exact)
    x = torch.tensor([2.0, -1.0, 3.0], **exact)
    (torch.tanh(x[:, None] * w) * v).sum().backward()
    slope = 1 - np.tanh(np.outer(x, w.detach())) ** 2
    products = v.numpy() * slope * x.numpy()[:, None]  # a case, a unit
    np.testing.assert_allclose(w.grad, products.sum(axis=0))
    one = torch.tensor(2.0, requires_grad=True, **exact)
    (torch.tanh(one * w.detach()) * v).sum().backward()
    paths = v.numpy() * (1 - np.tanh(2 * w.detach().numpy()) ** 2) * w.detach().numpy()
    assert one.grad.item() == pytest.approx(paths.sum())


@pytest.mark.slow
def test_by_the_thousands_loss_the_time_to_stop_is_near_epoch_29():
    losses = {epoch: judged(epoch)["loss"] for epoch in (1, 15, 24, 29, 45, 60, 600)}
    assert min(losses, key=losses.get) == 24 and losses[29] - losses[24] < 0.006
    assert all(losses[epoch] - losses[29] > 0.01 for epoch in (1, 15, 45, 60, 600))


def test_at_rate_0_1_the_boundary_has_not_quite_arrived_after_1000_epochs():
    assert 6.15 < trained(0.1, 1000)["boundary"] < trained(0.01, 20_000)["boundary"]
