"""HTML to PDF: the only room that knows WeasyPrint and pydyf.

The front doors are `render.render` (a job to a PDF) and `letterhead.furnish` (a clinic's details,
in their rooms). What is made here is read back by `proofing`. It knows jobs and bytes: no Sphinx,
no catalogue, no clinic.
"""
