"""Tests in a real JupyterLab and a real browser.

A package, so that its fixtures end with it: a browser left open would disturb the event loops
of the tests that follow.
"""
