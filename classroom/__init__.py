"""Assigning, collecting and grading the course's exercises: `python -m classroom --help`.

For instructors, on Linux; learners never need it.  Its parts, in the order in which they are used:

    folder     the class folder: roster, secret, what lies where
    release    from a lesson to an assignment and its answer key
    notebook   what somebody handed in, read without trusting it
    download   what is in a learning platform's download
    whose      whose a file is by its name
    counting   which of several files counts, and when only the instructor can say
    waiting    what was refused, or waits for the instructor
    intake     from a download to one submission a student
    rebuild    from a submission to the cells that are run
    package    the course as the sandbox holds it; boxed/ is what runs inside
    sandbox    where they run: isolated, limited (seccomp), and asked for values alone
    cleaning   those values, in the one form that is taken, and without words from inside
    judging    from values to verdicts, in the grader's own process
    desk       all of that for one submission, from bytes to bytes
    deciding   what of the course and its libraries a mark depends on
    machine    how many submissions there is room for at a time
    grading    a whole class: in parallel and resumable
    cluster    the same on other machines, by dask (fitness, serving, certificates)
    entering   what of it is recorded, and shown in formgrader
    recording  many verdicts at a time into nbgrader's gradebook
    regrading  what would change after an update of the course
    gradebook  nbgrader's gradebook and formats, where nbgrader itself is needed
    standing   where each submission stands, for every table after collecting
    policies   what lateness costs, extensions, which of several hand-ins counts: data
    best       the best of several hand-ins, where it counts
    feedback   one page a student
    places     where a lesson treats what an answer got wrong
    returned   what a wrong answer returned, as a verdict keeps it
    alike      answers as trees: alike, or an example that gives nobody away
    suggested  code that the course itself suggests for an exercise
    reporting  how the class did, in numbers
    plots      the report's pictures; page is the rest of what pages are made of
    people     all students over all assignments
    report     the instructor's page
    export     marks as CSV, or filled into a platform's own file
"""
