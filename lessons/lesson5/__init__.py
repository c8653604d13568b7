"""Lesson 5, the full PyTorch pipeline."""
