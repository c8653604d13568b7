"""What holds for the lessons."""

# Modules of which one worker runs all, since each figure they look at is built once a process.
BUILD_FIGURES = (
    *("test_divergence", "test_figures", "test_index", "test_lessons", "test_misconceptions"),
    *("test_numerals", "test_protocol", "test_regimes"),
)
