"""From sheets to a published set of PDFs: orders, workers, checks, packs, all or nothing.

The front doors are `inputs.gather` (what a build is made from), `equipment` (what it works with)
and `print_run.PrintRun` (what it prints). `workers` are handed frozen jobs, and hand back PDFs or
the reason why there is none. No HTML is written here, and no PDF is taken apart: that is done in
`sheets` and `pdf`.
"""
