"""HTML to PDF, and what a reader meets there: the only room that knows WeasyPrint and pydyf.

The front doors are `render.render` (a job to a PDF), `structure` (what a screen
reader meets) and `read_back` (what a reader misses). It knows jobs and bytes: no Sphinx, no
catalogue, no clinic.
"""
