"""nbgrader's settings for this class folder; `python -m classroom new` writes them."""

from classroom.record import refuse

c = get_config()  # noqa: F821, nbgrader gives it to this file
c.CourseDirectory.course_id = 'class'
# ClearSolutions would turn the lessons' stubs into code that raises.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]
# nbgrader's own autograding runs a submission unprotected: `python -m classroom grade` does it.
refuse()
# No script of a student's runs in formgrader, whose page has no filter of its own.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"markdown2html": "classroom.record.markdown"}
c.HTMLExporter.preprocessors = ["classroom.record.Harmless"]
