"""HTML to PDF, and PDF to PDF: the only room that knows WeasyPrint, pydyf and pikepdf.

The front doors are `render.render` (a job to a PDF), `merging.merge`, `structure` (what a screen
reader meets) and `read_back` (what a reader misses). It knows jobs and bytes: no Sphinx, no
catalogue, no clinic.
"""
