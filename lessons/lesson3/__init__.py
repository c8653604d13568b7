"""Lesson 3, sigmoid and cross-entropy."""
