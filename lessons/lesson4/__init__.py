"""Lesson 4, logistic regression by hand."""
