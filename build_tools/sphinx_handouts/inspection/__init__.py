"""The ``check`` of a whole project: looks at pages, handouts and PDFs, and publishes nothing.

The front door is `check.check`, with its `Options`; it returns a `reports.report.Report`, which
`reports.FORMATS` turn into text and files. What pages and files hold is gathered here; each rule
about it is a module of `checks`. Nothing here writes into the outputs of a build.
"""
