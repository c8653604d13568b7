"""Lesson 6, the learning-rate lab."""
