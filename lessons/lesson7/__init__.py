"""Lesson 7, real pictures."""
