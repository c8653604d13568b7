"""The live figures of the lessons: one module a lesson, one function a figure."""
