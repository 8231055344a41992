"""The checks of pages, handouts and PDFs: one small module each, collected in one `table`.

A module declares its `Check` (kind, what it finds, how to mend it), and holds the function that
yields findings. Checks look at records alone, such as `facts`: who gathers them lives elsewhere,
and so does who reports them. A new check is one file, its line in the table and its test; who needs
one check loads no other.
"""
