"""Lesson 2, gradient descent on a quadratic."""
