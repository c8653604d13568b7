"""The course as a web site that needs no kernel: `make site`.

`executed` runs the notebooks and keeps their figures, `pages` turns all of it into one folder of
sources, `sphinx_part` is what Sphinx is told beyond its settings, `building` puts it together, and
`assets` is sent as it is.
"""
