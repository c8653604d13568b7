"""A missing tool is a named skip on a learner's machine and a failure in CI."""

import pytest

from tests.needs import need


def test_what_is_there_is_no_reason_to_stop():
    need("Node", "/usr/bin/node")


def test_what_is_missing_is_skipped_by_name(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Node is missing"):
        need("Node", None)


def test_what_is_missing_fails_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Node is missing, and CI must have it"):
        need("Node", None)
