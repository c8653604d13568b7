"""Tests in a real browser: of JupyterLab, and of pages that need no kernel.

A package, so that its fixtures end with it: a browser left open would disturb the event loops
of the tests that follow.
"""

# The modules whose tests need JupyterLab.  Under pytest-xdist they stay with one worker, which
# starts one server, and all others with another; each half takes about as long.
IN_JUPYTERLAB = (
    *("test_drawing_lab", "test_lessons_keyboard", "test_links", "test_live_figure"),
    *("test_notebook7", "test_pages", "test_playground", "test_start_page"),
)

# The engines that COURSE_ENGINE may name; of the last two Playwright's own builds are used.
ENGINES = ("chromium", "firefox", "webkit")
