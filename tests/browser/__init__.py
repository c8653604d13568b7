"""Tests in a real browser: of JupyterLab, and of pages that need no kernel.

A package, so that its fixtures end with it: a browser left open would disturb the event loops
of the tests that follow.
"""

# The modules whose tests need JupyterLab, in the order in which they run: one that looks at the
# notebook of the one before finds it open.  Under pytest-xdist they stay with one worker, which
# starts one server, and the others with another, which takes about as long; that which looks at all
# of the lessons' figures stays with those who look at them without a browser.
IN_JUPYTERLAB = (
    *("test_lessons_keyboard", "test_start_page", "test_pages", "test_links"),
    *("test_live_figure", "test_playground", "test_drawing_lab", "test_notebook7"),
)

# The engines that COURSE_ENGINE may name; of the last two Playwright's own builds are used.
ENGINES = ("chromium", "firefox", "webkit")
