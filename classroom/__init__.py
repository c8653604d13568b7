"""Assigning, collecting and grading the course's exercises: `python -m classroom --help`.

For instructors, on Linux; learners never need it.  Its parts, in the order in which they are used:

    folder     the class folder: roster, secret, what lies where
    release    from a lesson to an assignment and its answer key
    intake     from a learning platform's download to one submission a student
    rebuild    from a submission to the cells that are run
    sandbox    where they run: isolated, limited, and asked for values alone
    judging    from those values to verdicts, in the grader's own process
    grading    a whole class: in parallel, resumable, into nbgrader's gradebook
    feedback   one page a student
    export     marks as CSV, or filled into a platform's own file
"""
